"""The application as a whole: whether it is ready, and what it needs from the disk."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp.test_utils import make_mocked_request
from jinja2 import DictLoader

from cards.render import Cards, make_environment
from locales import words_in
from pages.app import health, is_awake
from pages.doors import PublicDoor
from pages.painting import CARDS, FOLDER, Painter, hold
from tests.pages.house import NOON, open_house

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("rang", "age", "awake"),
    [
        (None, 9, True),
        (None, 10, False),
        (100, 109, True),
        (100, 110, False),
        (0, 60, False),
    ],
)
def test_the_bot_is_ready_while_its_clock_rings(rang: int | None, age: int, awake: bool) -> None:
    rang_at = None if rang is None else NOON + rang * SECOND

    assert is_awake(rang_at, NOON, NOON + age * SECOND) is awake


def test_a_change_on_the_disk_breaks_no_running_page(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "pages")
    shutil.copytree(CARDS / "table", tmp_path / "cards" / "table")
    environment = make_environment(tmp_path / "pages", tmp_path / "cards")
    hold(environment)
    shutil.rmtree(tmp_path)

    names = environment.list_templates()
    kept = [environment.get_template(name) for name in names]

    assert {"table.html", "table/form.html"} <= {template.name for template in kept}


def test_the_cards_of_the_pages_are_read_when_the_pages_are_made() -> None:
    cards = Cards()

    Painter(cards, {})

    assert isinstance(cards.environment.loader, DictLoader)


async def test_a_bot_whose_clock_stands_still_says_that_it_is_not_ready() -> None:
    answer = await health(lambda: False, make_mocked_request("GET", "/readyz"))

    assert answer.status == 503


@pytest.mark.parametrize("page", ["/privacy", "/terms"])
@pytest.mark.parametrize("tongue", ["da", "nb", "en"])
async def test_what_is_kept_can_be_read_by_everybody(
    page: str, tongue: str, tmp_path: Path
) -> None:
    async with open_house(tmp_path, PublicDoor("https://ordet.example", "s" * 32)) as house:
        status, text = await house.get(page, headers={"Accept-Language": tongue})

    assert status == 200
    assert words_in(tongue)(f"{page[1:]}.title") in text
    assert words_in(tongue)(f"{page[1:]}.1") in text
