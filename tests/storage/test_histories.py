"""Whatever a team's history: what is found again is what was kept."""

import asyncio
import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as some

from storage.embedded import EmbeddedStore
from tests.storage.child import UNSYNCED
from tests.storage.notebook import Notation, Notebook, at, file, keep, ring, tear, written

TEAMS = some.sampled_from(("blue", "red", "green"))
NAMES = some.sampled_from(("a", "b", "c"))
TEXTS = some.none() | some.text(max_size=20)

STEPS = some.one_of(
    some.tuples(some.just("keep"), TEAMS, NAMES, TEXTS),
    some.tuples(some.just("file"), TEAMS, NAMES, some.text(max_size=20)),
    some.tuples(some.just("tear"), TEAMS, NAMES),
    some.tuples(some.just("ring"), TEAMS, some.none() | some.integers(0, 23)),
    some.tuples(some.sampled_from(("compact", "restart", "crash"))),
)


class Model:
    """What ought to be there."""

    def __init__(self) -> None:
        self.lines: dict[str, dict[str, str]] = {}
        self.pages: dict[str, dict[str, str]] = {}
        self.bells: dict[str, int | None] = {}

    def keep(self, team: str, name: str, text: str | None) -> None:
        self.lines.setdefault(team, {}).pop(name, None)
        if text is not None:
            self.lines[team][name] = text

    def file(self, team: str, name: str, text: str) -> None:
        self.lines.setdefault(team, {})
        self.pages.setdefault(team, {})[name] = text

    def tear(self, team: str, name: str) -> None:
        self.lines.setdefault(team, {})
        self.pages.setdefault(team, {}).pop(name, None)

    def ring(self, team: str, hour: int | None) -> None:
        self.lines.setdefault(team, {})
        self.bells[team] = hour


class Life:
    """A store that is restarted, and crashes: the next one finds a copy of the folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.number = 0
        self.store = self._begin()

    def _begin(self) -> EmbeddedStore[Notebook]:
        folder = self.home / str(self.number)
        return EmbeddedStore(folder, Notation(), disk=UNSYNCED, full=600, in_use=1)

    async def restart(self) -> None:
        await self.store.close()
        self.store = self._begin()

    async def crash(self) -> None:
        await asyncio.gather(*self.store._tasks)  # a folder in change cannot be copied
        before, crashed = self.home / str(self.number), self.store
        self.number += 1
        shutil.copytree(before, self.home / str(self.number))
        await crashed.close()
        self.store = self._begin()


async def live(life: Life, model: Model, step: tuple) -> None:
    match step:
        case ("keep", team, name, text):
            await keep(life.store, team, **{name: text})
            model.keep(team, name, text)
        case ("file", team, name, text):
            await file(life.store, team, **{name: text})
            model.file(team, name, text)
        case ("tear", team, name):
            await tear(life.store, team, name)
            model.tear(team, name)
        case ("ring", team, hour):
            await ring(life.store, team, None if hour is None else at(hour))
            model.ring(team, hour)
        case ("compact",):
            await life.store.compact()
        case ("restart",):
            await life.restart()
        case ("crash",):
            await life.crash()


async def compare(store: EmbeddedStore[Notebook], model: Model) -> None:
    assert store.troubles() == ()
    assert await store.teams() == tuple(sorted(model.lines))
    for team, lines in model.lines.items():
        papers = await store.read(team)
        assert papers is not None
        assert papers.lines == lines
        filed = await store.summaries(team)
        assert sorted(filed) == sorted(map(written, model.pages.get(team, {}).values()))
    due = {team for team, hour in model.bells.items() if hour is not None and hour <= 12}
    assert set(await store.due(at(12))) == due


@settings(max_examples=30, deadline=None)
@given(some.lists(STEPS, max_size=25))
def test_every_history_is_found_again(steps: list[tuple]) -> None:
    async def history(home: Path) -> None:
        life, model = Life(home), Model()
        for step in steps:
            await live(life, model, step)
            await compare(life.store, model)
        for ending in (("crash",), ("restart",)):
            await live(life, model, ending)
            await compare(life.store, model)
        await life.store.close()

    with tempfile.TemporaryDirectory() as home:
        asyncio.run(history(Path(home)))
