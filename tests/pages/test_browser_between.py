"""Between two circles in the browser: rhythm and roles at any width, and as they change."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from tests.pages.browser import LAPTOP, PHONE, PROJECTOR, a_browser, a_page
from tests.pages.house import WORDS, House
from tests.pages.test_browser import checked, make_team, press

pytestmark = pytest.mark.browser

FORMS = ("rhythm", "roles", "agenda", "prepare")
SECOND = 1000


@pytest.fixture
async def chrome() -> AsyncIterator[Browser]:
    async with a_browser() as browser:
        yield browser


async def opened(page: Page, place: str, form: str) -> None:
    """A form as a page of its own."""
    await page.goto(f"{place}/form/{form}")
    await page.locator("form").first.wait_for()


async def weekly(page: Page, place: str) -> None:
    """The team meets each week, chosen with the keyboard alone."""
    await opened(page, place, "rhythm")
    await page.locator("main form :is(input, select, button):not([type=hidden])").first.focus()
    for _ in range(40):
        kind = await page.evaluate("document.activeElement.name")
        if kind == "kind":
            break
        await page.keyboard.press("Tab")
    await page.keyboard.press("ArrowDown")
    await press(page, WORDS("button.rhythm_save"))


@pytest.mark.parametrize("size", [PHONE, LAPTOP, PROJECTOR], ids=["phone", "laptop", "projector"])
async def test_every_page_between_circles_is_whole_at_any_width(
    house: House, chrome: Browser, size: tuple[int, int]
) -> None:
    async with a_page(chrome, house.url, size) as page:
        place = await make_team(page)
        await checked(page)

        for form in FORMS:
            await opened(page, place, form)
            await checked(page)
        await page.goto(f"{place}/screen")
        await checked(page)


async def test_a_rhythm_that_one_device_sets_is_seen_on_the_other(
    house: House, chrome: Browser
) -> None:
    async with (
        a_page(chrome, house.url, LAPTOP) as first,
        a_page(chrome, house.url, PROJECTOR) as second,
    ):
        place = await make_team(first)
        await second.goto(f"{place}/screen")
        await expect(second.locator("#season")).to_contain_text(WORDS("empty.rhythm"))

        await weekly(first, place)

        await expect(second.locator("#season")).not_to_contain_text(
            WORDS("empty.rhythm"), timeout=5 * SECOND
        )
        await checked(second)


async def test_what_somebody_is_writing_stays_while_the_page_changes(
    house: House, chrome: Browser
) -> None:
    async with (
        a_page(chrome, house.url, LAPTOP) as first,
        a_page(chrome, house.url, LAPTOP) as second,
    ):
        place = await make_team(first)
        await second.goto(place)
        question = second.get_by_label(WORDS("start.question.label"))
        await question.fill("Hvordan får vi flere stemmer i spil?")

        await weekly(first, place)

        await expect(second.locator("#season")).not_to_contain_text(
            WORDS("empty.rhythm"), timeout=5 * SECOND
        )
        await expect(question).to_have_value("Hvordan får vi flere stemmer i spil?")
        await expect(question).to_be_focused()
