"""What people choose about one meeting, and what the team hears of it at once."""

from collections.abc import Iterator
from dataclasses import replace

from circle.between import Between, calendar_of, hours_of, next_meeting
from circle.happenings import Choice, FreeDayKept, MeetingMoved, MeetingPlanned, MeetingSkipped
from circle.ledger import Ledger, hear
from circle.meeting_notices import (
    ChoiceHeard,
    DecidedAlready,
    MeetingAdded,
    MeetingCalledOff,
    MeetingKept,
    MeetingMovedTo,
)
from circle.notices import Notice
from circle.occurrences import Occurrence, key_of
from circle.own_words import agenda_ahead, reminded
from circle.people import Team


def choose_meeting(
    between: Between, team: Team, event: Choice
) -> tuple[Between, tuple[Notice, ...]]:
    """The meetings after a choice; what was decided already is said, and changes nothing."""
    before = between.meetings
    meetings, news = hear(before, event, calendar_of(between, team))
    if not news:
        return between, (_as_it_is(before, event),)
    between = replace(between, meetings=meetings)
    if isinstance(event, MeetingMoved):
        between = _known_as_moved(between, team, before, event)
    return between, (ChoiceHeard(), *_told(between, before, event))


def _told(between: Between, before: Ledger, event: Choice) -> Iterator[Notice]:
    meetings, day = between.meetings, event.days[0]
    match event:
        case MeetingMoved():
            was = before[key_of(event.series, day)].begins
            now = meetings[key_of(event.series, event.to)].begins
            yield MeetingMovedTo(who=event.who, was=was, begins=now)
        case MeetingSkipped():
            ahead = next_meeting(between, event.at)
            next = ahead.begins if ahead else None
            yield MeetingCalledOff(who=event.who, days=event.days, next=next)
        case FreeDayKept():
            for each in event.days:
                begins = meetings[key_of(event.series, each)].begins
                yield MeetingKept(who=event.who, begins=begins)
        case MeetingPlanned():
            begins = meetings[key_of(event.series, day)].begins
            yield MeetingAdded(who=event.who, begins=begins)


def _known_as_moved(between: Between, team: Team, before: Ledger, event: MeetingMoved) -> Between:
    """Who had the agenda and is told of the new day needs no second one in between."""
    old = before[key_of(event.series, event.days[0])]
    new = between.meetings[key_of(event.series, event.to)]
    wanted = hours_of(between, team).ahead(new.day, agenda_ahead(between))
    if not old.reminded or wanted > event.at:
        return between
    return reminded(between, team, new, event.at)


def _as_it_is(meetings: Ledger, event: Choice) -> DecidedAlready:
    known = meetings.get(key_of(event.series, event.days[0]))
    now = _now_at(meetings, known) if known else None
    return DecidedAlready(
        day=event.days[0],
        state=known.state if known else None,
        begins=now.begins if now and now.stands else None,
    )


def _now_at(meetings: Ledger, meeting: Occurrence) -> Occurrence:
    """Where a meeting is now that may have moved, and moved again."""
    while meeting.moved_to is not None and key_of(meeting.series, meeting.moved_to) in meetings:
        meeting = meetings[key_of(meeting.series, meeting.moved_to)]
    return meeting
