"""What people are told about the roles: each alone, and never who said no.

Here an answer may come with a change, since the one who pressed is to see that it was heard.
"""

from dataclasses import dataclass
from datetime import date

from circle.notices import Answer, Private
from circle.people import PersonId, Role


@dataclass(frozen=True, kw_only=True)
class RoleCameToYou(Private):
    """You have a role at the next circle, through what somebody else did."""

    role: Role
    day: date


@dataclass(frozen=True, kw_only=True)
class RoleLeftYou(Private):
    """The role you would have had is with somebody else now (None: it is open)."""

    role: Role
    day: date
    holder: PersonId | None


@dataclass(frozen=True, kw_only=True)
class SwapAsked(Private):
    """Would you have the role that day instead of the asker?"""

    asker: PersonId
    role: Role
    day: date


@dataclass(frozen=True, kw_only=True)
class SwapAgreed(Private):
    """You have swapped; `back` is the role that you have instead that day, if any."""

    other: PersonId
    role: Role
    day: date
    back: Role | None


@dataclass(frozen=True, kw_only=True)
class SwapKept(Private):
    """The other does not swap this time; the turn is still yours."""

    other: PersonId
    role: Role
    day: date


@dataclass(frozen=True, kw_only=True)
class FocusAsked(Private):
    """Would you like to be the focus person that day? Both answers are good ones.

    When it was shown, nothing of it may stay in the outbox: who was asked is nobody's to read.
    """

    day: date


@dataclass(frozen=True, kw_only=True)
class AnswerHeard(Answer):
    """Thank you for the answer: the same words after yes and after no, the first time and again."""


@dataclass(frozen=True, kw_only=True)
class FocusFound(Answer):
    """There is a focus person already."""


@dataclass(frozen=True, kw_only=True)
class AskedInPrivate(Answer):
    """The focus person is asked alone; this role is not swapped, skipped or handed on."""


@dataclass(frozen=True, kw_only=True)
class AwayNoted(Answer):
    """You are away until this day, and on it."""

    until: date


@dataclass(frozen=True, kw_only=True)
class BackNoted(Answer):
    """You are here again, and in the rota."""


@dataclass(frozen=True, kw_only=True)
class SwapSent(Answer):
    """The other was asked; until they answer the turn is yours."""

    other: PersonId


@dataclass(frozen=True, kw_only=True)
class RoleGivenBack(Answer):
    """You gave the role back; this person has it now (None: the team chooses at the start)."""

    role: Role
    holder: PersonId | None


@dataclass(frozen=True, kw_only=True)
class RoleYours(Answer):
    """You have the role that day."""

    role: Role
    day: date


@dataclass(frozen=True, kw_only=True)
class RoleElsewhere(Answer):
    """The role is with somebody else that day; nothing has changed (None: with nobody)."""

    role: Role
    holder: PersonId | None


@dataclass(frozen=True, kw_only=True)
class NotThatDay(Answer):
    """That person is away that day, or has another role then; nothing has changed."""

    person: PersonId
