"""Everybody has exactly one position, and the facilitator the moves of the moment."""

import pytest

from circle.events import Began, Paused, Spoke, SteppedOut, TookWord, WentOn
from circle.guide import Pattern
from circle.people import Role
from circle.positions import position_of
from circle.possible import possible_moves
from circle.state import Circle
from tests.circle.people import (
    FREE_ROUND,
    STEPS,
    Table,
    a_round,
    for_one,
    gathering,
    open_talk,
    phase,
    table_of,
    writing,
)

ROLES = {
    "Bo": (Role.FOCUS,),
    "Carl": (Role.NOTES,),
    "Dina": (Role.OBSERVER,),
    "Ea": (Role.INTERVIEWER,),
}
NAMES = ("Anna", "Bo", "Carl", "Dina", "Ea")


def positions(circle: Circle) -> str:
    return " ".join(position_of(circle, n).value for n in range(len(circle.seats)))


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (a_round(), "speaks next notes observes listens"),
        (a_round(silent=(Role.FOCUS,)), "speaks listens next observes listens"),
        (writing(), "writes writes writes observes writes"),
        (for_one(Role.FOCUS), "listens speaks notes observes listens"),
        (
            phase(Pattern.FOCUS_INTERVIEWER, speaker=Role.FOCUS),
            "listens speaks notes observes interviews",
        ),
        (open_talk(), "free free notes observes free"),
        (open_talk(silent=(Role.FOCUS,)), "free listens notes observes free"),
        (STEPS, "speaks listens notes observes listens"),
        (phase(Pattern.PAIR), "pairs pairs pairs observes pairs"),
        (phase(Pattern.FISHBOWL), "free free notes observes free"),
        (phase(Pattern.BOARD), "free free notes observes free"),
        (FREE_ROUND, "free free notes observes free"),
    ],
)
def test_each_pattern_gives_everybody_a_position(first, expected: str) -> None:
    assert positions(table_of(*NAMES, phases=[first], roles=ROLES).circle) == expected


def test_while_one_speaks_in_free_order_nobody_is_next() -> None:
    table = table_of("Anna", "Bo", "Carl", phases=[FREE_ROUND]).does("Carl", TookWord)

    assert positions(table.circle) == "listens listens speaks"


def test_who_is_out_is_away_whatever_happens() -> None:
    table = table_of("Anna", "Bo").does("Bo", SteppedOut, person="Bo")

    assert positions(table.circle) == "speaks away"


def test_before_and_in_a_break_and_afterwards_all_listen() -> None:
    table = Table(gathering("Anna", "Bo"))
    assert positions(table.circle) == "listens listens"
    table.does("Anna", Began).does("Anna", Paused, minutes=5)
    assert positions(table.circle) == "speaks listens"

    assert positions(table.tick(minutes=60 * 24).circle) == "listens listens"


def test_nobody_interviews_themselves() -> None:
    talk = phase(Pattern.FOCUS_INTERVIEWER, speaker=Role.FOCUS)
    both = {"Anna": (Role.FACILITATOR, Role.FOCUS), "Bo": (Role.CO_FACILITATOR,)}

    assert (
        positions(table_of("Anna", "Bo", phases=[talk], roles=both).circle) == "speaks interviews"
    )
    alone = {"Anna": (Role.FACILITATOR, Role.FOCUS)}
    assert positions(table_of("Anna", "Bo", phases=[talk], roles=alone).circle) == "speaks listens"


def test_the_facilitator_asks_while_the_interviewer_is_out() -> None:
    talk = phase(Pattern.FOCUS_INTERVIEWER, speaker=Role.FOCUS)
    table = table_of(*NAMES, phases=[talk], roles=ROLES).does("Ea", SteppedOut, person="Ea")

    assert positions(table.circle) == "interviews speaks notes observes away"


def moves(table: Table) -> str:
    return " ".join(move.value for move in possible_moves(table.circle))


def test_the_facilitator_has_the_moves_of_the_moment_likeliest_first() -> None:
    table = Table(gathering("Anna", "Bo", "Carl", phases=[a_round(), STEPS]))
    assert moves(table) == "begin people hand_over end"

    table.does("Anna", Began)
    assert moves(table) == "go_on more_time skip back pause order people hand_over skip_phase end"
    assert moves(table.tick(minutes=4)).startswith("more_time go_on")
    table.does("Anna", Spoke)
    assert "order" not in moves(table)
    table.does("Bo", Spoke).does("Carl", Spoke)
    assert moves(table) == "go_on back pause people hand_over end"
    table.does("Anna", WentOn)
    assert moves(table) == "go_on more_time steps back pause people hand_over end"
    table.does("Anna", Paused, minutes=5)
    assert moves(table) == "resume people hand_over end"
    table.tick(minutes=60 * 24)

    assert moves(table) == ""


def test_leaving_a_phase_out_is_offered_where_going_on_would_not_leave_it() -> None:
    shows = for_one(Role.FACILITATOR, then_free=True)

    assert "skip_phase" in moves(table_of("Anna", "Bo", phases=[shows]))
    assert "skip_phase" not in moves(table_of("Anna", "Bo", phases=[for_one(Role.FACILITATOR)]))
    assert "skip_phase" not in moves(table_of("Anna", "Bo", phases=[writing()]))


def test_nobody_interviews_when_the_answer_has_been_given() -> None:
    talk = phase(Pattern.FOCUS_INTERVIEWER, speaker=Role.FOCUS)
    table = table_of(*NAMES, phases=[talk], roles=ROLES).does("Bo", Spoke)

    assert positions(table.circle) == "listens listens notes observes listens"


def test_no_move_is_offered_that_would_do_nothing() -> None:
    last = table_of("Anna", "Bo").tick(minutes=5).does("Anna", Spoke)
    assert "skip " not in moves(last)
    assert "more_time" not in moves(last.tick(minutes=9).does("Bo", Spoke))

    free = table_of("Anna", "Bo", "Carl", phases=[FREE_ROUND])
    assert "skip " not in moves(free)
    assert "order" not in moves(free)

    alone = table_of("Anna", "Bo", "Carl").does("Bo", SteppedOut, person="Bo")
    assert "order" not in moves(alone)
