"""What the bot says to one person between circles, in one message made of what piled up.

Each item is a notice of its own (a role, a swap, the question to the focus person, a next step).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from circle.notices import Answer, Private
from circle.people import Role


@dataclass(frozen=True, kw_only=True)
class ForYou(Private):
    """What one person should know, each thing in its own words."""

    in_circle: ClassVar[bool] = False
    by_itself: ClassVar[bool] = True
    items: tuple[Private, ...]


@dataclass(frozen=True, kw_only=True)
class RoleNudge(Private):
    """On the working day before: these are your roles, then and then, about this question."""

    in_circle: ClassVar[bool] = False
    by_itself: ClassVar[bool] = True
    roles: tuple[Role, ...]
    series: str
    day: date
    begins: datetime
    question: str = ""
    items: tuple[Private, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RemindersKept(Answer):
    """What the bot says by itself is as you and the team want it now."""
