"""When the bot may say something by itself, and how working days are counted.

This binds what is said between circles. A circle's own messages keep their hour.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

from circle.calendar import Calendar
from circle.rhythm import DAY, day_of, moment

Message = TypeVar("Message")


@dataclass(frozen=True)
class Quiet:
    """The hours in which the bot is quiet, over midnight or not. A team may set its own."""

    begins: time = time(17)
    ends: time = time(7)

    def holds(self, clock: time) -> bool:
        """Whether it is quiet at this time of day."""
        if self.begins <= self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends


@dataclass(frozen=True)
class Hours:
    """The hours of one team, or of one person with `calendar.without` the days they are away."""

    zone: str
    calendar: Calendar
    quiet: Quiet = Quiet()

    def allow(self, at: datetime) -> bool:
        """Whether the bot may speak now: a working day, and not quiet."""
        wall = at.astimezone(ZoneInfo(self.zone))
        return self.calendar.works(wall.date()) and not self.quiet.holds(wall.time())

    def next(self, at: datetime) -> datetime:
        """Now, if the bot may speak; else the next working morning (UTC)."""
        if self.allow(at):
            return at
        day = day_of(at, self.zone)
        while not self.calendar.works(day) or self.morning(day) <= at:
            day += DAY
        return self.morning(day)

    def morning(self, day: date) -> datetime:
        """When the quiet hours of this day end (UTC)."""
        return moment(day, self.quiet.ends, self.zone)

    def ahead(self, day: date, number: int) -> datetime:
        """The morning that lies this many working days before a day (UTC)."""
        return self.morning(workdays_before(self.calendar, day, number))

    def in_time(self, wanted: datetime, now: datetime, begins: datetime) -> datetime | None:
        """When a reminder goes out: when it is wanted, or late; None if that is too late to help.

        What goes out in the night before a morning meeting would help nobody, so it is the next
        time the bot may speak that has to lie before the meeting.
        """
        found = self.next(max(wanted, now))
        return found if found < begins else None


def workdays_before(calendar: Calendar, day: date, number: int) -> date:
    """The working day that lies this many working days before a day."""
    while number:
        day -= DAY
        number -= calendar.works(day)
    return day


def workdays_after(calendar: Calendar, day: date, number: int) -> date:
    """The working day that lies this many working days after a day."""
    while number:
        day += DAY
        number -= calendar.works(day)
    return day


def merged(
    wanted: Iterable[tuple[datetime, Message]], hours: Hours
) -> dict[datetime, tuple[Message, ...]]:
    """What piled up, by the time when it is said: one time, one message made of all of it."""
    found: dict[datetime, tuple[Message, ...]] = {}
    for at, message in sorted(wanted, key=lambda each: each[0]):
        when = hours.next(at)
        found[when] = (*found.get(when, ()), message)
    return found
