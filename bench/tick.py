"""One tick: who is due? And ten thousand teams that are due in the same second."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import uvloop

from bench.figures import Found, Target, median, table
from bench.people import circles, now
from bench.processes import SERVED, folder, on_core
from cards.render import Cards
from circle.papers import Papers
from dialogs.conversation import Conversation
from pages.screens import Screens
from storage.embedded import EmbeddedStore
from storage.folder import Folder
from storage.journal import framed
from storage.papers import PaperCodec
from storage.store import DUE

TEAMS = (2_500, 100_000)
BURST = 10_000
HEARD = {True: 1_000, False: 10_000}
TICKS = {True: 200, False: 1_000}
"""Ticks measured where nothing is due."""


def measure(quick: bool) -> Found:
    """Nothing is due; then all of 10,000 at once; then as many that really hear the clock."""
    with on_core(SERVED):
        return _measure(quick, now())


def _measure(quick: bool, at: datetime) -> Found:
    rows = []
    for count in TEAMS:
        with folder() as place:
            write_journal(place / "data", at + timedelta(hours=1), count)
            rows.append([f"{count:,} teams", *uvloop.run(_idle(place / "data", at, TICKS[quick]))])
    with folder() as place:
        write_journal(place / "data", at, BURST)
        last, dropped, twice = uvloop.run(_burst(place / "data", at))
    with folder() as place:
        write_journal(place / "data", None, HEARD[quick])
        heard = uvloop.run(_heard(place / "data"))
    return _found(rows, last, dropped, twice, heard, HEARD[quick])


def write_journal(data: Path, due: datetime | None, count: int) -> None:
    """Teams in a circle that have to hear the clock at this time, or when their turn is over."""
    home, codec = Folder(data), PaperCodec()
    home.prepare()
    with home.journal(1).open("wb") as journal:
        journal.writelines(_records(codec, due, count))


def _records(codec: PaperCodec, due: datetime | None, count: int) -> Iterator[bytes]:
    for papers in circles(min(count, BURST)):
        parts = {**codec.changes(None, papers), DUE: msgspec.json.encode(due or papers.due)}
        yield framed(papers.team.id, 1, codec.version, parts)
    for number in range(BURST, count):
        parts = {"team": b"{}", "desk": b"{}", DUE: msgspec.json.encode(due)}
        yield framed(f"idle-{number:06}", 1, 1, parts)


def store_in(data: Path) -> EmbeddedStore[Papers]:
    return EmbeddedStore(data, PaperCodec())


async def _idle(data: Path, at: datetime, ticks: int) -> tuple[float, float, float]:
    """Microseconds of `due`, of the whole tick, and the slowest of them."""
    store = store_in(data)
    conversation = Conversation(store, {}, {})
    asked, ticked = [], []
    for n in range(ticks):
        moment = at + timedelta(seconds=n)
        began = time.perf_counter()
        assert await store.due(moment) == ()
        between = time.perf_counter()
        await conversation.tick(moment)
        asked.append(between - began)
        ticked.append(time.perf_counter() - between)
    return median(asked) * 1e6, median(ticked) * 1e6, max(ticked) * 1e6


async def _burst(data: Path, at: datetime) -> tuple[float, int, int]:
    """Milliseconds until the last of 10,000 is in hand; how many were missed, or came twice."""
    store = store_in(data)
    began = time.perf_counter()
    due = await store.due(at + timedelta(seconds=1))
    seen = list(due)
    last = (time.perf_counter() - began) * 1000
    return last, BURST - len(set(seen)), len(seen) - len(set(seen))


async def _heard(data: Path) -> tuple[float, int]:
    """Seconds of one real tick in which a turn is over in each team; how many did not hear it."""
    store = store_in(data)
    conversation = Conversation(store, {"table": Screens(Cards())}, {})
    at = now() + timedelta(minutes=2)
    over = len(await store.due(at))
    began = time.perf_counter()
    await conversation.tick(at)
    seconds = time.perf_counter() - began
    return seconds / over, len(await store.due(at))


def _found(
    rows: list[list[object]], last: float, dropped: int, twice: int,
    heard: tuple[float, int], count: int,
) -> Found:  # fmt: skip
    cost = {str(n): round(float(str(row[2])) / 1000, 4) for n, row in zip(TEAMS, rows, strict=True)}
    told = (
        f"{BURST:,} due in one second: all in hand after {last:.2f} ms,"
        f" {dropped} dropped, {twice} twice.\n"
        f"A turn is over in {count:,} teams, in one tick: {heard[0] * count:.2f} s"
        f" ({heard[0] * 1e6:.0f} us each, one after another); {heard[1]} did not hear it."
    )
    keys = {
        "ms": cost,
        "burst": BURST,
        "in_hand_ms": round(last, 2),
        "dropped": dropped,
        "twice": twice,
    }
    heads = ["a tick with nothing due", "due() us", "tick us", "slowest us"]
    return Found([table("Tick", heads, rows), told], {"tick": keys}, [
        Target("P10", "ms for a tick over 2,500 teams", cost["2500"], 0.1),
        Target("P10", "ms until 10,000 are in hand", round(last, 2), 5),
        Target("P10", "dropped", dropped, 0, counted=True),
        Target("P10", "twice", twice, 0, counted=True),
    ])  # fmt: skip
