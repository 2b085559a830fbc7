"""Whatever ends the process, and wherever: nothing acknowledged is lost, everything is readable."""

import asyncio
import itertools
import json
import os
import random
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.disk import MARKS, Disk
from storage.embedded import EmbeddedStore
from storage.errors import CannotSave
from storage.store import Store
from tests.storage.child import CRASH, UNSYNCED, CrashAt, Ending, Say, in_child, needs_fork
from tests.storage.notebook import Notation, Notebook, file, keep, page

pytestmark = needs_fork

TEAMS = ("blue", "green", "red")


async def write_a_page(store: Store[Notebook], team: str, number: int, say: Say) -> None:
    """Turn a page, file every fourth, and say so when it is kept."""
    say(f"try {team} {number}")
    if number % 4 == 0:
        await file(store, team, **{str(number): page(number)})
    await keep(store, team, number=str(number), text=page(number))
    say(f"kept {team} {number}")


def heard(said: tuple[str, ...]) -> tuple[dict[str, int], dict[str, int]]:
    """How far each team was acknowledged, and how far it may have come."""
    kept, tried = defaultdict(int), defaultdict(int)
    for line in said:
        word, team, number = line.split()
        (kept if word == "kept" else tried)[team] = int(number)
    return kept, tried


async def faults(store: Store[Notebook], said: tuple[str, ...]) -> list[str]:
    """What is not as it was acknowledged."""
    kept, tried = heard(said)
    found = [str(trouble) for trouble in store.troubles()]
    for team in tried:
        papers = await store.read(team)
        number = int(papers.lines.get("number", 0)) if papers else 0
        if not kept[team] <= number <= tried[team]:
            found.append(f"{team} is at {number}, not from {kept[team]} to {tried[team]}")
        if papers and number and papers.lines["text"] != page(number):
            found.append(f"{team} has another text at {number}")
        filed = [json.loads(text) for text in await store.summaries(team)]
        expected = [page(each) for each in range(4, tried[team] + 1, 4)]
        if filed not in (expected, expected[:-1]) or len(filed) < kept[team] // 4:
            found.append(f"{team} filed {len(filed)} at {number}")
    return found


class Power:
    """An fsync that once says the disk is full."""

    def __init__(self) -> None:
        self.full = False

    def __call__(self, file: int) -> None:
        if self.full:
            self.full = False
            raise OSError(28, "No space left on device")

    def go(self, folder: Path) -> None:
        """Stay on: what the process wrote outlives it."""


class FailingPower(Power):
    """An fsync that knows what would be left after a power cut."""

    def __init__(self) -> None:
        super().__init__()
        self._there: dict[int, int] = {}

    def __call__(self, file: int) -> None:
        os.fsync(file)
        self._there[os.fstat(file).st_ino] = os.fstat(file).st_size
        super().__call__(file)

    def go(self, folder: Path) -> None:
        """Take from every file what nobody waited for."""
        for path in folder.rglob("*"):
            if path.is_file():
                there = self._there.get(path.stat().st_ino, 0)
                os.truncate(path, min(there, path.stat().st_size))


async def a_day(folder: Path, power: Power, mark: Callable[[str], None], say: Say) -> None:
    """Commits, a full disk, filed pages, a compaction and a stop, touching every mark."""
    store = EmbeddedStore(folder, Notation(), disk=Disk(power, mark))
    for number in range(1, 6):
        await asyncio.gather(*(write_a_page(store, team, number, say) for team in TEAMS))
    await store.compact()
    await keep(store, "blue", text=page(5))
    power.full = True
    with pytest.raises(CannotSave):
        await keep(store, "blue", never="kept")
    for number in range(6, 9):
        await asyncio.gather(*(write_a_page(store, team, number, say) for team in TEAMS))
    await store.close()


def a_day_until(mark: str, time: int, folder: Path, power: Power) -> Ending:
    """Crash when a mark is passed for the nth time, if it is."""
    crash = CrashAt(mark, time, lambda: power.go(folder))
    return in_child(lambda say: a_day(folder, power, crash, say))


@pytest.mark.parametrize(
    "power",
    [
        pytest.param(Power, id="killed"),
        pytest.param(FailingPower, id="power cut", marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize(
    "mark",
    [
        pytest.param(mark, marks=[pytest.mark.slow] if number % 3 else [])
        for number, mark in enumerate(MARKS)
    ],
)
async def test_a_crash_at_this_point_loses_nothing(
    mark: str, power: type[Power], tmp_path: Path
) -> None:
    for time in itertools.count(1):
        folder = tmp_path / str(time)
        ending = a_day_until(mark, time, folder, power())

        for _ in ("after the crash", "after a stop"):
            store = EmbeddedStore(folder, Notation(), disk=UNSYNCED, in_use=1)
            assert await faults(store, ending.said) == [], f"at the {time}. time"
            await store.close()

        if ending.code != CRASH:
            break

    assert ending.code == 0, ending.said
    assert time > 1, "this point is never passed"


async def test_what_is_kept_during_a_compaction_outlives_a_crash_after_it(tmp_path: Path) -> None:
    async def live(say: Say) -> None:
        store = EmbeddedStore(tmp_path, Notation(), disk=UNSYNCED)
        for number in range(1, 4):
            await asyncio.gather(*(write_a_page(store, team, number, say) for team in TEAMS))
        compacting = asyncio.create_task(store.compact())
        while not compacting.done():
            number += 1
            await asyncio.gather(*(write_a_page(store, team, number, say) for team in TEAMS))
        os._exit(CRASH)

    ending = in_child(live)
    store = EmbeddedStore(tmp_path, Notation(), disk=UNSYNCED)

    assert ending.code == CRASH, ending.said
    assert await faults(store, ending.said) == []
    await store.close()


async def load(store: Store[Notebook], say: Say) -> None:
    """Write pages as fast as can be, from where the last one stopped."""

    async def write(team: str) -> None:
        papers = await store.read(team)
        number = int(papers.lines.get("number", 0)) if papers else 0
        while True:
            number += 1
            await write_a_page(store, team, number, say)

    await asyncio.gather(*(write(team) for team in TEAMS))


@pytest.mark.slow
async def test_sixty_kills_under_load_lose_nothing(tmp_path: Path) -> None:
    seed = random.randrange(10**6)
    print("seed", seed)  # noqa: T201
    chance = random.Random(seed)
    said: tuple[str, ...] = tuple(f"try {team} 0" for team in TEAMS)
    pages = 0

    for _ in range(60):

        async def live(say: Say) -> None:
            store = EmbeddedStore(tmp_path, Notation(), full=20_000, in_use=2)
            await load(store, say)

        ending = in_child(live, kill_after=chance.uniform(0.02, 0.3))
        said = (*said, *ending.said)

        store = EmbeddedStore(tmp_path, Notation(), full=20_000, in_use=2)
        assert await faults(store, said) == [], f"seed {seed}"
        if chance.random() < 0.3:
            await store.close()
        else:
            abandon(store)
        pages = len(said)

    assert pages > 2_000


def abandon(store: EmbeddedStore[Notebook]) -> None:
    """Leave a store as a crash would, so that the next process finds its journal."""
    store._writer.stop()
    store._lock.release()
