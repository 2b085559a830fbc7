"""The focus person is asked alone, and a no leaves nothing that anybody could read."""

import pytest

from circle.people import Role
from circle.role_lines import RoleLine
from circle.rota import shown
from circle.rota_events import (
    AgreedToFocus,
    AskedToSwap,
    DeclinedFocus,
    FocusWanted,
    GaveRoleBack,
    MembersChanged,
    SkippedRole,
    TookRole,
    WentAway,
)
from circle.rota_notices import (
    AnswerHeard,
    AskedInPrivate,
    FocusAsked,
    FocusFound,
    NotThatDay,
    RoleCameToYou,
)
from tests.circle.roles import FACILITATOR, FOCUS, NOTES, TUESDAY, Roles

TEAM = ("Anna", "Bo", "Carl", "Dina")


def team_of(*people: str, wanted=(FACILITATOR, FOCUS), **facts) -> Roles:
    """Anna facilitates, so Bo is asked first."""
    return Roles(*(people or TEAM), wanted=wanted, **facts)


def asked(team: Roles) -> list[str]:
    return [notice.to for notice in team.heard(FocusAsked)]


def test_the_next_one_is_asked_alone_and_shown_to_nobody() -> None:
    team = team_of()
    before = shown(team.rota, team.day)

    team.hear(FocusWanted)

    assert asked(team) == ["Bo"]
    assert len(team.told) == 1
    assert shown(team.rota, team.day) == before


def test_who_says_yes_is_the_focus_person_of_the_next_circle() -> None:
    team = team_of().hear(FocusWanted).does("Bo", AgreedToFocus)

    assert team.told == (AnswerHeard(),)
    assert team.has(FOCUS) == "Bo"
    assert shown(team.rota, team.day)[1].then == ()
    team.meet()
    assert team.has(FOCUS) is None, "the next one is asked first"


def test_after_a_no_the_next_one_is_asked_in_the_same_words() -> None:
    team = team_of().hear(FocusWanted).does("Bo", DeclinedFocus)

    assert team.told == (AnswerHeard(), FocusAsked(to="Carl", day=TUESDAY))


def test_a_no_leaves_what_a_turn_leaves() -> None:
    declined = team_of().hear(FocusWanted).does("Bo", DeclinedFocus)
    taken = team_of().hear(FocusWanted).does("Bo", AgreedToFocus).meet()

    assert declined.line(FOCUS) == taken.line(FOCUS)


def test_nobody_sees_a_difference_when_somebody_has_said_no() -> None:
    team = team_of().hear(FocusWanted)
    before = shown(team.rota, team.day)

    team.does("Bo", DeclinedFocus)

    assert shown(team.rota, team.day) == before


def test_a_second_no_from_the_same_person_changes_nothing() -> None:
    team = team_of().hear(FocusWanted).does("Bo", DeclinedFocus)
    once = team.rota

    team.does("Bo", DeclinedFocus)

    assert (team.rota, team.told) == (once, (AnswerHeard(),))


def test_each_is_asked_once_before_a_circle_and_then_nobody() -> None:
    team = team_of().hear(FocusWanted)
    names = []
    while asked(team):
        names += asked(team)
        team.does(names[-1], DeclinedFocus)

    assert names == ["Bo", "Carl", "Dina"]
    assert team.told == (AnswerHeard(),), "no line says that nobody wanted"


def test_who_said_no_can_still_say_yes_while_nobody_else_has() -> None:
    team = team_of().hear(FocusWanted).does("Bo", DeclinedFocus).does("Bo", AgreedToFocus)

    assert team.has(FOCUS) == "Bo"
    assert team.does("Carl", AgreedToFocus).told == (FocusFound(),)


def test_who_said_yes_may_change_their_mind_without_a_trace() -> None:
    team = team_of().hear(FocusWanted).does("Bo", AgreedToFocus).does("Bo", DeclinedFocus)

    assert team.has(FOCUS) is None
    assert team.line(FOCUS) == team_of().does("Bo", DeclinedFocus).line(FOCUS)


def test_who_facilitates_is_not_asked() -> None:
    team = team_of().hear(FocusWanted)

    assert asked(team) != ["Anna"]
    assert team.does("Anna", AgreedToFocus).told == (NotThatDay(person="Anna"),)


def test_who_is_away_is_not_asked() -> None:
    team = team_of().does("Bo", WentAway, until=TUESDAY).hear(FocusWanted)

    assert asked(team) == ["Carl"]


def test_asking_stops_when_the_last_one_went_away_meanwhile() -> None:
    team = team_of().hear(FocusWanted).does("Dina", WentAway, until=TUESDAY)

    team.does("Bo", DeclinedFocus)

    assert asked(team) == []


def test_a_yes_hands_another_role_of_that_day_on() -> None:
    team = team_of("Anna", "Bo", "Carl", wanted=(FACILITATOR, FOCUS, NOTES))
    noted = team.has(NOTES)
    assert noted is not None

    team.does(noted, AgreedToFocus)

    assert team.has(FOCUS) == noted
    assert [notice.role for notice in team.heard(RoleCameToYou)] in ([NOTES], [])


def test_a_yes_holds_for_one_circle_only() -> None:
    team = team_of().does("Bo", AgreedToFocus).meet(absent=["Bo"])

    assert team.rota.willing is None
    assert team.rota.ask_until is None


def test_saying_yes_twice_is_saying_yes_once() -> None:
    team = team_of().does("Bo", AgreedToFocus).does("Bo", AgreedToFocus)

    assert team.told == (AnswerHeard(),)
    assert team.hear(FocusWanted).told == (), "nobody is asked when somebody has said yes"


def test_asking_skips_who_facilitates_wherever_they_stand() -> None:
    team = team_of("Anna", "Bo", "Carl")
    team.rota = team.rota.with_line(RoleLine(FOCUS, ("Anna", "Carl", "Bo")))

    assert asked(team.hear(FocusWanted)) == ["Carl"]


def test_who_leaves_after_a_yes_is_not_remembered() -> None:
    team = team_of().hear(FocusWanted)
    assert team.rota.ask_until == "Dina", "Anna comes last, and facilitates"
    team.does("Bo", AgreedToFocus)

    team.hear(MembersChanged, people=("Anna", "Carl", "Dina"))
    assert team.rota.willing is None
    team.hear(FocusWanted).hear(MembersChanged, people=("Anna", "Carl"))
    assert team.rota.ask_until is None


def test_a_swap_with_the_focus_person_is_not_offered() -> None:
    team = team_of().does("Bo", AgreedToFocus)

    assert team.does("Anna", AskedToSwap, other="Bo", role=FACILITATOR).told == (
        NotThatDay(person="Bo"),
    )


def test_a_circle_without_a_focus_person_asks_nobody() -> None:
    team = team_of(wanted=(FACILITATOR,)).hear(FocusWanted)

    assert team.told == ()


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (AskedToSwap, {"other": "Carl"}),
        (SkippedRole, {"person": "Bo"}),
        (GaveRoleBack, {}),
        (TookRole, {}),
    ],
)
def test_the_role_of_the_focus_person_is_not_handed_about(kind, facts) -> None:
    team = team_of()
    before = team.rota

    team.does("Bo", kind, role=Role.FOCUS, **facts)

    assert (team.rota, team.told) == (before, (AskedInPrivate(),))
