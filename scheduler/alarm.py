"""The alarm clock: a tick every second, and the housekeeping of the night. It promises nothing.

What is due follows from the state; the scheduler keeps no job but these two, in memory, so that
a restart, a sleep or a jump of the clock loses nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

log = structlog.get_logger()

NIGHT = "03:30"
"""When the house is kept, on the installation's own clock."""

GENTLE = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
"""Late is better than dropped, and once is enough."""


class Alarm:
    """Rings `tick` each second and `night` once a day."""

    def __init__(
        self,
        tick: Callable[[datetime], Awaitable[None]],
        night: Callable[[datetime], Awaitable[None]],
        now: Callable[[], datetime],
        zone: str,
    ) -> None:
        self._tick, self._night, self._now = tick, night, now
        self._scheduler = AsyncIOScheduler(timezone=zone, job_defaults=GENTLE)
        self._ringing, self._at_night = asyncio.Lock(), asyncio.Lock()
        self.rang_at: datetime | None = None

    def start(self) -> None:
        """Begin to ring, and keep the house once at once, for a bot that is not up at night."""
        hour, minute = NIGHT.split(":")
        every_second = IntervalTrigger(seconds=1)
        nightly = CronTrigger(hour=hour, minute=minute, timezone=self._scheduler.timezone)
        self._scheduler.add_job(self._ring, every_second, id="tick")
        self._scheduler.add_job(self._keep_house, nightly, id="night")
        self._scheduler.add_job(self._keep_house, id="first night")
        self._scheduler.start()

    async def stop(self) -> None:
        """Ring no more; a tick or a night that is under way is let finish."""
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        async with self._ringing, self._at_night:
            self._scheduler.shutdown(wait=False)

    async def _ring(self) -> None:
        try:
            async with self._ringing:
                at = self._now()
                await self._tick(at)
                self.rang_at = at
        except Exception as error:
            log.error("tick_failed", error=type(error).__name__)

    async def _keep_house(self) -> None:
        try:
            async with self._at_night:
                await self._night(self._now())
        except Exception as error:
            log.error("night_failed", error=type(error).__name__)
