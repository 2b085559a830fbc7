"""The remainder rule: from all that is shown of a unit, no small group can be worked out."""

import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import combinations

from circle.checkin.box import Counts
from circle.checkin.release import Shown, Why, Withheld
from circle.checkin.units import Part, released

Rule = Callable[[Part], set[str]]


def people(number: int) -> Counts:
    return (0, number // 2, 0, number - number // 2, 0)


def careful(whole: Part) -> set[str]:
    return {id for id, found in released(whole).items() if isinstance(found, Shown)}


def naive(whole: Part) -> set[str]:
    """Whatever has five answers is shown."""
    return {part.id for part in every(whole) if sum(part.counts) >= 5}


def every(part: Part) -> Iterator[Part]:
    yield part
    for each in part.parts:
        yield from every(each)


def a_unit(chance: random.Random, name: str = "u", depth: int = 0) -> Part:
    """A municipality of a random shape, where some work in no team of it."""
    below = () if depth == 3 or (depth and chance.random() < 0.4) else range(chance.randint(1, 3))
    parts = tuple(a_unit(chance, f"{name}{number}", depth + 1) for number in below)
    own = chance.choice((0, 0, 1, 2, 6)) if parts else chance.choice((0, 1, 2, 3, 4, 5, 6, 9))
    return Part(name, people(own), parts)


def leak(whole: Part, rule: Rule) -> bool:
    """Whether the answers of some group of fewer than five follow from what is shown.

    A cell is the answers that a part has of its own. What is shown are sums over cells; a group
    can be worked out if and only if its sum is a combination of these. Groups beyond three cells
    are left out: each of them has fewer than five people, so there are few of those.
    """
    cells = [part.id for part in every(whole) if sum(part.own)]
    size = {part.id: sum(part.own) for part in every(whole)}
    shown = rule(whole)
    rows = [
        [Fraction(cell in {each.id for each in every(part)}) for cell in cells]
        for part in every(whole)
        if part.id in shown
    ]
    basis = reduced(rows)
    return any(
        follows([Fraction(cell in group) for cell in cells], basis)
        for number in (1, 2, 3, 4)
        for group in combinations(cells, number)
        if sum(size[cell] for cell in group) < 5
    )


def reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """The rows in echelon form, exactly."""
    basis: list[list[Fraction]] = []
    for row in rows:
        rest = remainder(row, basis)
        if any(rest):
            basis.append(rest)
    return basis


def remainder(row: list[Fraction], basis: list[list[Fraction]]) -> list[Fraction]:
    for known in basis:
        lead = next(place for place, value in enumerate(known) if value)
        if row[lead]:
            factor = row[lead] / known[lead]
            row = [value - factor * other for value, other in zip(row, known, strict=True)]
    return row


def follows(group: list[Fraction], basis: list[list[Fraction]]) -> bool:
    return not any(remainder(group, basis))


def test_no_small_group_can_be_worked_out() -> None:
    """1,500 municipalities; the naive rule gives many away, or this test would prove nothing."""
    chance = random.Random(7)
    units = [a_unit(chance) for _ in range(1_500)]

    assert sum(leak(unit, careful) for unit in units) == 0
    assert sum(leak(unit, naive) for unit in units) > 300


def test_four_teams_of_five_are_not_shown_beside_their_school() -> None:
    teams = tuple(Part(f"team-{number}", people(6)) for number in range(4))
    school = Part("school", people(0), (*teams, Part("team-4", people(2))))

    found = released(school)

    assert isinstance(found["team-0"], Shown)
    assert found["team-4"] == Withheld(Why.FEW)
    assert found["school"] == Withheld(Why.OTHERS)


def test_a_school_is_shown_where_all_its_teams_are() -> None:
    teams = tuple(Part(f"team-{number}", people(6)) for number in range(4))

    assert all(isinstance(each, Shown) for each in released(Part("s", people(0), teams)).values())


def test_a_higher_threshold_counts_for_the_rest_too() -> None:
    school = Part("school", people(5), (Part("team", people(8)),))

    assert isinstance(released(school)["school"], Shown)
    assert released(school, 8)["school"] == Withheld(Why.OTHERS)
    assert released(school, 1) == released(school)
