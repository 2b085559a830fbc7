"""Next steps between circles: one nudge to those who said yes, four outcomes, and no list."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from circle.answers import OnlyTheTeam
from circle.next_steps import Agreed, Setting, StepOutcome, agree, agree_nothing, next_nudge, room
from circle.notices import Notice
from circle.state import NextStep
from circle.step_events import (
    DateToCome,
    LookedAtStep,
    MorningCame,
    OnlyItsDoers,
    StepAdjusted,
    StepDone,
    StepEvent,
    StepIsOver,
    StepLetGo,
    StepLookedAt,
    StepNudge,
    StepPersisted,
)
from circle.step_rules import RULES, step

TUESDAY = date(2026, 3, 3)
DAY = timedelta(days=1)
TEAM = frozenset({"Anna", "Bo", "Carl"})


def before(day: date, number: int) -> date:
    """Working days, where only the week-end is free."""
    while number:
        day -= DAY
        number -= day.weekday() < 5
    return day


def a_step(id: str = "a", who: Iterable[str] = ("Anna",), weeks: int = 2) -> NextStep:
    return NextStep(id, tuple(who), "Try it out", TUESDAY + weeks * 7 * DAY, "It is calmer")


class Between:
    """What happens to what a team has agreed, from one circle to the next."""

    def __init__(self, *steps: NextStep) -> None:
        self.day, self.here = TUESDAY, frozenset[str]()
        self.agreed = agree(Agreed(), steps, self.day, self.setting)
        self.told: tuple[Notice, ...] = ()

    @property
    def setting(self) -> Setting:
        return Setting(members=TEAM, here=self.here, working_days_before=before)

    def hear(self, kind: type[StepEvent], **facts: Any) -> "Between":
        at = datetime.combine(self.day, time(8), ZoneInfo("UTC"))
        event = kind(**{"at": at, "day": self.day, **facts})
        self.agreed, self.told = step(self.agreed, event, self.setting)
        return self

    def does(self, who: str, kind: type[LookedAtStep], step: str = "a", **facts: Any) -> "Between":
        return self.hear(kind, who=who, step=step, **facts)

    def mornings(self, until: date) -> list[tuple[date, str]]:
        """Who is nudged, morning by morning."""
        nudged = []
        while self.day < until:
            self.day += DAY
            self.hear(MorningCame)
            nudged += [(self.day, n.to) for n in self.told if isinstance(n, StepNudge)]
        return nudged

    def circle(self, *new: NextStep) -> "Between":
        self.agreed = agree(self.agreed, new, self.day, self.setting)
        return self


def test_the_doers_are_nudged_once_three_working_days_before_the_date() -> None:
    team = Between(a_step(who=("Anna", "Bo"), weeks=2))

    nudged = team.mornings(TUESDAY + 30 * DAY)

    thursday = date(2026, 3, 12)
    assert nudged == [(thursday, "Anna"), (thursday, "Bo")]


def test_the_day_of_the_next_nudge_is_known() -> None:
    team = Between(a_step("a", weeks=2), a_step("b", weeks=1))

    assert next_nudge(team.agreed, team.day, team.setting) == date(2026, 3, 5)
    team.mornings(date(2026, 3, 5))
    assert next_nudge(team.agreed, team.day, team.setting) == date(2026, 3, 12)
    team.does("Anna", StepDone)
    assert next_nudge(team.agreed, team.day, team.setting) is None


def test_nobody_waits_for_a_nudge_whose_step_has_passed() -> None:
    """As when the draft of a circle lay until the date had passed."""
    team = Between(a_step("a", weeks=1), a_step("b", weeks=2))
    team.day += 8 * DAY

    assert next_nudge(team.agreed, team.day, team.setting) == date(2026, 3, 12)
    team.day += 7 * DAY
    assert next_nudge(team.agreed, team.day, team.setting) is None


def test_a_nudge_that_was_held_up_comes_before_the_date_or_not_at_all() -> None:
    late, too_late = Between(a_step(weeks=1)), Between(a_step(weeks=1))

    late.day = TUESDAY + 6 * DAY
    too_late.day = TUESDAY + 7 * DAY

    assert late.mornings(TUESDAY + 20 * DAY) == [(TUESDAY + 7 * DAY, "Anna")]
    assert too_late.mornings(TUESDAY + 20 * DAY) == []


def test_a_step_whose_date_is_near_when_it_is_agreed_is_not_nudged() -> None:
    near = NextStep("a", ("Anna",), "Ask", TUESDAY + 2 * DAY, "")

    assert Between(near).mornings(TUESDAY + 9 * DAY) == []


def test_who_has_left_the_team_is_not_nudged() -> None:
    team = Between(a_step(who=("Zoe", "Bo")))

    assert [who for _, who in team.mornings(TUESDAY + 30 * DAY)] == ["Bo"]


@pytest.mark.parametrize("kind", [StepDone, StepLetGo])
def test_what_is_done_or_let_go_is_not_nudged_and_opens_the_next_circle_with_that(kind) -> None:
    team = Between(a_step()).does("Anna", kind)

    outcome = StepOutcome.DONE if kind is StepDone else StepOutcome.LET_GO
    assert team.told == (StepLookedAt(outcome=outcome),)
    assert team.agreed.opening == ((a_step(), outcome),)
    assert team.mornings(TUESDAY + 30 * DAY) == []


def test_of_a_step_that_is_over_nothing_says_that_it_was_nudged() -> None:
    team = Between(a_step(weeks=1))
    team.mornings(TUESDAY + 3 * DAY)

    assert team.does("Anna", StepDone).circle().agreed == Agreed()


def test_done_and_let_go_leave_the_same_trace_and_that_is_none() -> None:
    done = Between(a_step("a"), a_step("b")).does("Anna", StepDone).circle(a_step("c"))
    let_go = Between(a_step("a"), a_step("b")).does("Anna", StepLetGo).circle(a_step("c"))

    assert done.agreed == let_go.agreed
    assert [each.id for each in done.agreed.steps] == ["b", "c"]
    assert done.agreed.outcomes == {}


def test_a_step_that_goes_on_has_a_later_day_and_a_nudge_of_its_own() -> None:
    team = Between(a_step(weeks=1))
    team.mornings(TUESDAY + 3 * DAY)

    team.does("Anna", StepPersisted, by=TUESDAY + 28 * DAY)

    assert team.agreed.opening[0][1] is StepOutcome.PERSISTED
    assert [who for _, who in team.mornings(TUESDAY + 40 * DAY)] == ["Anna"]


def test_still_under_way_with_the_same_date_is_not_nudged_again() -> None:
    team = Between(a_step(weeks=1))
    team.mornings(TUESDAY + 3 * DAY)

    team.does("Anna", StepPersisted, by=TUESDAY + 7 * DAY)

    assert team.mornings(TUESDAY + 20 * DAY) == []


def test_a_step_can_be_adjusted_and_goes_on_under_its_own_name() -> None:
    team = Between(a_step())
    facts = {"what": "Half of it", "by": TUESDAY + 30 * DAY, "sign": "It works"}

    team.does("Anna", StepAdjusted, doers=("Anna", "Bo"), **facts).circle()

    adjusted = NextStep("a", ("Anna", "Bo"), "Half of it", TUESDAY + 30 * DAY, "It works")
    assert team.agreed.steps == (adjusted,)
    assert team.agreed.outcomes == {}


def test_a_step_goes_on_only_with_a_day_to_come_and_with_members() -> None:
    team = Between(a_step())
    facts = {"what": "Half of it", "sign": ""}

    assert team.does("Anna", StepPersisted, by=TUESDAY).told == (DateToCome(),)
    team.does("Anna", StepAdjusted, doers=("Zoe",), by=TUESDAY + DAY, **facts)
    assert team.told == (OnlyTheTeam(),)
    team.does("Anna", StepAdjusted, doers=(), by=TUESDAY + DAY, **facts)
    assert team.told == (OnlyTheTeam(),)
    assert team.agreed.opening == ((a_step(), None),)


def test_between_circles_only_the_doers_say_what_became_of_a_step() -> None:
    team = Between(a_step(who=("Anna",))).does("Bo", StepDone)

    assert team.told == (OnlyItsDoers(doers=("Anna",)),)
    assert team.agreed.outcomes == {}
    assert team.does("Zoe", StepDone).told == (OnlyTheTeam(),)


def test_in_the_circle_anybody_who_is_there_does() -> None:
    team = Between(a_step(who=("Anna",)))
    team.here = frozenset({"Bo"})

    team.does("Bo", StepDone)

    assert team.agreed.outcomes == {"a": StepOutcome.DONE}


def test_a_press_on_a_step_that_is_gone_is_answered_kindly() -> None:
    team = Between(a_step()).does("Anna", StepDone).circle()

    assert team.does("Anna", StepDone).told == (StepIsOver(),)


def test_people_may_change_their_mind_until_the_circle_is_over() -> None:
    team = Between(a_step()).does("Anna", StepDone).does("Anna", StepLetGo)

    assert team.agreed.outcomes == {"a": StepOutcome.LET_GO}
    team.does("Anna", StepPersisted, by=TUESDAY + 20 * DAY).circle()
    assert [each.id for each in team.agreed.steps] == ["a"]


def test_a_step_with_its_date_ahead_goes_on_by_itself_and_is_nudged_in_time() -> None:
    team = Between(a_step(weeks=3))
    team.day += 7 * DAY
    team.circle(a_step("b", weeks=6))

    assert [each.id for each in team.agreed.steps] == ["a", "b"]
    assert len(team.mornings(TUESDAY + 30 * DAY)) == 1


def test_a_step_that_was_opened_after_its_date_and_not_looked_at_rests() -> None:
    team = Between(a_step(weeks=1))
    team.day += 7 * DAY

    team.circle(a_step("b", weeks=6))

    assert [each.id for each in team.agreed.steps] == ["b"]


def test_a_circle_that_kept_nothing_leaves_what_goes_on() -> None:
    team = Between(a_step("a"), a_step("b", weeks=0)).does("Anna", StepDone)

    assert agree_nothing(team.agreed).steps == (a_step("b", weeks=0),)


def test_after_a_circle_that_kept_nothing_all_is_looked_at_anew() -> None:
    team = Between(a_step()).does("Anna", StepPersisted, by=TUESDAY + 20 * DAY)

    assert agree_nothing(team.agreed).outcomes == {}


def test_a_summary_that_is_heard_twice_agrees_on_its_steps_once() -> None:
    team = Between(a_step("a"), a_step("b"))
    twice = team.circle(a_step("c")).circle(a_step("c"))

    assert [each.id for each in twice.agreed.steps] == ["a", "b", "c"]


def test_there_is_never_less_than_no_room() -> None:
    team = Between(a_step("a"), a_step("b"), a_step("c"), a_step("d"))

    assert room(team.agreed, team.day) == 0


def test_three_steps_are_carried_at_a_time() -> None:
    team = Between(a_step("a"), a_step("b"), a_step("c"))

    assert room(team.agreed, team.day) == 0
    team.does("Anna", StepLetGo)
    assert room(team.agreed, team.day) == 1
    assert room(team.agreed, TUESDAY + 14 * DAY) == 3


def test_what_opens_a_circle_is_never_sorted_by_date() -> None:
    team = Between(a_step("late", weeks=0), a_step("early", weeks=3))

    assert [each.id for each, _ in team.agreed.opening] == ["late", "early"]


def test_every_rule_says_what_it_does() -> None:
    assert all(rule.does.__doc__ for rule in RULES)
    assert {rule.event for rule in RULES} == {MorningCame, *LookedAtStep.__subclasses__()}


ids, people, days = st.sampled_from("abc"), st.sampled_from(sorted(TEAM)), st.integers(0, 20)
morning = st.tuples(st.just(MorningCame), ids, people, days)
kinds = st.sampled_from((StepDone, StepLetGo, StepPersisted, StepAdjusted))
lives = st.lists(st.one_of(morning, st.tuples(kinds, ids, people, days)), max_size=60)


@settings(max_examples=150, deadline=None)
@given(life=lives, circles=st.sets(st.integers(0, 59), max_size=4))
def test_whatever_happens_only_doers_are_told_once_for_a_date_and_never_after_it(
    life: list, circles: set[int]
) -> None:
    team = Between(a_step("a"), a_step("b", ("Anna", "Bo"), 1))
    told: set[tuple[str, str, date]] = set()
    for number, (kind, id, who, later) in enumerate(life):
        if number in circles:
            team.circle(a_step(f"new{number}", weeks=9))
        if kind is MorningCame:
            team.day += DAY
            team.hear(kind)
        else:
            facts: dict[str, Any] = (
                {} if kind in {StepDone, StepLetGo} else {"by": team.day + later * DAY}
            )
            if kind is StepAdjusted:
                facts |= {"doers": (who,), "what": "Otherwise", "sign": ""}
            team.does(who, kind, id, **facts)
            changed = team.agreed
            assert team.does(who, kind, id, **facts).agreed == changed, "twice is once"
        for notice in team.told:
            if isinstance(notice, StepNudge):
                known = team.agreed.find(notice.step.id)
                key = (notice.to, notice.step.id, notice.step.by)
                assert notice.to in notice.step.who
                assert known == notice.step
                assert before(notice.step.by, 3) <= team.day <= notice.step.by
                assert key not in told
                told.add(key)
        assert set(team.agreed.outcomes) <= {each.id for each in team.agreed.steps}
        assert set(team.agreed.nudged) <= {each.id for each in team.agreed.steps}
