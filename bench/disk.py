"""Commits through the real store and codec, with the change of a real turn."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

import uvloop

from bench.asking import ROUND
from bench.figures import Found, Target, median, percentile, table
from bench.people import circles, furnish, now, turns_of
from bench.processes import SERVED, folder, on_core
from circle.papers import Papers
from circle.state import Circle
from storage.disk import Disk
from storage.embedded import EmbeddedStore
from storage.papers import PaperCodec

TEAMS = (1, 100, 1_000, 10_000)
AT_ONCE = (1, 16, 64)
COMMITS = {True: 250, False: 2_000}
ROUNDS = {True: 3, False: 9}
FLAT = 1.5
"""A commit among 10,000 teams may cost this much more than for one: our own figure."""


@dataclass(frozen=True)
class CountedDisk(Disk):
    """A disk that counts what it does."""

    sizes: list[int] = field(default_factory=list)

    def append(self, file: int, content: bytes) -> None:
        super().append(file, content)
        self.sizes.append(len(content))


Alone = tuple[float, float, float, float]
"""Median and p99 seconds of a commit, its CPU seconds, its fsyncs."""

Crowd = tuple[float, float, float, float]
"""Seconds of a commit, its CPU seconds, its fsyncs, its bytes."""


class Work:
    """Turns to be kept, for the teams of one store: the course of each circle goes on and on."""

    def __init__(
        self,
        store: EmbeddedStore[Papers],
        disk: CountedDisk,
        teams: Sequence[str],
        course: Sequence[Circle],
    ) -> None:
        self.store, self.disk, self.teams = store, disk, teams
        self._course = course
        self._place = dict.fromkeys(teams, 0)

    async def commit(self, team: str) -> float:
        """Keep one more turn of a team; seconds for opening, change, and fsync."""
        self._place[team] += 1
        there = self._course[self._place[team] % len(self._course)]
        began = time.perf_counter()
        async with self.store.open(team) as desk:
            papers = desk.papers
            assert papers
            assert papers.circle
            circle = replace(papers.circle, course=there.course, pressed=there.pressed)
            await desk.keep(replace(papers, circle=circle))
        return time.perf_counter() - began

    async def one_by_one(self, commits: int) -> list[float]:
        return [await self.commit(self.teams[n % len(self.teams)]) for n in range(commits)]

    async def at_once(self, count: int, commits: int) -> float:
        """Seconds for so many commits with so many teams at once."""

        async def some(team: str) -> None:
            for _ in range(commits // count):
                await self.commit(team)

        began = time.perf_counter()
        await asyncio.gather(*(some(team) for team in self.teams[:count]))
        return time.perf_counter() - began


def course_of_a_round(at: datetime) -> list[Circle]:
    """A round and back again, as it is played with five people."""
    turns = islice(turns_of(circles(1)[0], at), len(ROUND) * 4)
    return [papers.circle for papers in turns if papers.circle]


def measure(quick: bool) -> Found:
    """Both tables, in one process on one core, as the bot has it."""
    with ExitStack() as stack:
        places = {count: stack.enter_context(folder()) / "data" for count in TEAMS}
        for count, place in places.items():
            furnish(place, circles(count))
        with on_core(SERVED):
            return uvloop.run(_measure(quick, places))


async def _measure(quick: bool, places: dict[int, Path]) -> Found:
    works = {count: work_in(place, count) for count, place in places.items()}
    alone: dict[int, list[Alone]] = {count: [] for count in TEAMS}
    crowds: dict[int, list[Crowd]] = {count: [] for count in AT_ONCE}
    for turn in range(ROUNDS[quick] + 1):  # the first warms up
        for count, work in works.items():
            one_by_one = await _one_by_one(work, COMMITS[quick])
            if turn:
                alone[count].append(one_by_one)
        for count in AT_ONCE:
            together = await _together(works[TEAMS[-1]], count, COMMITS[quick])
            if turn:
                crowds[count].append(together)
    for work in works.values():
        await work.store.close()
    return _found(alone, crowds)


def work_in(place: Path, teams: int) -> Work:
    """A store with its teams; up to 64 of them, spread over all, are in a circle right now."""
    disk = CountedDisk()
    store: EmbeddedStore[Papers] = EmbeddedStore(place, PaperCodec(), disk=disk)
    active = [f"team-{number:06}" for number in range(1, teams + 1, max(1, teams // 64))][:64]
    return Work(store, disk, active, course_of_a_round(now()))


async def _one_by_one(work: Work, commits: int) -> Alone:
    before, spent = len(work.disk.sizes), time.process_time()
    times = await work.one_by_one(commits)
    cpu = (time.process_time() - spent) / commits
    return median(times), percentile(times, 0.99), cpu, (len(work.disk.sizes) - before) / commits


async def _together(work: Work, count: int, commits: int) -> Crowd:
    commits -= commits % count
    before, spent = len(work.disk.sizes), time.process_time()
    seconds = await work.at_once(count, commits)
    cpu = (time.process_time() - spent) / commits
    sizes = work.disk.sizes[before:]
    return seconds / commits, cpu, len(sizes) / commits, sum(sizes) / commits


def _typical(rounds: Sequence[tuple[float, ...]], *scales: float) -> list[float]:
    """The median of each figure over the rounds, seconds as microseconds."""
    return [median(each) * s for each, s in zip(zip(*rounds, strict=True), scales, strict=True)]


def _found(alone: Mapping[int, list[Alone]], crowds: Mapping[int, list[Crowd]]) -> Found:
    typical = {n: _typical(rounds, 1e6, 1e6, 1e6, 1) for n, rounds in alone.items()}
    crowd = {n: _typical(rounds, 1e6, 1e6, 1, 1) for n, rounds in crowds.items()}
    heads = ["one commit at a time", "median us", "p99 us", "CPU us", "fsyncs"]
    shown = table("Commits", heads, [[f"{n:,} teams on disk", *f] for n, f in typical.items()])
    heads = ["10,000 teams on disk", "us", "CPU us", "fsyncs", "bytes"]
    beside = table("Commits at once", heads, [[f"{n} at once", *f] for n, f in crowd.items()])
    keys = {
        str(n): {"median_ms": round(us / 1000, 4), "fsyncs_per_turn": fsyncs}
        for n, (us, _, _, fsyncs) in typical.items()
    }
    most, one = typical[TEAMS[-1]], typical[1]
    return Found([shown, beside], {"commits": keys}, [
        Target("flat", "us of a commit, 10,000 teams : 1 team", round(most[0] / one[0], 2), FLAT),
        Target("flat", "CPU of a commit, 10,000 teams : 1 team", round(most[2] / one[2], 2), FLAT),
    ])  # fmt: skip
