"""A button's values, from any channel, read as an event. What cannot be read is refused kindly."""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from circle import events
from circle.answers import NotReadable
from circle.events import Act, Event, Joined
from circle.notices import Answer, CircleIsOver
from circle.papers import Papers
from circle.people import PersonId, Role
from circle.state import Circle
from dialogs.between.presses import READERS as BETWEEN
from dialogs.between.presses import read_between

Values = Mapping[str, str]
Common = dict[str, Any]
Reader = Callable[[Values, Common, int], Act]

SPEAKERS = {"done", "pass"}
FOR_ONESELF = {"take", "out", "here", "leave", "take_over", "take_back"}
LONGEST_BREAK = 240
LONGEST_NAME = 255


def read_press(values: Values, papers: Papers, at: datetime) -> Event | Answer:
    """The event of a pressed button, or the answer to one that cannot be.

    A channel that knows who pressed says so in `who`. The table acts for all names: there the
    speaker ends the turn and the facilitator makes the moves.
    """
    if values.get("verb") in BETWEEN:
        return read_between(values, papers, at)
    circle = papers.find(values.get("circle", ""))
    if circle is None:
        return CircleIsOver()
    if values.get("verb") == "join":
        return join_event(values, papers, circle, at)
    reader = READERS.get(values.get("verb", ""))
    if reader is None:
        return NotReadable()
    common: Common = {"at": at, "circle": circle.id, "who": acting(values, circle)}
    try:
        return reader(values, common, _number(values, "turn", 0, 1_000_000, default=-1))
    except (KeyError, ValueError):
        return NotReadable()


def acting(values: Values, circle: Circle) -> PersonId:
    """Who acts: the one the channel names, else the name that the table's button speaks for."""
    if who := values.get("who"):
        return who
    if values.get("verb") in SPEAKERS and circle.speaking:
        return circle.speaking
    for name in ("person", "to"):
        if values.get("verb") in FOR_ONESELF and values.get(name):
            return values[name]
    if circle.facilitator is not None:
        return circle.facilitator.person
    return next((seat.person for seat in circle.seats if seat.here), "")


def join_event(values: Values, papers: Papers, circle: Circle, at: datetime) -> Joined | Answer:
    """Somebody sits down: a member by person, or by name at a table; all others as guests."""
    name = " ".join(values.get("name", "").split())
    person = values.get("who", "")
    members = papers.team.members
    member = next((m for m in members if (m.person == person if person else m.name == name)), None)
    if member is not None:
        return Joined(at=at, circle=circle.id, who=member.person, name=member.name)
    if not name or len(name) > LONGEST_NAME:
        return NotReadable()
    if not person and any(seat.name == name for seat in circle.seats):
        person = next(seat.person for seat in circle.seats if seat.name == name)
    guest = person or f"table:{papers.team.id}:guest-{secrets.token_hex(4)}"
    return Joined(at=at, circle=circle.id, who=guest, name=name, guest=True)


def _number(values: Values, name: str, least: int, most: int, default: int | None = None) -> int:
    if name not in values and default is not None:
        return default
    number = int(values[name])
    if not least <= number <= most:
        raise ValueError(name)
    return number


def _turned(kind: Callable[..., Act]) -> Reader:
    return lambda values, common, turn: kind(**common, turn=turn)


def _plain(kind: Callable[..., Act]) -> Reader:
    return lambda values, common, turn: kind(**common)


def _about(kind: Callable[..., Act]) -> Reader:
    return lambda values, common, turn: kind(**common, person=values["person"])


def _give(values: Values, common: Common, turn: int) -> Act:
    return events.GaveWord(**common, turn=turn, to=values["to"])


def _order(values: Values, common: Common, turn: int) -> Act:
    return events.Reordered(**common, turn=turn, order=tuple(values["order"].split(",")))


def _more_time(values: Values, common: Common, turn: int) -> Act:
    minutes = _number(values, "minutes", 1, 30, default=1)
    extra = _number(values, "extra", 0, 1000, default=0)
    return events.GaveTime(**common, turn=turn, minutes=minutes, extra=extra)


def _pause(values: Values, common: Common, turn: int) -> Act:
    return events.Paused(**common, turn=turn, minutes=_number(values, "minutes", 1, LONGEST_BREAK))


def _hand_over(values: Values, common: Common, turn: int) -> Act:
    role = Role(values.get("role", Role.FACILITATOR))
    return events.HandedOver(**common, to=values["to"], role=role)


def _drop_step(values: Values, common: Common, turn: int) -> Act:
    return events.DroppedStep(**common, step=values["step"])


READERS: Mapping[str, Reader] = {
    "begin": _turned(events.Began),
    "done": _turned(events.Spoke),
    "pass": _turned(events.Passed),
    "take": _turned(events.TookWord),
    "give": _give,
    "go_on": _turned(events.WentOn),
    "back": _turned(events.WentBack),
    "skip": _turned(events.SkippedTurn),
    "skip_phase": _turned(events.SkippedPhase),
    "order": _order,
    "more_time": _more_time,
    "pause": _pause,
    "resume": _turned(events.Resumed),
    "end": _turned(events.Ended),
    "hand_over": _hand_over,
    "take_over": _plain(events.TookOver),
    "take_back": _plain(events.TookBack),
    "out": _about(events.SteppedOut),
    "here": _about(events.CameBack),
    "leave": _about(events.Left),
    "drop_step": _drop_step,
    "approve": _plain(events.Approved),
    "keep_nothing": _plain(events.KeptNothing),
}
