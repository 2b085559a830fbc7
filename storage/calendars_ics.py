"""Read whole days from an iCalendar file (RFC 5545), as calendars of schools are published.

Only what such a calendar needs is read: events of whole days, and their names.
Libraries for this do not say on which line something is wrong.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)

PROPERTY = re.compile(r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:])*)*):(.*)')
WHEN = re.compile(r"([12]\d{3})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?")
LASTING = re.compile(r"P(\d{1,3})([DW])")
ESCAPED = re.compile(r"\\(.)")
BLANKS = {"n": " ", "N": " "}
REPEATS = ("RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")
READ = ("SUMMARY", "DTSTART", "DTEND", "DURATION", "STATUS")


class Unreadable(Exception):
    """The file cannot be used; the sentence says what is wrong, on which line."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line, self.sentence = line, sentence


@dataclass(frozen=True)
class Days:
    """An event: its days, both ends included, its name, and the line where it begins."""

    name: str
    first: date
    last: date
    line: int


@dataclass
class _Event:
    line: int
    found: dict[str, tuple[int, str]] = field(default_factory=dict)


def read_events(raw: bytes, zone: str) -> Iterator[Days]:
    """The events of the file, as they stand; cancelled ones are left out. Raises Unreadable."""
    open_: list[tuple[int, str]] = []
    event: _Event | None = None
    line, calendars = 1, 0
    for line, key, value in _properties(raw):
        part = value.strip().upper()
        if key == "BEGIN":
            open_.append((line, part))
            calendars += part == "VCALENDAR"
            event = _Event(line) if part == "VEVENT" else event
        elif not open_:
            raise Unreadable(line, "A calendar begins with BEGIN:VCALENDAR.")
        elif key == "END":
            began, begun = open_.pop()
            if begun != part:
                raise Unreadable(
                    line, f"END:{part} stands where END:{begun} (line {began}) should."
                )
            if part == "VEVENT" and event is not None:
                yield from _days(event, zone)
                event = None
        elif event is not None and open_[-1][1] == "VEVENT":
            _note(event, line, key, value)
    if open_ or not calendars:
        missing = f"END:{open_[-1][1]} (line {open_[-1][0]})" if open_ else "BEGIN:VCALENDAR"
        raise Unreadable(line, f"The file ends, and {missing} is missing.")


def _properties(raw: bytes) -> Iterator[tuple[int, str, str]]:
    """Each property with the line it begins on; a line that begins with a blank goes on."""
    whole: list[tuple[int, bytes]] = []
    for number, line in enumerate(raw.removeprefix(BOM_UTF8).split(b"\n"), 1):
        line = line.removesuffix(b"\r")
        if line[:1] in {b" ", b"\t"} and whole:
            whole[-1] = (whole[-1][0], whole[-1][1] + line[1:])
        elif line.strip():
            whole.append((number, line))
    for number, line in whole:
        try:
            text = line.decode()  # only now: a line may go on in the middle of a letter
        except UnicodeDecodeError:
            raise Unreadable(number, "The line is not written in UTF-8.") from None
        found = PROPERTY.fullmatch(text)
        if found is None:
            raise Unreadable(number, f"“{text[:30]}” is not a property, as in NAME:value.")
        yield number, found[1].upper(), found[3]


def _note(event: _Event, line: int, key: str, value: str) -> None:
    if key in REPEATS:
        raise Unreadable(line, "An event that repeats is not read. Write each of its days out.")
    if key in event.found:
        raise Unreadable(line, f"{key} stands twice in one event.")
    if key in READ:
        event.found[key] = (line, value)


def _days(event: _Event, zone: str) -> Iterator[Days]:
    if "DTSTART" not in event.found:
        raise Unreadable(event.line, "The event has no DTSTART, its first day.")
    line, name = event.found.get("SUMMARY", (event.line, ""))
    name = " ".join(ESCAPED.sub(lambda found: BLANKS.get(found[1], found[1]), name).split())
    if not name or not name.isprintable():
        raise Unreadable(line, "The event has no SUMMARY, its name.")
    if event.found.get("STATUS", (0, ""))[1].strip().upper() == "CANCELLED":
        return
    begins = _midnight(*event.found["DTSTART"], zone)
    ends = _end(event, begins, zone)
    if ends < begins:
        raise Unreadable(event.line, f"“{name}” ends before it begins.")
    # What ends at a midnight does not hold the day that begins then.
    yield Days(name, begins, max(begins, ends - DAY), event.line)


def _end(event: _Event, begins: date, zone: str) -> date:
    if "DTEND" in event.found:
        return _midnight(*event.found["DTEND"], zone)
    if "DURATION" not in event.found:
        return begins
    line, value = event.found["DURATION"]
    lasts = LASTING.fullmatch(value.strip().upper())
    if lasts is None:
        raise Unreadable(line, f"“{value}” is not whole days or weeks, as in P5D or P1W.")
    return begins + int(lasts[1]) * (DAY if lasts[2] == "D" else 7 * DAY)


def _midnight(line: int, value: str, zone: str) -> date:
    """The day that begins then; what is written in UTC is told in the zone."""
    found = WHEN.fullmatch(value.strip())
    try:
        if found is None:
            raise ValueError
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
        written = UTC if found[7] else ZoneInfo(zone)
        moment = datetime(year, month, day, hour, minute, second, tzinfo=written)
        moment = moment.astimezone(ZoneInfo(zone))
    except (ValueError, OverflowError):
        sentence = f"“{value}” is not a day of the calendar, as in 20261012."
        raise Unreadable(line, sentence) from None
    if moment.time() != time():
        sentence = f"“{value}” is a time within a day. Free days are whole days, as 20261012."
        raise Unreadable(line, sentence)
    return moment.date()
