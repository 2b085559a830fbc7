"""Who people are and who is in a conversation: asked of Slack, remembered for a while, not kept."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence

from channels.slack.api import Api, Person
from channels.slack.book import Talk, person_id, user_in
from channels.slack.workspace import Workspace
from circle.people import LARGEST, Member, PersonId
from dialogs.ports import Doubtful, NotShown, Unreachable

FRESH = 600.0
"""Seconds for which what Slack told of somebody is taken to be true."""

LATELY = 120.0
"""Seconds for which who is in a conversation is taken to be true."""

MOST_KEPT, MOST_PLACES = 20_000, 500

PATIENCE = 1.5
"""Seconds; Slack waits three for an answer."""

PROPOSED = 2 * LARGEST
"""People of a conversation whose names are asked for; of more, nobody is proposed."""

NO_ANSWER = (NotShown, Doubtful, Unreachable, TimeoutError)


class People:
    """Names, languages and who is where."""

    def __init__(self, api: Api, clock: Callable[[], float] = time.monotonic) -> None:
        self._api, self._clock = api, clock
        self._kept: OrderedDict[PersonId, tuple[float, Person]] = OrderedDict()
        self._places: OrderedDict[tuple[str, str], tuple[float, list[str]]] = OrderedDict()

    async def known(self, at: Workspace, tenant: str, user: str) -> Person | None:
        """A person, unless Slack takes too long to say; it may be known the next time."""
        found = await self._each(at, tenant, [user])
        return found.get(user)

    def remembered(self, tenant: str, user: str) -> Person | None:
        """A person of whom Slack has told lately; nobody is asked."""
        kept = self._kept.get(person_id(tenant, user))
        return kept[1] if kept is not None and self._clock() - kept[0] < FRESH else None

    async def of(self, talk: Talk, chosen: Sequence[str]) -> tuple[Member, ...] | None:
        """Everybody there who is no bot and those who were chosen, by name; None: not now.

        Of a conversation with many people only the chosen are looked up.
        """
        there = await self._there(talk)
        users = there if len(there) <= PROPOSED else []
        users = list(dict.fromkeys([*users, *(user_in(each) for each in chosen)]))
        found = await self._each(talk.at, talk.tenant, users)
        if any(user_in(each) not in found for each in chosen):
            return None
        members = [
            Member(person_id(talk.tenant, user), person.name)
            for user, person in found.items()
            if not person.bot
        ]
        return tuple(sorted(members, key=lambda member: member.name.casefold()))

    async def _there(self, talk: Talk) -> list[str]:
        """Who is in a conversation, as far as Slack tells in time."""
        place = (talk.tenant, talk.conversation)
        kept = self._places.get(place)
        if kept is not None and self._clock() - kept[0] < LATELY:
            return kept[1]
        try:
            async with asyncio.timeout(PATIENCE):
                there = await self._api.people(talk.at, talk.conversation)
        except NO_ANSWER:
            return []
        self._places[place] = self._clock(), there
        self._places.move_to_end(place)
        if len(self._places) > MOST_PLACES:
            self._places.popitem(last=False)
        return there

    async def _each(self, at: Workspace, tenant: str, users: Sequence[str]) -> dict[str, Person]:
        """Those of these people whom Slack tells of in time."""
        asking = {user: asyncio.ensure_future(self._person(at, tenant, user)) for user in users}
        if asking:
            await asyncio.wait(asking.values(), timeout=PATIENCE)
        found = {}
        for user, task in asking.items():
            if not task.done():
                task.add_done_callback(lambda done: done.cancelled() or done.exception())
            elif task.exception() is None:
                found[user] = task.result()
        return found

    async def _person(self, at: Workspace, tenant: str, user: str) -> Person:
        key = person_id(tenant, user)
        kept = self._kept.get(key)
        if kept is not None and self._clock() - kept[0] < FRESH:
            return kept[1]
        person = await self._api.person(at, user)
        self._kept[key] = self._clock(), person
        self._kept.move_to_end(key)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return person
