"""The table as a channel: what is promised here is shown in every browser that watches.

A screen is painted from the state, so showing twice is showing once. A browser that reads slowly
gets only the newest picture, and holds nobody back.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager

from cards.render import Cards, View
from circle.notices import Line, Notice, Private
from circle.papers import Papers, Promise
from circle.state import Circle
from circle.whispers import SeatKept
from locales import words_in

MOST_LINES = 3
"""Of the lines that a slow browser has not yet read aloud."""

TOGETHER = 0.02
"""Seconds in which what belongs to one change comes together."""


class Watcher:
    """One browser that watches a team."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.papers: Papers | None = None
        self._lines: deque[str] = deque(maxlen=MOST_LINES)
        self._news = asyncio.Event()

    def tell(self, papers: Papers, line: str = "") -> None:
        """There is something new; only the newest counts."""
        self.papers = papers
        if line:
            self._lines.append(line)
        self._news.set()

    def wake(self) -> None:
        """Look up, though there is nothing new."""
        self._news.set()

    async def news(self, patience: float) -> str | None:
        """The lines since last time, once there is something new; None when there was not."""
        try:
            await asyncio.wait_for(self._news.wait(), patience)
        except TimeoutError:
            return None
        await asyncio.sleep(TOGETHER)
        self._news.clear()
        lines = " ".join(self._lines)
        self._lines.clear()
        return lines


class Screens:
    """Every browser that watches, by team."""

    repeats = True

    def __init__(self, cards: Cards) -> None:
        self._cards = cards
        self._watchers: defaultdict[str, set[Watcher]] = defaultdict(set)
        self._asides: dict[str, tuple[int, tuple[str, ...]]] = {}
        self.closing = False

    async def show(self, promise: Promise, papers: Papers) -> None:
        """Paint the shared card, or say a line; a private word only where it may be seen."""
        watched = papers.team.id in self._watchers
        if not watched and not isinstance(promise.notice, SeatKept):
            return
        line = self._line(promise, papers) if promise.notice else ""
        private = isinstance(promise.notice, Private)
        if private and not line:
            return
        for watcher in self._watchers.get(papers.team.id, ()):
            if not private or watcher.view is View.FACILITATOR:
                watcher.tell(papers, line)
            elif watcher.view is View.DEVICE:
                watcher.tell(papers)

    @contextmanager
    def watch(self, team: str, view: View) -> Iterator[Watcher]:
        """Watch a team for as long as the browser stays."""
        watcher = Watcher(view)
        self._watchers[team].add(watcher)
        try:
            yield watcher
        finally:
            self._watchers[team].discard(watcher)
            if not self._watchers[team]:
                del self._watchers[team]

    def asides(self, papers: Papers) -> tuple[str, ...]:
        """What the facilitator should say to somebody, until the circle has moved on."""
        turn, lines = self._asides.get(papers.team.id, (0, ()))
        return lines if papers.shown and papers.shown.course.turn == turn else ()

    def close(self) -> None:
        """The server stops: let every browser go; it comes back by itself."""
        self.closing = True
        for watchers in self._watchers.values():
            for watcher in watchers:
                watcher.wake()

    def _line(self, promise: Promise, papers: Papers) -> str:
        notice = promise.notice
        circle = papers.find(promise.circle) or papers.shown
        if isinstance(notice, Line):
            return self._text(notice, papers, promise, circle)
        if not isinstance(notice, Private) or not notice.at_table or circle is None:
            return ""
        text = self._text(notice, papers, promise, circle)
        if circle.facilitates(notice.to):
            return text
        number = circle.seat_of(notice.to)
        if number is None:
            return ""
        name = circle.seats[number].name
        line = words_in(circle.language)("say_to", name=name, text=text)
        if isinstance(notice, SeatKept):
            self._remember(papers.team.id, circle, line)
        return line

    def _text(self, notice: Notice, papers: Papers, promise: Promise, circle: Circle | None) -> str:
        return self._cards.said(notice, papers, promise.at, circle)

    def _remember(self, team: str, circle: Circle, line: str) -> None:
        turn, lines = self._asides.get(team, (0, ()))
        known = lines if turn == circle.course.turn else ()
        self._asides[team] = (circle.course.turn, (*(k for k in known if k != line), line))
