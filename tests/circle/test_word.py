"""The word goes round: orders, turns, time, and what comes after a round."""

from circle.events import (
    CameBack,
    GaveWord,
    Left,
    Passed,
    SkippedPhase,
    Spoke,
    SteppedOut,
    TookWord,
    WentBack,
    WentOn,
)
from circle.guide import Order, Pace
from circle.notices import (
    EveryoneWrites,
    HasSpoken,
    ListensNow,
    MovedOn,
    NotYourTurn,
    WordFree,
    WordWent,
    WordWentRound,
)
from circle.people import Role
from circle.state import Part
from circle.whispers import (
    MinuteLeft,
    PhaseTimeIsUp,
    ReadyForNext,
    TimeIsUp,
    YouAreNext,
    YourWord,
)
from tests.circle.people import (
    FREE_ROUND,
    NOON,
    a_round,
    for_one,
    open_talk,
    table_of,
    writing,
)

LEADS = {"Anna": (Role.FACILITATOR, Role.LEADER)}


def test_the_word_goes_from_seat_to_seat() -> None:
    table = table_of("Anna", "Bo", "Carl")

    table.does("Anna", Spoke)

    assert table.speaking == "Bo"
    assert table.waiting == "Carl"
    assert table.heard(WordWent) == [WordWent(to="Bo", phase=0)]
    assert table.heard(YourWord)
    assert table.heard(YouAreNext) == [YouAreNext(to="Carl")]


def test_passing_is_a_full_turn_and_looks_like_being_done() -> None:
    done, passed = table_of("Anna", "Bo"), table_of("Anna", "Bo")

    done.does("Anna", Spoke)
    passed.does("Anna", Passed)

    assert (done.circle, done.told) == (passed.circle, passed.told)


def test_nobody_ends_the_turn_of_another() -> None:
    table = table_of("Anna", "Bo")
    before = table.circle

    table.does("Bo", Spoke)

    assert (table.circle, table.told) == (before, (NotYourTurn(speaker="Anna"),))


def test_after_the_last_one_the_facilitator_moves_on() -> None:
    table = table_of("Anna", "Bo")

    table.does("Anna", Spoke).does("Bo", Spoke)

    assert table.circle.course.part is Part.REST
    assert table.told == (WordWentRound(), ReadyForNext(to="Anna", after_round=True))


def test_a_leader_speaks_last_also_when_leader_and_facilitator_are_one() -> None:
    table = table_of("Anna", "Bo", "Carl", roles=LEADS)

    assert table.speaking == "Bo"
    assert table.waiting == "Carl Anna"


def test_the_first_speaker_changes_from_round_to_round() -> None:
    table = table_of("Anna", "Bo", "Carl", phases=[a_round(), a_round(), a_round(), a_round()])

    orders = [f"{table.speaking} {table.waiting}"]
    for _ in range(3):
        while table.speaking:
            table.does(table.speaking, Spoke)
        table.does("Anna", WentOn)
        orders.append(f"{table.speaking} {table.waiting}")

    assert orders == ["Anna Bo Carl", "Bo Carl Anna", "Carl Anna Bo", "Anna Bo Carl"]


def test_the_first_speaker_changes_also_when_somebody_only_listened() -> None:
    listens = a_round(silent=(Role.OWNER,))
    table = table_of(
        "Anna", "Bo", phases=[a_round(), listens, a_round()], roles={"Anna": (Role.OWNER,)}
    )

    first = [table.speaking]
    for _ in range(2):
        while table.speaking:
            table.does(table.speaking, Spoke)
        table.does("Anna", WentOn)
        first.append(table.speaking)

    assert first == ["Anna", "Bo", "Anna"]


def test_a_leader_is_never_first_because_the_one_before_was() -> None:
    table = table_of("Anna", "Bo", "Carl", phases=[a_round(), a_round()], roles=LEADS)

    for name in ("Bo", "Carl", "Anna"):
        table.does(name, Spoke)
    table.does("Anna", WentOn)

    assert f"{table.speaking} {table.waiting}" == "Carl Bo Anna"


def test_reverse_is_the_last_order_backwards_with_the_leader_last_still() -> None:
    backwards = a_round(order=Order.REVERSE)
    table = table_of("Anna", "Bo", "Carl", "Dina", phases=[a_round(), backwards], roles=LEADS)

    for name in ("Bo", "Carl", "Dina", "Anna"):
        table.does(name, Spoke)
    table.does("Anna", WentOn)

    assert f"{table.speaking} {table.waiting}" == "Dina Carl Bo Anna"


def test_who_was_silent_last_time_speaks_at_the_end_of_a_reversed_round() -> None:
    phases = [a_round(silent=(Role.OWNER,)), a_round(order=Order.REVERSE)]
    table = table_of("Anna", "Bo", "Carl", phases=phases, roles={"Anna": (Role.OWNER,)})

    table.does("Bo", Spoke).does("Carl", Spoke).does("Anna", WentOn)

    assert f"{table.speaking} {table.waiting}" == "Carl Bo Anna"


def test_an_observer_and_a_silent_role_have_no_turn() -> None:
    roles = {"Bo": (Role.OBSERVER,), "Carl": (Role.OWNER,)}
    table = table_of(
        "Anna", "Bo", "Carl", "Dina", phases=[a_round(silent=(Role.OWNER,))], roles=roles
    )

    assert f"{table.speaking} {table.waiting}" == "Anna Dina"


def test_a_guest_takes_part() -> None:
    table = table_of("Anna", "Gry", guests=["Gry"])

    assert table.waiting == "Gry"


def test_a_round_in_which_nobody_may_speak_says_nothing_about_having_gone_round() -> None:
    table = table_of(
        "Anna",
        "Bo",
        phases=[a_round(silent=(Role.OBSERVER, Role.FACILITATOR))],
        roles={"Bo": (Role.OBSERVER,)},
    )

    table.does("Anna", WentBack)

    assert table.circle.course.part is Part.REST
    assert table.told == (ReadyForNext(to="Anna", after_round=False),)


def test_each_has_an_equal_share_and_unused_time_is_given_back() -> None:
    table = table_of("Anna", "Bo", "Carl", phases=[a_round(6)])

    assert table.seconds == 120

    table.wait(minutes=1).does("Anna", Spoke)

    assert table.seconds == 150


def test_what_a_turn_took_too_much_is_nobody_elses_loss() -> None:
    table = table_of("Anna", "Bo", "Carl", phases=[a_round(6)])

    table.wait(minutes=4).does("Anna", Spoke)

    assert table.seconds == 120


def test_no_turn_is_shorter_than_a_turn_can_be() -> None:
    names = [f"P{n}" for n in range(12)]

    assert table_of(*names, phases=[a_round(4)]).seconds == 45
    assert table_of(*names, phases=[a_round(2, sentence=True)]).seconds == 15


def test_who_is_out_takes_no_share_of_the_round() -> None:
    table = table_of("Anna", "Bo", "Carl", "Dina", phases=[a_round(8)])

    table.does("Dina", SteppedOut, person="Dina").wait(minutes=2).does("Anna", Spoke)

    assert table.seconds == 180


def test_a_fixed_turn_is_as_long_as_the_guide_says() -> None:
    table = table_of("Anna", "Bo", phases=[a_round(10, pace=Pace.FIXED, seconds=60)])

    table.wait(seconds=20).does("Anna", Spoke)

    assert table.seconds == 60


def test_an_untimed_turn_has_no_end_and_the_phase_has() -> None:
    table = table_of("Anna", "Bo", phases=[a_round(10, pace=Pace.UNTIMED)])

    assert table.circle.course.ends is None
    assert table.circle.course.phase_ends == NOON.replace(minute=10)


def test_free_talk_after_a_round_has_its_part_and_what_the_round_left() -> None:
    table = table_of("Anna", "Bo", phases=[a_round(10, then_free=True)])

    table.wait(minutes=1).does("Anna", Spoke).wait(minutes=1).does("Bo", Spoke)

    assert table.told == (WordWentRound(), WordFree(phase=0))
    assert table.circle.course.phase_ends == NOON.replace(minute=10)


def test_free_talk_is_never_eaten_up_by_the_round_before_it() -> None:
    table = table_of("Anna", "Bo", phases=[a_round(10, then_free=True)])

    table.wait(minutes=6).does("Anna", Spoke).wait(minutes=6).does("Bo", Spoke)

    assert table.circle.course.phase_ends == NOON.replace(minute=17)


def test_free_talk_after_untimed_turns_is_not_the_whole_phase_again() -> None:
    table = table_of("Anna", "Bo", phases=[a_round(10, then_free=True, pace=Pace.UNTIMED)])

    table.wait(minutes=1).does("Anna", Spoke).wait(minutes=1).does("Bo", Spoke)

    assert table.circle.course.phase_ends == NOON.replace(minute=10)


def test_free_talk_stays_free_when_somebody_has_spoken_in_it() -> None:
    table = table_of("Anna", "Bo", phases=[a_round(10, then_free=True)])
    table.does("Anna", Spoke).does("Bo", Spoke)
    ends = table.circle.course.phase_ends

    for name in ("Bo", "Anna", "Bo"):
        table.wait(seconds=30).does(name, TookWord).wait(seconds=30).does(name, Spoke)

    assert table.told == (WordFree(phase=0),)
    assert table.circle.course.part is Part.FREE
    assert table.circle.course.phase_ends == ends


def test_the_one_who_showed_first_can_ask_twice_without_ending_the_free_talk() -> None:
    table = table_of("Anna", "Bo", phases=[for_one(then_free=True)], roles={"Bo": (Role.OWNER,)})
    table.wait(minutes=5).does("Bo", Spoke)
    ends = table.circle.course.phase_ends

    table.wait(minutes=1).does("Bo", TookWord).does("Bo", Spoke)

    assert ends == NOON.replace(minute=10)
    assert table.circle.course.phase_ends == ends


def test_in_a_free_round_each_takes_the_word_once() -> None:
    table = table_of("Anna", "Bo", phases=[FREE_ROUND])
    table.does("Bo", TookWord).does("Bo", Spoke)

    table.does("Bo", TookWord)

    assert table.told == (HasSpoken(person="Bo"),)
    assert table.does("Anna", TookWord).does("Anna", Spoke).heard(WordWentRound)
    assert table.circle.course.part is Part.REST


def test_the_word_is_taken_only_while_it_is_free() -> None:
    talk, round_ = table_of("Anna", "Bo", phases=[open_talk()]), table_of("Anna", "Bo")

    assert talk.does("Bo", TookWord).speaking == "Bo"
    assert talk.does("Anna", TookWord).told == (NotYourTurn(speaker="Bo"),)
    assert round_.does("Bo", TookWord).told == (NotYourTurn(speaker="Anna"),)


def test_who_only_listens_does_not_take_the_word() -> None:
    quiet = a_round(then_free=True, silent=(Role.FOCUS,))
    table = table_of("Anna", "Bo", "Carl", phases=[quiet], roles={"Bo": (Role.FOCUS,)})
    table.does("Anna", Spoke).does("Carl", Spoke)

    assert table.does("Bo", TookWord).told == (ListensNow(person="Bo"),)
    assert table.does("Anna", GaveWord, to="Bo").told == (ListensNow(person="Bo"),)


def test_the_data_owner_has_the_word_and_the_facilitator_where_there_is_none() -> None:
    with_owner = table_of("Anna", "Bo", phases=[for_one()], roles={"Bo": (Role.OWNER,)})
    without = table_of("Anna", "Bo", phases=[for_one()])

    assert with_owner.speaking == "Bo"
    assert without.speaking == "Anna"


def test_when_the_facilitator_is_done_with_a_whole_phase_the_next_one_begins() -> None:
    table = table_of("Anna", "Bo", phases=[for_one(Role.FACILITATOR), writing()])

    table.does("Anna", Spoke)

    assert table.circle.course.part is Part.WRITING


def test_when_the_data_owner_is_done_the_facilitator_moves_on() -> None:
    phases = [for_one(), writing()]
    table = table_of("Anna", "Bo", phases=phases, roles={"Bo": (Role.OWNER,)})

    table.does("Bo", Spoke)

    assert table.told == (ReadyForNext(to="Anna", after_round=False),)
    assert table.circle.course.phase == 0
    assert table.does("Anna", WentOn).circle.course.phase == 1


def test_an_old_press_on_go_on_does_not_skip_the_free_talk() -> None:
    table = table_of("Anna", "Bo", phases=[open_talk(), writing()]).does("Bo", TookWord)
    old = table.circle.course.turn

    table.does("Bo", Spoke).does("Anna", WentOn, turn=old)

    assert table.told == (MovedOn(),)
    assert table.circle.course.part is Part.FREE


def test_two_names_tapped_at_once_give_the_word_to_the_first() -> None:
    table = table_of("Anna", "Bo", "Carl", phases=[open_talk()])
    old = table.circle.course.turn

    table.does("Anna", GaveWord, to="Bo", turn=old).does("Anna", GaveWord, to="Carl", turn=old)

    assert table.told == (MovedOn(),)
    assert table.speaking == "Bo"


def test_each_speaker_hears_of_their_own_time() -> None:
    table = table_of("Anna", "Bo", phases=[a_round(8)]).tick(minutes=4).does("Anna", Spoke)

    assert table.tick(minutes=3).told == (MinuteLeft(to="Bo"),)
    assert table.tick(minutes=1).heard(TimeIsUp) == [TimeIsUp(to="Bo")]


def test_free_talk_after_turns_without_time_has_a_time_of_its_own() -> None:
    phases = [a_round(10, then_free=True, pace=Pace.UNTIMED)]
    table = table_of("Anna", "Bo", phases=phases).does("Anna", Spoke).tick(minutes=10)
    assert table.heard(PhaseTimeIsUp)

    table.does("Bo", Spoke)

    assert table.tick(minutes=4).told == ()
    assert table.tick(minutes=1).heard(PhaseTimeIsUp)


def test_in_free_order_nobody_is_told_to_be_next() -> None:
    table = table_of("Anna", "Bo", "Carl", phases=[FREE_ROUND]).does("Bo", TookWord)

    assert table.heard(YourWord)
    assert not table.heard(YouAreNext)


def test_who_comes_back_into_the_free_talk_stands_in_nobodys_way() -> None:
    table = table_of("Anna", "Bo", "Carl", phases=[a_round(then_free=True)])
    table.does("Carl", SteppedOut, person="Carl").does("Anna", Spoke).does("Bo", Spoke)

    table.does("Carl", CameBack, person="Carl").does("Anna", GaveWord, to="Bo")

    assert table.speaking == "Bo"
    assert table.waiting == ""


def test_the_tide_of_a_phase_goes_on_when_somebody_has_spoken_in_it() -> None:
    for first in (writing(), open_talk(), FREE_ROUND):
        table = table_of("Anna", "Bo", phases=[first])

        table.wait(minutes=1).does("Anna", GaveWord, to="Bo").wait(minutes=1).does("Bo", Spoke)

        assert table.circle.course.began == NOON


def test_the_tide_of_free_talk_begins_with_it() -> None:
    table = table_of("Anna", "Bo", phases=[a_round(then_free=True)]).wait(minutes=3)

    table.does("Anna", Spoke).wait(minutes=1).does("Bo", Spoke)
    assert table.circle.course.began == NOON.replace(minute=4)
    table.wait(minutes=1).does("Bo", TookWord).does("Bo", Spoke)

    assert table.circle.course.began == NOON.replace(minute=4)


def test_writing_over_time_has_no_seconds_left() -> None:
    table = table_of("Anna", "Bo", phases=[writing(5)]).wait(minutes=9)

    table.does("Anna", GaveWord, to="Bo").does("Bo", Spoke)

    assert table.told == (EveryoneWrites(seconds=0, phase=0),)


def test_who_only_listens_now_is_not_in_the_reversed_round_either() -> None:
    phases = [a_round(), a_round(order=Order.REVERSE, silent=(Role.OWNER,))]
    table = table_of("Anna", "Bo", "Carl", phases=phases, roles={"Bo": (Role.OWNER,)})

    table.does("Anna", SkippedPhase)

    assert f"{table.speaking} {table.waiting}" == "Carl Anna"


def test_who_went_home_is_in_no_later_round_and_who_is_out_is() -> None:
    table = table_of("Anna", "Bo", "Carl", "Dina", phases=[writing(), a_round()])
    table.does("Bo", Left, person="Bo").does("Carl", SteppedOut, person="Carl")

    table.does("Anna", WentOn)

    assert f"{table.speaking} {table.waiting}" == "Anna Carl Dina"


def test_a_stranger_ends_no_turn_also_when_nobody_has_the_word() -> None:
    table = table_of("Anna", "Bo", phases=[open_talk()])

    assert table.does("Zoe", Spoke).told == (NotYourTurn(speaker=None),)


def test_a_round_in_which_nobody_spoke_does_not_count_when_the_first_speaker_changes() -> None:
    nobody = a_round(silent=(Role.FACILITATOR, Role.NOTES))
    roles = {"Anna": (Role.FACILITATOR,), "Bo": (Role.NOTES,)}
    table = table_of("Anna", "Bo", phases=[a_round(), nobody, a_round()], roles=roles)

    table.does("Anna", SkippedPhase).does("Anna", WentOn)

    assert table.speaking == "Bo"
