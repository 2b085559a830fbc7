"""What a team's papers hold of the time between two circles.

When the team meets, whose turn each role is, what was agreed, and what waits to be said. The
rules that change it stand in `circle/in_between.py` and the files named there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from circle.agenda import Agenda
from circle.calendar import ZONES, Calendar, Country, FreeDays, Municipality, pause, plain
from circle.checkin.rounds import Checks
from circle.ledger import Ledger
from circle.next_steps import Agreed
from circle.notices import Private
from circle.occurrences import Occurrence
from circle.people import PersonId, Team
from circle.rhythm import Series, day_of
from circle.rota import Rota, with_members
from circle.workdays import Hours, Quiet

MAIN = "circle"
"""The series of the team's circles. A team has one."""


class Reminder(StrEnum):
    """What the bot says by itself between circles; each can be turned off."""

    AGENDA = "agenda"
    ROLES = "roles"
    BEGIN = "begin"
    STEPS = "steps"


OF_TEAM = (Reminder.AGENDA, Reminder.BEGIN)
"""Told to all: the team turns them off. The others each person turns off alone."""


@dataclass(frozen=True)
class Rhythm:
    """When the team meets, and how it wants to be told.

    `municipality` is copied in when it is chosen, None stands for the country's days alone;
    `early` brings the agenda three working days before, not two; `off` are the team's reminders
    that are turned off; `feed` counts how often the address of its calendar was made new.
    """

    series: tuple[Series, ...] = ()
    municipality: Municipality | None = None
    pauses: tuple[FreeDays, ...] = ()
    school: bool = True
    quiet: Quiet = Quiet()
    early: bool = False
    off: tuple[Reminder, ...] = ()
    feed: int = 0


@dataclass(frozen=True)
class Waiting:
    """A private word that waits for its time (UTC); `by_itself`: nobody's press brought it."""

    notice: Private
    wanted: datetime
    by_itself: bool = False


@dataclass(frozen=True)
class Between:
    """All of it. Each field is written on its own.

    `said` is when the bot last spoke by itself: to a person, or to the team under an empty name.
    `lighter` is what a person has turned off. `month_asked` is the first day of the month for
    which a day was last proposed. `wakes` is when the bot next has something to do or say (UTC).
    """

    rhythm: Rhythm = Rhythm()
    meetings: Ledger = field(default_factory=dict)
    rota: Rota = Rota()
    follow_up: Agreed = Agreed()
    agenda: Agenda = Agenda()
    waiting: tuple[Waiting, ...] = ()
    said: Mapping[str, datetime] = field(default_factory=dict)
    lighter: Mapping[PersonId, tuple[Reminder, ...]] = field(default_factory=dict)
    month_asked: date | None = None
    checks: Checks = Checks()
    wakes: datetime | None = None


def with_rota_of(between: Between, team: Team) -> Between:
    """The same with everybody of the team in the rota, and nobody else."""
    people = tuple(member.person for member in team.members)
    if frozenset(between.rota.people) == frozenset(people):
        return between
    return replace(between, rota=with_members(between.rota, people))


def series_of(between: Between) -> Series | None:
    """When the team's circles are, or None for a team without a rhythm."""
    return next(iter(between.rhythm.series), None)


def calendar_of(between: Between, team: Team) -> Calendar:
    """The free days that count for the team, named in its language."""
    rhythm = between.rhythm
    known = rhythm.municipality or plain(country_of(team))
    return Calendar(known, rhythm.pauses, rhythm.school, team.language)


def country_of(team: Team) -> Country:
    """Whose public holidays count where no municipality was chosen."""
    return next((country for country, zone in ZONES.items() if zone == team.zone), Country.DENMARK)


def hours_of(between: Between, team: Team, person: PersonId = "") -> Hours:
    """When the bot may speak by itself to the team, or to a person who may be away."""
    calendar = calendar_of(between, team)
    away = [pause(date.min, each.until) for each in between.rota.away if each.person == person]
    return Hours(team.zone, calendar.without(*away), between.rhythm.quiet)


def next_meeting(between: Between, at: datetime) -> Occurrence | None:
    """The next meeting that stands and is not over."""
    coming = (each for each in between.meetings.values() if each.stands and each.ends > at)
    return min(coming, key=lambda each: each.begins, default=None)


def day_of_next(between: Between, team: Team, at: datetime) -> date:
    """The day of the next circle, where the team lives; today where none is planned."""
    coming = next_meeting(between, at)
    return coming.day if coming else day_of(at, team.zone)
