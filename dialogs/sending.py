"""From promise to channel: what is pending is shown, and what became of it is kept.

    pending -> sending -> sent | doubt | dead

A crash between *sending* and *sent* leaves a doubt, and so does a channel that does not say
whether it took it. It is shown once more, before what comes after it, since missing a word hurts
more than reading it twice; after that the doubt stands, for people to see. A channel that repeats
safely, like the table's page, needs no record: it is shown what changed, and who comes later sees
the state.
"""

import asyncio
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog

from circle.again import helps
from circle.notices import Private
from circle.papers import Delivery, Papers, Promise
from circle.people import PersonId
from dialogs.deliveries import delivered
from dialogs.lateness import is_by_itself, waits_until
from dialogs.ports import Channel, Doubtful, NotShown, Receipt, Unreachable
from storage.errors import CannotSave
from storage.store import Store

log = structlog.get_logger()

Promises = tuple[Promise, ...]

LONGEST_WAIT = timedelta(minutes=5)
JITTER = 0.2
"""A wait is longer or shorter by this part of it, so that those who wait do not come together."""

LIFE, LONGER_LIFE = timedelta(hours=24), timedelta(days=7)
"""What could not be shown for so long is given up; what keeps quiet hours has longer."""

BULK = 64
"""How many conversations of a tenant are told at once of what the bot says by itself.

The others wait before they are marked as being sent: so a morning's commits leave room for presses,
and a crash leaves few in doubt.
"""

IN_DOUBT = "in doubt"
"""The reason on a promise that is sent a second time, or was: it may be there twice."""

TOO_LATE = "not taken for a day"
NO_USE = "too late to help"
"""Reasons for which a promise was given up."""


class Lane(NamedTuple):
    """The conversation in which a promise waits: the team's place, or one person's chat.

    What the bot says by itself has a lane of its own: it may wait long, for the morning or in a
    burst, and holds back no circle and no answer.
    """

    channel: str
    conversation: str
    person: PersonId
    tenant: str
    by_itself: bool


@dataclass
class Turn:
    """Whose turn it is to speak in a conversation; kept while anybody wants it."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    wanted: int = 0


class Sender:
    """Shows what teams are promised, in order, one at a time for each conversation."""

    def __init__(
        self,
        store: Store[Papers],
        channels: Mapping[str, Channel],
        resolve: Callable[[Promise, Papers, datetime], Promise] = lambda promise, *_: promise,
        now: Callable[[], datetime] | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._store = store
        self._channels = channels
        self._resolve = resolve
        self._now = now
        self._chance = chance
        self._turns: dict[tuple[str, Lane], Turn] = {}
        self._bulk: dict[tuple[str, str], asyncio.Semaphore] = {}

    def sorted(self, promises: Iterable[Promise]) -> tuple[Promises, Promises]:
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
        """Show what waits; a conversation that must wait holds back no other."""
        papers = await self._store.read(team)
        lanes = dict.fromkeys(lane_of(promise) for promise in papers.waiting) if papers else ()
        known = [lane for lane in lanes if lane.channel in self._channels]
        await asyncio.gather(*(self._empty(team, lane, at) for lane in known))

    async def _empty(self, team: str, lane: Lane, at: datetime) -> None:
        """Show what waits for one conversation, first things first, until it has to wait."""
        turn = self._turns.setdefault((team, lane), Turn())
        turn.wanted += 1
        done: Promise | None = None
        receipt: Receipt | None = None
        try:
            async with turn.lock, self._room(lane):
                while taken := await self._advance(team, lane, at, done, receipt):
                    done, receipt = await self._sent(*taken, at)
        except CannotSave:
            return
        finally:
            turn.wanted -= 1
            if not turn.wanted:
                del self._turns[team, lane]

    def _room(self, lane: Lane) -> AbstractAsyncContextManager[object]:
        """Where a lane waits until it may be told; an answer waits for nobody."""
        if not lane.by_itself:
            return nullcontext()
        return self._bulk.setdefault((lane.channel, lane.tenant), asyncio.Semaphore(BULK))

    async def _advance(
        self, team: str, lane: Lane, at: datetime, done: Promise | None, receipt: Receipt | None
    ) -> tuple[Promise, Papers] | None:
        """Keep what became of one promise and that the next is being sent, in one commit.

        None where nothing more can be sent in this conversation now.
        """
        async with self._store.open(team) as desk:
            before = papers = desk.papers
            if papers is None:
                return None
            if done is not None:
                papers = delivered(papers, done, receipt)
            sending = None
            now = self._now() if self._now else at
            while sending is None and (head := _head(papers, lane)):
                step = _begun(head, papers, now)
                if step is None:
                    break
                papers = delivered(papers, step, None)
                sending = step if step.delivery is Delivery.SENDING else None
            if papers is not before:
                await desk.keep(papers)
            return (sending, papers) if sending else None

    async def _sent(
        self, sending: Promise, papers: Papers, at: datetime
    ) -> tuple[Promise, Receipt | None]:
        """Show one promise, and say what became of it."""
        channel, twice = self._channels[sending.place.channel], sending.reason == IN_DOUBT
        try:
            receipt = await channel.show(self._resolve(sending, papers, at), papers)
        except NotShown as error:
            later, why = (
                error.again_at or self._later(sending, at),
                IN_DOUBT if twice else str(error),
            )
            again = replace(sending, delivery=Delivery.PENDING, again_at=later, reason=why)
            return again, None
        except Doubtful as error:
            if not twice:  # as after a crash
                return replace(sending, again_at=self._later(sending, at)), None
            return replace(sending, delivery=Delivery.DOUBT, reason=str(error)), None
        except Unreachable as error:
            return replace(sending, delivery=Delivery.DEAD, reason=str(error)), None
        return replace(sending, delivery=Delivery.SENT), receipt

    def _later(self, sending: Promise, at: datetime) -> datetime:
        """When to try again: counted from the failure, which may have taken its time."""
        return (self._now() if self._now else at) + self._wait(sending.tries)

    def _wait(self, tries: int) -> timedelta:
        """Twice as long each time, and not for all alike."""
        wait = min(LONGEST_WAIT, timedelta(seconds=2 ** min(tries, 9)))
        return wait * (1 - JITTER + 2 * JITTER * self._chance())


def _head(papers: Papers, lane: Lane) -> Promise | None:
    """The first promise that waits in a lane."""
    return next((p for p in papers.waiting if lane_of(p) == lane), None)


def _is_early(promise: Promise, at: datetime) -> bool:
    return promise.again_at is not None and promise.again_at > at


def _begun(promise: Promise, papers: Papers, at: datetime) -> Promise | None:
    """A promise as it is when its sending begins, or is given up, or put off; None: it waits."""
    if _is_early(promise, at):
        return None
    if promise.delivery is not Delivery.SENDING and not helps(promise.notice, papers, at):
        return replace(promise, delivery=Delivery.DEAD, reason=NO_USE)
    morning = waits_until(promise, papers, at)
    if morning is not None:
        return replace(promise, again_at=morning)
    left_behind = promise.delivery is Delivery.SENDING
    again = promise.reason == IN_DOUBT
    if left_behind and again:
        return replace(promise, delivery=Delivery.DOUBT)
    if at - promise.at > (LONGER_LIFE if is_by_itself(promise) else LIFE):
        return replace(promise, delivery=Delivery.DEAD, reason=TOO_LATE)
    return replace(
        promise,
        delivery=Delivery.SENDING,
        tries=promise.tries + 1,
        again_at=None,
        reason=IN_DOUBT if left_behind or again else "",
    )


def lane_of(promise: Promise) -> Lane:
    """Where a promise waits for its turn."""
    person = promise.notice.to if isinstance(promise.notice, Private) else ""
    if promise.asked is not None and promise.asked.alone:
        person = promise.asked.who
    place = promise.place
    return Lane(place.channel, place.conversation, person, place.tenant, is_by_itself(promise))
