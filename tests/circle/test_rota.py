"""Whose turn is it? Away and back, swap, skip, give back, new and old members."""

from dataclasses import replace
from datetime import timedelta

import pytest

from circle.answers import OnlyTheTeam
from circle.closing import summary_of
from circle.people import Role
from circle.role_lines import RoleLine
from circle.rota import Away, Rota, history, planned, rota_of, shown
from circle.rota_events import (
    AgreedToSwap,
    AskedToSwap,
    ChoseRoles,
    DayBegan,
    GaveRoleBack,
    IsBack,
    KeptTurn,
    MembersChanged,
    SkippedRole,
    TookRole,
    WentAway,
)
from circle.rota_notices import (
    AwayNoted,
    NotThatDay,
    RoleCameToYou,
    RoleElsewhere,
    RoleGivenBack,
    RoleLeftYou,
    SwapAgreed,
    SwapAsked,
    SwapKept,
)
from circle.state import Approval
from tests.circle.people import draft
from tests.circle.roles import FACILITATOR, NOTES, OBSERVER, OWNER, TUESDAY, WEEK, Roles

TEAM = ("Anna", "Bo", "Carl", "Dina")
DAY = timedelta(days=1)


def test_everybody_facilitates_once_before_anybody_does_twice() -> None:
    team = Roles(*TEAM)

    assert team.meets(FACILITATOR, 9) == "Anna Bo Carl Dina Anna Bo Carl Dina Anna"


def test_each_role_begins_with_somebody_else() -> None:
    team = Roles(*TEAM, wanted=(FACILITATOR, OWNER, NOTES))

    assert team.meets(FACILITATOR, 4) == "Anna Bo Carl Dina"
    assert team.meets(OWNER, 4) == "Carl Dina Anna Bo"
    assert len({person for _, person in planned(team.rota, team.day)}) == 3


def test_a_turn_that_came_while_somebody_was_away_comes_back_once() -> None:
    team = Roles(*TEAM).does("Anna", WentAway, until=TUESDAY)

    assert team.has(FACILITATOR) == "Bo"
    team.meet()
    assert team.line().owed == ("Anna",)
    assert team.has(FACILITATOR) == "Anna"
    team.meet()
    assert team.line().owed == ()
    assert team.meets(FACILITATOR, 5) == "Carl Dina Bo Anna Carl"


def test_who_is_away_for_long_is_owed_one_turn_and_no_more() -> None:
    team = Roles(*TEAM).does("Anna", WentAway, until=TUESDAY + 6 * WEEK)

    assert team.meets(FACILITATOR, 7) == "Bo Carl Dina Bo Carl Dina Bo"
    assert team.line().owed == ("Anna",)
    assert team.meets(FACILITATOR, 5) == "Anna Carl Dina Bo Anna"


def test_who_did_not_come_and_had_not_said_so_is_owed_the_turn_too() -> None:
    team = Roles(*TEAM).meet(absent=["Anna"], instead=[(FACILITATOR, "Bo")])

    assert team.line().owed == ("Anna",)
    assert team.has(FACILITATOR) == "Anna"


def test_nothing_is_owed_to_somebody_whose_turn_it_was_not() -> None:
    team = Roles(*TEAM).meet(absent=["Dina"])

    assert team.line().owed == ()


def test_nothing_is_owed_to_those_who_come_after_the_one_who_had_it() -> None:
    team = Roles(*TEAM).meet(absent=["Bo", "Carl"])

    assert team.line().owed == ()


def test_a_turn_is_had_by_whoever_had_the_role_and_went_home_early() -> None:
    team = Roles(*TEAM).meet(absent=["Anna"], instead=[(FACILITATOR, "Anna")])

    assert (team.line().owed, team.has(FACILITATOR)) == ((), "Bo")


def test_away_until_a_day_is_away_on_that_day_and_ends_by_itself() -> None:
    team = Roles(*TEAM).does("Anna", WentAway, until=TUESDAY)

    assert team.heard(AwayNoted) == [AwayNoted(until=TUESDAY)]
    assert "Anna" not in team.rota.here_on(TUESDAY)
    assert "Anna" in team.rota.here_on(TUESDAY + DAY)
    assert team.hear(DayBegan, day=TUESDAY).rota.away == (Away("Anna", TUESDAY),)
    assert team.hear(DayBegan, day=TUESDAY + DAY).rota.away == ()


def test_who_is_back_sooner_has_the_turn_again_and_the_other_is_told() -> None:
    team = Roles(*TEAM).does("Anna", WentAway, until=TUESDAY)

    assert team.to("Bo") == ["RoleCameToYou"]
    team.does("Anna", IsBack)
    left = RoleLeftYou(to="Bo", role=FACILITATOR, day=TUESDAY, holder="Anna")
    assert team.heard(RoleLeftYou) == [left]
    assert team.has(FACILITATOR) == "Anna"


def test_two_swap_and_each_has_the_place_of_the_other() -> None:
    team = Roles(*TEAM).does("Anna", AskedToSwap, other="Carl", role=FACILITATOR)

    assert team.heard(SwapAsked) == [
        SwapAsked(to="Carl", asker="Anna", role=FACILITATOR, day=TUESDAY)
    ]
    assert team.has(FACILITATOR) == "Anna", "nothing moves before the other says yes"
    team.does("Carl", AgreedToSwap, other="Anna", role=FACILITATOR)
    assert team.to("Anna") == ["SwapAgreed"]
    assert team.meets(FACILITATOR, 5) == "Carl Bo Anna Dina Carl"


def test_a_swap_between_two_who_have_a_role_that_day_goes_both_ways() -> None:
    team = Roles(*TEAM, wanted=(FACILITATOR, OWNER, NOTES))

    team.does("Anna", AskedToSwap, other="Carl", role=FACILITATOR)
    team.does("Carl", AgreedToSwap, other="Anna", role=FACILITATOR)

    assert dict(planned(team.rota, team.day)) == {
        FACILITATOR: "Carl",
        OWNER: "Anna",
        NOTES: "Dina",
    }
    assert team.heard(SwapAgreed)[0].back is OWNER


def test_agreeing_twice_or_too_late_changes_nothing() -> None:
    team = Roles(*TEAM).does("Carl", AgreedToSwap, other="Anna", role=FACILITATOR)
    once = team.rota

    team.does("Carl", AgreedToSwap, other="Anna", role=FACILITATOR)
    assert team.told == (RoleElsewhere(role=FACILITATOR, holder="Carl"),)
    team.does("Dina", AgreedToSwap, other="Anna", role=FACILITATOR)
    assert team.rota == once


def test_somebody_who_is_away_is_not_asked_to_swap() -> None:
    team = Roles(*TEAM).does("Carl", WentAway, until=TUESDAY)

    team.does("Anna", AskedToSwap, other="Carl", role=FACILITATOR)

    assert team.told == (NotThatDay(person="Carl"),)


def test_who_does_not_swap_this_time_leaves_the_turn_where_it_was() -> None:
    team = Roles(*TEAM).does("Carl", KeptTurn, other="Anna", role=FACILITATOR)

    assert team.heard(SwapKept) == [
        SwapKept(to="Anna", other="Carl", role=FACILITATOR, day=TUESDAY)
    ]
    assert team.rota == rota_with(*TEAM)


def test_a_role_given_back_goes_to_the_next_and_comes_right_after() -> None:
    team = Roles(*TEAM).does("Anna", GaveRoleBack, role=FACILITATOR)

    assert team.heard(RoleGivenBack) == [RoleGivenBack(role=FACILITATOR, holder="Bo")]
    assert team.to("Bo") == ["RoleCameToYou"]
    assert team.meets(FACILITATOR, 5) == "Bo Anna Carl Dina Bo"


def test_giving_back_twice_is_giving_back_once() -> None:
    team = Roles(*TEAM).does("Anna", GaveRoleBack, role=FACILITATOR)
    once = team.rota

    team.does("Anna", GaveRoleBack, role=FACILITATOR)

    assert team.rota == once
    assert team.told == (RoleElsewhere(role=FACILITATOR, holder="Bo"),)


def test_the_last_one_of_a_round_can_give_back_too() -> None:
    team = Roles("Anna", "Bo").meet()

    team.does("Bo", GaveRoleBack, role=FACILITATOR)

    assert team.meets(FACILITATOR, 3) == "Anna Bo Anna"


def test_a_turn_that_is_skipped_counts_as_had() -> None:
    team = Roles(*TEAM).does("Dina", SkippedRole, person="Anna", role=FACILITATOR)

    assert team.to("Anna") == ["RoleLeftYou"]
    assert team.to("Bo") == ["RoleCameToYou"]
    assert team.meets(FACILITATOR, 5) == "Bo Carl Dina Anna Bo"


def test_skipped_declined_and_taken_look_the_same() -> None:
    skipped = Roles(*TEAM).does("Anna", SkippedRole, person="Anna", role=FACILITATOR)
    taken = Roles(*TEAM).meet()

    assert skipped.rota == taken.rota


def test_somebody_takes_a_role_and_the_others_keep_their_turns() -> None:
    team = Roles(*TEAM).meet().does("Anna", TookRole, role=FACILITATOR)

    assert team.heard(RoleLeftYou)[0].to == "Bo"
    assert team.meets(FACILITATOR, 6) == "Anna Bo Carl Dina Anna Bo"


def test_whoever_was_chosen_at_the_table_takes_nobodys_turn_away() -> None:
    team = Roles(*TEAM).meet().meet(instead=[(FACILITATOR, "Anna")])

    assert team.line().owed == ()
    assert team.meets(FACILITATOR, 4) == "Bo Carl Dina Anna"


def test_who_is_new_comes_last_in_the_round_and_nobody_twice_in_a_row() -> None:
    team = Roles(*TEAM).meet().meet()

    team.hear(MembersChanged, people=(*TEAM, "Ea"))

    assert team.meets(FACILITATOR, 7) == "Carl Dina Ea Anna Bo Carl Dina"


def test_when_somebody_leaves_the_others_keep_their_order() -> None:
    team = Roles(*TEAM).meet().meet().meet()

    team.hear(MembersChanged, people=("Anna", "Bo", "Carl"))

    assert team.meets(FACILITATOR, 4) == "Anna Bo Carl Anna"


def test_when_the_last_one_of_a_round_leaves_who_is_new_comes_after_all_others() -> None:
    team = Roles(*TEAM).meet().meet().meet()

    team.hear(MembersChanged, people=("Anna", "Bo", "Carl"))
    team.hear(MembersChanged, people=("Anna", "Bo", "Carl", "Ea"))

    assert team.meets(FACILITATOR, 4) == "Anna Bo Carl Ea"


def test_who_has_left_is_told_nothing_and_the_next_one_is() -> None:
    team = Roles(*TEAM).hear(MembersChanged, people=("Bo", "Carl", "Dina"))

    assert team.told == (RoleCameToYou(to="Bo", role=FACILITATOR, day=TUESDAY),)


def test_of_somebody_who_left_nothing_stays() -> None:
    team = Roles(*TEAM, willing="Anna", ask_until="Anna").does("Anna", WentAway, until=TUESDAY)
    team.meet()

    team.hear(MembersChanged, people=("Bo", "Carl", "Dina"))

    assert "Anna" not in repr(team.rota)


def test_a_team_that_has_no_rota_yet_gets_one_with_its_first_members() -> None:
    team = Roles()

    team.hear(MembersChanged, people=("Anna", "Bo"))

    assert team.rota.lines == rota_of(("Anna", "Bo")).lines
    assert team.rota.wanted == (FACILITATOR,)


def test_nobody_has_two_roles_while_somebody_has_none() -> None:
    team = Roles("Anna", "Bo", "Carl", wanted=(FACILITATOR, NOTES))
    for role in (FACILITATOR, NOTES):
        team.rota = team.rota.with_line(RoleLine(role, ("Anna", "Bo", "Carl")))

    assert dict(planned(team.rota, team.day)) == {FACILITATOR: "Anna", NOTES: "Bo"}
    team.meet()
    assert dict(planned(team.rota, team.day)) == {FACILITATOR: "Bo", NOTES: "Anna"}


def test_a_role_stays_open_when_all_who_are_left_in_its_round_have_another() -> None:
    team = Roles("Anna", "Bo", "Carl", wanted=(FACILITATOR, NOTES))
    team.rota = team.rota.with_line(RoleLine(NOTES, ("Anna",), ("Bo", "Carl")))

    assert dict(planned(team.rota, team.day)) == {FACILITATOR: "Anna"}
    assert [each.holder for each in shown(team.rota, team.day)] == ["Anna", None]
    team.meet(instead=[(NOTES, "Carl")])
    assert team.has(NOTES) == "Anna"


def test_where_there_are_more_roles_than_people_everybody_has_one_first() -> None:
    team = Roles("Anna", "Bo", wanted=(FACILITATOR, OWNER, NOTES))

    held = planned(team.rota, team.day)

    assert {person for _, person in held} == {"Anna", "Bo"}
    assert len(held) == 3


def test_in_pairs_the_next_facilitator_learns_beside_the_one_of_today() -> None:
    team = Roles(*TEAM, in_pairs=True)

    assert team.has(Role.CO_FACILITATOR) == "Bo"
    team.meet()
    assert (team.has(FACILITATOR), team.has(Role.CO_FACILITATOR)) == ("Bo", "Carl")


def test_nobody_facilitates_beside_themselves() -> None:
    team = Roles("Anna", "Bo", in_pairs=True).does("Bo", WentAway, until=TUESDAY)

    assert dict(planned(team.rota, team.day)) == {FACILITATOR: "Anna"}


def test_a_role_that_rests_keeps_its_order() -> None:
    team = Roles(*TEAM, wanted=(FACILITATOR, OBSERVER))
    before = team.line(OBSERVER)

    team.does("Bo", ChoseRoles, roles=(FACILITATOR,), in_pairs=True).meet()

    assert team.line(OBSERVER) == before
    assert team.rota.in_pairs


def test_a_guide_that_needs_fewer_roles_moves_only_these() -> None:
    team = Roles(*TEAM, wanted=(FACILITATOR, OWNER, NOTES))
    whole = planned(team.rota, team.day)

    assert planned(team.rota, team.day, (FACILITATOR, OWNER)) == whole[:2]


def test_who_had_a_role_stands_in_the_summaries_that_were_kept() -> None:
    circle = draft()
    kept = summary_of(replace(circle, approved=Approval.TEAM))
    dropped = summary_of(replace(circle, approved=Approval.EXPIRED))

    assert history([kept, dropped], FACILITATOR) == ((circle.begins, "Anna"),)
    assert history([kept], OBSERVER) == ()


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (AskedToSwap, {"other": "Carl", "role": FACILITATOR}),
        (GaveRoleBack, {"role": FACILITATOR}),
    ],
)
def test_only_who_has_the_role_can_ask_to_swap_it_or_give_it_back(kind, facts) -> None:
    team = Roles(*TEAM).does("Bo", kind, **facts)

    assert team.told == (RoleElsewhere(role=FACILITATOR, holder="Anna"),)
    assert team.rota == rota_with(*TEAM)


def test_a_stranger_changes_nothing() -> None:
    team = Roles(*TEAM).does("Zoe", WentAway, until=TUESDAY)

    assert team.told == (OnlyTheTeam(),)
    assert team.rota == rota_with(*TEAM)


def test_who_acts_is_answered_and_not_told_again() -> None:
    team = Roles(*TEAM).does("Carl", TookRole, role=FACILITATOR)

    assert team.heard(RoleCameToYou) == []
    assert team.to("Carl") == []


def test_a_guest_who_had_a_role_moves_nobody() -> None:
    team = Roles(*TEAM).meet(instead=[(FACILITATOR, "Zoe")])

    assert team.line() == rota_with(*TEAM).lines[0]


def test_who_was_passed_by_for_another_role_hides_nobody_who_was_away() -> None:
    team = Roles("Anna", "Bo", "Carl", "Dina", wanted=(FACILITATOR, NOTES))
    team.rota = team.rota.with_line(RoleLine(NOTES, ("Anna", "Bo", "Carl", "Dina")))

    team.does("Bo", WentAway, until=TUESDAY).meet()

    assert team.line(NOTES).owed == ("Bo",)
    assert team.line(NOTES).to_come == ("Anna", "Bo", "Dina")


def test_only_those_before_the_first_who_could_are_owed_a_turn() -> None:
    team = Roles(*TEAM).does("Bo", WentAway, until=TUESDAY)

    team.meet(instead=[(FACILITATOR, "Dina")])

    assert team.line().owed == ()


def test_a_turn_missed_again_and_again_is_marked_once() -> None:
    team = Roles(*TEAM).does("Anna", WentAway, until=TUESDAY + 2 * WEEK).meet().meet()

    assert team.line().owed == ("Anna",)


def test_a_turn_given_back_or_swapped_is_owed_no_more_to_the_giver() -> None:
    owed = Roles(*TEAM).does("Anna", WentAway, until=TUESDAY).meet()
    lines = owed.rota

    assert owed.does("Anna", GaveRoleBack, role=FACILITATOR).line().owed == ()
    owed.rota = lines
    owed.does("Bo", AgreedToSwap, other="Anna", role=FACILITATOR)
    assert owed.line().owed == ("Bo",), "the place is swapped with all that belongs to it"


def test_a_swap_over_the_end_of_a_round_keeps_everybody_in_the_line() -> None:
    team = Roles(*TEAM).meet().does("Anna", AgreedToSwap, other="Bo", role=FACILITATOR)

    assert team.line().to_come == ("Anna", "Carl", "Dina")
    assert team.line().had == ("Bo",)


def test_nobody_swaps_with_themselves_or_into_a_day_they_are_away() -> None:
    team = Roles(*TEAM)
    before = team.rota

    assert team.does("Anna", AgreedToSwap, other="Anna", role=FACILITATOR).rota == before
    assert team.does("Anna", AskedToSwap, other="Anna", role=FACILITATOR).told == (
        NotThatDay(person="Anna"),
    )
    team.does("Carl", WentAway, until=TUESDAY)
    team.does("Carl", AgreedToSwap, other="Anna", role=FACILITATOR)
    assert team.told == (NotThatDay(person="Carl"),)


def test_a_no_to_a_swap_that_is_settled_otherwise_tells_nobody() -> None:
    team = Roles(*TEAM).does("Anna", GaveRoleBack, role=FACILITATOR)

    assert team.does("Carl", KeptTurn, other="Anna", role=FACILITATOR).heard(SwapKept) == []


def test_only_the_turn_that_is_next_is_skipped() -> None:
    team = Roles(*TEAM).does("Dina", SkippedRole, person="Carl", role=FACILITATOR)

    assert team.told == (RoleElsewhere(role=FACILITATOR, holder="Anna"),)
    assert team.rota == rota_with(*TEAM)


def test_skipping_twice_is_skipping_once() -> None:
    team = Roles(*TEAM).does("Dina", SkippedRole, person="Anna", role=FACILITATOR)

    team.does("Dina", SkippedRole, person="Anna", role=FACILITATOR)

    assert team.has(FACILITATOR) == "Bo"


def test_who_has_another_role_that_day_or_is_away_takes_none() -> None:
    team = Roles(*TEAM, wanted=(FACILITATOR, NOTES)).does("Carl", WentAway, until=TUESDAY)

    assert team.does("Anna", TookRole, role=NOTES).told == (NotThatDay(person="Anna"),)
    assert team.does("Carl", TookRole, role=NOTES).told == (NotThatDay(person="Carl"),)
    assert team.does("Bo", TookRole, role=Role.LEADER).told == (NotThatDay(person="Bo"),)


def test_a_role_given_back_goes_to_somebody_who_could_have_it() -> None:
    team = Roles(*TEAM, wanted=(FACILITATOR, NOTES))
    team.rota = team.rota.with_line(RoleLine(NOTES, ("Dina", "Anna", "Bo", "Carl")))

    team.does("Dina", GaveRoleBack, role=NOTES)

    assert team.has(NOTES) == "Bo"
    assert team.line(NOTES).to_come == ("Anna", "Bo", "Dina", "Carl")


def test_being_away_longer_than_first_said_is_one_absence() -> None:
    team = Roles(*TEAM).does("Anna", WentAway, until=TUESDAY)

    team.does("Anna", WentAway, until=TUESDAY + WEEK)

    assert team.rota.away == (Away("Anna", TUESDAY + WEEK),)


def test_when_all_who_are_left_in_a_round_are_away_a_new_one_begins_after_them() -> None:
    team = Roles("Anna", "Bo").does("Anna", WentAway, until=TUESDAY + WEEK).meet().meet()

    assert team.line().to_come == ("Anna",)
    team.does("Bo", SkippedRole, person="Anna", role=FACILITATOR)
    assert team.line().order == ("Bo", "Anna")


def test_the_one_who_is_here_alone_may_give_back_and_has_it_still() -> None:
    team = Roles("Anna", "Bo").does("Anna", WentAway, until=TUESDAY + WEEK).meet()

    team.does("Bo", GaveRoleBack, role=FACILITATOR)

    assert team.heard(RoleGivenBack) == [RoleGivenBack(role=FACILITATOR, holder="Bo")]


def test_a_role_that_does_not_go_round_is_with_nobody() -> None:
    team = Roles(*TEAM, in_pairs=True)

    team.does("Bo", GaveRoleBack, role=Role.CO_FACILITATOR)

    assert team.told == (RoleElsewhere(role=Role.CO_FACILITATOR, holder=None),)


def test_what_the_circle_did_is_not_told_as_news_of_the_next_one() -> None:
    assert Roles(*TEAM).meet().told == ()


def test_history_begins_with_the_latest() -> None:
    circle = draft()
    first = summary_of(replace(circle, approved=Approval.TEAM))
    later = replace(first, held_at=first.held_at + WEEK)

    assert [at for at, _ in history([first, later], FACILITATOR)] == [later.held_at, first.held_at]


def rota_with(*people: str) -> Rota:
    return Roles(*people).rota
