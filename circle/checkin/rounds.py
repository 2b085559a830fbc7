"""The rounds of a team: what it chose, what is open, and what it was shown.

Who was asked, who has answered and what: that lies in the sealed box of the round, and never here.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from circle.checkin.release import Band, Released, Shown, Withheld

CLOSING = ("knew", "invited", "welcome")
"""The questions after a circle: was the scene set, was I invited in, was I met well."""

AFTER_CIRCLE = timedelta(minutes=15)
"""At a table: how long after its circle a round closes, for nobody is reached after that."""

KEPT_FOR = timedelta(days=730)
"""How long a team keeps what it was shown."""


@dataclass(frozen=True)
class Round:
    """A round that is open. What was asked and how many must answer stands from the start.

    `closes` is UTC; None while a circle at a table goes on.
    """

    id: str
    circle: str
    questions: tuple[str, ...]
    threshold: int
    closes: datetime | None


@dataclass(frozen=True)
class CheckLine:
    """What was shown of one question: its band, and its mean in tenths where there is one."""

    question: str
    band: Band | None = None
    tenths: int | None = None
    lies: tuple[int, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What a team was shown of a round; without lines there was nothing to show."""

    day: date
    lines: tuple[CheckLine, ...] = ()


@dataclass(frozen=True)
class Checks:
    """A team's checks; with a threshold of 0 it holds none.

    `number` is that of the newest round, and `last` the circle about which it was held.
    """

    threshold: int = 0
    number: int = 0
    last: str = ""
    open: tuple[Round, ...] = ()
    shown: tuple[Outcome, ...] = field(default=())

    def find(self, id: str) -> Round | None:
        """The open round with this id."""
        return next((each for each in self.open if each.id == id), None)

    def due(self, at: datetime) -> tuple[Round, ...]:
        """The rounds that are to be closed."""
        return tuple(each for each in self.open if each.closes is not None and each.closes <= at)


def opened(checks: Checks, team: str, circle: str, closes: datetime | None) -> Checks:
    """The checks with a round about this circle."""
    number = checks.number + 1
    made = Round(f"{team}_{number}", circle, CLOSING, checks.threshold, closes)
    return replace(checks, number=number, last=circle, open=(*checks.open, made))


def closed(checks: Checks, round: Round, outcome: Outcome) -> Checks:
    """The checks without this round, and with what was shown of it, if anything was."""
    left = tuple(each for each in checks.open if each.id != round.id)
    shown = (*checks.shown, outcome) if outcome.lines else checks.shown
    return replace(checks, open=left, shown=shown)


def forgotten(checks: Checks, today: date) -> Checks:
    """The checks without what was shown too long ago."""
    kept = tuple(each for each in checks.shown if today - each.day < KEPT_FOR)
    return checks if kept == checks.shown else replace(checks, shown=kept)


def line_of(question: str, found: Released) -> CheckLine:
    """A question as it is shown and kept."""
    if isinstance(found, Withheld):
        return CheckLine(question)
    assert isinstance(found, Shown)
    tenths = None if found.value is None else round(found.value * 10)
    return CheckLine(question, found.band, tenths, found.lies)


def outcome_of(day: date, found: dict[str, Released]) -> Outcome:
    """What is shown of a round: a line for each question, or none where nothing can be shown."""
    lines = tuple(line_of(question, each) for question, each in found.items())
    return Outcome(day, lines if any(each.band for each in lines) else ())
