"""What a circle leaves behind: next steps, a line, a summary that the team approves."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from circle.deadlines import DRAFT_LIFE
from circle.events import Approved, DroppedStep, KeptNothing, TimePassed, Wrote, WroteStep
from circle.guide import Output, Texts
from circle.notices import NotHere, NothingKept, NotYet, SummaryKept, ThreeSteps
from circle.people import PersonId, Role
from circle.state import Approval, Circle, Kept, NextStep, Stage
from circle.turns import Outcome

MOST_STEPS = 3
RETENTION = timedelta(days=365)
"""How long a summary is kept, unless the team chooses otherwise."""


@dataclass(frozen=True)
class Summary:
    """What was kept of one circle; times are UTC, and after `until` it is deleted."""

    id: str
    team: str
    language: str
    guide: str
    version: int
    digest: str
    name: Texts
    held_at: datetime
    closed_at: datetime
    until: datetime
    approved: Approval
    question: str = ""
    kept: Kept = Kept()
    roles: tuple[tuple[Role, PersonId], ...] = ()


def write_step(circle: Circle, event: WroteStep) -> Outcome:
    """Write or mend a next step; a circle has at most three, each with members who were there."""
    if not circle.writes_steps:
        return circle, (NotYet(),)
    members = {seat.person for seat in circle.seats if not seat.guest}
    if not event.doers or not members.issuperset(event.doers):
        return circle, (NotHere(),)
    step = NextStep(event.step, event.doers, event.what, event.by, event.sign)
    others = tuple(s for s in circle.kept.steps if s.id != event.step)
    if len(others) >= MOST_STEPS:
        return circle, (ThreeSteps(),)
    known = len(others) < len(circle.kept.steps)
    steps = (
        tuple(step if s.id == event.step else s for s in circle.kept.steps)
        if known
        else (*others, step)
    )
    return replace(circle, kept=replace(circle.kept, steps=steps)), ()


def drop_step(circle: Circle, event: DroppedStep) -> Outcome:
    """Take a next step out again."""
    steps = tuple(s for s in circle.kept.steps if s.id != event.step)
    if len(steps) == len(circle.kept.steps):
        return circle, ()
    return replace(circle, kept=replace(circle.kept, steps=steps)), ()


def write(circle: Circle, event: Wrote) -> Outcome:
    """Write the breakthrough line, the decision or the note, where the guide keeps it."""
    if event.what is Output.STEPS or not circle.writes(event.what):
        return circle, (NotYet(),)
    return replace(circle, kept=_with_text(circle.kept, event)), ()


def _with_text(kept: Kept, event: Wrote) -> Kept:
    match event.what:
        case Output.LINE:
            return replace(kept, line=event.text)
        case Output.DECISION:
            return replace(kept, decision=event.text)
        case Output.NOTE:
            return replace(kept, note=event.text)
        case Output.STEPS:
            return kept


def approve(circle: Circle, event: Approved) -> Outcome:
    """Any member who was there approves for the team; then the summary is kept.

    Of a guide that keeps nothing, only date and guide are left, whoever presses what.
    """
    if not circle.plan.keeps:
        return keep_nothing(circle, event)
    circle = replace(circle, stage=Stage.CLOSED, approved=Approval.TEAM)
    return circle, (SummaryKept(until=summary_of(circle).until),)


def keep_nothing(circle: Circle, event: KeptNothing | Approved) -> Outcome:
    """The team keeps nothing but the date and the guide."""
    return replace(circle, stage=Stage.CLOSED, approved=Approval.NOTHING), (NothingKept(),)


def expire(circle: Circle, event: TimePassed) -> Outcome:
    """A draft that nobody approved within 14 days keeps date, guide and next steps only."""
    if circle.closed_at is None or event.at < circle.closed_at + DRAFT_LIFE:
        return circle, ()
    return replace(circle, stage=Stage.CLOSED, approved=Approval.EXPIRED), ()


def summary_of(circle: Circle) -> Summary:
    """The summary of a closed circle. What the guide or the team does not keep is not in it."""
    closed_at = circle.closed_at or circle.pressed
    whole = circle.approved is Approval.TEAM
    return Summary(
        id=circle.id,
        team=circle.team,
        language=circle.language,
        guide=circle.plan.guide,
        version=circle.plan.version,
        digest=circle.plan.digest,
        name=circle.plan.name,
        held_at=circle.begins,
        closed_at=closed_at,
        until=closed_at + RETENTION,
        approved=circle.approved or Approval.EXPIRED,
        question=circle.question if whole and "question" in circle.plan.keeps else "",
        kept=_kept(circle),
        roles=_role_holders(circle) if whole else (),
    )


def _kept(circle: Circle) -> Kept:
    """What was typed to be kept, as far as guide and approval let it."""
    keeps, kept = circle.plan.keeps, circle.kept
    if circle.approved is Approval.NOTHING:
        return Kept()
    steps = kept.steps if "steps" in keeps else ()
    if circle.approved is not Approval.TEAM:
        return Kept(steps=steps)
    return Kept(
        steps=steps,
        line=kept.line if "line" in keeps else "",
        decision=kept.decision if "decision" in keeps else "",
        note=kept.note if "note" in keeps else "",
    )


def _role_holders(circle: Circle) -> tuple[tuple[Role, PersonId], ...]:
    """Who looked after what, for the rota; a leader is no role that goes round."""
    return tuple(
        (role, seat.person)
        for seat in circle.seats
        for role in seat.roles
        if role is not Role.LEADER and circle.plan.keeps
    )
