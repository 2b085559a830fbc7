"""How fast Slack may be talked to: so many calls of a method a minute, one message a second each.

The limits are those that Slack publishes ("Web API rate limits"), for each method in a workspace;
a channel takes one message a second, and a workspace several hundred a minute, of which what
nobody waits for (bulk) takes no more than its share.
"""

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Iterator

MINUTE = 60.0
SECOND = 1.0
MARGIN = 0.05
"""Seconds by which a window is taken to be longer, since requests travel."""

TIERS = {
    "chat.postMessage": 300,
    "chat.postEphemeral": 100,
    "chat.update": 50,
    "chat.getPermalink": 600,
    "conversations.info": 50,
    "conversations.members": 100,
    "conversations.open": 50,
    "users.info": 100,
    "views.open": 100,
    "views.publish": 100,
    "views.push": 100,
    "views.update": 100,
}
"""Calls a minute, as published; of messages "several hundred" are taken to be three."""

USUAL = 20
"""Calls a minute of any other method."""

BULK_SHARE = 0.8
LONGEST_QUEUE = 5.0
"""Seconds that somebody waits here; who would have to wait longer comes back later."""

TRIGGERED = frozenset({"views.open", "views.push"})
SHORT_QUEUE = 1.5
"""What can be done only as long as a trigger lives, three seconds; and how long that waits."""

CLEAN_EVERY = 4096

Line = tuple[str, ...]
"""A workspace and a method, with `bulk` or a channel where those have a limit of their own."""


class ComeBack(Exception):
    """It would have to wait too long here; `seconds` says how long."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class SlackPace:
    """Lets calls go when they may. What was told to wait (429) waits to the second."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._went: defaultdict[Line, deque[float]] = defaultdict(deque)
        self._not_before: dict[Line, float] = {}
        self._asked = 0

    async def go(self, workspace: str, method: str, channel: str = "", bulk: bool = False) -> None:
        """Return when the call may be made; it counts from then on. Raises ComeBack."""
        lines = list(_lines(workspace, method, channel, bulk))
        longest = SHORT_QUEUE if method in TRIGGERED else LONGEST_QUEUE
        while (wait := max(self._wait(*each) for each in lines)) > 0:
            if wait > longest:
                raise ComeBack(wait)
            await self._sleep(wait)
        now = self._clock()
        for line, _, _ in lines:
            self._went[line].append(now)
        self._asked += 1
        if self._asked % CLEAN_EVERY == 0:
            self._forget(now)

    def hold(self, workspace: str, method: str, seconds: float) -> None:
        """This method is not called in this workspace for so many seconds, or longer."""
        until, line = self._clock() + seconds, (workspace, method)
        self._not_before[line] = max(until, self._not_before.get(line, until))

    def _wait(self, line: Line, most: int, window: float) -> float:
        """Seconds until there is room in this line."""
        now, went = self._clock(), self._went[line]
        while went and now - went[0] > window + MARGIN:
            went.popleft()
        held = self._not_before.get(line, 0.0) - now
        full = went[-most] + window + MARGIN - now if len(went) >= most else 0.0
        return max(held, full)

    def _forget(self, now: float) -> None:
        """Let go of lines in which nothing has happened for as long as a window lasts."""
        for line in [line for line, went in self._went.items() if not went or now - went[-1] > 61]:
            del self._went[line]
        for line in [line for line, until in self._not_before.items() if until < now]:
            del self._not_before[line]


def _lines(
    workspace: str, method: str, channel: str, bulk: bool
) -> Iterator[tuple[Line, int, float]]:
    """In which lines a call stands: how many may go in each, in how many seconds."""
    most = TIERS.get(method, USUAL)
    yield (workspace, method), most, MINUTE
    if method != "chat.postMessage":
        return
    yield (workspace, method, channel), 1, SECOND
    if bulk:
        yield (workspace, "bulk"), int(most * BULK_SHARE), MINUTE
