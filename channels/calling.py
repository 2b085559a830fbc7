"""Whom a line calls by name, whom an answer is for, and how a command is written in a place."""

from dataclasses import replace
from secrets import token_hex

from circle.answers import Status, TableLink
from circle.notices import CircleGoesOn, Notice, WordWent
from circle.people import PersonId
from circle.state import Circle

SIGN = f"\ue000{token_hex(4)}\ue000"
"""Stands for a name until the sentence is made; nobody knows it beforehand."""


def is_for_one(notice: Notice | None) -> bool:
    """What is told to who asked alone, wherever they asked."""
    return isinstance(notice, TableLink) or (isinstance(notice, Status) and bool(notice.deliveries))


def speaker_in(notice: Notice) -> PersonId | None:
    """Whom a line calls to speak."""
    match notice:
        case WordWent(to=person):
            return person
        case CircleGoesOn(speaker=person):
            return person
    return None


def signed(circle: Circle, person: PersonId) -> tuple[Circle, str] | None:
    """The circle with SIGN in place of a person's name, and the name; None for nobody there."""
    number = circle.seat_of(person)
    if number is None:
        return None
    seat = circle.seats[number]
    return circle.with_seat(number, replace(seat, name=SIGN)), seat.name
