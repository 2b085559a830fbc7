"""What the bot says by itself about the next meetings: agenda, roles, and that it is time.

All of it follows from the state, so a restart or a day without power loses nothing: what is late
but still helps is said late, and what would help nobody is not said.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from circle import rota_rules
from circle.agenda import told as told_agenda
from circle.between import (
    Between,
    Reminder,
    Waiting,
    calendar_of,
    hours_of,
)
from circle.between_notices import RoleNudge
from circle.happenings import Reminded
from circle.ledger import hear
from circle.meeting_notices import AgendaCame, CanBegin
from circle.notices import Notice, Private
from circle.occurrences import Occurrence, State
from circle.people import PersonId, Role, Team
from circle.rota import planned
from circle.rota_events import FocusWanted
from circle.team_words import team_items

Outcome = tuple[Between, tuple[Notice, ...]]

AGENDA_AHEAD, EARLY_AHEAD, ROLES_AHEAD, FOCUS_AHEAD = 2, 3, 1, 5
"""Working days before a meeting on which each is said."""

LATE = timedelta(minutes=15)
"""For so long after the beginning it still helps to say that it is time."""

MERGED = timedelta(days=7)
"""What is wanted within so many days comes along when something is said anyway."""


def tell_of_meetings(between: Between, team: Team, at: datetime, busy: bool) -> Outcome:
    """Say what it is time to say; `busy` is a team in its circle, which needs no call to it."""
    told: list[Notice] = []
    for each in (_agendas, _focus, _roles, _begin):
        between, notices = each(between, team, at, busy)
        told += notices
    return between, tuple(told)


def coming(between: Between, at: datetime) -> list[Occurrence]:
    """The meetings that stand and have not begun, or just now; the next one first."""
    found = (each for each in between.meetings.values() if each.stands and each.begins > at - LATE)
    return sorted(found, key=lambda each: each.begins)


def agenda_ahead(between: Between) -> int:
    """How many working days before a meeting its agenda comes."""
    return EARLY_AHEAD if between.rhythm.early else AGENDA_AHEAD


def _agendas(between: Between, team: Team, at: datetime, busy: bool) -> Outcome:
    hours, told = hours_of(between, team), list[Notice]()
    for meeting in coming(between, at):
        wanted = hours.ahead(meeting.day, agenda_ahead(between))
        if wanted > at or Reminder.AGENDA in between.rhythm.off:
            break
        if meeting.state is State.PLANNED and hours.in_time(wanted, at, meeting.begins) == at:
            between = reminded(between, team, meeting, at)
            between = replace(between, agenda=told_agenda(between.agenda))
            between, items = team_items(between, team, at)
            told.append(
                AgendaCame(
                    series=meeting.series, day=meeting.day, begins=meeting.begins, items=items
                )
            )
    return between, tuple(told)


def reminded(between: Between, team: Team, meeting: Occurrence, at: datetime) -> Between:
    """The team knows of this meeting."""
    event = Reminded(at=at, series=meeting.series, days=(meeting.day,))
    meetings, _ = hear(between.meetings, event, calendar_of(between, team))
    return replace(between, meetings=meetings)


def _focus(between: Between, team: Team, at: datetime, busy: bool) -> Outcome:
    """The one whose turn it is to be the focus person is asked alone, once for each meeting."""
    meeting = next(iter(coming(between, at)), None)
    if meeting is None or not seeks_focus(between, team, meeting):
        return between, ()
    if hours_of(between, team).ahead(meeting.day, FOCUS_AHEAD) > at or meeting.begins <= at:
        return between, ()
    wanted = FocusWanted(at=at, day=meeting.day)
    rota, notices = rota_rules.step(between.rota, wanted)
    waiting = tuple(Waiting(n, at, by_itself=True) for n in notices if isinstance(n, Private))
    between = _marked(between, replace(meeting, sought=True))
    return replace(between, rota=rota, waiting=(*between.waiting, *waiting)), ()


def seeks_focus(between: Between, team: Team, meeting: Occurrence) -> bool:
    """Whether somebody is still to be asked; at a table nobody can be asked alone."""
    wanted = Role.FOCUS in between.rota.wanted and between.rota.willing is None
    return wanted and not meeting.sought and team.home is not None


def _roles(between: Between, team: Team, at: datetime, busy: bool) -> Outcome:
    told: list[Notice] = []
    for meeting in coming(between, at):
        if hours_of(between, team).ahead(meeting.day, ROLES_AHEAD) > at:
            break
        for person, roles in unheard(between, meeting):
            if nudged_at(between, team, person, meeting, at) != at:
                continue
            meeting = replace(meeting, nudged=(*meeting.nudged, person))
            if Reminder.ROLES not in between.lighter.get(person, ()):
                between, items = taken(between, person, at)
                told.append(_nudge(meeting, person, roles, items))
        between = _marked(between, meeting)
    return between, tuple(told)


def _nudge(
    meeting: Occurrence, person: PersonId, roles: tuple[Role, ...], items: tuple[Private, ...]
) -> RoleNudge:
    return RoleNudge(
        to=person,
        roles=roles,
        series=meeting.series,
        day=meeting.day,
        begins=meeting.begins,
        items=items,
    )


def unheard(between: Between, meeting: Occurrence) -> Iterator[tuple[PersonId, tuple[Role, ...]]]:
    """Who has roles at a meeting and has not heard of it yet."""
    held = planned(between.rota, meeting.day)
    for person in dict.fromkeys(person for _, person in held):
        if person not in meeting.nudged:
            yield person, tuple(role for role, holder in held if holder == person)


def nudged_at(
    between: Between, team: Team, person: PersonId, meeting: Occurrence, at: datetime
) -> datetime | None:
    """When a role holder hears of the role, in working hours of their own; None: too late."""
    wanted = hours_of(between, team).ahead(meeting.day, ROLES_AHEAD)
    return hours_of(between, team, person).in_time(wanted, at, meeting.begins)


def taken(between: Between, person: PersonId, at: datetime) -> tuple[Between, tuple[Private, ...]]:
    """What waits for a person, to be said now with something else."""
    mine = [w for w in between.waiting if w.notice.to == person and w.wanted <= at + MERGED]
    left = tuple(w for w in between.waiting if w not in mine)
    return replace(between, waiting=left), tuple(w.notice for w in mine)


def _begin(between: Between, team: Team, at: datetime, busy: bool) -> Outcome:
    told: list[Notice] = []
    for meeting in coming(between, at):
        if meeting.begins > at or meeting.called:
            continue
        between = _marked(between, replace(meeting, called=True))
        if not busy and Reminder.BEGIN not in between.rhythm.off:
            told.append(CanBegin(series=meeting.series, day=meeting.day, begins=meeting.begins))
    return between, tuple(told)


def _marked(between: Between, meeting: Occurrence) -> Between:
    if between.meetings.get(meeting.key) == meeting:
        return between
    return replace(between, meetings={**between.meetings, meeting.key: meeting})
