"""A team's year as it may come: any rule, any choice, any pause, and a restart before each."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec
import pytest
from cattrs import Converter
from cattrs.preconf.msgspec import make_converter
from cattrs.strategies import configure_tagged_union
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from circle.calendar import Calendar, Country, pause, plain
from circle.events import Event, TimePassed
from circle.happenings import (
    FreeDayAsked,
    FreeDayKept,
    MeetingHeld,
    MeetingMoved,
    MeetingPlanned,
    MeetingSkipped,
    Reminded,
)
from circle.ledger import AHEAD, Ledger, What, due, forget, hear, look_up, meeting_at, write_down
from circle.occurrences import Occurrence, State
from circle.proposals import questions
from circle.rhythm import (
    EveryOtherWeek,
    Monthly,
    MonthlyMinimum,
    Rule,
    Series,
    SingleDates,
    Weekday,
    Weekly,
    Weeks,
    Which,
    days,
)
from tests.circle.meetings import CHRISTMAS, SCHOOL, at

START = date(2026, 9, 1)
CLOCKS = st.sampled_from([time(14, 30), time(8), time(2, 30)])
WEEKDAYS = st.sampled_from(Weekday)
RULES: st.SearchStrategy[Rule] = st.one_of(
    st.builds(Weekly, WEEKDAYS, st.sampled_from(Weeks)),
    st.builds(EveryOtherWeek, WEEKDAYS, st.just(START)),
    st.builds(Monthly, st.sampled_from(Which), WEEKDAYS),
    st.builds(MonthlyMinimum),
    st.builds(
        SingleDates,
        st.lists(st.dates(START, date(2026, 12, 31)), max_size=6).map(tuple),
    ),
)
ZONES = st.sampled_from(["Europe/Copenhagen", "Europe/Oslo", "UTC"])
FINAL = {State.HELD, State.MOVED, State.SKIPPED, State.EXPIRED}


def converter() -> Converter:
    """How the facts go to disk and come back."""
    made = make_converter(omit_if_default=True)
    made.register_structure_hook(time, lambda raw, _: time.fromisoformat(raw))
    configure_tagged_union(Rule, made, tag_name="is")
    return made


DISK = converter()


class Years(RuleBasedStateMachine):
    """One team with two series, and what an onlooker remembers."""

    @initialize(rule=RULES, other=RULES, clock=CLOCKS, zone=ZONES, calendar=st.booleans())
    def agree(self, rule: Rule, other: Rule, clock: time, zone: str, calendar: bool) -> None:
        self.now = at(START)
        self.calendar = SCHOOL if calendar else Calendar(plain(Country.NORWAY))
        self.series = {
            "a": Series("a", rule, clock, zone, 45, self.now),
            "b": Series("b", other, time(9), zone, 45, self.now),
        }
        self.ledger: Ledger = {}
        self.answered: set[tuple[str, datetime]] = set()
        self.work_out()

    # What the bot does by itself

    def work_out(self) -> None:
        until = self.now.date() + AHEAD
        for series in self.series.values():
            before = self.ledger
            self.ledger, told = write_down(before, series, self.calendar, self.now, until)
            gone = {news.meeting.key for news in told if news.what is What.WITHDRAWN}
            assert gone == before.keys() - self.ledger.keys(), "nothing goes without a word"
            again = write_down(self.ledger, series, self.calendar, self.now, until)
            assert again == (self.ledger, ()), "working out again changes nothing"
            self.is_whole(series, until)

    def is_whole(self, series: Series, until: date) -> None:
        """Each day to come that the rule gives stands in the ledger."""
        for day in days(series.rule, self.now.date() + timedelta(days=1), until):
            assert f"{series.id}/{day.isoformat()}" in self.ledger

    def hear(self, event: Event) -> None:
        before = self.ledger
        self.ledger, told = hear(before, event, self.calendar)
        assert before.keys() <= self.ledger.keys()
        changed = {k for k, m in self.ledger.items() if before.get(k) != m}
        given_up = [k for k in changed & before.keys() if self.became_silent(before[k], k)]
        assert len(told) >= len(given_up), "nothing is given up without a word"
        again, told = hear(self.ledger, event, self.calendar)
        assert (again, told) == (self.ledger, ()), "hearing twice is hearing once"

    def became_silent(self, before: Occurrence, key: str) -> bool:
        after = self.ledger[key]
        return before.open and after.state in FINAL - {State.HELD}

    @rule(hours=st.sampled_from([1, 5, 24, 72, 24 * 7, 24 * 20, 24 * 100]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.work_out()
        self.hear(TimePassed(at=self.now))
        moment = due(self.ledger)
        assert moment is None or moment > self.now, "what is due was done"

    @rule()
    def the_clock_comes_to_what_is_due(self) -> None:
        moment, before = due(self.ledger), self.ledger
        if moment is None:
            return
        self.now = max(self.now, moment)
        self.hear(TimePassed(at=self.now))
        assert self.ledger != before, "it is asked when there is something to do"

    @rule()
    def the_bot_asks(self) -> None:
        for each in questions(self.ledger, self.calendar, self.now):
            for day in each.days:
                known = self.ledger[f"{each.series}/{day.isoformat()}"]
                assert known.question is None
            assert each.proposed is None or self.calendar.works(each.proposed)
            facts = {"series": each.series, "days": each.days, "proposed": each.proposed}
            self.hear(FreeDayAsked(at=self.now, **facts))

    @rule()
    def the_bot_starts_again(self) -> None:
        raw = msgspec.json.encode(DISK.unstructure((self.ledger, self.series, self.calendar)))
        ledger, series, calendar = msgspec.json.decode(raw)
        self.ledger = {k: DISK.structure(v, Occurrence) for k, v in ledger.items()}
        kept = {k: DISK.structure(v, Series) for k, v in series.items()}
        assert kept == self.series
        assert DISK.structure(calendar, Calendar) == self.calendar
        self.work_out()

    @rule()
    def the_house_is_kept(self) -> None:
        self.ledger = forget(self.ledger, self.now)
        self.work_out()

    # What people do

    @rule(data=st.data(), kind=st.sampled_from([FreeDayKept, MeetingSkipped, Reminded]))
    def somebody_decides(self, data: st.DataObject, kind: type[Any]) -> None:
        meeting = self.one_of(data)
        if meeting is None:
            return
        who = {} if kind is Reminded else {"who": "Anna"}
        self.hear(kind(at=self.now, series=meeting.series, days=(meeting.day,), **who))

    @rule(data=st.data(), later=st.integers(-9, 20), clock=CLOCKS)
    def somebody_moves(self, data: st.DataObject, later: int, clock: time) -> None:
        meeting = self.one_of(data)
        if meeting is None:
            return
        to = meeting.day + timedelta(days=later)
        facts = {"series": meeting.series, "days": (meeting.day,), "to": to, "clock": clock}
        before = self.ledger
        self.hear(MeetingMoved(at=self.now, who="Anna", **facts))
        if self.ledger != before and to != meeting.day:
            assert self.ledger[meeting.key].moved_to == to
            assert self.ledger[f"{meeting.series}/{to.isoformat()}"].begins > self.now

    @rule(data=st.data(), answer=st.sampled_from([FreeDayKept, MeetingSkipped, MeetingMoved]))
    def somebody_answers(self, data: st.DataObject, answer: type[Any]) -> None:
        asked = [each for each in self.ledger.values() if each.question]
        if not asked:
            return
        meeting = data.draw(st.sampled_from(sorted(asked, key=lambda each: each.key)))
        question = meeting.question
        assert question is not None
        facts: dict[str, Any] = {"who": "Bo", "series": meeting.series, "days": (meeting.day,)}
        if answer is MeetingMoved:
            if question.proposed is None:
                return
            facts |= {"to": question.proposed, "clock": meeting.clock}
        before = self.ledger
        self.hear(answer(at=self.now, asked=question.asked, **facts))
        if self.ledger != before:
            assert (meeting.key, question.asked) not in self.answered, "one answer to a question"
            self.answered.add((meeting.key, question.asked))

    @rule(later=st.integers(-3, 40), series=st.sampled_from("ab"), clock=CLOCKS)
    def somebody_plans(self, later: int, series: str, clock: time) -> None:
        day = self.now.date() + timedelta(days=later)
        facts = {"clock": clock, "zone": self.series[series].zone, "minutes": 45}
        self.hear(MeetingPlanned(at=self.now, who="Cy", series=series, days=(day,), **facts))

    @rule()
    def a_circle_begins(self) -> None:
        meeting = meeting_at(self.ledger, self.now)
        if meeting is not None:
            facts = {"series": meeting.series, "days": (meeting.day,), "circle": "c"}
            self.hear(MeetingHeld(at=self.now, **facts))
            assert self.ledger[meeting.key].state is State.HELD

    @rule(rule=RULES, clock=CLOCKS, zone=ZONES, series=st.sampled_from("ab"))
    def the_team_agrees_on_another_rule(
        self, rule: Rule, clock: time, zone: str, series: str
    ) -> None:
        self.series[series] = Series(series, rule, clock, zone, 45, self.now)
        self.work_out()

    @rule(later=st.integers(0, 60), length=st.integers(0, 20), off=st.booleans())
    def the_team_pauses(self, later: int, length: int, off: bool) -> None:
        first = self.now.date() + timedelta(days=later)
        span = pause(first, first + timedelta(days=length))
        plain = Calendar(self.calendar.municipality)
        self.calendar = plain if off else plain.without(span)
        self.ledger, _ = look_up(self.ledger, self.calendar, self.now)
        again = look_up(self.ledger, self.calendar, self.now)
        assert again == (self.ledger, ())
        self.work_out()

    def one_of(self, data: st.DataObject) -> Occurrence | None:
        if not self.ledger:
            return None
        return self.ledger[data.draw(st.sampled_from(sorted(self.ledger)))]

    # What is always so

    @invariant()
    def each_meeting_stands_under_its_series_and_day(self) -> None:
        for key, meeting in self.ledger.items():
            assert key == meeting.key

    @invariant()
    def nobody_meets_on_a_free_day_unless_it_was_kept(self) -> None:
        for meeting in self.ledger.values():
            if meeting.begins > self.now and meeting.stands:
                assert meeting.kept or self.calendar.free(meeting.day) is None

    @invariant()
    def who_moved_arrived(self) -> None:
        for meeting in self.ledger.values():
            if meeting.moved_to is not None:
                assert meeting.state is State.MOVED
                assert f"{meeting.series}/{meeting.moved_to.isoformat()}" in self.ledger

    @invariant()
    def no_open_meeting_lies_in_a_pause_that_nobody_meant(self) -> None:
        spans = self.calendar.pauses
        for meeting in self.ledger.values():
            if meeting.open and meeting.begins > self.now and not meeting.kept:
                assert not any(span.holds(meeting.day) for span in spans)


class LongYears(Years):
    """The same, for longer."""


COMMON: dict[str, Any] = {
    "deadline": None,
    "print_blob": True,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.filter_too_much],
}
TestShortYears = Years.TestCase
TestShortYears.settings = settings(max_examples=30, stateful_step_count=20, **COMMON)
TestLongYears = pytest.mark.slow(LongYears.TestCase)
TestLongYears.settings = settings(max_examples=300, stateful_step_count=50, **COMMON)


def test_what_is_kept_is_small_and_says_wall_clock_and_zone_and_never_an_offset() -> None:
    meeting = Occurrence("a", CHRISTMAS.first, time(14, 30), "Europe/Copenhagen", 45)
    series = Series("a", Weekly(Weekday.TUESDAY), time(14, 30), "Europe/Copenhagen", 45, at(START))

    kept = msgspec.json.encode(DISK.unstructure(meeting))
    agreed = msgspec.json.encode(DISK.unstructure(series))

    assert kept == (
        b'{"series":"a","day":"2026-12-19","clock":"14:30:00","zone":"Europe/Copenhagen",'
        b'"minutes":45}'
    )
    assert b'"rule":{"weekday":1,"weeks":"every","is":"Weekly"}' in agreed
    assert DISK.structure(msgspec.json.decode(agreed), Series) == series
    assert series.since.tzinfo is UTC
