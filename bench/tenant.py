"""One tenant of Teams that refuses what comes faster than 50 requests a second, and counts."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import web

from bench.processes import free_port
from cards.render import Cards
from channels.teams.book import Contact, Entry, Talk, book_codec, key_of, person_id
from channels.teams.house import Teams
from circle.papers import Asked, Papers
from circle.people import Place
from dialogs.conversation import Conversation
from pages.doors import LocalDoor
from pages.links import PageLinks
from storage.embedded import EmbeddedStore

TENANT = "11111111-1111-1111-1111-111111111111"
LIMIT = 50
"""Requests of an app to one tenant within any second; what is more is refused."""

PATIENCE = 300
"""Seconds until a burst is given up."""


class Tenant:
    """A connector in this process."""

    def __init__(self) -> None:
        self._port, self._went = free_port(), deque[float]()
        self._answered: dict[str, asyncio.Event] = {}
        self.refused, self.twice, self.last = 0, 0, 0.0
        self.agendas: set[str] = set()
        self._done = asyncio.Event()
        self._wanted = 0

    async def __aenter__(self) -> "Tenant":
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._post)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def home(self, number: int) -> Place:
        """The channel of a team."""
        return Place("teams", TENANT, f"19:{number:06}@thread.tacv2")

    async def furnish(self, folder: Path, count: int) -> None:
        """The bot has met every channel, and one person."""
        store: EmbeddedStore[Entry] = EmbeddedStore(folder, book_codec())
        url = f"http://127.0.0.1:{self._port}"
        entries: list[Entry] = []
        for number in range(count):
            place = self.home(number).conversation
            entries.append(Talk(TENANT, place, "channel", url, "28:bot", team=f"t{number}"))
        who = person_id(TENANT, "asker")
        entries.append(Contact(who, TENANT, "29:asker", url, "28:bot", chat="a:asker"))
        for entry in entries:
            async with store.open(key_of(entry)) as desk:
                await desk.keep(entry)
        await store.close()

    async def ask(self, conversation: Conversation, papers: Papers, number: int) -> float:
        """Seconds until somebody who wrote a command has the answer."""
        place, key = papers.team.home, f"ask-{number}"
        assert place is not None
        event = self._answered[place.conversation] = asyncio.Event()
        asked = Asked(who="", command="help")
        began = time.perf_counter()
        at = datetime.fromisoformat("2026-03-27T06:00:00+00:00")
        await conversation.ask(papers.team.id, asked, place, "", at, key)
        await asyncio.wait_for(event.wait(), PATIENCE)
        seconds = time.perf_counter() - began
        await asyncio.sleep(0.6)  # a conversation takes 7 a second, and 60 in half a minute
        return seconds

    async def until(self, count: int, began: float) -> None:
        """Wait until so many teams have had their agenda."""
        self._wanted = count
        if len(self.agendas) < count:
            await asyncio.wait_for(self._done.wait(), PATIENCE)

    async def _post(self, request: web.Request) -> web.Response:
        now = time.perf_counter()
        while self._went and now - self._went[0] > 1.0:
            self._went.popleft()
        if len(self._went) >= LIMIT:
            self.refused += 1
            return web.json_response({}, status=429, headers={"Retry-After": "1"})
        self._went.append(now)
        conversation = request.path.split("/")[3]
        body: Any = msgspec.json.decode(await request.read())
        waiting = self._answered.pop(conversation, None)
        if waiting is not None:
            waiting.set()
        elif body.get("attachments"):
            self.twice += conversation in self.agendas
            self.agendas.add(conversation)
            self.last = now
            if self._wanted and len(self.agendas) >= self._wanted:
                self._done.set()
        return web.json_response({"id": f"{len(self.agendas)}"}, status=201)


def chats_of(tenant: Tenant, book: Path, now: Callable[[], datetime]) -> Teams:
    """Teams as the bot has it, without tokens."""

    async def nothing(team: str) -> tuple[()]:
        return ()

    return Teams(None, book, Cards(), PageLinks(LocalDoor(), "http://127.0.0.1"), nothing, now)
