"""Calendars are read as people's programs leave them; what is wrong is named with file and line."""

import codecs
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circle.calendar import Calendar, Country, Free, FreeDays, HalfOfficial, Municipality
from storage.calendars import WrongCalendar, read_calendars
from storage.calendars_ics import Unreadable, read_events

EXAMPLES = Path(__file__).parents[2] / "docs" / "calendars"
HEAD = 'id = "by"\nname = "By"\ncountry = "DK"\nschool_year = 2026\n'
WEEK = '[[free]]\nkind = "school"\nname = "efterårsferie"\nfirst = 2026-10-10\nlast = 2026-10-18\n'
IMPORT = '[[files]]\nkind = "closing"\nfile = "dage.ics"\n'


def toml(folder: Path, text: str, name: str = "by.toml") -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder


def ics(*lines: str) -> bytes:
    """A calendar with one event of these lines."""
    whole = ["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", *lines, "END:VEVENT"]
    return "\r\n".join([*whole, "END:VCALENDAR", ""]).encode()


def told(raw: bytes, zone: str = "Europe/Copenhagen") -> list[str]:
    return [f"{each.name} {each.first} {each.last}" for each in read_events(raw, zone)]


def wrong(folder: Path) -> str:
    with pytest.raises(WrongCalendar) as caught:
        read_calendars(folder)
    return str(caught.value)


# The examples


def examples() -> dict[str, Municipality]:
    return dict(read_calendars(EXAMPLES))


def test_the_examples_say_that_they_are_examples_in_file_and_name() -> None:
    assert set(examples()) == {"aarhus-example", "lier-example"}
    assert all("ikke offi" in each.name for each in examples().values())
    for file in EXAMPLES.iterdir():
        assert "EXAMPLE" in file.read_text("utf-8")[:300], file.name


def test_a_year_of_aarhus_and_a_year_of_lier() -> None:
    aarhus, lier = (Calendar(each) for each in examples().values())

    assert lier.free(date(2026, 9, 29)) == FreeDays(
        Free.SCHOOL, "høstferie", date(2026, 9, 28), date(2026, 10, 2)
    )
    assert aarhus.works(date(2026, 9, 29))
    assert not aarhus.works(date(2026, 10, 13))
    assert not lier.works(date(2026, 11, 13))
    assert lier.works(date(2027, 6, 4))
    assert all(calendar.knows(date(2027, 1, 4)) for calendar in (aarhus, lier))


# TOML


def test_days_are_read_and_a_single_day_needs_no_last(tmp_path: Path) -> None:
    day = '[[free]]\nkind = "closing"\nname = "lukkedag"\nfirst = 2027-05-07\n'
    (found,) = read_calendars(toml(tmp_path, HEAD + WEEK + day)).values()

    assert found.country is Country.DENMARK
    assert found.half_official == tuple(HalfOfficial)
    assert found.years == (2026,)
    assert found.free == (
        FreeDays(Free.SCHOOL, "efterårsferie", date(2026, 10, 10), date(2026, 10, 18)),
        FreeDays(Free.CLOSING, "lukkedag", date(2027, 5, 7), date(2027, 5, 7)),
    )


def test_a_municipality_chooses_its_half_official_days(tmp_path: Path) -> None:
    folder = toml(tmp_path, HEAD + 'half_official = ["christmas_eve"]\n')

    assert read_calendars(folder)["by"].half_official == (HalfOfficial.CHRISTMAS_EVE,)


def test_two_school_years_are_one_municipality_and_their_summer_one_holiday(
    tmp_path: Path,
) -> None:
    summer = '[[free]]\nkind = "school"\nname = "sommerferie"\n'
    toml(tmp_path, f"{HEAD}{summer}first = 2027-06-26\nlast = 2027-07-31\n", "2026.toml")
    after = HEAD.replace("2026", "2027")
    toml(tmp_path, f"{after}{summer}first = 2027-08-01\nlast = 2027-08-08\n", "2027.toml")

    (found,) = read_calendars(tmp_path).values()

    assert found.years == (2026, 2027)
    assert [(each.first, each.last) for each in found.free] == [
        (date(2027, 6, 26), date(2027, 8, 8))
    ]


def test_a_folder_without_calendars_gives_none(tmp_path: Path) -> None:
    assert read_calendars(tmp_path / "none") == {}


def test_a_mark_at_the_beginning_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    marked = codecs.BOM_UTF8 + (HEAD + WEEK).replace("\n", "\r\n").encode()
    (tmp_path / "by.toml").write_bytes(marked)

    assert len(read_calendars(tmp_path)["by"].free) == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (HEAD.replace("DK", "SE"), "by.toml, line 3: The calendar: “country” says “SE”, and must"),
        (HEAD.replace("2026", "26"), "by.toml, line 4: The calendar: “school_year” must be"),
        (HEAD + "holidays = 1\n", "by.toml, line 5: The calendar: “holidays” is not a key"),
        (HEAD + "free = 1\n", "by.toml, line 5: The calendar: “free” must be a list"),
        (HEAD + "free = [1]\n", "by.toml, line 5: The calendar: “free” must be tables"),
        (HEAD + 'half_official = ["may"]\n', "line 5: The calendar: “half_official” says “may”"),
        (HEAD + WEEK.replace("school", "ski"), "by.toml, line 6: free 1: “kind” says “ski”"),
        (HEAD + WEEK + WEEK.replace("name", "nam"), "line 12: free 2: “nam” is not a key"),
        (HEAD + WEEK.replace("2026-10-18", '"x"'), "line 9: free 1: “last” must be a date with"),
        (HEAD + WEEK.replace("10-18", "10-18T00:00:00"), "line 9: free 1: “last” must be a date"),
        (HEAD + WEEK.replace("10-18", "10-09"), "line 9: free 1: the last day, 2026-10-09, lies"),
        (HEAD + WEEK.replace("2026-10-18", "2027-10-18"), "line 9: free 1: from 2026-10-10 to"),
        (HEAD + WEEK.replace("2026", "2025"), "line 9: free 1: 2025-10-10 to 2025-10-18 does not"),
        (HEAD + WEEK.replace("10-18", "10-32"), "by.toml, line 9: This is not TOML"),
        (HEAD + WEEK + "x = [1,", "by.toml, line 10: This is not TOML"),
        (HEAD + IMPORT, "by.toml, line 7: files 1: there is no file dage.ics"),
        (HEAD + IMPORT.replace("dage", "../dage"), "line 7: files 1: “../dage.ics” must be a"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(
    tmp_path: Path, text: str, sentence: str
) -> None:
    assert sentence in wrong(toml(tmp_path, text))


def test_other_letters_are_named_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "by.toml").write_bytes((HEAD + WEEK).encode("latin-1"))

    assert wrong(tmp_path).startswith("by.toml, line 7: The file is not written in UTF-8")


def test_a_folder_with_the_name_of_a_calendar_is_named(tmp_path: Path) -> None:
    (tmp_path / "by.toml").mkdir()

    assert wrong(tmp_path).startswith("by.toml: This cannot be read as a file")


def test_a_school_year_that_two_files_tell_of_is_named(tmp_path: Path) -> None:
    toml(tmp_path, HEAD, "a.toml")

    assert wrong(toml(tmp_path, HEAD, "b.toml")).startswith("b.toml, line 4: “by” has a file")


def test_files_of_one_municipality_that_differ_are_named(tmp_path: Path) -> None:
    toml(tmp_path, HEAD, "a.toml")
    toml(tmp_path, HEAD.replace("DK", "NO").replace("2026", "2027"), "b.toml")

    assert wrong(tmp_path).startswith("b.toml: “by” has another name, country or")


# iCalendar


def test_a_last_day_is_the_day_before_the_event_ends() -> None:
    event = ("DTSTART;VALUE=DATE:20261010", "DTEND;VALUE=DATE:20261019", "SUMMARY:Efterårsferie")

    assert told(ics(*event)) == ["Efterårsferie 2026-10-10 2026-10-18"]


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (("DTSTART:20261113",), "2026-11-13 2026-11-13"),
        (("DTSTART:20261113", "DTEND:20261113"), "2026-11-13 2026-11-13"),
        (("DTSTART:20261113", "DTEND:20261114"), "2026-11-13 2026-11-13"),
        (("DTSTART:20261012", "DURATION:P1W"), "2026-10-12 2026-10-18"),
        (("DTSTART:20261012", "DURATION:P2D"), "2026-10-12 2026-10-13"),
        (("DTSTART:20261011T220000Z", "DTEND:20261018T220000Z"), "2026-10-12 2026-10-18"),
        (
            (
                'DTSTART;TZID="Romance Standard Time":20261012T000000',
                "DTEND;TZID=x:20261013T000000",
            ),
            "2026-10-12 2026-10-12",
        ),
    ],
)
def test_the_ways_to_write_whole_days(lines: tuple[str, ...], days: str) -> None:
    assert told(ics(*lines, "SUMMARY:Fri")) == [f"Fri {days}"]


def test_alarms_and_time_zones_with_rules_of_their_own_are_passed_over() -> None:
    zone = b"BEGIN:VTIMEZONE\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nRRULE:FREQ=YEARLY\r\n"
    zone += b"END:STANDARD\r\nEND:VTIMEZONE\r\n"
    alarm = ("BEGIN:VALARM", "SUMMARY:Husk", "DURATION:PT5M", "RRULE:x", "END:VALARM")
    raw = ics("SUMMARY:Fri", "DTSTART:20261113", *alarm)

    assert told(raw.replace(b"BEGIN:VEVENT", zone + b"BEGIN:VEVENT")) == [
        "Fri 2026-11-13 2026-11-13"
    ]


def test_a_name_may_go_on_in_the_middle_of_a_letter_and_have_signs_of_its_own() -> None:
    raw = ics("DTSTART:20261113", "SUMMARY:Planlægning\\, uden\\nbørn\\; hele dagen")
    folded = raw.replace("æ".encode(), b"\xc3\r\n \xa6")

    assert told(folded) == ["Planlægning, uden børn; hele dagen 2026-11-13 2026-11-13"]


def test_a_mark_at_the_beginning_of_a_calendar_changes_nothing() -> None:
    raw = ics("DTSTART:20261113", "SUMMARY:Fri")

    assert told(codecs.BOM_UTF8 + raw) == told(raw)


def test_a_cancelled_event_is_left_out() -> None:
    assert told(ics("DTSTART:20261113", "SUMMARY:Fri", "STATUS:CANCELLED")) == []


@pytest.mark.parametrize(
    ("lines", "line", "sentence"),
    [
        (("SUMMARY:Fri",), 3, "no DTSTART"),
        (("DTSTART:20261113",), 3, "no SUMMARY"),
        (("DTSTART:20261113", "SUMMARY:\\n"), 5, "no SUMMARY"),
        (("SUMMARY:Fri", "DTSTART:20261313"), 5, "“20261313” is not a day"),
        (("SUMMARY:Fri", "DTSTART:13.11.2026"), 5, "“13.11.2026” is not a day"),
        (("SUMMARY:Fri", "DTSTART:20261113T080000"), 5, "a time within a day"),
        (("SUMMARY:Fri", "DTSTART:20261113T000000Z"), 5, "a time within a day"),
        (("SUMMARY:Fri", "DTSTART:20261113", "DTEND:20261112"), 3, "ends before it begins"),
        (("SUMMARY:Fri", "DTSTART:20261113", "DURATION:PT8H"), 6, "“PT8H” is not whole days"),
        (("SUMMARY:Fri", "DTSTART:20261113", "DURATION:P9999999W"), 6, "is not whole days"),
        (("SUMMARY:Fri", "DTSTART:00010101T000000Z"), 5, "is not a day of the calendar"),
        (("SUMMARY:Fri", "DTSTART:20261113", "RRULE:FREQ=DAILY"), 6, "repeats is not read"),
        (("SUMMARY:Fri", "DTSTART:20261113", "RDATE:20261114"), 6, "repeats is not read"),
        (("SUMMARY:Fri", "SUMMARY:Fri"), 5, "SUMMARY stands twice"),
        (("SUMMARY Fri",), 4, "“SUMMARY Fri” is not a property"),
        (("END:VCALENDAR",), 4, "END:VCALENDAR stands where END:VEVENT (line 3) should"),
    ],
)
def test_what_is_wrong_in_an_event_is_named_with_its_line(
    lines: tuple[str, ...], line: int, sentence: str
) -> None:
    with pytest.raises(Unreadable) as caught:
        told(ics(*lines))

    assert caught.value.line == line
    assert sentence in caught.value.sentence


@pytest.mark.parametrize(
    ("raw", "line", "sentence"),
    [
        (b"", 1, "BEGIN:VCALENDAR is missing"),
        (b"BEGIN:VEVENT\nEND:VEVENT\n", 1, "no DTSTART"),
        (b"VERSION:2.0\n", 1, "begins with BEGIN:VCALENDAR"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", 2, "END:VEVENT (line 2) is missing"),
        (b"BEGIN:VCALENDAR\nX:\xe6\nEND:VCALENDAR\n", 2, "not written in UTF-8"),
    ],
)
def test_a_file_that_is_no_calendar_is_named(raw: bytes, line: int, sentence: str) -> None:
    with pytest.raises(Unreadable) as caught:
        told(raw)

    assert caught.value.line == line
    assert sentence in caught.value.sentence


def test_a_wrong_line_of_an_imported_file_is_named_with_that_file(tmp_path: Path) -> None:
    (tmp_path / "dage.ics").write_bytes(ics("SUMMARY:Fri", "DTSTART:x"))
    assert wrong(toml(tmp_path, HEAD + IMPORT)).startswith("dage.ics, line 5: “x” is not a day")

    long = ics("SUMMARY:Fri", "DTSTART:20260901", "DTEND:20270301")
    (tmp_path / "dage.ics").write_bytes(long)
    assert wrong(tmp_path).startswith("dage.ics, line 3: Fri: from 2026-09-01 to 2027-02-28 are")


def test_of_a_calendar_of_several_years_the_others_are_left(tmp_path: Path) -> None:
    events = [ics("SUMMARY:Fri", f"DTSTART:{year}1113") for year in (2025, 2026, 2027)]
    (tmp_path / "dage.ics").write_bytes(b"".join(events))

    (found,) = read_calendars(toml(tmp_path, HEAD + IMPORT)).values()

    assert [each.first.year for each in found.free] == [2026]
    assert found.free[0].kind is Free.CLOSING


@given(raw=st.binary(max_size=80), at=st.integers(0, 120), cut=st.integers(0, 40))
def test_whatever_stands_in_a_file_is_read_or_named(raw: bytes, at: int, cut: int) -> None:
    good = ics("SUMMARY:Fri", "DTSTART:20261113", "DTEND;VALUE=DATE:20261114")

    with suppress(Unreadable):
        told(good[:at] + raw + good[at + cut :])
