"""Who is in a conversation: asked of Teams page by page, and remembered for a few minutes."""

import time
from collections import OrderedDict
from collections.abc import Callable

from channels.teams.book import Book, Contact, Talk, person_id
from channels.teams.connector import Connector, Service
from circle.people import Member

FRESH = 300.0
"""Seconds for which a roster is taken to be true."""

MOST_KEPT = 256

BOT = "28:"
"""How the ids of bots begin; those of people begin with 29:."""

Key = tuple[str, str]
"""A tenant, and a conversation in it."""


class Roster:
    """The people of a conversation, by name. What was read is remembered, and not kept."""

    def __init__(
        self, connector: Connector, book: Book, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._connector, self._book, self._clock = connector, book, clock
        self._kept: OrderedDict[Key, tuple[float, tuple[Member, ...]]] = OrderedDict()
        self._known_as: dict[str, str] = {}

    async def of(self, talk: Talk) -> tuple[Member, ...]:
        """Everybody there but bots, in the order of their names. Raises NotShown, Unreachable."""
        where = (talk.tenant, talk.conversation)
        kept = self._kept.get(where)
        if kept is not None and self._clock() - kept[0] < FRESH:
            return kept[1]
        found = await self._connector.people(
            Service(talk.service_url, talk.tenant), talk.conversation
        )
        people: dict[str, Member] = {}
        for each in found:
            if each.id.startswith(BOT) or each.id == talk.bot or not each.name:
                continue
            person = person_id(talk.tenant, each.aad_object_id or each.id)
            people[person] = Member(person, " ".join(each.name.split()))
            self._known_as[person] = each.id
        members = tuple(sorted(people.values(), key=lambda member: member.name.casefold()))
        self._kept[where] = (self._clock(), members)
        if len(self._kept) > MOST_KEPT:
            _, (_, gone) = self._kept.popitem(last=False)
            for member in gone:
                self._known_as.pop(member.person, None)
        return members

    async def meet(self, person: str, talk: Talk) -> Contact | None:
        """How to reach somebody who was chosen; kept from now on, and of nobody else."""
        known = await self._book.contact(person)
        known_as = self._known_as.get(person)
        if known is not None or known_as is None:
            return known
        new = Contact(person, talk.tenant, known_as, talk.service_url, talk.bot)
        await self._book.write(new)
        return new
