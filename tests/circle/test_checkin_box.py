"""The box: the same whatever the order of the answers, and each person in it once."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circle.checkin.box import NOBODY, STEPS, Box, Heard, answered, fullest, made
from circle.checkin.threshold import LEAST, NotLower, raised

QUESTIONS = ("knew", "invited", "welcome")
PEOPLE = tuple(f"mark-{number}" for number in range(8))

answers = st.dictionaries(st.sampled_from(QUESTIONS), st.integers(1, STEPS))
rounds = st.dictionaries(st.sampled_from(PEOPLE), answers)


def filled(box: Box, submissions: list[tuple[str, dict[str, int]]]) -> Box:
    for mark, chosen in submissions:
        box, heard = answered(box, mark, chosen)
        assert heard is Heard.TAKEN
    return box


@given(given_answers=rounds, data=st.data())
def test_the_box_is_the_same_in_any_order(
    given_answers: dict[str, dict[str, int]], data: st.DataObject
) -> None:
    one = list(given_answers.items())
    other = data.draw(st.permutations(one))

    assert filled(made(PEOPLE, QUESTIONS), one) == filled(made(PEOPLE, QUESTIONS), other)


@given(given_answers=rounds)
def test_counts_are_what_was_chosen(given_answers: dict[str, dict[str, int]]) -> None:
    box = filled(made(PEOPLE, QUESTIONS), list(given_answers.items()))

    assert box.done == frozenset(given_answers)
    for question in QUESTIONS:
        chosen = [each[question] for each in given_answers.values() if question in each]
        assert box.counts[question] == tuple(chosen.count(step) for step in range(1, STEPS + 1))


def test_a_second_answer_changes_nothing() -> None:
    box, _ = answered(made(PEOPLE, QUESTIONS), PEOPLE[0], {"knew": 2})

    again, heard = answered(box, PEOPLE[0], {"knew": 5})

    assert (again, heard) == (box, Heard.HAD)


def test_who_skips_all_questions_has_answered() -> None:
    box, heard = answered(made(PEOPLE, QUESTIONS), PEOPLE[0], {})

    assert heard is Heard.TAKEN
    assert box.done == {PEOPLE[0]}
    assert set(box.counts.values()) == {NOBODY}


@pytest.mark.parametrize("chosen", [{"knew": 0}, {"knew": 6}, {"other": 3}, {"knew": 3, "x": 1}])
def test_what_was_not_asked_is_not_taken(chosen: dict[str, int]) -> None:
    box = made(PEOPLE, QUESTIONS)

    assert answered(box, PEOPLE[0], chosen) == (box, Heard.NOT_READABLE)


def test_who_was_not_asked_is_not_heard() -> None:
    box = made(PEOPLE, QUESTIONS)

    assert answered(box, "a stranger", {"knew": 3}) == (box, Heard.NOT_ASKED)


def test_nothing_in_the_box_has_an_order_or_a_time() -> None:
    """Sets, and counts of steps: there is no place for a row, an id or a moment."""
    box = fullest(made(PEOPLE, QUESTIONS))

    assert [field.name for field in fields(Box)] == ["eligible", "done", "counts"]
    assert isinstance(box.eligible, frozenset)
    assert isinstance(box.done, frozenset)
    assert all(len(counts) == STEPS for counts in box.counts.values())


def test_the_threshold_only_rises() -> None:
    assert raised(LEAST, 8) == 8
    assert raised(8, 8) == 8
    for known, wanted in ((8, 7), (LEAST, LEAST - 1), (0, 3)):
        with pytest.raises(NotLower):
            raised(known, wanted)
