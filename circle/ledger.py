"""The ledger of a team's meetings: each day of a series stands in it at most once.

`write_down` works the rules out, again and again with the same result; `hear` lets something
happen. Both return the news: nothing that people expected goes without a word.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from circle.calendar import Calendar, Free
from circle.events import Event, TimePassed
from circle.happenings import Happening, MeetingMoved, MeetingPlanned
from circle.occurrences import GIVEN_UP, Occurrence, State, Why, key_of
from circle.rhythm import DAY, WEEK, Series, day_of, days
from circle.transitions import change

AHEAD = timedelta(weeks=12)
"""How far meetings are written down: a summer holiday is asked about as a whole."""

KEPT = timedelta(days=366)
"""How long a meeting that is over stays in the ledger."""

Ledger = Mapping[str, Occurrence]


class What(StrEnum):
    """What people should hear about a meeting."""

    WITHDRAWN = "withdrawn"
    PLANNED = "planned"
    KEPT = "kept"
    MOVED = "moved"
    SKIPPED = "skipped"
    EXPIRED = "expired"


@dataclass(frozen=True)
class News:
    """What became of a meeting, and the meeting as it is now; if it moved, where it is now."""

    what: What
    meeting: Occurrence


Outcome = tuple[Ledger, tuple[News, ...]]


def write_down(
    ledger: Ledger, series: Series, calendar: Calendar, now: datetime, until: date
) -> Outcome:
    """The ledger with the series' meetings up to a day, as rule, free days and pauses are now.

    A meeting that nobody has touched follows the rule: to another time, or out of the ledger.
    What people were reminded of, or chose themselves, stands until somebody decides.
    """
    wanted = {meeting.key: meeting for meeting in _wanted(ledger, series, now, until)}
    after, news = dict(ledger), []
    for key, fresh in wanted.items():
        known = ledger.get(key)
        if known is None:
            after[key] = replace(fresh, free=calendar.free(fresh.day))
        elif _follows_rule(known, now):
            after[key] = _at_times_of(known, fresh)
    for key, known in ledger.items():
        gone = known.series == series.id and key not in wanted and known.day <= until
        if gone and _follows_rule(known, now):
            news.append(News(What.WITHDRAWN, after.pop(key)))
    ledger, told = look_up(after, calendar, now)
    return ledger, (*news, *told)


def _wanted(ledger: Ledger, series: Series, now: datetime, until: date) -> Iterator[Occurrence]:
    """What the rule gives, from where the ledger ends, so that a long sleep loses nothing."""
    given = [each.day for each in ledger.values() if each.series == series.id and not each.chosen]
    today, since = (day_of(at, series.zone) for at in (now, series.since))
    ends = max(given) + DAY if given else since
    first = max(since, min(today, ends), today - KEPT + WEEK)
    last = min(until, series.last or until)
    for day in days(series.rule, first, last):
        fresh = Occurrence(series.id, day, series.clock, series.zone, series.minutes)
        if fresh.begins >= series.since:
            yield fresh


def _at_times_of(known: Occurrence, fresh: Occurrence) -> Occurrence:
    return replace(known, clock=fresh.clock, zone=fresh.zone, minutes=fresh.minutes)


def _follows_rule(meeting: Occurrence, now: datetime) -> bool:
    untouched = meeting.state is State.PLANNED or meeting.why is Why.PAUSE
    return untouched and not meeting.chosen and meeting.begins > now


def look_up(ledger: Ledger, calendar: Calendar, now: datetime) -> Outcome:
    """The ledger with each meeting that is still to come marked with the free days it falls on."""
    after, news = dict(ledger), []
    for key, meeting in ledger.items():
        if meeting.begins <= now:
            continue
        after[key] = marked = _marked(meeting, calendar)
        if marked.state is not meeting.state:
            skipped = marked.state is State.SKIPPED
            news.append(News(What.SKIPPED if skipped else What.PLANNED, marked))
    return after, tuple(news)


def _marked(meeting: Occurrence, calendar: Calendar) -> Occurrence:
    """A pause of the team's own asks nothing: it skips, and gives back when it is called off."""
    free = calendar.free(meeting.day)
    kind, before = (each.kind if each else None for each in (free, meeting.free))
    paused = meeting.why is Why.PAUSE
    if not (meeting.open or paused) or (paused and kind is Free.PAUSE):
        return meeting
    if kind is not before:
        meeting = replace(meeting, question=None, kept=False)
    if kind is Free.PAUSE and not meeting.kept:
        return replace(meeting, free=free, state=State.SKIPPED, why=Why.PAUSE)
    state = State.REMINDED if meeting.reminded else State.PLANNED
    return replace(meeting, free=free, state=state, why=None)


def hear(ledger: Ledger, event: Event, calendar: Calendar) -> Outcome:
    """The ledger after this event, and what people should hear."""
    after, news = dict(ledger), []
    for meeting in _concerned(ledger, event):
        changed = now_at = change(meeting, event)
        if changed == meeting:
            continue
        if isinstance(event, MeetingMoved) and changed.moved_to:
            now_at = _arrived(changed, changed.moved_to, event.clock)
        if now_at.key != meeting.key and not _has_room(ledger, now_at.key):
            continue
        if now_at.chosen:
            now_at = _on_its_day(now_at, calendar)
        after |= {changed.key: changed, now_at.key: now_at}
        what = _what(meeting, changed)
        news += [News(what, now_at)] if what else []
    return after, tuple(news)


def _concerned(ledger: Ledger, event: Event) -> list[Occurrence]:
    """The meetings that the event is about; a day that is planned by hand becomes one first."""
    if isinstance(event, TimePassed):
        return [meeting for meeting in ledger.values() if meeting.open]
    if not isinstance(event, Happening):
        return []
    found = [ledger.get(key_of(event.series, day)) for day in event.days]
    if isinstance(event, MeetingPlanned):
        times = (event.clock, event.zone, event.minutes)
        blank = [Occurrence(event.series, day, *times, state=State.SKIPPED) for day in event.days]
        return [known or new for known, new in zip(found, blank, strict=True)]
    return [meeting for meeting in found if meeting is not None]


def _arrived(meeting: Occurrence, to: date, clock: time) -> Occurrence:
    times = (clock, meeting.zone, meeting.minutes)
    return Occurrence(meeting.series, to, *times, chosen=True, moved_from=meeting.day)


def _has_room(ledger: Ledger, key: str) -> bool:
    """Whether the series has no meeting on that day, or one that was given up."""
    return key not in ledger or ledger[key].state in GIVEN_UP


def _on_its_day(meeting: Occurrence, calendar: Calendar) -> Occurrence:
    """Who chooses a day in the team's own pause means it; any other free day asks."""
    free = calendar.free(meeting.day)
    kept = meeting.kept or (free is not None and free.kind is Free.PAUSE)
    return replace(meeting, free=free, kept=kept)


def _what(before: Occurrence, after: Occurrence) -> What | None:
    if after.state is not before.state:
        return TOLD.get(after.state)
    if after.clock != before.clock:
        return What.MOVED
    return What.KEPT if after.kept and not before.kept else None


TOLD: Mapping[State, What] = {
    State.PLANNED: What.PLANNED,
    State.MOVED: What.MOVED,
    State.SKIPPED: What.SKIPPED,
    State.EXPIRED: What.EXPIRED,
}
"""States whose coming people should hear of. Reminding tells by itself, and so does a circle."""


def due(ledger: Ledger) -> datetime | None:
    """When a meeting next changes by itself (UTC): at its end, or unanswered at its beginning."""
    moments = (each.ends if each.stands else each.begins for each in ledger.values() if each.open)
    return min(moments, default=None)


def meeting_at(ledger: Ledger, at: datetime) -> Occurrence | None:
    """The meeting that a circle begun now is: today's, not yet held, the nearest of several."""
    today = [
        meeting
        for meeting in ledger.values()
        if (meeting.open or meeting.state is State.EXPIRED)
        and day_of(at, meeting.zone) == meeting.day
    ]
    return min(today, key=lambda meeting: abs(meeting.begins - at), default=None)


def forget(ledger: Ledger, now: datetime) -> Ledger:
    """The ledger without what has been over for longer than it is kept."""
    return {
        key: meeting
        for key, meeting in ledger.items()
        if meeting.open or meeting.ends >= now - KEPT
    }
