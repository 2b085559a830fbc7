"""Slack: an event, a command and a mention, beside plain Bolt apps in the same run.

An event that means nothing to either is the cost of being heard: the signature, the reading, the
acknowledgement. A command is answered in its acknowledgement. A mention is kept on disk by Ordet
before it is acknowledged, and then answered with one message; what that costs after the
acknowledgement is part of the turn. Each talk is in a workspace of its own, since Slack's limits
are a workspace's.
"""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec
import psutil

from bench.envs import python_of
from bench.figures import Found, Target, median, table
from bench.load import Driven, spent
from bench.people import UNSAFE, circles, furnish, now
from bench.processes import BOT, DRIVEN, SERVED, ask, folder, free_port, running, until_ready
from bench.slack_load import SECRET, SlackLoad, channel, user, workspace
from bench.teams_rungs import settle
from bench.teams_servers import until_heard
from channels.slack.book import Entry, Talk, book_codec, key_of, person_id
from circle.papers import Papers
from circle.people import Place
from storage.embedded import EmbeddedStore

ROUNDS = {True: 3, False: 10}
CROWD = 500
"""Talks, each asked once in a round: a channel takes one message a second, and 512 teams are at
hand, so that none is read from disk for its turn."""

AT_ONCE = (1, 16)
WHATS = ("event", "command", "mention")
TOKEN = "xoxb-bench"
OF_BOLT = {"bolt_echo": {}, "bolt_tuned": {"TUNED": "1"}}
NAMES = {
    "ordet_slack": "Ordet: rules, disk, Block Kit",
    "bolt_echo": "slack-bolt 1.30.0 AsyncApp, echo",
    "bolt_tuned": "the same on uvloop, one session",
}


@dataclass
class Rung:
    """A server and what it is asked, by so many at once; `seen` is CPU s per 1,000, by round."""

    port: int
    pid: int
    what: str
    at_once: int
    seen: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    wrong: int = 0

    def drive(self) -> None:
        """Ask in each talk once; what is still to be done when all are answered is counted."""
        process = psutil.Process(self.pid)
        before = spent(process)
        load = SlackLoad(self.port, self.at_once, self.what, CROWD)
        driven = msgspec.json.decode(ask("bench.slack_load", load, DRIVEN), type=Driven)
        settle(process)
        self.wrong += driven.wrong
        self.seen.append((spent(process) - before) / max(1, driven.turns) * 1000)
        self.p50.append(driven.p50_ms)


def measure(quick: bool) -> Found:
    """All rungs, interleaved, in one run."""
    with folder() as place, ExitStack() as stack:
        fake = free_port()
        child = stack.enter_context(running(["-m", "bench.slack_fake", str(fake)], DRIVEN))
        until_ready(child, fake)
        servers = {"ordet_slack": stack.enter_context(ordet(place, fake))}
        for key, more in OF_BOLT.items():
            if server := stack.enter_context(bolt(fake, more)):
                servers[key] = server
        rungs = {
            (key, what, at_once): Rung(port, pid, what, at_once)
            for key, (port, pid) in servers.items()
            for what in WHATS
            for at_once in AT_ONCE
        }
        for each in rungs.values():
            each.drive()
            each.seen.clear()
        for _ in range(ROUNDS[quick]):
            for each in rungs.values():
                each.drive()
    return found(rungs)


def found(rungs: dict[tuple[str, str, int], Rung]) -> Found:
    """The table, the file's keys, and how far ahead of the peers we are."""
    cpu = {key: median(rung.seen) for key, rung in rungs.items()}
    rows = [
        [
            NAMES[key], f"{what}, {at_once} at once", f"{median(rung.seen):.3f}",
            f"{min(rung.seen):.3f}-{max(rung.seen):.3f}", f"{median(rung.p50):.2f}", rung.wrong,
        ]
        for (key, what, at_once), rung in rungs.items()
    ]  # fmt: skip
    heads = ["Slack, CPU seconds per 1,000 turns", "", "CPU", "range", "p50 ms", "wrong"]
    ahead = [
        Target(
            "P4",
            f"{peer} {what}",
            cpu[peer, what, AT_ONCE[-1]] / cpu["ordet_slack", what, AT_ONCE[-1]],
            limit,
            "at least",
        )
        for peer, limit in (("bolt_echo", 4.0), ("bolt_tuned", 2.5))
        for what in WHATS
        if (peer, what, AT_ONCE[-1]) in cpu
    ]
    wrong = sum(rung.wrong for rung in rungs.values())
    turns = {
        f"{key}_{what}_{at_once}": {"cpu_s_per_1000": each}
        for (key, what, at_once), each in cpu.items()
    }
    counted = Target("P4", "wrong answers", wrong, 0, counted=True)
    return Found([table("Slack", heads, rows)], {"turns": turns}, [*ahead, counted])


@contextmanager
def ordet(place: Path, fake: int) -> Iterator[tuple[int, int]]:
    """Ordet with so many teams at home in channels."""
    data, port = place / "data", free_port()
    furnish_slack(data, CROWD)
    settings = {
        "ORDET_PUBLIC_URL": "https://ordet.example",
        "ORDET_SECRET": "a secret of the bench, longer than it need be",
        "ORDET_DATA": str(data),
        "ORDET_PORT": str(port),
        "ORDET_LOG": "warning",
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET.decode(),
        "SLACK_API_URL": f"http://127.0.0.1:{fake}/api/",
    }
    with running([BOT], SERVED, settings) as child:
        until_ready(child, port)
        yield port, child.pid


@contextmanager
def bolt(fake: int, more: dict[str, str]) -> Iterator[tuple[int, int] | None]:
    """A plain Bolt app in its own environment; nothing where it cannot be built."""
    python, port = python_of("bolt"), free_port()
    if python is None:
        yield None
        return
    settings = {
        "PORT": str(port),
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET.decode(),
        "SLACK_API_URL": f"http://127.0.0.1:{fake}/api/",
        **more,
    }
    with running(["-m", "bench.peers.bolt_echo"], SERVED, settings, python) as child:
        yield (port, child.pid) if until_heard(child, port) else None


def furnish_slack(data: Path, crowd: int) -> None:
    """Put teams into a folder, each at home in a channel of a workspace of its own."""
    waiting = circles(crowd, now())
    furnish(data, [at_home(papers, number) for number, papers in enumerate(waiting)])
    asyncio.run(_furnish_book(data / "slack.book", crowd, waiting))


def at_home(papers: Papers, number: int) -> Papers:
    """The same team without a circle, with its home in a channel and people whom Slack knows."""
    home = Place("slack", workspace(number), channel(number))
    members = tuple(
        replace(member, person=person_id(workspace(number), user(number + seat)))
        for seat, member in enumerate(papers.team.members)
    )
    team = replace(papers.team, tenant=workspace(number), home=home, members=members)
    return replace(papers, team=team, circle=None)


async def _furnish_book(place: Path, crowd: int, teams: list[Papers]) -> None:
    store: EmbeddedStore[Entry] = EmbeddedStore(place, book_codec(), disk=UNSAFE)
    for number in range(crowd):
        at, team = workspace(number), teams[number].team.id
        entry = Talk(at, channel(number), at, team=team, entered=True, welcomed=True)
        async with store.open(key_of(entry)) as desk:
            await desk.keep(entry)
    await store.close()
