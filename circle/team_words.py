"""What the team should know or decide between circles, gathered into one message a week."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from circle.between import Between, Reminder, calendar_of, hours_of, next_meeting, series_of
from circle.happenings import FreeDayAsked
from circle.ledger import hear
from circle.meeting_notices import (
    DayOffAsked,
    MeetingFellOut,
    MeetingWentBy,
    MonthProposed,
    TeamWord,
)
from circle.notices import Line, Notice
from circle.occurrences import Occurrence, State, Why
from circle.people import Team
from circle.proposals import ASKED_AHEAD, day_for_month, nearest_day, questions
from circle.rhythm import MonthlyMinimum, day_of

Items = tuple[Between, tuple[Line, ...]]

WEEK = timedelta(days=7)
"""The bot speaks by itself at most once in so long, to a team and to a person."""

LONG_AGO = datetime.min.replace(tzinfo=UTC)

STALE = timedelta(days=28)
"""What went by so long ago is not told any more."""

SOON = timedelta(days=10)
"""With a circle planned within so long its agenda tells of the last, and no day is proposed."""


def tell_team(between: Between, team: Team, at: datetime) -> tuple[Between, tuple[Notice, ...]]:
    """One message for all, if there is anything and the bot may speak."""
    if free_to_speak(between, "") > at or not hours_of(between, team).allow(at):
        return between, ()
    if not has_to_be_said(between, team, at):
        return between, ()
    between, items = team_items(between, team, at)
    return replace(between, said={**between.said, "": at}), (TeamWord(items=items),)


def has_to_be_said(between: Between, team: Team, at: datetime) -> bool:
    """Whether there is something that cannot wait for the next agenda."""
    if month_wanted(between, team, at) or questions(
        between.meetings, calendar_of(between, team), at
    ):
        return True
    return not meets_soon(between, at) and bool(gone(between, team, at))


def meets_soon(between: Between, at: datetime) -> bool:
    """Whether an agenda is near that will tell what became of the last circle."""
    ahead = next_meeting(between, at)
    if ahead is None or Reminder.AGENDA in between.rhythm.off:
        return False
    return ahead.state is State.PLANNED and ahead.begins - at < SOON


def gone(between: Between, team: Team, at: datetime) -> list[Occurrence]:
    """What came to nothing, and the team has not been told."""
    return [*untold(between, team, at, went_by), *untold(between, team, at, fell_out)]


def free_to_speak(between: Between, to: str) -> datetime:
    """From when the bot may speak by itself again, to a person or to the team."""
    last = between.said.get(to)
    return last + WEEK if last else LONG_AGO


def team_items(between: Between, team: Team, at: datetime) -> Items:
    """Everything that the team should know now, marked as told."""
    told: tuple[Line, ...] = ()
    for each in GATHERED:
        between, items = each(between, team, at)
        told = (*told, *items)
    return between, told


def _days_off(between: Between, team: Team, at: datetime) -> Items:
    calendar, told = calendar_of(between, team), list[Line]()
    for each in questions(between.meetings, calendar, at):
        asked = FreeDayAsked(at=at, series=each.series, days=each.days, proposed=each.proposed)
        clock = between.meetings[f"{each.series}/{each.days[0].isoformat()}"].clock
        between = replace(between, meetings=hear(between.meetings, asked, calendar)[0])
        told.append(
            DayOffAsked(
                series=each.series,
                days=each.days,
                free=each.free,
                clock=clock,
                proposed=each.proposed,
                asked=at,
            )
        )
    return between, tuple(told)


def _gone_by(between: Between, team: Team, at: datetime) -> Items:
    """Of several that went by only the last is spoken of: nobody counts them."""
    found = untold(between, team, at, went_by)
    if not found:
        return between, ()
    last, calendar = found[-1], calendar_of(between, team)
    ahead = next_meeting(between, at)
    soon = ahead is not None and ahead.begins - at < SOON
    item = MeetingWentBy(
        series=last.series,
        day=last.day,
        clock=last.clock,
        last=last_held(between),
        next=ahead.begins if ahead else None,
        proposed=None if soon else nearest_day(between.meetings, last, calendar, at),
    )
    return _all_told(between, found), (item,)


def _fallen_out(between: Between, team: Team, at: datetime) -> Items:
    found = untold(between, team, at, fell_out)
    if not found:
        return between, ()
    ahead = next_meeting(between, at)
    item = MeetingFellOut(
        series=found[-1].series, day=found[-1].day, next=ahead.begins if ahead else None
    )
    return _all_told(between, found), (item,)


def _month(between: Between, team: Team, at: datetime) -> Items:
    series, day = series_of(between), month_wanted(between, team, at)
    if series is None or day is None:
        return between, ()
    item = MonthProposed(series=series.id, day=day, clock=series.clock, last=last_held(between))
    return replace(between, month_asked=day.replace(day=1)), (item,)


def month_wanted(between: Between, team: Team, at: datetime) -> date | None:
    """The day to propose for a month that has no circle yet and was not asked about.

    A meeting that went by brings a proposal of its own.
    """
    series = series_of(between)
    if series is None or not isinstance(series.rule, MonthlyMinimum):
        return None
    if any(went_by(each) and not each.told for each in between.meetings.values()):
        return None
    day = day_for_month(between.meetings, series, calendar_of(between, team), at)
    if day is None or day - day_of(at, team.zone) > ASKED_AHEAD:
        return None
    asked = between.month_asked is not None and between.month_asked >= day.replace(day=1)
    return None if asked else day


def went_by(meeting: Occurrence) -> bool:
    """Nobody began it."""
    return meeting.state is State.EXPIRED


def fell_out(meeting: Occurrence) -> bool:
    """A day off, and nobody chose."""
    return meeting.state is State.SKIPPED and meeting.why is Why.UNANSWERED


def untold(
    between: Between, team: Team, at: datetime, which: Callable[[Occurrence], bool]
) -> list[Occurrence]:
    """Meetings of days before today of which the team should hear, the oldest first."""
    today = day_of(at, team.zone)
    found = (
        meeting
        for meeting in between.meetings.values()
        if which(meeting) and not meeting.told and meeting.day < today and meeting.ends > at - STALE
    )
    return sorted(found, key=lambda meeting: meeting.begins)


def last_held(between: Between) -> date | None:
    """The day of the last circle that was a planned meeting."""
    return max(_held(between), default=None)


def _held(between: Between) -> Iterator[date]:
    return (each.day for each in between.meetings.values() if each.state is State.HELD)


def _all_told(between: Between, found: list[Occurrence]) -> Between:
    told = {meeting.key: replace(meeting, told=True) for meeting in found}
    return replace(between, meetings={**between.meetings, **told})


GATHERED = (_days_off, _gone_by, _fallen_out, _month)
