"""Which moves the facilitator has right now, likeliest first."""

from collections.abc import Iterator
from enum import StrEnum

from circle.moves import held_by_one
from circle.people import Presence
from circle.state import Circle, Part, Stage
from circle.turns import takes_turns


class Move(StrEnum):
    """One of the facilitator's moves, as the form behind the button names it."""

    BEGIN = "begin"
    RESUME = "resume"
    GO_ON = "go_on"
    MORE_TIME = "more_time"
    STEPS = "steps"
    SKIP = "skip"
    BACK = "back"
    SKIP_PHASE = "skip_phase"
    ORDER = "order"
    PAUSE = "pause"
    PEOPLE = "people"
    HAND_OVER = "hand_over"
    END = "end"


def possible_moves(circle: Circle) -> tuple[Move, ...]:
    """What the facilitator can do now, likeliest first."""
    if circle.stage is Stage.GATHERING:
        return (Move.BEGIN, Move.PEOPLE, Move.HAND_OVER, Move.END)
    if circle.stage is Stage.PAUSED:
        return (Move.RESUME, Move.PEOPLE, Move.HAND_OVER, Move.END)
    if circle.stage is Stage.RUNNING:
        return tuple(_while_running(circle))
    return ()


def _while_running(circle: Circle) -> Iterator[Move]:
    course = circle.course
    timed = course.part is Part.WORD and course.time_told
    if timed:
        yield Move.MORE_TIME
    yield Move.GO_ON
    if not timed and course.part is not Part.REST:
        yield Move.MORE_TIME
    if circle.writes_steps:
        yield Move.STEPS
    if course.speaker is not None and circle.next_up is not None:
        yield Move.SKIP
    yield Move.BACK
    yield Move.PAUSE
    if takes_turns(circle) and _waiting(circle) > 1:
        yield Move.ORDER
    yield Move.PEOPLE
    yield Move.HAND_OVER
    if course.part is Part.WORD and not held_by_one(circle):
        yield Move.SKIP_PHASE
    yield Move.END


def _waiting(circle: Circle) -> int:
    return sum(1 for n in circle.course.waiting if circle.seats[n].presence is Presence.HERE)
