"""Whether this round may stand beside the one before.

If one person left or came, the difference between two rounds says something about that person. So
the two are compared only if the same people were asked, and both were shown.
"""

from dataclasses import dataclass
from enum import StrEnum

from circle.checkin.release import Released, Shown


@dataclass(frozen=True)
class Before:
    """What is kept of a round until the next one: what was shown, and one digest of who was asked.

    The digest is keyed; whoever has it alone cannot try people out.
    """

    asked: str
    released: Released


class Alone(StrEnum):
    """Why a number stands alone."""

    FIRST = "first"
    CHANGED = "changed"
    """The team has changed since."""
    NOT_SHOWN = "not shown"
    """One of the two was not shown, or only its band."""


def beside(before: Before | None, asked: str, now: Released) -> Before | Alone:
    """The round before, where this one may be compared with it."""
    if before is None:
        return Alone.FIRST
    if before.asked != asked:
        return Alone.CHANGED
    both = (before.released, now)
    comparable = all(isinstance(each, Shown) and each.value is not None for each in both)
    return before if comparable else Alone.NOT_SHOWN
