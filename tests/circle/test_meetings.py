"""What happens to a team's meetings: free days, moves, pauses, changes of the rule, and time."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from circle.calendar import Calendar, Country, Free, pause, plain
from circle.events import TimePassed
from circle.happenings import (
    FreeDayAsked,
    FreeDayKept,
    MeetingHeld,
    MeetingMoved,
    MeetingPlanned,
    MeetingSkipped,
    Reminded,
)
from circle.ledger import AHEAD, KEPT, due, forget, meeting_at, write_down
from circle.occurrences import State, Why
from circle.rhythm import Monthly, SingleDates, Weekday, Weekly, Weeks, Which
from circle.transitions import TRANSITIONS
from tests.circle.meetings import AUTUMN, HALF_PAST_TWO, PLAIN, SCHOOL, TUESDAYS, Year, at

AUGUST = date(2026, 8, 12)
FIRST, SECOND, THIRD = date(2026, 9, 1), date(2026, 9, 8), date(2026, 9, 15)
EVE = date(2026, 12, 24)
THURSDAYS = Weekly(Weekday.THURSDAY)
PLACE = {"clock": HALF_PAST_TWO, "zone": "Europe/Copenhagen", "minutes": 45}


def autumn() -> Year:
    """A team that agreed in August to meet on Tuesdays, on the last day of that month."""
    return Year.of(TUESDAYS, AUGUST).comes_to(date(2026, 8, 31))


# A normal month


def test_a_meeting_is_planned_reminded_and_held() -> None:
    year = autumn()
    assert year.on(FIRST).state is State.PLANNED

    year.does(Reminded, FIRST)
    assert year.on(FIRST).state is State.REMINDED

    year.comes_to(FIRST, HALF_PAST_TWO).does(MeetingHeld, FIRST, circle="c1")
    assert year.on(FIRST).state is State.HELD
    assert year.on(FIRST).circle == "c1"
    assert year.told == []


def test_a_meeting_is_reminded_of_once_and_not_after_it_began() -> None:
    year = autumn().does(Reminded, FIRST)
    reminded = year.ledger

    assert year.does(Reminded, FIRST).ledger == reminded

    year.now = at(SECOND, HALF_PAST_TWO)
    assert year.does(Reminded, SECOND).on(SECOND).state is State.PLANNED


def test_a_forgotten_meeting_expires_at_its_end_and_is_told() -> None:
    year = autumn()

    assert year.comes_to(FIRST, time(15, 14)).told == []
    assert year.comes_to(FIRST, time(15, 15)).news == [("expired", FIRST)]
    assert not year.on(FIRST).reminded


def test_a_circle_that_begins_late_on_the_day_is_the_meeting_after_all() -> None:
    year = autumn().does(Reminded, FIRST).comes_to(FIRST, time(16))
    assert year.on(FIRST).state is State.EXPIRED

    found = meeting_at(year.ledger, year.now)
    assert found == year.on(FIRST)

    assert year.does(MeetingHeld, FIRST, circle="c1").on(FIRST).state is State.HELD


def test_a_circle_on_another_day_is_not_the_meeting() -> None:
    year = autumn()

    assert meeting_at(year.ledger, year.now) is None
    assert year.does(MeetingHeld, FIRST, circle="c1").on(FIRST).state is State.PLANNED


def test_of_two_meetings_on_a_day_the_nearest_is_the_one_that_begins() -> None:
    year = autumn()
    morning = replace(year.series[0], id="office", clock=time(9))
    year.series.append(morning)
    year.works_out()

    assert meeting_at(year.ledger, at(FIRST, time(14))) == year.on(FIRST)
    assert meeting_at(year.ledger, at(FIRST, time(10))) == year.on(FIRST, "office")


# A free day


def christmas() -> Year:
    """A team that meets on Thursdays, in December, with Christmas Eve before it."""
    year = Year.of(THURSDAYS, date(2026, 12, 1))
    year.asks()
    year.comes_to(date(2026, 12, 4))
    return year


def test_a_free_day_asks_one_question_three_weeks_before() -> None:
    year = Year.of(THURSDAYS, date(2026, 12, 1))
    assert year.asks() == ()

    year.comes_to(date(2026, 12, 4))
    (question,) = year.asks()

    assert (question.days, question.proposed) == ((EVE,), date(2026, 12, 23))
    assert question.free.kind is Free.HALF_OFFICIAL
    assert year.asks() == ()
    asked = year.ledger
    assert (
        year.comes_to(date(2026, 12, 7)).does(FreeDayAsked, EVE).on(EVE) == asked[year.on(EVE).key]
    )


def test_a_team_is_not_reminded_of_a_meeting_on_a_free_day_that_asks() -> None:
    year = christmas()
    year.asks()

    assert year.does(Reminded, EVE).on(EVE).state is State.PLANNED


def answer(year: Year) -> dict[str, object]:
    question = year.on(EVE).question
    assert question is not None
    return {"asked": question.asked}


def test_move() -> None:
    year = christmas()
    year.asks()
    to = date(2026, 12, 23)

    year.does(MeetingMoved, EVE, to=to, clock=HALF_PAST_TWO, **answer(year))

    assert year.news == [("moved", to)]
    assert year.on(EVE).state is State.MOVED
    assert year.on(EVE).moved_to == to
    assert year.on(to).moved_from == EVE
    assert year.on(to).stands


def test_keep() -> None:
    year = christmas()
    year.asks()

    year.does(FreeDayKept, EVE, **answer(year))

    assert year.news == [("kept", EVE)]
    assert year.on(EVE).stands
    assert year.does(Reminded, EVE).on(EVE).state is State.REMINDED


def test_skip() -> None:
    year = christmas()
    year.asks()

    year.does(MeetingSkipped, EVE, **answer(year))

    assert year.news == [("skipped", EVE)]
    assert year.on(EVE).why is Why.TEAM


def test_a_question_without_an_answer_is_skipped_when_the_meeting_would_begin_and_told() -> None:
    year = christmas()
    year.asks()

    year.comes_to(EVE, HALF_PAST_TWO)

    assert ("skipped", EVE) in year.news
    assert year.on(EVE).why is Why.UNANSWERED


@pytest.mark.parametrize("first", [FreeDayKept, MeetingSkipped, MeetingMoved])
@pytest.mark.parametrize("second", [FreeDayKept, MeetingSkipped, MeetingMoved])
def test_a_question_that_was_answered_is_answered(first: type, second: type) -> None:
    year = christmas()
    year.asks()
    facts = {"to": date(2026, 12, 22), "clock": HALF_PAST_TWO}
    old = answer(year)
    year.does(first, EVE, **old, **(facts if first is MeetingMoved else {}))
    answered = year.ledger

    year.does(second, EVE, **old, **(facts if second is MeetingMoved else {}))

    assert year.ledger == answered
    assert year.told == []


def test_an_old_question_does_not_move_a_meeting_that_came_back() -> None:
    year = christmas()
    year.asks()
    old, there = answer(year), date(2026, 12, 23)
    year.does(MeetingMoved, EVE, to=there, clock=HALF_PAST_TWO, **old)
    year.does(MeetingMoved, there, to=EVE, clock=HALF_PAST_TWO)
    back = year.ledger

    year.does(MeetingMoved, EVE, to=there, clock=HALF_PAST_TWO, **old)

    assert year.ledger == back
    assert year.on(EVE).open


def test_the_card_of_an_earlier_question_does_not_answer_a_later_one() -> None:
    year = Year.of(THURSDAYS, date(2026, 12, 4))
    closed = year.calendar
    year.asks()
    old = answer(year)
    year.looks_up(replace(closed, municipality=replace(closed.municipality, half_official=())))
    year.looks_up(closed).comes_to(date(2026, 12, 7)).asks()
    asked_again = year.ledger

    year.does(MeetingSkipped, EVE, **old)

    assert year.ledger == asked_again
    assert year.does(MeetingSkipped, EVE, **answer(year)).news == [("skipped", EVE)]


def test_two_meetings_in_one_holiday_are_asked_about_together_and_nothing_is_proposed() -> None:
    rule = SingleDates((date(2026, 10, 13), date(2026, 10, 15)))

    (question,) = Year.of(rule, date(2026, 9, 28), SCHOOL).asks()

    assert question.days == rule.dates
    assert question.proposed is None


def test_a_whole_holiday_is_one_question_and_one_answer() -> None:
    year = Year.of(TUESDAYS, date(2026, 12, 2), SCHOOL)

    (question,) = year.asks()

    assert question.days == (date(2026, 12, 22), date(2026, 12, 29))
    assert question.proposed is None
    year.does(MeetingSkipped, *question.days)
    assert year.news == [("skipped", day) for day in question.days]
    assert year.asks() == ()


def test_a_team_in_an_office_is_not_asked_about_school_holidays() -> None:
    year = Year.of(TUESDAYS, date(2026, 9, 28), replace(SCHOOL, school=False))

    assert year.asks() == ()
    assert year.on(date(2026, 10, 13)).stands


def test_a_free_day_that_is_told_late_asks_and_one_that_is_taken_back_does_not() -> None:
    year = Year.of(TUESDAYS, date(2026, 9, 28))
    year.looks_up(SCHOOL)
    assert not year.on(date(2026, 10, 13)).stands

    (question,) = year.asks()
    assert question.free == AUTUMN

    year.looks_up(PLAIN)
    assert year.on(date(2026, 10, 13)).stands
    assert year.on(date(2026, 10, 13)).question is None


def test_a_kept_day_stays_kept_when_the_municipality_corrects_a_date() -> None:
    year = Year.of(TUESDAYS, date(2026, 9, 28), SCHOOL).does(FreeDayKept, date(2026, 10, 13))
    longer = replace(AUTUMN, first=date(2026, 10, 9))

    year.looks_up(replace(SCHOOL, municipality=replace(SCHOOL.municipality, free=(longer,))))

    assert year.on(date(2026, 10, 13)).stands


# Moves


def test_a_meeting_moves_to_a_day_that_is_still_to_come() -> None:
    year = autumn()
    before = year.ledger

    year.does(MeetingMoved, FIRST, to=date(2026, 8, 31), clock=time(8))

    assert year.ledger == before


def test_a_meeting_does_not_move_onto_another_of_its_series() -> None:
    year = autumn()
    before = year.ledger

    year.does(MeetingMoved, FIRST, to=SECOND, clock=HALF_PAST_TWO)

    assert year.ledger == before
    assert year.told == []


def test_a_meeting_may_move_to_a_day_that_was_given_up_and_back() -> None:
    year = autumn().does(MeetingSkipped, SECOND)

    year.does(MeetingMoved, FIRST, to=SECOND, clock=time(10))
    assert year.on(SECOND).clock == time(10)

    year.does(MeetingMoved, SECOND, to=FIRST, clock=HALF_PAST_TWO)
    assert year.on(FIRST).stands
    assert year.on(SECOND).state is State.MOVED


def test_a_meeting_may_begin_at_another_time_that_day() -> None:
    year = autumn().does(MeetingMoved, FIRST, to=FIRST, clock=time(9))

    assert year.news == [("moved", FIRST)]
    assert year.on(FIRST).begins == at(FIRST, time(9))
    assert year.does(MeetingMoved, FIRST, to=FIRST, clock=time(9)).told == []


def test_a_move_to_where_it_is_changes_nothing() -> None:
    year = autumn()
    before = year.ledger

    year.does(MeetingMoved, FIRST, to=FIRST, clock=HALF_PAST_TWO)

    assert year.ledger == before


def test_one_move_is_about_one_meeting() -> None:
    year = autumn()
    before = year.ledger

    year.does(MeetingMoved, FIRST, SECOND, to=date(2026, 9, 3), clock=HALF_PAST_TWO)

    assert year.ledger == before


def test_who_moves_a_meeting_to_a_free_day_is_asked() -> None:
    year = Year.of(THURSDAYS, date(2026, 12, 1))

    year.does(MeetingMoved, date(2026, 12, 17), to=date(2026, 12, 25), clock=HALF_PAST_TWO)

    year.comes_to(date(2026, 12, 7))
    assert {question.days for question in year.asks()} == {(EVE,), (date(2026, 12, 25),)}


def test_a_team_plans_a_day_that_no_rule_gives() -> None:
    extra = date(2026, 9, 3)
    year = autumn().does(MeetingPlanned, extra, **PLACE)

    assert year.news == [("planned", extra)]
    assert year.works_out().on(extra).stands
    assert year.does(MeetingPlanned, extra, **PLACE).told == []
    assert year.does(MeetingPlanned, date(2026, 8, 3), **PLACE).told == []


def test_a_team_meets_after_all_on_a_day_it_had_skipped() -> None:
    year = autumn().does(MeetingSkipped, FIRST)
    assert year.works_out().on(FIRST).state is State.SKIPPED

    year.does(MeetingPlanned, FIRST, **PLACE)

    assert year.news == [("planned", FIRST)]
    assert year.on(FIRST).stands


def test_nothing_happens_to_a_meeting_that_is_not_there() -> None:
    year = autumn()
    before = year.ledger

    for kind in (Reminded, FreeDayAsked, FreeDayKept, MeetingSkipped):
        assert year.does(kind, date(2026, 9, 2)).ledger == before
    moved = year.does(MeetingMoved, date(2026, 9, 2), to=SECOND, clock=HALF_PAST_TWO)
    assert moved.ledger == before


# Pauses


def test_a_pause_skips_its_meetings_without_a_question_and_says_so() -> None:
    year = autumn().does(Reminded, FIRST)

    year.looks_up(PLAIN.without(pause(FIRST, date(2026, 9, 11))))

    assert year.news == [("skipped", FIRST), ("skipped", SECOND)]
    assert year.on(FIRST).why is Why.PAUSE
    assert year.asks() == ()
    assert year.works_out().told == []


def test_a_pause_that_is_called_off_gives_its_meetings_back_but_not_what_the_team_skipped() -> None:
    year = autumn().does(Reminded, FIRST).does(MeetingSkipped, THIRD)
    year.looks_up(PLAIN.without(pause(FIRST, THIRD)))

    year.looks_up(PLAIN)

    assert year.news == [("planned", FIRST), ("planned", SECOND)]
    assert year.on(FIRST).state is State.REMINDED
    assert year.on(SECOND).state is State.PLANNED
    assert year.on(THIRD).state is State.SKIPPED


def test_what_a_pause_has_skipped_does_not_come_back_afterwards() -> None:
    year = autumn().looks_up(PLAIN.without(pause(FIRST, FIRST))).comes_to(date(2026, 9, 2))

    year.looks_up(PLAIN)

    assert year.on(FIRST).state is State.SKIPPED
    assert year.told == []


def test_a_pause_that_begins_now_leaves_the_meeting_that_began() -> None:
    year = autumn().comes_to(FIRST, time(14, 45))

    year.looks_up(PLAIN.without(pause(FIRST, FIRST)))

    assert year.on(FIRST).open


def test_a_pause_far_ahead_skips_when_its_days_come_near_enough_to_be_written_down() -> None:
    year = autumn().looks_up(PLAIN.without(pause(date(2026, 12, 1), date(2026, 12, 31))))
    year.comes_to(date(2026, 9, 10)).works_out()

    assert year.news == [("skipped", date(2026, 12, 1))]


def test_who_plans_a_day_in_the_pause_means_it() -> None:
    extra = date(2026, 9, 10)
    year = autumn().looks_up(PLAIN.without(pause(FIRST, THIRD)))

    year.does(MeetingPlanned, extra, **PLACE)

    assert year.on(extra).stands
    assert year.works_out().on(extra).stands


# The rule changes


def test_another_time_counts_for_what_nobody_has_touched() -> None:
    year = autumn().does(Reminded, FIRST)
    year.series = [replace(year.series[0], clock=time(9), since=year.now)]

    year.works_out()

    assert year.on(FIRST).clock == HALF_PAST_TWO
    assert year.on(SECOND).clock == time(9)
    assert year.told == []


def test_another_rule_withdraws_what_nobody_has_touched_and_says_so() -> None:
    year = autumn().does(Reminded, FIRST)
    year.does(MeetingMoved, SECOND, to=date(2026, 9, 9), clock=HALF_PAST_TWO)
    year.series = [replace(year.series[0], rule=THURSDAYS, since=year.now)]

    year.works_out()

    assert year.met.startswith("1.9 3.9 9.9 10.9 17.9 ")
    assert {what for what, _ in year.news} == {"withdrawn"}
    assert year.on(SECOND).state is State.MOVED


def test_a_rule_that_comes_back_does_not_bring_back_what_was_given_up() -> None:
    year = autumn().does(MeetingSkipped, SECOND)
    first = year.series[0]
    year.series = [replace(first, rule=THURSDAYS, since=year.now)]
    year.works_out()

    year.series = [replace(first, since=year.now)]
    year.works_out()

    assert year.on(SECOND).state is State.SKIPPED
    assert year.met.startswith("1.9 15.9 22.9 ")


def test_a_series_that_ends_withdraws_its_rest() -> None:
    year = autumn()
    year.series = [replace(year.series[0], last=SECOND)]

    assert year.works_out().met == "1.9 8.9"


def test_a_rule_agreed_on_in_the_afternoon_gives_nothing_for_that_noon() -> None:
    year = Year.of(TUESDAYS, FIRST)
    year.series = [replace(year.series[0], since=at(FIRST, time(15)))]
    year.ledger, year.now = {}, at(FIRST, time(15))

    assert year.works_out().met.startswith("8.9 ")


def test_a_meeting_of_a_pause_follows_the_rule_too() -> None:
    year = autumn().looks_up(PLAIN.without(pause(FIRST, THIRD)))
    year.series = [replace(year.series[0], rule=THURSDAYS, since=year.now)]
    year.works_out()

    year.looks_up(PLAIN)

    assert year.met.startswith("3.9 10.9 17.9 ")


# Sleep, and getting old


def test_a_long_sleep_loses_no_meeting_and_each_is_told() -> None:
    year = autumn()
    year.now = at(date(2026, 12, 14))

    year.works_out()
    year.hears(TimePassed(at=year.now))

    tuesdays = [date(2026, 9, 1) + timedelta(weeks=n) for n in range(15)]
    assert sorted(year.news) == [("expired", day) for day in tuesdays]


def test_a_day_planned_far_ahead_hides_nothing_from_a_long_sleep() -> None:
    year = autumn().does(MeetingPlanned, date(2027, 1, 28), **PLACE)
    year.now = at(date(2026, 12, 14))

    year.works_out()

    assert date(2026, 12, 8) in {each.day for each in year.ledger.values()}


def test_a_free_day_that_was_slept_through_was_skipped_and_not_forgotten() -> None:
    year = Year.of(THURSDAYS, date(2026, 9, 1))
    year.now = at(date(2026, 12, 28))

    year.works_out()
    year.hears(TimePassed(at=year.now))

    assert year.on(EVE).state is State.SKIPPED
    assert year.on(date(2026, 12, 17)).state is State.EXPIRED


def test_what_is_long_over_is_forgotten_and_does_not_come_back() -> None:
    year = autumn()
    year.series = [replace(year.series[0], last=THIRD)]
    year.works_out().comes_to(date(2026, 9, 20))
    year.now += KEPT

    year.ledger = forget(year.ledger, year.now)
    assert year.ledger == {}

    assert year.works_out().ledger == {}


def test_nothing_is_forgotten_before_it_is_told() -> None:
    year = Year.of(TUESDAYS, AUGUST)

    assert forget(year.ledger, year.now + 2 * KEPT) == year.ledger


def test_the_clock_is_wanted_at_the_end_or_unanswered_at_the_beginning() -> None:
    year = Year.of(THURSDAYS, EVE - timedelta(days=7))
    assert due(year.ledger) == at(date(2026, 12, 17), time(15, 15))

    year.comes_to(date(2026, 12, 18))
    assert due(year.ledger) == at(EVE, HALF_PAST_TWO)

    year.does(FreeDayKept, EVE)
    assert due(year.ledger) == at(EVE, time(15, 15))
    assert due({}) is None


def test_every_transition_begins_where_it_says_and_has_a_sentence() -> None:
    assert all(each.does.__doc__ for each in TRANSITIONS)
    assert all(state is not State.HELD for each in TRANSITIONS for state in each.states)


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (Weekly(Weekday.TUESDAY, Weeks.ODD), "25.8 8.9 22.9 6.10 20.10 3.11"),
        (Monthly(Which.FIRST, Weekday.TUESDAY), "1.9 6.10 3.11"),
        (SingleDates((date(2026, 8, 3), date(2026, 9, 2))), "2.9"),
    ],
)
def test_a_ledger_reaches_twelve_weeks_ahead(rule: object, days: str) -> None:
    assert Year.of(rule, AUGUST).met == days  # type: ignore[arg-type]


def test_a_norwegian_team_meets_on_the_fifth_of_june_and_not_on_may_seventeenth() -> None:
    norway = Calendar(plain(Country.NORWAY))
    rule = SingleDates((date(2027, 5, 17), date(2027, 6, 5)))
    year = Year.of(rule, date(2027, 5, 1), norway)

    assert year.met == "5.6"


def test_two_series_may_meet_on_one_day() -> None:
    year = autumn()
    other = replace(year.series[0], id="visit", clock=time(9), since=year.now)

    ledger, _ = write_down(year.ledger, other, PLAIN, year.now, year.now.date() + AHEAD)

    assert len(ledger) == len(year.ledger) + 12
