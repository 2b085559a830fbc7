"""Every person has exactly one position: speaks, listens, writes, notes, observes, ..."""

from enum import StrEnum

from circle.guide import Pattern
from circle.people import Presence, Role
from circle.state import Circle, Part, Stage
from circle.turns import takes_turns


class Position(StrEnum):
    """What somebody does right now. The word on the screen follows from it."""

    SPEAKS = "speaks"
    INTERVIEWS = "interviews"
    NEXT = "next"
    LISTENS = "listens"
    WRITES = "writes"
    NOTES = "notes"
    OBSERVES = "observes"
    PAIRS = "pairs"
    FREE = "free"
    AWAY = "away"


def position_of(circle: Circle, number: int) -> Position:
    """The one position of this seat."""
    seat, part = circle.seats[number], circle.course.part
    if seat.presence is not Presence.HERE:
        return Position.AWAY
    if number == circle.course.speaker:
        return Position.SPEAKS
    if seat.has(Role.OBSERVER):
        return Position.OBSERVES
    if circle.stage is not Stage.RUNNING:
        return Position.LISTENS
    if part is Part.WRITING:
        return Position.WRITES
    if part is Part.WORD and number == circle.interviewer:
        return Position.INTERVIEWS
    if circle.phase.pattern is Pattern.PAIR:
        return Position.PAIRS
    if takes_turns(circle) and number == circle.next_up:
        return Position.NEXT
    if seat.has(Role.NOTES):
        return Position.NOTES
    return _free_or_listening(circle, number)


def _free_or_listening(circle: Circle, number: int) -> Position:
    silent = any(role in circle.phase.silent for role in circle.seats[number].roles)
    if circle.course.part is Part.FREE and not silent:
        return Position.FREE
    return Position.LISTENS
