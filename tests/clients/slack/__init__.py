"""A local Slack that somebody else wrote, in the browser, with the real bot behind it.

It is a small program from npm and no Slack: it takes wrong tokens and nonsense, does not draw
pickers of people, dates and times, does not fill in what a modal proposes, and tells nobody when a
button inside a modal is pressed. It listens on every interface while a scene is played.
"""
