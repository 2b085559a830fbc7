"""Which day to propose: for a meeting on a free day, and for a month that has none yet.

A day is sensible if it is a working day that is not free, has no other meeting of the team, was
not given up before, and leaves time for the agenda. The nearest sensible day is found so:

1. In the same week, the nearest day; of two that are equally near the later, which leaves more
   time to prepare.
2. Else the same weekday in the next week, then in the week before.
3. Else the nearest day in these two weeks, of two that are equally near the later.

Another week counts only if the series does not meet in it anyway. Where nothing is found, nothing
is proposed, and the question offers to keep or to skip.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from circle.calendar import Calendar, FreeDays
from circle.ledger import Ledger
from circle.occurrences import Occurrence, State
from circle.rhythm import DAY, WEEK, Series, day_of, monday_of, month_of
from circle.workdays import Hours, workdays_after

ASKED_AHEAD = timedelta(days=21)
"""How long before a free day its question is asked."""

FOR_AGENDA = 2
"""Working days that the agenda goes out before a circle."""

AMBER = timedelta(days=25)
"""After so long without a circle the team's own view says so, kindly."""

USUAL_GAP = timedelta(weeks=4)
"""A monthly circle is proposed about this long after the last, on the same weekday."""


@dataclass(frozen=True)
class FreeDayQuestion:
    """One question about all meetings of a series that fall on the same free days."""

    series: str
    days: tuple[date, ...]
    free: FreeDays
    proposed: date | None


def questions(ledger: Ledger, calendar: Calendar, now: datetime) -> tuple[FreeDayQuestion, ...]:
    """What is to be asked now, each thing once. A whole holiday is one question."""
    found: dict[tuple[str, FreeDays], list[Occurrence]] = {}
    for meeting in sorted(ledger.values(), key=lambda each: each.begins):
        if meeting.free is not None and _unasked(meeting) and meeting.begins > now:
            found.setdefault((meeting.series, meeting.free), []).append(meeting)
    return tuple(
        FreeDayQuestion(
            series=series,
            days=tuple(each.day for each in meetings),
            free=free,
            proposed=nearest_day(ledger, meetings[0], calendar, now)
            if len(meetings) == 1
            else None,
        )
        for (series, free), meetings in found.items()
        if day_of(now, meetings[0].zone) >= meetings[0].day - ASKED_AHEAD
    )


def next_question(ledger: Ledger, hours: Hours) -> datetime | None:
    """When there is next something to ask (UTC)."""
    days = (meeting.day - ASKED_AHEAD for meeting in ledger.values() if _unasked(meeting))
    return min((hours.next(hours.morning(day)) for day in days), default=None)


def _unasked(meeting: Occurrence) -> bool:
    return meeting.open and not meeting.stands and meeting.question is None


def nearest_day(
    ledger: Ledger, meeting: Occurrence, calendar: Calendar, now: datetime
) -> date | None:
    """The nearest sensible day for a meeting that cannot be on its own, or None."""
    earliest = _earliest(meeting.zone, calendar, now)
    taken = _taken(ledger, meeting.series)
    meets = {monday_of(day) for day in _met(ledger, meeting.series)}
    for choice in _choices(meeting.day, meets):
        for day in choice:
            if day >= earliest and day not in taken and calendar.works(day):
                return day
    return None


def _choices(day: date, meets: Iterable[date]) -> Iterator[list[date]]:
    """Days to try, the better first."""
    week = monday_of(day)
    yield _nearest_first(_days_of(week), day)
    others = [each for each in (week + WEEK, week - WEEK) if each not in meets]
    yield [each + timedelta(days=day.weekday()) for each in others]
    yield _nearest_first([each for other in others for each in _days_of(other)], day)


def _days_of(week: date) -> list[date]:
    return [week + n * DAY for n in range(7)]


def _nearest_first(days: Iterable[date], wish: date) -> list[date]:
    return sorted(days, key=lambda day: (abs(day - wish), day < wish))


def _earliest(zone: str, calendar: Calendar, now: datetime) -> date:
    return workdays_after(calendar, day_of(now, zone), FOR_AGENDA)


def _met(ledger: Ledger, series: str) -> list[date]:
    """Days on which the series meets or has met."""
    counts = (State.PLANNED, State.REMINDED, State.HELD)
    return [each.day for each in ledger.values() if each.series == series and each.state in counts]


def _taken(ledger: Ledger, series: str) -> set[date]:
    """Days with a meeting of any series, and those of this one that were given up."""
    return {each.day for each in ledger.values() if each.open or each.series == series}


def day_for_month(ledger: Ledger, series: Series, calendar: Calendar, now: datetime) -> date | None:
    """A day to propose so that no month goes by without a circle, or None if none is wanted.

    This month first, else the next. The day is the sensible one nearest to four weeks after the
    last circle, and without one the earliest.
    """
    met = _met(ledger, series.id)
    today, taken = day_of(now, series.zone), _taken(ledger, series.id)
    earliest = _earliest(series.zone, calendar, now)
    for first, last in (month_of(today), month_of(month_of(today)[1] + DAY)):
        if any(first <= day <= last for day in met):
            continue
        before = [day for day in met if day < first]
        start = max(first, earliest)
        wish = max(before) + USUAL_GAP if before else start
        month = [start + n * DAY for n in range((last - start).days + 1)]
        for day in _nearest_first(month, wish):
            if day not in taken and calendar.works(day):
                return day
    return None


def is_amber(held: Iterable[date], today: date, since: date) -> bool:
    """Whether it is some time since the last circle, or since the team began without one."""
    return today - max(held, default=since) >= AMBER
