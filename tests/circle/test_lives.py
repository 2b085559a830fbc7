"""Random lives of a circle: whatever happens, and however often, the promises hold."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from circle import events
from circle.deadlines import next_deadline
from circle.events import Event, Press, TimePassed
from circle.filing import put_back
from circle.guide import Order, Output, Pace, Pattern
from circle.notices import Answer
from circle.papers import Papers
from circle.people import LARGEST, Presence, Role, Seat, Team
from circle.positions import Position, position_of
from circle.possible import possible_moves
from circle.rules import step
from circle.scaling import may_speak
from circle.state import Circle, Part, Stage
from circle.turns import has_round, takes_turns
from storage.papers import PaperCodec
from tests.circle.people import (
    FREE_ROUND,
    NOON,
    STEPS,
    a_round,
    for_one,
    gathering,
    open_talk,
    writing,
)
from tests.circle.people import phase as phase_of

NAMES = ("Anna", "Bo", "Carl", "Dina", "Ea", "Finn")
PHASES = {
    "round": a_round(),
    "reverse": a_round(order=Order.REVERSE),
    "then free": a_round(then_free=True, pace=Pace.FIXED, seconds=60, silent=(Role.OWNER,)),
    "untimed": a_round(pace=Pace.UNTIMED, order=Order.LEADER_LAST),
    "sentence": a_round(sentence=True, output=Output.LINE),
    "free round": FREE_ROUND,
    "owner": for_one(),
    "owner then free": for_one(then_free=True),
    "facilitator": for_one(Role.FACILITATOR, 3),
    "interview": phase_of(Pattern.FOCUS_INTERVIEWER, speaker=Role.FOCUS),
    "open": open_talk(),
    "writing": writing(),
    "steps": STEPS,
}
HAS_ENDED_TURN = (events.Spoke, events.Passed, events.WentOn, events.GaveWord, events.Left)
JUMPS = (0, 1, 20, 30, 60, 60, 90, 150, 150, 300, 600, 5 * 3600, -3600)
CODEC = PaperCodec()
TEAM = Team("team", "Blue", "tenant", "en", "Europe/Copenhagen")

who = st.sampled_from((*NAMES, "Zoe"))
some_seconds = st.sampled_from((0, 1, 20, 90, 300))


class Lives(RuleBasedStateMachine):
    """One circle, and what an onlooker remembers of its round."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.had: set[int] = set()
        self.last: Event | None = None

    @initialize(
        phases=st.lists(st.sampled_from(sorted(PHASES)), min_size=2, max_size=6),
        count=st.sampled_from((4, 3, 2, 1, 5, 6)),
        roles=st.dictionaries(
            st.sampled_from(NAMES), st.lists(st.sampled_from(Role), max_size=2, unique=True)
        ),
        begins=st.sampled_from((True, True, True, False)),
    )
    def sit_down(self, phases: list[str], count: int, roles: dict, begins: bool) -> None:
        names = NAMES[:count]
        held = {n: tuple(r) for n, r in roles.items() if n in names}
        self.fresh = gathering(*names, phases=[PHASES[p] for p in phases], roles=held)
        self.circle = self.fresh
        if begins:
            self.do(self.facilitator(), events.Began)

    def facilitator(self) -> str:
        leads = [s for s in self.circle.seats if s.has(Role.FACILITATOR)]
        return next((s.person for s in leads), "Anna")

    def do(self, name: str, kind: type[Any], /, **facts: Any) -> None:
        facts = {"at": self.now, "who": name, "circle": self.circle.id, **facts}
        if issubclass(kind, Press):
            facts.setdefault("turn", self.circle.course.turn)
        self.hear(kind(**facts))

    def hear(self, event: Event) -> None:
        before, self.last = self.circle, event
        self.circle, told = step(before, event)
        if any(isinstance(notice, Answer) for notice in told):
            assert self.circle == before, "an answer changes nothing"
            assert len(told) == 1
        self.round_is_fair(before, event)
        self.order_is_stable(before, event)
        again, told = step(self.circle, event)
        assert again == self.circle, "hearing twice is hearing once"
        assert all(isinstance(notice, Answer) for notice in told)

    # What people do

    @precondition(lambda self: self.circle.stage in {Stage.DRAFT, Stage.CLOSED})
    @rule()
    def they_meet_again(self) -> None:
        self.circle, self.now, self.had = self.fresh, NOON, set()
        self.do(self.facilitator(), events.Began)

    @precondition(lambda self: self.circle.course.part is Part.FREE)
    @rule(name=who)
    def somebody_takes_the_word(self, name: str) -> None:
        self.do(name, events.TookWord)

    @precondition(lambda self: self.circle.speaker is not None)
    @rule(after=some_seconds)
    def the_speaker_is_done(self, after: int) -> None:
        self.now += timedelta(seconds=after)
        self.do(self.circle.speaking or "", events.Spoke)

    @rule(passes=st.booleans(), after=some_seconds)
    def speaker_ends(self, passes: bool, after: int) -> None:
        self.now += timedelta(seconds=after)
        self.do(self.circle.speaking or "Bo", events.Passed if passes else events.Spoke)

    @rule(name=who, kind=st.sampled_from((events.Spoke, events.Passed, events.TookWord)))
    def somebody_presses(self, name: str, kind: type[Any]) -> None:
        self.do(name, kind)

    @rule(kind=st.sampled_from((events.WentOn, events.WentOn, events.WentBack)))
    def facilitator_moves_on_or_back(self, kind: type[Any]) -> None:
        self.do(self.facilitator(), kind)

    @rule(kind=st.sampled_from((events.SkippedTurn, events.SkippedPhase, events.Began)))
    def facilitator_skips(self, kind: type[Any]) -> None:
        self.do(self.facilitator(), kind)

    @rule(to=who)
    def facilitator_gives_the_word(self, to: str) -> None:
        self.do(self.facilitator(), events.GaveWord, to=to)

    @rule(data=st.data())
    def facilitator_changes_the_order(self, data: st.DataObject) -> None:
        people = [self.circle.seats[n].person for n in self.circle.course.waiting]
        order = tuple(data.draw(st.permutations(people)))
        self.do(self.facilitator(), events.Reordered, order=order)

    @rule(minutes=st.integers(1, 5))
    def facilitator_gives_time(self, minutes: int) -> None:
        extra = self.circle.course.extra
        self.do(self.facilitator(), events.GaveTime, minutes=minutes, extra=extra)

    @rule(minutes=st.integers(1, 60), stood=some_seconds)
    def facilitator_calls_a_break_or_ends_it(self, minutes: int, stood: int) -> None:
        self.now += timedelta(seconds=stood)
        if self.circle.stage is Stage.PAUSED:
            self.do(self.facilitator(), events.Resumed)
            return
        self.do(self.facilitator(), events.Paused, minutes=minutes)

    @rule(name=who, kind=st.sampled_from((events.WentOn, events.GaveTime, events.Resumed)))
    def somebody_else_makes_a_move(self, name: str, kind: type[Any]) -> None:
        self.do(name, kind)

    @rule(to=who, role=st.sampled_from(Role))
    def facilitator_hands_over(self, to: str, role: Role) -> None:
        self.do(self.facilitator(), events.HandedOver, to=to, role=role)

    @rule(name=who, kind=st.sampled_from((events.TookOver, events.TookBack)))
    def somebody_takes_over(self, name: str, kind: type[Any]) -> None:
        self.do(name, kind)

    @rule(name=who, guest=st.booleans())
    def somebody_joins(self, name: str, guest: bool) -> None:
        self.do(name, events.Joined, name=name, guest=guest)

    @rule(name=who, kind=st.sampled_from((events.SteppedOut, events.CameBack, events.CameBack)))
    def somebody_is_out_or_back(self, name: str, kind: type[Any]) -> None:
        self.do(name, kind, person=name)

    @rule()
    def the_speaker_steps_out(self) -> None:
        name = self.circle.speaking or "Bo"
        self.do(name, events.SteppedOut, person=name)

    @rule(name=who, by=who)
    def somebody_leaves(self, name: str, by: str) -> None:
        self.do(by, events.Left, person=name)

    @precondition(lambda self: any(not seat.here for seat in self.circle.seats))
    @rule(data=st.data())
    def somebody_is_back(self, data: st.DataObject) -> None:
        out = [seat.person for seat in self.circle.seats if not seat.here]
        name = data.draw(st.sampled_from(out))
        self.do(name, events.CameBack, person=name)

    @precondition(lambda self: self.circle.course.offered)
    @rule(name=who)
    def somebody_takes_what_is_offered(self, name: str) -> None:
        self.do(name, events.TookOver)

    @precondition(lambda self: self.circle.stands_in_for is not None)
    @rule()
    def the_facilitator_of_the_day_takes_the_role_back(self) -> None:
        assert self.circle.stands_in_for is not None
        self.do(self.circle.seats[self.circle.stands_in_for].person, events.TookBack)

    @rule(name=who, step_id=st.sampled_from("abcd"), drops=st.booleans())
    def somebody_writes_a_step(self, name: str, step_id: str, drops: bool) -> None:
        if drops:
            self.do(name, events.DroppedStep, step=step_id)
            return
        facts = {"doers": (name,), "what": "Try", "by": NOON.date(), "sign": "Works"}
        self.do(name, events.WroteStep, step=step_id, **facts)

    @rule(name=who, what=st.sampled_from(Output), text=st.text(max_size=9))
    def somebody_writes(self, name: str, what: Output, text: str) -> None:
        self.do(name, events.Wrote, what=what, text=text)

    @precondition(lambda self: self.circle.stage is Stage.DRAFT)
    @rule(name=who, kind=st.sampled_from((events.Approved, events.KeptNothing)))
    def somebody_closes(self, name: str, kind: type[Any]) -> None:
        self.do(name, kind)

    @precondition(lambda self: isinstance(self.last, Press))
    @rule()
    def an_old_press_comes_late(self) -> None:
        assert isinstance(self.last, Press)
        self.hear(replace(self.last, at=self.now))

    # What time does

    @rule(seconds=st.sampled_from(JUMPS))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.tick()

    @rule()
    def time_comes_to_the_next_moment(self) -> None:
        self.now = max(self.now, next_deadline(self.circle) or self.now)
        self.tick()

    def tick(self) -> None:
        before, due = self.circle, next_deadline(self.circle)
        self.hear(TimePassed(at=self.now))
        happened = self.circle != before
        assert happened == (due is not None and due <= self.now), "it is asked when it is due"
        moment = next_deadline(self.circle)
        assert moment is None or moment > self.now, "what is due was done"
        assert step(self.circle, TimePassed(at=self.now)) == (self.circle, ())

    # What an onlooker sees

    def round_is_fair(self, before: Circle, event: Event) -> None:
        """Nobody has the word twice before all who are here had it, or passed."""
        old, new = before.course, self.circle.course
        same = (old.phase, old.orders) == (new.phase, new.orders)
        if not same or not takes_turns(self.circle) or isinstance(event, events.WentBack):
            self.had = set(new.spoken) if same else set()
            return
        if old.speaker is not None and new.speaker != old.speaker:
            if isinstance(event, HAS_ENDED_TURN) and before.stage is Stage.RUNNING:
                self.had.add(old.speaker)
            else:
                self.had = set(new.spoken)
        if new.speaker in self.had and new.speaker != old.speaker:
            seats = enumerate(self.circle.seats)
            left = [n for n, s in seats if s.here and self.owed(n, s) and n != new.speaker]
            assert not left, "all had the word before anybody had it twice"

    def owed(self, number: int, seat: Seat) -> bool:
        waits = number in self.circle.course.waiting
        return waits and number not in self.had and may_speak(self.circle.phase, seat)

    def order_is_stable(self, before: Circle, event: Event) -> None:
        """Those who wait, and were here all the time, keep their order."""
        old, new = before.course, self.circle.course
        if (old.phase, old.orders) != (new.phase, new.orders):
            return
        if isinstance(event, events.Reordered | events.WentBack):
            return
        both = [n for n in old.waiting if n in new.waiting]
        here = [n for n in both if before.seats[n].here and self.circle.seats[n].here]
        assert here == [n for n in new.waiting if n in here]

    @invariant()
    def the_word_is_with_one_who_is_here(self) -> None:
        course, seats = self.circle.course, self.circle.seats
        if course.speaker is not None:
            assert seats[course.speaker].presence is Presence.HERE
            assert course.part is Part.WORD
        if self.circle.stage is Stage.RUNNING and course.part is Part.WORD:
            assert course.speaker is not None
        if self.circle.stage not in {Stage.RUNNING, Stage.PAUSED}:
            assert course.speaker is None

    @invariant()
    def those_who_wait_have_not_spoken(self) -> None:
        course, seats = self.circle.course, self.circle.seats
        line = [*course.waiting, *([] if course.speaker is None else [course.speaker])]
        assert len(set(line)) == len(line)
        assert not set(course.waiting) & set(course.spoken)
        assert len(set(course.spoken)) == len(course.spoken)
        assert all(seats[n].presence is not Presence.GONE for n in course.waiting)

    @invariant()
    def everybody_has_one_position(self) -> None:
        found = [position_of(self.circle, n) for n in range(len(self.circle.seats))]
        speaks = [n for n, position in enumerate(found) if position is Position.SPEAKS]
        speaker = self.circle.course.speaker
        assert speaks == ([] if speaker is None else [speaker])
        assert found.count(Position.NEXT) <= 1
        assert len(set(possible_moves(self.circle))) == len(possible_moves(self.circle))

    @invariant()
    def the_phase_is_in_the_plan_and_its_time_makes_sense(self) -> None:
        course = self.circle.course
        assert 0 <= course.phase < len(self.circle.plan.phases)
        assert course.pool >= 0
        assert (course.ends is None) or course.part is Part.WORD
        assert self.circle.expected_end(self.now) >= min(
            self.now, self.circle.closed_at or self.now
        )

    @invariant()
    def a_running_circle_waits_for_somebody_and_knows_for_whom(self) -> None:
        course = self.circle.course
        if self.circle.stage is not Stage.RUNNING:
            return
        assert self.circle.waits_for_facilitator == (course.waits_since is not None)
        if course.part is Part.REST and has_round(self.circle):
            assert self.circle.next_up is None
        assert self.circle.waits_for_facilitator or next_deadline(self.circle) is not None

    @invariant()
    def there_are_few_enough(self) -> None:
        present = [s for s in self.circle.seats if s.presence is not Presence.GONE]
        assert len(present) <= LARGEST
        assert len(self.circle.kept.steps) <= 3
        assert sum(s.has(Role.FACILITATOR) for s in self.circle.seats) <= len(NAMES)

    @invariant()
    def what_is_read_from_disk_is_what_was_written(self) -> None:
        papers = put_back(Papers(TEAM), self.circle)
        parts = CODEC.changes(None, papers)
        known = {name: raw for name, raw in parts.items() if raw is not None}
        read = CODEC.new({n: raw for n, raw in known.items() if not n.startswith("summary/")})
        assert read.find(self.circle.id) == papers.find(self.circle.id)


class LongLives(Lives):
    """The same, for longer."""


COMMON: dict[str, Any] = {
    "deadline": None,
    "print_blob": True,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.filter_too_much],
}
TestShortLives = Lives.TestCase
TestShortLives.settings = settings(max_examples=40, stateful_step_count=30, **COMMON)
TestLongLives = pytest.mark.slow(LongLives.TestCase)
TestLongLives.settings = settings(max_examples=200, stateful_step_count=50, **COMMON)
