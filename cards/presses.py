"""The buttons of a picture: the two that the room needs now, and the facilitator's row."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from circle.guide import Order, Output, Pattern
from circle.papers import Papers
from circle.people import Presence, Seat
from circle.possible import Move, possible_moves
from circle.scaling import may_speak
from circle.state import Circle, Part, Stage
from locales import Words

FORMS = {
    Move.STEPS: "step",
    Move.ORDER: "order",
    Move.PAUSE: "pause",
    Move.PEOPLE: "people",
    Move.HAND_OVER: "hand_over",
    Move.END: "end",
}
"""Moves that need a form, with the form that they open."""

WRITTEN = {Output.LINE: "line", Output.DECISION: "decision", Output.NOTE: "note"}


@dataclass(frozen=True, slots=True)
class Press:
    """A button: it sends `value`, or opens `form` with what `asked` says."""

    id: str
    label: str
    value: str = ""
    form: str = ""
    asked: str = ""


@lru_cache(maxsize=4096)
def sent(verb: str, **values: str) -> str:
    """What a button sends."""
    return urlencode({"verb": verb, **values})


def label_of(move: Move) -> str:
    """The key of what stands on a move's button."""
    return "button.step_add" if move is Move.STEPS else f"button.{move.value}"


def press_of(circle: Circle, move: Move, words: Words) -> Press:
    """One of the facilitator's moves as a button."""
    label = words(label_of(move))
    if form := FORMS.get(move):
        return Press(id=move.value, label=label, form=form)
    if move is Move.MORE_TIME:
        extra = str(circle.course.extra)
        return Press(move.value, label, sent("more_time", minutes="1", extra=extra))
    if move is Move.GO_ON and (key := _onward(circle)):
        label = words(key)
    return Press(id=move.value, label=label, value=sent(move.value))


def _onward(circle: Circle) -> str:
    """Where going on leads, when it has a name of its own."""
    if circle.course.part is Part.WORD:
        return ""
    if circle.last_phase:
        return "button.to_summary"
    following = circle.plan.phases[circle.course.phase + 1]
    in_turn = following.pattern is Pattern.ROUND and following.order is not Order.FREE
    return "button.begin_round" if in_turn else ""


def row_of_turn(circle: Circle, words: Words) -> tuple[Press, ...]:
    """The two large buttons; both do what the room most likely wants now."""
    if circle.stage in {Stage.DRAFT, Stage.CLOSED}:
        return tuple(Press(verb, words(f"button.{verb}"), sent(verb)) for verb in _endings(circle))
    if circle.stage is Stage.RUNNING and circle.speaker is not None:
        return tuple(Press(v, words(f"button.{v}"), sent(v)) for v in ("done", "pass"))
    moves = possible_moves(circle)
    second = written(circle, words) or [press_of(circle, m, words) for m in _second(moves)]
    return (press_of(circle, moves[0], words), *second[:1])


def check_of(papers: Papers, circle: Circle, words: Words) -> tuple[Press, ...]:
    """The team check about a circle that is over; at a table whoever wants to takes the screen."""
    about = (each for each in papers.between.checks.open if each.circle == circle.id)
    if papers.team.home is not None or circle.stage is not Stage.DRAFT or not any(about):
        return ()
    return (Press(id="check", label=words("check.answer"), form="check"),)


def _second(moves: tuple[Move, ...]) -> Iterator[Move]:
    wanted = (Move.MORE_TIME, Move.STEPS, Move.BACK, Move.PEOPLE)
    return (move for move in wanted if move in moves)


def written(circle: Circle, words: Words) -> list[Press]:
    """What this phase leaves behind in writing, apart from next steps."""
    form = WRITTEN.get(circle.phase.output) if circle.phase.output else None
    if form is None or circle.stage is not Stage.RUNNING:
        return []
    return [Press(id=form, label=words(f"button.{form}_edit"), form=form)]


def _endings(circle: Circle) -> tuple[str, ...]:
    """A guide that keeps nothing leaves nothing to approve."""
    return ("approve", "keep_nothing") if circle.plan.keeps else ("keep_nothing",)


def row_of_crew(circle: Circle, words: Words, turn: tuple[Press, ...]) -> tuple[Press, ...]:
    """The facilitator's moves, likeliest first, without those that are large already."""
    large = {press.id for press in turn}
    row = [press_of(circle, move, words) for move in possible_moves(circle)]
    return tuple(press for press in (*written(circle, words), *row) if press.id not in large)


@dataclass(frozen=True, slots=True)
class Taps:
    """What tapping a name does now: who may get the word, by which verb; who may come back."""

    verb: str
    may: frozenset[int]
    back: frozenset[int]


NO_TAPS = Taps("", frozenset(), frozenset())


def taps_of(circle: Circle) -> Taps:
    """Gives the word, takes it while it is free, or says who is here again."""
    if circle.stage not in {Stage.RUNNING, Stage.PAUSED, Stage.GATHERING}:
        return NO_TAPS
    course, phase = circle.course, circle.phase
    back = frozenset(n for n, seat in enumerate(circle.seats) if seat.presence is Presence.AWAY)
    if circle.stage is not Stage.RUNNING or course.part is Part.WRITING:
        return Taps("", frozenset(), back)
    had = {course.speaker}
    if phase.pattern is Pattern.ROUND and circle.next_up is not None:
        had.update(course.spoken)
    may = frozenset(
        n for n, s in enumerate(circle.seats) if s.here and n not in had and may_speak(phase, s)
    )
    return Taps("take" if course.part is Part.FREE else "give", may, back)


def press_on_seat(seat: Seat, number: int, taps: Taps, words: Words) -> Press | None:
    """The button that a name is, if it is one."""
    if number in taps.may:
        label = words(f"seat.{taps.verb}", name=seat.name)
        return Press(f"seat-{number}", label, sent(taps.verb, to=seat.person))
    if number in taps.back:
        label = words("seat.here", name=seat.name)
        return Press(f"seat-{number}", label, sent("here", person=seat.person))
    return None


def take_overs(circle: Circle, words: Words) -> tuple[Press, ...]:
    """One button for each who may facilitate for a while, once it has been offered."""
    if not circle.course.offered or circle.stage in {Stage.DRAFT, Stage.CLOSED}:
        return ()
    return tuple(
        Press(f"over-{n}", words("seat.takes_over", name=s.name), sent("take_over", who=s.person))
        for n, s in enumerate(circle.seats)
        if s.here and not circle.facilitates(s.person)
    )


def take_back(circle: Circle, words: Words) -> Press | None:
    """The facilitator of the day may have the role again."""
    number = circle.stands_in_for
    if number is None or not circle.seats[number].here:
        return None
    seat = circle.seats[number]
    label = words("seat.takes_back", name=seat.name)
    return Press("take-back", label, sent("take_back", who=seat.person))
