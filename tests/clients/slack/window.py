"""The local Slack's page, as people use it; whoever acts is chosen at the top."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Locator, Page

PATIENCE = 8_000
CHANNEL_ID = "C01"
MODAL, COMPOSE = ".modal", "textarea.composer-input"


@dataclass
class Window:
    """One browser, in which one person acts at a time."""

    page: Page
    pictures: Path
    url: str = ""

    async def arrive(self, url: str) -> None:
        """Open the page, and wait until the bot is there."""
        self.url = url
        self.page.set_default_timeout(PATIENCE)
        await self.page.goto(url)
        await self.page.locator(COMPOSE).wait_for()
        await self.page.wait_for_timeout(1_500)

    async def act_as(self, name: str) -> None:
        """From now on somebody else acts."""
        await self.page.locator("select").first.select_option(label=name)
        await self.page.wait_for_timeout(300)

    async def open(self, name: str) -> None:
        """Look at a channel, a private chat or the bot's home."""
        await self.page.locator("aside, nav, .sidebar").first.get_by_text(name).last.click()
        await self.page.wait_for_timeout(500)

    async def type(self, text: str) -> None:
        """Write in the conversation that is open; a slash makes it a command."""
        await self.page.locator(COMPOSE).first.click()
        await self.page.keyboard.type(text)
        await self.page.keyboard.press("Enter")

    async def press(self, button: str) -> None:
        """Press the newest button with this label, in the open modal if there is one."""
        modal = self.page.locator(MODAL)
        place: Page | Locator = modal.last if await modal.count() else self.page
        await place.get_by_role("button", name=button, exact=True).last.click()

    async def press_inside(self, button: str, user: str) -> None:
        """Press a button of the open modal, as if it stood on the newest card.

        The local Slack draws such a button and tells nobody of a press on it.
        """
        view = await self._view()
        (value,) = [
            each["value"]
            for block in view["blocks"]
            for each in block.get("elements", ())
            if each.get("text", {}).get("text") == button
        ]
        await self.close()
        action = {
            "type": "button",
            "action_id": "inside",
            "value": f"{view['private_metadata']}&{value}",
        }
        card = (await self._asked(f"messages/{CHANNEL_ID}"))["messages"][0]["ts"]
        sent = {"channel": CHANNEL_ID, "messageTs": card, "user": user, "action": action}
        answer = await self.page.request.post(f"{self.url}/_control/interact", data=sent)
        assert answer.ok, await answer.text()

    async def _view(self) -> dict[str, Any]:
        """The modal that the bot opened last."""
        log = (await self._asked("log"))["log"]
        opened = [each["detail"]["view"] for each in log if each["summary"] == "views.open"]
        newest: dict[str, Any] = opened[-1]
        return newest

    async def _asked(self, what: str) -> dict[str, Any]:
        found: dict[str, Any] = await (
            await self.page.request.get(f"{self.url}/_control/{what}")
        ).json()
        return found

    def field(self, label: str) -> Locator:
        """The field of the open modal with this label."""
        return self.page.locator(MODAL).last.locator(".bk-input").filter(has_text=label).first

    async def fill(self, label: str, value: str | list[str]) -> None:
        """Fill a field: write, choose from a list, or tick."""
        field = self.field(label)
        await field.wait_for()
        if isinstance(value, list):
            for each in value:
                await field.get_by_label(each, exact=True).check()
        elif await field.locator("select").count():
            await field.locator("select").select_option(label=value)
        elif await field.locator("input[type=radio]").count():
            await field.get_by_label(value, exact=True).check()
        else:
            await field.locator("textarea, input").first.fill(value)

    async def sees(self, words: str) -> None:
        """Wait until the words stand somewhere on the page."""
        await self.page.get_by_text(words).filter(visible=True).last.wait_for()

    async def modal(self, words: str) -> None:
        """Wait until a modal with these words is open."""
        await self.page.locator(MODAL).filter(has_text=words).wait_for()

    async def no_modal(self) -> None:
        """Wait until no modal is open."""
        await self.page.locator(MODAL).wait_for(state="detached")

    async def close(self) -> None:
        """Close what is open."""
        await self.page.locator(f"{MODAL} .modal-x").last.click()

    async def thread(self) -> None:
        """Open the newest thread."""
        await self.page.get_by_text("replies").or_(self.page.get_by_text("reply")).last.click()

    async def picture(self, name: str) -> None:
        """Take a picture of the page."""
        self.pictures.mkdir(parents=True, exist_ok=True)
        await self.page.wait_for_timeout(600)
        await self.page.screenshot(path=self.pictures / f"{name}.png")
