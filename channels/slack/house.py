"""Slack, put together: what it needs to be heard and to hear, and how it stops."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Protocol

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector, web

from cards.render import Cards
from channels.painting import Painter, Summaries
from channels.pressing import Presser
from channels.slack.api import Api
from channels.slack.book import CHANNEL, Book
from channels.slack.channel import SlackChannel
from channels.slack.door import Door
from channels.slack.ears import Ears
from channels.slack.exchange import Exchange
from channels.slack.gate import Gate
from channels.slack.inside import Inside
from channels.slack.installations import Installations
from channels.slack.oauth import BACK, INSTALL, Oauth, Page
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
HASTY = 16
IDLE = 60.0
PATIENCE = ClientTimeout(total=15.0, connect=5.0)
"""Connections to Slack, and those of modals, whose trigger lives for three seconds.

Then the seconds for which one is kept that nobody uses, or that is silent.
"""

Visit = Callable[[web.Request], Awaitable[web.StreamResponse]]


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
        pace: SlackPace | None = None,
        page: Page = str,
    ) -> None:
        self._session, self._hasty = _session(CONNECTIONS), _session(HASTY)
        self._settings, self._now = settings, now
        self._page, self._exchange = page, Exchange(settings, self._session)
        self._installations: Installations | None = None
        self._tokens: Tokens = OneToken(settings.bot_token)
        if settings.installs:
            place = folder.with_name("slack.installations")
            self._installations = Installations(place, self._exchange.renewed, now)
            self._tokens = self._installations
        web = Web(
            self._session,
            self._hasty,
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

    def pages(self, public: str, secret: str) -> Mapping[str, Visit]:
        """The pages on which workspaces install the app, where they may."""
        if self._installations is None:
            return {}
        oauth = Oauth(
            self._settings,
            self._exchange,
            self._installations,
            public,
            secret,
            self._now,
            self._page,
        )
        return {INSTALL: oauth.install, BACK: oauth.back}

    async def keep_house(self) -> None:
        """What the night does."""
        await self.book.keep_house()
        if self._installations is not None:
            await self._installations.keep_house()

    async def hush(self) -> None:
        """Hear nothing more; what is under way is finished."""
        if self._socket is not None:
            await self._socket.stop()

    async def stop(self) -> None:
        """Let go of everything."""
        await self.hush()
        await self._session.close()
        await self._hasty.close()
        await self.book.close()
        if self._installations is not None:
            await self._installations.close()


def _session(connections: int) -> ClientSession:
    pool = TCPConnector(limit=connections, keepalive_timeout=IDLE)
    return ClientSession(connector=pool, cookie_jar=DummyCookieJar(), timeout=PATIENCE)


class Around(Protocol):
    """What Slack needs from the rest of the bot."""

    @property
    def data(self) -> Path:
        """Where everything is kept."""

    @property
    def cards(self) -> Cards:
        """All cards."""

    @property
    def links(self) -> Links:
        """Addresses of pages."""

    @property
    def summaries(self) -> Summaries:
        """What a team has kept."""

    @property
    def now(self) -> Callable[[], datetime]:
        """The clock."""

    @property
    def page(self) -> Page:
        """Makes a page of a sentence's key."""


def furnished(settings: SlackSettings, around: Around, local: bool) -> Slack:
    """Slack with what is around it; a `local` page leads nobody else anywhere."""
    return Slack(
        settings,
        around.data / "slack.book",
        around.cards,
        None if local else around.links,
        around.summaries,
        around.now,
        page=around.page,
    )
