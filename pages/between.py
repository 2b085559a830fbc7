"""The time between circles on the table's page: when the next one is, whose turn, what is open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from cards.agenda import AgendaShown, agenda_shown
from cards.between_buttons import between_buttons
from cards.between_holes import check_line
from cards.render import Cards
from cards.rows import ChatButton
from circle.between import calendar_of, next_meeting, series_of
from circle.checkin.box import STEPS
from circle.checkin.rounds import CheckLine
from circle.checkin.told import CheckOffered
from circle.meeting_notices import DayOffAsked, MonthProposed
from circle.notices import Notice
from circle.occurrences import Occurrence
from circle.papers import Papers
from circle.proposals import day_for_month
from circle.rhythm import MonthlyMinimum
from circle.team_words import last_held
from locales import words_in
from locales.dates import date_phrase, when_phrase

DOORS = {
    "rhythm": "button.rhythm",
    "roles": "button.roles",
    "agenda": "button.agenda",
    "prepare": "button.prepare",
    "follow_up": "command.next.title",
}
"""Forms to which the page leads, and what their links say."""


@dataclass(frozen=True)
class Choice:
    """A button on the page, with what it sends."""

    label: str
    press: str
    main: bool


@dataclass(frozen=True)
class Ask:
    """Something that the team has to choose."""

    said: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Answered:
    """A question of a team check, in words; `along` is how far along its scale, in a hundred."""

    said: str
    along: int | None


@dataclass(frozen=True)
class Season:
    """What the page shows: `when` is the next circle, empty for a team without a rhythm.

    `checked` is the date of the last team check that was shown, and `answers` what it showed.
    """

    when: str
    agenda: AgendaShown
    asks: tuple[Ask, ...]
    checked: str
    answers: tuple[Answered, ...]


def season_holes(papers: Papers, cards: Cards, at: datetime) -> dict[str, object]:
    """When the next circle is, what is open until then, and where that can be changed."""
    steps = [cards.step(step, papers, at) for step in papers.agreed]
    return {"season": season_of(papers, cards, at), "doors": DOORS, "steps": steps}


def season_of(papers: Papers, cards: Cards, at: datetime) -> Season:
    """All of it, as things are now."""
    team, words = papers.team, words_in(papers.team.language)
    today = at.astimezone(ZoneInfo(team.zone)).date()
    ahead = next_meeting(papers.between, at)
    return Season(
        when=when_phrase(ahead.begins, team.zone, team.language, today) if ahead else "",
        agenda=agenda_shown(papers, ahead.day if ahead else today, words),
        asks=tuple(_ask(notice, papers, cards, at) for notice in _open(papers, at)),
        **_checked(papers, today),
    )


def _checked(papers: Papers, today: date) -> dict[str, Any]:
    """The last team check that showed anything."""
    team, shown = papers.team, papers.between.checks.shown
    if not shown:
        return {"checked": "", "answers": ()}
    words, last = words_in(team.language), shown[-1]
    found = tuple(Answered(check_line(line, words), _along(line)) for line in last.lines)
    return {"checked": date_phrase(last.day, team.language, today), "answers": found}


def _along(line: CheckLine) -> int | None:
    return None if line.tenths is None else round((line.tenths - 10) / (10 * (STEPS - 1)) * 100)


def _ask(notice: Notice, papers: Papers, cards: Cards, at: datetime) -> Ask:
    words = words_in(papers.team.language)
    buttons = between_buttons(notice, papers, words)
    return Ask(cards.said(notice, papers, at), tuple(_choice(each) for each in buttons))


def _choice(button: ChatButton) -> Choice:
    what = {"form": button.form} if button.form else {"verb": button.verb}
    about = {name: value for name, value in button.values.items() if name != "team"}
    return Choice(button.label, urlencode({**what, **about}), button.main)


def _open(papers: Papers, at: datetime) -> Iterator[Notice]:
    """Questions about days off that wait, an open team check, a month that has no circle yet."""
    between = papers.between
    waiting: dict[datetime, list[Occurrence]] = {}
    for each in sorted(between.meetings.values(), key=lambda meeting: meeting.begins):
        if each.open and not each.stands and each.question and each.begins > at:
            waiting.setdefault(each.question.asked, []).append(each)
    for asked, meetings in waiting.items():
        first = meetings[0]
        if first.free is not None and first.question is not None:
            yield DayOffAsked(
                series=first.series,
                days=tuple(each.day for each in meetings),
                free=first.free,
                clock=first.clock,
                proposed=first.question.proposed if len(meetings) == 1 else None,
                asked=asked,
            )
    if papers.team.home is None:
        yield from (CheckOffered(round=each) for each in between.checks.open)
    series = series_of(between)
    if series is not None and isinstance(series.rule, MonthlyMinimum):
        day = day_for_month(between.meetings, series, calendar_of(between, papers.team), at)
        if day is not None:
            yield MonthProposed(
                series=series.id, day=day, clock=series.clock, last=last_held(between)
            )
