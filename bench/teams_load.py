"""The load on a bot in Teams: true activities with signed tokens, each with an id of its own.

`python -m bench.teams_load` reads a TeamsLoad as JSON from its standard input and prints a
TeamsDriven.
"""

import asyncio
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from itertools import cycle
from urllib.parse import quote

import msgspec
import uvloop

from bench.figures import percentile
from bench.load import Driven, connected, failed, gauged
from bench.teams_asking import CARD, Talk, card_action, message
from bench.wires import Wire

TAKEN = (b"HTTP/1.1 200", b"HTTP/1.1 201", b"HTTP/1.1 202")
PATIENCE = 10.0
"""Seconds that the last answers may take when the time is up."""


class TeamsLoad(msgspec.Struct):
    """Whom to ask, how, and how long. Each caller goes round among talks of its own.

    `ends` says when a turn is over: with the `answer`, with the `card` in the answer, with the
    card of the next turn (`moved`), or when the connector has taken and answered a `post`.
    `once` is a single visit to each talk.
    """

    port: int
    pid: int
    at_once: int
    fakes: int
    service_url: str
    token: str
    seconds: float
    talks: list[Talk]
    ends: str = "answer"
    warm: float = 0.3
    once: bool = False

    @property
    def asks(self) -> Callable[[int, Talk, str, str], bytes]:
        return card_action if self.ends in ("card", "moved") else message


class TeamsDriven(Driven, kw_only=True):
    """What came of it; `talks` are as acknowledged, `late` callers waited until we gave up.

    `turned` are all turns, those of the warming up and the last ones too.
    """

    talks: list[Talk]
    late: int
    turned: int


class TeamsCaller:
    """Somebody who is in one conversation after the other, and does one thing at a time."""

    def __init__(self, load: TeamsLoad, talks: list[Talk], times: list[float]) -> None:
        self.wrong = self.turned = 0
        self._load, self._talks, self._times = load, talks, times

    async def turns(self, wire: Wire, beside: Wire) -> None:
        """One turn after the other; `beside` is a wire to the connector, if posts are awaited."""
        load = self._load
        if load.ends == "post":
            for talk in self._talks:
                talk.posts = posts_in(await beside.ask(waits(load.fakes, talk, beyond=-1)))
        for talk in self._talks if load.once else cycle(self._talks):
            if load.seconds <= 0:
                return
            asks = load.asks(load.port, talk, load.service_url, load.token)
            began = time.perf_counter()
            answer = await wire.ask(asks)
            right = answer.startswith(TAKEN)
            if right and load.ends == "post":
                talk.posts = posts_in(await beside.ask(waits(load.fakes, talk, talk.posts)))
            self._times.append(time.perf_counter() - began)
            self.turned += 1
            self.wrong += not (right and self._is_right(answer, talk))

    def _is_right(self, answer: bytes, talk: Talk) -> bool:
        match self._load.ends:
            case "card":
                return CARD in answer
            case "moved" if talk.has_gone_on(answer):
                talk.go_on()
                return True
            case "moved":
                return False
            case _:
                return True


def waits(fakes: int, talk: Talk, beyond: int) -> bytes:
    """Ask the connector to answer when more messages than these have come to the talk."""
    path = f"/posts/{quote(talk.conversation, safe='')}?beyond={beyond}"
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{fakes}\r\n\r\n".encode()


def posts_in(answer: bytes) -> int:
    return int(msgspec.json.decode(answer.partition(b"\r\n\r\n")[2])["posts"])


async def drive(load: TeamsLoad) -> TeamsDriven:
    """Warm up, measure, stop."""
    times: list[float] = []
    shares = [load.talks[n :: load.at_once] for n in range(load.at_once)]
    callers = [TeamsCaller(load, share, times) for share in shares if share]
    with ExitStack() as stack:
        calls = []
        for caller in callers:
            wire = await connected(load.port, Wire, stack)
            posts = load.ends == "post"
            beside = await connected(load.fakes, Wire, stack) if posts else wire
            calls.append(asyncio.create_task(caller.turns(wire, beside)))
        seconds, cpu, measured = await gauged(calls, times, load)
        load.seconds = 0  # every caller stops after the answer that is under way
        _, late = await asyncio.wait(calls, timeout=PATIENCE)
        for call in late:
            call.cancel()
    broken = sum(failed(call) for call in calls if call not in late)
    return TeamsDriven(
        turns=len(measured),
        seconds=seconds,
        cpu_s=cpu,
        p50_ms=percentile(measured, 0.5) * 1000,
        p99_ms=percentile(measured, 0.99) * 1000,
        wrong=sum(caller.wrong for caller in callers) + broken,
        tables=[],
        talks=load.talks,
        late=len(late),
        turned=sum(caller.turned for caller in callers),
    )


def main() -> None:
    load = msgspec.json.decode(sys.stdin.buffer.read(), type=TeamsLoad)
    driven = uvloop.run(drive(load))
    sys.stdout.buffer.write(msgspec.json.encode(driven))


if __name__ == "__main__":
    main()
