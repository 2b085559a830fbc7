"""A guide is worked out for so many people and so many minutes."""

import pytest

from circle.guide import Guide, Line, Order, Pace, Source
from circle.people import Role, Seat
from circle.scaling import (
    LONGEST,
    SHORTEST,
    in_language,
    minutes_at,
    names_of,
    plan_of,
    tight_rounds,
)
from tests.circle.people import a_round, for_one, guides, open_talk, writing

EVERY_GUIDE = sorted(guides())
CROWDS = range(2, 13)


def seats(count: int, *roles: Role) -> tuple[Seat, ...]:
    held = [(role,) for role in roles] + [()] * count
    return tuple(Seat(str(n), str(n), held[n]) for n in range(count))


def guide_of(*lines: Line, lengths: tuple[int, ...]) -> Guide:
    source = Source("Ordet", "", "own", "own")
    texts = {"da": "Prøve", "nb": "Prøve", "en": "Test"}
    return Guide("test", 1, texts, texts, (), (), 2, 5, 12, lengths, source, lines, "digest")


@pytest.mark.parametrize("name", EVERY_GUIDE)
def test_the_minutes_of_every_guide_sum_to_any_length(name: str) -> None:
    guide = guides()[name]

    for length in range(SHORTEST, LONGEST + 1):
        minutes = minutes_at(guide.lines, guide.lengths, length)

        assert sum(minutes) == length
        assert all(part >= 0 for part in minutes)
        plan = plan_of(guide, length, "da")
        assert sum(each.minutes for each in plan.phases) == plan.minutes == length
        assert all(each.minutes >= 1 for each in plan.phases)


@pytest.mark.parametrize("name", EVERY_GUIDE)
def test_a_length_in_the_table_takes_the_column_as_it_stands(name: str) -> None:
    guide = guides()[name]

    for length in guide.lengths:
        column = tuple(line.minutes.get(length, 0) for line in guide.lines)

        assert minutes_at(guide.lines, guide.lengths, length) == column


@pytest.mark.parametrize("name", EVERY_GUIDE)
def test_a_length_between_has_the_phases_of_the_shorter_column_and_its_fixed_minutes(name) -> None:
    guide = guides()[name]

    for length in range(guide.lengths[0], LONGEST + 1):
        column = max(known for known in guide.lengths if known <= length)
        minutes = minutes_at(guide.lines, guide.lengths, length)

        for line, part in zip(guide.lines, minutes, strict=True):
            there = line.minutes.get(column, 0)
            assert (part > 0) == (there > 0)
            assert part == there if line.fixed else part >= there


@pytest.mark.parametrize("name", EVERY_GUIDE)
def test_every_round_that_is_too_short_is_named_and_no_other(name: str) -> None:
    guide = guides()[name]

    for length in range(SHORTEST, LONGEST + 1):
        plan = plan_of(guide, length, "da")
        for count in CROWDS:
            tight = {found.phase.id: found.seconds for found in tight_rounds(plan, seats(count))}

            expected = {
                each.id: each.minutes * 60 // count
                for each in plan.phases
                if each.pattern == "round"
                and each.pace == "equal"
                and not each.then_free
                and each.minutes * 60 // count < (15 if each.sentence else 45)
            }
            assert tight == expected


def test_the_difference_is_shared_out_by_weight_the_largest_remainder_first() -> None:
    lines = (
        Line(writing(), {20: 10}, weight=2),
        Line(a_round(), {20: 6}, weight=1),
        Line(open_talk(), {20: 4}, fixed=True),
    )

    assert minutes_at(lines, (20,), 24) == (13, 7, 4)
    assert minutes_at(lines, (20,), 25) == (13, 8, 4)
    assert minutes_at(lines, (20,), 26) == (14, 8, 4)


def test_a_length_below_the_shortest_column_takes_from_it() -> None:
    lines = (
        Line(writing(), {20: 12}, weight=3),
        Line(a_round(), {20: 4}, weight=1),
        Line(open_talk(), {20: 4}, fixed=True),
    )

    assert minutes_at(lines, (20,), 16) == (9, 3, 4)


def test_fixed_phases_give_only_when_the_others_have_nothing_left_to_give() -> None:
    lines = (Line(writing(), {20: 12}, fixed=True), Line(a_round(), {20: 8}, weight=1))

    assert minutes_at(lines, (20,), 13) == (12, 1)
    assert minutes_at(lines, (20,), 10) == (9, 1)


def test_a_guide_of_fixed_phases_alone_has_other_lengths_too() -> None:
    lines = (Line(writing(), {20: 12}, fixed=True), Line(a_round(), {20: 8}, fixed=True))

    assert sum(minutes_at(lines, (20,), 31)) == 31


def test_a_phase_that_the_column_leaves_out_is_left_out() -> None:
    lines = (Line(writing(), {20: 20, 40: 30}), Line(a_round(), {40: 10}))
    guide = guide_of(*lines, lengths=(20, 40))

    assert [each.id for each in plan_of(guide, 39, "da").phases] == ["individual"]
    assert len(plan_of(guide, 41, "da").phases) == 2


def test_a_plan_has_the_texts_of_the_team_and_english_and_the_guides_own_facts() -> None:
    plan = plan_of(guides()["laeringscirkel"], 45, "nb")

    for each in plan.phases:
        for texts in (plan.name, each.name, each.prompt, each.listen, each.aside, each.cue):
            assert set(texts) in ({"nb", "en"}, set())
    assert (plan.guide, plan.digest) == ("laeringscirkel", "laeringscirkel")
    assert names_of(plan, "nb")[0] == "Sett rammen"
    assert in_language(plan.name, "da") == "Learning circle"
    assert in_language({}, "da") == ""


def test_a_round_held_in_free_order_has_no_turns_that_are_too_short() -> None:
    line = Line(a_round(then_free=True, id="talk"), {10: 10})
    plan = plan_of(guide_of(line, lengths=(10,)), 10, "da", free={"talk"})

    (talk,) = plan.phases
    assert (talk.order, talk.pace, talk.then_free) == (Order.FREE, Pace.UNTIMED, False)
    assert tight_rounds(plan, seats(12)) == ()


def test_only_those_who_may_speak_share_a_round_and_free_talk_takes_half() -> None:
    line = Line(a_round(then_free=True, silent=(Role.OWNER,)), {10: 6})
    talk = Line(open_talk(), {10: 4})
    plan = plan_of(guide_of(line, talk, lengths=(10,)), 10, "da")

    assert tight_rounds(plan, seats(6, Role.OWNER, Role.OBSERVER)) == ()
    (tight,) = tight_rounds(plan, seats(7, Role.OWNER, Role.OBSERVER))

    assert tight.seconds == 36
    assert tight_rounds(plan, ()) == ()


@pytest.mark.parametrize(
    "first",
    [
        a_round(1, pace=Pace.UNTIMED),
        a_round(1, pace=Pace.FIXED, seconds=30),
        for_one(),
        open_talk(),
    ],
)
def test_only_rounds_of_equal_shares_can_be_too_short(first) -> None:
    guide = guide_of(Line(first, {10: 10}), lengths=(10,))

    assert tight_rounds(plan_of(guide, 10, "da"), seats(20)) == ()


def test_a_phase_that_is_not_there_gets_no_minutes_from_the_others() -> None:
    absent = Line(open_talk(), {40: 10})
    lines = (
        absent,
        Line(writing(), {20: 12, 40: 15}, fixed=True),
        Line(a_round(), {20: 8, 40: 15}, fixed=True),
    )

    assert minutes_at(lines, (20, 40), 30)[0] == 0
    assert sum(minutes_at(lines, (20, 40), 30)) == 30
