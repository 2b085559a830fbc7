"""In Chromium: a line that was refused, and the page with a link to the screen."""

from pathlib import Path

import pytest
from playwright.async_api import Route, expect

from pages.doors import Kind, PublicDoor
from tests.pages.browser import PHONE, a_browser, a_page, axe, overflow
from tests.pages.house import GUIDES, WORDS, House, open_house

pytestmark = pytest.mark.browser

SECOND = 1000
SECOND_PHASE = GUIDES["laeringscirkel"].lines[1].phase.name["da"]


async def test_a_page_asks_again_after_a_gateway_said_no(house: House) -> None:
    team = await house.team()
    await house.circle(team)
    answers: list[int] = [502, 502]  # to the line, and to the question why

    async def gateway(route: Route) -> None:
        await (route.fulfill(status=answers.pop()) if answers else route.continue_())

    async with a_browser() as chrome, a_page(chrome, house.url) as page:
        await page.route("**/live*", gateway)
        await page.goto(f"/table/{team}/screen")
        await page.wait_for_timeout(SECOND)
        await house.press(team, "skip_phase")

        now = page.locator(".strip .now")
        await expect(now).to_contain_text(SECOND_PHASE, timeout=6 * SECOND)
        await expect(page.locator("#lost")).to_be_hidden()
        await expect(page.locator("#shut")).to_be_hidden()


async def test_a_page_whose_link_is_dead_says_so_and_comes_back_with_a_new_one(
    house: House,
) -> None:
    team = await house.team()
    await house.circle(team)
    dead = True

    async def door(route: Route) -> None:
        await (route.fulfill(status=403) if dead else route.continue_())

    async with a_browser() as chrome, a_page(chrome, house.url) as page:
        await page.route("**/live*", door)
        await page.goto(f"/table/{team}/screen")
        shut = page.locator("#shut")
        await expect(shut).to_be_visible()
        await expect(shut).to_have_text(WORDS("err.link"))
        await page.wait_for_timeout(4 * SECOND)
        await expect(page.locator("#lost")).to_be_hidden()

        dead = False

        await expect(shut).to_be_hidden(timeout=8 * SECOND)


async def test_the_link_to_the_screen_finds_room_on_a_phone(tmp_path: Path) -> None:
    door = PublicDoor("https://ordet.example", "s" * 32)
    async with open_house(tmp_path, door) as house:
        team = await house.team()
        link = door.link(team, Kind.TABLE, house.clock())
        papers = await house.papers(team)
        worn = door.exchange(link.rsplit("/", 1)[1], papers, house.clock())
        headers = {"Cookie": f"{worn.name}={worn.value}"}

        async with (
            a_browser() as chrome,
            a_page(chrome, house.url, PHONE, extra_http_headers=headers) as page,
        ):
            await page.goto(f"/table/{team}/screen-link")

            await expect(page.locator("h1")).to_have_text(WORDS("button.screen"))
            assert await overflow(page) <= 0
            assert await axe(page) == []
