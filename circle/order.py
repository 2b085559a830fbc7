"""In which order the word goes round."""

from circle.guide import Order
from circle.people import Presence, Role, Seat
from circle.scaling import may_speak
from circle.state import Circle


def round_order(circle: Circle) -> tuple[int, ...]:
    """Seat numbers in the order of this phase's round.

    The first speaker changes from round to round; a leader speaks last. People who are out for
    a moment keep their place in the order and are passed by while they are out.
    """
    phase, last = circle.phase, circle.course.last_order
    numbers = [
        number
        for number, seat in enumerate(circle.seats)
        if seat.presence is not Presence.GONE and may_speak(phase, seat)
    ]
    if phase.order is Order.FREE:
        return tuple(numbers)
    if phase.order is Order.REVERSE:
        known = [n for n in reversed(last) if n in numbers]
        numbers = known + [n for n in numbers if n not in known]
    elif last:
        numbers = [n for n in numbers if n > last[0]] + [n for n in numbers if n <= last[0]]
    order = leaders_last(circle.seats, numbers)
    return _with_another_first(circle.seats, order) if order[:1] == last[:1] else order


def _with_another_first(seats: tuple[Seat, ...], order: tuple[int, ...]) -> tuple[int, ...]:
    """Whoever began the last round begins no second time, where there is anybody else."""
    return leaders_last(seats, [*order[1:], *order[:1]])


def leaders_last(seats: tuple[Seat, ...], numbers: list[int]) -> tuple[int, ...]:
    """The same order, with leaders moved to the end."""
    return tuple(sorted(numbers, key=lambda number: seats[number].has(Role.LEADER)))


def placed_last(circle: Circle, waiting: tuple[int, ...], number: int) -> tuple[int, ...]:
    """Put a seat at the end of those who wait, before a leader who is last."""
    place = len(waiting)
    if not circle.seats[number].has(Role.LEADER):
        while place and circle.seats[waiting[place - 1]].has(Role.LEADER):
            place -= 1
    return (*waiting[:place], number, *waiting[place:])


def passed_by(circle: Circle, number: int) -> tuple[int, ...]:
    """Who waits when the word comes to this seat: those who were out go to the end."""
    waiting = circle.course.waiting
    place = waiting.index(number)
    left = waiting[place:]
    for away in waiting[:place]:
        left = placed_last(circle, left, away)
    return left
