"""What can happen to a rota. Each event brings its time, and the day that it is about.

That is the day of the team's next circle, where the team lives; today where none is planned.
"""

from dataclasses import dataclass
from datetime import date

from circle.events import Event
from circle.people import PersonId, Role
from circle.rota import Holders


@dataclass(frozen=True, kw_only=True)
class RotaEvent(Event):
    """Something that happened to the roles of a team."""

    day: date


@dataclass(frozen=True, kw_only=True)
class CircleHeld(RotaEvent):
    """A circle was held that day, with these roles; who was there is used once and not kept."""

    holders: Holders
    present: frozenset[PersonId]


@dataclass(frozen=True, kw_only=True)
class DayBegan(RotaEvent):
    """A new day began where the team lives."""


@dataclass(frozen=True, kw_only=True)
class MembersChanged(RotaEvent):
    """The team has these members now."""

    people: tuple[PersonId, ...]


@dataclass(frozen=True, kw_only=True)
class FocusWanted(RotaEvent):
    """The circle of that day needs a focus person, and it is time to ask."""


@dataclass(frozen=True, kw_only=True)
class RotaAct(RotaEvent):
    """A person did something with the roles of the team."""

    who: PersonId


@dataclass(frozen=True, kw_only=True)
class WentAway(RotaAct):
    """The person is away until a day, and on it; it ends by itself."""

    until: date


@dataclass(frozen=True, kw_only=True)
class IsBack(RotaAct):
    """The person is back sooner."""


@dataclass(frozen=True, kw_only=True)
class AskedToSwap(RotaAct):
    """The one who has a role next asks somebody to have it instead."""

    other: PersonId
    role: Role


@dataclass(frozen=True, kw_only=True)
class AgreedToSwap(RotaAct):
    """The person takes the role of `other`, who had asked."""

    other: PersonId
    role: Role


@dataclass(frozen=True, kw_only=True)
class KeptTurn(RotaAct):
    """The person does not swap this time with `other`, who had asked."""

    other: PersonId
    role: Role


@dataclass(frozen=True, kw_only=True)
class SkippedRole(RotaAct):
    """Somebody's turn is left out in this round."""

    person: PersonId
    role: Role


@dataclass(frozen=True, kw_only=True)
class GaveRoleBack(RotaAct):
    """The one who has a role next gives it back: not this time."""

    role: Role


@dataclass(frozen=True, kw_only=True)
class TookRole(RotaAct):
    """Somebody takes a role for the next circle."""

    role: Role


@dataclass(frozen=True, kw_only=True)
class AgreedToFocus(RotaAct):
    """The person wants to be the focus person."""


@dataclass(frozen=True, kw_only=True)
class DeclinedFocus(RotaAct):
    """The person does not want to be the focus person, before or after saying yes."""


@dataclass(frozen=True, kw_only=True)
class ChoseRoles(RotaAct):
    """The team needs these roles at its circles, and facilitates alone or in pairs."""

    roles: tuple[Role, ...]
    in_pairs: bool = False
