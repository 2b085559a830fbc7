"""What people show the others of their drafts, while a phase of the circle lasts."""

from dataclasses import dataclass
from enum import StrEnum

from circle.people import PersonId


class Air(StrEnum):
    """What somebody shows the others while a phase lasts."""

    PREPARED = "prepared"
    SNAG = "snag"
    SUCCESS = "success"


@dataclass(frozen=True)
class Aired:
    """A draft that its writer shows, with their name; it is gone when the phase is over."""

    person: PersonId
    text: str
    kind: Air
