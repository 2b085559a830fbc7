"""Next steps between circles: one quiet nudge, and what became of each when the team looks again.

What became of a step is shown until the circle that looks at it is over, and not kept: done and
let go leave the same trace, none. What was agreed stands in the summary of its own circle. Nobody
is ever told of another's step, and nothing says that a date has gone by.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from circle.closing import MOST_STEPS
from circle.people import PersonId
from circle.state import NextStep

AHEAD = 3
"""How many working days before its date the doers of a step are nudged."""


class StepOutcome(StrEnum):
    """What became of a step: it is done, goes on changed, goes on as it is, or is let go."""

    DONE = "done"
    ADJUSTED = "adjusted"
    PERSISTED = "persisted"
    LET_GO = "let_go"


OVER = frozenset({StepOutcome.DONE, StepOutcome.LET_GO})
"""After these the step is agreed no more."""


@dataclass(frozen=True)
class Agreed:
    """What a team has agreed to do, and what it has said of it since, by the steps' ids.

    `nudged` are steps that need no nudge (any more): it was sent, or the date was too near.
    """

    steps: tuple[NextStep, ...] = ()
    outcomes: Mapping[str, StepOutcome] = field(default_factory=dict)
    nudged: tuple[str, ...] = ()

    def find(self, step: str) -> NextStep | None:
        """The step with this id."""
        return next((each for each in self.steps if each.id == step), None)

    @property
    def opening(self) -> tuple[tuple[NextStep, StepOutcome | None], ...]:
        """What opens the next circle: the steps as they were agreed, never sorted by date."""
        return tuple((step, self.outcomes.get(step.id)) for step in self.steps)

    @property
    def going_on(self) -> tuple[NextStep, ...]:
        """The steps that are neither done nor let go."""
        return tuple(step for step in self.steps if self.outcomes.get(step.id) not in OVER)


@dataclass(frozen=True)
class Setting:
    """Who is in the team, who sits in its running circle, and how working days are counted."""

    members: frozenset[PersonId]
    here: frozenset[PersonId]
    working_days_before: Callable[[date, int], date]

    def nudge_day(self, step: NextStep) -> date:
        """The day on which the doers of the step are nudged."""
        return self.working_days_before(step.by, AHEAD)


def room(agreed: Agreed, day: date) -> int:
    """How many new steps a circle on this day can write; at most three are carried at a time."""
    return max(0, MOST_STEPS - len(carried(agreed, day)))


def agree(agreed: Agreed, new: tuple[NextStep, ...], day: date, setting: Setting) -> Agreed:
    """A circle of this day is over: what goes on, and what it agreed on."""
    known = {step.id for step in new}
    goes_on = tuple(step for step in carried(agreed, day) if step.id not in known)
    after = Agreed(steps=(*goes_on, *new), nudged=agreed.nudged)
    for step in new:
        after = timed(after, step, day, setting)
    return _tidied(after)


def agree_nothing(agreed: Agreed) -> Agreed:
    """A circle is over that kept nothing: what is done or let go is no longer agreed."""
    return _tidied(replace(agreed, steps=agreed.going_on, outcomes={}))


def carried(agreed: Agreed, day: date) -> tuple[NextStep, ...]:
    """What goes on after a circle: what is neither done nor let go, and has its date ahead.

    A step that was opened after its date, and of which nobody said anything, rests.
    """
    return tuple(step for step in agreed.going_on if step.by > day)


def timed(agreed: Agreed, step: NextStep, day: date, setting: Setting) -> Agreed:
    """A step has a date: it will be nudged once, unless the date is too near for a nudge."""
    others = tuple(id for id in agreed.nudged if id != step.id)
    too_near = setting.nudge_day(step) <= day
    return replace(agreed, nudged=(*others, step.id) if too_near else others)


def to_nudge(agreed: Agreed, day: date) -> tuple[NextStep, ...]:
    """The steps that are still to be nudged; a step whose date has passed no longer is."""
    return tuple(s for s in agreed.going_on if s.id not in agreed.nudged and day <= s.by)


def next_nudge(agreed: Agreed, day: date, setting: Setting) -> date | None:
    """The first day on which a step is to be nudged, as things are on this day."""
    return min((setting.nudge_day(step) for step in to_nudge(agreed, day)), default=None)


def _tidied(agreed: Agreed) -> Agreed:
    known = {step.id for step in agreed.steps}
    return replace(agreed, nudged=tuple(id for id in agreed.nudged if id in known))
