"""Somebody writes a code in private: from then on the bot knows whose leader or helper they are."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog

from circle.events import Event
from circle.notices import Answer
from circle.organisation import (
    Handle,
    HelperGone,
    HelperKnown,
    Linked,
    Organisation,
    Part,
    SameKnown,
    Unlinked,
    WrongCode,
)
from circle.people import PersonId, Team
from dialogs.invitations import read_code
from dialogs.same_person import SIX, SamePerson, tenant_of
from storage.handles import Handles

log = structlog.get_logger()

NOBODY = Organisation()

MOST_TRIES = 5
IN_AN_HOUR = timedelta(hours=1)
"""Wrong codes from one person within an hour, after which none is read."""


class House(Protocol):
    """Where teams are, and where they hear of things."""

    async def teams(self) -> tuple[Team, ...]:
        """All teams that can be opened."""

    async def happens(self, team: str, event: Event, key: str | None) -> Any:
        """Something happened to a team."""


class Linking:
    """The organisation, and who stands behind its handles. `key` signs invitations.

    Without an organisation nobody is anybody's resource person, and every code is wrong.
    """

    def __init__(
        self,
        organisation: Organisation = NOBODY,
        handles: Handles | None = None,
        key: bytes = b"",
    ) -> None:
        self._organisation, self._handles, self._key = organisation, handles, key
        self._tries: dict[PersonId, list[datetime]] = {}
        self.same = SamePerson(handles)
        self._turn = asyncio.Lock()

    def resource_of(self, team: Team) -> frozenset[PersonId]:
        """A team's resource persons: those that it was told of."""
        helpers = self._of(Part.RESOURCE)
        return frozenset(
            id
            for handle, person in helpers
            if team.id in self._told(handle)
            for id in self.same.ids_of(person)
        )

    async def helped_by(self, person: PersonId, house: House) -> tuple[Team, ...]:
        """The teams whose resource person this is."""
        mine = self.same.ids_of(person)
        helped = [self._told(handle) for handle, who in self._of(Part.RESOURCE) if who in mine]
        if not helped:
            return ()
        ids = frozenset[str]().union(*helped)
        return tuple(each for each in await house.teams() if each.id in ids)

    def _of(self, part: Part) -> list[tuple[Handle, PersonId]]:
        """Each handle with this part, and who stands behind it."""
        people = self._handles.people if self._handles else {}
        handles = (each for each in self._organisation.handles if each.part is part)
        return [(each, people[each.id]) for each in handles if each.id in people]

    def _told(self, handle: Handle) -> frozenset[str]:
        return self._handles.teams_of(handle.id) if self._handles else frozenset()

    async def link(
        self, person: PersonId, name: str, code: str, at: datetime, house: House
    ) -> Answer:
        """Use a code, once; all teams of a handle are told. Raises the store's CannotSave.

        Six digits are a code of one's own, from another platform.
        """
        if SIX.fullmatch(code):
            return await self._joined(person, code, at)
        async with self._turn:
            handle = await self._used(person, name, code, at, house)
            if handle is None:
                return WrongCode()
            told = await self._tell(handle, await house.teams(), at, house)
            return Linked(part=handle.part, teams=told)

    async def unlink(self, person: PersonId, at: datetime, house: House) -> Answer:
        """Somebody wants to be tied to nothing any more; their teams are told.

        Raises the store's CannotSave.
        """
        if self._handles is None:
            return Unlinked()
        async with self._turn:
            mine = self.same.ids_of(person)
            for handle, who in tuple(self._handles.people.items()):
                if who in mine:
                    await self._leave(handle, at, house)
            for id in sorted(mine):
                await self._handles.unlink(id)
        return Unlinked()

    async def see_to(self, at: datetime, house: House) -> None:
        """What the operator wrote down since is so: teams hear of who came and who went.

        Raises the store's CannotSave.
        """
        if self._handles is None:
            return
        async with self._turn:
            teams = await house.teams()
            for id in tuple(self._handles.people):
                handle = self._organisation.handle(id)
                if handle is None:
                    await self._leave(id, at, house)
                    await self._handles.forget([id])
                else:
                    await self._tell(handle, teams, at, house)

    async def _tell(self, handle: Handle, teams: Sequence[Team], at: datetime, house: House) -> int:
        """Each team of the handle hears once who it is, and who it is not any more; how many."""
        if self._handles is None:
            return 0
        person, before = self._handles.people[handle.id], self._told(handle)
        reached = handle.reach(teams, frozenset(map(tenant_of, self.same.ids_of(person))))
        ids = frozenset(each.id for each in reached)
        event = HelperKnown(at=at, who=person, name=self._name(handle.id), part=handle.part)
        came = [id for id in sorted(ids - before) if await self._says(id, handle.id, event, house)]
        await self._handles.told(handle.id, (before & ids).union(came))
        there = {each.id for each in teams}
        await self._gone(handle.id, handle.part, (before - ids) & there, at, house)
        return len(ids)

    async def _leave(self, handle: str, at: datetime, house: House) -> None:
        """The teams of a handle hear that nobody stands behind it any more."""
        known = self._organisation.handle(handle)
        if self._handles is not None:
            teams = self._handles.teams_of(handle)
            await self._gone(handle, known.part if known else Part.RESOURCE, teams, at, house)

    async def _gone(
        self, handle: str, part: Part, teams: frozenset[str], at: datetime, house: House
    ) -> None:
        if self._handles is None:
            return
        name, person = self._name(handle), self._handles.people[handle]
        event = HelperGone(at=at, who=person, name=name, part=part)
        for team in sorted(teams):
            await self._says(team, handle, event, house)

    def _name(self, handle: str) -> str:
        """What the teams call the person behind a handle; the handle where no name was kept."""
        return (self._handles.name_of(handle) if self._handles else "") or handle

    async def _says(
        self, team: str, handle: str, event: HelperKnown | HelperGone, house: House
    ) -> bool:
        """Whether a team was told; one team's trouble is not another's."""
        what = f"{type(event).__name__} {handle} {event.who} {event.at.isoformat()}"
        try:
            await house.happens(team, event, what)
        except Exception as error:
            log.error("not_told", team=team, error=type(error).__name__)
            return False
        return True

    async def _joined(self, person: PersonId, code: str, at: datetime) -> Answer:
        tries = self._lately(person, at)
        name = await self.same.join(person, code, at) if len(tries) < MOST_TRIES else None
        if name is not None:
            return SameKnown(name=name)
        self._tries[person] = [*tries, at]
        return WrongCode()

    def _lately(self, person: PersonId, at: datetime) -> list[datetime]:
        """Wrong codes of this person within the hour."""
        return [each for each in self._tries.get(person, ()) if at - each < IN_AN_HOUR]

    async def _used(
        self, person: PersonId, name: str, code: str, at: datetime, house: House
    ) -> Handle | None:
        """The handle of a code that is used now, or was by this very person."""
        tries = self._lately(person, at)
        if len(tries) >= MOST_TRIES or self._handles is None:
            return None
        known = [each.id for each in self._organisation.handles]
        found = read_code(self._key, code, known, at)
        if found is not None:
            used = found.digest, found.until
            before = self._handles.people.get(found.handle, person)
            if before != person and not self._handles.is_used(found.digest):
                await self._leave(found.handle, at, house)
                await self._handles.forget([found.handle])
            linked = await self._handles.link(found.handle, person, *used, at, name)
            if linked or self._handles.people.get(found.handle) == person:
                return self._organisation.handle(found.handle)
        self._tries[person] = [*tries, at]
        return None
