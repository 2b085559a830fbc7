"""Every conversation file, told on every channel: calm, and with a restart before every line."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conversations.chat import ChatDriver
from tests.conversations.driver import Driver
from tests.conversations.slack import SlackDriver
from tests.conversations.table import TableDriver
from tests.conversations.teams import TeamsDriver
from tests.conversations.telling import FILES, FOLDER, read

DRIVERS: dict[str, type[Driver]] = {
    "table": TableDriver,
    "chat": ChatDriver,
    "teams": TeamsDriver,
    "slack": SlackDriver,
}


NOT_AT_A_TABLE, ONLY_AT_A_TABLE = "# Not at a table", "# Only at a table"
"""How the remark of a conversation begins that another place has in another way."""


def tellings() -> Iterator[Any]:
    """Each file on each channel, calm and restless.

    The quick tests tell each file calmly on the table, and by turns in the chat that we made up
    and Slack, or in Teams.
    """
    for number, file in enumerate(FILES):
        for place, channel in enumerate(DRIVERS):
            other = channel != "table" and (number + place) % 2
            for mood, restless in (("calm", False), ("restless", True)):
                marks = [pytest.mark.slow] if restless or other else []
                id = f"{file.stem}-{channel}-{mood}"
                yield pytest.param(file, channel, restless, id=id, marks=marks)


@pytest.mark.parametrize(("file", "channel", "restless"), list(tellings()))
async def test_the_conversation_is_as_it_is_told(
    file: Path, channel: str, restless: bool, tmp_path: Path
) -> None:
    telling = read(file)
    unlike = NOT_AT_A_TABLE if channel == "table" else ONLY_AT_A_TABLE
    if any(remark.startswith(unlike) for remark in telling.remarks):
        pytest.skip("it goes otherwise there")
    driver = DRIVERS[channel](tmp_path, telling)

    await driver.begin()
    for move in telling.moves:
        if restless:
            await driver.restart()
        shown = await driver.move(move.text)
        assert shown == driver.expected(move.shown), f"line {move.line}: {move.text}"
    await driver.sleep()


def test_there_are_enough_conversations() -> None:
    assert len(FILES) >= 25


def example(page: str, first: str) -> list[str]:
    """The lines of the block in a page that has this line."""
    text = (FOLDER.parents[1] / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    (found,) = [block.splitlines() for block in blocks if first in block.splitlines()]
    return found


def test_the_circle_in_the_readme_is_what_the_bot_says() -> None:
    told = (FOLDER / "01-a-calm-circle.txt").read_text(encoding="utf-8").splitlines()
    shown = example("README.md", "Team Blå: Anna, Bo, Clara, David, Eva")

    for line in shown:
        assert line == "..." or line in told, f"not in the conversation, or not here: {line}"
        told = told if line == "..." else told[told.index(line) + 1 :]

    assert told == []


def test_the_example_for_those_who_write_conversations_is_made_of_real_lines() -> None:
    told = {line for file in FILES for line in file.read_text(encoding="utf-8").splitlines()}

    assert [line for line in example("CONTRIBUTING.md", "(restart)") if line not in told] == []


def test_a_page_names_no_file_that_is_not_here() -> None:
    home = FOLDER.parents[1]
    here = {path.name for path in [*home.glob("*.md"), *home.glob("docs/**/*.md")]}
    named = {
        (path.relative_to(home).as_posix(), name)
        for package in ("circle", "dialogs", "cards", "storage", "pages", "scheduler", "locales")
        for path in (home / package).rglob("*.py")
        for name in re.findall(r"\b[\w-]+\.md\b", path.read_text(encoding="utf-8"))
    }

    assert {(path, name) for path, name in named if name not in here} == set()
