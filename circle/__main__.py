"""Print the rules as the document that stands in docs/circle.md (`make docs`)."""

import re

from circle import deadlines, people, scaling
from circle.closing import MOST_STEPS, RETENTION
from circle.guide import Pattern, Phase
from circle.rules import RULES, Rule
from circle.state import Stage
from circle.tables import between_circles

HEAD = """# The rules of a circle

This page is written from the code by `make docs`, and a test compares them. The rules stand in
`circle/`, as small functions without a clock of their own: a circle and an event go in, and out
come the circle as it is now and what its people should know.

## The life of a circle

A circle is in one stage. What happens to it is an event, which brings its time and, if somebody
pressed a button, who did and on which card.
"""

STAGES = {
    Stage.GATHERING: "the team sits down; people come and go, and roles change hands",
    Stage.RUNNING: "phase follows phase, and the word goes round",
    Stage.PAUSED: "a break: time stands still, and everybody keeps what they had left",
    Stage.DRAFT: "the circle is over; the team reads what was written, and mends it",
    Stage.CLOSED: "the summary is kept, or nothing is",
}

RULES_HEAD = """## What can happen

An event without a row for its stage changes nothing and is answered kindly. So is a press on an
old card, and a press by somebody who may not: the answer says who can.
Pressing twice is pressing once.
"""

POSITIONS = """## Who does what

People keep their seats; the word moves. Everybody has exactly one position at a time.
"""

PATTERNS = {
    Pattern.ROUND: (
        "one after the other, each once",
        "all others listen; the one who is next knows it",
        "free talk if the guide says so, else the facilitator moves on",
    ),
    Pattern.INDIVIDUAL: ("nobody", "all write, each alone", "the facilitator moves on"),
    Pattern.FOCUS_TEAM: (
        "the one the guide names, or the facilitator in their place",
        "all others listen",
        "free talk if the guide says so, else the facilitator moves on",
    ),
    Pattern.FOCUS_INTERVIEWER: (
        "the one the guide names, or the facilitator in their place",
        "the interviewer asks, or else the facilitator; all others listen",
        "the facilitator moves on",
    ),
    Pattern.DECIDE: (
        "the one the guide names, else the facilitator",
        "all others listen, and can write next steps",
        "the facilitator moves on",
    ),
    Pattern.OPEN: (
        "whoever takes the word",
        "all can take it while it is free",
        "the facilitator moves on",
    ),
    Pattern.PAIR: ("nobody", "all talk two and two", "the facilitator moves on"),
    Pattern.FISHBOWL: (
        "whoever takes the word",
        "all can take it while it is free",
        "the facilitator moves on",
    ),
    Pattern.BOARD: (
        "whoever takes the word",
        "all can take it while it is free",
        "the facilitator moves on",
    ),
}

EVERYWHERE = """
In every pattern an observer observes and takes no turn, whoever looks after the notes takes
them when not speaking, and whoever is out for a moment is away. A guide can name roles that only
listen in a phase. When the one who has the word for a whole phase facilitates too, being done
begins the next phase.

The first speaker changes from round to round: it is the seat after the one that began the last
round, or, in reverse order, the one that spoke last in it. A leader speaks last. A late comer
speaks at the end, before a leader. Who is out keeps the place and is passed by; who was passed by
speaks at the end.
"""


def document() -> str:
    """The whole document, as Markdown."""
    stages = [f"- **{stage.value}**: {STAGES[stage]}." for stage in Stage]
    rows = ["| in the stage | event | who | what happens |", "|---|---|---|---|"]
    rows += [_row(rule) for rule in RULES]
    seats = ["| pattern | has the word | the others | afterwards |", "|---|---|---|---|"]
    seats += [f"| {p.value} | {' | '.join(PATTERNS[p])} |" for p in Pattern]
    parts = (
        [HEAD, *stages, "", RULES_HEAD, *rows, "", POSITIONS, *seats, EVERYWHERE],
        ["## Time", "", *(f"- {line}" for line in _times()), ""],
        list(between_circles()),
    )
    return "\n".join(line for part in parts for line in part).rstrip() + "\n"


def _row(rule: Rule) -> str:
    stages = ", ".join(stage.value for stage in rule.stages)
    event = re.sub(r"(?<!^)(?=[A-Z])", " ", rule.event.__name__).lower()
    return f"| {stages} | {event} | {rule.who.value} | {_sentence(rule)} |"


def _sentence(rule: Rule) -> str:
    return " ".join((rule.does.__doc__ or "").split())


def _times() -> tuple[str, ...]:
    plain = Phase(id="", pattern=Pattern.ROUND, name={})
    short = Phase(id="", pattern=Pattern.ROUND, name={}, sentence=True)
    minute, patience, longer, forgotten = (
        int(time.total_seconds()) // 60
        for time in (
            deadlines.LONG_TURN,
            deadlines.PATIENCE,
            deadlines.LONGER_PATIENCE,
            deadlines.FORGOTTEN,
        )
    )
    return (
        f"A circle is for {people.SMALLEST} to {people.LARGEST} people and {scaling.SHORTEST} to "
        f"{scaling.LONGEST} minutes.",
        "In a round of equal shares each has what is left of the round, shared by those who wait "
        f"and are here, and never less than {plain.shortest_turn} seconds, or "
        f"{short.shortest_turn} in a round of one sentence. What a turn does not use goes back to "
        "the round; what it takes too much is taken from nobody.",
        "When time is up the speaker is told, and the facilitator: more time, or on? Nobody is cut "
        "off.",
        f"In turns of {minute} minutes or more the speaker is told when one minute is left.",
        f"When the circle has waited {patience} minutes for what only its facilitator can do, "
        f"taking over is offered; {longer} minutes after the facilitator's own time is up, since "
        "who speaks long has not vanished; and at once when the facilitator went home.",
        f"A circle that nobody presses on closes itself {forgotten} minutes after its planned end, "
        "or after the last press if that was later; in a break, at the end of the day.",
        f"There are at most {MOST_STEPS} next steps. A draft that nobody approved within "
        f"{deadlines.DRAFT_LIFE.days} days keeps date, guide and next steps; a summary deletes "
        f"itself after {RETENTION.days} days.",
    )


if __name__ == "__main__":
    print(document(), end="")
