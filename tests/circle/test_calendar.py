"""Free days: whose they are, what they are called, and which of several reasons is told."""

from datetime import date, timedelta

import pytest

from circle.calendar import Calendar, Country, Free, FreeDays, Municipality, pause, plain

DENMARK, NORWAY = (Calendar(plain(country)) for country in Country)
AUTUMN = FreeDays(Free.SCHOOL, "efterårsferie", date(2026, 10, 10), date(2026, 10, 18))
CLOSED = FreeDays(Free.CLOSING, "lukkedag", date(2026, 10, 13), date(2026, 10, 13))
AARHUS = Municipality("aarhus", "Aarhus", Country.DENMARK, (), (AUTUMN, CLOSED), (2026,))


def year_of(calendar: Calendar, year: int, *kinds: Free) -> str:
    """The free days of a year that are no Saturdays or Sundays, as people write them."""
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    found = [(day, calendar.free(day)) for day in days if day.weekday() < 5]
    return " ".join(f"{day.day}.{day.month}" for day, free in found if free and free.kind in kinds)


def test_the_public_holidays_of_denmark() -> None:
    assert year_of(DENMARK, 2026, Free.PUBLIC) == "1.1 2.4 3.4 6.4 14.5 25.5 25.12"


def test_the_public_holidays_of_norway() -> None:
    assert year_of(NORWAY, 2026, Free.PUBLIC) == "1.1 2.4 3.4 6.4 1.5 14.5 25.5 25.12"
    assert year_of(NORWAY, 2027, Free.PUBLIC) == "1.1 25.3 26.3 29.3 6.5 17.5"


def test_half_official_days_are_free_and_may_first_is_not_in_denmark() -> None:
    assert year_of(DENMARK, 2026, Free.HALF_OFFICIAL) == "5.6 24.12 31.12"
    assert year_of(NORWAY, 2026, Free.HALF_OFFICIAL) == "24.12 31.12"
    assert DENMARK.works(date(2026, 5, 1))
    assert NORWAY.works(date(2026, 6, 5))


def test_a_municipality_can_have_other_half_official_days() -> None:
    assert year_of(Calendar(AARHUS), 2026, Free.HALF_OFFICIAL) == ""


def test_great_prayer_day_is_a_working_day_since_it_was_abolished() -> None:
    assert not DENMARK.works(date(2023, 5, 5))
    assert DENMARK.works(date(2027, 4, 23))


@pytest.mark.parametrize(
    ("country", "language", "name"),
    [
        (Country.DENMARK, "da", "Skærtorsdag"),
        (Country.DENMARK, "nb", "Skærtorsdag"),
        (Country.NORWAY, "nb", "Skjærtorsdag"),
        (Country.NORWAY, "da", "Skjærtorsdag"),
        (Country.NORWAY, "en", "Maundy Thursday"),
    ],
)
def test_a_public_holiday_is_called_as_the_reader_or_the_country_calls_it(
    country: Country, language: str, name: str
) -> None:
    free = Calendar(plain(country), language=language).free(date(2026, 4, 2))

    assert free == FreeDays(Free.PUBLIC, name, date(2026, 4, 2), date(2026, 4, 2))


def test_names_do_not_depend_on_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANG", "LC_ALL", "LANGUAGE"):
        monkeypatch.setenv(name, "th_TH.UTF-8")

    free = Calendar(plain(Country.NORWAY), language="nb").free(date(2031, 5, 17))

    assert free is not None
    assert free.name == "Grunnlovsdag"


def test_an_office_works_through_the_school_holidays_but_not_on_a_closing_day() -> None:
    school, office = Calendar(AARHUS), Calendar(AARHUS, school=False)

    assert not school.works(date(2026, 10, 12))
    assert office.works(date(2026, 10, 12))
    assert not office.works(date(2026, 10, 13))


def test_of_several_reasons_a_pause_is_told_and_else_the_longest() -> None:
    week = pause(date(2026, 10, 14), date(2026, 10, 14))
    calendar = Calendar(AARHUS, pauses=(week,))

    assert calendar.free(date(2026, 10, 13)) == AUTUMN
    assert calendar.free(date(2026, 10, 14)) == week
    assert Calendar(AARHUS, school=False).free(date(2026, 10, 13)) == CLOSED


def test_both_ends_of_a_holiday_are_free_and_the_days_beside_them_are_not() -> None:
    calendar = Calendar(AARHUS)
    beside = (AUTUMN.first - timedelta(days=1), AUTUMN.last + timedelta(days=1))

    assert calendar.free(AUTUMN.first) == calendar.free(AUTUMN.last) == AUTUMN
    assert [calendar.free(day) for day in beside] == [None, None]


def test_a_weekend_is_no_free_day_and_no_working_day() -> None:
    assert DENMARK.free(date(2026, 11, 7)) is None
    assert not DENMARK.works(date(2026, 11, 7))


def test_somebody_who_is_away_does_not_work_and_the_team_does() -> None:
    away = DENMARK.without(pause(date(2026, 11, 2), date(2026, 11, 6)))

    assert not away.works(date(2026, 11, 4))
    assert DENMARK.works(date(2026, 11, 4))


def test_a_calendar_says_which_school_years_it_knows() -> None:
    calendar = Calendar(AARHUS)

    assert calendar.knows(date(2027, 7, 31))
    assert not calendar.knows(date(2027, 8, 1))
