"""Every conversation file, told on every channel: calm, and with a restart before every line."""

from pathlib import Path

import pytest

from tests.conversations.chat import ChatDriver
from tests.conversations.driver import Driver
from tests.conversations.table import TableDriver
from tests.conversations.telling import FILES, read

DRIVERS: dict[str, type[Driver]] = {"chat": ChatDriver, "table": TableDriver}


CALM = pytest.param(False, id="calm")
RESTLESS = pytest.param(True, id="restless", marks=pytest.mark.slow)


@pytest.mark.parametrize("restless", [CALM, RESTLESS])
@pytest.mark.parametrize("channel", DRIVERS)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_the_conversation_is_as_it_is_told(
    file: Path, channel: str, restless: bool, tmp_path: Path
) -> None:
    telling = read(file)
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
