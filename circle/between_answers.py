"""What somebody asked for about the time between circles, shown to them alone."""

from dataclasses import dataclass
from datetime import date, datetime

from circle.notices import Answer
from circle.rhythm import Series
from circle.rota import RoleShown


@dataclass(frozen=True, kw_only=True)
class RhythmShown(Answer):
    """When the team meets, and next; `last` is when it last did, where that is some time ago."""

    series: Series | None
    coming: tuple[datetime, ...]
    last: date | None


@dataclass(frozen=True, kw_only=True)
class RolesShown(Answer):
    """Whose turn each role is at the next circle, which begins then."""

    roles: tuple[RoleShown, ...]
    begins: datetime | None


@dataclass(frozen=True, kw_only=True)
class FeedMadeNew(Answer):
    """The old address of the calendar is dead; the new one stands in the form."""
