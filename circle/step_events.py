"""What can happen to an agreed next step, and what its doers are told.

`day` is the day where the team lives. An answer comes with the change that it confirms.
"""

from dataclasses import dataclass
from datetime import date

from circle.events import Event
from circle.next_steps import StepOutcome
from circle.notices import Answer, Private
from circle.people import PersonId
from circle.state import NextStep


@dataclass(frozen=True, kw_only=True)
class StepEvent(Event):
    """Something that happened to what a team agreed."""

    day: date


@dataclass(frozen=True, kw_only=True)
class MorningCame(StepEvent):
    """A new day began where the team lives; nudges up to the day `ahead` are made ready."""

    ahead: date | None = None


@dataclass(frozen=True, kw_only=True)
class LookedAtStep(StepEvent):
    """Somebody said what became of a step."""

    who: PersonId
    step: str


@dataclass(frozen=True, kw_only=True)
class StepDone(LookedAtStep):
    """The step is done."""


@dataclass(frozen=True, kw_only=True)
class StepAdjusted(LookedAtStep):
    """The step goes on, changed."""

    doers: tuple[PersonId, ...]
    what: str
    by: date
    sign: str


@dataclass(frozen=True, kw_only=True)
class StepPersisted(LookedAtStep):
    """The step goes on as it is, until a later day."""

    by: date


@dataclass(frozen=True, kw_only=True)
class StepLetGo(LookedAtStep):
    """The step rests."""


@dataclass(frozen=True, kw_only=True)
class StepNudge(Private):
    """You said yes to this; how is it going? Once, and only to those who said yes."""

    step: NextStep


@dataclass(frozen=True, kw_only=True)
class StepLookedAt(Answer):
    """What became of the step is noted, and opens the next circle."""

    outcome: StepOutcome


@dataclass(frozen=True, kw_only=True)
class StepIsOver(Answer):
    """That step is no longer among what the team has agreed."""


@dataclass(frozen=True, kw_only=True)
class OnlyItsDoers(Answer):
    """Between circles those who said yes to a step say what became of it."""

    doers: tuple[PersonId, ...]


@dataclass(frozen=True, kw_only=True)
class DateToCome(Answer):
    """A step that goes on needs a day that is still to come."""
