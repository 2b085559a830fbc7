"""What can be counted in Teams: calls to Entra, new connections, and what held the event loop."""

import os
import signal
import time
from pathlib import Path

import msgspec

from bench.figures import Found, Target, table
from bench.teams_house import ordet_teams
from bench.teams_rungs import SLOW, rung
from bench.teams_servers import Fakes, Server, peer

AT_ONCE = 64
WARM = 1.0
POOL = 256
"""New connections that 10,000 turns may need."""

SOON = 30.0
"""Seconds that a held loop may take to tell what it saw."""

OURS = "Ordet"


class Held(msgspec.Struct):
    """What the watch on a loop saw."""

    longest_ms: float
    p999_ms: float
    probes: int
    blocking: int


class Counted(msgspec.Struct):
    """So many turns, and what they took beside their own work."""

    turns: int
    entra: float
    connections: float
    blocking: float
    longest_ms: float
    p999_ms: float


def counted(
    around: Fakes, place: Path, peers: list[str], crowd: int, seconds: float
) -> dict[str, Counted]:
    """Each server alone, watched, with the fakes as they are now; Ordet presses cards as well."""
    found = {}
    for number, name in enumerate([OURS, *peers], start=20):
        seen = place / f"{name}.gaps"
        ours = name == OURS
        start = ordet_teams(around, crowd, seen) if ours else peer(name, number, around, seen)
        with start as server:
            if server is not None:
                ways = ["post", "moved"] if ours else ["post"]
                found[name] = watched_while_driven(server, around, seen, seconds, ways)
    return found


def watched_while_driven(
    server: Server, around: Fakes, seen: Path, seconds: float, ways: list[str]
) -> Counted:
    """Warm up, begin to count, drive, and read what was seen."""
    rungs = [rung(server, around, ends, (AT_ONCE,), slow_ms=SLOW) for ends in ways]
    for each in rungs:
        if len(ways) > 1:
            each.visit()
        each.drive(AT_ONCE, WARM)
    os.kill(server.pid, signal.SIGUSR1)
    before = around.counts
    turns = sum(each.drive(AT_ONCE, seconds).turned for each in rungs)
    after = around.counts
    os.kill(server.pid, signal.SIGUSR2)
    held = held_in(seen)
    scale = 10_000 / max(1, turns)
    return Counted(
        turns=turns,
        entra=(after.of_entra - before.of_entra) * scale,
        connections=(after.connections - before.connections) * scale,
        blocking=held.blocking * scale,
        longest_ms=held.longest_ms,
        p999_ms=held.p999_ms,
    )


def held_in(seen: Path) -> Held:
    """What the watch has written, as soon as it has."""
    last = time.perf_counter() + SOON
    while not seen.exists() and time.perf_counter() < last:
        time.sleep(0.01)
    return msgspec.json.decode(seen.read_bytes(), type=Held)


def of_counts(counts: dict[str, Counted]) -> Found:
    """P7, and the same of the peers."""
    if not counts:
        return Found()
    heads = ["per 10,000 turns, 64 at once", "to Entra", "connections", "blocking calls"]
    rows = [
        [name, each.entra, each.connections, each.blocking, each.longest_ms, each.p999_ms]
        for name, each in counts.items()
    ]
    shown = table(
        "Teams, counted: the connector takes 50 ms, a token 60 ms",
        [*heads, "longest ms on the loop", "99.9 % ms"],
        rows,
    )
    keys = {"teams_counts": {name: msgspec.to_builtins(each) for name, each in counts.items()}}
    ours = counts.get(OURS)
    return Found([shown], keys, targets_of(ours) if ours else [])


def targets_of(ours: Counted) -> list[Target]:
    """P7. The longest gap is a time and no count, but far enough from its limit."""
    per = "per 10,000 turns"
    return [
        Target("P7", f"calls to Entra {per}", round(ours.entra, 1), 1, counted=True),
        Target("P7", f"connections {per}", round(ours.connections, 1), POOL, counted=True),
        Target("P7", f"blocking calls {per}", round(ours.blocking, 1), 0, counted=True),
        Target("P7", "longest ms on the loop", round(ours.longest_ms, 1), 100, counted=True),
        Target("P7", "99.9 % of the loop's gaps, ms", round(ours.p999_ms, 1), 20),
    ]
