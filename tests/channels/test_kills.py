"""The bot dies at any point of a send: nothing is lost, and once more is the most, and marked."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from storage.desk import EmbeddedDesk
from tests.channels.town import Town
from tests.channels.wire import Time, Wire

Step = Callable[[Town], Awaitable[Any]]


class Crash(BaseException):
    """The process dies."""


class Points:
    """Every point at which the bot may die; it dies at the `fatal`th, and stays dead."""

    def __init__(self, fatal: int = 0) -> None:
        self.fatal, self.passed, self.died_at = fatal, 0, ""

    def __call__(self, point: str) -> None:
        self.passed += 1
        if self.passed == self.fatal:
            self.died_at = point
        if self.died_at:
            raise Crash

    def revive(self, fatal: int = 0) -> None:
        """A new process."""
        self.fatal, self.passed, self.died_at = fatal, 0, ""


@contextmanager
def dying_at(points: Points) -> Iterator[None]:
    """Each commit has a point before and a point after it."""
    keep = EmbeddedDesk.keep

    async def watched(desk: EmbeddedDesk[Any], papers: Any) -> None:
        points("before the commit")
        await keep(desk, papers)
        points("after the commit")

    EmbeddedDesk.keep = watched  # type: ignore[method-assign]
    try:
        yield
    finally:
        EmbeddedDesk.keep = keep  # type: ignore[method-assign]


async def survived(town: Town, points: Points, step: Step, again: int = 0) -> bool:
    """Do a step; where the bot dies in it, start it, and let Teams deliver the step again."""
    try:
        await step(town)
    except Crash:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others, return_exceptions=True)
        points.revive()
        await town.sleep()
        town.wake()
        points.revive(again)
        await survived(town, points, step)
        return False
    return True


def press(town: Town, team: str, turn: int, verb: str = "go_on") -> Step:
    """The facilitator presses on the card with this turn."""
    at = town.time.now()
    values = {"verb": verb, "circle": f"c-{team}", "turn": str(turn)}
    values["who"] = f"teams:north.example:{team}-0"
    return lambda town: town.conversation.press(team, values, at)


async def tick(town: Town) -> None:
    """A second goes by."""
    town.time.seconds += 1
    await town.conversation.tick(town.time.now())


async def life(folder: Path, fatal: int) -> tuple[Points, Town]:
    """A circle begins and goes on; the bot dies once on the way."""
    points, time = Points(), Time()
    town = Town(folder, time, Wire(time, around=points))
    await town.settle(1)
    (team,) = town.ids
    with dying_at(points):
        points.revive(fatal)
        alive = await survived(town, points, lambda town: town.start(team))
        for turn in (2, 3):
            time.seconds += 1
            alive &= await survived(town, points, press(town, team, turn))
        points.died_at = points.died_at or ("" if alive else "somewhere")
    return points, town


async def test_at_each_point_nothing_is_lost_and_once_more_is_the_most(tmp_path: Path) -> None:
    usual, town = await life(tmp_path / "usual", 0)
    shown = lines_in(town)
    await town.sleep()

    for fatal in range(1, usual.passed + 1):
        _, town = await life(tmp_path / str(fatal), fatal)
        await town.drained()

        faults = await town.faults()
        assert (fatal, faults) == (fatal, [])
        assert lines_in(town) == shown
        doubts = [row for row in await town.rows("team-0") if row.reason == "in doubt"]
        assert len(doubts) <= len(LANES)
        await town.sleep()


def lines_in(town: Town) -> list[str]:
    """What came, each line once, without the card; the end of an id is made up."""
    came = {asked.promise.split()[0] for asked in town.wire.asked if asked.taken}
    return sorted(id.rpartition(".")[0] for id in came if "/card" not in id)


LANES = ("the channel", "Anna", "Bo", "Clara")
"""In each conversation at most one message is under way."""


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
async def test_whenever_it_dies_nothing_is_lost(tmp_path: Path, seed: int) -> None:
    """It dies again and again, at any point of a circle's life, also while it starts."""
    print("seed", seed)  # noqa: T201  a failing test shows it
    chance, points, time = random.Random(seed), Points(), Time()
    town = Town(tmp_path, time, Wire(time, around=points))
    await town.settle(2)
    deaths = 0
    with dying_at(points):
        for team in town.ids[:1]:
            await survived(town, points, lambda town, team=team: town.start(team))
            for _ in range(20):
                time.seconds += 1
                circle = (await town.papers(team)).shown
                step = press(town, team, circle.course.turn if circle else 0)
                points.revive(chance.choice([0, 0, 1, 2, 3, 5, 8, 13, 20]))
                for each in (step, tick):
                    deaths += not await survived(town, points, each, chance.choice([0, 3]))
        points.revive()

    await town.drained()

    assert deaths > 5
    assert await town.faults() == []
    await town.sleep()
