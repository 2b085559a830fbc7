"""What can happen to a team's meetings. Each event brings its time, its series and its days."""

from dataclasses import dataclass
from datetime import date, datetime, time

from circle.events import Event
from circle.people import PersonId


@dataclass(frozen=True, kw_only=True)
class Happening(Event):
    """Something happened to a series' meetings on these days."""

    series: str
    days: tuple[date, ...]


@dataclass(frozen=True, kw_only=True)
class Reminded(Happening):
    """The team was reminded: the agenda is promised."""


@dataclass(frozen=True, kw_only=True)
class FreeDayAsked(Happening):
    """The question about free days was put; `proposed` is the day that it offers."""

    proposed: date | None = None


@dataclass(frozen=True, kw_only=True)
class MeetingHeld(Happening):
    """A circle began, and it is this meeting."""

    circle: str


@dataclass(frozen=True, kw_only=True)
class Choice(Happening):
    """Somebody in the team decided, in a form or on a question that was `asked` then."""

    who: PersonId
    asked: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class FreeDayKept(Choice):
    """The team meets although the day is free."""


@dataclass(frozen=True, kw_only=True)
class MeetingSkipped(Choice):
    """The team does not meet on these days."""


@dataclass(frozen=True, kw_only=True)
class MeetingMoved(Choice):
    """The team meets on another day, or at another time; `days` is the one day moved from."""

    to: date
    clock: time


@dataclass(frozen=True, kw_only=True)
class MeetingPlanned(Choice):
    """The team meets on a day that no rule gives, or after all on one that was given up."""

    clock: time
    zone: str
    minutes: int
