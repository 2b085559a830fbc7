"""Every rule of an agreed next step, as a table. What is not in it cannot happen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from circle.answers import OnlyTheTeam
from circle.next_steps import Agreed, Setting, StepOutcome, timed, to_nudge
from circle.notices import Notice
from circle.state import NextStep
from circle.step_events import (
    DateToCome,
    LookedAtStep,
    MorningCame,
    OnlyItsDoers,
    StepAdjusted,
    StepDone,
    StepEvent,
    StepIsOver,
    StepLetGo,
    StepLookedAt,
    StepNudge,
    StepPersisted,
)

Outcome = tuple[Agreed, tuple[Notice, ...]]


class Who(StrEnum):
    """Who may do it."""

    CLOCK = "the clock"
    DOER = "one who said yes to the step; in a circle any member who is there"


@dataclass(frozen=True)
class Rule:
    """This event, from one of these people, does this."""

    event: type[StepEvent]
    who: Who
    does: Callable[[Agreed, Any, Setting], Outcome]


def nudge(agreed: Agreed, event: MorningCame, setting: Setting) -> Outcome:
    """Three working days before its date the doers of a step are asked once how it is going."""
    ahead = event.ahead or event.day
    due = [step for step in to_nudge(agreed, event.day) if setting.nudge_day(step) <= ahead]
    if not due:
        return agreed, ()
    asked = tuple(
        StepNudge(to=person, step=step)
        for step in due
        for person in step.who
        if person in setting.members
    )
    return replace(agreed, nudged=(*agreed.nudged, *(step.id for step in due))), asked


def finish(agreed: Agreed, event: StepDone, setting: Setting) -> Outcome:
    """It is done; the next circle opens with that."""
    return _looked_at(agreed, event, StepOutcome.DONE)


def let_go(agreed: Agreed, event: StepLetGo, setting: Setting) -> Outcome:
    """It rests, and needs no reason."""
    return _looked_at(agreed, event, StepOutcome.LET_GO)


def adjust(agreed: Agreed, event: StepAdjusted, setting: Setting) -> Outcome:
    """It goes on, changed: another way, another day, other hands."""
    if not event.doers or not setting.members.issuperset(event.doers):
        return agreed, (OnlyTheTeam(),)
    step = NextStep(event.step, event.doers, event.what, event.by, event.sign)
    return _goes_on(agreed, event, step, StepOutcome.ADJUSTED, setting)


def persist(agreed: Agreed, event: StepPersisted, setting: Setting) -> Outcome:
    """It goes on as it is, until a later day."""
    known = agreed.find(event.step)
    if known is None:
        return agreed, (StepIsOver(),)
    step = replace(known, by=event.by)
    return _goes_on(agreed, event, step, StepOutcome.PERSISTED, setting)


def _goes_on(
    agreed: Agreed, event: LookedAtStep, step: NextStep, outcome: StepOutcome, setting: Setting
) -> Outcome:
    if step.by <= event.day:
        return agreed, (DateToCome(),)
    agreed = timed(agreed, step, event.day, setting)
    steps = tuple(step if each.id == step.id else each for each in agreed.steps)
    return _looked_at(replace(agreed, steps=steps), event, outcome)


def _looked_at(agreed: Agreed, event: LookedAtStep, outcome: StepOutcome) -> Outcome:
    outcomes = {**agreed.outcomes, event.step: outcome}
    return replace(agreed, outcomes=outcomes), (StepLookedAt(outcome=outcome),)


RULES = (
    Rule(MorningCame, Who.CLOCK, nudge),
    Rule(StepDone, Who.DOER, finish),
    Rule(StepAdjusted, Who.DOER, adjust),
    Rule(StepPersisted, Who.DOER, persist),
    Rule(StepLetGo, Who.DOER, let_go),
)

_LOOKED_UP = {rule.event: rule for rule in RULES}


def step(agreed: Agreed, event: StepEvent, setting: Setting) -> Outcome:
    """What is agreed after this event, and what its doers should know. Pure.

    Hearing a press twice is hearing it once, and a refused press changes nothing.
    """
    rule = _LOOKED_UP.get(type(event))
    if rule is None:
        return agreed, ()
    refused = next(_refusals(agreed, event, setting), None)
    if refused is not None:
        return agreed, (refused,)
    return rule.does(agreed, event, setting)


def _refusals(agreed: Agreed, event: StepEvent, setting: Setting) -> Iterator[Notice]:
    """Why this press is refused, most telling reason first."""
    if not isinstance(event, LookedAtStep):
        return
    known = agreed.find(event.step)
    if event.who not in setting.members:
        yield OnlyTheTeam()
    elif known is None:
        yield StepIsOver()
    elif event.who not in {*known.who, *setting.here}:
        yield OnlyItsDoers(doers=known.who)
