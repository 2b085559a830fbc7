"""Somebody who is in Teams and in Slack is one person, once they have said so on both.

They ask for a code on one platform and write it on the other, within ten minutes. Until then the
two are two people. A code lives in memory alone.
"""

import re
import secrets
from datetime import datetime, timedelta

from circle.papers import Papers
from circle.people import PersonId
from storage.handles import Handles

LIFE = timedelta(minutes=10)
SIX = re.compile(r"\d{6}")


class SamePerson:
    """Who is who on which platform."""

    def __init__(self, handles: Handles | None) -> None:
        self._handles = handles
        self._offered: dict[str, tuple[PersonId, str, datetime]] = {}

    def offer(self, person: PersonId, name: str, at: datetime) -> str:
        """A new code of six digits for this person; an older one of theirs is worth nothing."""
        offered = self._offered.items()
        alive = {code: each for code, each in offered if each[2] > at}
        self._offered = {code: each for code, each in alive.items() if each[0] != person}
        code = f"{secrets.randbelow(1_000_000):06}"
        self._offered[code] = person, name, at + LIFE
        return code

    async def join(self, person: PersonId, code: str, at: datetime) -> str | None:
        """Use a code, once, and say whose it was.

        None where it is no code, too old, or one's own of this platform.

        Raises the store's CannotSave.
        """
        other, name, until = self._offered.get(code, ("", "", at))
        if self._handles is None or until <= at or platform_of(other) == platform_of(person):
            return None
        await self._handles.join(person, other)
        del self._offered[code]
        return name

    def ids_of(self, person: PersonId) -> frozenset[PersonId]:
        """Every id of this person."""
        return self._handles.same_as(person) if self._handles else frozenset({person})

    def in_team(self, papers: Papers, person: PersonId) -> PersonId:
        """The id by which somebody is in a team or its circle; their own where they are not."""
        seats = {seat.person for circle in papers.circles for seat in circle.seats}
        members = {member.person for member in papers.team.members}
        ids = self.ids_of(person)
        known = sorted(ids & members) or sorted(ids & seats)
        return person if person in known or not known else known[0]


def platform_of(person: PersonId) -> str:
    """Teams, Slack, or a table."""
    return person.partition(":")[0]


def tenant_of(person: PersonId) -> str:
    """The organisation in which somebody is known by this id, as in `teams:tenant:user`."""
    return person.partition(":")[2].rpartition(":")[0]
