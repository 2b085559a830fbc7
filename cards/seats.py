"""The people round the table: a shape and a word for each, and what tapping the name does."""

from dataclasses import dataclass
from functools import lru_cache

from cards.names import CROWDED, Name, shown_name
from cards.presses import NO_TAPS, Press, Taps, press_on_seat, taps_of
from circle.people import Presence, Role, Seat
from circle.positions import Position, position_of
from circle.state import Circle
from locales import Words

SAID_ALREADY = {
    Position.NOTES: Role.NOTES,
    Position.OBSERVES: Role.OBSERVER,
    Position.INTERVIEWS: Role.INTERVIEWER,
}
"""Positions that say the role themselves."""


@dataclass(frozen=True, slots=True)
class SeatShown:
    """One seat of the ring."""

    name: Name
    mark: str
    doing: str
    press: Press | None


def seats_shown(circle: Circle, words: Words, tapped: bool) -> tuple[SeatShown, ...]:
    """Everybody who has not gone home, each on their own seat all the time."""
    taps = taps_of(circle) if tapped else NO_TAPS
    return tuple(
        _shown(circle, number, seat, taps, words)
        for number, seat in enumerate(circle.seats)
        if seat.presence is not Presence.GONE
    )


def _shown(circle: Circle, number: int, seat: Seat, taps: Taps, words: Words) -> SeatShown:
    position = position_of(circle, number)
    return SeatShown(
        name=shown_name(seat.name),
        mark=position.value,
        doing=_doing(position, seat.roles, seat.guest, words),
        press=press_on_seat(seat, number, taps, words),
    )


@lru_cache(maxsize=1024)
def _doing(position: Position, roles: tuple[Role, ...], guest: bool, words: Words) -> str:
    """What somebody does, then what they look after: "lytter, facilitator"."""
    held = [role for role in roles if role is not SAID_ALREADY.get(position)]
    after = [words(f"role_short.{role}") for role in held]
    after += [words("role_short.guest")] if guest else []
    return ", ".join([words(f"position.{position}"), *after])


def crowded(seats: tuple[SeatShown, ...]) -> bool:
    """Whether a name is too long for the ring, so that the people stand in a list."""
    return any(len(seat.name.whole) > CROWDED for seat in seats)
