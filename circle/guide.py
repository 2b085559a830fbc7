"""What a guide is: the recipe of a circle, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from circle.people import Role

Texts = Mapping[str, str]
"""One text in each language: da, nb, en."""

Lines = Mapping[str, tuple[str, ...]]
"""A few short lines in each language."""

LANGUAGES = ("da", "nb", "en")


class Pattern(StrEnum):
    """How the positions are shared out in a phase."""

    ROUND = "round"
    INDIVIDUAL = "individual"
    FOCUS_TEAM = "focus+team"
    FOCUS_INTERVIEWER = "focus+interviewer"
    OPEN = "open"
    DECIDE = "decide"
    PAIR = "pair"
    FISHBOWL = "fishbowl"
    BOARD = "board"


class Order(StrEnum):
    """In which order the word goes round. A leader speaks last in all of them but the free one."""

    ROTA = "rota"
    REVERSE = "reverse"
    LEADER_LAST = "leader-last"
    FREE = "free"


class Pace(StrEnum):
    """How long a turn is: an equal share of the round, a fixed number of seconds, or untimed."""

    EQUAL = "equal"
    FIXED = "fixed"
    UNTIMED = "untimed"


class Output(StrEnum):
    """What a phase leaves behind in writing."""

    STEPS = "steps"
    LINE = "line"
    DECISION = "decision"
    NOTE = "note"


@dataclass(frozen=True)
class Phase:
    """One phase of a circle, with the minutes it has there. `seconds` belongs to a fixed pace."""

    id: str
    pattern: Pattern
    name: Texts
    prompt: Lines = field(default_factory=dict)
    listen: Texts = field(default_factory=dict)
    aside: Texts = field(default_factory=dict)
    cue: Lines = field(default_factory=dict)
    minutes: int = 0
    speaker: Role | None = None
    then_free: bool = False
    order: Order = Order.ROTA
    pace: Pace = Pace.EQUAL
    seconds: int = 0
    sentence: bool = False
    silent: tuple[Role, ...] = ()
    output: Output | None = None
    guards: tuple[str, ...] = ()

    @property
    def shortest_turn(self) -> int:
        """Seconds below which a real round is no round. The figure is our own."""
        return 15 if self.sentence else 45

    @property
    def round_seconds(self) -> int:
        """Seconds that belong to the turns: half of a phase that goes on in free order."""
        return self.minutes * 60 // (2 if self.then_free else 1)

    @property
    def free_seconds(self) -> int:
        """Seconds that the free talk after the turns has at least."""
        return self.minutes * 60 - self.round_seconds


@dataclass(frozen=True)
class Line:
    """One line of a guide's table: a phase and its minutes at each length."""

    phase: Phase
    minutes: Mapping[int, int]
    weight: int = 1
    fixed: bool = False


@dataclass(frozen=True)
class Source:
    """Where a guide comes from, and how sure we are of it: seed, page, known or own."""

    text: str
    url: str
    licence: str
    confidence: str


@dataclass(frozen=True)
class Guide:
    """A whole recipe. `digest` is a fingerprint of its content; `lengths` are minutes."""

    id: str
    version: int
    name: Texts
    purpose: Texts
    roles: tuple[Role, ...]
    keeps: tuple[str, ...]
    smallest: int
    ideal: int
    largest: int
    lengths: tuple[int, ...]
    source: Source
    lines: tuple[Line, ...]
    digest: str = ""


@dataclass(frozen=True)
class Plan:
    """A guide worked out for one circle: phases with minutes, texts in two languages."""

    guide: str
    version: int
    digest: str
    name: Texts
    minutes: int
    keeps: tuple[str, ...]
    phases: tuple[Phase, ...]
