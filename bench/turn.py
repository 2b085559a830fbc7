"""One whole turn beside its floor: event in, rules, commit, picture, answer."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import msgspec

from bench.asking import Table
from bench.figures import Found, Target, median, table
from bench.house import House, house
from bench.load import Driven, Load
from bench.processes import DRIVEN, SERVED, ask, free_port, running, until_ready

AT_ONCE = (1, 16, 64)
ROUNDS = {True: 2, False: 5}
SECONDS = {True: 0.6, False: 2.0}

NAMES = {
    "bare_aiohttp": "bare aiohttp + uvloop",
    "aiohttp_one_post": "the same + one POST to a peer",
    "ordet_table": "Ordet: press, rules, commit, answer, picture",
    "nobody_watches": "the same, and nobody watches",
    "without_script": "the same without script: press, and the page",
}


KEYS = ("bare_aiohttp", "aiohttp_one_post", "ordet_table")
ENDS = {"ordet_table": "screen", "nobody_watches": "press", "without_script": "page"}
"""The same bot, driven in three ways; how each turn ends.

`ordet_table` is a whole turn: one browser for each team has the table open, and waits for the
picture of each press before the next. Pictures are gathered for 20 ms, so its turns per second
are those of people who look; what the bot can bear is in the other two.
"""


@dataclass
class Rung:
    """One server and how it is driven."""

    port: int
    pid: int
    tables: list[Table] = field(default_factory=list)
    ends: str = "press"
    seen: dict[int, list[Driven]] = field(default_factory=lambda: defaultdict(list))

    def drive(self, at_once: int, seconds: float) -> Driven:
        """Drive the server for a while, and remember what came of it."""
        driven = driven_by(
            Load(
                port=self.port, pid=self.pid, at_once=at_once, seconds=seconds,
                ends=self.ends, tables=self.tables,
            )
        )  # fmt: skip
        if self.tables:
            self.tables[:] = driven.tables
        self.seen[at_once].append(driven)
        return driven

    def figures(self) -> dict[str, object]:
        """CPU seconds per 1,000 turns over all levels; rates and times by how many at once."""
        return {
            "cpu_s_per_1000": round(median(self.cpu), 4),
            "turns_per_s": {str(c): round(self._typical(c, per_second)) for c in self.seen},
            "p50_ms": {str(c): round(self._typical(c, lambda d: d.p50_ms), 3) for c in self.seen},
            "p99_ms": {str(c): round(self._typical(c, lambda d: d.p99_ms), 3) for c in self.seen},
        }

    @property
    def cpu(self) -> list[float]:
        """CPU seconds per 1,000 turns, of each round."""
        rounds = zip(*self.seen.values(), strict=True)
        return [
            1000 * sum(d.cpu_s for d in each) / max(1, sum(d.turns for d in each))
            for each in rounds
        ]

    def p99(self, at_once: int) -> float:
        """Milliseconds in which 99 of 100 turns are done."""
        return self._typical(at_once, lambda driven: driven.p99_ms)

    def row(self, times: float) -> list[str]:
        """A line of the table."""
        low, high = min(self.cpu), max(self.cpu)
        cells = [f"{median(self.cpu):.3f}", f"{low:.3f}-{high:.3f}", f"{times:.1f}"]
        for c in self.seen:
            p50, p99 = self._typical(c, lambda d: d.p50_ms), self._typical(c, lambda d: d.p99_ms)
            cells += [f"{self._typical(c, per_second):,.0f}", f"{p50:.2f} / {p99:.1f}"]
        return cells

    def _typical(self, at_once: int, of: Callable[[Driven], float]) -> float:
        return median([of(driven) for driven in self.seen[at_once]])

    @property
    def wrong(self) -> int:
        return sum(d.wrong for row in self.seen.values() for d in row)


def per_second(driven: Driven) -> float:
    return driven.turns / driven.seconds


def driven_by(load: Load) -> Driven:
    """Let a process of its own put this load on a server."""
    return msgspec.json.decode(ask("bench.load", load, DRIVEN), type=Driven)


@contextmanager
def floor(*arguments: str) -> Iterator[Rung]:
    port = free_port()
    kind, *rest = arguments
    with running(["-m", "bench.rungs", kind, str(port), *rest], SERVED) as child:
        until_ready(child, port)
        yield Rung(port, child.pid)


def measure(quick: bool) -> Found:
    """All rungs, interleaved, so that a noisy machine moves all of them."""
    peer = free_port()
    with (
        running(["-m", "bench.rungs", "peer", str(peer)], DRIVEN),
        floor("bare") as bare,
        floor("post", str(peer)) as post,
        house() as ordet,
    ):
        rungs = {"bare_aiohttp": bare, "aiohttp_one_post": post}
        for name, ends in ENDS.items():
            rungs[name] = Rung(ordet.port, ordet.child.pid, ordet.tables, ends)
        for _ in range(ROUNDS[quick]):
            for at_once in AT_ONCE:
                for rung in rungs.values():
                    rung.drive(at_once, SECONDS[quick])
        lost = lost_turns(ordet)
    return found(rungs, lost)


def lost_turns(seen: House) -> int:
    """How many tables do not show the turn that was acknowledged."""
    return sum(seen.turn(table) != table.turn for table in seen.tables)


def found(rungs: dict[str, Rung], lost: int) -> Found:
    """The table, the file's keys, and how far we are from the floor."""
    heads = ["one turn", "CPU s/1,000", "min-max", "x bare"]
    for at_once in AT_ONCE:
        heads += [f"turns/s at {at_once}", "p50 / p99 ms"]
    bare = median(rungs["bare_aiohttp"].cpu)
    times = {name: median(rung.cpu) / bare for name, rung in rungs.items()}
    rows = [[NAMES[name], *rung.row(times[name])] for name, rung in rungs.items()]
    keys = {name: rungs[name].figures() for name in KEYS}
    whole = rungs["ordet_table"]
    return Found([table("Turns", heads, rows)], {"turns": keys}, [
        Target("P1", "CPU of a whole turn, x bare", round(times["ordet_table"], 1), 10),
        Target("P5", "p99 ms of the answer, 16 at once", round(whole.p99(16), 1), 5),
        Target("P5", "p99 ms of the answer, 64 at once", round(whole.p99(64), 1), 20),
        Target("P8", "wrong answers", sum(r.wrong for r in rungs.values()), 0, counted=True),
        Target("P8", "tables not at their turn", lost, 0, counted=True),
    ])  # fmt: skip
