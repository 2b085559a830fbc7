"""What stands in the templates of what is said between circles, as finished phrases."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cards.agenda import agenda_shown
from cards.names import name_of
from circle.agenda_events import AgendaAsked
from circle.calendar import Free, FreeDays
from circle.checkin.rounds import CheckLine
from circle.meeting_notices import AgendaCame
from circle.notices import Notice
from circle.papers import Papers
from circle.people import PersonId, Role
from locales import Words
from locales.dates import date_phrase, listing, time_phrase, wall_phrase, when_phrase

WITH_AGENDA = (AgendaCame, AgendaAsked)


def between_holes(notice: Notice, papers: Papers, words: Words, today: date) -> dict[str, Any]:
    """Roles, days off, several days, and the agenda of the meeting."""
    language = words.language
    day = notice.day if isinstance(notice, AgendaCame) else today
    return {
        "role": lambda role: words(f"role.{role.value}"),
        "roles": lambda roles: _roles(roles, words),
        "names": lambda people: _names(people, papers, words),
        "dates": lambda days: listing(
            [date_phrase(each, language, today) for each in days], language
        ),
        "at": lambda day, clock: _at(day, clock, language, today),
        "day_off": lambda free: day_off(free, words),
        "check": lambda line: check_line(line, words),
        "question": papers.between.agenda.question,
        "agenda": agenda_shown(papers, day, words) if isinstance(notice, WITH_AGENDA) else None,
    }


def check_line(line: CheckLine, words: Words) -> str:
    """One question of a team check, with what may be shown of it."""
    asked = words(f"check.{line.question}")
    if line.band is None:
        return words("check.shown_few", question=asked)
    band = words(f"check.band.{line.band.value}")
    if line.tenths is None:
        return words("check.shown_band", question=asked, band=band)
    whole, tenth = divmod(line.tenths, 10)
    point = "." if words.language == "en" else ","
    value = f"{whole}{point}{tenth}" if tenth else f"{whole}"
    return words("check.shown", question=asked, band=band, value=value)


def soon_phrase(moment: datetime, zone: str, words: Words, today: date) -> str:
    """Tomorrow at that time, or the day with its date."""
    if moment.astimezone(ZoneInfo(zone)).date() == today + timedelta(days=1):
        return words("pre.tomorrow", time=time_phrase(moment, zone, words.language))
    return words("pre.that_day", when=when_phrase(moment, zone, words.language, today))


def _roles(roles: Sequence[Role], words: Words) -> str:
    return listing([words(f"role.{role.value}") for role in roles], words.language)


def _names(people: Sequence[PersonId], papers: Papers, words: Words) -> str:
    return listing([name_of(each, None, papers.team, words) for each in people], words.language)


def _at(day: date, clock: time, language: str, today: date) -> str:
    """A date with a clock time on the team's own wall."""
    return wall_phrase(datetime.combine(day, clock), language, today)


def day_off(free: FreeDays, words: Words) -> str:
    """What the days off are called: by law, by us, or by the municipality."""
    if free.kind is Free.PAUSE:
        return words("day_off.pause")
    return words(f"day_off.{free.name}") if free.kind is Free.HALF_OFFICIAL else free.name
