"""The guard of the crash tests: the file that TinyDB writes by itself does not pass them."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

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
