"""Whole turns on a watched disk: fsyncs and bytes of a turn, and what a slow disk costs."""

from collections import defaultdict

from bench.figures import Found, Target, median, table
from bench.house import House, house
from bench.load import Driven, Load
from bench.turn import AT_ONCE, driven_by, per_second

DELAY_MS = 2.0
ROUNDS = {True: 2, False: 5}
SECONDS = {True: 0.6, False: 2.0}
Seen = dict[tuple[float, int], list[tuple[float, float, float]]]


def measure(quick: bool) -> Found:
    """The same bot twice, once with each fsync made slower, in turns."""
    seen: Seen = defaultdict(list)
    with house(delay_ms=0) as swift, house(delay_ms=DELAY_MS) as slow:
        for _ in range(ROUNDS[quick]):
            for at_once in AT_ONCE:
                for delay, each in ((0.0, swift), (DELAY_MS, slow)):
                    seen[delay, at_once].append(drive(each, at_once, SECONDS[quick]))
    return _found(seen)


def drive(each: House, at_once: int, seconds: float) -> tuple[float, float, float]:
    """Turns per second, fsyncs and bytes per turn; all turns count, the warming ones too."""
    before = sum(table.step for table in each.tables), each.fsyncs, each.written
    load = Load(
        port=each.port, pid=each.child.pid, at_once=at_once, seconds=seconds, tables=each.tables
    )
    driven: Driven = driven_by(load)
    each.tables[:] = driven.tables
    turns = max(1, sum(table.step for table in each.tables) - before[0])
    fsyncs, written = each.fsyncs - before[1], each.written - before[2]
    return per_second(driven), fsyncs / turns, written / turns


def _found(seen: Seen) -> Found:
    typical = {
        key: tuple(median(each) for each in zip(*rounds, strict=True))
        for key, rounds in seen.items()
    }
    rows = [[f"{n} at once", *typical[0.0, n], *typical[DELAY_MS, n][:2]] for n in AT_ONCE]
    heads = ["whole turns", "turns/s", "fsyncs", "bytes", f"turns/s, +{DELAY_MS:g} ms", "fsyncs"]
    kept = typical[DELAY_MS, 64][0] / typical[0.0, 64][0]
    alone, crowd = typical[0.0, 1][1], typical[0.0, 64][1]
    most_bytes = max(typical[0.0, n][2] for n in AT_ONCE)
    return Found([table("Whole turns and the disk", heads, rows)], {}, [
        Target("P8", "fsyncs per turn, 1 at once", round(alone, 2), 1.05, counted=True),
        Target("P8", "fsyncs per turn, 64 at once", round(crowd, 3), 0.1, counted=True),
        Target("P8", "bytes per turn", round(most_bytes), 1024, counted=True),
        Target("P8", "turns kept with a disk 2 ms slower", round(kept, 2), 0.7, "at least"),
    ])  # fmt: skip
