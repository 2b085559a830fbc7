"""The system's Chromium, as people use it: with a keyboard, at any size, in light and dark."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
).split()

POLICY = "Content Security"
PHONE, TABLET = (320, 640), (820, 1180)
LAPTOP, PROJECTOR = (1280, 720), (1920, 1080)

AXE = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    }
}


def chromium() -> str:
    """Where this machine has its Chromium."""
    found = [path for name in NAMES if (path := shutil.which(name))]
    found += [path for path in PLACES if Path(path).exists()]
    assert found, "no Chromium; run sh tests/get_chromium.sh"
    return found[0]


@asynccontextmanager
async def a_browser() -> AsyncIterator[Browser]:
    """Chromium with a fresh profile."""
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        await browser.close()


@asynccontextmanager
async def a_page(
    browser: Browser,
    url: str,
    size: tuple[int, int] = LAPTOP,
    scheme: str = "light",
    **more: object,
) -> AsyncIterator[Page]:
    """One window; an error in our script fails the test."""
    width, height = size
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        base_url=url,
        locale="da-DK",
        **more,  # type: ignore[arg-type]
    )
    page = await context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None
    )
    yield page
    await context.close()
    assert wrong == []


async def axe(page: Page) -> list[str]:
    """What axe-core finds wrong, each in a line."""
    results = await Axe().run(page, options=AXE)
    return [
        f"{rule['id']}: {node['html'][:160]} ({node.get('failureSummary', '')[:300]})"
        for rule in results.response["violations"]
        for node in rule["nodes"]
    ]


async def overflow(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    return await page.evaluate("document.documentElement.scrollWidth - innerWidth")


async def focused(page: Page) -> str:
    """What has the focus, by its name or its text."""
    return await page.evaluate(
        "(e => e.getAttribute('aria-label') || e.labels?.[0]?.innerText"
        " || e.innerText || e.id || e.tagName)(document.activeElement)"
    )


async def tab_to(page: Page, name: str, most: int = 80, key: str = "Tab") -> None:
    """Go with the keyboard to what has this name."""
    for _ in range(most):
        if (await focused(page)).strip().startswith(name):
            return
        await page.keyboard.press(key)
    raise AssertionError(f"the keyboard does not reach {name!r}")
