"""What the night does with every team's papers."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

import structlog

from circle.calendar import Municipality
from circle.closing import Summary
from circle.household import NightFell
from circle.papers import Papers
from storage.papers import read_summary
from storage.store import Store

log = structlog.get_logger()


async def kept_summaries(store: Store[Papers], team: str) -> tuple[Summary, ...]:
    """What a team has kept, oldest first."""
    return tuple(read_summary(raw) for raw in await store.summaries(team))


async def night(
    store: Store[Papers],
    hear: Callable[[str, NightFell], Awaitable[Any]],
    calendars: Mapping[str, Municipality],
    at: datetime,
) -> None:
    """Delete what has lived as long as was promised, and write down the meetings to come.

    A team whose municipality has told more of its year hears that. One team's trouble is not
    another's. In the end nothing of what went remains on disk.
    """
    for team in await store.teams():
        try:
            old = tuple(s.id for s in await kept_summaries(store, team) if s.until <= at)
            papers = await store.read(team)
            chosen = papers.between.rhythm.municipality if papers else None
            now = calendars.get(chosen.id, chosen) if chosen else None
            await hear(team, NightFell(at=at, summaries=old, municipality=now))
        except Exception as error:
            log.error("night_failed", team=team, error=type(error).__name__)
    await store.compact()
