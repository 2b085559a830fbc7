"""The real bot, or a peer, with a watch on its event loop: how long it was held, and by what.

python -m bench.gaps FILE SCRIPT

SIGUSR1 begins, SIGUSR2 writes what was seen to the file. Only the standard library is used: it
runs in the peers' environments too.
"""

import asyncio
import json
import runpy
import signal
import socket
import sys
import threading
import time
from collections.abc import Coroutine
from functools import wraps
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

EVERY = 0.005
"""Seconds that the probe sleeps; what it oversleeps, something else held the loop."""

WAITS = {"http.client.send", "socket.getaddrinfo", "time.sleep"}


class Watch:
    """The gaps of a loop in seconds, and the calls on it that wait for somebody else."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._thread = threading.get_ident()
        self.gaps: list[float] = []
        self.blocking = 0
        self.probe: asyncio.Task[None] | None = None

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Count what blocks, if it does so on the loop's thread."""
        if threading.get_ident() != self._thread:
            return
        if event in WAITS:
            self.blocking += 1
        elif event == "socket.connect" and isinstance(arguments[0], socket.socket):
            self.blocking += arguments[0].getblocking()

    def begin(self) -> None:
        """Forget the start, which is not what we watch."""
        self.gaps.clear()
        self.blocking = 0

    def write(self) -> None:
        """Put what was seen into the file, whole."""
        beside = self._file.with_suffix(".new")
        beside.write_text(json.dumps(self.seen()), encoding="utf-8")
        beside.replace(self._file)

    def seen(self) -> dict[str, float]:
        ordered = sorted(self.gaps) or [0.0]
        behind = -int(-0.999 * len(ordered) // 1)
        return {
            "longest_ms": ordered[-1] * 1000,
            "p999_ms": ordered[behind - 1] * 1000,
            "probes": len(self.gaps),
            "blocking": self.blocking,
        }

    async def look(self) -> None:
        """Sleep, and see how much too long it was."""
        while True:
            began = time.perf_counter()
            await asyncio.sleep(EVERY)
            self.gaps.append(max(0.0, time.perf_counter() - began - EVERY))

    def on(self, loop: asyncio.AbstractEventLoop) -> None:
        """Watch this loop, unless one is watched."""
        if self.probe is None:
            loop.add_signal_handler(signal.SIGUSR1, self.begin)
            loop.add_signal_handler(signal.SIGUSR2, self.write)
            self.probe = loop.create_task(self.look())


def watch(file: Path) -> Watch:
    """Stand in the door of every loop: asyncio's own, and uvloop's where there is one."""
    watching = Watch(file)
    untold = asyncio.BaseEventLoop.run_until_complete

    @wraps(untold)
    def run_until_complete(self: asyncio.BaseEventLoop, future: Any) -> Any:
        watching.on(self)
        return untold(self, future)

    setattr(asyncio.BaseEventLoop, "run_until_complete", run_until_complete)  # noqa: B010
    if find_spec("uvloop"):
        uvloop = import_module("uvloop")
        setattr(uvloop, "run", _watched(uvloop.run, watching))  # noqa: B010
    sys.addaudithook(watching.audit)
    return watching


def _watched(run: Any, watching: Watch) -> Any:
    @wraps(run)
    def watched(main: Coroutine[Any, Any, Any], **named: Any) -> Any:
        async def begun() -> Any:
            watching.on(asyncio.get_running_loop())
            return await main

        return run(begun(), **named)

    return watched


if __name__ == "__main__":
    _, seen, script = sys.argv
    watch(Path(seen))
    sys.argv = [script]
    sys.path[0] = str(Path(script).parent.resolve())
    runpy.run_path(script, run_name="__main__")
