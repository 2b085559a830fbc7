"""The rungs of the bench in Teams: which server, asked in which way, over which connector."""

import time
from dataclasses import dataclass, field

import msgspec
import psutil

from bench.figures import median
from bench.load import spent
from bench.processes import DRIVEN, ask
from bench.teams_asking import Talk
from bench.teams_load import TeamsDriven, TeamsLoad
from bench.teams_servers import Fakes, Server
from bench.turn import Rung, per_second

LEVELS = (1, 16, 64, 256)
SLOW = (50.0, 60.0)
"""Milliseconds that the connector and the token server take in the slow runs."""

LONGEST_VISIT = 60.0
LOOK, IDLE, LONGEST = 0.1, 0.1, 10.0
"""Seconds between two looks, the share of a core below which a server rests, and our patience."""


@dataclass
class TeamsRung(Rung):
    """A server in Teams and how it is driven.

    `slow_ms` is how slow its connector and token server are made. Who answers so seldom that all
    callers are answered in one heap is driven `longer`.
    """

    around: Fakes | None = None
    talks: list[Talk] = field(default_factory=list)
    levels: tuple[int, ...] = (1, 16, 64)
    tls: bool = False
    slow_ms: tuple[float, float] = (0.0, 0.0)
    longer: float = 1.0
    late: int = 0

    def drive(self, at_once: int, seconds: float) -> TeamsDriven:
        """Drive the server for a while, and remember what came of it.

        What it still has to do when the last turn has been answered is part of the turns' cost.
        """
        process = psutil.Process(self.pid)
        before = spent(process)
        driven = self._driven(at_once, seconds * self.longer)
        settle(process)
        driven.cpu_s = (spent(process) - before) * driven.turns / max(1, driven.turned)
        self.late += driven.late
        self.seen[at_once].append(driven)
        return driven

    def visit(self) -> None:
        """Go to each talk once, so that none is new to the server."""
        self._driven(64, LONGEST_VISIT, once=True)
        settle(psutil.Process(self.pid))

    def _driven(self, at_once: int, seconds: float, once: bool = False) -> TeamsDriven:
        assert self.around is not None
        url = self.around.tls_service_url if self.tls else self.around.service_url
        self.around.slow_down(*self.slow_ms)
        load = TeamsLoad(
            port=self.port, pid=self.pid, at_once=at_once, fakes=self.around.port, service_url=url,
            token=self.around.keys.token(url), seconds=seconds, once=once,
            talks=self.talks, ends=self.ends,
        )  # fmt: skip
        driven = msgspec.json.decode(ask("bench.teams_load", load, DRIVEN), type=TeamsDriven)
        self.talks[:] = driven.talks
        return driven

    def cells(self, beside: float) -> list[str]:
        """A line of the table; a dash where it was not driven at that level."""
        low, high = min(self.cpu), max(self.cpu)
        cpu = median(self.cpu)
        cells = [f"{cpu:.3f}", f"{low:.3f}-{high:.3f}", f"{cpu / beside:.1f}" if beside else "-"]
        for level in LEVELS:
            cells += self._at(level) if level in self.seen else ["-", "-"]
        return [*cells, str(self.wrong)]

    def _at(self, level: int) -> list[str]:
        p50 = self._typical(level, lambda driven: driven.p50_ms)
        if not p50:
            return ["none", "-"]
        rate = self.rate(level)
        return [f"{rate:,.0f}", f"{p50:.2f} / {self.p99(level):.1f}"]

    def rate(self, level: int) -> float:
        """Turns per second."""
        return self._typical(level, per_second)

    def p50(self, level: int) -> float:
        """Milliseconds in which half of the turns are done."""
        return self._typical(level, lambda driven: driven.p50_ms)


def settle(process: psutil.Process) -> None:
    """Wait until a server has nothing left to do."""
    last = time.perf_counter() + LONGEST
    while time.perf_counter() < last:
        before = spent(process)
        time.sleep(LOOK)
        if spent(process) - before < LOOK * IDLE:
            return


def rung(
    server: Server,
    around: Fakes,
    ends: str,
    levels: tuple[int, ...],
    tls: bool = False,
    slow_ms: tuple[float, float] = (0.0, 0.0),
    longer: float = 1.0,
    alone: bool = False,
) -> TeamsRung:
    """A rung on a server that runs; each way of asking has conversations of its own."""
    talks = server.presses if ends in ("card", "moved") else server.tls if tls else server.talks
    talks = server.alone if alone else talks
    return TeamsRung(
        port=server.port, pid=server.pid, ends=ends, around=around,
        talks=talks, levels=levels, tls=tls, slow_ms=slow_ms, longer=longer,
    )  # fmt: skip
