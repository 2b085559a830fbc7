"""A whole circle in two browsers at once, with the keyboard alone."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from tests.pages.browser import (
    LAPTOP,
    PHONE,
    PROJECTOR,
    TABLET,
    a_browser,
    a_page,
    axe,
    focused,
    overflow,
    tab_to,
)
from tests.pages.house import GUIDES, WORDS, House

pytestmark = pytest.mark.browser

SECOND = 1000
SECOND_PHASE = GUIDES["laeringscirkel"].lines[1].phase.name["da"]
FIVE = ("Anne-Katrine Bøgelund-Rasmussen", "Bo", "Cecilie", "David", "Eva")
SIZES = {"phone": PHONE, "tablet": TABLET, "laptop": LAPTOP, "projector": PROJECTOR}


@pytest.fixture
async def chrome() -> AsyncIterator[Browser]:
    async with a_browser() as browser:
        yield browser


async def press(page: Page, name: str) -> None:
    """Press a button with the keyboard."""
    await tab_to(page, name)
    await page.keyboard.press("Enter")


async def type_in(page: Page, name: str, text: str) -> None:
    """Write in a field, reached with the keyboard."""
    await tab_to(page, name)
    await page.keyboard.type(text)


async def make_team(page: Page) -> str:
    await page.goto("/")
    await type_in(page, WORDS("form.team.name"), "Team Mellemtrin")
    await tab_to(page, WORDS("form.team.people"))
    for name in FIVE:
        await page.keyboard.type(name)
        await page.keyboard.press("Enter")
    await press(page, WORDS("form.team.button"))
    await page.wait_for_url("**/table/*")
    return page.url


async def start(page: Page) -> None:
    await type_in(page, WORDS("start.question.label"), "Hvordan får vi flere stemmer i spil?")
    await tab_to(page, WORDS("start.facilitator"))
    await page.keyboard.press("ArrowDown")
    await tab_to(page, WORDS("form.start.owner"))
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await press(page, WORDS("button.start"))


async def heading(page: Page) -> str:
    return " ".join((await page.locator("h1").first.inner_text()).split())


async def sees(page: Page, text: str, soon: float = SECOND) -> None:
    await expect(page.locator("h1").first).to_contain_text(text, timeout=soon)


async def checked(page: Page) -> None:
    """Nothing sticks out, and axe finds nothing."""
    assert await overflow(page) <= 0
    assert await axe(page) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "scheme"),
    [(PHONE, "light"), (PHONE, "dark"), (PROJECTOR, "light"), (PROJECTOR, "dark")],
    ids=["phone-light", "phone-dark", "projector-light", "projector-dark"],
)
async def test_a_whole_circle_is_run_with_the_keyboard_in_two_browsers(
    house: House, chrome: Browser, size: tuple[int, int], scheme: str
) -> None:
    async with (
        a_page(chrome, house.url, size, scheme) as table,
        a_page(chrome, house.url, PROJECTOR, scheme) as screen,
    ):
        place = await make_team(table)
        await screen.goto(place + "/screen")
        await checked(table)
        await start(table)
        await expect(table.locator("#press-done")).to_be_visible()
        await sees(screen, "Anne-Katrine", 3 * SECOND)

        phases = await run_to_the_end(table, screen)
        await write_a_step(table)
        await press(table, WORDS("button.approve"))

        await sees(table, WORDS("end.done"), 3 * SECOND)
        await sees(screen, WORDS("end.done"), 3 * SECOND)
        await expect(screen.locator("main")).to_contain_text("Bo prøver samtalekort")
        await checked(table)
        assert len(phases) == 9


async def run_to_the_end(table: Page, screen: Page) -> list[str]:
    """Press what the room would press until the draft is read; each phase is looked at."""
    phases: list[str] = []
    kinds: set[str] = set()
    for turn in range(60):
        phase = await screen.locator(".strip .now").inner_text() if not await draft(screen) else ""
        if not phase:
            return phases
        phases += [phase] if phase not in phases else []
        kind = (await table.locator("#card").get_attribute("class") or "").split()[1]
        if kind not in kinds:
            kinds.add(kind)
            await checked(table)
            await checked(screen)
        before = await heading(screen) + phase
        name = await first_button(table)
        await press(
            table, WORDS("button.pass") if name == WORDS("button.done") and turn % 3 else name
        )
        await changed(screen, before)
    raise AssertionError("the circle does not end")


async def first_button(page: Page) -> str:
    return (await page.locator(".turn .button").first.inner_text()).strip()


async def draft(page: Page) -> bool:
    return await page.locator(".close").count() > 0


async def changed(page: Page, before: str) -> None:
    """The other browser has seen the change within a second."""
    await page.wait_for_function(
        """before => {
          const text = e => e ? e.innerText.replace(/\\s+/g, ' ').trim() : '';
          const now = document.querySelector('.strip .now');
          return text(document.querySelector('h1')) + (now ? now.innerText : '') !== before;
        }""",
        arg=before,
        timeout=SECOND,
    )


async def write_a_step(table: Page) -> None:
    """A next step, written in a panel with the keyboard."""
    await press(table, WORDS("button.step_add"))
    await expect(table.locator("dialog")).to_be_visible()
    await checked(table)
    await table.locator("dialog input[value$=':1']").focus()
    await table.keyboard.press("Space")
    await type_in(table, WORDS("step.what"), "prøver samtalekort")
    await type_in(table, WORDS("step.sign"), "Fire elever begynder selv")
    await press(table, WORDS("button.step_save"))
    await expect(table.locator("dialog")).to_be_hidden()
    await expect(table.locator(".deed")).to_have_text("prøver samtalekort", timeout=SECOND)
    await checked(table)


async def test_a_change_is_seen_within_a_second_and_the_focus_stays(
    house: House, chrome: Browser
) -> None:
    team = await house.team()
    await house.circle(team)
    await house.press(team, "skip_phase")
    async with a_page(chrome, f"{house.url}") as page:
        await page.goto(f"/table/{team}")
        await tab_to(page, WORDS("button.done"))
        before = await heading(page)
        await house.press(team, "done")
        await expect(page.locator("h1")).not_to_have_text(before, timeout=SECOND)

        assert await focused(page) == WORDS("button.done")
        assert await page.locator("#said").inner_text() != ""


async def test_what_somebody_types_survives_a_change_from_another_browser(
    house: House, chrome: Browser
) -> None:
    team = await house.team()
    await house.circle(team)
    async with a_page(chrome, house.url) as page:
        await page.goto(f"/table/{team}")
        await page.locator("summary", has_text=WORDS("page.menu")).click()
        await page.locator("#say-text").fill("hjæ")
        await page.locator("summary", has_text=WORDS("page.menu")).click()
        await page.locator("#more").click()
        await page.locator("#press-people").click()
        await page.locator("dialog input[name=name]").fill("Gitte")

        await house.press(team, "skip_phase")
        await expect(page.locator(".strip .now")).to_contain_text(SECOND_PHASE, timeout=SECOND)

        assert await page.locator("dialog input[name=name]").input_value() == "Gitte"
        assert await page.locator("#say-text").input_value() == "hjæ"
        assert WORDS("form.people.new") in await focused(page)


async def test_a_start_form_that_is_being_filled_in_is_not_taken_away(
    house: House, chrome: Browser
) -> None:
    team = await house.team()
    async with a_page(chrome, house.url) as typing, a_page(chrome, house.url) as idle:
        for page in (typing, idle):
            await page.goto(f"/table/{team}")
        await typing.locator("textarea").fill("Hvordan")
        await house.circle(team)

        await sees(idle, "Anna", 3 * SECOND)
        await expect(typing.locator("#moved")).to_be_visible(timeout=SECOND)
        assert await typing.locator("textarea").input_value() == "Hvordan"


async def test_a_tapped_name_gets_the_word(house: House, chrome: Browser) -> None:
    team = await house.team()
    await house.circle(team)
    await house.press(team, "skip_phase")
    async with a_page(chrome, house.url, TABLET) as page:
        await page.goto(f"/table/{team}")
        labels = [WORDS("seat.give", name="Eva"), WORDS("seat.take", name="Eva")]
        await page.locator(", ".join(f"[aria-label='{label}']" for label in labels)).click()

        await sees(page, "Eva")


async def test_the_facilitators_card_folds_by_itself(house: House, chrome: Browser) -> None:
    team = await house.team()
    await house.circle(team)
    async with a_page(chrome, house.url) as page:
        await page.clock.install()
        await page.goto(f"/table/{team}")
        card = page.locator(".mine .sheet")
        await page.locator("#mine").click()
        await expect(card).to_be_visible()

        await page.clock.fast_forward(21_000)

        await expect(card).to_be_hidden()


async def test_the_tide_rises_in_half_minutes_and_is_calm_at_zero(
    house: House, chrome: Browser
) -> None:
    team = await house.team()
    await house.circle(team)
    async with a_page(chrome, house.url) as page:
        await page.clock.install(time=house.clock())
        await page.goto(f"/table/{team}")
        left = page.locator("#left")
        said = [await left.inner_text()]
        for seconds in (130, 40, 30, 25, 30):
            await page.clock.fast_forward(seconds * 1000)
            said.append(await left.inner_text())

    assert said == [
        WORDS("tide.minutes", count=4),
        WORDS("tide.minutes", count=2),
        WORDS("tide.minutes", count=1),
        WORDS("tide.half"),
        WORDS("tide.calm"),
        WORDS("tide.zero"),
    ]


async def test_an_answer_is_shown_without_leaving_the_page(house: House, chrome: Browser) -> None:
    team = await house.team()
    await house.circle(team)
    async with a_page(chrome, house.url, PHONE) as page:
        await page.goto(f"/table/{team}")
        await page.locator("summary", has_text=WORDS("page.menu")).click()
        await page.get_by_role("button", name=WORDS("command.help.title")).click()

        await expect(page.locator("#answer")).to_contain_text(WORDS("who.machine"))
        await checked(page)
        await page.locator("#answer button").click()
        await expect(page.locator("#answer")).to_be_hidden()


async def test_a_form_that_needs_something_comes_again_in_the_panel(
    house: House, chrome: Browser
) -> None:
    team = await house.team()
    await house.circle(team)
    await house.press(team, "end")
    async with a_page(chrome, house.url, TABLET) as page:
        await page.goto(f"/table/{team}")
        await page.locator("#press-steps").click()
        await page.locator("dialog textarea").first.fill("prøver samtalekort")
        await page.locator("dialog .main").click()

        await expect(page.locator("dialog .error").first).to_be_visible()
        assert await page.locator("dialog textarea").first.input_value() == "prøver samtalekort"
        await checked(page)
        await page.keyboard.press("Escape")
        await expect(page.locator("dialog")).to_be_hidden()


async def test_a_browser_comes_back_after_the_line_was_down(house: House, chrome: Browser) -> None:
    team = await house.team()
    await house.circle(team)
    async with a_page(chrome, house.url) as page:
        await page.goto(f"/table/{team}/screen")
        await page.context.set_offline(True)
        house.screens.close()
        await expect(page.locator("#lost")).to_be_visible(timeout=10 * SECOND)

        house.screens.closing = False
        await house.press(team, "skip_phase")
        await page.context.set_offline(False)

        await expect(page.locator("#lost")).to_be_hidden(timeout=10 * SECOND)
        await expect(page.locator(".strip .now")).to_contain_text(SECOND_PHASE, timeout=SECOND)


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_every_kind_of_screen_is_for_everyone(
    house: House, chrome: Browser, size: tuple[int, int], scheme: str
) -> None:
    team = await house.team(*FIVE)
    async with a_page(chrome, house.url, size, scheme) as page:
        for path in ("/", f"/table/{team}", "/nowhere"):
            await page.goto(path)
            await checked(page)
        await house.circle(team, guide=["igp"])
        for verb in ("", "skip_phase", "go_on", "done", "go_on", "skip_phase"):
            if verb:
                await house.press(team, verb)
            for view in ("", "/screen", "/facilitator") if verb == "done" else ("",):
                await page.goto(f"/table/{team}{view}")
                await checked(page)
        await house.press(team, "pause", minutes="10")
        await page.goto(f"/table/{team}")
        await checked(page)
        for form in ("people", "pause", "hand_over", "end"):
            await page.goto(f"/table/{team}/form/{form}")
            await checked(page)


@pytest.mark.slow
@pytest.mark.parametrize("people", [2, 3, 5, 8, 12])
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_two_to_twelve_with_any_names_find_room(
    house: House, chrome: Browser, size: tuple[int, int], people: int
) -> None:
    odd = (
        "Anne-Katrine Bøgelund-Rasmussen",
        "محمد عبد الله الرحمن",
        "👩‍👩‍👧‍👦 Bo",
        '<at>Cecilie</at> {x} "q"',
        "Xiomara-Guadalupe",
        "Q",
        "W" * 40,
        "Jens Ole Thorup",
        "Ingeborg Skytte",
        "Tobias `code`",
        "Lone **fed**",
        "Karim <!channel>",
    )
    team = await house.team(*odd[:people])
    await house.circle(team, question=["Hvordan får vi flere stemmer i spil? " * 8])
    async with a_page(chrome, house.url, size) as page:
        for view in ("", "/screen", "/facilitator", "/form/people"):
            await page.goto(f"/table/{team}{view}")
            assert await overflow(page) <= 0
        assert people in (3, 8) or await axe(page) == []


async def test_a_name_of_255_letters_wraps(house: House, chrome: Browser) -> None:
    team = await house.team("W" * 255, "Bo Ærlig " * 25, "Eva")
    await house.circle(team)
    async with a_page(chrome, house.url, PHONE) as page:
        for width, height in SIZES.values():
            await page.set_viewport_size({"width": width, "height": height})
            await page.goto(f"/table/{team}")
            assert await overflow(page) <= 0


@pytest.mark.parametrize("media", [{"reduced_motion": "reduce"}, {"forced_colors": "active"}])
async def test_less_motion_and_fewer_colours_show_the_same(
    house: House, chrome: Browser, media: dict[str, str]
) -> None:
    team = await house.team()
    await house.circle(team)
    async with a_page(chrome, house.url, LAPTOP, "light", **media) as page:
        await page.goto(f"/table/{team}")

        await sees(page, "Anna")
        assert await overflow(page) <= 0


async def test_at_320_pixels_and_without_a_script_everything_is_there(
    house: House, chrome: Browser
) -> None:
    team = await house.team()
    await house.circle(team)
    async with a_page(chrome, house.url, PHONE, java_script_enabled=False) as page:
        page.set_default_timeout(5 * SECOND)
        await page.goto(f"/table/{team}")
        await page.get_by_role("button", name=WORDS("button.done")).click()
        await page.locator("#mine").click()

        await expect(page.locator(".mine .cues")).to_be_visible()
        await expect(page.get_by_role("link", name=WORDS("page.newest"))).to_be_visible()
