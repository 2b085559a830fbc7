"""Teams, put together: what it needs to be heard and to hear, and how it stops."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from importlib import import_module
from pathlib import Path

from aiohttp import ClientSession, DummyCookieJar, TCPConnector

from cards.render import Cards
from channels.choosing import TeamChoice
from channels.painting import Painter, Summaries
from channels.pressing import Presser
from channels.speaking import Speaker
from channels.teams.asking import PeopleOfTalk
from channels.teams.book import CHANNEL, Book
from channels.teams.channel import TeamsChannel
from channels.teams.connector import Connector
from channels.teams.door import Door, Rare
from channels.teams.forms import Dialogs
from channels.teams.gate import Gate, LocalGate
from channels.teams.hearing import Hearing
from channels.teams.inside import Inside
from channels.teams.pace import Pace
from channels.teams.roster import Roster
from channels.teams.settings import DEFAULTS, TeamsSettings
from channels.teams.token import NoTokens
from dialogs.conversation import Conversation
from dialogs.errands import Runner
from dialogs.ports import Links

CONNECTIONS = 256
IDLE = 60.0
"""Connections to the connector, and the seconds for which one is kept that nobody uses."""

MICROSOFT = "channels.teams.microsoft"
FRAMEWORK = "channels.teams.framework"
"""Loaded when they are needed, since a table needs no token and no botbuilder."""


class Teams:
    """Teams for one installation; without settings, for a playground on this machine."""

    def __init__(
        self,
        settings: TeamsSettings | None,
        folder: Path,
        cards: Cards,
        links: Links,
        summaries: Summaries,
        now: Callable[[], datetime],
        pace: Pace | None = None,
    ) -> None:
        pool = TCPConnector(limit=CONNECTIONS, limit_per_host=CONNECTIONS, keepalive_timeout=IDLE)
        self._session = ClientSession(
            connector=pool,
            cookie_jar=DummyCookieJar(),
            proxy=(settings.proxy or None) if settings else None,
        )
        self._settings, self._now = settings, now
        self._registered = (
            import_module(MICROSOFT).made(settings, self._session, now) if settings else None
        )
        tokens = self._registered.tokens if self._registered else NoTokens()
        rate = settings.rate if settings else int(DEFAULTS["TEAMS_RATE"])
        self._book = Book(folder)
        self._connector = Connector(self._session, tokens, pace or Pace(rate), now)
        self._painter = Painter(CHANNEL, cards, self._book, links, summaries, now, own_views=True)
        self.channel = TeamsChannel(self._connector, self._book, self._painter, now)
        self._framework: asyncio.Task[Rare] | None = None

    def door(
        self,
        conversation: Conversation,
        errands: Runner,
        zone: str,
        check: Callable[[Mapping[str, str]], bool],
    ) -> Door:
        """The door for this conversation. `check` guards it in local mode."""
        inside = Inside(
            conversation,
            self._book,
            self._painter,
            self.channel,
            self._connector,
            Presser(conversation, self._now),
            Speaker(errands, self._now),
            errands,
            self._now,
            zone,
        )
        people = PeopleOfTalk(inside, Roster(self._connector, self._book))
        choosing = TeamChoice(CHANNEL, conversation, people, self._now, zone)
        hearing = Hearing(inside, Dialogs(inside, choosing))

        async def rare() -> Rare:
            if self._framework is None:
                self._framework = asyncio.create_task(load())
            return await asyncio.shield(self._framework)

        async def load() -> Rare:
            module = await asyncio.to_thread(import_module, FRAMEWORK)
            made: Rare = module.made(inside)
            return made

        gate: Gate = LocalGate(check)
        if self._registered:
            self._registered.keys.warm()
            gate = self._registered.gate
        return Door(gate, hearing, rare)

    async def keep_house(self) -> None:
        """What the night does."""
        await self._book.keep_house()

    async def stop(self) -> None:
        """Let go of everything."""
        if self._registered:
            await self._registered.stop()
        if self._framework is not None:
            with suppress(Exception):
                await self._framework
        await self._session.close()
        await self._book.close()
