"""People come and go: late, out for a moment, back, home."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from circle.events import CameBack, Joined, Left, SteppedOut
from circle.moves import close
from circle.notices import CameLate, NotHere, Notice, TableFull, TakeOverOffered
from circle.order import placed_last
from circle.people import LARGEST, Presence, Role, Seat
from circle.scaling import may_speak
from circle.state import Circle, Part, Stage
from circle.turns import Outcome, has_round, pass_on, put_down, takes_turns
from circle.whispers import RoleOfferedBack, SeatKept, WelcomeLate


def join(circle: Circle, event: Joined) -> Outcome:
    """A late joiner is placed at the end of the round, before a leader; who was out is back."""
    number = circle.seat_of(event.who)
    presence = None if number is None else circle.seats[number].presence
    if presence is Presence.HERE:
        return circle, ()
    if number is not None and presence is Presence.AWAY:
        return _return(circle, number, event.at)
    if sum(1 for seat in circle.seats if seat.presence is not Presence.GONE) >= LARGEST:
        return circle, (TableFull(),)
    if number is not None:
        return _sit_down_again(circle, number, event.at)
    seat = Seat(person=event.who, name=event.name, guest=event.guest)
    circle = replace(circle, seats=(*circle.seats, seat))
    return _welcome(circle, len(circle.seats) - 1, event.at)


def _sit_down_again(circle: Circle, number: int, at: datetime) -> Outcome:
    """Who had gone home is here after all, on the same seat, and comes late."""
    circle, offer = _offer_back(here_again(circle, number), number)
    circle, notices = _welcome(circle, number, at)
    return circle, (*notices, *offer)


def _welcome(circle: Circle, number: int, at: datetime) -> Outcome:
    person = circle.seats[number].person
    if circle.stage is Stage.GATHERING:
        return circle, (CameLate(person=person, in_round=False),)
    circle = _into_round(circle, number)
    in_round = number in circle.course.waiting and takes_turns(circle)
    told: Sequence[Notice] = (
        CameLate(person=person, in_round=in_round),
        WelcomeLate(to=person, phase=circle.course.phase, in_round=in_round),
    )
    return wake(circle, told, at)


def _into_round(circle: Circle, number: int) -> Circle:
    """Let the seat wait for the word, if there is a round and it has not had the word in it.

    A phase that was gone back to is no round any more.
    """
    course = circle.course
    over = course.part is Part.REST and not course.spoken + course.waiting
    if over or not has_round(circle):
        return circle
    if number in course.spoken or not may_speak(circle.phase, circle.seats[number]):
        return circle
    return circle.with_course(waiting=placed_last(circle, course.waiting, number))


def wake(circle: Circle, told: Sequence[Notice], at: datetime) -> Outcome:
    """A round that had come to its end goes on when somebody waits for the word again."""
    rests = circle.stage is Stage.RUNNING and circle.course.part is Part.REST
    if not rests or circle.next_up is None:
        return circle, tuple(told)
    circle, notices = pass_on(circle, at)
    return circle, (*told, *notices)


def step_out(circle: Circle, event: SteppedOut) -> Outcome:
    """Somebody is out for a moment: the seat is kept, the word passes by."""
    return _depart(circle, event.person, Presence.AWAY, event.at)


def leave(circle: Circle, event: Left) -> Outcome:
    """Somebody goes home and never keeps the word; with the last one the circle is over."""
    return _depart(circle, event.person, Presence.GONE, event.at)


def _depart(circle: Circle, person: str, presence: Presence, at: datetime) -> Outcome:
    number = circle.seat_of(person)
    if number is None:
        return circle, (NotHere(),)
    seat = circle.seats[number]
    if seat.presence in {presence, Presence.GONE}:
        return circle, ()
    circle = circle.with_seat(number, replace(seat, presence=presence))
    if circle.stage is not Stage.GATHERING and _empty(circle):
        return close(circle, at)
    circle, notices = _without(circle, number, presence, at)
    led_it = seat.has(Role.FACILITATOR, Role.CO_FACILITATOR)
    if not led_it or _led(circle):
        return circle, notices
    return circle.with_course(offered=True), (*notices, TakeOverOffered())


def _empty(circle: Circle) -> bool:
    return all(seat.presence is Presence.GONE for seat in circle.seats)


def _led(circle: Circle) -> bool:
    """Somebody facilitates, or will when they come back."""
    return any(circle.facilitates(seat.person) for seat in circle.seats)


def _without(circle: Circle, number: int, presence: Presence, at: datetime) -> Outcome:
    """The round without this seat: the word goes on.

    Who is out for a moment waits at the end of the round, and during a break keeps the word until
    it is over; who went home waits no longer.
    """
    if presence is Presence.GONE:
        waiting = tuple(n for n in circle.course.waiting if n != number)
        circle = circle.with_course(waiting=waiting)
    if circle.course.speaker != number:
        return circle, ()
    paused = circle.stage is Stage.PAUSED
    circle = put_down(circle, circle.paused_at or at)
    if presence is Presence.AWAY and (paused or has_round(circle)):
        waiting = circle.course.waiting
        circle = circle.with_course(
            spoken=tuple(n for n in circle.course.spoken if n != number),
            waiting=(number, *waiting) if paused else placed_last(circle, waiting, number),
        )
    return (circle, ()) if paused else pass_on(circle, at)


def come_back(circle: Circle, event: CameBack) -> Outcome:
    """Somebody who was out is here again."""
    number = circle.seat_of(event.person)
    if number is None:
        return circle, (NotHere(),)
    seat = circle.seats[number]
    if seat.presence is Presence.GONE:
        again = Joined(at=event.at, circle=event.circle, who=seat.person, name=seat.name)
        return join(circle, again)
    return (circle, ()) if seat.here else _return(circle, number, event.at)


def _return(circle: Circle, number: int, at: datetime) -> Outcome:
    """Who was out keeps the place; who was passed by meanwhile speaks at the end."""
    circle, offer = _offer_back(here_again(circle, number), number)
    kept = (SeatKept(to=circle.seats[number].person),) if _speaks_last(circle, number) else ()
    return wake(circle, (*kept, *offer), at)


def here_again(circle: Circle, number: int) -> Circle:
    """The seat is taken again, and nothing else moves. A facilitator who is back is waited for."""
    seat = replace(circle.seats[number], presence=Presence.HERE)
    circle = circle.with_seat(number, seat)
    if seat.has(Role.FACILITATOR, Role.CO_FACILITATOR):
        circle = circle.with_course(offered=False, waits_since=None)
    return circle


def _offer_back(circle: Circle, number: int) -> Outcome:
    if circle.stands_in_for != number:
        return circle, ()
    circle = replace(circle, return_told=True)
    return circle, (RoleOfferedBack(to=circle.seats[number].person),)


def _speaks_last(circle: Circle, number: int) -> bool:
    """The seat waits in a round, and nobody but a leader comes after it."""
    waiting = circle.course.waiting
    if number not in waiting or not takes_turns(circle):
        return False
    after = waiting[waiting.index(number) + 1 :]
    return all(circle.seats[n].has(Role.LEADER) for n in after if circle.seats[n].here)
