"""The connector without sockets, in a time of our own: it counts, checks the limits, and fails.

Time is a number that moves when somebody waits. So an hour of 429 takes a moment, and what the
service sees is exactly what was sent.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import msgspec
from aiohttp import ClientConnectionResetError
from multidict import CIMultiDict

from channels.teams.channel import TeamsChannel
from channels.teams.pace import SENDS
from circle.papers import Papers, Promise
from dialogs.ports import Receipt

SHOWING: ContextVar[str] = ContextVar("showing", default="")
"""Which promise a request is made for."""


@dataclass
class Time:
    """The time: seconds since a Monday in March. Who sleeps moves it for all."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        """As a date."""
        return datetime(2026, 3, 2, 12, 0, tzinfo=UTC) + timedelta(seconds=self.seconds)

    async def sleep(self, seconds: float) -> None:
        """Time passes, at least so much."""
        self.seconds = max(self.seconds, self.seconds + seconds)
        await asyncio.sleep(0)


@dataclass(frozen=True)
class Mishap:
    """What goes wrong with a request. `taken`: the service did it all the same."""

    status: int = 0
    retry: str = ""
    wire: str = ""
    taken: bool = False


@dataclass(frozen=True)
class Asked:
    """One request as the service saw it."""

    at: float
    method: str
    conversation: str
    promise: str
    taken: bool
    tenant: str = ""


class Given:
    """An answer."""

    def __init__(self, status: int, body: bytes, retry: str) -> None:
        self.status, self._body = status, body
        self.headers = CIMultiDict({"Retry-After": retry} if retry else {})

    async def __aenter__(self) -> "Given":
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    @property
    def content(self) -> "Given":
        """The body, to be read once."""
        return self

    async def read(self, most: int) -> bytes:
        """What is left of the body."""
        body, self._body = self._body[:most], self._body[most:]
        return body


@dataclass
class Wire:
    """A session with the service at its other end. `goes_wrong` is asked before each answer."""

    time: Time
    goes_wrong: Callable[[str, str], Mishap | None] = lambda method, conversation: None
    asked: list[Asked] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    around: Callable[[str], None] = lambda point: None
    _held: dict[str, float] = field(default_factory=dict)
    _count: int = 0

    def request(self, method: str, url: Any, *, headers: Any, data: Any, **_: Any) -> Any:
        """One request."""
        self.around("before the request")
        parts = url.raw_path.split("/")
        conversation = unquote(parts[3]).partition(";")[0] if len(parts) > 3 else ""
        if not conversation:
            conversation = f"open {msgspec.json.decode(data)['members'][0]['id']}"
        mishap = self.goes_wrong(method, conversation)
        taken = mishap is None or mishap.taken
        self._note(method, conversation, taken, url.host)
        self.around("after the request")
        if mishap is None:
            return Given(201, self._answer(conversation), "")
        if mishap.retry:
            held = self.time() + float(mishap.retry)
            self._held[conversation] = max(held, self._held.get(conversation, held))
        return self._failed(mishap, conversation)

    def _failed(self, mishap: Mishap, conversation: str) -> Any:
        match mishap.wire:
            case "reset":
                raise ClientConnectionResetError
            case "silence":
                self.time.seconds += 15
                raise TimeoutError
            case "half":
                return Given(201, b'{"id": "17', "")
        return Given(mishap.status, b'{"error": {"code": "Busy"}}', mishap.retry)

    def _answer(self, conversation: str) -> bytes:
        self._count += 1
        id = f"a:{conversation[5:]}" if conversation.startswith("open ") else str(self._count)
        return msgspec.json.encode({"id": id})

    def _note(self, method: str, conversation: str, taken: bool, tenant: str) -> None:
        now = self.time()
        if now < self._held.get(conversation, 0.0):
            self.wrong.append(f"{conversation} was told to wait, and {method} came at {now}")
        self.asked.append(Asked(now, method, conversation, SHOWING.get(), taken, tenant))


class Watched:
    """The channel, which tells the wire what it is showing."""

    repeats = False

    def __init__(self, channel: TeamsChannel) -> None:
        self._channel = channel

    async def show(self, promise: Promise, papers: Papers) -> Receipt | None:
        """Show it."""
        SHOWING.set(name_of(promise))
        return await self._channel.show(promise, papers)


def name_of(promise: Promise) -> str:
    """The promise, and when it was made: the same line can be promised twice in a turn."""
    return f"{promise.id} {promise.at.isoformat()}"


def over_limits(asked: list[Asked], rate: int) -> list[str]:
    """Where more came than may, in any window of any conversation, or to a tenant."""
    found = []
    by_conversation, by_tenant = defaultdict(list), defaultdict(list)
    for each in asked:
        by_conversation[each.conversation].append(each.at)
        by_tenant[each.tenant].append(each.at)
    for conversation, times in by_conversation.items():
        for most, seconds in SENDS:
            if crowded(times, most, seconds):
                found.append(f"more than {most} in {seconds} s in {conversation}")
    found += [
        f"more than {rate} a second to {t}" for t, at in by_tenant.items() if crowded(at, rate, 1.0)
    ]
    return found


def crowded(times: list[float], most: int, seconds: float) -> bool:
    """Whether more than so many came within so many seconds."""
    times = sorted(times)
    return any(late - early < seconds for early, late in zip(times, times[most:], strict=False))
