"""What the whole team hears about its meetings: agenda, time to begin, and what became of one.

What is asked or told between circles is gathered into one message a week (`TeamWord`), or rides on
the agenda. Buttons carry series and day of the meeting, and a question when it was `asked`.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import ClassVar

from circle.calendar import FreeDays
from circle.notices import Answer, Line
from circle.occurrences import State
from circle.people import PersonId


@dataclass(frozen=True, kw_only=True)
class TeamLine(Line):
    """A line that belongs to no circle."""

    in_circle: ClassVar[bool] = False


@dataclass(frozen=True, kw_only=True)
class AgendaCame(TeamLine):
    """Two working days before: when the circle is, what it is about, and how to prepare."""

    by_itself: ClassVar[bool] = True

    series: str
    day: date
    begins: datetime
    items: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CanBegin(TeamLine):
    """It is time; one press begins the circle with all that was planned."""

    series: str
    day: date
    begins: datetime


@dataclass(frozen=True, kw_only=True)
class TeamWord(TeamLine):
    """What the team should know or decide, each thing in its own words; at most once a week."""

    by_itself: ClassVar[bool] = True

    items: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class DayOffAsked(TeamLine):
    """These meetings fall on days off: move to the proposed day, keep, or skip?"""

    series: str
    days: tuple[date, ...]
    free: FreeDays
    clock: time
    proposed: date | None
    asked: datetime


@dataclass(frozen=True, kw_only=True)
class MonthProposed(TeamLine):
    """The month has no circle yet; here is a day that fits."""

    series: str
    day: date
    clock: time
    last: date | None


@dataclass(frozen=True, kw_only=True)
class MeetingWentBy(TeamLine):
    """Nobody began the circle that day. `last` is the last one held, `next` the next planned."""

    series: str
    day: date
    clock: time
    last: date | None
    next: datetime | None
    proposed: date | None


@dataclass(frozen=True, kw_only=True)
class MeetingFellOut(TeamLine):
    """A meeting on a day off was skipped, since nobody chose. `next` is the next planned."""

    series: str
    day: date
    next: datetime | None


@dataclass(frozen=True, kw_only=True)
class MeetingMovedTo(TeamLine):
    """Somebody moved a meeting."""

    who: PersonId
    was: datetime
    begins: datetime


@dataclass(frozen=True, kw_only=True)
class MeetingCalledOff(TeamLine):
    """Somebody in the team called these meetings off."""

    who: PersonId
    days: tuple[date, ...]
    next: datetime | None


@dataclass(frozen=True, kw_only=True)
class MeetingKept(TeamLine):
    """The team meets, although the day is off."""

    who: PersonId
    begins: datetime


@dataclass(frozen=True, kw_only=True)
class MeetingAdded(TeamLine):
    """The team meets on a day that somebody chose."""

    who: PersonId
    begins: datetime


@dataclass(frozen=True, kw_only=True)
class ChoiceHeard(Answer):
    """What was chosen holds; the team sees it in its own place."""


@dataclass(frozen=True, kw_only=True)
class DecidedAlready(Answer):
    """Nothing is to be chosen about that meeting any more; this is how it stands."""

    day: date
    state: State | None
    begins: datetime | None


@dataclass(frozen=True, kw_only=True)
class RhythmKept(Answer):
    """The rhythm is as it was sent; `next` is when the team meets next."""

    next: datetime | None
