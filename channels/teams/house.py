"""Teams, put together: what it needs to be heard and to hear, and how it stops."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, DummyCookieJar, TCPConnector

from cards.render import Cards
from channels.teams.book import Book
from channels.teams.channel import TeamsChannel
from channels.teams.connector import Connector
from channels.teams.door import Door, Rare
from channels.teams.forms import Dialogs
from channels.teams.gate import Gate, LocalGate, TeamsGate
from channels.teams.hearing import Hearing
from channels.teams.keys import Keys
from channels.teams.pace import Pace
from channels.teams.painting import Painter, Summaries
from channels.teams.roster import Roster
from channels.teams.settings import DEFAULTS, TeamsSettings
from channels.teams.speaking import Speaker
from channels.teams.token import EntraTokens, NoTokens, asker
from dialogs.conversation import Conversation
from dialogs.errands import Runner
from dialogs.ports import Links

CONNECTIONS = 64
IDLE = 60.0
"""Connections to the connector, and the seconds for which one is kept that nobody uses."""

FRAMEWORK = "channels.teams.framework"
"""Loaded when it is first needed in local mode, since a table needs no botbuilder."""


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
        self._session = ClientSession(connector=pool, cookie_jar=DummyCookieJar(), trust_env=True)
        self._settings, self._now = settings, now
        self._keys = Keys(self._session, settings.openid_url) if settings else None
        self._tokens = EntraTokens(asker(settings)) if settings else NoTokens()
        rate = settings.rate if settings else int(DEFAULTS["TEAMS_RATE"])
        self._book = Book(folder)
        self._connector = Connector(self._session, self._tokens, pace or Pace(rate), now)
        self._painter = Painter(cards, self._book, links, summaries, now)
        self.channel = TeamsChannel(self._connector, self._book, self._painter, now)
        self._framework: asyncio.Task[Any] | None = None

    def door(
        self,
        conversation: Conversation,
        errands: Runner,
        zone: str,
        check: Callable[[Mapping[str, str]], bool],
    ) -> Door:
        """The door for this conversation. `check` guards it in local mode."""
        roster = Roster(self._connector, self._book)
        speaker = Speaker(self.channel, errands, self._now)
        dialogs = Dialogs(conversation, self._book, self._painter, roster, self._now, zone)
        hearing = Hearing(conversation, self._book, self._painter, dialogs, speaker, self._now)

        async def rare() -> Rare:
            if self._framework is None:
                loading = asyncio.to_thread(import_module, FRAMEWORK)
                self._framework = asyncio.create_task(loading)
            module = await asyncio.shield(self._framework)
            made: Rare = module.made(
                self._connector, conversation, self._book, self._painter, speaker, self._now
            )
            return made

        if self._keys is not None:
            self._keys.warm()
        return Door(self._gate(check), hearing, rare)

    def _gate(self, check: Callable[[Mapping[str, str]], bool]) -> Gate:
        if self._settings is None or self._keys is None:
            return LocalGate(check)
        chosen = self._settings
        return TeamsGate(chosen.app_id, chosen.tenants, chosen.hosts, self._keys, self._now)

    async def keep_house(self) -> None:
        """What the night does."""
        await self._book.keep_house()

    async def stop(self) -> None:
        """Let go of everything."""
        for each in (self._keys, self._tokens):
            if isinstance(each, Keys | EntraTokens):
                await each.stop()
        if self._framework is not None:
            with suppress(Exception):
                await self._framework
        await self._session.close()
        await self._book.close()
