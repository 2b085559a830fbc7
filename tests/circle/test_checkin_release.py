"""What is shown of a question: nothing too fine, nothing of few, nothing at the ends."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circle.checkin.box import STEPS, Counts
from circle.checkin.release import Band, Released, Shown, Why, Withheld, nearest, release
from circle.checkin.trend import Alone, Before, beside

HALF, TENTH = Fraction(1, 2), Fraction(1, 10)

many = st.tuples(*[st.integers(0, 30)] * STEPS)


def counts_of(chosen: list[int]) -> Counts:
    return tuple(chosen.count(step) for step in range(1, STEPS + 1))


def mean_of(counts: Counts) -> Fraction:
    return Fraction(sum(step * n for step, n in enumerate(counts, start=1)), sum(counts))


@given(counts=many, threshold=st.integers(0, 12))
def test_of_too_few_there_is_no_number_at_all(counts: Counts, threshold: int) -> None:
    found = release(counts, threshold)

    assert isinstance(found, Withheld) == (sum(counts) < max(threshold, 5))
    if isinstance(found, Withheld):
        assert found == Withheld(Why.FEW)


@given(counts=many)
def test_a_shown_mean_is_as_coarse_as_promised(counts: Counts) -> None:
    found = release(counts)
    if not isinstance(found, Shown) or found.value is None:
        return
    grain = HALF if sum(counts) < 50 else TENTH

    assert (found.value / grain).denominator == 1
    assert abs(found.value - mean_of(counts)) <= grain / 2
    assert bool(found.lies) == (sum(counts) >= 20)
    assert all(share % 10 == 0 for share in found.lies)


@pytest.mark.parametrize("step", [1, STEPS])
@pytest.mark.parametrize("number", [5, 7, 19, 20, 49, 50, 120])
def test_a_common_answer_at_an_end_is_not_shown_and_cannot_be_seen(step: int, number: int) -> None:
    """The same is shown where one of them answered otherwise: so a missing number says nothing."""
    alike = [step] * number
    one_else = [*alike[1:], 2 if step == 1 else 4]

    shown = release(counts_of(alike))

    assert shown == release(counts_of(one_else))
    assert shown == Shown(Band.LOW if step == 1 else Band.HIGH, None)


@pytest.mark.parametrize(
    ("chosen", "band", "value"),
    [
        ([1, 2, 2, 2, 3], Band.LOW, Fraction(2)),
        ([2, 2, 3, 3, 3], Band.MIDDLE, Fraction(5, 2)),
        ([3, 3, 4, 4, 4], Band.MIDDLE, Fraction(7, 2)),
        ([4, 4, 4, 4, 3], Band.HIGH, Fraction(4)),
        ([5, 5, 4, 4, 4], Band.HIGH, Fraction(9, 2)),
    ],
)
def test_bands_follow_from_what_is_shown(chosen: list[int], band: Band, value: Fraction) -> None:
    assert release(counts_of(chosen)) == Shown(band, value)


def test_halfway_is_rounded_up() -> None:
    assert nearest(Fraction(9, 4), HALF) == Fraction(5, 2)
    assert nearest(Fraction(11, 4), HALF) == Fraction(3)


Show = Callable[[Counts], object]

ROUNDS = 20_000


def answer_in(mood: float, chance: random.Random) -> int:
    return min(STEPS, max(1, round(chance.gauss(mood, 1))))


def hits(show: Show, people: int, keeps: float, later: Show | None = None) -> float:
    """How often an attacker guesses the answer of one who leaves between two rounds.

    The attacker knows who left, how many answered, and what was shown before, and after; the best
    guess is the answer that is likeliest then. `keeps`: how likely the others answer as before.
    """
    chance, seen = random.Random(people), defaultdict[object, Counter[int]](Counter)
    for _ in range(ROUNDS):
        mood = chance.choice((2.0, 3.0, 4.0))
        left, *rest = (answer_in(mood, chance) for _ in range(people))
        after = [each if chance.random() < keeps else answer_in(mood, chance) for each in rest]
        shown_after = later(counts_of(after)) if later else None
        seen[show(counts_of([left, *rest])), shown_after][left] += 1
    return sum(max(each.values()) for each in seen.values()) / ROUNDS


@pytest.mark.slow
@pytest.mark.parametrize("people", [6, 12])
def test_who_leaves_is_not_given_away_by_two_rounds(people: int) -> None:
    """No guard on trends is needed for this: it holds with both numbers in plain sight."""
    guessing = hits(mean_of, people, 1.0)

    assert hits(mean_of, people, 1.0, mean_of) > 0.99, "the attacker is too weak to prove anything"
    assert hits(release, people, 1.0, release) <= guessing + 0.15
    assert hits(release, people, 0.8, release) <= guessing + 0.05


SHOWN, OTHER = Shown(Band.MIDDLE, Fraction(3)), Shown(Band.HIGH, Fraction(4))


@pytest.mark.parametrize(
    ("before", "asked", "now", "found"),
    [
        (None, "all", SHOWN, Alone.FIRST),
        (Before("all", SHOWN), "all", OTHER, Before("all", SHOWN)),
        (Before("all", SHOWN), "all but one", OTHER, Alone.CHANGED),
        (Before("all", Withheld(Why.FEW)), "all", OTHER, Alone.NOT_SHOWN),
        (Before("all", SHOWN), "all", Withheld(Why.FEW), Alone.NOT_SHOWN),
        (Before("all", SHOWN), "all", Shown(Band.HIGH, None), Alone.NOT_SHOWN),
    ],
)
def test_only_the_same_people_are_compared(
    before: Before | None, asked: str, now: Released, found: Before | Alone
) -> None:
    assert beside(before, asked, now) == found
