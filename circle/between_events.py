"""What people choose about the time between circles: when they meet, and what they are told."""

from dataclasses import dataclass

from circle.between import Reminder
from circle.calendar import FreeDays, Municipality
from circle.events import Event
from circle.people import PersonId
from circle.rhythm import Series
from circle.workdays import Quiet


@dataclass(frozen=True, kw_only=True)
class Chosen(Event):
    """A person chose; the table itself, which acts for all names, has no name."""

    who: PersonId


@dataclass(frozen=True, kw_only=True)
class RhythmChosen(Chosen):
    """The team meets so from now on (None: in no rhythm), and counts these days as free."""

    series: Series | None
    municipality: Municipality | None
    pauses: tuple[FreeDays, ...]
    school: bool
    quiet: Quiet
    early: bool


@dataclass(frozen=True, kw_only=True)
class RemindersChosen(Chosen):
    """These reminders are turned off: the team's for all, the person's own for them alone."""

    off: tuple[Reminder, ...]


@dataclass(frozen=True, kw_only=True)
class FeedRenewed(Chosen):
    """The address of the team's calendar is another from now on; the old one is dead.

    `feed` is the number of the address that is given up, so that a second press changes nothing.
    """

    feed: int
