"""The address of the team's calendar, to be copied; and a new one, where the old went astray."""

from cards.form import Button, Form, Section, Text
from circle.notices import Answer
from dialogs.between.reading import Values
from dialogs.occasion import Occasion


def feed_form(occasion: Occasion, asked: Values) -> Form | Answer:
    """The address in a field, from which it is copied whole."""
    words, links = occasion.words, occasion.links
    url = links.feed(occasion.papers) if links is not None else ""
    field = Text(
        name="address", label=words("feed.address"), hint=words("feed.help"), value=url, most=1000
    )
    new = Button(
        words("button.feed_new"),
        {"verb": "feed_new", "feed": str(occasion.papers.between.rhythm.feed)},
        quiet=True,
    )
    section = Section("", (field,) if url else (), buttons=(new,))
    return Form(id="feed", title=words("button.feed"), sections=(section,))
