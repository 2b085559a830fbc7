"""The guard of the crash tests: the file that TinyDB writes by itself does not pass them."""

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB
from tinydb.storages import JSONStorage

from tests.storage.child import CRASH, CrashAt, Say, in_child, needs_fork
from tests.storage.notebook import page

pytestmark = needs_fork


class Fragile:
    """TinyDB as it comes, in the store's clothes: the guard of the guards above."""

    def __init__(self, folder: Path, crash: Callable[[str], None]) -> None:
        self._path = folder / "teams.json"
        self._file = TinyDB(self._path)
        storage = self._file.storage
        assert isinstance(storage, JSONStorage)
        storage._handle = Marked(storage._handle, crash)  # type: ignore[assignment]

    def keep(self, team: str, text: str) -> None:
        self._file.upsert({"team": team, "text": text}, lambda document: document["team"] == team)


class Marked:
    """A file that passes a mark between what it writes and what it cuts off."""

    def __init__(self, file: Any, crash: Callable[[str], None]) -> None:
        self._wrapped, self._crash = file, crash

    def __getattr__(self, name: str) -> Any:
        if name == "truncate":
            self._crash("before truncate")
        return getattr(self._wrapped, name)


def test_the_same_crash_breaks_the_file_that_tinydb_writes_itself(tmp_path: Path) -> None:
    unreadable = 0

    for time in range(1, 9):
        folder = tmp_path / str(time)
        folder.mkdir()

        async def live(say: Say, folder: Path = folder, time: int = time) -> None:
            store = Fragile(folder, CrashAt("before truncate", time))
            for number in range(20):
                store.keep("blue", page(number))

        ending = in_child(live)
        shutil.copy(folder / "teams.json", folder / "copy.json")
        try:
            TinyDB(folder / "copy.json").all()
        except json.JSONDecodeError:
            unreadable += ending.code == CRASH

    assert unreadable > 0


ROUNDS = 200
"""One kill in four meets the file half written, one in ten where the disk is memory."""
LARGE = 400_000
"""Letters of a large page: to write it takes many times longer than to begin."""


def grown(number: int) -> str:
    """A page of changing length, so large that a kill meets it half written."""
    return f"{number} " + "word " * (LARGE // 5 if number % 2 else 1)


async def write_for_ever(file: Path, say: Say) -> None:
    """The load of the sixty kills: write, say so, go on from where the last one stopped."""
    with TinyDB(file) as store:
        number = max((page["number"] for page in store.all()), default=0)
        while True:
            number += 1
            page = {"team": "blue", "number": number, "text": grown(number)}
            store.upsert(page, lambda document: document["team"] == "blue")
            say(f"kept {number}")


def is_whole(file: Path, kept: int) -> bool:
    """Whether the file can be read and holds what was acknowledged last, or what came after."""
    try:
        pages = TinyDB(file).all()
    except ValueError:  # no JSON, or a letter cut in two
        return False
    newest = pages[0] if pages else {"number": 0, "text": grown(0)}
    return kept <= newest["number"] and newest["text"] == grown(newest["number"])


@pytest.mark.slow
def test_the_kills_that_we_survive_break_the_file_that_tinydb_writes_itself(tmp_path: Path) -> None:
    file, chance, kept = tmp_path / "teams.json", random.Random(1), 0

    for _ in range(ROUNDS):
        ending = in_child(lambda say: write_for_ever(file, say), chance.uniform(0.02, 0.3))
        assert not any(line.startswith("!") for line in ending.said), ending.said
        kept = max([kept, *(int(line.split()[1]) for line in ending.said)])
        if not is_whole(file, kept):
            return

    pytest.fail(f"{ROUNDS} kills and {kept} pages, and nothing was lost")
