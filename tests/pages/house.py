"""A house for tests: the real pages, conversation and store, on a free port, with our own clock."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import ClientResponse, ClientSession, CookieJar
from aiohttp.test_utils import TestServer

from cards.render import Cards
from circle.papers import Papers
from dialogs.checks import SealedChecks
from dialogs.conversation import Conversation
from dialogs.founding import make_team
from locales import words_in
from pages.app import Pages, make_app
from pages.doors import Door, LocalDoor
from pages.screens import Screens
from storage.boxes import Boxes
from storage.embedded import EmbeddedStore
from storage.guides import read_guides
from storage.keys import Keys
from storage.papers import PaperCodec

GUIDES = read_guides(Path(__file__).parents[2] / "guides")
CARDS = Cards()
WORDS = words_in("da")
NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
NAMES = ("Anna", "Bo", "Cecilie", "David", "Eva")
QUESTION = "Hvordan får vi flere stemmer i spil?"
JSON = {"Accept": "application/json"}


@dataclass
class Clock:
    """Time as the test wants it."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def on(self, **span: float) -> datetime:
        """Let some time pass."""
        self.now += timedelta(**span)
        return self.now


@dataclass
class House:
    """Everything behind the pages, and a browser without a script."""

    conversation: Conversation
    clock: Clock
    url: str
    browser: ClientSession
    screens: Screens
    made: list[str] = field(default_factory=list)

    async def team(self, *names: str, language: str = "da") -> str:
        """A team with these names; its id."""
        made = await make_team(
            self.conversation.found, "Team Blå", names or NAMES, language, "Europe/Copenhagen"
        )
        assert made.papers is not None
        return made.papers.team.id

    async def circle(self, team: str, **chosen: Any) -> Papers:
        """A circle that has begun."""
        papers = await self.papers(team)
        people = [member.person for member in papers.team.members]
        values = {
            "circle": ["c1"],
            "question": [QUESTION],
            "guide": ["laeringscirkel"],
            "minutes": ["60"],
            "present": people,
            "facilitator": [people[0]],
            "owner": [people[1]],
            "when": ["now"],
            "tight": ["free"],
        } | chosen
        await self.conversation.submit(team, "start", values, self.clock())
        return await self.papers(team)

    async def papers(self, team: str) -> Papers:
        """The team's papers as they are."""
        papers = await self.conversation.papers(team)
        assert papers is not None
        return papers

    async def press(self, team: str, verb: str, **values: str) -> None:
        """A press on the newest card, not through HTTP."""
        circle = (await self.papers(team)).shown
        assert circle is not None
        known = {"circle": circle.id, "turn": str(circle.course.turn), "verb": verb}
        await self.conversation.press(team, known | values, self.clock())

    async def get(self, path: str, **options: Any) -> tuple[int, str]:
        """Status and text of a page."""
        async with self.browser.get(path, **options) as response:
            return response.status, await response.text()

    async def post(
        self, path: str, values: Mapping[str, Any] | None = None, **options: Any
    ) -> tuple[int, str, ClientResponse]:
        """Status, text and answer of a form that is sent."""
        async with self.browser.post(path, data=dict(values or {}), **options) as response:
            return response.status, await response.text(), response


@asynccontextmanager
async def open_house(folder: Path, door: Door | None = None) -> AsyncIterator[House]:
    """The bot on a free port, until the test is over."""
    clock, screens = Clock(), Screens(CARDS)
    store: EmbeddedStore[Papers] = EmbeddedStore(folder, PaperCodec())
    checks = SealedChecks(Boxes(folder / "boxes", Keys(folder / "keys")))
    conversation = Conversation(store, {"table": screens}, GUIDES, checks=checks)
    pages = Pages(
        conversation, CARDS, screens, door or LocalDoor(), clock, "Europe/Copenhagen", "da"
    )
    server = TestServer(make_app(pages), host="127.0.0.1")
    await server.start_server()
    url = str(server.make_url("")).rstrip("/")
    async with ClientSession(base_url=url, cookie_jar=CookieJar(unsafe=True)) as browser:
        yield House(conversation, clock, url, browser, screens)
    await server.close()
    await store.close()
