"""Who facilitates: handing over, taking over after it was offered, and giving back."""

from dataclasses import replace

from circle.answers import StillFacilitated
from circle.events import HandedOver, TookBack, TookOver
from circle.notices import Answer, MovedOn, NewFacilitator, NotHere
from circle.people import PersonId, Role, Seat
from circle.scaling import may_speak
from circle.state import Circle
from circle.turns import Outcome

SHARED = {Role.OBSERVER, Role.LEADER}
"""Roles that several can have; each of the others is one person's."""


def hand_over(circle: Circle, event: HandedOver) -> Outcome:
    """Another person has the role from now on."""
    number = circle.seat_of(event.to)
    if number is None or not circle.seats[number].here:
        return circle, (NotHere(),)
    if circle.seats[number].has(event.role):
        return circle, ()
    circle = with_role(circle, number, event.role)
    if event.role is not Role.FACILITATOR:
        return circle, ()
    circle = replace(circle, stands_in_for=None)
    return _asked_anew(circle), (NewFacilitator(person=event.to),)


def with_role(circle: Circle, number: int, role: Role) -> Circle:
    """The circle in which this seat has the role, and waits for the word no more if it listens."""
    seats = tuple(_roles(seat, role, n == number) for n, seat in enumerate(circle.seats))
    waiting = circle.course.waiting
    still = tuple(n for n in waiting if may_speak(circle.phase, seats[n]))
    circle = replace(circle, seats=seats)
    return circle if still == waiting else circle.with_course(waiting=still)


def _roles(seat: Seat, role: Role, gets: bool) -> Seat:
    if not gets and role in SHARED:
        return seat
    others = tuple(r for r in seat.roles if r is not role)
    return replace(seat, roles=(*others, role) if gets else others)


def _asked_anew(circle: Circle) -> Circle:
    """Whoever facilitates now is waited for from now on."""
    return circle.with_course(offered=False, waits_since=None)


def take_over(circle: Circle, event: TookOver) -> Outcome:
    """Somebody who is here facilitates for a while; only after it has been offered."""
    number = circle.seat_of(event.who)
    if number is None:
        return circle, (NotHere(),)
    if circle.seats[number].has(Role.FACILITATOR):
        return (_asked_anew(circle) if circle.course.offered else circle), ()
    if not circle.course.offered:
        facilitator = facilitator_of(circle)
        answer: Answer = StillFacilitated(person=facilitator) if facilitator else NotHere()
        return circle, (answer,)
    before = next((n for n, s in enumerate(circle.seats) if s.has(Role.FACILITATOR)), None)
    origin = before if circle.stands_in_for is None else circle.stands_in_for
    circle = with_role(circle, number, Role.FACILITATOR)
    standing_in = None if origin == number else origin
    circle = replace(circle, stands_in_for=standing_in, return_told=False)
    return _asked_anew(circle), (NewFacilitator(person=event.who),)


def take_back(circle: Circle, event: TookBack) -> Outcome:
    """The facilitator of the day has the role again."""
    number = circle.seat_of(event.who)
    if number is None:
        return circle, (NotHere(),)
    if circle.seats[number].has(Role.FACILITATOR):
        return circle, ()
    if number != circle.stands_in_for:
        return circle, (MovedOn(),)
    circle = replace(with_role(circle, number, Role.FACILITATOR), stands_in_for=None)
    return _asked_anew(circle), (NewFacilitator(person=event.who),)


def facilitator_of(circle: Circle) -> PersonId | None:
    """Who facilitates now, if anybody who is here does."""
    return circle.facilitator.person if circle.facilitator else None
