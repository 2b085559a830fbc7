"""Who facilitates: handing over, taking over after it was offered, and giving back."""

from dataclasses import replace

from circle.answers import StillFacilitated
from circle.events import (
    CameBack,
    HandedOver,
    Joined,
    Left,
    SteppedOut,
    TookBack,
    TookOver,
    WentOn,
    Wrote,
)
from circle.guide import Output, Phase
from circle.notices import MovedOn, NewFacilitator, NotHere, OnlyFacilitator
from circle.people import Role
from circle.state import Circle
from circle.whispers import RoleOfferedBack
from tests.circle.people import Table, a_round, for_one, table_of, writing


def led_by(circle: Circle) -> list[str]:
    return [seat.name for seat in circle.seats if seat.has(Role.FACILITATOR)]


def writing_a_note() -> Phase:
    return replace(writing(), output=Output.NOTE)


def silent_for_three_minutes(*names: str) -> Table:
    """All have written, and the facilitator has not moved on for three minutes."""
    table = table_of(*names, phases=[writing_a_note(), a_round()])
    return table.tick(minutes=5).tick(minutes=3)


def test_a_role_goes_to_another_person() -> None:
    table = table_of("Anna", "Bo")

    table.does("Anna", HandedOver, to="Bo")

    assert led_by(table.circle) == ["Bo"]
    assert table.told == (NewFacilitator(person="Bo"),)
    assert table.does("Anna", WentOn).told == (OnlyFacilitator(facilitator="Bo"),)


def test_handing_over_twice_is_handing_over_once() -> None:
    roles = {"Anna": (Role.FACILITATOR,), "Bo": (Role.NOTES,)}
    table = table_of("Anna", "Bo", roles=roles)
    before = table.circle

    assert table.does("Anna", HandedOver, to="Bo", role=Role.NOTES).circle is before


def test_a_role_goes_to_nobody_who_is_not_here() -> None:
    table = table_of("Anna", "Bo").does("Bo", SteppedOut, person="Bo")

    assert table.does("Anna", HandedOver, to="Bo").told == (NotHere(),)
    assert table.does("Anna", HandedOver, to="Zoe").told == (NotHere(),)


def test_there_can_be_several_observers_and_one_note_taker() -> None:
    roles = {"Bo": (Role.OBSERVER, Role.NOTES)}
    table = table_of("Anna", "Bo", "Carl", roles=roles)

    table.does("Anna", HandedOver, to="Carl", role=Role.OBSERVER)
    table.does("Anna", HandedOver, to="Carl", role=Role.NOTES)

    assert [seat.has(Role.OBSERVER) for seat in table.circle.seats] == [False, True, True]
    assert [seat.has(Role.NOTES) for seat in table.circle.seats] == [False, False, True]


def test_who_begins_to_observe_waits_for_the_word_no_more() -> None:
    table = table_of("Anna", "Bo", "Carl")

    table.does("Anna", HandedOver, to="Bo", role=Role.OBSERVER)

    assert table.waiting == "Carl"


def test_nobody_takes_over_before_it_was_offered() -> None:
    table = table_of("Anna", "Bo")

    assert table.does("Bo", TookOver).told == (StillFacilitated(person="Anna"),)
    assert table.does("Zoe", TookOver).told == (NotHere(),)


def test_whoever_takes_over_stands_in_for_the_facilitator() -> None:
    table = silent_for_three_minutes("Anna", "Bo", "Carl")

    table.does("Bo", TookOver)

    assert led_by(table.circle) == ["Bo"]
    assert table.told == (NewFacilitator(person="Bo"),)
    assert table.circle.stands_in_for == 0
    assert table.does("Bo", TookOver).told == ()
    assert table.does("Carl", TookOver).told == (StillFacilitated(person="Bo"),)


def test_a_second_stand_in_stands_in_for_the_first_facilitator_still() -> None:
    table = silent_for_three_minutes("Anna", "Bo", "Carl").does("Bo", TookOver).tick(minutes=3)

    table.does("Carl", TookOver)

    assert led_by(table.circle) == ["Carl"]
    assert table.circle.stands_in_for == 0


def test_the_facilitator_who_answers_the_offer_goes_on_facilitating() -> None:
    table = silent_for_three_minutes("Anna", "Bo")

    table.does("Anna", TookOver)

    assert (table.told, led_by(table.circle)) == ((), ["Anna"])
    assert not table.circle.course.offered
    assert table.tick(minutes=2).told == ()


def test_the_role_is_offered_back_once_and_can_be_taken_back() -> None:
    table = silent_for_three_minutes("Anna", "Bo", "Carl").does("Bo", TookOver)

    table.does("Anna", Wrote, what=Output.NOTE, text="I am here")
    assert table.told == (RoleOfferedBack(to="Anna"),)
    assert table.does("Anna", Wrote, what=Output.NOTE, text="Still here").told == ()
    table.does("Anna", TookBack)

    assert led_by(table.circle) == ["Anna"]
    assert table.told == (NewFacilitator(person="Anna"),)
    assert table.does("Anna", TookBack).told == ()


def test_who_goes_out_is_not_offered_the_role_in_the_door() -> None:
    table = silent_for_three_minutes("Anna", "Bo").does("Bo", TookOver)

    assert table.does("Anna", SteppedOut, person="Anna").told == ()
    assert table.does("Anna", CameBack, person="Anna").heard(RoleOfferedBack)


def test_who_comes_back_as_facilitator_of_the_day_is_offered_the_role() -> None:
    for out, kind, facts in (
        (SteppedOut, CameBack, {"person": "Anna"}),
        (Left, Joined, {"name": "Anna"}),
    ):
        table = table_of("Anna", "Bo", "Carl", phases=[writing()])
        table.does("Anna", out, person="Anna").tick(minutes=5).tick(minutes=3).does("Bo", TookOver)

        table.does("Anna", kind, **facts)

        assert table.heard(RoleOfferedBack) == [RoleOfferedBack(to="Anna")]
        assert table.circle.return_told


def test_the_role_is_offered_back_after_each_time_somebody_took_over() -> None:
    table = silent_for_three_minutes("Anna", "Bo").does("Bo", TookOver)
    table.does("Anna", Wrote, what=Output.NOTE, text="Back").does("Anna", TookBack)
    table.tick(minutes=3).does("Bo", TookOver)

    table.does("Anna", Wrote, what=Output.NOTE, text="Back again")

    assert table.heard(RoleOfferedBack)


def test_only_the_facilitator_of_the_day_takes_the_role_back() -> None:
    table = silent_for_three_minutes("Anna", "Bo", "Carl").does("Bo", TookOver)

    assert table.does("Carl", TookBack).told == (MovedOn(),)
    assert table.does("Zoe", TookBack).told == (NotHere(),)


def test_handing_over_another_role_leaves_the_stand_in_a_stand_in() -> None:
    table = silent_for_three_minutes("Anna", "Bo", "Carl").does("Bo", TookOver)

    table.does("Bo", HandedOver, to="Carl", role=Role.NOTES)
    assert table.circle.stands_in_for == 0
    table.does("Bo", HandedOver, to="Carl")

    assert table.circle.stands_in_for is None


def test_a_new_facilitator_is_given_three_minutes_too() -> None:
    table = silent_for_three_minutes("Anna", "Bo").does("Bo", TookOver)

    assert table.tick(minutes=2, seconds=59).told == ()
    assert table.tick(seconds=1).circle.course.offered


def test_a_facilitator_who_presses_from_the_corridor_is_back() -> None:
    table = table_of("Anna", "Bo", phases=[for_one(Role.FACILITATOR), writing()])
    table.does("Anna", SteppedOut, person="Anna")

    table.does("Anna", WentOn)

    assert table.circle.course.phase == 1
    assert table.circle.facilitator is not None


def test_a_stand_in_stands_in_for_whoever_facilitated_wherever_they_sit() -> None:
    roles = {"Bo": (Role.FACILITATOR,)}
    table = table_of("Anna", "Bo", phases=[writing()], roles=roles).tick(minutes=5).tick(minutes=3)

    table.does("Anna", TookOver)

    assert table.circle.stands_in_for == 1
