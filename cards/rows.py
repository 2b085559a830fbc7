"""The buttons of a shared card in a chat: at most five, two in a row, the likeliest first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import parse_qsl
from zlib import crc32

from cards.limits import TEAMS_BUTTONS, TEAMS_BUTTONS_IN_ROW
from cards.presses import Press, press_of, row_of_turn, written
from cards.view import View
from circle.closing import MOST_STEPS
from circle.guide import Output
from circle.possible import Move, possible_moves
from circle.state import Circle, Part, Stage
from locales import Words


@dataclass(frozen=True, slots=True)
class ChatButton:
    """A button in a chat: it does something, or opens a form, or leads to an address."""

    label: str
    verb: str = ""
    form: str = ""
    url: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    main: bool = False

    @property
    def style(self) -> str:
        """How a chat draws it: filled, if most will want it."""
        return "positive" if self.main else "default"

    @property
    def all_values(self) -> Mapping[str, str]:
        """The values with the verb among them, for a client that knows no verbs."""
        return {"verb": self.verb, **self.values}


Row = tuple[ChatButton, ...]

WIDEST = 30
"""Letters of two labels that have room beside each other on a phone of 320 pixels."""


def rows_of(
    circle: Circle, words: Words, view: View, screen: str = "", mine: bool = False
) -> tuple[Row, ...]:
    """The buttons of everybody's card, or of the facilitator's own view of it."""
    if circle.stage is Stage.CLOSED:
        return ()
    if circle.stage is Stage.DRAFT:
        first, rest = _of_draft(circle, words)
    elif view is View.FACILITATOR:
        first, rest = _of_facilitator(circle, words)
    else:
        first, rest = _of_all(circle, words)
    rest = [*rest, *_screen(screen, words)][: TEAMS_BUTTONS - len(first)]
    if mine and view is not View.FACILITATOR and circle.stage is not Stage.DRAFT:
        rest.append(button(circle, words, "mine", "my_card"))
    return (*in_rows(first), *in_rows(rest))


def in_rows(buttons: Sequence[ChatButton]) -> tuple[Row, ...]:
    """Two in a row, and one alone where two are wider than a phone."""
    rows: list[Row] = []
    for each in buttons:
        last = rows[-1] if rows else ()
        beside = len(last) == 1 and len(last[0].label) + len(each.label) <= WIDEST
        rows[-1:] = [(*last, each)] if beside else [*rows[-1:], (each,)]
    return tuple(rows)


def _of_draft(circle: Circle, words: Words) -> tuple[list[ChatButton], list[ChatButton]]:
    """Keep it, put something right first, or keep nothing but the date."""
    first, *rest = (chat_button(circle, press) for press in row_of_turn(circle, words))
    mends = any(circle.writes(each) for each in Output)
    mend = [opens(circle, words("button.mend"), "mend")] if mends else []
    return [main(first), *mend], rest


def _of_all(circle: Circle, words: Words) -> tuple[list[ChatButton], list[ChatButton]]:
    first = list(_now(circle, words))
    extra = [*_take_over(circle, words), *_writes(circle, words)]
    while extra and len(first) < TEAMS_BUTTONS_IN_ROW and extra[-1].form:
        first.append(extra.pop())
    return first, [*extra[:1], button(circle, words, "join", "join"), _moves(circle, words)]


def _of_facilitator(circle: Circle, words: Words) -> tuple[list[ChatButton], list[ChatButton]]:
    """The two likeliest moves, and what the facilitator does as one of the circle.

    A facilitator who speaks ends the turn first of all.
    """
    likeliest = possible_moves(circle)[:TEAMS_BUTTONS_IN_ROW]
    moves = [chat_button(circle, press_of(circle, move, words)) for move in likeliest]
    opened = {each.form for each in moves if each.form}
    writes = [each for each in _writes(circle, words) if each.form not in opened]
    if circle.speaking is not None and circle.facilitates(circle.speaking):
        return list(_now(circle, words)), [*moves, _moves(circle, words)]
    free = circle.stage is Stage.RUNNING and circle.course.part is Part.FREE
    own = [*(_now(circle, words) if free else ()), *writes][:TEAMS_BUTTONS_IN_ROW]
    return [main(moves[0]), *moves[1:]], [*own, _moves(circle, words)]


def _now(circle: Circle, words: Words) -> Iterator[ChatButton]:
    """What the circle needs now: the speaker's two, the free word, or the likeliest move."""
    if circle.stage is Stage.RUNNING and circle.speaker is not None:
        first, second = (chat_button(circle, press) for press in row_of_turn(circle, words))
        yield from (main(first), second)
    elif circle.stage is Stage.RUNNING and circle.course.part is Part.FREE:
        yield button(circle, words, "take", "take_word")
    elif circle.stage is not Stage.RUNNING or circle.course.part is Part.REST:
        yield main(chat_button(circle, press_of(circle, possible_moves(circle)[0], words)))


def _take_over(circle: Circle, words: Words) -> Iterator[ChatButton]:
    if circle.course.offered:
        yield button(circle, words, "take_over", "take_over")


def _writes(circle: Circle, words: Words) -> Iterator[ChatButton]:
    """What this phase leaves behind in writing, as long as there is room for more of it."""
    for press in written(circle, words):
        yield chat_button(circle, press)
    steps = circle.phase.output is Output.STEPS and circle.writes_steps
    if steps and circle.stage is Stage.RUNNING and len(circle.kept.steps) < MOST_STEPS:
        yield chat_button(circle, press_of(circle, Move.STEPS, words))


def _moves(circle: Circle, words: Words) -> ChatButton:
    return opens(circle, words("button.facilitator"), "moves")


def _screen(url: str, words: Words) -> Iterator[ChatButton]:
    if url:
        yield ChatButton(label=words("button.screen"), url=url)


def button(circle: Circle, words: Words, verb: str, label: str) -> ChatButton:
    """A button that does something with this turn of this circle."""
    return ChatButton(label=words(f"button.{label}"), verb=verb, values=turn_of(circle))


def opens(circle: Circle, label: str, form: str) -> ChatButton:
    """A button that opens a form about this turn of this circle."""
    return ChatButton(label=label, form=form, values=turn_of(circle))


def chat_button(circle: Circle, press: Press) -> ChatButton:
    """One of the table's buttons, for a chat."""
    if press.form:
        return opens(circle, press.label, press.form)
    values = dict(_values(press.value))
    verb = values.pop("verb")
    return ChatButton(press.label, verb, values={**turn_of(circle), **values})


def main(each: ChatButton) -> ChatButton:
    """The one that most will want; a chat draws it filled."""
    return ChatButton(each.label, each.verb, each.form, each.url, each.values, main=True)


def turn_of(circle: Circle) -> Mapping[str, str]:
    """What every button brings: its team, its circle and its turn.

    `seen` tells the card that it stood on, so that the same deed on a newer card is a new one.
    """
    return {"team": circle.team, "circle": circle.id, "turn": str(circle.course.turn),
            "seen": seen(circle)}  # fmt: skip


def seen(circle: Circle) -> str:
    """A sign of the circle as it was when it was last pressed on; it tells no time."""
    return f"{crc32(circle.pressed.isoformat().encode()):x}"


@lru_cache(maxsize=4096)
def _values(value: str) -> tuple[tuple[str, str], ...]:
    return tuple(parse_qsl(value))
