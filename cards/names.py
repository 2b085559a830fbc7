"""Names as they stand on a card: looked up, whole, and large enough for the room."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from circle.people import PersonId, Team
from circle.state import Circle
from locales import Words

LONG, LONGER, WHOLE = 8, 13, 24
"""Letters of a name's longest part from which it is shown a size smaller."""

CROWDED = 44
"""Letters of a whole name from which the people stand in a list and not in a ring."""


@dataclass(frozen=True, slots=True)
class Name:
    """A whole name: what is shown large, what stands below it, and the size of the large part."""

    whole: str
    first: str
    rest: str
    size: str


def name_of(person: PersonId, circle: Circle | None, team: Team, words: Words) -> str:
    """What this person is called: by the circle's seat, else by the team, else a former member."""
    if circle is not None:
        for seat in circle.seats:
            if seat.person == person:
                return seat.name
    return team.name_of(person) or words("person.former")


@lru_cache(maxsize=4096)
def shown_name(whole: str) -> Name:
    """The first name large and the family below, whole and never cut.

    A part without any letter (an emoji, a bracket) stays with the part that follows it.
    """
    parts = whole.split()
    first = ""
    while parts:
        first = f"{first} {parts.pop(0)}".strip()
        if any(unicodedata.category(letter)[0] in "LN" for letter in first):
            break
    return Name(whole=whole, first=first or whole, rest=" ".join(parts), size=_size(first, whole))


def _size(first: str, whole: str) -> str:
    longest = max((len(part) for part in re.split(r"[\s\-‐–]+", first)), default=0)
    if longest >= WHOLE or len(first) > CROWDED or len(whole) > 2 * CROWDED:
        return "whole"
    if longest >= LONGER:
        return "longer"
    return "long" if longest >= LONG else ""
