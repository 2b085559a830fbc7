"""A team check at the table: the device goes round, and shows nothing of who had it before."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.pages.browser import LAPTOP, PHONE, PROJECTOR, a_browser, a_page
from tests.pages.house import WORDS, House
from tests.pages.test_browser import FIVE, checked, make_team, press, start

pytestmark = pytest.mark.browser

QUESTIONS = ("knew", "invited", "welcome")


@pytest.fixture
async def chrome() -> AsyncIterator[Browser]:
    async with a_browser() as browser:
        yield browser


async def chosen(page: Page) -> str:
    """A team that has chosen team checks; its page."""
    place = await make_team(page)
    await page.goto(f"{place}/form/checks")
    await checked(page)
    await page.locator("select[name=threshold]").select_option("5")
    async with page.expect_navigation():
        await press(page, WORDS("button.rhythm_save"))
    await page.wait_for_url(f"{place}**")
    return place


async def ended(page: Page, house: House, place: str) -> None:
    """A circle was held, and its draft is on the page."""
    await start(page)
    await expect(page.locator("#press-done")).to_be_visible()
    await house.press(place.rsplit("/", 1)[-1], "end")
    await expect(page.locator("#press-check")).to_be_visible()


async def answers(page: Page, name: str, step: str) -> None:
    """Somebody has the device."""
    await page.locator("#press-check").click()
    panel = page.locator("#panel-form")
    assert await panel.locator(":checked:not(option)").count() == 0
    await panel.locator("select[name=person]").select_option(label=name)
    for question in QUESTIONS:
        await panel.locator(f"label:has(input[name={question}][value='{step}'])").click()
    await panel.locator("#submit-check").click()
    await expect(page.locator("#answered")).to_contain_text(WORDS("check.thanks"))
    await page.locator("#answer [data-hide]").click()


@pytest.mark.parametrize("size", [PHONE, LAPTOP, PROJECTOR], ids=["phone", "laptop", "projector"])
async def test_the_device_goes_round(
    house: House, chrome: Browser, size: tuple[int, int], request: pytest.FixtureRequest
) -> None:
    async with a_page(chrome, house.url, size) as page:
        place = await chosen(page)
        await ended(page, house, place)
        await checked(page)
        await picture(page, f"check-draft-{request.node.callspec.id}")
        await page.locator("#press-check").click()
        await checked(page)
        await picture(page, f"check-{request.node.callspec.id}")
        await page.locator("#submit-check").click()
        await expect(page.locator("#panel-form .error")).to_have_count(4)
        await checked(page)
        await page.keyboard.press("Escape")

        for number, name in enumerate(FIVE):
            await answers(page, name, str(1 + number % 3))
            await expect(page.locator("#panel")).to_be_hidden()
            await expect(page.locator("#panel-form > *")).to_have_count(0)
        await expect(page.locator(".season .checked")).to_have_count(0)

        team = place.rsplit("/", 1)[-1]
        await house.press(team, "keep_nothing")
        await house.conversation.tick(house.clock() + timedelta(minutes=15))
        await expect(page.locator(".season .checked li")).to_have_count(3)
        await checked(page)
        await picture(page, f"check-shown-{request.node.callspec.id}")
        await page.goto(f"{place}/screen")
        await expect(page.locator(".season .checked")).to_have_count(0)


async def picture(page: Page, name: str) -> None:
    """For people to look at."""
    folder = Path(__file__).parents[1] / "screenshots"
    folder.mkdir(exist_ok=True)
    await page.screenshot(path=folder / f"{name}.png")
