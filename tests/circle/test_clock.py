"""Time: who is told, when taking over is offered, and when a circle closes itself."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from circle.deadlines import next_deadline
from circle.events import (
    Began,
    GaveTime,
    Left,
    Paused,
    Resumed,
    SkippedPhase,
    Spoke,
    SteppedOut,
    TookWord,
    WentOn,
)
from circle.guide import Pace
from circle.notices import CircleClosedItself, CircleEnded, TakeOverOffered
from circle.people import Role
from circle.state import Approval, Part, Stage
from circle.whispers import (
    BreakIsOver,
    MinuteLeft,
    PhaseTimeIsUp,
    SpeakerTimeIsUp,
    TimeIsUp,
)
from tests.circle.people import (
    NOON,
    Table,
    a_round,
    circle_of,
    for_one,
    gathering,
    open_talk,
    table_of,
    writing,
)

OWNER = {"Bo": (Role.OWNER,)}


def test_the_speaker_and_the_facilitator_are_told_when_time_is_up_and_nobody_is_cut_off() -> None:
    table = table_of("Anna", "Bo", phases=[for_one()], roles=OWNER)

    table.tick(minutes=10)

    assert table.told == (TimeIsUp(to="Bo"), SpeakerTimeIsUp(to="Anna", speaker="Bo"))
    assert table.speaking == "Bo"
    assert table.tick().told == ()


def test_a_facilitator_who_speaks_is_told_once() -> None:
    table = table_of("Anna", "Bo", phases=[a_round(4)]).tick(minutes=2)

    assert table.told == (TimeIsUp(to="Anna"),)


def test_a_minute_left_is_told_in_turns_of_three_minutes_and_not_in_shorter_ones() -> None:
    long, short = (
        table_of("Anna", "Bo", phases=[a_round(6)]),
        table_of("Anna", "Bo", phases=[a_round(5)]),
    )

    assert long.tick(minutes=1, seconds=59).told == ()
    assert long.tick(seconds=1).told == (MinuteLeft(to="Anna"),)
    assert long.tick().told == ()
    assert short.tick(minutes=2).told == ()


def test_time_that_was_up_is_up_again_after_more_was_given() -> None:
    table = table_of("Anna", "Bo", phases=[a_round(2)]).tick(minutes=1).does("Anna", GaveTime)

    assert table.tick(seconds=59).told == ()
    assert table.tick(seconds=1).heard(TimeIsUp)


def test_a_turn_that_grows_to_three_minutes_hears_of_its_last_one() -> None:
    table = table_of("Anna", "Bo", phases=[a_round(4)]).tick(minutes=2)
    table = table.does("Anna", GaveTime, minutes=2)

    assert table.tick(seconds=61).told == (MinuteLeft(to="Anna"),)


def test_who_has_just_been_given_a_minute_is_not_told_that_a_minute_is_left() -> None:
    table = table_of("Anna", "Bo", phases=[a_round(4)]).tick(minutes=2).does("Anna", GaveTime)

    assert table.tick(seconds=1).told == ()


@pytest.mark.parametrize("first", [writing(5), open_talk(5), a_round(5, pace=Pace.UNTIMED)])
def test_the_facilitator_is_told_when_a_phase_without_turns_has_had_its_minutes(first) -> None:
    table = table_of("Anna", "Bo", phases=[first])

    assert table.tick(minutes=4).told == ()
    assert table.tick(minutes=1).told == (PhaseTimeIsUp(to="Anna"),)
    assert table.tick().told == ()


def test_a_phase_whose_turns_have_a_time_has_none_of_its_own() -> None:
    table = table_of("Anna", "Bo", phases=[a_round(4)]).does("Anna", GaveTime, minutes=9)

    assert table.tick(minutes=5).told == ()


def test_taking_over_is_offered_when_the_circle_has_waited_three_minutes() -> None:
    table = table_of("Anna", "Bo").does("Anna", Spoke).does("Bo", Spoke)

    assert table.tick(minutes=2, seconds=59).told == ()
    assert table.tick(seconds=1).told == (TakeOverOffered(),)
    assert table.tick(minutes=9).told == ()


def test_nobody_waits_for_the_facilitator_while_somebody_else_speaks() -> None:
    table = table_of("Anna", "Bo").does("Anna", Spoke).tick(minutes=10)

    assert table.circle.course.time_told
    assert table.tick(minutes=9).told == ()


def test_nobody_to_ask_when_time_is_up_is_waiting_too() -> None:
    table = table_of("Anna", "Bo").does("Anna", SteppedOut, person="Anna").tick(minutes=10)

    assert table.told == (TimeIsUp(to="Bo"),)
    assert table.tick(minutes=3).told == (TakeOverOffered(),)


def test_a_facilitator_who_speaks_long_has_not_vanished_and_gets_ten_minutes() -> None:
    table = table_of("Anna", "Bo", phases=[for_one(Role.FACILITATOR, 2)]).tick(minutes=2)

    assert table.tick(minutes=9).told == ()
    assert table.tick(minutes=1).told == (TakeOverOffered(),)


def test_the_offer_falls_when_the_circle_moves_again() -> None:
    table = table_of("Anna", "Bo", phases=[writing(), a_round()]).tick(minutes=5).tick(minutes=3)
    assert table.circle.course.offered

    table.does("Anna", WentOn)

    assert not table.circle.course.offered
    assert table.circle.course.waits_since is None


def test_talk_after_the_time_is_up_is_waited_for_anew() -> None:
    table = table_of("Anna", "Bo", phases=[open_talk()]).tick(minutes=10).does("Bo", TookWord)
    assert table.tick(minutes=5).told == ()

    table.does("Bo", Spoke)

    assert table.tick(minutes=3).told == (TakeOverOffered(),)


def test_a_circle_that_nobody_begins_asks_for_somebody_who_will() -> None:
    table = Table(gathering("Anna", "Bo"))

    assert table.tick().told == (BreakIsOver(to="Anna"),)
    assert table.tick(minutes=3).told == (TakeOverOffered(),)
    assert table.does("Anna", Began).circle.stage is Stage.RUNNING
    assert not table.circle.course.offered


def test_the_facilitator_is_told_when_the_break_is_over() -> None:
    table = table_of("Anna", "Bo").does("Anna", Paused, minutes=10)

    assert table.tick(minutes=9).told == ()
    assert table.tick(minutes=1).told == (BreakIsOver(to="Anna"),)
    assert table.tick(minutes=3).told == (TakeOverOffered(),)


def test_a_facilitator_who_leaves_in_the_break_does_not_end_it() -> None:
    table = table_of("Anna", "Bo").does("Anna", Paused, minutes=10)
    table.does("Anna", Left, person="Anna")
    assert table.heard(TakeOverOffered)

    assert table.tick(minutes=5).told == ()
    assert table.tick(minutes=5).circle.course.waits_since == NOON.replace(minute=10)


def test_a_circle_without_any_press_closes_itself_an_hour_after_its_planned_end() -> None:
    table = table_of("Anna", "Bo", phases=[writing(25)]).tick(minutes=84, seconds=59)
    assert table.circle.stage is Stage.RUNNING

    table.tick(seconds=1)

    assert table.circle.stage is Stage.DRAFT
    assert table.circle.closed_itself
    assert table.told == (CircleClosedItself(at=NOON.replace(hour=13, minute=25)),)


def test_a_press_after_the_planned_end_gives_another_hour() -> None:
    table = table_of("Anna", "Bo", phases=[writing(25)]).tick(minutes=80).does("Anna", GaveTime)

    assert table.tick(minutes=59).circle.stage is Stage.RUNNING
    assert table.tick(minutes=1).circle.stage is Stage.DRAFT


def test_a_circle_that_gathered_and_never_began_goes_without_a_draft() -> None:
    table = Table(gathering("Anna", "Bo")).tick(minutes=70)

    assert table.circle.stage is Stage.CLOSED
    assert table.circle.approved is Approval.CALLED_OFF
    assert table.told == (CircleEnded(),)


@pytest.mark.parametrize(
    ("paused", "midnight"),
    [
        (datetime(2026, 3, 3, 12, tzinfo=UTC), datetime(2026, 3, 3, 23, tzinfo=UTC)),
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 22, tzinfo=UTC)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC)),
        (datetime(2026, 7, 1, 22, 30, tzinfo=UTC), datetime(2026, 7, 2, 22, tzinfo=UTC)),
    ],
)
def test_a_break_ends_with_the_day_in_the_teams_own_zone(
    paused: datetime, midnight: datetime
) -> None:
    table = Table(circle_of("Anna", "Bo"), paused).does("Anna", Paused, minutes=5).tick(minutes=5)
    table.now = midnight
    before = table.wait(seconds=-1).tick().circle.stage

    table.tick(seconds=1)

    assert (before, table.circle.stage) == (Stage.PAUSED, Stage.DRAFT)


def test_a_clock_that_jumps_five_hours_ends_the_circle_once() -> None:
    table = table_of("Anna", "Bo").tick(minutes=300)

    assert table.told == (CircleClosedItself(at=table.now),)
    assert table.tick().told == ()


def test_a_press_after_five_hours_without_a_clock_keeps_the_circle_alive() -> None:
    table = table_of("Anna", "Bo").wait(minutes=300).does("Anna", Spoke)

    assert table.speaking == "Bo"
    assert table.tick(minutes=1).circle.stage is Stage.RUNNING


def test_a_clock_that_goes_backwards_gives_no_extra_time() -> None:
    table = table_of("Anna", "Bo", phases=[a_round(4)]).wait(minutes=-60)

    assert table.tick().told == ()
    table.does("Anna", Spoke)

    assert table.seconds == 240


def test_after_half_an_hour_without_a_clock_the_facilitator_is_asked_before_the_team() -> None:
    table = table_of("Anna", "Bo", phases=[writing()]).tick(minutes=35)

    assert table.told == (PhaseTimeIsUp(to="Anna"),)


def test_a_draft_changes_by_itself_after_two_weeks_and_a_closed_circle_never() -> None:
    table = table_of("Anna", "Bo").does("Anna", Paused, minutes=5).tick(minutes=60 * 24)
    assert table.circle.stage is Stage.DRAFT
    closed = table.circle.closed_at
    assert closed is not None

    assert next_deadline(table.circle) == closed.replace(day=closed.day + 14)
    assert table.tick(minutes=60 * 24 * 14).circle.stage is Stage.CLOSED
    assert next_deadline(table.circle) is None
    assert table.tick(minutes=1).told == ()


def test_the_likely_end_is_the_plan_while_all_goes_by_it() -> None:
    phases = [writing(5), a_round(6), for_one(minutes=4), open_talk(5)]
    table = table_of("Anna", "Bo", phases=phases, roles=OWNER)
    end = NOON.replace(minute=20)
    likely = [table.circle.expected_end(table.now)]

    table.wait(minutes=5).does("Anna", WentOn)
    likely.append(table.circle.expected_end(table.now))
    table.wait(minutes=3).does("Anna", Spoke)
    likely.append(table.circle.expected_end(table.now))

    assert likely == [end, end, end]
    assert table.circle.ends == end


def test_the_likely_end_moves_when_turns_take_longer_or_a_phase_is_over_early() -> None:
    table = table_of("Anna", "Bo", phases=[a_round(6), writing(5)])

    assert table.wait(minutes=5).circle.expected_end(table.now) == NOON.replace(minute=13)
    table.does("Anna", Spoke)
    assert table.circle.expected_end(table.now) == NOON.replace(minute=13)
    table.wait(minutes=1).does("Bo", Spoke)

    assert table.circle.expected_end(table.now) == NOON.replace(minute=11)


def test_the_likely_end_counts_the_free_talk_that_is_to_come() -> None:
    table = table_of("Anna", "Bo", phases=[for_one(then_free=True), writing(5)], roles=OWNER)

    table.wait(minutes=8)

    assert table.circle.expected_end(table.now) == NOON.replace(minute=18)
    table.does("Bo", Spoke)
    assert table.circle.course.part is Part.FREE
    assert table.circle.expected_end(table.now) == NOON.replace(minute=18)


def test_the_likely_end_after_a_break_counts_from_when_it_is_said_to_end() -> None:
    table = table_of("Anna", "Bo", phases=[writing(5), writing(5)]).wait(minutes=2)
    table.does("Anna", Paused, minutes=10)

    assert table.circle.expected_end(table.now) == NOON.replace(minute=20)
    table.wait(minutes=15)
    assert table.circle.expected_end(table.now) == NOON.replace(minute=25)
    table.does("Anna", Resumed)

    assert table.circle.expected_end(table.now) == NOON.replace(minute=25)


def test_a_circle_that_gathers_or_is_over_has_a_likely_end_too() -> None:
    table = Table(gathering("Anna", "Bo"))

    assert table.circle.expected_end(NOON.replace(hour=11)) == NOON.replace(minute=10)
    table.does("Anna", Began).tick(minutes=90)

    assert table.circle.expected_end(table.now.replace(hour=20)) == table.circle.closed_at


def minutes_until_due(table: Table) -> float | None:
    moment = next_deadline(table.circle)
    return None if moment is None else (moment - NOON).total_seconds() / 60


def test_a_circle_wants_to_be_asked_at_each_moment_at_which_it_changes() -> None:
    table = Table(gathering("Anna", "Bo", phases=[a_round(8), writing(5)]), NOON)
    table.circle = replace(table.circle, begins=NOON.replace(minute=1))
    assert minutes_until_due(table) == 1
    assert minutes_until_due(table.tick(minutes=1)) == 4
    assert minutes_until_due(table.does("Anna", Began)) == 4
    assert minutes_until_due(table.tick(minutes=3)) == 5
    assert minutes_until_due(table.tick(minutes=1)) == 15
    assert minutes_until_due(table.tick(minutes=10)) == 74
    assert minutes_until_due(table.does("Anna", Paused, minutes=7)) == 22
    assert minutes_until_due(table.tick(minutes=7)) == 25
    assert minutes_until_due(table.does("Anna", Resumed).does("Anna", WentOn)) == 25
    assert minutes_until_due(table.tick(minutes=3).does("Anna", SkippedPhase)) == 30
    assert minutes_until_due(table.tick(minutes=5)) == 33


def test_a_press_with_an_older_time_does_not_make_the_circle_older() -> None:
    table = table_of("Anna", "Bo", "Carl").wait(minutes=5).does("Anna", Spoke)

    table.wait(minutes=-4).does("Bo", Spoke)

    assert table.circle.pressed == NOON.replace(minute=5)


def test_a_facilitator_who_gives_themselves_more_time_is_no_longer_waited_for() -> None:
    table = table_of("Anna", "Bo", phases=[for_one(Role.FACILITATOR, 2)]).tick(minutes=2)
    assert table.tick(minutes=10).circle.course.offered

    table.does("Anna", GaveTime, minutes=2)

    assert not table.circle.course.offered
    assert table.circle.course.waits_since is None


def test_the_offer_stands_while_the_circle_goes_on_without_a_facilitator() -> None:
    table = table_of("Anna", "Bo", "Carl").does("Anna", SteppedOut, person="Anna")
    table.tick(minutes=10).tick(minutes=3)

    table.does("Bo", Spoke)

    assert table.circle.course.offered
    assert table.circle.course.waits_since is None
