"""When the bot next has something to do or say between circles."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from circle.between import Between, Reminder, hours_of
from circle.ledger import due
from circle.next_steps import Setting, next_nudge
from circle.occurrences import State
from circle.own_words import (
    FOCUS_AHEAD,
    MERGED,
    agenda_ahead,
    coming,
    nudged_at,
    seeks_focus,
    unheard,
)
from circle.people import Team
from circle.person_words import told_at
from circle.proposals import next_question
from circle.rhythm import DAY, day_of, moment
from circle.team_words import free_to_speak, gone, meets_soon, month_wanted

A_MINUTE = timedelta(minutes=1)
"""What could not be done when it was time is looked at again after so long."""


def wakes(between: Between, team: Team, setting: Setting, at: datetime) -> datetime | None:
    """The next moment (UTC) at which something is to be done or said, always after `at`."""
    moments = (
        *_of_ledger(between, team, at),
        *_of_meetings(between, team, at),
        *_of_roles(between, team, at),
        *_of_people(between, team, setting, at),
        *(each.closes for each in between.checks.open if each.closes is not None),
    )
    first = min(moments, default=None)
    return first if first is None or first > at else at + A_MINUTE


def _of_ledger(between: Between, team: Team, at: datetime) -> Iterator[datetime]:
    changes = due(between.meetings)
    if changes is not None:
        yield changes
    hours, free = hours_of(between, team), free_to_speak(between, "")
    asks = next_question(between.meetings, hours)
    if asks is not None:
        yield hours.next(max(asks, free, at))
    if month_wanted(between, team, at):
        yield hours.next(max(at, free))
    if not meets_soon(between, at):
        tomorrow = moment(day_of(at, team.zone) + DAY, time(), team.zone)
        if gone(between, team, tomorrow):
            yield hours.next(max(tomorrow, free))
        if gone(between, team, at):
            yield hours.next(max(at, free))


def _of_meetings(between: Between, team: Team, at: datetime) -> Iterator[datetime]:
    hours, meetings = hours_of(between, team), coming(between, at)
    if Reminder.AGENDA not in between.rhythm.off:
        for meeting in (each for each in meetings if each.state is State.PLANNED):
            wanted = hours.ahead(meeting.day, agenda_ahead(between))
            found = hours.in_time(wanted, at, meeting.begins)
            if found is not None:
                yield found
                break
    yield from (each.begins for each in meetings[:2] if not each.called)


def _of_roles(between: Between, team: Team, at: datetime) -> Iterator[datetime]:
    for meeting in coming(between, at):
        moments = [
            nudged_at(between, team, person, meeting, at) for person, _ in unheard(between, meeting)
        ]
        in_time = [each for each in moments if each is not None]
        if in_time:
            yield min(in_time)
            break
    for meeting in coming(between, at)[:1]:
        if seeks_focus(between, team, meeting) and meeting.begins > at:
            yield max(at, hours_of(between, team).ahead(meeting.day, FOCUS_AHEAD))


def _of_people(between: Between, team: Team, setting: Setting, at: datetime) -> Iterator[datetime]:
    yield from (told_at(each, between, team, at) for each in between.waiting)
    nudge = next_nudge(between.follow_up, day_of(at, team.zone), setting)
    if nudge is not None:
        yield moment(nudge - MERGED, time(), team.zone)
    yield from (moment(each.until + DAY, time(), team.zone) for each in between.rota.away)
