"""The facilitator's moves: on, skip, the word to somebody, another order, back, time, breaks."""

from dataclasses import replace

import pytest

from circle.events import (
    Began,
    CameBack,
    Ended,
    GaveTime,
    GaveWord,
    Joined,
    Left,
    Paused,
    Reordered,
    Resumed,
    SkippedPhase,
    SkippedTurn,
    Spoke,
    SteppedOut,
    TookWord,
    WentBack,
    WentOn,
)
from circle.guide import Order
from circle.notices import (
    CircleBegan,
    CircleEnded,
    CircleGoesOn,
    CircleRests,
    EveryoneWrites,
    HasSpoken,
    MovedOn,
    NotHere,
    NotYourTurn,
    WordWent,
)
from circle.people import Role
from circle.state import Approval, Part, Stage
from tests.circle.people import (
    FREE_ROUND,
    NOON,
    Table,
    a_round,
    for_one,
    gathering,
    open_talk,
    table_of,
    writing,
)

OWNER = {"Bo": (Role.OWNER,)}


def test_a_circle_that_begins_late_has_all_its_minutes() -> None:
    table = Table(gathering("Anna", "Bo")).wait(minutes=7)

    table.does("Anna", Began)

    assert table.heard(CircleBegan) == [
        CircleBegan(facilitator="Anna", ends=NOON.replace(minute=17))
    ]
    assert table.circle.begins == NOON.replace(minute=7)
    assert table.circle.ends == NOON.replace(minute=17)
    assert table.speaking == "Anna"


def test_going_on_gives_the_word_to_the_next_and_after_the_last_phase_there_is_a_draft() -> None:
    table = table_of("Anna", "Bo")

    table.does("Anna", WentOn)
    assert table.speaking == "Bo"
    table.does("Anna", WentOn).does("Anna", WentOn)

    assert table.circle.stage is Stage.DRAFT
    assert table.told == (CircleEnded(),)
    assert table.circle.speaker is None


def test_going_on_while_the_data_owner_has_the_whole_phase_begins_the_next() -> None:
    table = table_of("Anna", "Bo", phases=[for_one(), writing()], roles=OWNER)

    table.does("Anna", WentOn)

    assert table.circle.course.phase == 1


def test_going_on_from_the_data_owner_sets_the_word_free_where_the_guide_says_so() -> None:
    table = table_of("Anna", "Bo", phases=[for_one(then_free=True), writing()], roles=OWNER)

    table.does("Anna", WentOn)

    assert (table.circle.course.phase, table.circle.course.part) == (0, Part.FREE)


def test_leaving_out_the_rest_of_a_round_begins_the_next_phase() -> None:
    table = table_of("Anna", "Bo", phases=[a_round(), writing()])

    table.does("Anna", SkippedPhase)

    assert table.told == (EveryoneWrites(seconds=300, phase=1, opens=True),)


def test_a_skipped_speaker_waits_until_the_end_of_the_round_before_the_leader() -> None:
    table = table_of("Anna", "Bo", "Carl", roles={"Carl": (Role.LEADER,)})

    table.does("Anna", SkippedTurn)

    assert f"{table.speaking} {table.waiting}" == "Bo Anna Carl"


def test_a_speaker_skipped_for_the_leader_comes_after_the_leader() -> None:
    table = table_of("Anna", "Bo", roles={"Bo": (Role.LEADER,)})

    table.does("Anna", SkippedTurn)

    assert f"{table.speaking} {table.waiting}" == "Bo Anna"


def test_skipping_the_only_one_is_a_full_turn() -> None:
    table = table_of("Anna", "Bo")
    table.does("Bo", SteppedOut, person="Bo")

    table.does("Anna", SkippedTurn)

    assert table.circle.course.part is Part.REST


def test_skipping_in_a_free_round_sets_the_word_free_and_the_turn_is_still_to_come() -> None:
    table = table_of("Anna", "Bo", phases=[FREE_ROUND])
    table.does("Bo", TookWord)
    ends = table.circle.course.phase_ends

    table.wait(minutes=1).does("Anna", SkippedTurn)

    assert table.circle.course.part is Part.FREE
    assert table.circle.course.phase_ends == ends
    assert table.does("Bo", TookWord).speaking == "Bo"


def test_nobody_is_skipped_where_nobody_has_the_word() -> None:
    assert table_of("Anna", "Bo", phases=[writing()]).does("Anna", SkippedTurn).told == (
        NotYourTurn(speaker=None),
    )


def test_tapping_a_name_in_a_round_gives_the_word_and_the_turn_before_has_been_had() -> None:
    table = table_of("Anna", "Bo", "Carl", phases=[a_round(6)])

    table.does("Anna", GaveWord, to="Carl")

    assert f"{table.speaking} {table.waiting}" == "Carl Bo"
    assert table.seconds == 180
    assert table.does("Anna", GaveWord, to="Anna").told == (HasSpoken(person="Anna"),)


def test_tapping_the_speaker_changes_nothing() -> None:
    table = table_of("Anna", "Bo")
    before = table.circle

    assert table.does("Anna", GaveWord, to="Anna").circle is before
    assert table.told == ()


def test_the_word_goes_to_nobody_who_is_not_here() -> None:
    table = table_of("Anna", "Bo")
    table.does("Anna", SteppedOut, person="Bo")

    assert table.does("Anna", GaveWord, to="Bo").told == (NotHere(),)
    assert table.does("Anna", GaveWord, to="Zoe").told == (NotHere(),)


def test_tapping_a_name_while_all_write_lets_all_write_on_afterwards() -> None:
    table = table_of("Anna", "Bo", phases=[writing()])

    table.wait(minutes=1).does("Anna", GaveWord, to="Bo").wait(minutes=1).does("Bo", Spoke)

    assert table.circle.course.part is Part.WRITING
    assert table.told == (EveryoneWrites(seconds=180, phase=0),)


def test_tapping_a_name_in_free_talk_lasts_until_they_are_done() -> None:
    table = table_of("Anna", "Bo", phases=[open_talk()])

    table.does("Anna", GaveWord, to="Bo")
    assert table.speaking == "Bo"
    table.does("Bo", Spoke)

    assert table.circle.course.part is Part.FREE


def test_tapping_a_name_after_the_round_gives_a_turn_without_time() -> None:
    table = table_of("Anna", "Bo").does("Anna", WentOn).does("Anna", WentOn)

    table.does("Anna", GaveWord, to="Anna")

    assert table.speaking == "Anna"
    assert table.circle.course.ends is None
    assert table.does("Anna", Spoke).circle.course.part is Part.REST


def test_who_speaks_in_the_data_owners_place_does_not_take_the_free_talk() -> None:
    table = table_of("Anna", "Bo", phases=[for_one(then_free=True)], roles=OWNER)

    table.does("Anna", GaveWord, to="Anna").does("Anna", Spoke)

    assert table.circle.course.part is Part.FREE
    assert table.circle.course.phase_ends == NOON.replace(minute=10)


def test_those_who_wait_can_come_in_another_order() -> None:
    table = table_of("Anna", "Bo", "Carl", "Dina")
    stale = table.circle.course.turn

    table.does("Anna", Reordered, order=("Dina", "Bo", "Carl"))

    assert table.waiting == "Dina Bo Carl"
    assert table.does("Anna", Spoke, turn=stale).told == (MovedOn(),)


@pytest.mark.parametrize(
    "order",
    [("Bo",), ("Bo", "Bo"), ("Bo", "Zoe"), ("Bo", "Carl", "Anna"), ("Bo", "Carl", "Zoe"), ()],
)
def test_an_order_of_other_people_is_an_old_form(order: tuple[str, ...]) -> None:
    table = table_of("Anna", "Bo", "Carl")

    assert table.does("Anna", Reordered, order=order).told == (MovedOn(),)
    assert table.waiting == "Bo Carl"


def test_who_is_out_keeps_the_place_when_the_others_change_theirs() -> None:
    table = table_of("Anna", "Bo", "Carl", "Dina").does("Carl", SteppedOut, person="Carl")

    table.does("Anna", Reordered, order=("Dina", "Bo"))

    assert table.waiting == "Dina Carl Bo"
    assert table.does("Anna", Reordered, order=("Carl", "Bo", "Dina")).waiting == "Carl Bo Dina"


def test_a_leader_who_was_put_first_stays_first_when_somebody_comes_late() -> None:
    table = table_of("Anna", "Bo", "Carl", roles={"Carl": (Role.LEADER,)})

    table.does("Anna", Reordered, order=("Carl", "Bo")).does("Dina", Joined, name="Dina")

    assert table.waiting == "Carl Bo Dina"


def test_going_back_gives_the_word_to_the_one_before_and_then_to_the_one_it_was_taken_from() -> (
    None
):
    table = table_of("Anna", "Bo", "Carl", phases=[a_round(6)]).wait(minutes=2).does("Anna", Spoke)

    table.does("Anna", WentBack)

    assert f"{table.speaking} {table.waiting}" == "Anna Bo Carl"
    assert table.seconds == 80
    assert f"{table.does('Anna', Spoke).speaking} {table.waiting}" == "Bo Carl"


def test_going_back_after_the_round_gives_the_word_to_the_last_one() -> None:
    table = table_of("Anna", "Bo").does("Anna", WentOn).does("Anna", WentOn)

    assert table.does("Anna", WentBack).speaking == "Bo"


def test_going_back_at_the_very_start_begins_again_in_the_same_order() -> None:
    for order in (Order.ROTA, Order.REVERSE):
        table = table_of("Anna", "Bo", "Carl", phases=[a_round(order=order)])
        before = table.circle.course

        table.wait(minutes=1).does("Anna", WentBack)

        assert f"{table.speaking} {table.waiting}" == "Anna Bo Carl"
        assert table.circle.course.orders == before.orders
        assert table.seconds == 200


def test_a_round_that_is_gone_back_from_and_begun_anew_has_the_same_order() -> None:
    phases = [a_round(), a_round(order=Order.REVERSE)]
    table = table_of("Anna", "Bo", "Carl", phases=phases).does("Anna", SkippedPhase)
    order = f"{table.speaking} {table.waiting}"

    table.does("Anna", WentBack)
    assert (table.circle.course.phase, table.circle.course.part) == (0, Part.REST)
    assert table.told == ()
    table.does("Anna", WentOn)

    assert f"{table.speaking} {table.waiting}" == order == "Carl Bo Anna"


def test_after_going_back_to_a_round_the_word_is_given_by_tapping() -> None:
    table = table_of("Anna", "Bo", phases=[a_round(), writing()]).does("Anna", SkippedPhase)

    table.does("Anna", WentBack).does("Anna", GaveWord, to="Bo")

    assert table.speaking == "Bo"


@pytest.mark.parametrize(("first", "part"), [(writing(), Part.WRITING), (open_talk(), Part.FREE)])
def test_after_going_back_to_a_phase_for_all_it_can_have_more_time(first, part) -> None:
    table = table_of("Anna", "Bo", phases=[first, a_round()]).does("Anna", WentOn)

    table.wait(minutes=1).does("Anna", WentBack)
    assert (table.circle.course.phase, table.circle.course.part) == (0, part)
    table.does("Anna", GaveTime, minutes=2)

    assert table.circle.course.phase_ends == NOON.replace(minute=3)
    assert table.does("Anna", WentOn).circle.course.phase == 1


def test_the_data_owner_has_the_word_again_with_what_is_left() -> None:
    table = table_of("Anna", "Bo", phases=[for_one()], roles=OWNER)
    table.wait(minutes=4).does("Bo", Spoke)

    table.does("Anna", WentBack)

    assert (table.speaking, table.seconds) == ("Bo", 360)


def test_one_can_go_back_all_the_way() -> None:
    phases = [writing(), a_round(), for_one(), open_talk()]
    table = table_of("Anna", "Bo", phases=phases, roles=OWNER)
    for _ in range(3):
        table.does("Anna", SkippedPhase)

    for _ in range(3):
        table.does("Anna", WentBack)

    assert table.circle.course.phase == 0
    assert table.circle.course.orders == ()


def test_more_time_counts_from_now_when_time_is_up_and_the_same_press_counts_once() -> None:
    table = table_of("Anna", "Bo", phases=[a_round(2)]).tick(minutes=3)

    table.does("Anna", GaveTime)
    assert table.seconds == 60
    assert not table.circle.course.time_told
    table.does("Anna", GaveTime)

    assert table.told == (MovedOn(),)
    assert table.does("Anna", GaveTime, extra=1).seconds == 120


def test_time_that_was_given_and_not_used_is_not_given_to_the_round() -> None:
    table = table_of("Anna", "Bo", phases=[a_round(4)]).does("Anna", GaveTime, minutes=5)

    table.wait(minutes=2).does("Anna", Spoke)

    assert table.seconds == 120


def test_there_is_no_more_time_to_give_when_all_is_said() -> None:
    table = table_of("Anna", "Bo").does("Anna", WentOn).does("Anna", WentOn)
    before = table.circle

    assert table.does("Anna", GaveTime).circle is before


def test_in_a_break_time_stands_still() -> None:
    table = table_of("Anna", "Bo", phases=[a_round(6)]).wait(minutes=1)

    table.does("Anna", Paused, minutes=30)
    assert table.told == (CircleRests(until=NOON.replace(minute=31)),)
    table.wait(minutes=45).does("Anna", Resumed)

    assert table.told == (CircleGoesOn(speaker="Anna"),)
    assert table.seconds == 120
    assert table.circle.ends == NOON.replace(minute=51)
    assert table.circle.course.phase_ends == NOON.replace(minute=51)


def test_a_break_does_not_use_up_the_turn_it_falls_in() -> None:
    table = table_of("Anna", "Bo", phases=[a_round(6)]).wait(minutes=1)

    table.does("Anna", Paused, minutes=5).wait(minutes=5).does("Anna", Resumed).does("Anna", Spoke)

    assert table.seconds == 300


def test_a_break_in_a_turn_that_is_over_time_tells_nobody_twice() -> None:
    table = table_of("Anna", "Bo", phases=[a_round(2)]).tick(minutes=2)

    table.does("Anna", Paused, minutes=5).wait(minutes=5).does("Anna", Resumed)

    assert table.tick(seconds=1).told == ()
    assert table.circle.course.waits_since == NOON.replace(minute=7)


def test_a_break_that_ends_before_it_began_takes_no_time_away() -> None:
    table = table_of("Anna", "Bo").does("Anna", Paused, minutes=5)
    ends = table.circle.course.ends

    table.wait(minutes=-30).does("Anna", Resumed)

    assert table.circle.course.ends == ends


def test_who_has_the_word_and_goes_out_in_the_break_has_it_again_after_it() -> None:
    for phases in ([a_round()], [for_one(Role.FOCUS)], [open_talk()]):
        table = table_of("Anna", "Bo", "Carl", phases=phases, roles={"Bo": (Role.FOCUS,)})
        table.does("Anna", GaveWord, to="Bo").does("Anna", Paused, minutes=30)

        table.wait(minutes=20).does("Bo", SteppedOut, person="Bo")
        assert table.speaking is None
        table.does("Bo", CameBack, person="Bo").does("Anna", Resumed)

        assert table.speaking == "Bo"
        assert table.circle.course.waiting == ((2,) if phases == [a_round()] else ())
        if phases == [a_round()]:
            assert table.seconds == 300


def test_who_does_not_come_back_from_the_break_is_passed_by() -> None:
    table = table_of("Anna", "Bo", "Carl", phases=[a_round()]).does("Anna", WentOn)
    table.does("Anna", Paused, minutes=30).does("Anna", SteppedOut, person="Bo")

    table.does("Anna", Resumed)

    assert f"{table.speaking} {table.waiting}" == "Carl Bo"
    assert table.told[0] == CircleGoesOn(speaker=None)
    assert table.heard(WordWent)


def test_a_data_owner_who_does_not_come_back_leaves_the_phase_at_rest() -> None:
    table = table_of("Anna", "Bo", phases=[for_one()], roles=OWNER)
    table.does("Anna", Paused, minutes=30).does("Anna", SteppedOut, person="Bo")

    table.does("Anna", Resumed)

    assert table.circle.course.part is Part.REST
    assert table.circle.course.waiting == ()


def test_who_goes_home_in_the_break_does_not_get_the_word_after_it() -> None:
    table = table_of("Anna", "Bo").does("Anna", WentOn).does("Anna", Paused, minutes=30)

    table.does("Bo", Left, person="Bo").does("Anna", Resumed)

    assert table.speaking is None
    assert table.circle.course.part is Part.REST


def test_who_joins_in_a_break_after_the_round_gets_the_word_when_it_is_over() -> None:
    table = table_of("Anna", "Bo").does("Anna", WentOn).does("Anna", WentOn)
    table.does("Anna", Paused, minutes=10).does("Carl", Joined, name="Carl")
    assert table.speaking is None

    table.does("Anna", Resumed)

    assert table.speaking == "Carl"


def test_ending_early_leaves_a_draft_without_a_course() -> None:
    table = table_of("Anna", "Bo", phases=[writing(), a_round()]).does("Anna", WentOn)
    table.wait(minutes=2).does("Anna", Ended)

    course = table.circle.course
    assert table.circle.stage is Stage.DRAFT
    assert table.circle.closed_at == NOON.replace(minute=2)
    assert course == replace(type(course)(), phase=1, turn=course.turn)


def test_a_circle_that_never_began_is_called_off_without_a_draft() -> None:
    table = Table(gathering("Anna", "Bo")).does("Anna", Ended)

    assert table.circle.stage is Stage.CLOSED
    assert table.circle.approved is Approval.CALLED_OFF
    assert table.told == (CircleEnded(),)


def test_going_back_in_free_order_gives_a_turn_without_time() -> None:
    free_round = table_of("Anna", "Bo", phases=[FREE_ROUND]).does("Bo", TookWord).does("Bo", Spoke)
    talk = table_of("Anna", "Bo", phases=[for_one(then_free=True)], roles=OWNER).does("Bo", Spoke)

    for table in (free_round, talk):
        table.does("Anna", WentBack)

        assert table.speaking == "Bo"
        assert table.circle.course.ends is None


def test_the_data_owner_who_has_the_word_again_late_has_a_short_turn() -> None:
    table = table_of("Anna", "Bo", phases=[for_one()], roles=OWNER).wait(minutes=20)

    table.does("Bo", Spoke).does("Anna", WentBack)

    assert table.seconds == 45


def test_going_back_goes_past_who_is_out_and_past_the_speaker() -> None:
    table = table_of("Anna", "Bo", "Carl").does("Anna", Spoke).does("Bo", Spoke)
    table.does("Bo", SteppedOut, person="Bo")
    assert table.does("Anna", WentBack).speaking == "Anna"

    talk = table_of("Anna", "Bo", phases=[open_talk()])
    for name in ("Anna", "Bo"):
        talk.does(name, TookWord).does(name, Spoke)
    talk.does("Bo", TookWord)

    assert talk.does("Anna", WentBack).speaking == "Anna"


@pytest.mark.parametrize("between", [writing(), FREE_ROUND])
def test_going_back_from_a_phase_without_turns_leaves_the_order_of_the_rounds(between) -> None:
    table = table_of("Anna", "Bo", "Carl", phases=[a_round(), between, a_round()])
    table.does("Anna", SkippedPhase).does("Anna", WentBack)

    table.does("Anna", WentOn).does("Anna", WentOn)

    assert table.speaking == "Bo"


def test_after_going_back_nobody_is_told_again_that_time_is_up() -> None:
    table = table_of("Anna", "Bo", phases=[open_talk(), writing()]).wait(minutes=9)
    table.does("Anna", WentOn).wait(minutes=1)
    old = table.circle.course.turn

    table.does("Anna", WentBack)

    assert table.tick().told == ()
    assert table.circle.course.began == table.now
    assert table.does("Anna", WentOn, turn=old).told == (MovedOn(),)
    table.does("Bo", TookWord).does("Bo", Spoke)
    assert table.circle.course.part is Part.FREE
    assert table.circle.course.began == table.now


def test_more_time_for_a_phase_counts_from_its_end_or_from_now_when_it_is_over() -> None:
    table = table_of("Anna", "Bo", phases=[writing(5)]).wait(minutes=2)

    table.does("Anna", GaveTime)
    assert table.circle.course.phase_ends == NOON.replace(minute=6)
    table.wait(minutes=7).does("Anna", GaveTime, extra=1)

    assert table.circle.course.phase_ends == NOON.replace(minute=10)


def test_a_break_while_all_write_or_rest_ends_quietly() -> None:
    nobody = a_round(silent=(Role.FACILITATOR,))
    for phases in ([writing()], [open_talk()], [nobody]):
        table = table_of("Anna", phases=phases).does("Anna", Paused, minutes=5).wait(minutes=5)

        assert table.does("Anna", Resumed).told == (CircleGoesOn(speaker=None),)


def test_a_facilitator_who_calls_a_break_is_there_after_all() -> None:
    table = table_of("Anna", "Bo", phases=[writing()]).tick(minutes=5).tick(minutes=3)
    assert table.circle.course.offered

    table.does("Anna", Paused, minutes=5)

    assert not table.circle.course.offered
    assert table.tick(minutes=1).told == ()


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (WentOn, {}),
        (WentBack, {}),
        (SkippedTurn, {}),
        (SkippedPhase, {}),
        (GaveWord, {"to": "Carl"}),
        (Reordered, {"order": ("Carl", "Bo")}),
        (Paused, {"minutes": 5}),
        (Ended, {}),
    ],
)
def test_after_a_move_every_older_card_is_old(kind: type, facts: dict) -> None:
    table = table_of("Anna", "Bo", "Carl", phases=[a_round(), writing()])
    before = table.circle.course.turn

    assert table.does("Anna", kind, **facts).circle.course.turn > before


def test_a_circle_names_the_one_who_facilitates_wherever_they_sit() -> None:
    table = Table(gathering("Anna", "Bo", roles={"Bo": (Role.FACILITATOR,)}))

    assert table.does("Bo", Began).heard(CircleBegan)[0].facilitator == "Bo"


def test_tapping_a_name_in_a_free_round_gives_a_turn_without_time() -> None:
    table = table_of("Anna", "Bo", phases=[FREE_ROUND]).does("Anna", GaveWord, to="Bo")

    assert table.speaking == "Bo"
    assert table.circle.course.ends is None
