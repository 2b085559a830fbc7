"""Who leads and who helps which teams, as the operator wrote it down. Handles, never addresses."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from circle.between_events import Chosen
from circle.meeting_notices import TeamLine
from circle.notices import Answer
from circle.people import PersonId, Team


class Part(StrEnum):
    """What somebody is to the teams of a unit."""

    RESOURCE = "resource"
    LEADER = "leader"


@dataclass(frozen=True)
class Unit:
    """Teams that belong together, by their names or ids.

    `tenants` are those beside a person's own in which its teams may be; `table` is that of teams
    without a chat.
    """

    id: str
    name: str
    teams: tuple[str, ...]
    tenants: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Handle:
    """Somebody under a name that the operator made up, for all teams of a unit or for some."""

    id: str
    part: Part
    unit: str
    teams: tuple[str, ...]
    tenants: frozenset[str] = frozenset()

    def reach(self, teams: Iterable[Team], own: frozenset[str]) -> tuple[Team, ...]:
        """The teams that this is about, in these tenants of the person and those of the unit.

        Two teams with one name are not told apart, so neither is meant; an id means one.
        """
        known = {each.casefold() for each in own | self.tenants}
        near = [each for each in teams if each.tenant.casefold() in known]
        ids = {each.id: [each] for each in near}
        names: dict[str, list[Team]] = {}
        for each in near:
            names.setdefault(plain_name(each.name), []).append(each)
        found = []
        for entry in self.teams:
            named = names.get(plain_name(entry), [])
            found += ids.get(entry) or (named if len(named) == 1 else [])
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Organisation:
    """All units and handles; without a file there are none."""

    units: tuple[Unit, ...] = ()
    handles: tuple[Handle, ...] = ()

    def handle(self, id: str) -> Handle | None:
        """The handle with this name."""
        return next((each for each in self.handles if each.id == id), None)


def plain_name(name: str) -> str:
    """A team's name as it is compared: without double spaces, in any case."""
    return " ".join(name.split()).casefold()


@dataclass(frozen=True, kw_only=True)
class HelperKnown(Chosen):
    """Somebody is known now as a team's leader or resource person."""

    name: str
    part: Part


@dataclass(frozen=True, kw_only=True)
class HelperGone(Chosen):
    """Somebody is a team's leader or resource person no longer."""

    name: str
    part: Part


@dataclass(frozen=True, kw_only=True)
class HelperCame(TeamLine):
    """The team is told who its leader or its resource person is here."""

    person: PersonId
    name: str
    part: Part


@dataclass(frozen=True, kw_only=True)
class HelperWent(TeamLine):
    """The team is told who is so no longer."""

    person: PersonId
    name: str
    part: Part


@dataclass(frozen=True, kw_only=True)
class Linked(Answer):
    """You are known now; so many teams are told."""

    part: Part
    teams: int


@dataclass(frozen=True, kw_only=True)
class CodeOffered(Answer):
    """Six digits with which somebody says on another platform that they are the same person."""

    code: str


@dataclass(frozen=True, kw_only=True)
class SameKnown(Answer):
    """Somebody is the same person on two platforms now; `name` is what they are called there."""

    name: str


@dataclass(frozen=True, kw_only=True)
class Unlinked(Answer):
    """Nothing ties you to another platform or to a part in the organisation any more."""


@dataclass(frozen=True, kw_only=True)
class WrongCode(Answer):
    """The code is wrong, used or old; which one is not said."""


@dataclass(frozen=True, kw_only=True)
class LinkInPrivate(Answer):
    """A code is written in the private chat, where nobody else reads it."""
