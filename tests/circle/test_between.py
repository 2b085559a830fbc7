"""The time between two circles: what is said, when, to whom, and how often."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from circle.answers import OnlyTheTeam
from circle.between import Reminder
from circle.between_events import RemindersChosen
from circle.between_notices import ForYou, RoleNudge
from circle.calendar import pause
from circle.events import TimePassed
from circle.happenings import Choice, FreeDayKept, MeetingMoved, MeetingPlanned, MeetingSkipped
from circle.meeting_notices import (
    AgendaCame,
    CanBegin,
    ChoiceHeard,
    DayOffAsked,
    DecidedAlready,
    MeetingFellOut,
    MeetingMovedTo,
    MeetingWentBy,
    MonthProposed,
    TeamWord,
)
from circle.occurrences import State, Why
from circle.people import Role
from circle.rhythm import MonthlyMinimum, Weekday, Weekly
from circle.rota import planned
from circle.rota_events import (
    AgreedToFocus,
    AgreedToSwap,
    AskedToSwap,
    ChoseRoles,
    DeclinedFocus,
    GaveRoleBack,
    WentAway,
)
from circle.rota_notices import FocusAsked, RoleCameToYou, SwapAsked
from circle.step_events import StepDone, StepNudge
from circle.workdays import Quiet
from tests.circle.lives_between import DAY, MINUTE, MONDAY, Life

SECOND = timedelta(seconds=1)
TUESDAY = date(2026, 8, 11)
"""The second meeting; the first, on 4 August, is the day after the rhythm was chosen."""


def at(day: date, hour: int = 7, minute: int = 0) -> datetime:
    """A summer's wall clock in Copenhagen."""
    return datetime(day.year, day.month, day.day, hour - 2, minute, tzinfo=UTC)


def test_the_agenda_comes_two_working_days_before_and_once() -> None:
    life = Life.of().until(at(TUESDAY, 15))

    agendas = life.heard(AgendaCame)

    assert [each.at for each in agendas] == [MONDAY, at(date(2026, 8, 7))]
    assert [each.notice.day for each in agendas] == [date(2026, 8, 4), TUESDAY]


def test_with_preparation_it_comes_three_working_days_before() -> None:
    life = Life.of(early=True).until(at(TUESDAY, 15))

    assert life.told(AgendaCame)[-1] == at(date(2026, 8, 6))


def test_each_role_holder_is_nudged_alone_on_the_working_day_before() -> None:
    life = Life.of().until(at(TUESDAY, 15))

    nudges = [each for each in life.heard(RoleNudge) if each.notice.day == TUESDAY]

    assert {each.at for each in nudges} == {at(date(2026, 8, 10))}
    assert sorted(role for each in nudges for role in each.notice.roles) == [
        Role.FACILITATOR,
        Role.NOTES,
        Role.OWNER,
    ]
    assert len({each.notice.to for each in nudges}) == len(nudges)


def test_when_it_is_time_the_team_is_called_once() -> None:
    life = Life.of().until(at(TUESDAY, 18))

    assert life.told(CanBegin) == [at(date(2026, 8, 4), 14, 30), at(TUESDAY, 14, 30)]


def test_a_call_that_is_a_little_late_still_helps_and_a_later_one_does_not() -> None:
    for minutes, called in ((14, True), (16, False)):
        life = Life.of().until(at(TUESDAY, 14))
        life.sleeps(at(TUESDAY, 14, 30) + minutes * MINUTE)

        assert (life.told(CanBegin)[-1] > at(TUESDAY, 14)) is called


def test_a_late_agenda_is_told_while_it_helps_and_never_after() -> None:
    life = Life.of().until(at(TUESDAY) - 6 * DAY)
    life.sleeps(at(TUESDAY, 10))
    assert life.told(AgendaCame)[-1] == at(TUESDAY, 10)

    life = Life.of().until(at(TUESDAY) - 6 * DAY)
    life.sleeps(at(TUESDAY, 15))
    assert life.told(AgendaCame) == [MONDAY]
    assert not life.meeting(TUESDAY).reminded


def test_a_team_in_its_circle_needs_no_call() -> None:
    life = Life.of().until(at(TUESDAY, 14, 20))

    life.holds_a_circle(minutes=60)

    assert at(TUESDAY, 14, 30) not in life.told(CanBegin)
    assert life.meeting(TUESDAY).state is State.HELD


def test_a_teams_own_quiet_hours_hold_over_midnight() -> None:
    evening = Quiet(time(21), time(12))
    life = Life.of(clock=time(19), quiet=evening).until(at(TUESDAY, 20))

    assert life.told(AgendaCame)[-1] == at(date(2026, 8, 7), 12)
    assert life.told(CanBegin)[-1] == at(TUESDAY, 19)


def test_a_day_off_asks_one_question_three_weeks_ahead() -> None:
    thursdays = Weekly(Weekday.THURSDAY)
    life = Life.of(thursdays, datetime(2027, 3, 1, 8, tzinfo=UTC))

    life.until(datetime(2027, 3, 31, tzinfo=UTC))

    asked = [item for word in life.heard(TeamWord) for item in word.notice.items]
    asked += [item for word in life.heard(AgendaCame) for item in word.notice.items]
    questions = [item for item in asked if isinstance(item, DayOffAsked)]
    assert [(q.days, q.proposed) for q in questions] == [((date(2027, 3, 25),), date(2027, 3, 24))]


def holiday() -> tuple[Life, DayOffAsked, date]:
    life = Life.of(Weekly(Weekday.THURSDAY), datetime(2027, 3, 1, 8, tzinfo=UTC))
    life.until(datetime(2027, 3, 9, 9, tzinfo=UTC))
    words = [*life.heard(TeamWord), *life.heard(AgendaCame)]
    asked = [i for word in words for i in word.notice.items if isinstance(i, DayOffAsked)]
    return life, asked[0], date(2027, 3, 25)


def test_an_unanswered_day_off_is_skipped_and_told_once() -> None:
    life, _, day = holiday()

    life.until(datetime(2027, 4, 20, tzinfo=UTC))

    assert (life.meeting(day).state, life.meeting(day).why) == (State.SKIPPED, Why.UNANSWERED)
    words = [*life.heard(TeamWord), *life.heard(AgendaCame)]
    fell = [i for word in words for i in word.notice.items if isinstance(i, MeetingFellOut)]
    assert [item.day for item in fell] == [day]
    assert day not in [each.notice.day for each in life.heard(CanBegin)]


@pytest.mark.parametrize(
    ("kind", "facts", "state"),
    [
        (MeetingMoved, {"to": date(2027, 3, 24), "clock": time(14, 30)}, State.MOVED),
        (FreeDayKept, {}, State.PLANNED),
        (MeetingSkipped, {}, State.SKIPPED),
    ],
)
def test_a_day_off_is_moved_kept_or_skipped_with_one_press(
    kind: type[Choice], facts: dict[str, Any], state: State
) -> None:
    life, asked, day = holiday()
    about = {"series": "circle", "days": (day,), "asked": asked.asked, **facts}

    told = life.does(kind, "Anna", **about)
    again = life.does(kind, "Bo", **about)

    assert isinstance(told[0], ChoiceHeard)
    assert isinstance(again[0], DecidedAlready)
    assert life.meeting(day).state is state


def test_a_moved_meeting_needs_no_second_agenda_in_between() -> None:
    life = Life.of().until(at(TUESDAY, 9))

    to = TUESDAY + DAY
    facts = {"series": "circle", "days": (TUESDAY,), "to": to, "clock": time(14, 30)}
    told = life.does(MeetingMoved, "Anna", **facts)
    life.until(at(TUESDAY + 2 * DAY, 8))

    assert any(isinstance(notice, MeetingMovedTo) for notice in told)
    assert to not in [each.notice.day for each in life.heard(AgendaCame)]
    assert life.told(CanBegin)[-1] == at(to, 14, 30)


def test_a_meeting_moved_far_ahead_has_an_agenda_of_its_own() -> None:
    life = Life.of().until(at(TUESDAY, 9))
    to = TUESDAY + 3 * DAY + 7 * DAY

    facts = {"series": "circle", "days": (TUESDAY,), "to": to, "clock": time(14, 30)}
    life.does(MeetingMoved, "Anna", **facts)
    life.until(at(to, 18))

    assert to in [each.notice.day for each in life.heard(AgendaCame)]


def test_who_is_no_member_chooses_nothing() -> None:
    life = Life.of()
    facts = {"series": "circle", "days": (TUESDAY,)}

    told = life.does(MeetingSkipped, "Zoe", **facts)

    assert told == (OnlyTheTeam(),)
    assert life.meeting(TUESDAY).open


def test_what_went_by_is_told_with_the_next_agenda_and_only_the_last() -> None:
    life = Life.of().until(at(TUESDAY + 21 * DAY, 18))

    said = [i for word in life.heard(AgendaCame) for i in word.notice.items]

    assert [item.day for item in said] == [TUESDAY + n * DAY for n in (-7, 0, 7, 14)]
    assert all(isinstance(item, MeetingWentBy) for item in said)
    assert life.heard(TeamWord) == []


def test_without_a_meeting_soon_what_went_by_is_told_the_next_morning_with_a_day() -> None:
    life = Life.of(MonthlyMinimum(), MONDAY)
    life.does(
        MeetingPlanned, "Anna", series="circle", days=(TUESDAY,), clock=time(14, 30),
        zone="Europe/Copenhagen", minutes=60,
    )  # fmt: skip

    life.until(at(TUESDAY + 3 * DAY, 18))

    went = [
        i
        for each in life.heard(TeamWord)
        for i in each.notice.items
        if isinstance(i, MeetingWentBy)
    ]
    assert [(each.day, each.proposed is not None) for each in went] == [(TUESDAY, True)]


def test_a_month_without_a_circle_has_a_day_proposed_once() -> None:
    life = Life.of(MonthlyMinimum(), MONDAY).until(MONDAY + 75 * DAY)

    said = [i for word in life.heard(TeamWord) for i in word.notice.items]

    assert all(isinstance(item, MonthProposed) for item in said)
    assert [item.day.month for item in said] == [8, 9, 10]


def test_the_next_step_is_asked_about_three_working_days_before_its_date() -> None:
    life = Life.of().until(at(TUESDAY, 14, 30))
    life.holds_a_circle(by=14)

    life.until(at(TUESDAY + 20 * DAY, 18))

    nudged = [
        (each.at, each.notice.to)
        for each in life.heard(ForYou) + life.heard(RoleNudge)
        for item in each.notice.items
        if isinstance(item, StepNudge)
    ]
    step = life.papers.between.follow_up.steps[0]
    assert len(nudged) == 1
    assert nudged[0][1] == step.who[0]
    assert at(TUESDAY + 13 * DAY - 7 * DAY) <= nudged[0][0] <= at(TUESDAY + 9 * DAY)


def test_a_step_that_is_done_is_not_asked_about() -> None:
    life = Life.of().until(at(TUESDAY, 14, 30))
    life.holds_a_circle(by=14)
    step = life.papers.between.follow_up.steps[0]

    life.does(StepDone, step.who[0], step=step.id, day=TUESDAY + DAY)
    life.until(at(TUESDAY + 20 * DAY, 18))

    items = [i for each in life.heard(ForYou) + life.heard(RoleNudge) for i in each.notice.items]
    assert not [item for item in items if isinstance(item, StepNudge)]


def wants_focus() -> Life:
    life = Life.of()
    roles = (Role.FACILITATOR, Role.FOCUS, Role.OWNER)
    life.does(ChoseRoles, "Anna", roles=roles)
    return life


def focus_asked(life: Life) -> list[str]:
    items = [i for each in life.heard(ForYou) + life.heard(RoleNudge) for i in each.notice.items]
    return [item.to for item in items if isinstance(item, FocusAsked)]


def test_the_focus_person_is_asked_alone_and_a_no_leaves_no_trace() -> None:
    life = wants_focus().until(at(TUESDAY - 4 * DAY, 9))
    first = focus_asked(life)[-1]

    life.does(DeclinedFocus, first)
    life.until(at(TUESDAY - DAY, 9))

    second = focus_asked(life)[-1]
    assert second != first
    assert "FocusAsked" not in str(life.papers.between.waiting)
    life.does(AgreedToFocus, second)
    assert life.papers.between.rota.willing == second


def test_a_colleagues_question_waits_for_the_morning_and_comes_whatever_the_week() -> None:
    life = Life.of().until(at(TUESDAY - 5 * DAY, 20))
    rota = life.papers.between.rota
    held = dict(planned(rota, TUESDAY))
    holder, other = held[Role.OWNER], next(p for p in rota.people if p not in held.values())

    life.does(AskedToSwap, holder, other=other, role=Role.OWNER)
    assert life.heard(ForYou) == []
    life.until(at(TUESDAY - 4 * DAY, 8))

    said = life.heard(ForYou)[-1]
    assert said.at == at(TUESDAY - 4 * DAY, 7)
    assert isinstance(said.notice.items[0], SwapAsked)
    life.does(AgreedToSwap, other, other=holder, role=Role.OWNER)
    assert (
        dict(__import__("circle.rota", fromlist=["x"]).planned(life.papers.between.rota, TUESDAY))[
            Role.OWNER
        ]
        == other
    )


def test_a_role_that_comes_and_goes_again_is_not_told() -> None:
    life = Life.of().until(at(TUESDAY - 5 * DAY, 20))
    held = dict(planned(life.papers.between.rota, TUESDAY))
    life.does(GaveRoleBack, held[Role.NOTES], role=Role.NOTES)
    came = dict(planned(life.papers.between.rota, TUESDAY))[Role.NOTES]
    life.does(GaveRoleBack, came, role=Role.NOTES)
    life.until(at(TUESDAY - 4 * DAY, 8))

    items = [i for each in life.heard(ForYou) for i in each.notice.items]
    assert not [i for i in items if isinstance(i, RoleCameToYou) and i.to == came]


def test_who_is_away_has_no_role_and_hears_nothing() -> None:
    life = Life.of().until(at(TUESDAY - 5 * DAY, 9))
    facilitator = dict(planned(life.papers.between.rota, TUESDAY))[Role.FACILITATOR]
    life.does(WentAway, facilitator, until=TUESDAY + DAY)
    life.until(at(TUESDAY, 12))

    assert facilitator not in dict(planned(life.papers.between.rota, TUESDAY)).values()
    assert not [
        e for e in life.heard(RoleNudge) if e.notice.to == facilitator and e.notice.day == TUESDAY
    ]
    life.until(at(TUESDAY + 2 * DAY, 12))
    assert life.papers.between.rota.away == ()


def test_what_is_turned_off_is_not_said() -> None:
    life = Life.of().until(at(TUESDAY - 5 * DAY, 9))
    facilitator = dict(planned(life.papers.between.rota, TUESDAY))[Role.FACILITATOR]
    life.hears(RemindersChosen(at=life.now, who=facilitator, off=tuple(Reminder)))
    life.until(at(TUESDAY, 18))

    after = [each for each in life.said if each.at > at(TUESDAY - 5 * DAY, 9)]
    assert not [e for e in after if isinstance(e.notice, AgendaCame | CanBegin)]
    assert facilitator not in [e.notice.to for e in after if isinstance(e.notice, RoleNudge)]
    assert len([e for e in after if isinstance(e.notice, RoleNudge)]) == 2


def test_a_circle_on_another_day_is_a_row_of_its_own() -> None:
    life = Life.of().until(at(TUESDAY + DAY, 10))

    life.holds_a_circle()

    assert life.meeting(TUESDAY + DAY).state is State.HELD
    assert life.meeting(TUESDAY + 7 * DAY).open


def test_after_a_circle_the_roles_have_gone_round() -> None:
    life = Life.of().until(at(TUESDAY, 14, 30))
    before = dict(planned(life.papers.between.rota, TUESDAY))

    life.holds_a_circle()

    after = dict(planned(life.papers.between.rota, TUESDAY + 7 * DAY))
    assert before[Role.FACILITATOR] != after[Role.FACILITATOR]


def test_a_pause_of_the_teams_own_says_nothing_at_all() -> None:
    july = pause(TUESDAY - 3 * DAY, TUESDAY + 30 * DAY)
    life = Life.of(pauses=[july]).until(at(TUESDAY + 29 * DAY, 18))

    assert {each.notice.day for each in life.heard(AgendaCame)} == {date(2026, 8, 4)}
    assert [
        e for e in life.said if e.at > at(TUESDAY - 3 * DAY) and isinstance(e.notice, TeamWord)
    ] == []
    assert life.meeting(TUESDAY).state is State.SKIPPED


def test_hearing_the_clock_again_says_nothing_twice() -> None:
    life = Life.of().until(at(TUESDAY - DAY, 8))
    count = len(life.said)

    for _ in range(3):
        life.hears(TimePassed(at=life.now))

    assert len(life.said) == count


def test_what_is_due_within_the_minute_is_not_put_off() -> None:
    life = Life.of().until(at(TUESDAY - 5 * DAY, 18))
    morning = at(TUESDAY - 4 * DAY)

    life.hears(replace_time(life, morning))

    assert life.papers.between.wakes == morning


def replace_time(life: Life, then: datetime) -> TimePassed:
    """The papers look up a second before something is due."""
    between = replace(life.papers.between, wakes=then - SECOND)
    life.papers = replace(life.papers, between=between)
    return TimePassed(at=then - SECOND)
