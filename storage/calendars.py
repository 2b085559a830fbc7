"""Read the calendars of municipalities from their files, and say where something is wrong.

A file holds one school year of one municipality; several files with the same id are one
municipality. Days stand in the file itself, or in an iCalendar file that it names.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from circle.calendar import USUAL, ZONES, Country, Free, FreeDays, HalfOfficial, Municipality
from circle.fields import Entry, GuideFault
from circle.rhythm import DAY, days_of_school_year
from storage.calendars_ics import Unreadable, read_events
from storage.guides import line_of

LONGEST = 100 * DAY
"""A holiday that is longer is a slip of the pen."""


class WrongCalendar(Exception):
    """A calendar cannot be used as it stands; without a line it is about the whole file."""

    def __init__(self, file: Path, line: int, sentence: str) -> None:
        self.file, self.line, self.sentence = file, line, sentence
        place = f"{file.name}, line {line}" if line else file.name
        super().__init__(f"{place}: {sentence}")


class Kind(StrEnum):
    """What a municipality can tell: days without school, and days when it is closed."""

    SCHOOL = Free.SCHOOL.value
    CLOSING = Free.CLOSING.value


def read_calendars(folder: Path) -> Mapping[str, Municipality]:
    """All municipalities of a folder by id; none where there is no file. Raises WrongCalendar."""
    found: dict[str, Municipality] = {}
    for file in sorted(folder.glob("*.toml")):
        new = read_calendar(file)
        known = found.get(new.id)
        if known is None:
            found[new.id] = new
            continue
        if known != replace(new, free=known.free, years=known.years):
            sentence = f"“{new.id}” has another name, country or half-official days elsewhere."
            raise WrongCalendar(file, 0, f"{sentence} Write the same in all its files.")
        if set(known.years) & set(new.years):
            sentence = f"“{new.id}” has a file for this school year already."
            raise WrongCalendar(file, line_of(_bytes(file).decode(), ("school_year",)), sentence)
        free, years = (*known.free, *new.free), tuple(sorted((*known.years, *new.years)))
        found[new.id] = replace(known, free=_in_order(free), years=years)
    return found


def read_calendar(file: Path) -> Municipality:
    """One school year of one municipality. Raises WrongCalendar."""
    try:
        text = _bytes(file).decode("utf-8-sig")  # some editors put a mark first
        raw = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise WrongCalendar(file, line, "The file is not written in UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise WrongCalendar(file, line, f"This is not TOML: {error}.") from None
    try:
        return _municipality(Entry(raw, (), "The calendar"), file.parent)
    except GuideFault as fault:
        raise WrongCalendar(file, line_of(text, fault.where), fault.sentence) from None


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise WrongCalendar(file, 0, f"This cannot be read as a file: {error.strerror}.") from None


def _municipality(top: Entry, folder: Path) -> Municipality:
    top.knows_only("id name country school_year half_official free files".split())
    country, year = top.word("country", Country), top.whole("school_year", 2000, 2100)
    usual = "half_official" not in top.raw
    half = USUAL[country] if usual else top.words("half_official", HalfOfficial)
    free = [_days(entry, year) for entry in _tables(top, "free")]
    for entry in _tables(top, "files"):
        free += _imported(entry, folder, country, year)
    return Municipality(
        id=top.name("id"),
        name=top.text("name"),
        country=country,
        half_official=half,
        free=_in_order(free),
        years=(year,),
    )


def _tables(top: Entry, key: str) -> Iterator[Entry]:
    for number, raw in enumerate(top.list(key)):
        if not isinstance(raw, Mapping):
            raise top.fault(key, f"“{key}” must be tables, each under [[{key}]].")
        yield Entry(raw, (key, number), f"{key} {number + 1}")


def _days(entry: Entry, year: int) -> FreeDays:
    entry.knows_only(("kind", "name", "first", "last"))
    kind = Free(entry.word("kind", Kind).value)
    first = _day(entry, "first")
    last = _day(entry, "last") if "last" in entry.raw else first
    sentence = _wrong_days(first, last, year)
    if sentence:
        raise entry.fault("last" if "last" in entry.raw else "first", sentence)
    return FreeDays(kind, entry.text("name"), first, last)


def _day(entry: Entry, key: str) -> date:
    value = entry.raw.get(key)
    if not isinstance(value, date) or isinstance(value, datetime):
        raise entry.fault(key, f"“{key}” must be a date without quotation marks, as 2026-10-12.")
    return value


def _wrong_days(first: date, last: date, year: int) -> str | None:
    begins, ends = days_of_school_year(year)
    if last < first:
        return f"the last day, {last}, lies before the first, {first}."
    if last - first >= LONGEST:
        return f"from {first} to {last} are {(last - first).days + 1} days; is that right?"
    if first < begins or last > ends:
        return f"{first} to {last} does not lie in the school year {begins} to {ends}."
    return None


def _imported(entry: Entry, folder: Path, country: Country, year: int) -> Iterator[FreeDays]:
    entry.knows_only(("kind", "file"))
    kind, name = Free(entry.word("kind", Kind).value), entry.text("file")
    file = folder / name
    if Path(name).name != name or file.suffix != ".ics":
        raise entry.fault("file", f"“{name}” must be a file in this folder that ends in .ics.")
    if not file.is_file():
        raise entry.fault("file", f"there is no file {name} beside this one.")
    begins, ends = days_of_school_year(year)
    try:
        for event in read_events(_bytes(file), ZONES[country]):
            if event.last < begins or event.first > ends:
                continue  # a calendar that is subscribed to often holds several years
            sentence = _wrong_days(event.first, event.last, year)
            if sentence:
                raise WrongCalendar(file, event.line, f"{event.name}: {sentence}")
            yield FreeDays(kind, event.name, event.first, event.last)
    except Unreadable as fault:
        raise WrongCalendar(file, fault.line, fault.sentence) from None


def _in_order(free: Iterable[FreeDays]) -> tuple[FreeDays, ...]:
    """The free days in their order; a summer holiday that two files tell of is one."""
    found: list[FreeDays] = []
    for each in sorted(free, key=lambda each: (each.kind, each.name, each.first)):
        before = found[-1] if found else None
        same = before and (before.kind, before.name) == (each.kind, each.name)
        if before and same and each.first <= before.last + DAY:
            found[-1] = replace(before, last=max(before.last, each.last))
        else:
            found.append(each)
    return tuple(sorted(found, key=lambda each: (each.first, each.last, each.kind)))
