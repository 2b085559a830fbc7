"""People come and go: late, out for a moment, back, home."""

from circle.events import (
    CameBack,
    GaveTime,
    GaveWord,
    Joined,
    Left,
    SkippedPhase,
    Spoke,
    SteppedOut,
    TookWord,
    WentBack,
    WentOn,
)
from circle.notices import (
    CameLate,
    CircleEnded,
    NewFacilitator,
    NotHere,
    OnlyFacilitator,
    TableFull,
    TakeOverOffered,
    WordFree,
    WordWent,
)
from circle.people import LARGEST, Presence, Role
from circle.positions import Position, position_of
from circle.state import Part, Stage
from circle.whispers import SeatKept, WelcomeLate
from tests.circle.people import (
    FREE_ROUND,
    Table,
    a_round,
    for_one,
    gathering,
    open_talk,
    table_of,
    writing,
)

LEADER = {"Carl": (Role.LEADER,)}


def test_a_late_joiner_speaks_at_the_end_before_the_leader_and_hears_where_we_are() -> None:
    table = table_of("Anna", "Bo", "Carl", roles=LEADER)

    table.does("Dina", Joined, name="Dina")

    assert table.waiting == "Bo Dina Carl"
    assert table.told == (
        CameLate(person="Dina", in_round=True),
        WelcomeLate(to="Dina", phase=0, in_round=True),
    )


def test_who_joins_while_the_circle_gathers_is_not_late_for_anything() -> None:
    table = Table(gathering("Anna", "Bo")).does("Carl", Joined, name="Carl")

    assert table.told == (CameLate(person="Carl", in_round=False),)


def test_who_joins_while_all_write_or_talk_waits_for_nothing() -> None:
    for phases in ([writing()], [open_talk()], [for_one(Role.FACILITATOR)]):
        table = table_of("Anna", "Bo", phases=phases).does("Carl", Joined, name="Carl")

        assert table.heard(CameLate) == [CameLate(person="Carl", in_round=False)]
        assert table.waiting == ""


def test_who_joins_in_the_free_talk_after_a_round_starts_no_new_round() -> None:
    table = table_of("Anna", "Bo", phases=[a_round(then_free=True)])
    table.does("Anna", Spoke).does("Bo", Spoke).does("Bo", TookWord)

    table.does("Carl", Joined, name="Carl")
    assert table.waiting == ""
    table.does("Bo", Spoke)

    assert table.told == (WordFree(phase=0),)


def test_a_free_round_is_not_over_before_the_late_joiner_has_had_the_word() -> None:
    table = table_of("Anna", "Bo", phases=[FREE_ROUND])
    table.does("Carl", Joined, name="Carl")

    assert table.heard(CameLate) == [CameLate(person="Carl", in_round=False)]
    for name in ("Anna", "Bo"):
        table.does(name, TookWord).does(name, Spoke)

    assert table.circle.course.part is Part.FREE


def test_who_joins_after_the_round_gets_the_word_at_once() -> None:
    table = table_of("Anna", "Bo").does("Anna", Spoke).does("Bo", Spoke)

    table.does("Carl", Joined, name="Carl")

    assert table.speaking == "Carl"


def test_joining_twice_is_joining_once() -> None:
    table = table_of("Anna", "Bo").does("Carl", Joined, name="Carl")
    before = table.circle

    assert table.does("Carl", Joined, name="Carl").circle is before
    assert table.told == ()


def test_there_is_room_for_twelve_who_have_not_gone_home() -> None:
    names = [f"P{n}" for n in range(LARGEST)]
    table = table_of(*names).does("Zoe", Joined, name="Zoe")

    assert table.told == (TableFull(),)
    table.does("P5", Left, person="P5").does("Zoe", Joined, name="Zoe")
    assert table.heard(CameLate)

    assert table.does("P5", Joined, name="P5").told == (TableFull(),)
    assert table.does("P5", CameBack, person="P5").told == (TableFull(),)


def test_who_leaves_with_the_word_gives_it_to_the_next() -> None:
    table = table_of("Anna", "Bo", "Carl").does("Anna", Spoke)

    table.does("Bo", Left, person="Bo")

    assert table.speaking == "Carl"
    assert table.waiting == ""


def test_who_leaves_while_waiting_is_waited_for_no_more() -> None:
    table = table_of("Anna", "Bo", "Carl").does("Bo", Left, person="Bo")

    assert table.waiting == "Carl"


def test_who_had_gone_home_can_sit_down_again_and_comes_late() -> None:
    for kind, facts in ((Joined, {"name": "Bo"}), (CameBack, {"person": "Bo"})):
        table = table_of("Anna", "Bo", "Carl").does("Bo", Left, person="Bo")

        table.does("Bo", kind, **facts)

        assert table.waiting == "Carl Bo"
        assert table.heard(CameLate) == [CameLate(person="Bo", in_round=True)]
        assert len(table.circle.seats) == 3


def test_who_sits_down_again_after_speaking_has_no_second_turn() -> None:
    table = table_of("Anna", "Bo", "Carl").does("Anna", WentOn).does("Anna", WentOn)
    table.does("Bo", Left, person="Bo")

    table.does("Bo", Joined, name="Bo")

    assert table.heard(CameLate) == [CameLate(person="Bo", in_round=False)]


def test_who_steps_out_with_the_word_speaks_at_the_end() -> None:
    table = table_of("Anna", "Bo", "Carl", roles=LEADER).does("Anna", SteppedOut, person="Anna")

    assert f"{table.speaking} {table.waiting}" == "Bo Anna Carl"
    assert position_of(table.circle, 0) is Position.AWAY
    table.does("Anna", CameBack, person="Anna")

    assert table.waiting == "Anna Carl"
    assert table.heard(SeatKept) == [SeatKept(to="Anna")]


def test_who_comes_back_before_their_turn_has_kept_the_place() -> None:
    table = table_of("Anna", "Bo", "Carl").does("Bo", SteppedOut, person="Bo")

    table.does("Bo", CameBack, person="Bo")

    assert table.waiting == "Bo Carl"
    assert table.told == ()


def test_who_was_passed_by_speaks_at_the_end() -> None:
    table = table_of("Anna", "Bo", "Carl", "Dina").does("Bo", SteppedOut, person="Bo")

    table.does("Anna", Spoke)
    assert f"{table.speaking} {table.waiting}" == "Carl Dina Bo"
    table.does("Bo", CameBack, person="Bo")

    assert table.waiting == "Dina Bo"
    assert table.heard(SeatKept)


def test_who_was_passed_by_in_the_whole_round_gets_the_word_on_coming_back() -> None:
    table = table_of("Anna", "Bo").does("Bo", SteppedOut, person="Bo").does("Anna", Spoke)
    assert table.circle.course.part is Part.REST

    table.does("Bo", CameBack, person="Bo")

    assert table.speaking == "Bo"


def test_joining_on_the_card_is_coming_back_too() -> None:
    table = table_of("Anna", "Bo").does("Bo", SteppedOut, person="Bo")

    table.does("Bo", Joined, name="Bo")

    assert table.circle.seats[1].here
    assert not table.heard(CameLate)


def test_who_takes_the_word_from_the_corridor_is_back() -> None:
    table = table_of("Anna", "Bo", phases=[open_talk()]).does("Bo", SteppedOut, person="Bo")

    table.does("Bo", TookWord)

    assert table.speaking == "Bo"
    assert table.circle.seats[1].here


def test_a_press_that_is_refused_brings_nobody_back() -> None:
    table = table_of("Anna", "Bo").does("Bo", SteppedOut, person="Bo")
    before = table.circle

    assert table.does("Bo", TookWord).circle is before


def test_a_data_owner_who_steps_out_leaves_the_phase_at_rest_and_can_have_the_word_again() -> None:
    table = table_of("Anna", "Bo", phases=[for_one()], roles={"Bo": (Role.OWNER,)})

    table.does("Bo", SteppedOut, person="Bo")
    assert table.circle.course.part is Part.REST
    assert table.waiting == ""
    table.does("Bo", CameBack, person="Bo").does("Anna", GaveWord, to="Bo")

    assert table.speaking == "Bo"


def test_when_all_are_out_the_circle_waits_and_goes_on_with_the_first_who_is_back() -> None:
    table = table_of("Anna", "Bo")
    for name in ("Anna", "Bo"):
        table.does(name, SteppedOut, person=name)

    assert table.circle.course.part is Part.REST
    assert table.does("Bo", CameBack, person="Bo").heard(WordWent)
    assert table.speaking == "Bo"


def test_when_the_last_one_leaves_the_circle_is_over_with_a_draft() -> None:
    table = table_of("Anna", "Bo").does("Anna", Left, person="Anna")

    table.does("Bo", Left, person="Bo")

    assert table.circle.stage is Stage.DRAFT
    assert table.told == (CircleEnded(),)


def test_when_all_leave_before_it_begins_the_circle_can_still_begin() -> None:
    table = Table(gathering("Anna", "Bo"))
    for name in ("Anna", "Bo"):
        table.does(name, Left, person=name)

    assert table.circle.stage is Stage.GATHERING


def test_each_says_it_of_themselves_and_the_facilitator_of_others() -> None:
    for kind, presence in ((SteppedOut, Presence.AWAY), (Left, Presence.GONE)):
        table = table_of("Anna", "Bo", "Carl")

        assert table.does("Bo", kind, person="Carl").told == (OnlyFacilitator(facilitator="Anna"),)
        assert table.does("Anna", kind, person="Carl").circle.seats[2].presence is presence
        assert table.does("Bo", kind, person="Bo").circle.seats[1].presence is presence


def test_where_nobody_facilitates_anybody_may_say_that_somebody_is_out() -> None:
    table = table_of("Anna", "Bo", "Carl").does("Anna", SteppedOut, person="Anna")

    assert table.does("Carl", SteppedOut, person="Bo").speaking == "Carl"
    assert table.does("Zoe", SteppedOut, person="Carl").told == (OnlyFacilitator(facilitator=None),)


def test_nobody_is_sent_out_who_has_no_seat() -> None:
    table = table_of("Anna", "Bo")

    for kind in (SteppedOut, Left, CameBack):
        assert table.does("Anna", kind, person="Zoe").told == (NotHere(),)


def test_when_the_facilitator_goes_home_taking_over_is_offered_at_once() -> None:
    table = table_of("Anna", "Bo", "Carl").does("Anna", Left, person="Anna")

    assert table.heard(TakeOverOffered)
    assert table.does("Bo", Spoke).circle.course.offered


def test_when_the_facilitator_is_out_for_a_moment_nobody_is_asked_to_take_over() -> None:
    table = table_of("Anna", "Bo", "Carl").does("Anna", SteppedOut, person="Anna")

    assert not table.heard(TakeOverOffered)
    assert table.circle.course.waits_since is None


def test_a_co_facilitator_carries_on_without_any_offer() -> None:
    table = table_of("Anna", "Bo", "Carl", roles={"Bo": (Role.CO_FACILITATOR,)})

    table.does("Anna", Left, person="Anna")

    assert not table.heard(TakeOverOffered)
    assert not table.heard(NewFacilitator)
    assert table.circle.facilitator is not None
    assert table.circle.facilitator.person == "Bo"


def test_who_joins_somebody_alone_with_the_word_is_next() -> None:
    table = table_of("Anna").does("Bo", Joined, name="Bo")

    assert table.waiting == "Bo"


def test_who_joins_after_a_free_round_can_take_the_word() -> None:
    table = table_of("Anna", phases=[FREE_ROUND]).does("Anna", TookWord).does("Anna", Spoke)
    assert table.circle.course.part is Part.REST

    table.does("Bo", Joined, name="Bo")

    assert table.circle.course.part is Part.FREE
    assert table.does("Bo", TookWord).speaking == "Bo"


def test_who_joins_a_round_that_was_gone_back_to_gets_no_round_of_their_own() -> None:
    table = table_of("Anna", "Bo", phases=[a_round(), writing()]).does("Anna", SkippedPhase)

    table.does("Anna", WentBack).does("Carl", Joined, name="Carl")

    assert table.heard(CameLate) == [CameLate(person="Carl", in_round=False)]
    assert table.speaking is None


def test_who_only_listens_in_the_round_does_not_wait_after_sitting_down_again() -> None:
    quiet = a_round(silent=(Role.OWNER,))
    table = table_of("Anna", "Bo", "Carl", phases=[quiet], roles={"Carl": (Role.OWNER,)})

    table.does("Carl", Left, person="Carl").does("Carl", Joined, name="Carl")

    assert table.waiting == "Bo"


def test_who_comes_back_after_having_spoken_changes_nothing_in_the_round() -> None:
    table = table_of("Anna", "Bo").does("Anna", Spoke).does("Anna", SteppedOut, person="Anna")

    assert table.does("Anna", CameBack, person="Anna").told == ()
    table.does("Bo", Spoke).does("Bo", SteppedOut, person="Bo")

    assert table.does("Bo", CameBack, person="Bo").told == ()
    assert table.circle.course.part is Part.REST


def test_who_steps_out_in_a_free_round_with_the_word_can_take_it_again() -> None:
    table = table_of("Anna", "Bo", phases=[FREE_ROUND]).does("Anna", TookWord)
    table.does("Anna", SteppedOut, person="Anna").does("Bo", TookWord)

    table.does("Anna", CameBack, person="Anna")
    assert table.told == ()
    table.does("Bo", Spoke)

    assert table.does("Anna", TookWord).speaking == "Anna"


def test_who_comes_back_last_but_for_others_who_are_out_speaks_last() -> None:
    table = table_of("Anna", "Bo", "Carl", "Dina")
    for name in ("Bo", "Carl"):
        table.does(name, SteppedOut, person=name)
    table.does("Anna", Spoke)
    assert f"{table.speaking} {table.waiting}" == "Dina Bo Carl"

    table.does("Bo", CameBack, person="Bo")

    assert table.heard(SeatKept)


def test_the_offer_to_take_over_is_made_once_however_many_leave() -> None:
    table = table_of("Anna", "Bo", "Carl").does("Anna", Left, person="Anna")

    table.does("Bo", Left, person="Bo")

    assert not table.heard(TakeOverOffered)


def test_a_facilitator_who_comes_back_is_waited_for_anew() -> None:
    table = table_of("Anna", "Bo", phases=[writing()])
    table.does("Anna", SteppedOut, person="Anna").tick(minutes=5).tick(minutes=3)
    assert table.circle.course.offered

    table.does("Anna", CameBack, person="Anna")

    assert not table.circle.course.offered
    assert table.circle.course.waits_since == table.now


def test_a_facilitator_who_presses_after_being_passed_by_has_the_word() -> None:
    table = table_of("Anna", "Bo").does("Anna", SteppedOut, person="Anna").does("Bo", Spoke)
    assert table.circle.course.part is Part.REST

    table.does("Anna", GaveTime)

    assert table.speaking == "Anna"


def test_who_has_gone_home_says_nothing_about_others() -> None:
    table = table_of("Anna", "Bo", "Carl")
    for name in ("Anna", "Bo"):
        table.does(name, Left, person=name)

    assert table.does("Bo", SteppedOut, person="Carl").told == (OnlyFacilitator(facilitator=None),)
