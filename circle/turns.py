"""The word: how a phase begins, how the word goes round, and how a turn ends."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from circle.guide import Order, Pace, Pattern
from circle.notices import EveryoneWrites, Notice, WordFree, WordWent, WordWentRound
from circle.order import passed_by, round_order
from circle.people import Role, first_here
from circle.state import Circle, Course, Part, Stage
from circle.whispers import ReadyForNext, YouAreNext, YourWord

Outcome = tuple[Circle, tuple[Notice, ...]]

SINGLE = {Pattern.FOCUS_TEAM, Pattern.FOCUS_INTERVIEWER, Pattern.DECIDE}
"""Patterns in which one person has the word for the whole phase."""


def begin_phase(circle: Circle, number: int, at: datetime) -> Outcome:
    """Begin a phase: everybody writes, one person has the word, a round begins, or it is free."""
    old = circle.course
    phase = circle.plan.phases[number]
    course = Course(
        phase=number,
        turn=old.turn + 1,
        orders=old.orders,
        phase_began=at,
        phase_ends=at + timedelta(minutes=phase.minutes),
    )
    circle, notices = _by_pattern(replace(circle, course=course), at)
    return circle, told_whole(notices)


def _by_pattern(circle: Circle, at: datetime) -> Outcome:
    phase = circle.phase
    if phase.pattern is Pattern.INDIVIDUAL:
        return write(circle, at)
    if phase.pattern in SINGLE:
        return _single(circle, at)
    if phase.pattern is Pattern.ROUND:
        return _round(circle, at)
    return begin_free(circle, phase.minutes * 60, at)


def told_whole(notices: Sequence[Notice]) -> tuple[Notice, ...]:
    """Lines that say where in the circle people are: a phase begins, or they went back."""
    opening = WordWent | WordFree | EveryoneWrites
    return tuple(replace(n, opens=True) if isinstance(n, opening) else n for n in notices)


def write(circle: Circle, at: datetime) -> Outcome:
    """Everybody writes alone for what the phase has left."""
    seconds = seconds_left(circle, at)
    circle = circle.with_course(part=Part.WRITING, began=circle.course.phase_began)
    return circle, (EveryoneWrites(seconds=seconds, phase=circle.course.phase),)


def seconds_left(circle: Circle, at: datetime) -> int:
    """Seconds that the phase has left."""
    ends = circle.course.phase_ends
    return max(0, int((ends - at).total_seconds())) if ends else 0


def _single(circle: Circle, at: datetime) -> Outcome:
    """Give the whole phase to one person: the role it names, or the facilitator in their place."""
    wanted = circle.phase.speaker or Role.FACILITATOR
    roles = (wanted, Role.FACILITATOR, Role.CO_FACILITATOR)
    speaker = first_here(circle.seats, roles)
    if speaker is None:
        return begin_free(circle, circle.phase.minutes * 60, at)
    return give_word(circle, speaker, circle.phase.round_seconds, at)


def _round(circle: Circle, at: datetime) -> Outcome:
    order = round_order(circle)
    circle = circle.with_course(waiting=order, pool=circle.phase.round_seconds)
    if circle.phase.order is Order.FREE:
        return free_again(circle)
    circle = circle.with_course(orders=(*circle.course.orders, order))
    return next_turn(circle, at)


def begin_free(circle: Circle, seconds: int, at: datetime) -> Outcome:
    """Nobody has the word; whoever wants it takes it. `seconds` are what the phase has left."""
    circle = circle.with_course(
        part=Part.FREE,
        waiting=(),
        freed=True,
        began=at,
        phase_began=at,
        phase_ends=at + timedelta(seconds=seconds),
        phase_told=False,
    )
    return circle, (WordFree(phase=circle.course.phase),)


def next_turn(circle: Circle, at: datetime) -> Outcome:
    """Give the word to the next who waits and is here, or end the round."""
    number = circle.next_up
    if number is None:
        return end_round(circle, at)
    seconds = turn_seconds(circle)
    return give_word(circle.with_course(waiting=passed_by(circle, number)), number, seconds, at)


def turn_seconds(circle: Circle) -> int | None:
    """Seconds of the next turn in a round; None for an untimed one.

    An equal share is the pool over those who wait and are here. What a turn leaves unused went
    back into the pool; what a turn took too much is nobody else's loss.
    """
    phase, course = circle.phase, circle.course
    if phase.pace is Pace.UNTIMED:
        return None
    if phase.pace is Pace.FIXED:
        return phase.seconds
    waiting = sum(1 for n in course.waiting if circle.seats[n].here)
    return max(phase.shortest_turn, course.pool // waiting)


def give_word(circle: Circle, number: int, seconds: int | None, at: datetime) -> Outcome:
    """This seat has the word now, for so many seconds."""
    course = circle.course
    circle = circle.with_course(
        part=Part.WORD,
        speaker=number,
        turn=course.turn + 1,
        waiting=tuple(n for n in course.waiting if n != number),
        pool=max(0, course.pool - (seconds or 0)),
        share=seconds,
        began=at,
        ends=None if seconds is None else at + timedelta(seconds=seconds),
        minute_told=False,
        time_told=False,
    )
    person = circle.seats[number].person
    notices: list[Notice] = [
        WordWent(to=person, phase=circle.course.phase),
        YourWord(to=person, seconds=seconds),
    ]
    if takes_turns(circle) and circle.next_up is not None:
        notices.append(YouAreNext(to=circle.seats[circle.next_up].person))
    return circle, tuple(notices)


def has_round(circle: Circle) -> bool:
    """Each has the word once here: a round that has not come to its free talk."""
    return circle.phase.pattern is Pattern.ROUND and not circle.course.freed


def takes_turns(circle: Circle) -> bool:
    """The word goes from seat to seat: a round that has an order."""
    return has_round(circle) and circle.phase.order is not Order.FREE


def end_turn(circle: Circle, at: datetime) -> Outcome:
    """The word leaves the speaker: to the next in the round, to all, or the phase rests."""
    return pass_on(put_down(circle, at), at)


def pass_on(circle: Circle, at: datetime) -> Outcome:
    """Nobody has the word: give it to the next, set it free, or let the phase rest."""
    phase = circle.phase
    if phase.pattern is Pattern.INDIVIDUAL:
        return write(circle, at)
    if takes_turns(circle):
        return next_turn(circle, at)
    if has_round(circle):
        return end_round(circle, at) if circle.next_up is None else free_again(circle)
    if circle.course.freed:
        return free_again(circle)
    return _then_free(circle, at) if phase.then_free else rest(circle, at)


def put_down(circle: Circle, at: datetime) -> Circle:
    """Take the word from the speaker, as a turn that has been had; unused time goes back."""
    course = circle.course
    if course.speaker is None:
        return circle
    used = int((at - course.began).total_seconds()) if course.began else 0
    unused = max(0, (course.share or 0) - max(0, used))
    return circle.with_course(
        speaker=None,
        spoken=(*(n for n in course.spoken if n != course.speaker), course.speaker),
        turn=course.turn + 1,
        pool=course.pool + unused,
        ends=None,
    )


def free_again(circle: Circle) -> Outcome:
    """The word is free for whoever wants it, with the time that the phase has left."""
    circle = circle.with_course(part=Part.FREE, began=circle.course.phase_began)
    return circle, (WordFree(phase=circle.course.phase),)


def end_round(circle: Circle, at: datetime) -> Outcome:
    """Everybody has had the word: free talk where the guide says so, else the phase rests."""
    told = (WordWentRound(),) if circle.course.spoken else ()
    after = _then_free if circle.phase.then_free else rest
    circle, notices = after(circle, at)
    return circle, (*told, *notices)


def _then_free(circle: Circle, at: datetime) -> Outcome:
    """Free talk for what the phase has left, and never less than the guide meant for it."""
    return begin_free(circle, max(circle.phase.free_seconds, seconds_left(circle, at)), at)


def rest(circle: Circle, at: datetime) -> Outcome:
    """Nothing more to say in this phase; the facilitator moves on when the team is ready."""
    course = circle.course
    circle = circle.with_course(part=Part.REST)
    if circle.facilitator is None:
        return circle, ()
    after_round = circle.phase.pattern is Pattern.ROUND and bool(course.spoken)
    return circle, (ReadyForNext(to=circle.facilitator.person, after_round=after_round),)


def settled(circle: Circle, at: datetime) -> Circle:
    """The circle with its wait for the facilitator begun, or ended.

    An offer to take over stands as long as the circle waits, or nobody facilitates.
    """
    course = circle.course
    if circle.stage is not Stage.RUNNING:
        return circle
    waits = circle.waits_for_facilitator
    since = (course.waits_since or at) if waits else None
    offered = course.offered and (waits or circle.facilitator is None)
    if (since, offered) == (course.waits_since, course.offered):
        return circle
    return circle.with_course(waits_since=since, offered=offered)
