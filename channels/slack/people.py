"""Who people are and who is in a conversation: asked of Slack, remembered for a while, not kept."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

from channels.slack.api import Api, Person
from channels.slack.book import Talk, person_id, user_in
from channels.slack.workspace import Workspace
from circle.people import LARGEST, Member, PersonId
from dialogs.ports import Doubtful, NotShown, Unreachable

K = TypeVar("K")
V = TypeVar("V")

FRESH = 600.0
"""Seconds for which what Slack told of somebody is taken to be true."""

LATELY = 120.0
"""Seconds for which who is in a conversation is taken to be true."""

MOST_KEPT, MOST_PLACES = 20_000, 500

PATIENCE = 1.0
"""Seconds for all that Slack is asked at once. It waits three for an answer, and so does a modal;
nothing that anybody does needs more than two such looks, one after the other."""

PROPOSED = 2 * LARGEST
"""People of a conversation whose names are asked for; of more, nobody is proposed."""

NO_ANSWER = (NotShown, Doubtful, Unreachable)


class People:
    """Names, languages and who is where."""

    def __init__(
        self, api: Api, clock: Callable[[], float] = time.monotonic, patience: float = PATIENCE
    ) -> None:
        self._api, self._clock, self._patience = api, clock, patience
        self._kept: OrderedDict[PersonId, tuple[float, Person]] = OrderedDict()
        self._places: OrderedDict[tuple[str, str], tuple[float, list[str]]] = OrderedDict()
        self._asked: set[asyncio.Task[Any]] = set()

    async def in_time(self, *asked: Coroutine[Any, Any, Any]) -> list[Any]:
        """What Slack answers when it is asked all this at once; None for what it did not tell.

        What is late is not called off: it is remembered when it comes, and known the next time.
        """
        tasks = [asyncio.create_task(each) for each in asked]
        for task in tasks:
            self._asked.add(task)
            task.add_done_callback(self._told)
        if tasks:
            await asyncio.wait(tasks, timeout=self._patience)
        return [_answer(task) for task in tasks]

    def _told(self, task: asyncio.Task[Any]) -> None:
        """An answer that came too late may be an error; nobody waits for that either."""
        self._asked.discard(task)
        if not task.cancelled():
            task.exception()

    async def known(self, at: Workspace, tenant: str, user: str) -> Person | None:
        """A person, unless Slack takes too long to say; it may be known the next time."""
        found = await self._each(at, tenant, [user])
        return found.get(user)

    def remembered(self, tenant: str, user: str) -> Person | None:
        """A person of whom Slack has told lately; nobody is asked."""
        kept = self._kept.get(person_id(tenant, user))
        return kept[1] if kept is not None and self._clock() - kept[0] < FRESH else None

    async def learn(self, talk: Talk) -> None:
        """Ask who is in a conversation and, where they may be a team, what they are called."""
        there = self._there(talk)
        if there is None:
            there = await self._api.people(talk.at, talk.conversation)
            _keep(
                self._places, (talk.tenant, talk.conversation), (self._clock(), there), MOST_PLACES
            )
        if len(there) <= PROPOSED:
            await self._each(talk.at, talk.tenant, there)

    async def of(self, talk: Talk, chosen: Sequence[str]) -> tuple[Member, ...] | None:
        """Everybody there and those who were chosen, by name, without bots; None: not now.

        Only the chosen are asked for. Who else is there is what was learned before.
        """
        asked = [user_in(each) for each in chosen]
        named = await self._each(talk.at, talk.tenant, asked)
        if any(user not in named for user in asked):
            return None
        found = {**self._everybody(talk), **named}
        members = [
            Member(person_id(talk.tenant, user), person.name)
            for user, person in found.items()
            if not person.bot
        ]
        return tuple(sorted(members, key=lambda member: member.name.casefold()))

    def _everybody(self, talk: Talk) -> dict[str, Person]:
        """Those who are there. Where somebody is not known nobody is proposed, but searched for."""
        there = self._there(talk) or []
        found = {user: self.remembered(talk.tenant, user) for user in there}
        known = {user: person for user, person in found.items() if person is not None}
        return known if len(known) == len(there) <= PROPOSED else {}

    def _there(self, talk: Talk) -> list[str] | None:
        """Who is in a conversation, where Slack has told it lately."""
        kept = self._places.get((talk.tenant, talk.conversation))
        return kept[1] if kept is not None and self._clock() - kept[0] < LATELY else None

    async def _each(self, at: Workspace, tenant: str, users: Sequence[str]) -> dict[str, Person]:
        """Those of these people whom Slack tells of in time."""
        told = await self.in_time(*(self._person(at, tenant, user) for user in users))
        return {user: person for user, person in zip(users, told, strict=True) if person}

    async def _person(self, at: Workspace, tenant: str, user: str) -> Person:
        if (known := self.remembered(tenant, user)) is not None:
            return known
        person = await self._api.person(at, user)
        _keep(self._kept, person_id(tenant, user), (self._clock(), person), MOST_KEPT)
        return person


def _keep(kept: OrderedDict[K, V], key: K, value: V, most: int) -> None:
    """Remember something; what is oldest is forgotten."""
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > most:
        kept.popitem(last=False)


def _answer(task: asyncio.Task[Any]) -> Any:
    """What was told, or None where nothing was."""
    if not task.done() or isinstance(task.exception(), NO_ANSWER):
        return None
    return task.result()
