"""When a team meets: examples that a facilitator can read, and an onlooker who watches the clock.

The onlooker knows nothing of how the rules are worked out. They sit before a clock of the zone,
look at it every minute, and write down when a meeting should begin.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circle.rhythm import (
    EveryOtherWeek,
    Monthly,
    MonthlyMinimum,
    Rule,
    SingleDates,
    Weekday,
    Weekly,
    Weeks,
    Which,
    days,
    days_of_school_year,
    moment,
    month_of,
    school_year,
)

COPENHAGEN = "Europe/Copenhagen"
ZONES = (COPENHAGEN, "Europe/Oslo", "UTC")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
FIRST, LAST = date(2026, 1, 1), date(2030, 12, 31)

# The last Sundays of March and October, in which the clocks of Denmark and Norway change.
CHANGES = [
    date(year, month, day)
    for year in range(2026, 2031)
    for month in (3, 10)
    for day in range(25, 32)
    if date(year, month, day).weekday() == 6
]
SINGLE = SingleDates((*CHANGES, date(2026, 8, 12), date(2028, 2, 29)))
ANCHOR = date(2026, 10, 27)
CLOCKS = [time(0), time(1, 59), time(2), time(2, 30), time(2, 59), time(3), time(14, 30)]
CLOCKS += [time(23, 59)]


def told(rule: Rule, first: date, last: date) -> str:
    """The days as people write them: 3.11."""
    return " ".join(f"{day.day}.{day.month}" for day in days(rule, first, last))


def test_a_team_that_meets_every_tuesday() -> None:
    rule = Weekly(Weekday.TUESDAY)

    assert told(rule, date(2026, 10, 1), date(2026, 10, 31)) == "6.10 13.10 20.10 27.10"


def test_odd_and_even_weeks_are_those_of_the_calendar_on_the_wall() -> None:
    odd, even = (Weekly(Weekday.TUESDAY, weeks) for weeks in (Weeks.ODD, Weeks.EVEN))

    assert told(odd, date(2026, 3, 1), date(2026, 3, 31)) == "10.3 24.3"
    assert told(even, date(2026, 3, 1), date(2026, 3, 31)) == "3.3 17.3 31.3"


def test_week_53_and_week_1_are_both_odd_so_two_odd_weeks_follow_each_other() -> None:
    odd = Weekly(Weekday.WEDNESDAY, Weeks.ODD)

    assert told(odd, date(2026, 12, 14), date(2027, 1, 31)) == "16.12 30.12 6.1 20.1"


def test_every_other_week_goes_on_over_the_new_year() -> None:
    rule = EveryOtherWeek(Weekday.WEDNESDAY, anchor=date(2026, 12, 18))

    assert told(rule, date(2026, 12, 14), date(2027, 1, 31)) == "16.12 30.12 13.1 27.1"


def test_every_other_week_counts_back_from_its_anchor_too() -> None:
    rule = EveryOtherWeek(Weekday.MONDAY, anchor=date(2026, 12, 20))

    assert told(rule, date(2026, 11, 1), date(2026, 12, 31)) == "2.11 16.11 30.11 14.12 28.12"


def test_the_first_tuesday_the_third_wednesday_and_the_last_thursday() -> None:
    autumn = date(2026, 9, 1), date(2026, 12, 31)

    assert told(Monthly(Which.FIRST, Weekday.TUESDAY), *autumn) == "1.9 6.10 3.11 1.12"
    assert told(Monthly(Which.THIRD, Weekday.WEDNESDAY), *autumn) == "16.9 21.10 18.11 16.12"
    assert told(Monthly(Which.LAST, Weekday.THURSDAY), *autumn) == "24.9 29.10 26.11 31.12"


def test_the_first_tuesday_is_found_by_who_asks_in_the_middle_of_the_month() -> None:
    rule = Monthly(Which.FIRST, Weekday.TUESDAY)

    assert told(rule, date(2026, 9, 2), date(2026, 10, 6)) == "6.10"
    assert told(rule, date(2026, 9, 2), date(2026, 10, 5)) == ""


def test_single_dates_come_in_their_order_and_once() -> None:
    rule = SingleDates((date(2026, 11, 5), date(2026, 9, 1), date(2026, 11, 5)))

    assert told(rule, date(2026, 8, 1), date(2026, 12, 31)) == "1.9 5.11"


def test_a_monthly_minimum_gives_no_day_by_itself() -> None:
    assert told(MonthlyMinimum(), FIRST, LAST) == ""


def test_half_past_two_is_half_past_two_when_the_clocks_change() -> None:
    summer = moment(date(2026, 10, 20), time(14, 30), COPENHAGEN)
    winter = moment(date(2026, 10, 27), time(14, 30), COPENHAGEN)

    assert summer == datetime(2026, 10, 20, 12, 30, tzinfo=UTC)
    assert winter == datetime(2026, 10, 27, 13, 30, tzinfo=UTC)


@pytest.mark.parametrize("clock", [time(2), time(2, 30), time(2, 59, 59), time(3)])
def test_a_time_that_the_clocks_skip_is_the_first_minute_after(clock: time) -> None:
    found = moment(date(2026, 3, 29), clock, COPENHAGEN)

    assert found == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert found.astimezone(ZoneInfo(COPENHAGEN)).time() == time(3)


def test_a_time_that_comes_twice_is_meant_once_the_first_time() -> None:
    found = moment(date(2026, 10, 25), time(2, 30), COPENHAGEN)

    assert found == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_day_that_a_zone_skipped_whole_is_the_first_minute_after() -> None:
    found = moment(date(2011, 12, 30), time(14, 30), "Pacific/Apia")

    assert found.astimezone(ZoneInfo("Pacific/Apia")).isoformat() == "2011-12-31T00:00:00+14:00"


def test_the_school_year_runs_from_august_to_july() -> None:
    assert [school_year(date(2027, month, 1)) for month in (1, 7, 8, 12)] == [
        2026,
        2026,
        2027,
        2027,
    ]
    assert days_of_school_year(2026) == (date(2026, 8, 1), date(2027, 7, 31))


@given(day=st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_a_month_begins_on_its_first_and_ends_the_day_before_the_next(day: date) -> None:
    first, last = month_of(day)

    assert first <= day <= last
    assert (first.month, first.day) == (day.month, 1)
    assert (last.month, (last + DAY).day) == (day.month, 1)


weekdays = st.sampled_from(Weekday)
some_days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
rules: st.SearchStrategy[Rule] = st.one_of(
    st.builds(Weekly, weekdays, st.sampled_from(Weeks)),
    st.builds(EveryOtherWeek, weekdays, some_days),
    st.builds(Monthly, st.sampled_from(Which), weekdays),
    st.builds(SingleDates, st.lists(some_days, max_size=5).map(tuple)),
)


@given(rule=rules, first=some_days, length=st.integers(0, 200), cut=st.integers(0, 200))
def test_days_come_in_order_each_once_however_the_time_is_cut(
    rule: Rule, first: date, length: int, cut: int
) -> None:
    last = first + length * DAY
    middle = min(first + cut * DAY, last)

    found = list(days(rule, first, last))

    assert all(one < other for one, other in pairwise(found))
    assert all(first <= day <= last for day in found)
    assert found == [*days(rule, first, middle), *days(rule, middle + DAY, last)]


# The onlooker

Gives = Callable[[date], bool]


def is_odd_week(day: date) -> bool:
    """Told from the Thursday of the week, which is how ISO 8601 says it."""
    thursday = day + (3 - day.weekday()) * DAY
    return ((thursday - date(thursday.year, 1, 1)).days // 7 + 1) % 2 == 1


def kinds() -> Iterator[tuple[Rule, Gives]]:
    """Every kind of rule, beside what an onlooker understands by it."""
    for weekday in Weekday:
        on: Gives = lambda day, weekday=weekday: day.strftime("%A").upper() == weekday.name  # type: ignore[misc] # noqa: E731
        yield Weekly(weekday), on
        yield Weekly(weekday, Weeks.ODD), lambda day, on=on: on(day) and is_odd_week(day)
        yield Weekly(weekday, Weeks.EVEN), lambda day, on=on: on(day) and not is_odd_week(day)
        monday = ANCHOR - timedelta(days=1)  # the anchor is a Tuesday
        other = EveryOtherWeek(weekday, ANCHOR)
        yield other, lambda day, on=on, m=monday: on(day) and 0 <= (day - m).days % 14 < 7
        for which in Which:
            yield Monthly(which, weekday), lambda day, on=on, w=which: on(day) and nth(day, w)
    yield SINGLE, lambda day: day in SINGLE.dates
    yield MonthlyMinimum(), lambda day: False


def nth(day: date, which: Which) -> bool:
    if which is Which.LAST:
        return (day + 7 * DAY).month != day.month
    return (day - (which - 1) * 7 * DAY).month == day.month != (day - which * 7 * DAY).month


def watch(zone: str, first: date, last: date) -> dict[tuple[date, time], datetime]:
    """The first minute at which the clock shows each time of each day, or has jumped over it."""
    clock, found = ZoneInfo(zone), {}
    at = datetime.combine(first - DAY, time(12), UTC)
    before = at.astimezone(clock).replace(tzinfo=None)
    while before.date() <= last:
        at += MINUTE
        wall = at.astimezone(clock).replace(tzinfo=None)
        passed, before = before, wall
        # An ordinary minute, in which no meeting can begin: go on.
        if wall - passed == MINUTE and wall.time() not in CLOCKS:
            continue
        while passed < wall:
            passed += MINUTE
            if passed.time() in CLOCKS:
                found.setdefault((passed.date(), passed.time()), at)
    return found


def agree(zone: str, first: date, last: date) -> int:
    """How many meetings the rules and the onlooker agree on; fails where they do not."""
    seen, count = watch(zone, first, last), 0
    whole = [first + n * DAY for n in range((last - first).days + 1)]
    for rule, gives in kinds():
        given = [day for day in whole if gives(day)]
        assert list(days(rule, first, last)) == given, rule
        for clock in CLOCKS:
            expected = [seen[day, clock] for day in given]
            assert [moment(day, clock, zone) for day in given] == expected, (rule, clock)
            count += len(given)
    return count


@pytest.mark.parametrize("zone", ZONES)
def test_an_onlooker_agrees_around_every_change_of_the_clocks(zone: str) -> None:
    met = [agree(zone, day - 2 * DAY, day + 2 * DAY) for day in CHANGES]

    assert len(met) == 10
    assert min(met) > 50


@pytest.mark.slow
@pytest.mark.parametrize("zone", ZONES)
def test_an_onlooker_who_watches_five_years_minute_by_minute_agrees(zone: str) -> None:
    assert agree(zone, FIRST, LAST) > 30_000
