"""Every rule of a circle, as a table. What is not in it cannot happen.

`step(circle, event)` looks the event up under the circle's stage, asks whether this person may
do it on this card, and applies the rule. A refused press changes nothing and is answered kindly.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from circle import backward, breaks, closing, comings, deadlines, events, hands, moves, turns
from circle.answers import YouHaveTheWord
from circle.events import Act, Event, Press, TimePassed
from circle.notices import (
    Answer,
    CircleIsOver,
    HasSpoken,
    ListensNow,
    MovedOn,
    NotHere,
    Notice,
    NotYet,
    NotYourTurn,
    OnlyFacilitator,
    OnlyMembers,
)
from circle.people import Presence
from circle.scaling import may_speak
from circle.state import Circle, Part, Stage
from circle.turns import Outcome
from circle.whispers import RoleOfferedBack


class Who(StrEnum):
    """Who may do it."""

    CLOCK = "the clock"
    ANYBODY = "anybody in the place"
    PRESENT = "anybody who is present"
    SPEAKER = "the speaker"
    FACILITATOR = "the facilitator"
    ONESELF = "the person; for somebody else the facilitator, or anybody where nobody facilitates"
    WAS_THERE = "anybody who was there"
    MEMBER = "any member of the team who was there"


@dataclass(frozen=True)
class Rule:
    """In one of these stages this event, from one of these people, does this."""

    stages: tuple[Stage, ...]
    event: type[Event]
    who: Who
    does: Callable[[Circle, Any], Outcome]


def end_own_turn(circle: Circle, event: events.Spoke | events.Passed) -> Outcome:
    """Only the speaker ends a turn; done and passed are the same to everybody else.

    When the facilitator had the word for a whole phase, the next phase begins.
    """
    speaker = circle.speaker
    if speaker is not None and moves.held_by_one(circle) and circle.facilitates(speaker.person):
        return moves.next_phase(circle, event.at)
    return turns.end_turn(circle, event.at)


def take_word(circle: Circle, event: events.TookWord) -> Outcome:
    """Whoever wants the word takes it while it is free; in a free round once each."""
    number = circle.seat_of(event.who)
    if number is None or not may_speak(circle.phase, circle.seats[number]):
        return circle, (ListensNow(person=event.who),)
    if number == circle.course.speaker:
        return circle, (YouHaveTheWord(),)
    if circle.course.part is not Part.FREE:
        return circle, (_not_yours(circle),)
    if moves.had_word(circle, number):
        return circle, (HasSpoken(person=event.who),)
    return turns.give_word(circle, number, None, event.at)


GATHERING, RUNNING, PAUSED, DRAFT = Stage.GATHERING, Stage.RUNNING, Stage.PAUSED, Stage.DRAFT
OPEN = (GATHERING, RUNNING, PAUSED)

RULES = (
    Rule(OPEN, TimePassed, Who.CLOCK, deadlines.pass_time),
    Rule((DRAFT,), TimePassed, Who.CLOCK, closing.expire),
    Rule((GATHERING,), events.Began, Who.FACILITATOR, moves.begin),
    Rule((RUNNING,), events.Spoke, Who.SPEAKER, end_own_turn),
    Rule((RUNNING,), events.Passed, Who.SPEAKER, end_own_turn),
    Rule((RUNNING,), events.TookWord, Who.PRESENT, take_word),
    Rule((RUNNING,), events.GaveWord, Who.FACILITATOR, moves.give),
    Rule((RUNNING,), events.WentOn, Who.FACILITATOR, moves.go_on),
    Rule((RUNNING,), events.WentBack, Who.FACILITATOR, backward.go_back),
    Rule((RUNNING,), events.SkippedTurn, Who.FACILITATOR, moves.skip_turn),
    Rule((RUNNING,), events.SkippedPhase, Who.FACILITATOR, moves.skip_phase),
    Rule((RUNNING,), events.Reordered, Who.FACILITATOR, moves.reorder),
    Rule((RUNNING,), events.GaveTime, Who.FACILITATOR, breaks.give_time),
    Rule((RUNNING,), events.Paused, Who.FACILITATOR, breaks.pause),
    Rule((PAUSED,), events.Resumed, Who.FACILITATOR, breaks.resume),
    Rule(OPEN, events.Ended, Who.FACILITATOR, moves.end),
    Rule(OPEN, events.HandedOver, Who.FACILITATOR, hands.hand_over),
    Rule(OPEN, events.TookOver, Who.PRESENT, hands.take_over),
    Rule(OPEN, events.TookBack, Who.PRESENT, hands.take_back),
    Rule(OPEN, events.Joined, Who.ANYBODY, comings.join),
    Rule(OPEN, events.SteppedOut, Who.ONESELF, comings.step_out),
    Rule(OPEN, events.CameBack, Who.ANYBODY, comings.come_back),
    Rule(OPEN, events.Left, Who.ONESELF, comings.leave),
    Rule((RUNNING, PAUSED, DRAFT), events.WroteStep, Who.WAS_THERE, closing.write_step),
    Rule((RUNNING, PAUSED, DRAFT), events.DroppedStep, Who.WAS_THERE, closing.drop_step),
    Rule((RUNNING, PAUSED, DRAFT), events.Wrote, Who.WAS_THERE, closing.write),
    Rule((DRAFT,), events.Approved, Who.MEMBER, closing.approve),
    Rule((DRAFT,), events.KeptNothing, Who.MEMBER, closing.keep_nothing),
)

_LOOKED_UP = {(stage, rule.event): rule for rule in RULES for stage in rule.stages}

BACK = (Press, events.TookOver, events.TookBack)
"""Who was out and does one of these is here again."""


def step(circle: Circle, event: Event) -> Outcome:
    """What the circle is after this event, and what its people should know.

    Pure: the same circle and event give the same outcome, and hearing a press twice is hearing
    it once.
    """
    rule = _LOOKED_UP.get((circle.stage, type(event)))
    if rule is None:
        return circle, _not_now(circle, event)
    if not isinstance(event, Act):
        after, notices = rule.does(circle, event)
        return turns.settled(after, event.at), notices
    refused = next(_refusals(circle, event, rule), None)
    if refused is not None:
        return circle, (refused,)
    seated = _with_presser(circle, event)
    after, notices = rule.does(seated, event)
    if after is circle or any(isinstance(notice, Answer) for notice in notices):
        return circle, notices
    if seated is not circle:
        after, notices = comings.wake(after, notices, event.at)
    after = turns.settled(replace(after, pressed=max(after.pressed, event.at)), event.at)
    return _is_back(after, event, notices)


def _not_now(circle: Circle, event: Event) -> tuple[Notice, ...]:
    if isinstance(event, TimePassed):
        return ()
    if circle.stage in {Stage.DRAFT, Stage.CLOSED}:
        return (CircleIsOver(),)
    writes = isinstance(event, events.WroteStep | events.Wrote)
    return (NotYet(),) if writes else (MovedOn(),)


def _refusals(circle: Circle, event: Act, rule: Rule) -> Iterator[Answer]:
    """Why this press is refused, most telling reason first."""
    if event.circle != circle.id:
        yield CircleIsOver()
    if isinstance(event, Press) and event.turn != circle.course.turn:
        yield MovedOn()
    number = circle.seat_of(event.who)
    present = number is not None and circle.seats[number].presence is not Presence.GONE
    match rule.who:
        case Who.SPEAKER if number is None or number != circle.course.speaker:
            yield _not_yours(circle)
        case Who.FACILITATOR if not circle.facilitates(event.who):
            yield OnlyFacilitator(facilitator=hands.facilitator_of(circle))
        case Who.ONESELF if not _may_say_for(circle, event):
            yield OnlyFacilitator(facilitator=hands.facilitator_of(circle))
        case Who.WAS_THERE if number is None:
            yield NotHere()
        case Who.MEMBER if number is None or circle.seats[number].guest:
            yield OnlyMembers()
        case Who.PRESENT if not present:
            yield NotHere()


def _may_say_for(circle: Circle, event: Act) -> bool:
    """Each says it of themselves; of others the facilitator, or anybody where there is none."""
    if event.who == getattr(event, "person", None) or circle.facilitates(event.who):
        return True
    number = circle.seat_of(event.who)
    seated = number is not None and circle.seats[number].presence is not Presence.GONE
    return seated and circle.facilitator is None


def _not_yours(circle: Circle) -> NotYourTurn:
    return NotYourTurn(speaker=circle.speaking)


def _with_presser(circle: Circle, event: Act) -> Circle:
    number = circle.seat_of(event.who)
    if number is None or not isinstance(event, BACK):
        return circle
    away = circle.seats[number].presence is Presence.AWAY
    return comings.here_again(circle, number) if away else circle


def _is_back(circle: Circle, event: Act, notices: tuple[Notice, ...]) -> Outcome:
    """The facilitator of the day does something again: the role is offered back, once."""
    number = circle.stands_in_for
    if number is None or circle.return_told:
        return circle, notices
    if circle.seats[number].person != event.who or not circle.seats[number].here:
        return circle, notices
    return replace(circle, return_told=True), (*notices, RoleOfferedBack(to=event.who))
