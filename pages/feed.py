"""A team's meetings as an iCalendar file (RFC 5545), for Outlook, Google and others.

A meeting is an event of its own with its time in UTC, so no time zone has to be described. Nothing
in it names a person or says what a circle is about: a calendar is read by more than the team.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256

from circle.occurrences import Occurrence, State
from circle.papers import Papers
from locales import words_in

SHOWN = timedelta(days=100)
"""Meetings that are over stay in the calendar for so long."""

LONGEST_LINE = 75
"""Bytes; a longer line goes on in the next, behind a space."""

STATUS = {State.MOVED: "CANCELLED", State.SKIPPED: "CANCELLED"}
STAMP = "%Y%m%dT%H%M%SZ"
POLL = "PT1H"
"""How often a calendar is asked to look again."""


def feed(papers: Papers, at: datetime) -> bytes:
    """The whole calendar; the same papers on the same day give the same bytes."""
    return b"".join(_folded(line) for line in _lines(papers, at))


def tag_of(content: bytes) -> str:
    """The mark by which a subscriber knows that nothing has changed."""
    return f'"{sha256(content).hexdigest()[:24]}"'


def _lines(papers: Papers, at: datetime) -> Iterator[str]:
    words, team = words_in(papers.team.language), papers.team
    name = _text(words("feed.name", team=team.name))
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Ordet//Ordet//EN"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield f"NAME:{name}"
    yield f"X-WR-CALNAME:{name}"
    yield f"X-WR-TIMEZONE:{team.zone}"
    yield f"REFRESH-INTERVAL;VALUE=DURATION:{POLL}"
    yield f"X-PUBLISHED-TTL:{POLL}"
    meetings = papers.between.meetings.values()
    for meeting in sorted(meetings, key=lambda each: each.key):
        if meeting.ends > at - SHOWN and not _is_nothing(meeting):
            yield from _event(meeting, team.id, _text(words("feed.meeting", team=team.name)))
    yield "END:VCALENDAR"


def _is_nothing(meeting: Occurrence) -> bool:
    """A meeting that the team's own pause took away was never in anybody's calendar."""
    return meeting.state is State.SKIPPED and not meeting.reminded and meeting.question is None


def _event(meeting: Occurrence, team: str, title: str) -> Iterator[str]:
    status = STATUS.get(meeting.state, "CONFIRMED")
    if meeting.open and not meeting.stands:
        status = "TENTATIVE"
    yield "BEGIN:VEVENT"
    yield f"UID:{meeting.key.replace('/', '-')}-{team}@ordet"
    yield f"DTSTAMP:{meeting.begins.strftime(STAMP)}"
    yield f"DTSTART:{meeting.begins.strftime(STAMP)}"
    yield f"DTEND:{meeting.ends.strftime(STAMP)}"
    yield f"SEQUENCE:{meeting.changes}"
    yield f"STATUS:{status}"
    yield f"SUMMARY:{title}"
    yield "TRANSP:OPAQUE" if status == "CONFIRMED" else "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(text: str) -> str:
    """A text whose commas, semicolons and line breaks are its own."""
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())


def _folded(line: str) -> bytes:
    """The line in pieces of at most 75 bytes, never inside a letter."""
    pieces, room = [b""], LONGEST_LINE
    for letter in line:
        raw = letter.encode()
        if len(pieces[-1]) + len(raw) > room:
            pieces.append(b"")
            room = LONGEST_LINE - 1
        pieces[-1] += raw
    return b"\r\n ".join(pieces) + b"\r\n"
