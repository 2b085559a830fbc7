"""From the start of the process to the first answer, and what it weighs then."""

import time
from datetime import timedelta
from pathlib import Path

import psutil

from bench.figures import Found, Target, median, table
from bench.load import spent
from bench.people import circles, furnish, now
from bench.processes import BOT, SERVED, folder, free_port, running, until_ready

TEAMS = 2_500
BARE, EMPTY, FULL = "bare aiohttp + uvloop", "Ordet, no teams", "Ordet, 2,500 teams in a circle"
ROUNDS = {True: 2, False: 7}
IDLE = 1.5
"""Seconds after the first answer at which the memory is weighed."""


def measure(quick: bool) -> Found:
    """A bare server, a house with nobody in it, and one in which every team is in a circle."""
    seen: dict[str, list[tuple[float, float, float]]] = {BARE: [], EMPTY: [], FULL: []}
    with folder() as empty, folder() as full:
        nothing_is_due = now() + timedelta(hours=1)
        furnish(full / "data", circles(TEAMS, nothing_is_due))
        for turn in range(ROUNDS[quick] + 1):  # the first writes Python's caches
            port = free_port()
            once = {
                BARE: started(["-m", "bench.rungs", "bare", str(port)], port, {}),
                EMPTY: started_bot(empty / "data"),
                FULL: started_bot(full / "data"),
            }
            if turn:
                for name, figures in once.items():
                    seen[name].append(figures)
    return _found({n: [median(e) for e in zip(*r, strict=True)] for n, r in seen.items()})


def _found(typical: dict[str, list[float]]) -> Found:
    rows = [[name, *figures] for name, figures in typical.items()]
    (ready, _, idle), (ready_full, _, idle_full) = typical[EMPTY], typical[FULL]
    keys = {
        "ready_s": round(ready, 3), "idle_mb": round(idle, 1),
        "ready_s_2500_teams": round(ready_full, 3), "mb_2500_teams": round(idle_full, 1),
    }  # fmt: skip
    shown = table("Start", ["from nothing to ready", "s", "CPU s", "MB idle"], rows)
    return Found([shown], {"start": keys}, [
        Target("P9", "s to ready", keys["ready_s"], 0.5),
        Target("P9", "MB idle", keys["idle_mb"], 75),
        Target("P9", "s to ready, 2,500 teams", keys["ready_s_2500_teams"], 0.5),
        Target("P9", "MB idle, 2,500 teams", keys["mb_2500_teams"], 75),
    ])  # fmt: skip


def started_bot(data: Path) -> tuple[float, float, float]:
    port = free_port()
    settings = {"ORDET_DATA": str(data), "ORDET_PORT": str(port), "ORDET_LOG": "warning"}
    return started([BOT], port, settings)


def started(
    arguments: list[str], port: int, settings: dict[str, str]
) -> tuple[float, float, float]:
    """Seconds to the first answer, CPU seconds by then, and megabytes a moment later."""
    began = time.perf_counter()
    with running(arguments, SERVED, settings) as child:
        ready = until_ready(child, port) - began
        process = psutil.Process(child.pid)
        cpu = spent(process)
        time.sleep(IDLE)
        memory = process.memory_info().rss / 1024 / 1024
    return ready, cpu, memory
