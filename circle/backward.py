"""One step back: to the one who spoke before, or to the phase before."""

from dataclasses import replace
from datetime import datetime

from circle.events import WentBack
from circle.guide import Order, Pattern
from circle.notices import WordFree
from circle.state import Circle, Course, Part
from circle.turns import (
    SINGLE,
    Outcome,
    begin_phase,
    give_word,
    has_round,
    put_down,
    seconds_left,
    takes_turns,
    told_whole,
    turn_seconds,
)


def go_back(circle: Circle, event: WentBack) -> Outcome:
    """The one who spoke before has the word again; where nobody did, the phase before is here."""
    speaker, spoken = circle.course.speaker, circle.course.spoken
    before = [n for n in spoken if circle.seats[n].here and n != speaker]
    if not before:
        return _phase_before(circle, event.at)
    again = before[-1]
    circle = put_down(circle, event.at)
    first = () if speaker is None or not has_round(circle) else (speaker,)
    circle = circle.with_course(
        spoken=tuple(n for n in spoken if n != again and n not in first),
        waiting=(again, *first, *circle.course.waiting) if has_round(circle) else (),
    )
    circle, notices = give_word(circle, again, seconds_again(circle, event.at), event.at)
    return circle, told_whole(notices)


def seconds_again(circle: Circle, at: datetime) -> int | None:
    """The turn that comes back: a share of the round, or what is left of a phase for one."""
    if takes_turns(circle):
        return turn_seconds(circle)
    if circle.phase.pattern not in SINGLE or circle.course.freed:
        return None
    return max(circle.phase.shortest_turn, seconds_left(circle, at) - circle.phase.free_seconds)


def _phase_before(circle: Circle, at: datetime) -> Outcome:
    """The phase before, as it was at its end; the very first phase begins anew.

    All can write or talk in it again when it was for all. Where one had the word, or there was a
    round, it rests: the facilitator gives the word by tapping a name, or moves on.
    """
    old = circle.course
    in_order = circle.phase.pattern is Pattern.ROUND and circle.phase.order is not Order.FREE
    orders = old.orders[:-1] if in_order else old.orders
    if old.phase == 0:
        return begin_phase(circle.with_course(orders=orders), 0, at)
    course = Course(
        phase=old.phase - 1,
        turn=old.turn + 1,
        orders=orders,
        began=at,
        phase_began=at,
        phase_ends=at,
        phase_told=True,
    )
    circle = replace(circle, course=course)
    if circle.phase.pattern is Pattern.INDIVIDUAL:
        return circle.with_course(part=Part.WRITING), ()
    if circle.phase.pattern in SINGLE | {Pattern.ROUND} and not circle.phase.then_free:
        return circle, ()
    circle = circle.with_course(part=Part.FREE, freed=True)
    return circle, (WordFree(phase=course.phase),)
