"""What is done after the answer: at once in a test, and beside the next request in the bot."""

import asyncio
from collections.abc import Awaitable, Coroutine
from typing import Any, Protocol

import structlog

log = structlog.get_logger()

PATIENCE = 10.0
"""Seconds that errands under way have when the bot stops; what is left is promised on disk."""

Errand = Coroutine[Any, Any, None]


class Runner(Protocol):
    """Runs errands, one at a time for each name."""

    def send(self, name: str, errand: Errand) -> Awaitable[None]:
        """Let an errand be done; what is awaited is that somebody has taken it on."""


class AtOnce:
    """Does an errand while one waits."""

    async def send(self, name: str, errand: Errand) -> None:
        """Do it."""
        await errand


class Errands:
    """Does errands beside all else.

    An errand whose namesake has not yet begun is left out, since that one will see to it.
    """

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._queued: set[str] = set()

    async def send(self, name: str, errand: Errand) -> None:
        """Take it on, and return."""
        if name in self._queued:
            errand.close()
            return
        self._queued.add(name)
        task = asyncio.create_task(self._run(name, errand))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def stop(self, patience: float = PATIENCE) -> None:
        """Let what is under way be finished, but not for long."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _run(self, name: str, errand: Errand) -> None:
        self._queued.discard(name)
        try:
            await errand
        except Exception as error:
            log.error("errand_failed", errand=name, error=type(error).__name__)
