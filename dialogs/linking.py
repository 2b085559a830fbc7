"""Somebody writes a code in private: from then on the bot knows whose leader or helper they are."""

from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog

from circle.events import Event
from circle.notices import Answer
from circle.organisation import (
    Handle,
    HelperKnown,
    Linked,
    Organisation,
    Part,
    SameKnown,
    WrongCode,
    plain_name,
)
from circle.people import PersonId, Team
from dialogs.invitations import read_code
from dialogs.same_person import SIX, SamePerson
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

    def resource_of(self, team: Team) -> frozenset[PersonId]:
        """A team's resource persons, as far as they have linked themselves."""
        if self._handles is None:
            return frozenset()
        found = self._organisation.of_team(team.name, Part.RESOURCE)
        known = (self._handles.people.get(each.id) for each in found)
        return frozenset(id for person in known if person for id in self.same.ids_of(person))

    async def helped_by(self, person: PersonId, house: House) -> tuple[Team, ...]:
        """The teams whose resource person this is."""
        helps = self._helps(person)
        if not helps:
            return ()
        return tuple(each for each in await house.teams() if plain_name(each.name) in helps)

    def _helps(self, person: PersonId) -> frozenset[str]:
        people = self._handles.people if self._handles else {}
        return frozenset(
            plain_name(team)
            for each in self._organisation.handles
            if each.part is Part.RESOURCE and people.get(each.id) in self.same.ids_of(person)
            for team in each.teams
        )

    async def link(
        self, person: PersonId, name: str, code: str, at: datetime, house: House
    ) -> Answer:
        """Use a code, once; all teams of a handle are told. Raises the store's CannotSave.

        Six digits are a code of one's own, from another platform.
        """
        if SIX.fullmatch(code):
            return await self._joined(person, code, at)
        handle = await self._used(person, code, at)
        if handle is None:
            return WrongCode()
        theirs = {plain_name(each) for each in handle.teams}
        told = [team for team in await house.teams() if plain_name(team.name) in theirs]
        event = HelperKnown(at=at, who=person, name=name, part=handle.part)
        for team in told:
            try:
                await house.happens(team.id, event, f"helper {handle.id} {person}")
            except Exception as error:  # one team's trouble is not another's
                log.error("not_told", team=team.id, error=type(error).__name__)
        return Linked(part=handle.part, teams=len(told))

    async def _joined(self, person: PersonId, code: str, at: datetime) -> Answer:
        tries = self._lately(person, at)
        if len(tries) < MOST_TRIES and await self.same.join(person, code, at):
            return SameKnown()
        self._tries[person] = [*tries, at]
        return WrongCode()

    def _lately(self, person: PersonId, at: datetime) -> list[datetime]:
        """Wrong codes of this person within the hour."""
        return [each for each in self._tries.get(person, ()) if at - each < IN_AN_HOUR]

    async def _used(self, person: PersonId, code: str, at: datetime) -> Handle | None:
        """The handle of a code that is used now, or was by this very person."""
        tries = self._lately(person, at)
        if len(tries) >= MOST_TRIES or self._handles is None:
            return None
        known = [each.id for each in self._organisation.handles]
        found = read_code(self._key, code, known, at)
        if found is not None:
            linked = await self._handles.link(found.handle, person, found.digest, found.until, at)
            if linked or self._handles.people.get(found.handle) == person:
                return self._organisation.handle(found.handle)
        self._tries[person] = [*tries, at]
        return None
