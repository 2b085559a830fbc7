"""Every rule of a dated meeting, as a table. What is not in it cannot happen.

A press that comes twice, or on an old card, changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from circle.calendar import Free
from circle.events import Event, TimePassed
from circle.happenings import (
    Choice,
    FreeDayAsked,
    FreeDayKept,
    MeetingHeld,
    MeetingMoved,
    MeetingPlanned,
    MeetingSkipped,
    Reminded,
)
from circle.occurrences import GIVEN_UP, OPEN, Occurrence, Question, State, Why
from circle.rhythm import day_of, moment


@dataclass(frozen=True)
class Transition:
    """In one of these states this event does this."""

    states: tuple[State, ...]
    event: type[Event]
    does: Callable[[Occurrence, Any], Occurrence]


def remind(meeting: Occurrence, event: Reminded) -> Occurrence:
    """A team is reminded of a meeting that stands and has not begun."""
    if not meeting.stands or event.at >= meeting.begins:
        return meeting
    return replace(meeting, state=State.REMINDED, reminded=True)


def ask(meeting: Occurrence, event: FreeDayAsked) -> Occurrence:
    """A free day asks once."""
    if meeting.stands or meeting.question is not None:
        return meeting
    return replace(meeting, question=Question(event.at, event.proposed))


def keep(meeting: Occurrence, event: FreeDayKept) -> Occurrence:
    """A team may meet on a free day."""
    return meeting if meeting.stands else replace(meeting, kept=True)


def skip(meeting: Occurrence, event: MeetingSkipped) -> Occurrence:
    """A team may skip a meeting; all are told."""
    return replace(meeting, state=State.SKIPPED, why=Why.TEAM)


def move(meeting: Occurrence, event: MeetingMoved) -> Occurrence:
    """A meeting moves to another day that is still to come, once; to another time on its day."""
    if event.days != (meeting.day,) or moment(event.to, event.clock, meeting.zone) <= event.at:
        return meeting
    if event.to == meeting.day and event.clock == meeting.clock:
        return meeting
    if event.to == meeting.day:
        return replace(meeting, clock=event.clock, chosen=True)
    return replace(meeting, state=State.MOVED, moved_to=event.to)


def hold(meeting: Occurrence, event: MeetingHeld) -> Occurrence:
    """A circle on the meeting's day is the meeting, also when it begins early or late."""
    if day_of(event.at, meeting.zone) != meeting.day:
        return meeting
    return replace(meeting, state=State.HELD, circle=event.circle)


def let_pass(meeting: Occurrence, event: TimePassed) -> Occurrence:
    """A meeting that nobody began expires at its end; a free day without an answer is skipped."""
    if not meeting.stands and event.at >= meeting.begins:
        paused = meeting.free is not None and meeting.free.kind is Free.PAUSE
        why = Why.PAUSE if paused else Why.UNANSWERED
        return replace(meeting, state=State.SKIPPED, why=why)
    return replace(meeting, state=State.EXPIRED) if event.at >= meeting.ends else meeting


def plan_again(meeting: Occurrence, event: MeetingPlanned) -> Occurrence:
    """A team may meet after all on a day that it had given up."""
    fresh = Occurrence(
        meeting.series, meeting.day, event.clock, event.zone, event.minutes, chosen=True
    )
    return fresh if fresh.begins > event.at else meeting


TRANSITIONS = (
    Transition((State.PLANNED,), Reminded, remind),
    Transition(OPEN, FreeDayAsked, ask),
    Transition(OPEN, FreeDayKept, keep),
    Transition(OPEN, MeetingMoved, move),
    Transition(OPEN, MeetingSkipped, skip),
    Transition((*OPEN, State.EXPIRED), MeetingHeld, hold),
    Transition(OPEN, TimePassed, let_pass),
    Transition(GIVEN_UP, MeetingPlanned, plan_again),
)

_LOOKED_UP = {(state, each.event): each for each in TRANSITIONS for state in each.states}


def change(meeting: Occurrence, event: Event) -> Occurrence:
    """The meeting after this event; the same one where the event does not change it."""
    found = _LOOKED_UP.get((meeting.state, type(event)))
    if found is None or (isinstance(event, Choice) and _is_old(meeting, event)):
        return meeting
    return found.does(meeting, event)


def _is_old(meeting: Occurrence, event: Choice) -> bool:
    """The card with the question is not the one that waits for an answer."""
    if event.asked is None:
        return False
    question = meeting.question
    return meeting.stands or question is None or question.asked != event.asked
