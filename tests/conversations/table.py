"""A conversation at the table: true HTTP in, server-sent events out, in the facilitator's view."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import msgspec
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from cards.render import Cards, View
from dialogs.ports import Channel
from locales import words_in
from pages.app import Pages, make_app
from pages.doors import LocalDoor
from pages.screens import Screens, Watcher
from tests.conversations.between import FORMS
from tests.conversations.clock import ZONE
from tests.conversations.driver import TEAM, Driver
from tests.conversations.telling import Deed
from tests.conversations.values import form_values, press_values

CARDS = Cards()
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
PATIENCE = 10.0


class CountedWatcher:
    """Counts how often the server has had news for a browser, so that a test can wait for all."""

    def __init__(self, watcher: Watcher) -> None:
        self.watcher, self.told = watcher, 0
        news = watcher.news

        async def counted(patience: float) -> str | None:
            lines = await news(patience)
            self.told += 1
            return lines

        watcher.news = counted  # type: ignore[method-assign]

    @property
    def busy(self) -> bool:
        """There is news that the browser has not been told."""
        return self.watcher._news.is_set()


class CountedScreens(Screens):
    """Screens that say when a browser has been told everything."""

    counted: CountedWatcher | None = None

    @contextmanager
    def watch(self, team: str, view: View) -> Iterator[Watcher]:
        with super().watch(team, view) as watcher:
            self.counted = CountedWatcher(watcher)
            yield watcher


class TableDriver(Driver):
    """Holds a told conversation on the table page."""

    last = ""

    def channels(self) -> dict[str, Channel]:
        self.screens = CountedScreens(CARDS)
        return {"table": self.screens}

    async def wake(self) -> None:
        await super().wake()
        pages = Pages(self.conversation, CARDS, self.screens, LocalDoor(), self.clock, ZONE, "da")
        self.server = TestServer(make_app(pages), host="127.0.0.1")
        await self.server.start_server()
        self.browser = ClientSession(base_url=self.server.make_url("/"))

    async def listen(self) -> None:
        """Open the facilitator's view and read the picture it begins with."""
        self.line = await self.browser.get(f"/table/{TEAM}/live?view=facilitator")
        self.heard = 0
        await self._event()

    async def sleep(self) -> None:
        self.screens.close()
        self.line.close()
        await self.browser.close()
        await self.server.close()
        await super().sleep()

    async def news(self) -> list[str]:
        counted = self.screens.counted
        assert counted is not None
        while counted.busy:
            await asyncio.sleep(0.001)
        shown = list[str]()
        while self.heard < counted.told:
            self.heard += 1
            event = await self._event()
            shown += [f"> {event['said']}"] if event.get("said") else []
            if event.get("text", "") != self.last and event.get("text"):
                self.last = event["text"]
                shown.append(f"= {self.last}")
        return _joined(shown)

    async def _event(self) -> dict[str, str]:
        async with asyncio.timeout(PATIENCE):
            while True:
                raw = await self.line.content.readuntil(b"\n\n")
                if raw.startswith(b"data: "):
                    event: dict[str, str] = msgspec.json.decode(raw[6:])
                    return event

    async def act(self, deed: Deed) -> list[str]:
        path, values = await self._request(deed)
        body = urlencode(values, doseq=True)
        async with self.browser.post(path, data=body, headers=FORM) as response:
            assert response.status < 500
            told = await response.json()
        text = told.get("said") or _form_text(told)
        return [f"> (only {deed.who}) {text}"] if text else []

    async def _request(self, deed: Deed) -> tuple[str, dict[str, str] | dict[str, list[str]]]:
        papers = await self.papers()
        if deed.verb == "ask":
            return f"/table/{TEAM}/say", {"text": deed.parts["words"]}
        if deed.verb in {"start", "step", "text", *FORMS}:
            form, values = form_values(deed, papers, self.today())
            return f"/table/{TEAM}/form/{form}", values
        pressed = press_values(deed, papers, self.seen(deed), self.clock())
        return f"/table/{TEAM}/press", pressed

    def expected(self, shown: list[str]) -> list[str]:
        """Private words only where the facilitator's view has them, with the name in front."""
        return _joined([line for text in shown for line in self._at_table(text)])

    def _at_table(self, text: str) -> Iterator[str]:
        if not text.startswith("> (to "):
            yield text
            return
        private = re.fullmatch(r"> \(to (.+), table: facilitator\) (.*)", text)
        if private is None:
            return
        name, words = private.groups()
        yield f"> {words}" if name == self.facilitator else f"> {self._say_to(name, words)}"

    def _say_to(self, name: str, text: str) -> str:
        return words_in(self.telling.language)("say_to", name=name, text=text)

    @property
    def facilitator(self) -> str:
        """Who facilitates now."""
        return self._facilitator

    async def move(self, text: str) -> list[str]:
        before = (await self.papers()).shown
        shown = _joined(await super().move(text))
        circle = (await self.papers()).shown or before
        self._facilitator = circle.facilitator.name if circle and circle.facilitator else ""
        return shown


def _form_text(told: dict[str, str]) -> str:
    """The title of a form and the sentences at its fields, as the page has them."""
    if "form" not in told:
        return ""
    errors = re.findall(r'class="error"[^>]*>(?:<[^>]*>)*([^<]+)', told["form"])
    return " | ".join([f"[{told['title']}]", *errors])


def _joined(shown: list[str]) -> list[str]:
    """Lines of one change come together at the table, and the card stands by itself."""
    told = (text for text in shown if text.startswith("> ") and "(only " not in text)
    lines = " ".join(text.removeprefix("> ") for text in told)
    cards = [text for text in shown if text.startswith("= ")][-1:]
    only = [text for text in shown if text.startswith("> (only ")]
    return [*([f"> {lines}"] if lines else []), *cards, *only]
