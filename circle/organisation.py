"""Who leads and who helps which teams, as the operator wrote it down. Handles, never addresses."""

from dataclasses import dataclass
from enum import StrEnum

from circle.between_events import Chosen
from circle.meeting_notices import TeamLine
from circle.notices import Answer
from circle.people import PersonId


class Part(StrEnum):
    """What somebody is to the teams of a unit."""

    RESOURCE = "resource"
    LEADER = "leader"


@dataclass(frozen=True)
class Unit:
    """Teams that belong together, by their names."""

    id: str
    name: str
    teams: tuple[str, ...]


@dataclass(frozen=True)
class Handle:
    """Somebody under a name that the operator made up, for all teams of a unit or for some."""

    id: str
    part: Part
    unit: str
    teams: tuple[str, ...]


@dataclass(frozen=True)
class Organisation:
    """All units and handles; without a file there are none."""

    units: tuple[Unit, ...] = ()
    handles: tuple[Handle, ...] = ()

    def handle(self, id: str) -> Handle | None:
        """The handle with this name."""
        return next((each for each in self.handles if each.id == id), None)

    def of_team(self, name: str, part: Part) -> tuple[Handle, ...]:
        """Who has this part for the team with this name."""
        called = plain_name(name)
        return tuple(
            each
            for each in self.handles
            if each.part is part and called in map(plain_name, each.teams)
        )


def plain_name(name: str) -> str:
    """A team's name as it is compared: without double spaces, in any case."""
    return " ".join(name.split()).casefold()


@dataclass(frozen=True, kw_only=True)
class HelperKnown(Chosen):
    """Somebody is known now as a team's leader or resource person."""

    name: str
    part: Part


@dataclass(frozen=True, kw_only=True)
class HelperCame(TeamLine):
    """The team is told who its leader or its resource person is here."""

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
    """Somebody is the same person on two platforms now."""


@dataclass(frozen=True, kw_only=True)
class WrongCode(Answer):
    """The code is wrong, used or old; which one is not said."""


@dataclass(frozen=True, kw_only=True)
class LinkInPrivate(Answer):
    """A code is written in the private chat, where nobody else reads it."""
