"""What is said where no team's papers can promise it: welcome, who is the team, which team?

It is said once for each time somebody asks, and tried again for a while; it is not kept over a
restart, after which whoever asked asks again.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import structlog

from dialogs.errands import Runner
from dialogs.ports import Doubtful, NotShown, Unreachable

log = structlog.get_logger()

TRIES = 6
LONGEST_WAIT = 60.0
MOST_KEYS = 4096
AGAIN = 30.0
"""Seconds in which the same words of the same person are the same message, sent again."""

Sleep = Callable[[float], Awaitable[None]]
Tell = Callable[[], Awaitable[str]]
"""Says something in a chat once; gives the id of the message."""

Then = Callable[[str], Awaitable[None]]


class Speaker:
    """Says things in conversations, beside the request that asked for them."""

    def __init__(
        self, errands: Runner, now: Callable[[], datetime], sleep: Sleep = asyncio.sleep
    ) -> None:
        self._errands, self._now, self._sleep = errands, now, sleep
        self._said: OrderedDict[str, datetime] = OrderedDict()

    async def once(self, keys: Sequence[str], tell: Tell, then: Then | None = None) -> None:
        """Say it, unless it was said under the first key, or a moment ago under the second.

        `then` is told the id of the message once it is there.
        """
        first, again = keys
        now = self._now()
        lately = self._said.get(again)
        if first in self._said or (lately and (now - lately).total_seconds() < AGAIN):
            return
        for key in keys:
            self._said[key] = now
            self._said.move_to_end(key)
        while len(self._said) > MOST_KEYS:
            self._said.popitem(last=False)
        await self._errands.send(f"tell {first}", self.say(tell, then))

    async def say(self, tell: Tell, then: Then | None = None) -> None:
        """Say it now, or in a while where it cannot be said now."""
        for tries in range(1, TRIES + 1):
            try:
                message = await tell()
                if then is not None:
                    await then(message)
                return
            except NotShown as error:
                wait = (error.again_at - self._now()).total_seconds() if error.again_at else 0.0
                await self._sleep(min(LONGEST_WAIT, max(wait, float(2**tries))))
            except (Doubtful, Unreachable) as error:
                log.warning("not_said", error=type(error).__name__, reason=str(error))
                return
        log.warning("not_said", error="NotShown")
