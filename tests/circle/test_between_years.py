"""Two years of two hundred teams: outages, restarts, absences, moves; and what must never happen.

Every life is drawn from its own seed, so a life that goes wrong can be lived again.
"""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from circle.between import hours_of
from circle.between_notices import ForYou, RoleNudge
from circle.calendar import Free, Municipality, pause
from circle.happenings import FreeDayKept, MeetingMoved, MeetingSkipped
from circle.meeting_notices import AgendaCame, CanBegin, DayOffAsked, TeamWord
from circle.notices import Notice, Private
from circle.occurrences import Occurrence, State, Why
from circle.own_words import LATE, agenda_ahead
from circle.people import Role
from circle.rhythm import (
    DAY,
    EveryOtherWeek,
    Monthly,
    MonthlyMinimum,
    Rule,
    SingleDates,
    Weekday,
    Weekly,
    Weeks,
    Which,
    day_of,
    days,
)
from circle.rota_events import (
    AgreedToFocus,
    AgreedToSwap,
    ChoseRoles,
    DeclinedFocus,
    GaveRoleBack,
    WentAway,
)
from circle.rota_notices import FocusAsked, SwapAsked
from circle.step_events import StepDone, StepNudge
from circle.team_words import STALE
from circle.workdays import Quiet
from storage.calendars import read_calendars
from tests.circle.lives_between import HOUR, MINUTE, Life, Said, team_of

BEGAN = datetime(2026, 8, 3, 8, tzinfo=UTC)
TWO_YEARS = timedelta(days=730)
TEAMS, EACH = 200, 10
WEEK = timedelta(days=7)
DOCS = Path(__file__).parents[2] / "docs" / "calendars"


@cache
def municipalities() -> tuple[Municipality | None, ...]:
    return (None, *read_calendars(DOCS).values())


def rule_of(dice: random.Random) -> Rule:
    weekday = Weekday(dice.randrange(5))
    first = BEGAN.date()
    dates = tuple(sorted({first + dice.randrange(3, 700) * DAY for _ in range(30)}))
    return dice.choice(
        [
            Weekly(weekday),
            Weekly(weekday, Weeks.ODD),
            Weekly(weekday, Weeks.EVEN),
            EveryOtherWeek(weekday, first),
            Monthly(dice.choice(list(Which)), weekday),
            MonthlyMinimum(),
            SingleDates(dates),
        ]
    )


class Years:
    """One team's two years."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.rule = rule_of(self.dice)
        zone = self.dice.choice(["Europe/Copenhagen", "Europe/Oslo", "UTC"])
        clock = self.dice.choice([time(14, 30), time(8), time(19), time(2, 30)])
        quiet = Quiet(time(21), time(10)) if clock == time(19) else Quiet()
        summer = pause(date(2027, 7, 1), date(2027, 8, 8))
        self.life = Life.of(
            self.rule,
            BEGAN,
            team_of(self.dice.randint(2, 6), zone, self.dice.choice(["da", "nb", "en"])),
            clock,
            municipality=self.dice.choice(municipalities()),
            pauses=[summer] if self.dice.random() < 0.5 else [],
            quiet=quiet,
            early=self.dice.random() < 0.3,
            school=self.dice.random() < 0.8,
        )
        if self.dice.random() < 0.4:
            roles = tuple(Role)[:6]
            self.life.does(ChoseRoles, "Anna", roles=roles, in_pairs=self.dice.random() < 0.5)

    def live(self) -> Life:
        life, end = self.life, BEGAN + TWO_YEARS
        while life.now < end:
            called = len(life.heard(CanBegin))
            if self.dice.random() < 0.06:
                life.until(min(end, life.now + self.dice.randint(0, 3 * 24 * 60) * MINUTE))
                life.sleeps(life.now + self.dice.randint(1, 12 * 60) * MINUTE)
            else:
                life.until(min(end, life.now + self.dice.randint(30, 40 * 60) * MINUTE))
            if self.dice.random() < 0.1:
                life.restarts()
            if len(life.heard(CanBegin)) > called:
                continue
            self.act()
        return life

    def act(self) -> None:
        """Somebody does one of the things that people do."""
        life, dice = self.life, self.dice
        today = day_of(life.now, life.papers.team.zone)
        meeting = next((m for m in self.coming() if m.day == today), None)
        if meeting and life.papers.circle is None and dice.random() < 0.8:
            life.holds_a_circle(dice.randint(20, 70), dice.randint(0, 2), dice.randint(1, 30))
        doing = dice.choice([self.away, self.moves, self.answers, self.looks, self.nothing])
        doing()

    def coming(self) -> list[Occurrence]:
        found = self.life.papers.between.meetings.values()
        ahead = [m for m in found if m.open and m.begins > self.life.now - 2 * HOUR]
        return sorted(ahead, key=lambda m: m.begins)

    def nothing(self) -> None:
        """Most days are like this."""

    def away(self) -> None:
        life = self.life
        who = self.dice.choice(life.papers.team.members).person
        if self.dice.random() < 0.3:
            until = day_of(life.now, life.papers.team.zone) + self.dice.randint(0, 20) * DAY
            life.does(WentAway, who, until=until)
        else:
            life.does(GaveRoleBack, who, role=self.dice.choice([Role.NOTES, Role.OWNER]))

    def moves(self) -> None:
        life, ahead = self.life, self.coming()
        if not ahead or self.dice.random() < 0.6:
            return
        meeting = self.dice.choice(ahead[:3])
        about: dict[str, Any] = {"series": "circle", "days": (meeting.day,)}
        if self.dice.random() < 0.3:
            life.does(MeetingSkipped, "Anna", **about)
        else:
            to = meeting.day + self.dice.randint(-3, 9) * DAY
            life.does(MeetingMoved, "Bo", **about, to=to, clock=meeting.clock)

    def answers(self) -> None:
        """To whatever was asked lately."""
        life = self.life
        for said in life.said[-6:]:
            for item in getattr(said.notice, "items", ()):
                self.answer(item)

    def answer(self, item: Notice) -> None:
        life, yes = self.life, self.dice.random() < 0.5
        match item:
            case FocusAsked():
                kind = AgreedToFocus if yes else DeclinedFocus
                life.does(kind, item.to, day=item.day)
            case SwapAsked() if yes:
                life.does(AgreedToSwap, item.to, other=item.asker, role=item.role, day=item.day)
            case DayOffAsked():
                about = {"series": item.series, "days": item.days, "asked": item.asked}
                kind_ = FreeDayKept if yes else MeetingSkipped
                life.does(kind_, "Anna", **about)

    def looks(self) -> None:
        life = self.life
        for step in life.papers.between.follow_up.steps[:1]:
            today = day_of(life.now, life.papers.team.zone)
            life.does(StepDone, step.who[0], step=step.id, day=today)


def by_itself(life: Life) -> list[Said]:
    return [each for each in life.said if each.notice.by_itself]


def check(years: Years) -> None:
    life = years.live()
    check_rows(life, years.rule)
    check_hours(life)
    check_once(life)
    check_calls(life)
    check_agendas(life)
    check_weeks(life)
    check_fates(life)


def check_rows(life: Life, rule: Rule) -> None:
    """Exactly one row for each day that the rule gave."""
    zone = life.papers.team.zone
    first, last = day_of(BEGAN, zone) + DAY, day_of(life.now, zone)
    for day in days(rule, first, last):
        assert f"circle/{day.isoformat()}" in life.rows


def check_hours(life: Life) -> None:
    """Nothing that the bot says by itself comes in quiet hours, on a day off or to the absent."""
    for said in by_itself(life):
        to = said.notice.to if isinstance(said.notice, Private) else ""
        between = said.before.between
        assert hours_of(between, said.before.team, to).allow(said.at), (said.at, said.notice)


def check_once(life: Life) -> None:
    """No agenda, nudge or call comes twice; a meeting that was moved there and back is another."""
    agendas = Counter((n.day, n.begins) for n in notices(life, AgendaCame))
    calls = Counter(n.begins for n in notices(life, CanBegin))
    nudges = Counter((n.to, n.day, n.begins) for n in notices(life, RoleNudge))
    moved = {m.moved_to for m in life.rows.values()} | {m.moved_from for m in life.rows.values()}
    for (day, *_), count in agendas.items():
        assert count == 1 or day in moved
    for begins, count in calls.items():
        assert count == 1, begins
    for (_, day, _), count in nudges.items():
        assert count == 1 or day in moved


def notices(life: Life, kind: type[Any]) -> list[Any]:
    return [each.notice for each in life.heard(kind)]


def check_calls(life: Life) -> None:
    """A planned circle is called at its minute, whatever the hour; late only after an outage."""
    woken = {up for _, up in life.down}
    for said in life.heard(CanBegin):
        begins = said.notice.begins
        assert begins <= said.at < begins + LATE
        assert said.at == begins or said.at in woken


def check_agendas(life: Life) -> None:
    """A meeting that took place without an agenda had none because there was no time for it."""
    hours = hours_of(life.papers.between, life.papers.team)
    for meeting in life.rows.values():
        if meeting.reminded or meeting.chosen or meeting.state not in (State.HELD, State.EXPIRED):
            continue
        if meeting.free is not None or meeting.begins < BEGAN + WEEK:
            continue
        wanted = hours.ahead(meeting.day, agenda_ahead(life.papers.between))
        no_time = hours.in_time(wanted, BEGAN, meeting.begins) is None
        asleep = any(down <= wanted < up for down, up in life.down)
        assert no_time or asleep or meeting.state is State.HELD, meeting


def check_weeks(life: Life) -> None:
    """The bot speaks by itself once a week at most, to the team and to each person."""
    spoken: dict[str, datetime] = {}
    for said in life.heard(TeamWord):
        assert said.at - spoken.get("", said.at - WEEK) >= WEEK
        spoken[""] = said.at
    for said in life.heard(ForYou):
        own = [w for w in said.before.between.waiting if w.by_itself]
        mine = [w.notice for w in own if w.notice.to == said.notice.to]
        kinds = (StepNudge, FocusAsked)
        if any(item in mine for item in said.notice.items if isinstance(item, kinds)):
            to = said.notice.to
            assert said.at - spoken.get(to, said.at - WEEK) >= WEEK
            spoken[to] = said.at


def check_fates(life: Life) -> None:
    """Each meeting came to something that its team knows of."""
    for meeting in life.rows.values():
        if meeting.ends >= life.now - STALE - WEEK:
            continue
        assert not meeting.open, meeting
        went = meeting.state is State.EXPIRED or meeting.why is Why.UNANSWERED
        if went and not meeting.told:
            assert is_silent(life, meeting), meeting
        if meeting.why is Why.PAUSE:
            assert meeting.free is not None
            assert meeting.free.kind is Free.PAUSE


def is_silent(life: Life, meeting: Occurrence) -> bool:
    """The weeks after it had no hour in which the bot could say so, or was free to."""
    hours, after = hours_of(life.papers.between, life.papers.team), meeting.ends + DAY
    spoken = [at + WEEK for at in life.told(TeamWord) if at <= after]
    return hours.next(max([after, *spoken])) > meeting.ends + STALE - DAY


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, TEAMS, EACH))
def test_two_years_of_many_teams(first: int) -> None:
    for seed in range(first, first + EACH):
        check(Years(seed))


def test_two_years_of_one_team() -> None:
    check(Years(1000))


def test_a_life_that_goes_wrong_is_noticed() -> None:
    """The checks are no ornament: what is said twice, at night, within the week, or not at all."""
    years = Years(1001)
    life = years.live()
    call, nudge = life.heard(CanBegin)[3], life.heard(RoleNudge)[3]
    word = next(iter(life.heard(TeamWord)), Said(nudge.at, TeamWord(items=()), nudge.before))
    gone = next(row for row in life.rows.values() if row.state is State.HELD)
    wrong = {
        check_once: [*life.said, call],
        check_calls: [*life.said, replace(call, at=call.at + HOUR)],
        check_hours: [*life.said, replace(nudge, at=nudge.at - 5 * HOUR)],
        check_weeks: [*life.said, word, replace(word, at=word.at + DAY)],
    }
    for noticed, said in wrong.items():
        with pytest.raises(AssertionError):
            noticed(with_said(life, said))
    lost = with_said(life, life.said)
    lost.rows[gone.key] = replace(gone, state=State.PLANNED)
    with pytest.raises(AssertionError):
        check_fates(lost)
    lost.rows.clear()
    with pytest.raises(AssertionError):
        check_rows(lost, Weekly(Weekday.MONDAY))


def with_said(life: Life, said: list[Said]) -> Life:
    return Life(life.papers, life.now, said, dict(life.rows), life.down)
