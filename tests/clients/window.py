"""The playground's page, as Anna uses it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Locator, Page

from tests.clients.people import BOT, CHANNEL, GROUP, PERSONAL, Place

WRITTEN = re.compile(r"\d{4}-\d\d-\d\d|\d\d:\d\d")
PATIENCE = 4_000
LOG = "Hide log panel"
COMPOSE, CARD = "[data-lexical-editor=true]", ".ac-adaptiveCard"


@dataclass
class Window:
    """One person's Teams. What is newest stands lowest in a chat, and highest in a channel."""

    page: Page
    pictures: Path
    place: Place = PERSONAL
    thread: str = ""
    """Words by which the thread is known in which Anna looks; the newest without them."""

    async def arrive(self, url: str) -> None:
        """Open the page; the bot is told that it is installed in the private chat."""
        await self.page.goto(url)
        await self.page.get_by_role("button", name=LOG).click()
        await self.page.locator(COMPOSE).first.wait_for()

    async def personal(self) -> None:
        await self._open(PERSONAL)

    async def group(self) -> None:
        await self._open(GROUP)

    async def channel(self) -> None:
        await self._open(CHANNEL)

    async def _open(self, place: Place) -> None:
        await self.page.get_by_role("treeitem", name=place.listed).click()
        send = "Post" if place is CHANNEL else "Send Message"
        await self.page.get_by_role("button", name=send, exact=True).first.wait_for()
        self.place = place

    async def say(self, text: str, to_bot: bool = True) -> None:
        """Write in a chat, or a new post in the channel; outside the private chat with @Ordet."""
        if self.place is CHANNEL:
            await self._write(self.page.locator(COMPOSE).first, text, to_bot)
            await self.page.get_by_role("button", name="Post", exact=True).click()
        else:
            await self._write(self.page.locator(COMPOSE).last, text, to_bot)
            await self.page.get_by_role("button", name="Send Message").last.click()

    async def reply(self, text: str, to_bot: bool = True) -> None:
        """Write in the channel's newest thread."""
        await self._write(self.page.locator(COMPOSE).nth(1), text, to_bot)
        await self.page.get_by_role("button", name="Send Message").first.click()

    async def _write(self, box: Locator, text: str, to_bot: bool) -> None:
        await box.click()
        if to_bot and self.place is not PERSONAL:
            await self.page.keyboard.type("@")
            people = self.page.get_by_role("listbox", name="Typeahead menu")
            await people.get_by_role("menuitem").filter(has_text=BOT["name"]).click()
            text = f" {text}"
        await self.page.keyboard.type(text)

    def card(self, words: str = "") -> Locator:
        """The newest card, or the newest with these words."""
        if self.place is not CHANNEL:
            return self.page.locator(CARD).filter(has_text=words).last
        threads = (
            self.page.get_by_role("group")
            .filter(has_text=self.thread)
            .filter(has=self.page.locator(CARD).filter(has_text=words))
        )
        return threads.first.locator(CARD).filter(has_text=words).last

    async def texts(self, words: str = "") -> list[str]:
        """What stands on that card, line by line, its buttons too."""
        shown = await self.card(words).inner_text()
        return [line.strip() for line in shown.splitlines() if line.strip()]

    async def sees(self, words: str) -> None:
        """Wait until the words stand somewhere on the page."""
        await self.page.get_by_text(words).filter(visible=True).last.wait_for(timeout=PATIENCE)

    async def press(self, button: str) -> None:
        """Press the button on the newest card that has it."""
        await self.card(button).get_by_role("button", name=button, exact=True).click()

    async def fill(self, label: str, value: str | Sequence[str]) -> None:
        """Fill the field with this label on the newest card that has it; several names tick."""
        card = self.card(label)
        if await card.get_by_role("combobox", name=label).count():
            await self._choose(card.get_by_role("combobox", name=label), value)
        elif not isinstance(value, str):
            for name in value:
                await card.get_by_role("checkbox", name=ticked(label, name)).check()
        elif await card.get_by_role("radiogroup", name=label).count():
            group = card.get_by_role("radiogroup", name=label)
            await group.get_by_role("radio", name=value, exact=True).check()
        else:
            either = card.get_by_role("textbox", name=label)
            await either.or_(card.get_by_role("spinbutton", name=label)).fill(value)

    async def _choose(self, box: Locator, value: str | Sequence[str]) -> None:
        """Choices from a list; a date (2026-11-30) or a time (14:30) is written."""
        await box.scroll_into_view_if_needed()
        if isinstance(value, str) and WRITTEN.fullmatch(value):
            await box.fill(value)
            await box.press("Enter")
        elif isinstance(value, str):
            await box.click()
            await self.page.get_by_role("option", name=value, exact=True).click()
        else:
            await box.click()
            for name in value:
                await self.page.get_by_role("menuitemcheckbox", name=name, exact=True).click()
        await self.page.keyboard.press("Escape")  # the calendar keeps the focus until then

    async def untick(self, label: str, name: str) -> None:
        """Take the tick away at this name."""
        await self.card(label).get_by_role("checkbox", name=ticked(label, name)).uncheck()

    async def picture(self, name: str, words: str = "") -> None:
        """Take a picture of the page, or of the newest card with these words."""
        self.pictures.mkdir(parents=True, exist_ok=True)
        if await self.page.get_by_role("button", name=LOG).is_visible():
            await self.page.get_by_role("button", name=LOG).click()
        path = self.pictures / f"{name}.png"
        await (self.card(words).screenshot(path=path) if words else self.page.screenshot(path=path))


def ticked(label: str, name: str) -> re.Pattern[str]:
    """How a box to tick is called: the label, what it adds in way of help, and the name."""
    return re.compile(f"^{re.escape(label)}.*{re.escape(name)}$")
