"""The facilitator's moves: begin, on, skip, the word to somebody, another order, the end."""

from dataclasses import replace
from datetime import datetime, timedelta

from circle.events import Began, Ended, GaveWord, Reordered, SkippedPhase, SkippedTurn, WentOn
from circle.notices import (
    CircleBegan,
    CircleClosedItself,
    CircleEnded,
    HasSpoken,
    ListensNow,
    MovedOn,
    NotHere,
    NotYourTurn,
)
from circle.order import placed_last
from circle.people import Presence
from circle.scaling import may_speak
from circle.state import Approval, Circle, Course, Part, Stage
from circle.turns import (
    SINGLE,
    Outcome,
    begin_phase,
    end_turn,
    give_word,
    pass_on,
    put_down,
    settled,
    takes_turns,
    turn_seconds,
)


def begin(circle: Circle, event: Began) -> Outcome:
    """The circle that has gathered begins, with the plan's minutes from now."""
    return begin_now(circle, event.at)


def begin_now(circle: Circle, at: datetime) -> Outcome:
    """The circle begins with its first phase."""
    ends = at + timedelta(minutes=circle.plan.minutes)
    circle = replace(circle, stage=Stage.RUNNING, begins=at, ends=ends)
    facilitator = circle.facilitator or circle.seats[0]
    circle, notices = begin_phase(circle, 0, at)
    told = CircleBegan(facilitator=facilitator.person, ends=ends)
    return settled(circle, at), (told, *notices)


def go_on(circle: Circle, event: WentOn) -> Outcome:
    """Move on: the next one gets the word, or the next phase begins; after the last, the draft."""
    if circle.course.part is Part.WORD and not held_by_one(circle):
        return end_turn(circle, event.at)
    return next_phase(circle, event.at)


def skip_phase(circle: Circle, event: SkippedPhase) -> Outcome:
    """Leave the rest of the phase out."""
    return next_phase(circle, event.at)


def held_by_one(circle: Circle) -> bool:
    """One person has the word for the whole phase: when they are done, so is the phase."""
    return circle.phase.pattern in SINGLE and not circle.phase.then_free


def next_phase(circle: Circle, at: datetime) -> Outcome:
    """Begin the next phase; after the last one the draft is read."""
    if circle.last_phase:
        return close(circle, at)
    return begin_phase(circle, circle.course.phase + 1, at)


def end(circle: Circle, event: Ended) -> Outcome:
    """End early, with a draft in which next steps can still be written; or call it off."""
    return close(circle, event.at)


def close(circle: Circle, at: datetime, itself: bool = False) -> Outcome:
    """End the circle: who had the word, was out or went home goes; what was written is the draft.

    Guests were there today and leave no name. A circle that never began is called off: there is
    nothing to read, and nothing is kept.
    """
    began = circle.stage is not Stage.GATHERING
    course = Course(phase=circle.course.phase, turn=circle.course.turn + 1)
    circle = replace(
        circle,
        stage=Stage.DRAFT if began else Stage.CLOSED,
        approved=None if began else Approval.CALLED_OFF,
        course=course,
        seats=tuple(replace(s, presence=Presence.HERE) for s in circle.seats if not s.guest),
        closed_at=at,
        closed_itself=itself,
        paused_at=None,
        resumes_at=None,
        stands_in_for=None,
    )
    return circle, (CircleClosedItself(at=at) if itself and began else CircleEnded(),)


def skip_turn(circle: Circle, event: SkippedTurn) -> Outcome:
    """The speaker waits until the end of the round; with nobody else waiting it is a full turn."""
    skipped = circle.course.speaker
    if skipped is None:
        return circle, (NotYourTurn(speaker=None),)
    if circle.next_up is None:
        return end_turn(circle, event.at)
    spoken = circle.course.spoken
    circle = put_down(circle, event.at).with_course(spoken=spoken)
    waiting = placed_last(circle, circle.course.waiting, skipped)
    later = circle.with_course(waiting=waiting)
    if later.next_up == skipped:
        later = circle.with_course(waiting=(*circle.course.waiting, skipped))
    return pass_on(later, event.at)


def give(circle: Circle, event: GaveWord) -> Outcome:
    """The word goes to the one whose name was tapped; the turn before it has been had.

    In a round nobody has the word twice before all have had it once.
    """
    number = circle.seat_of(event.to)
    if number is None or not circle.seats[number].here:
        return circle, (NotHere(),)
    if not may_speak(circle.phase, circle.seats[number]):
        return circle, (ListensNow(person=event.to),)
    if number == circle.course.speaker:
        return circle, ()
    if had_word(circle, number):
        return circle, (HasSpoken(person=event.to),)
    circle = put_down(circle, event.at)
    in_turn = takes_turns(circle) and number in circle.course.waiting
    seconds = turn_seconds(circle) if in_turn else None
    return give_word(circle, number, seconds, event.at)


def had_word(circle: Circle, number: int) -> bool:
    """The seat has had the word in this round, and others who are here still wait for it."""
    return number in circle.course.spoken and circle.next_up is not None


def reorder(circle: Circle, event: Reordered) -> Outcome:
    """Those who wait come in another order; the same people, else the form was old.

    Who is out for a moment may be left out of the list, and keeps the place.
    """
    waiting, seats = circle.course.waiting, circle.seats
    wanted = [n for person in event.order if (n := circle.seat_of(person)) is not None]
    moved = [n for n in waiting if seats[n].here or n in wanted]
    if len(wanted) != len(event.order) or sorted(wanted) != sorted(moved):
        return circle, (MovedOn(),)
    after = iter(wanted)
    order = tuple(next(after) if n in moved else n for n in waiting)
    return circle.with_course(waiting=order, turn=circle.course.turn + 1), ()
