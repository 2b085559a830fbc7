"""Slack, put together: what it needs to be heard and to hear, and how it stops."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector

from cards.render import Cards
from channels.painting import Painter, Summaries
from channels.pressing import Presser
from channels.slack.api import Api
from channels.slack.book import CHANNEL, Book
from channels.slack.channel import SlackChannel
from channels.slack.door import Door
from channels.slack.ears import Ears
from channels.slack.gate import Gate
from channels.slack.inside import Inside
from channels.slack.pace import SlackPace
from channels.slack.people import People
from channels.slack.settings import SlackSettings
from channels.slack.socket import Socket
from channels.slack.tokens import OneToken, Tokens
from channels.slack.web import Web
from channels.speaking import Speaker
from dialogs.conversation import Conversation
from dialogs.errands import Runner
from dialogs.ports import Links

CONNECTIONS = 64
IDLE = 60.0
PATIENCE = ClientTimeout(total=15.0, connect=5.0)
"""Connections to Slack; the seconds for which one is kept that nobody uses, or that is silent."""


class Slack:
    """Slack for one installation."""

    def __init__(
        self,
        settings: SlackSettings,
        folder: Path,
        cards: Cards,
        links: Links | None,
        summaries: Summaries,
        now: Callable[[], datetime],
        tokens: Tokens | None = None,
        pace: SlackPace | None = None,
    ) -> None:
        pool = TCPConnector(limit=CONNECTIONS, keepalive_timeout=IDLE)
        self._session = ClientSession(connector=pool, cookie_jar=DummyCookieJar(), timeout=PATIENCE)
        self._settings, self._now = settings, now
        self._tokens = tokens or OneToken(settings.bot_token)
        web = Web(
            self._session,
            self._tokens,
            pace or SlackPace(),
            now,
            settings.api_url,
            settings.proxy,
        )
        self._api, self.book = Api(web), Book(folder)
        self._painter = Painter(CHANNEL, cards, self.book, links, summaries, now)
        self.channel = SlackChannel(self._api, self.book, self._painter, now)
        self._socket: Socket | None = None

    def open(
        self, conversation: Conversation, errands: Runner, zone: str, language: str
    ) -> Door | None:
        """Begin to hear for this conversation: through a line of our own, or at the door."""
        inside = Inside(
            conversation,
            self._api,
            self._tokens,
            self.book,
            self._painter,
            self.channel,
            People(self._api),
            Presser(conversation, self._now),
            Speaker(errands, self._now),
            errands,
            self._now,
            zone,
            language,
        )
        hear = Ears(inside, self._settings.workspaces).hear
        if self._settings.by_socket:
            self._socket = Socket(
                self._settings.app_token, hear, self._settings.api_url, self._settings.proxy
            )
            self._socket.start()
            return None
        return Door(Gate(self._settings.signing_secret, self._now), hear)

    async def keep_house(self) -> None:
        """What the night does."""
        await self.book.keep_house()

    async def hush(self) -> None:
        """Hear nothing more; what is under way is finished."""
        if self._socket is not None:
            await self._socket.stop()

    async def stop(self) -> None:
        """Let go of everything."""
        await self.hush()
        await self._session.close()
        await self.book.close()
