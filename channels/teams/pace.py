"""How fast Teams may be talked to: so many requests in a conversation, so many to a tenant.

The limits are those that Microsoft publishes for bots ("Optimize your bot: rate limiting in
Teams"), in each of its windows. One bucket for each tenant stays below the limit of an app; what
nobody waits for (bulk) takes no more than its share of it.
"""

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable

Limits = tuple[tuple[int, float], ...]
"""At most so many in so many seconds."""

SENDS: Limits = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
ROSTER: Limits = ((14, 1.0), (16, 2.0), (120, 30.0), (3600, 3600.0))
MARGIN = 0.05
"""Seconds by which a window is taken to be longer, since requests travel."""

BULK_MARGIN = 0.01
"""The same for what nobody waits for: its share lies far enough below the limit."""

BULK_SHARE = 0.8
"""Of the bucket: 32 of 40 requests a second."""

LONGEST_QUEUE = 5.0
"""Seconds that somebody waits here; who would have to wait longer comes back later."""

CLEAN_EVERY = 4096


class ComeBack(Exception):
    """It would have to wait too long here; `seconds` says how long."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Pace:
    """Lets requests go when they may. A conversation told to wait (429) waits to the second."""

    def __init__(
        self,
        rate: int,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._rate, self._clock, self._sleep = rate, clock, sleep
        self._went: dict[tuple[str, Limits], deque[float]] = {}
        self._tenants: defaultdict[tuple[str, bool], deque[float]] = defaultdict(deque)
        self._not_before: dict[str, float] = {}
        self._lines: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._asked = 0

    async def go(
        self, tenant: str, conversation: str, limits: Limits = SENDS, bulk: bool = False
    ) -> None:
        """Return when the request may be made; it counts from then on. Raises ComeBack.

        What nobody waits for stands in line: only the first of it looks at the clock.
        """
        if bulk:
            async with self._lines[tenant]:
                await self._until_free(tenant, conversation, limits, bulk)
        else:
            await self._until_free(tenant, conversation, limits, bulk)

    async def _until_free(self, tenant: str, conversation: str, limits: Limits, bulk: bool) -> None:
        while (wait := self._wait(tenant, conversation, limits, bulk)) > 0:
            if wait > LONGEST_QUEUE:
                raise ComeBack(wait)
            await self._sleep(wait)
        now = self._clock()
        self._went[conversation, limits].append(now)
        self._tenants[tenant, False].append(now)
        if bulk:
            self._tenants[tenant, True].append(now)
        self._asked += 1
        if self._asked % CLEAN_EVERY == 0:
            self._forget(now)

    def hold(self, conversation: str, seconds: float) -> None:
        """Nothing more goes to this conversation for so many seconds, or longer if told so."""
        until = self._clock() + seconds
        self._not_before[conversation] = max(until, self._not_before.get(conversation, until))

    def _wait(self, tenant: str, conversation: str, limits: Limits, bulk: bool) -> float:
        now = self._clock()
        went = self._went.setdefault((conversation, limits), deque(maxlen=limits[-1][0]))
        wait = self._not_before.get(conversation, 0.0) - now
        for most, seconds in limits:
            if len(went) >= most:
                wait = max(wait, went[-most] + seconds + MARGIN - now)
        wait = max(wait, _full(self._tenants[tenant, False], self._rate, now))
        if bulk:
            share = max(1, int(self._rate * BULK_SHARE))
            wait = max(wait, _full(self._tenants[tenant, True], share, now, BULK_MARGIN))
        return wait

    def _forget(self, now: float) -> None:
        """Let go of conversations in which nothing has happened for as long as a window lasts."""
        for key, went in list(self._went.items()):
            if not went or now - went[-1] > key[1][-1][1]:
                del self._went[key]
        for conversation, until in list(self._not_before.items()):
            if until < now:
                del self._not_before[conversation]


def _full(went: deque[float], most: int, now: float, margin: float = MARGIN) -> float:
    """Seconds until a bucket of so many a second has room again."""
    while went and now - went[0] > 1.0 + margin:
        went.popleft()
    return went[-most] + 1.0 + margin - now if len(went) >= most else 0.0
