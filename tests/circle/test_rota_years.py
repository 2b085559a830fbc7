"""Random years of a team: people come, go, are away, swap, skip, give back and say no.

The onlooker counts, in every role, the turns of everybody; the rota itself counts nothing.
"""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from circle import rota_events as happens
from circle.people import LARGEST, SMALLEST, Role
from circle.role_lines import RoleLine
from circle.rota import GOES_ROUND, Holders, free_for, planned, shown
from circle.rota_notices import AnswerHeard, FocusAsked, RoleCameToYou, RoleLeftYou
from tests.circle.roles import FACILITATOR, FOCUS, WEEK, Roles

SOME_ROLES = st.lists(st.sampled_from(GOES_ROUND), min_size=1, unique=True)
numbers = st.integers(0, 40)


class Years(RuleBasedStateMachine):
    """One team, and what an onlooker remembers of it."""

    @initialize(size=st.integers(SMALLEST, 7), roles=SOME_ROLES, in_pairs=st.booleans())
    def begin(self, size: int, roles: list[Role], in_pairs: bool) -> None:
        people = [f"p{number}" for number in range(size)]
        wanted = [role for role in GOES_ROUND if role in {FACILITATOR, *roles}]
        self.team = Roles(*people, wanted=wanted, in_pairs=in_pairs)
        self.born = size
        self.turns = {role: dict.fromkeys(people, 0) for role in GOES_ROUND}
        self.behind: dict[Role, set[str]] = {role: set() for role in GOES_ROUND}
        self.last: dict[Role, str] = {}
        self.new: set[str] = set()

    @property
    def people(self) -> tuple[str, ...]:
        return tuple(sorted(self.team.rota.people))

    def person(self, number: int) -> str:
        return self.people[number % len(self.people)]

    def held(self) -> Holders:
        return planned(self.team.rota, self.team.day)

    def do(self, who: str, kind: type[Any], **facts: Any) -> bool:
        """Somebody does something; True if it changed the rota."""
        before, plan = self.team.rota, self.held()
        self.team.does(who, kind, **facts)
        self.everybody_knows(plan, who)
        changed, told = self.team.rota, self.team.told
        self.team.does(who, kind, **facts)
        assert self.team.rota == changed, "doing it twice is doing it once"
        self.team.told = told
        return changed != before

    def everybody_knows(self, plan: Holders, who: str) -> None:
        """Who has or loses a role through somebody else is told, alone."""
        now = self.held()
        told = {n.to for n in self.team.told if hasattr(n, "to")}
        gained = {person for role, person in set(now) - set(plan)}
        lost = {person for role, person in set(plan) - set(now) if person in self.people}
        assert (gained | lost) - {who} <= told
        for notice in self.team.told:
            if isinstance(notice, RoleCameToYou):
                assert (notice.role, notice.to) in now
            if isinstance(notice, RoleLeftYou):
                assert (notice.role, notice.to) not in now

    def had(self, role: Role, person: str) -> None:
        """A turn in the line; an extra one, taken out of turn, does not count."""
        self.turns[role][person] += 1

    def line(self, role: Role) -> RoleLine:
        return self.team.line(role)

    # The circle

    @rule(absent=st.sets(numbers, max_size=2), chosen=st.none() | st.tuples(numbers, numbers))
    def they_meet(self, absent: set[int], chosen: tuple[int, int] | None) -> None:
        here = self.team.rota.here_on(self.team.day)
        missing = {self.person(n) for n in absent} & here if len(here) > 3 else set()
        present = here - missing
        held = {role: person for role, person in self.held() if person in present}
        if chosen and present:
            wanted = self.team.rota.wanted
            held[wanted[chosen[0] % len(wanted)]] = sorted(present)[chosen[1] % len(present)]
        self.nobody_twice_in_a_row(held, present, bool(missing or chosen))
        for person in set(self.people) - present:
            self.was_away(person)
        for role, person in held.items():
            if role in GOES_ROUND and self.is_to_come(role, person, present):
                self.had(role, person)
        before = {role: self.line(role) for role in GOES_ROUND}
        self.team.meet(absent=missing, instead=held.items())
        self.last |= held
        self.new.clear()
        self.only_these_moved(before, held)

    def is_to_come(self, role: Role, person: str, present: Any) -> bool:
        line = self.line(role)
        return person in line.to_come or not any(other in present for other in line.to_come)

    def nobody_twice_in_a_row(self, held: dict[Role, str], present: Any, by_hand: bool) -> None:
        """Twice in a row only when everybody else has a role, is new, or chose so."""
        for role, person in held.items():
            if role in GOES_ROUND and self.last.get(role) == person and not by_hand:
                others = present - set(held.values()) - self.new
                assert not others, f"{person} has {role} again, and {others} have none"

    def only_these_moved(self, before: dict[Role, RoleLine], held: dict[Role, str]) -> None:
        for role in GOES_ROUND:
            if role not in held:
                assert self.line(role) == before[role], "a role nobody had has not moved on"

    # Who is there

    def was_away(self, person: str) -> None:
        for role in GOES_ROUND:
            self.behind[role].add(person)

    @precondition(lambda self: len(self.people) < LARGEST)
    @rule()
    def somebody_joins(self) -> None:
        new, self.born = f"p{self.born}", self.born + 1
        self.new.add(new)
        for role in GOES_ROUND:
            self.turns[role][new] = self.turns_of_those_to_come(role)
        next_one = self.team.has(FACILITATOR)
        self.team.hear(happens.MembersChanged, people=(*self.people, new))
        assert self.team.has(FACILITATOR) in (next_one, new), "who is new pushes nobody on"

    def turns_of_those_to_come(self, role: Role) -> int:
        """Who is new counts as one of those who are still to come in this round."""
        line, turns = self.line(role), self.turns[role]
        strict = [p for p in line.to_come if p not in self.behind[role]]
        had = [p for p in line.had if p not in self.behind[role]]
        if strict:
            return turns[strict[0]]
        return turns[had[0]] - 1 if had else 0

    @precondition(lambda self: len(self.people) > SMALLEST)
    @rule(number=numbers)
    def somebody_leaves(self, number: int) -> None:
        gone, plan = self.person(number), self.held()
        people = tuple(person for person in self.people if person != gone)
        next_one = self.team.has(FACILITATOR)
        self.team.hear(happens.MembersChanged, people=people)
        assert next_one in (None, gone, self.team.has(FACILITATOR))
        self.everybody_knows(plan, gone)
        assert gone not in repr(self.team.rota).replace("'", " ").split()

    @rule(number=numbers, weeks=st.integers(0, 8))
    def somebody_is_away(self, number: int, weeks: int) -> None:
        person = self.person(number)
        self.was_away(person)
        self.do(person, happens.WentAway, until=self.team.day + weeks * WEEK)

    @rule(number=numbers)
    def somebody_is_back(self, number: int) -> None:
        self.do(self.person(number), happens.IsBack)

    @rule()
    def a_day_begins(self) -> None:
        self.team.hear(happens.DayBegan)
        assert all(each.until >= self.team.day for each in self.team.rota.away)

    # What people do with their roles

    @rule(number=numbers, role=st.sampled_from(GOES_ROUND))
    def two_swap(self, number: int, role: Role) -> None:
        other, taker = self.team.has(role), self.person(number)
        returned = {held for held, person in self.held() if person == taker}
        if other is None or not self.do(taker, happens.AgreedToSwap, other=other, role=role):
            return
        assert self.team.has(role) == taker
        for line in {role, *returned} & set(GOES_ROUND):
            self.change_places(line, taker, other)

    def change_places(self, role: Role, one: str, other: str) -> None:
        """Who swaps has the other's place, with what was had and what was missed."""
        turns, behind = self.turns[role], self.behind[role]
        turns[one], turns[other] = turns[other], turns[one]
        swapped = {one: other, other: one}
        self.behind[role] = {swapped.get(person, person) for person in behind}
        self.last.pop(role, None)

    @rule(number=numbers, role=st.sampled_from(GOES_ROUND))
    def a_turn_is_skipped(self, number: int, role: Role) -> None:
        holder = self.team.has(role)
        if holder is None or role is FOCUS:
            return
        plan, who = self.held(), self.person(number)
        self.team.does(who, happens.SkippedRole, person=holder, role=role)
        self.everybody_knows(plan, who)
        self.last.pop(role, None)
        self.had(role, holder)

    @rule(role=st.sampled_from(GOES_ROUND))
    def the_holder_gives_back(self, role: Role) -> None:
        holder = self.team.has(role)
        if holder is None or role is FOCUS:
            return
        line, here = self.line(role), self.team.rota.here_on(self.team.day)
        free = free_for(self.team.rota, role, self.team.day) - {holder}
        # With none of the round here the next round begins, and then all who are here come.
        order = line.to_come if any(p in here for p in line.to_come) else line.order
        later = order[order.index(holder) + 1 :]
        plan = self.held()
        self.team.does(holder, happens.GaveRoleBack, role=role)
        self.everybody_knows(plan, holder)
        self.last.pop(role, None)
        if not any(person in free for person in later):
            self.had(role, holder)

    @rule(number=numbers, role=st.sampled_from(GOES_ROUND))
    def somebody_takes_a_role(self, number: int, role: Role) -> None:
        person, line = self.person(number), self.line(role)
        if self.do(person, happens.TookRole, role=role):
            assert self.team.has(role) == person
            self.last.pop(role, None)
            if person in line.had:
                self.turns[role][person] -= 1

    @rule(says_no=st.lists(st.booleans(), min_size=1, max_size=LARGEST))
    def people_are_asked_to_be_the_focus_person(self, says_no: list[bool]) -> None:
        self.team.hear(happens.FocusWanted)
        once: list[str] = []
        for no in says_no:
            found = self.team.heard(FocusAsked)
            if not found:
                break
            once.append(found[0].to)
            before, plan = shown(self.team.rota, self.team.day), self.held()
            if not no:
                self.do(once[-1], happens.AgreedToFocus)
                assert self.team.has(FOCUS) == once[-1]
                break
            self.team.does(once[-1], happens.DeclinedFocus)
            assert shown(self.team.rota, self.team.day) == before, "a no is not to be seen"
            assert self.held() == plan
            assert {type(n) for n in self.team.told} <= {AnswerHeard, FocusAsked}
            self.had(FOCUS, once[-1])
            self.last.pop(FOCUS, None)
        assert len(once) == len(set(once)), "nobody is asked twice"

    # What always holds

    @invariant()
    def lines_hold_everybody_once(self) -> None:
        for line in self.team.rota.lines:
            assert sorted(line.order) == list(self.people)
            assert line.to_come
            assert set(line.owed) <= set(line.to_come)
            assert len(line.owed) == len(set(line.owed))
            assert set(line.owed) <= self.behind[line.role], "only who was away is owed a turn"

    @invariant()
    def nobody_has_two_roles_while_somebody_has_none(self) -> None:
        here = self.team.rota.here_on(self.team.day)
        held = [person for _, person in self.held()]
        assert set(held) <= here
        assert len(set(held)) == min(len(held), len(here))
        assert not here or self.team.has(FACILITATOR), "somebody always facilitates"

    @invariant()
    def turns_are_fair(self) -> None:
        for role in GOES_ROUND:
            never_away = set(self.people) - self.behind[role]
            turns = [self.turns[role][person] for person in never_away]
            assert not turns or max(turns) - min(turns) <= 1, (role, self.turns[role])


class LongYears(Years):
    """The same, for longer."""


TestShortYears = Years.TestCase
TestShortYears.settings = settings(max_examples=20, stateful_step_count=30, deadline=None)
TestLongYears = pytest.mark.slow(LongYears.TestCase)
TestLongYears.settings = settings(max_examples=300, stateful_step_count=50, deadline=None)

weeks = st.tuples(st.sets(st.integers(0, 11), max_size=3), st.integers(0, 4))


@settings(max_examples=60, deadline=None)
@given(size=st.integers(SMALLEST, LARGEST), year=st.lists(weeks, min_size=10, max_size=50))
def test_among_people_never_away_turns_differ_by_one_at_most(size: int, year: list) -> None:
    """Counted as they were really held: nothing but absences, and guides of unlike roles."""
    people = [f"p{number}" for number in range(size)]
    team, count = Roles(*people, wanted=GOES_ROUND), dict[tuple[Role, str], int]()
    away: set[str] = set()
    for absent, fewer in year:
        missing = {f"p{number}" for number in absent} - {"p0", "p1"}
        away |= missing
        team.rota = type(team.rota)(lines=team.rota.lines, wanted=GOES_ROUND[: 5 - fewer])
        for person in missing & set(people):
            team.does(person, happens.WentAway, until=team.day + timedelta(days=1))
        for role, person in planned(team.rota, team.day):
            count[role, person] = count.get((role, person), 0) + 1
        team.meet()

    for role in GOES_ROUND:
        turns = [count.get((role, person), 0) for person in people if person not in away]
        assert max(turns) - min(turns) <= 1
