"""What may be shown of a question when its round is closed.

    fewer than the threshold    nothing; not even how few
    fewer than 50               the mean to the nearest half, and its band
    50 and more                 the mean to one decimal, and its band
    20 and more                 also how the answers lie, in tens of a hundred

Halves, for they are what tells an attacker no more about one who left than the mean itself does
(measured: docs/checkins.md). At either end of the scale only the band is shown: a mean of 1 could
say what each one answered, and a missing number that it does.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from circle.checkin.box import STEPS, Counts
from circle.checkin.threshold import LEAST

HALVES_BELOW = 50
LIES_FROM = 20

LOW_UNTIL, HIGH_FROM = Fraction(2), Fraction(4)
"""On the scale from 1 to 5: where *low* ends and *high* begins."""


class Band(StrEnum):
    """Where a mean lies."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


class Why(StrEnum):
    """Why something is not shown."""

    FEW = "few"
    """Too few answered."""
    OTHERS = "others"
    """Together with other numbers it could show what a few answered."""


@dataclass(frozen=True)
class Withheld:
    """Nothing is shown, and this is why. There is no number in it."""

    why: Why


@dataclass(frozen=True)
class Shown:
    """What everybody in the audience sees of a question.

    `value` is None at the ends of the scale. `lies` is how many in a hundred chose each step, in
    tens, the lowest step first; it is empty where too few answered.
    """

    band: Band
    value: Fraction | None
    lies: tuple[int, ...] = ()


Released = Shown | Withheld


def release(counts: Counts, threshold: int = LEAST) -> Released:
    """What may be shown of one question."""
    answers = sum(counts)
    if answers < max(threshold, LEAST):
        return Withheld(Why.FEW)
    mean = Fraction(sum(step * n for step, n in enumerate(counts, start=1)), answers)
    half = nearest(mean, Fraction(1, 2))
    at_an_end = half in {1, STEPS}
    value = half if answers < HALVES_BELOW else nearest(mean, Fraction(1, 10))
    return Shown(
        band=_band(half),
        value=None if at_an_end else value,
        lies=() if at_an_end or answers < LIES_FROM else _in_tens(counts),
    )


def _band(value: Fraction) -> Band:
    if value <= LOW_UNTIL:
        return Band.LOW
    return Band.HIGH if value >= HIGH_FROM else Band.MIDDLE


def nearest(value: Fraction, step: Fraction) -> Fraction:
    """The nearest multiple of a step; halfway is rounded up."""
    return (value / step + Fraction(1, 2)).__floor__() * step


def _in_tens(counts: Counts) -> tuple[int, ...]:
    answers = sum(counts)
    return tuple(int(nearest(Fraction(100 * number, answers), Fraction(10))) for number in counts)
