"""What the bot says by itself waits for the next working morning, and goes out as one."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circle.calendar import Calendar, Country, pause, plain
from circle.workdays import Hours, Quiet, merged, workdays_after, workdays_before

MINUTE = timedelta(minutes=1)
DENMARK = Calendar(plain(Country.DENMARK))
TEAM = Hours("Europe/Copenhagen", DENMARK)
YOUTH_CLUB = Hours("Europe/Copenhagen", DENMARK, Quiet(time(0), time(14)))


def at(text: str) -> datetime:
    """A wall-clock time in Copenhagen, as `2026-11-06 16:59`."""
    wall = datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo("Europe/Copenhagen"))
    return wall.astimezone(UTC)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("2026-11-05 16:59", "2026-11-05 16:59"),  # a Thursday afternoon: now
        ("2026-11-05 17:00", "2026-11-06 07:00"),  # in the evening: tomorrow
        ("2026-11-05 06:59", "2026-11-05 07:00"),  # in the night: this morning
        ("2026-11-06 18:00", "2026-11-09 07:00"),  # Friday evening: Monday
        ("2026-11-07 12:00", "2026-11-09 07:00"),  # Saturday at noon: Monday
        ("2026-12-23 17:30", "2026-12-28 07:00"),  # over Christmas
        ("2027-03-24 20:00", "2027-03-30 07:00"),  # over Easter, and the change of the clocks
    ],
)
def test_a_message_waits_for_the_next_working_morning(wanted: str, said: str) -> None:
    assert TEAM.next(at(wanted)) == at(said)


def test_a_youth_club_has_hours_of_its_own() -> None:
    assert YOUTH_CLUB.next(at("2026-11-05 21:00")) == at("2026-11-05 21:00")
    assert YOUTH_CLUB.next(at("2026-11-05 08:00")) == at("2026-11-05 14:00")
    assert YOUTH_CLUB.next(at("2026-11-07 21:00")) == at("2026-11-09 14:00")


def test_who_is_away_hears_it_on_the_first_working_morning_back() -> None:
    away = DENMARK.without(pause(date(2026, 11, 2), date(2026, 11, 8)))

    assert Hours(TEAM.zone, away).next(at("2026-11-03 10:00")) == at("2026-11-09 07:00")


def test_working_days_are_counted_over_weekends_and_holidays() -> None:
    tuesday_after_easter = date(2027, 3, 30)

    assert workdays_before(DENMARK, date(2026, 11, 10), 2) == date(2026, 11, 6)
    assert workdays_before(DENMARK, tuesday_after_easter, 2) == date(2027, 3, 23)
    assert workdays_before(DENMARK, tuesday_after_easter, 3) == date(2027, 3, 22)
    assert workdays_after(DENMARK, date(2027, 3, 24), 2) == date(2027, 3, 31)
    assert workdays_before(DENMARK, tuesday_after_easter, 0) == tuesday_after_easter


def test_the_agenda_goes_out_on_the_morning_two_working_days_before() -> None:
    assert TEAM.ahead(date(2026, 11, 10), 2) == at("2026-11-06 07:00")


def test_a_late_reminder_still_goes_out_while_it_helps() -> None:
    wanted, begins = at("2026-11-06 07:00"), at("2026-11-10 14:30")

    assert TEAM.in_time(wanted, at("2026-11-05 12:00"), begins) == wanted
    assert TEAM.in_time(wanted, at("2026-11-08 12:00"), begins) == at("2026-11-09 07:00")
    assert TEAM.in_time(wanted, at("2026-11-10 14:29"), begins) == at("2026-11-10 14:29")


def test_a_reminder_that_is_too_late_to_help_is_not_sent() -> None:
    wanted, evening = at("2026-11-06 07:00"), at("2026-11-10 19:00")

    assert TEAM.in_time(wanted, at("2026-11-10 14:30"), at("2026-11-10 14:30")) is None
    assert TEAM.in_time(wanted, at("2026-11-10 18:00"), evening) is None


def test_what_piled_up_over_a_weekend_is_said_at_once_in_its_order() -> None:
    wanted = [
        (at("2026-11-07 12:00"), "step"),
        (at("2026-11-06 18:00"), "agenda"),
        (at("2026-11-09 09:00"), "role"),
    ]

    assert merged(wanted, TEAM) == {
        at("2026-11-09 07:00"): ("agenda", "step"),
        at("2026-11-09 09:00"): ("role",),
    }


hours = st.builds(
    Hours,
    zone=st.sampled_from(["Europe/Copenhagen", "Europe/Oslo", "UTC"]),
    calendar=st.builds(
        Calendar,
        st.sampled_from([plain(country) for country in Country]),
        pauses=st.sampled_from([(), (pause(date(2026, 10, 20), date(2026, 10, 29)),)]),
    ),
    quiet=st.builds(
        Quiet,
        st.sampled_from([time(17), time(22), time(0), time(15, 45)]),
        st.sampled_from([time(7), time(14), time(8, 30)]),
    ),
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@given(hours=hours, wanted=moments)
def test_the_bot_never_speaks_early_or_in_quiet_hours_and_asking_again_changes_nothing(
    hours: Hours, wanted: datetime
) -> None:
    found = hours.next(wanted)
    wall = found.astimezone(ZoneInfo(hours.zone))

    assert found >= wanted
    assert hours.allow(found)
    assert hours.next(found) == found
    assert wall.weekday() < 5
    assert hours.calendar.free(wall.date()) is None


@given(hours=hours, wanted=moments)
def test_no_minute_in_which_the_bot_may_speak_is_let_go_by(hours: Hours, wanted: datetime) -> None:
    wanted = wanted.replace(second=0, microsecond=0)
    found = hours.next(wanted)

    between = [found - n * 17 * MINUTE for n in range(1, (found - wanted) // (17 * MINUTE))]
    assert not any(hours.allow(each) for each in [*between, found - MINUTE] if each >= wanted)


@given(
    day=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    number=st.integers(1, 12),
    hours=hours,
)
def test_as_many_working_days_lie_between_as_were_asked_for(
    day: date, number: int, hours: Hours
) -> None:
    calendar = hours.calendar
    before, after = (count(calendar, day, number) for count in (workdays_before, workdays_after))

    for first, last in ((before, day - timedelta(days=1)), (day + timedelta(days=1), after)):
        between = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        assert sum(calendar.works(each) for each in between) == number
    assert calendar.works(before)
    assert calendar.works(after)
