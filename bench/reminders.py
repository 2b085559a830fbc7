"""Reminders: ten thousand teams whose agenda is due in one second, and a burst against a tenant.

What is said is counted by team, so that what is dropped or comes twice shows: with a loop that
stands still for five seconds, with a restart across the hour, and over a change of the clocks.
"""

import asyncio
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from pathlib import Path

import uvloop

from bench.figures import Found, Target, percentile, table
from bench.people import UNSAFE, guides, team_of
from bench.processes import SERVED, folder, on_core
from bench.tenant import Tenant, chats_of
from circle.between_events import RhythmChosen
from circle.household import happen
from circle.meeting_notices import AgendaCame
from circle.papers import Papers, Promise
from circle.people import Place
from circle.rhythm import Series, Weekday, Weekly
from circle.workdays import Quiet
from dialogs.conversation import Conversation
from dialogs.errands import Errands
from storage.embedded import EmbeddedStore
from storage.papers import PaperCodec

TEAMS = {True: 1_000, False: 10_000}
OTHERS = {True: 500, False: 2_500}
"""Teams that hear the clock on time, and in each of the other cases."""

BURST = {True: 320, False: 2_500}
BULK_RATE = 32
"""Messages a second that nobody waits for, to one tenant."""

CHOSEN = datetime(2026, 3, 20, 12, tzinfo=UTC)
MORNING = datetime(2026, 3, 27, 6, tzinfo=UTC)
"""Seven o'clock on the Friday before the clocks change; the agenda of Tuesday's circle is due."""

AFTER = datetime(2026, 4, 3, 5, tzinfo=UTC)
"""Seven o'clock a week later, in summer time; Good Friday, on which nothing may be said."""

THURSDAY = datetime(2026, 4, 10, 5, tzinfo=UTC)


class Ledger:
    """A chat that takes everything at once, and counts agendas by team."""

    repeats = False

    def __init__(self) -> None:
        self.agendas: Counter[str] = Counter()

    async def show(self, promise: Promise, papers: Papers) -> None:
        if isinstance(promise.notice, AgendaCame):
            self.agendas[papers.team.id] += 1


def rhythmic(number: int, home: Place | None = None) -> Papers:
    """A team that meets on Tuesdays and has its home in a chat."""
    team = replace(team_of(number), home=home or Place("chat", "tenant", f"room-{number}"))
    series = Series("circle", Weekly(Weekday.TUESDAY), QUARTER, team.zone, 60, CHOSEN)
    event = RhythmChosen(
        at=CHOSEN, who="", series=series, municipality=None, pauses=(), school=True,
        quiet=Quiet(), early=False,
    )  # fmt: skip
    papers, _ = happen(Papers(team=team), event)
    return papers


QUARTER = clock(14, 15)


def measure(quick: bool) -> Found:
    """Agendas of many teams in one tick, and the burst against one tenant."""
    with on_core(SERVED):
        rows = [uvloop.run(_case(CASES[0], TEAMS[quick]))]
        rows += [uvloop.run(_case(name, OTHERS[quick])) for name in CASES[1:]]
        burst = uvloop.run(_burst(BURST[quick]))
    return _found(rows, burst)


async def _furnished(place: Path, count: int) -> EmbeddedStore[Papers]:
    store: EmbeddedStore[Papers] = EmbeddedStore(place, PaperCodec(), disk=UNSAFE)
    for first in range(0, count, 64):
        await asyncio.gather(*(_keep(store, n) for n in range(first, min(count, first + 64))))
    await store.close()
    return EmbeddedStore(place, PaperCodec())


async def _keep(store: EmbeddedStore[Papers], number: int) -> None:
    papers = rhythmic(number)
    async with store.open(papers.team.id) as desk:
        await desk.keep(papers)


CASES = ("on time", "a loop that stood still for 5 s", "a restart across the hour",
         "a change of the clocks")  # fmt: skip


async def _case(name: str, count: int) -> tuple[str, int, float, int, int]:
    """Seconds until all have been told, how many were not, and how many twice."""
    with folder() as place:
        store, chat = await _furnished(place / "data", count), Ledger()
        at, began = MORNING, time.perf_counter()
        conversation = Conversation(store, {"chat": chat}, {}, now=lambda: at)
        await conversation.tick(MORNING - timedelta(seconds=1))
        if name == CASES[1]:
            at += timedelta(seconds=5)
        if name == CASES[2]:
            await store.close()
            store = EmbeddedStore(place / "data", PaperCodec())
            conversation = Conversation(store, {"chat": chat}, {}, now=lambda: at)
            at += timedelta(minutes=40)
        expected = 1
        for moment in (at, at + timedelta(seconds=1)):
            at = moment
            await conversation.tick(moment)
        if name == CASES[3]:
            expected = 2
            for moment in (AFTER, THURSDAY - timedelta(hours=1), THURSDAY):
                at = moment
                await conversation.keep_house(moment - timedelta(hours=2))
                await conversation.tick(moment)
        seconds = time.perf_counter() - began
        await store.close()
    missed = sum(chat.agendas[team_of(n).id] < expected for n in range(count))
    return name, count, seconds, missed, sum(got > expected for got in chat.agendas.values())


async def _burst(count: int) -> dict[str, float]:
    """Agendas of one tenant through the real channel, with somebody who presses meanwhile."""
    async with Tenant() as tenant:
        with folder() as place:
            teams = [rhythmic(n, tenant.home(n)) for n in range(count + 1)]
            await tenant.furnish(place / "book", count + 1)
            store: EmbeddedStore[Papers] = EmbeddedStore(place / "data", PaperCodec())
            for papers in teams:
                async with store.open(papers.team.id) as desk:
                    await desk.keep(papers)
            chats, errands = chats_of(tenant, place / "book", lambda: MORNING), Errands()
            conversation = Conversation(
                store, {"teams": chats.channel}, guides(), errands, now=lambda: MORNING
            )
            idle = [await tenant.ask(conversation, teams[-1], n) for n in range(15)]
            began = time.perf_counter()
            ticking = asyncio.create_task(conversation.tick(MORNING))
            busy = [await tenant.ask(conversation, teams[-1], 100 + n) for n in range(15)]
            await ticking
            await tenant.until(count, began)
            wall = tenant.last - began
            await errands.settled()
            await chats.stop()
            await store.close()
        return {
            "wall": wall, "limit": 1.03 * count / BULK_RATE, "refused": tenant.refused,
            "lost": count + 1 - len(tenant.agendas), "twice": tenant.twice,
            "idle": percentile(idle, 0.99) * 1000, "busy": percentile(busy, 0.99) * 1000,
        }  # fmt: skip


def _found(rows: list[tuple[str, int, float, int, int]], burst: dict[str, float]) -> Found:
    heads = ["agendas due in one second", "teams", "seconds", "dropped", "twice"]
    told = (
        f"A burst of one tenant: {burst['wall']:.1f} s, {burst['refused']:.0f} refused (429),"
        f" {burst['lost']:.0f} lost, {burst['twice']:.0f} twice. A press meanwhile is answered"
        f" after {burst['busy']:.0f} ms (p99), alone after {burst['idle']:.0f} ms."
    )
    dropped, twice = (sum(row[n] for row in rows) for n in (3, 4))  # type: ignore[misc]
    targets = [
        Target("P10", "agendas dropped", dropped, 0, counted=True),
        Target("P10", "agendas twice", twice, 0, counted=True),
        Target("P11", "seconds of a burst", round(burst["wall"], 1), round(burst["limit"], 1)),
        Target("P11", "refused (429)", burst["refused"], 0, counted=True),
        Target("P11", "lost", burst["lost"], 0, counted=True),
        Target("P11", "twice", burst["twice"], 0, counted=True),
        Target("P11", "ms more for a press meanwhile", round(burst["busy"] - burst["idle"]), 100),
    ]
    body = [[name, f"{many:,}", f"{spent:.1f}", *missed] for name, many, spent, *missed in rows]
    return Found([table("Reminders", heads, body), told], {"burst": burst}, targets)
