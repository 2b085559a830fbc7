"""From promise to channel: what is pending is shown, and what became of it is kept.

    pending -> sending -> sent | doubt | dead

A crash between *sending* and *sent* leaves a doubt. It is shown once more, since missing a word
hurts more than reading it twice; after that the doubt stands, for people to see. A channel that
repeats safely, like the table's page, needs no record: it is shown what changed, and who comes
later sees the state.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from circle.papers import Delivery, Papers, Promise
from dialogs.ports import Channel, Doubtful, NotShown, Unreachable
from storage.errors import CannotSave
from storage.store import Store

log = structlog.get_logger()

Promises = tuple[Promise, ...]

LONGEST_WAIT = timedelta(minutes=5)
IN_DOUBT = "in doubt"
"""The reason on a promise that is being sent a second time after a crash."""


class Sender:
    """Shows what teams are promised, in order, one at a time for each place."""

    def __init__(self, store: Store[Papers], channels: Mapping[str, Channel]) -> None:
        self._store = store
        self._channels = channels
        self._busy: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def sorted(
        self, promises: Iterable[Promise]
    ) -> tuple[tuple[Promise, ...], tuple[Promise, ...]]:
        """Promises that pass with the moment, and those that are kept until they are shown.

        A channel that this installation does not have is promised nothing.
        """
        known = [p for p in promises if p.place.channel in self._channels]
        passing = tuple(p for p in known if self._channels[p.place.channel].repeats)
        return passing, tuple(p for p in known if p not in passing)

    async def announce(self, papers: Papers, promises: Sequence[Promise]) -> None:
        """Tell the channels that repeat; what they cannot show now is shown with the state."""
        for promise in promises:
            try:
                await self._channels[promise.place.channel].show(promise, papers)
            except (NotShown, Doubtful, Unreachable) as error:
                log.warning("not_shown", team=papers.team.id, error=type(error).__name__)

    async def say(self, team: str, at: datetime) -> None:
        """Show what waits; a place that cannot be reached now holds back no other place."""
        async with self._busy[team]:
            held_back: set[tuple[str, str]] = set()
            papers = await self._store.read(team)
            for promise in papers.waiting if papers else ():
                place = (promise.place.channel, promise.place.conversation)
                if place in held_back or promise.place.channel not in self._channels:
                    continue
                try:
                    shown = await self._show(team, promise, at)
                except CannotSave:
                    return
                if not shown:
                    held_back.add(place)

    async def _show(self, team: str, promise: Promise, at: datetime) -> bool:
        """Show one promise; False where its place has to wait."""
        if promise.again_at is not None and promise.again_at > at:
            return False
        left_behind = promise.delivery is Delivery.SENDING
        if left_behind and promise.reason == IN_DOUBT:
            await self._mark(team, replace(promise, delivery=Delivery.DOUBT))
            return True
        sending = replace(
            promise,
            delivery=Delivery.SENDING,
            tries=promise.tries + 1,
            reason=IN_DOUBT if left_behind else "",
        )
        papers = await self._mark(team, sending)
        return papers is None or await self._send(team, sending, papers, at)

    async def _send(self, team: str, sending: Promise, papers: Papers, at: datetime) -> bool:
        delivery, reason = Delivery.SENT, ""
        try:
            await self._channels[sending.place.channel].show(sending, papers)
        except NotShown as error:
            wait = min(LONGEST_WAIT, timedelta(seconds=2 ** min(sending.tries, 9)))
            later = replace(sending, delivery=Delivery.PENDING, again_at=at + wait)
            await self._mark(team, replace(later, reason=str(error)))
            return False
        except Doubtful as error:
            delivery, reason = Delivery.DOUBT, str(error)
        except Unreachable as error:
            delivery, reason = Delivery.DEAD, str(error)
        await self._mark(team, replace(sending, delivery=delivery, again_at=None, reason=reason))
        return True

    async def _mark(self, team: str, promise: Promise) -> Papers | None:
        """Keep how far a promise has come; None where a newer one has taken its place."""
        async with self._store.open(team) as desk:
            papers = desk.papers
            known = papers.promises.get(promise.id) if papers else None
            if papers is None or known is None or known.at != promise.at:
                return None
            papers = replace(papers, promises={**papers.promises, promise.id: promise})
            papers = replace(papers, filed=(), forgotten=())
            await desk.keep(papers)
            return papers
