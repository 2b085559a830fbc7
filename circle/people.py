"""Who is who: persons, teams, places, and the seats of one circle."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

PersonId = str
"""`platform:tenant:user`; for the table `table:team:number`. A display name is never a key."""

SMALLEST, LARGEST = 2, 12
"""A team has 2 to 12 members, and so has a circle."""


class Role(StrEnum):
    """What somebody looks after in one circle."""

    FACILITATOR = "facilitator"
    CO_FACILITATOR = "co_facilitator"
    OWNER = "owner"
    FOCUS = "focus"
    INTERVIEWER = "interviewer"
    NOTES = "notes"
    OBSERVER = "observer"
    LEADER = "leader"


class Presence(StrEnum):
    """Whether the person is at the table: here, out for a moment, or gone home."""

    HERE = "here"
    AWAY = "away"
    GONE = "gone"


@dataclass(frozen=True)
class Place:
    """Where a conversation sits. A place points to at most one team."""

    channel: str
    tenant: str
    conversation: str


@dataclass(frozen=True)
class Member:
    """A person of a team, as the team knows them."""

    person: PersonId
    name: str


@dataclass(frozen=True)
class Team:
    """Two to twelve people who learn together; `zone` is an IANA time zone."""

    id: str
    name: str
    tenant: str
    language: str
    zone: str
    members: tuple[Member, ...] = ()
    home: Place | None = None

    def name_of(self, person: PersonId) -> str | None:
        """What the team calls this person, or None for somebody who is no member (any more)."""
        return next((m.name for m in self.members if m.person == person), None)


@dataclass(frozen=True)
class Seat:
    """One person's place in a circle. People keep their seat; the word moves, they do not."""

    person: PersonId
    name: str
    roles: tuple[Role, ...] = ()
    presence: Presence = Presence.HERE
    guest: bool = False

    @property
    def here(self) -> bool:
        """At the table now."""
        return self.presence is Presence.HERE

    def has(self, *roles: Role) -> bool:
        """Whether the person has one of these roles."""
        return any(role in self.roles for role in roles)


def first_here(seats: Iterable[Seat], roles: Iterable[Role], but: int | None = None) -> int | None:
    """The number of the first seat that is here with one of these roles; earlier roles first."""
    here = [(n, seat) for n, seat in enumerate(seats) if seat.here and n != but]
    return next((n for role in roles for n, seat in here if role in seat.roles), None)
