"""The picture as it changes: server-sent events, the newest only, at once after a reconnect."""

import asyncio
from contextlib import suppress
from datetime import datetime

import msgspec
from aiohttp import web

from cards.render import View
from circle.papers import Papers
from pages.answers import place_of, view_of
from pages.doors import Kind, Refused
from pages.house import House, NotHere
from pages.screens import Watcher
from storage.errors import StoreError

BEAT = 15.0
"""Seconds after which a browser hears that the line is open, though there is nothing new."""

GONE = (ConnectionError, Refused, NotHere, StoreError)
"""The browser has gone, its link is dead, or the team is: the line ends."""

HEADERS = {
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
}


class Live:
    """The line from the table to its browsers."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def follow(self, request: web.Request) -> web.StreamResponse:
        """Tell one browser of each change until it goes, or the server stops."""
        view = view_of(request.query.get("view", ""))
        kind = Kind.SCREEN if view is View.SCREEN else Kind.TABLE
        papers = await self._house.enter(request, kind)
        response = web.StreamResponse(headers=HEADERS)
        watched = self._house.screens.watch(papers.team.id, view)
        with suppress(*GONE), watched as watcher:
            await response.prepare(request)
            await response.write(b"retry: 1000\n\n" + self._picture(papers, view))
            await self._tell(request, response, watcher, kind)
        return response

    async def _tell(
        self, request: web.Request, response: web.StreamResponse, watcher: Watcher, kind: Kind
    ) -> None:
        """The door is asked each time: a line that is open is no key."""
        while not self._house.screens.closing:
            lines = await watcher.news(BEAT)
            if lines is None or watcher.papers is None:
                await self._house.enter(request, kind)
                await response.write(_event(self._house.now()))
            else:
                self._house.admit(request, watcher.papers, kind)
                await response.write(self._picture(watcher.papers, watcher.view, lines))

    def _picture(self, papers: Papers, view: View, said: str = "") -> bytes:
        house, circle, now = self._house, papers.shown, self._house.now()
        if circle is None:
            season = house.painter.season(papers, view, now, place_of(papers))
            return _event(now, page="", season=season, said=said)
        card = house.painter.card(papers, circle, view, now, house.screens.asides(papers))
        title = house.painter.title(papers, circle)
        return _event(now, page=circle.id, html=card.body, text=card.text, title=title, said=said)


def _event(now: datetime, **values: str) -> bytes:
    moment = int(now.timestamp() * 1000)
    return b"data: " + msgspec.json.encode({"now": moment, **values}) + b"\n\n"


async def let_go(app: web.Application, house: House) -> None:
    """The server stops: every line is closed, so that nobody has to wait."""
    house.screens.close()
    await asyncio.sleep(0)
