"""When a team meets: the rules that people agree on, and the days and moments that follow.

A rule is told in wall-clock time and an IANA zone, never in an offset, so that 14.30 stays 14.30
when the clocks change. What was worked out stands in the ledger (`circle/ledger.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum, StrEnum
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil import rrule

MINUTE, DAY, WEEK = timedelta(minutes=1), timedelta(days=1), timedelta(weeks=1)


class Weekday(IntEnum):
    """A day of the week, counted as dates count it."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


class Weeks(StrEnum):
    """Which weeks: week numbers are those of ISO 8601, as on every wall in a school."""

    EVERY = "every"
    ODD = "odd"
    EVEN = "even"


class Which(IntEnum):
    """Which of a month's Tuesdays. The last is the fourth or the fifth."""

    FIRST = 1
    SECOND = 2
    THIRD = 3
    FOURTH = 4
    LAST = -1


@dataclass(frozen=True)
class Weekly:
    """Every week, or in odd or even weeks only. Week 53 and week 1 after it are both odd."""

    weekday: Weekday
    weeks: Weeks = Weeks.EVERY


@dataclass(frozen=True)
class EveryOtherWeek:
    """Every other week, counted from the week that `anchor` lies in."""

    weekday: Weekday
    anchor: date


@dataclass(frozen=True)
class Monthly:
    """The first Tuesday of the month, or the last Thursday."""

    which: Which
    weekday: Weekday


@dataclass(frozen=True)
class MonthlyMinimum:
    """At least once a month, on no fixed day: days are proposed and chosen, none is given."""


@dataclass(frozen=True)
class SingleDates:
    """Just these days."""

    dates: tuple[date, ...]


Rule = Weekly | EveryOtherWeek | Monthly | MonthlyMinimum | SingleDates


@dataclass(frozen=True)
class Series:
    """One kind of meeting that a team has again and again.

    `since` is when the team agreed on it as it now stands, or from when it is to hold (UTC):
    nothing that begins earlier follows from it. `last` is its last day.
    """

    id: str
    rule: Rule
    clock: time
    zone: str
    minutes: int
    since: datetime
    last: date | None = None


def days(rule: Rule, first: date, last: date) -> Iterator[date]:
    """The days from `first` to `last`, both included, that the rule gives, in their order."""
    match rule:
        case Weekly():
            found = _each(rrule.WEEKLY, rrule.weekday(rule.weekday), first, last)
            return (day for day in found if _in_weeks(day, rule.weeks))
        case EveryOtherWeek():
            start = monday_of(rule.anchor)
            found = _each(rrule.WEEKLY, rrule.weekday(rule.weekday), first, last)
            return (day for day in found if (monday_of(day) - start) // WEEK % 2 == 0)
        case Monthly():
            return _each(rrule.MONTHLY, rrule.weekday(rule.weekday)(rule.which), first, last)
        case SingleDates():
            return (day for day in sorted(set(rule.dates)) if first <= day <= last)
        case MonthlyMinimum():
            return iter(())


def _each(often: Literal[1, 2], weekday: rrule.weekday, first: date, last: date) -> Iterator[date]:
    start, end = (datetime.combine(day, time()) for day in (first, last))
    return (each.date() for each in rrule.rrule(often, start, byweekday=weekday, until=end))


def _in_weeks(day: date, weeks: Weeks) -> bool:
    odd = day.isocalendar().week % 2 == 1
    return weeks is Weeks.EVERY or odd == (weeks is Weeks.ODD)


def monday_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of the day's month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - DAY


def school_year(day: date) -> int:
    """The year in which the day's school year began; it runs from August to July."""
    return day.year if day.month >= 8 else day.year - 1


def days_of_school_year(year: int) -> tuple[date, date]:
    """The first and the last day of the school year that begins in this year."""
    return date(year, 8, 1), date(year + 1, 7, 31)


@lru_cache(maxsize=4096)
def moment(day: date, clock: time, zone: str) -> datetime:
    """The moment (UTC) when the clocks of this zone show this time on this day.

    A time that comes twice is meant once, the first time. A time that the clocks skip is the first
    minute after the skip.
    """
    wall = datetime.combine(day, clock, ZoneInfo(zone))
    found = wall.astimezone(UTC)
    if found.astimezone(wall.tzinfo).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return found
    after = found.astimezone(wall.tzinfo).utcoffset()
    found = found.replace(second=0, microsecond=0)
    while (found - MINUTE).astimezone(wall.tzinfo).utcoffset() == after:
        found -= MINUTE
    return found


def day_of(at: datetime, zone: str) -> date:
    """Which day it is in this zone."""
    return at.astimezone(ZoneInfo(zone)).date()
