"""The load: raw connections that ask, wait for the answer, and ask again. Run as a process.

`python -m bench.load` reads a Load as JSON from its standard input and prints a Driven.
"""

import asyncio
import sys
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import cycle
from typing import Any, Protocol, TypeVar

import msgspec
import psutil
import uvloop

from bench.asking import Table, activity, look, press
from bench.figures import percentile
from bench.wires import Screen, Wire

P = TypeVar("P", bound=asyncio.Protocol)
MOST = 1_000_000
"""Questions after which a connection stops, whatever the clock says."""


class Timed(Protocol):
    """A load's server, and for how long it is to be warmed and measured."""

    pid: int
    warm: float
    seconds: float


class Load(msgspec.Struct):
    """Whom to ask, how, and how long. Without tables every question is the same activity.

    `ends` says when a turn is over: with the `press` that was answered, with the `page` that was
    fetched afterwards, or with the picture that came to the team's `screen`.
    """

    port: int
    pid: int
    at_once: int
    seconds: float
    warm: float = 0.3
    ends: str = "press"
    tables: list[Table] = []


class Driven(msgspec.Struct):
    """What came of it; `tables` are as acknowledged, `wrong` are answers of another kind."""

    turns: int
    seconds: float
    cpu_s: float
    p50_ms: float
    p99_ms: float
    wrong: int
    tables: list[Table]


class Caller:
    """One person with one connection, who does one thing at a time."""

    def __init__(self, load: Load, times: list[float]) -> None:
        self.wrong = 0
        self._load, self._times = load, times

    async def activities(self, wire: Wire) -> None:
        """The same activity again and again."""
        for asks in self._until_told(cycle([activity(self._load.port)])):
            answer = await self._timed(wire, asks)
            self.wrong += not answer.startswith(b"HTTP/1.1 200")

    async def presses(self, wire: Wire, table: Table) -> None:
        """A press at a table, and its answer."""
        for asks in self._until_told(self._presses(table, script=True)):
            answer = await self._timed(wire, asks)
            self._acknowledged(answer, b'"answer":""', table)

    async def pages(self, wire: Wire, table: Table) -> None:
        """A press without our script: sent on to the page, which shows where the circle is."""
        sees = look(self._load.port, table)
        for asks in self._until_told(self._presses(table, script=False)):
            began = time.perf_counter()
            answer = await wire.ask(asks)
            self._acknowledged(answer, b"HTTP/1.1 303", table)
            page = await wire.ask(sees)
            self._times.append(time.perf_counter() - began)
            self.wrong += table.field not in page

    async def pictures(self, wire: Wire, screen: Screen, table: Table) -> None:
        """A press, its answer, and the picture of it; the time is that of the answer."""
        for asks in self._until_told(self._presses(table, script=True)):
            answer = await self._timed(wire, asks)
            self._acknowledged(answer, b'"answer":""', table)
            await screen.shows(table.field_in_json)

    def _presses(self, table: Table, script: bool) -> Iterator[bytes]:
        while True:
            yield press(self._load.port, table, script)

    def _until_told(self, questions: Iterator[bytes]) -> Iterator[bytes]:
        for asks, _ in zip(questions, range(MOST), strict=False):
            if self._load.seconds <= 0:
                return
            yield asks

    async def _timed(self, wire: Wire, asks: bytes) -> bytes:
        began = time.perf_counter()
        answer = await wire.ask(asks)
        self._times.append(time.perf_counter() - began)
        return answer

    def _acknowledged(self, answer: bytes, sign: bytes, table: Table) -> None:
        if sign in answer:
            table.go_on()
        else:
            self.wrong += 1


async def drive(load: Load) -> Driven:
    """Warm up, measure, stop."""
    times: list[float] = []
    callers = [Caller(load, times) for _ in range(load.at_once)]
    with ExitStack() as stack:
        calls = [
            asyncio.create_task(await _call(load, caller, number, stack))
            for number, caller in enumerate(callers)
        ]
        seconds, cpu, measured = await gauged(calls, times, load)
        load.seconds = 0  # every caller stops after the answer that is under way
        await asyncio.wait(calls, timeout=5)
    return Driven(
        turns=len(measured),
        seconds=seconds,
        cpu_s=cpu,
        p50_ms=percentile(measured, 0.5) * 1000,
        p99_ms=percentile(measured, 0.99) * 1000,
        wrong=sum(caller.wrong for caller in callers) + sum(map(failed, calls)),
        tables=load.tables,
    )


async def gauged(
    calls: Sequence[asyncio.Task[None]], times: list[float], load: Timed
) -> tuple[float, float, list[float]]:
    """Seconds, CPU seconds of the server, and how long each turn took, once all are warm."""
    await asyncio.sleep(load.warm)
    times.clear()
    process = psutil.Process(load.pid)
    before, began = spent(process), time.perf_counter()
    await asyncio.wait(calls, timeout=load.seconds)
    seconds, measured = time.perf_counter() - began, list(times) or [0.0]
    return seconds, spent(process) - before, measured


def failed(call: asyncio.Task[None]) -> bool:
    """Whether a caller was left without an answer."""
    return not call.done() or call.exception() is not None


async def _call(
    load: Load, caller: Caller, number: int, stack: ExitStack
) -> Coroutine[Any, Any, None]:
    """What this caller does all the time."""
    wire = await connected(load.port, Wire, stack)
    if not load.tables:
        return caller.activities(wire)
    table = load.tables[number]
    if load.ends == "press":
        return caller.presses(wire, table)
    if load.ends == "page":
        return caller.pages(wire, table)
    screen = await connected(load.port, partial(Screen, load.port, table), stack)
    return caller.pictures(wire, screen, table)


async def connected(port: int, protocol: Callable[[], P], stack: ExitStack) -> P:
    """A connection of our own to a server on this machine."""
    loop = asyncio.get_running_loop()
    transport, made = await loop.create_connection(protocol, "127.0.0.1", port)
    stack.callback(transport.close)
    return made


def spent(process: psutil.Process) -> float:
    """CPU seconds of a process so far, its threads included; 0 when it is gone."""
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return times.user + times.system


def main() -> None:
    load = msgspec.json.decode(sys.stdin.buffer.read(), type=Load)
    driven = uvloop.run(drive(load))
    sys.stdout.buffer.write(msgspec.json.encode(driven))


if __name__ == "__main__":
    main()
