"""The load on a bot in Slack: signed commands and mentions, each with an id of its own.

`python -m bench.slack_load` reads a SlackLoad as JSON from its standard input and prints a Driven.
"""

import asyncio
import hashlib
import hmac
import itertools
import sys
import time
from contextlib import ExitStack
from urllib.parse import urlencode

import msgspec
import uvloop

from bench.figures import percentile
from bench.load import Driven, connected, failed
from bench.wires import Wire

PATIENCE = 120.0
SECRET = b"the bench's own signing secret"
ids = itertools.count(time.time_ns())


class SlackLoad(msgspec.Struct):
    """Whom to ask, what (`event`, `command`, `mention`), and by how many; each talk once."""

    port: int
    at_once: int
    what: str
    crowd: int


def workspace(number: int) -> str:
    """A workspace for each talk, since Slack's limits are a workspace's."""
    return f"T{number:08}"


def channel(number: int) -> str:
    return f"C{number:08}"


def user(number: int) -> str:
    return f"U{number:08}"


def asked(load: SlackLoad, number: int) -> bytes:
    """One signed request, as Slack writes it on the wire."""
    if load.what == "command":
        kind = "application/x-www-form-urlencoded"
        body = urlencode(
            {
                "command": "/circle",
                "text": "status",
                "user_id": user(number),
                "user_name": "anna",
                "team_id": workspace(number),
                "channel_id": channel(number),
                "trigger_id": f"{next(ids)}",
                "response_url": "http://127.0.0.1/x",
            }
        ).encode()
    else:
        kind = "application/json"
        event = {
            "type": "app_mention" if load.what == "mention" else "emoji_changed",
            "user": user(number),
            "channel": channel(number),
            "text": "<@U0BOT> status",
            "ts": f"{next(ids)}",
        }
        envelope = {"type": "event_callback", "team_id": workspace(number), "event": event}
        body = msgspec.json.encode(envelope | {"event_id": f"Ev{next(ids)}", "token": "x"})
    return signed(load.port, kind, body)


def signed(port: int, kind: str, body: bytes) -> bytes:
    """A whole request over HTTP/1.1."""
    then = str(int(time.time()))
    base = b"v0:" + then.encode() + b":" + body
    signature = hmac.new(SECRET, base, hashlib.sha256).hexdigest()
    head = (
        f"POST /api/slack HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: {kind}\r\n"
        f"X-Slack-Request-Timestamp: {then}\r\nX-Slack-Signature: v0={signature}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def calls(load: SlackLoad, wire: Wire, first: int, times: list[float]) -> None:
    """One turn after the other, each in a talk that no other caller has."""
    for number in range(first, load.crowd, load.at_once):
        asks = asked(load, number)
        began = time.perf_counter()
        answer = await wire.ask(asks)
        times.append(time.perf_counter() - began)
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(answer[:40].decode())


async def drive(load: SlackLoad) -> Driven:
    """Ask in each talk once."""
    times: list[float] = []
    began = time.perf_counter()
    with ExitStack() as stack:
        tasks = []
        for number in range(load.at_once):
            wire = await connected(load.port, Wire, stack)
            tasks.append(asyncio.create_task(calls(load, wire, number, times)))
        await asyncio.wait(tasks, timeout=PATIENCE)
    return Driven(
        turns=len(times),
        seconds=time.perf_counter() - began,
        cpu_s=0.0,
        p50_ms=percentile(times, 0.5) * 1000,
        p99_ms=percentile(times, 0.99) * 1000,
        wrong=sum(map(failed, tasks)),
        tables=[],
    )


def main() -> None:
    load = msgspec.json.decode(sys.stdin.buffer.read(), type=SlackLoad)
    driven = uvloop.run(drive(load))
    sys.stdout.buffer.write(msgspec.json.encode(driven))


if __name__ == "__main__":
    main()
