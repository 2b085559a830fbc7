"""How much room each platform gives, and how to cut a text where there is no more.

The table has no limits: there names and texts are shown whole. The figures of Teams and Slack
are what the platforms publish, the strictest where they differ; a card is checked against them
in the tests of its channel.
"""

import unicodedata

TEAMS_BYTES = 28 * 1024
"""A whole message, counted as UTF-16."""

TEAMS_BUTTONS = 5
"""On one card: the sixth hides behind dots, and a third in a row is cut off on a phone."""

TEAMS_BUTTONS_IN_ROW = 2

TEAMS_VIEWERS = 60
"""People for whom a card is drawn anew by itself."""

SLACK_BLOCKS = 50
SLACK_MODAL_BLOCKS = 100
SLACK_SECTION = 3_000
SLACK_FIELDS = 10
SLACK_FIELD = 2_000
SLACK_HEADER = 150
SLACK_BUTTON = 75
SLACK_BUTTON_VALUE = 2_000
SLACK_ID = 255
SLACK_ACTIONS = 25
SLACK_CONTEXT = 10
SLACK_OPTIONS = 100
SLACK_CHOICES = 10
SLACK_TITLE = 24
SLACK_METADATA = 3_000
SLACK_TEXT = 2_000
SLACK_VIEW = 240_000
"""A modal or a home, of the 250 KB that are published."""

SLACK_OPTION = 75
SLACK_OPTION_VALUE = 150
SLACK_MESSAGE = 13_000
"""All characters of a message; a little more is refused, which is written nowhere."""

JOINER = "\N{ZERO WIDTH JOINER}"
MORE = "…"


def size_in_teams(message: str) -> int:
    """Bytes of a message as Teams counts them."""
    return len(message.encode("utf-16-le"))


def cut(text: str, most: int) -> str:
    """The text, or its beginning and … where it has more than `most` characters.

    It is cut between letters as people see them: never inside an accent, a flag or a family.
    """
    if len(text) <= most:
        return text
    end = max(0, most - len(MORE))
    while end and not _between(text, end):
        end -= 1
    return text[:end].rstrip() + MORE


def _between(text: str, place: int) -> bool:
    """Whether one letter ends and another begins at this place."""
    before, after = text[place - 1], text[place]
    if JOINER in (before, after) or _leans(after):
        return False
    if _flag(before) and _flag(after):
        return _flags_before(text, place) % 2 == 0
    return not ("\ud800" <= before <= "\udbff" and "\udc00" <= after <= "\udfff")


def _leans(letter: str) -> bool:
    """Belongs to the letter before it: accents, variation selectors, shades of skin."""
    skin = (
        "\N{EMOJI MODIFIER FITZPATRICK TYPE-1-2}"
        <= letter
        <= "\N{EMOJI MODIFIER FITZPATRICK TYPE-6}"
    )
    return skin or unicodedata.category(letter) in {"Mn", "Me", "Mc"}


def _flag(letter: str) -> bool:
    return (
        "\N{REGIONAL INDICATOR SYMBOL LETTER A}"
        <= letter
        <= "\N{REGIONAL INDICATOR SYMBOL LETTER Z}"
    )


def _flags_before(text: str, place: int) -> int:
    start = place
    while start and _flag(text[start - 1]):
        start -= 1
    return place - start
