"""Which day is proposed, told with a wall calendar at hand."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circle.calendar import Calendar, Country, Free, FreeDays, Municipality, pause, plain
from circle.happenings import MeetingHeld, MeetingPlanned, MeetingSkipped
from circle.proposals import day_for_month, is_amber, nearest_day, next_question
from circle.rhythm import (
    EveryOtherWeek,
    Monthly,
    MonthlyMinimum,
    Rule,
    SingleDates,
    Weekday,
    Weekly,
    Which,
    month_of,
)
from circle.workdays import Hours
from tests.circle.meetings import HALF_PAST_TWO, PLAIN, SCHOOL, TUESDAYS, ZONE, Year, at, series_of

PLACE = {"clock": HALF_PAST_TWO, "zone": ZONE, "minutes": 45}


def closed(*days: date) -> Calendar:
    """Denmark, and a municipality that is closed on these days."""
    free = tuple(FreeDays(Free.CLOSING, "lukkedag", day, day) for day in days)
    return Calendar(Municipality("by", "By", Country.DENMARK, (), free))


def proposed(rule: Rule, day: date, today: date, calendar: Calendar) -> date | None:
    year = Year.of(rule, today, calendar)
    return nearest_day(year.ledger, year.on(day), calendar, year.now)


WEDNESDAY = date(2026, 9, 16)
TODAY = date(2026, 9, 1)
WEDNESDAYS = Weekly(Weekday.WEDNESDAY)


def test_of_two_equally_near_days_the_later_leaves_more_time() -> None:
    assert proposed(WEDNESDAYS, WEDNESDAY, TODAY, closed(WEDNESDAY)) == date(2026, 9, 17)


def test_a_day_that_is_free_too_is_passed_over() -> None:
    calendar = closed(WEDNESDAY, date(2026, 9, 17))

    assert proposed(WEDNESDAYS, WEDNESDAY, TODAY, calendar) == date(2026, 9, 15)


def test_christmas_eve_moves_to_the_day_before_it() -> None:
    thursdays = Weekly(Weekday.THURSDAY)

    found = proposed(thursdays, date(2026, 12, 24), date(2026, 12, 4), PLAIN)

    assert found == date(2026, 12, 23)


def test_a_day_with_another_meeting_of_the_team_is_passed_over() -> None:
    year = Year.of(WEDNESDAYS, TODAY, closed(WEDNESDAY))
    year.series.append(series_of(Weekly(Weekday.THURSDAY), TODAY, id="office"))
    year.works_out()

    found = nearest_day(year.ledger, year.on(WEDNESDAY), year.calendar, year.now)

    assert found == date(2026, 9, 15)


def test_a_day_that_the_team_gave_up_is_not_proposed() -> None:
    year = Year.of(WEDNESDAYS, TODAY, closed(WEDNESDAY))
    year.does(MeetingPlanned, date(2026, 9, 17), **PLACE).does(MeetingSkipped, date(2026, 9, 17))

    found = nearest_day(year.ledger, year.on(WEDNESDAY), year.calendar, year.now)

    assert found == date(2026, 9, 15)


def test_the_agenda_needs_two_working_days() -> None:
    monday = Weekly(Weekday.MONDAY)
    calendar = closed(date(2026, 9, 14))

    assert proposed(monday, date(2026, 9, 14), date(2026, 9, 10), calendar) == date(2026, 9, 15)
    assert proposed(monday, date(2026, 9, 14), date(2026, 9, 14), calendar) == date(2026, 9, 16)


def test_a_weekly_team_keeps_its_week_or_nothing() -> None:
    assert proposed(TUESDAYS, date(2026, 10, 13), date(2026, 9, 28), SCHOOL) is None


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        (Monthly(Which.SECOND, Weekday.TUESDAY), date(2026, 10, 20)),
        (EveryOtherWeek(Weekday.TUESDAY, date(2026, 10, 13)), date(2026, 10, 20)),
    ],
)
def test_a_rarer_meeting_takes_the_same_weekday_after_the_holiday(rule: Rule, found: date) -> None:
    assert proposed(rule, date(2026, 10, 13), date(2026, 9, 28), SCHOOL) == found


def test_where_the_week_after_is_taken_it_is_the_week_before() -> None:
    rule = SingleDates((date(2026, 10, 13), date(2026, 10, 21)))

    assert proposed(rule, date(2026, 10, 13), date(2026, 9, 28), SCHOOL) == date(2026, 10, 6)


def test_where_that_weekday_is_free_it_is_the_nearest_day() -> None:
    year = Year.of(Monthly(Which.SECOND, Weekday.TUESDAY), date(2026, 9, 28), SCHOOL)
    calendar = SCHOOL.without(*(pause(day, day) for day in (date(2026, 10, 6), date(2026, 10, 20))))

    found = nearest_day(year.ledger, year.on(date(2026, 10, 13)), calendar, year.now)

    assert found == date(2026, 10, 9)


def test_the_next_question_waits_for_a_working_morning() -> None:
    year = Year.of(Weekly(Weekday.THURSDAY), TODAY)
    hours = Hours(ZONE, PLAIN)
    assert next_question(year.ledger, hours) is None

    year = Year.of(SingleDates((date(2026, 12, 26), date(2026, 12, 31))), date(2026, 11, 20))
    assert next_question(year.ledger, hours) == at(date(2026, 12, 7)).replace(hour=6)


# At least once a month


def monthly(today: date, calendar: Calendar = PLAIN) -> Year:
    return Year.of(MonthlyMinimum(), today, calendar)


def propose(year: Year) -> date | None:
    return day_for_month(year.ledger, year.series[0], year.calendar, year.now)


def test_a_team_without_a_circle_this_month_is_proposed_the_earliest_sensible_day() -> None:
    assert propose(monthly(date(2026, 9, 3))) == date(2026, 9, 7)


def test_the_day_proposed_lies_four_weeks_after_the_last_circle() -> None:
    year = monthly(date(2026, 9, 3)).does(MeetingPlanned, date(2026, 9, 8), **PLACE)
    year.comes_to(date(2026, 9, 8)).does(MeetingHeld, date(2026, 9, 8), circle="c1")

    year.comes_to(date(2026, 9, 20))

    assert propose(year) == date(2026, 10, 6)


def test_nothing_is_proposed_while_both_months_have_a_circle() -> None:
    year = monthly(date(2026, 9, 3))
    year.does(MeetingPlanned, date(2026, 9, 8), date(2026, 10, 6), **PLACE)

    assert propose(year) is None


def test_a_month_is_not_proposed_a_day_with_another_meeting() -> None:
    year = monthly(date(2026, 9, 3))
    office = series_of(Weekly(Weekday.MONDAY), date(2026, 9, 3), id="office")
    year.series.append(office)
    year.works_out()

    assert propose(year) == date(2026, 9, 8)


def test_a_circle_that_was_skipped_leaves_its_month_without_one() -> None:
    year = monthly(date(2026, 9, 3)).does(MeetingPlanned, date(2026, 9, 8), **PLACE)
    year.does(MeetingSkipped, date(2026, 9, 8))

    assert propose(year) == date(2026, 9, 7)


def test_a_month_that_is_free_from_end_to_end_is_left_in_peace() -> None:
    summer = PLAIN.without(pause(date(2027, 6, 26), date(2027, 8, 8)))

    assert propose(monthly(date(2027, 7, 1), summer)) == date(2027, 8, 10)
    assert propose(monthly(date(2027, 6, 25), summer)) is None


def test_amber_is_a_matter_of_days_and_of_nobody() -> None:
    since, held = date(2026, 8, 1), [date(2026, 9, 1), date(2026, 9, 8)]

    assert not is_amber(held, date(2026, 10, 2), since)
    assert is_amber(held, date(2026, 10, 3), since)
    assert is_amber([], date(2026, 8, 26), since)


# What is always so

calendars = st.builds(
    lambda country, days: replace(
        Calendar(plain(country)), pauses=tuple(pause(day, day + timedelta(days=4)) for day in days)
    ),
    st.sampled_from(Country),
    st.lists(st.dates(date(2026, 9, 1), date(2027, 2, 1)), max_size=4),
)
rules = st.one_of(
    st.builds(Weekly, st.sampled_from(Weekday)),
    st.builds(EveryOtherWeek, st.sampled_from(Weekday), st.just(date(2026, 8, 3))),
    st.builds(Monthly, st.sampled_from(Which), st.sampled_from(Weekday)),
)


@given(rule=rules, calendar=calendars, today=st.dates(date(2026, 9, 1), date(2026, 12, 24)))
def test_a_proposed_day_is_sensible(rule: Rule, calendar: Calendar, today: date) -> None:
    year = Year.of(rule, today)
    year.calendar = calendar

    for meeting in year.ledger.values():
        found = nearest_day(year.ledger, meeting, calendar, year.now)
        if found is None:
            continue
        assert calendar.works(found)
        assert found >= today + timedelta(days=2)
        assert found not in {each.day for each in year.ledger.values()}
        assert abs(found - meeting.day) <= timedelta(days=13)


@given(calendar=calendars, today=st.dates(date(2026, 8, 1), date(2026, 10, 1)))
def test_a_team_that_takes_each_proposal_meets_every_month_that_has_a_day(
    calendar: Calendar, today: date
) -> None:
    year = monthly(today, calendar)
    for n in range(150):
        year.now = at(today + timedelta(days=n))
        found = propose(year)
        if found is not None:
            assert calendar.works(found)
            year.does(MeetingPlanned, found, **PLACE)
            assert year.on(found).stands

    met = [each.day for each in year.ledger.values()]
    months = {(day.year, day.month) for day in met}
    assert len(months) == len(met)
    for n in range(31, 150):
        first, last = month_of(today + timedelta(days=n))
        works = [first + timedelta(days=d) for d in range((last - first).days + 1)]
        if sum(calendar.works(day) for day in works) > 3:
            assert (first.year, first.month) in months
