"""Who may do what, and how a press is answered that changes nothing."""

import inspect
from dataclasses import fields
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from circle import events
from circle.events import Act, Event, Press, TimePassed
from circle.guide import Output
from circle.notices import (
    Answer,
    CircleIsOver,
    MovedOn,
    NotHere,
    NotYet,
    NotYourTurn,
    OnlyFacilitator,
    OnlyMembers,
)
from circle.people import Role
from circle.rules import RULES, Rule, Who, step
from circle.state import Circle, Stage
from tests.circle.people import NOON, STEPS, Table, a_round, gathering

FACTS: dict[str, Any] = {
    "to": "Bo",
    "order": ("Bo", "Carl"),
    "minutes": 1,
    "role": Role.NOTES,
    "name": "Dina",
    "person": "Bo",
    "step": "a",
    "doers": ("Bo",),
    "what": "Try it",
    "by": NOON.date(),
    "sign": "It works",
    "text": "One thing",
}
KINDS = [
    kind
    for _, kind in inspect.getmembers(events, inspect.isclass)
    if issubclass(kind, Act) and kind not in (Act, Press)
]
CASES = [(stage, rule) for rule in RULES for stage in rule.stages]
NAMES = [f"{rule.event.__name__}-{stage}" for stage, rule in CASES]
in_each_case = pytest.mark.parametrize(("stage", "rule"), CASES, ids=NAMES)


def in_stage(stage: Stage) -> Table:
    table = Table(gathering("Anna", "Bo", "Carl", phases=[a_round(output=Output.NOTE), STEPS]))
    if stage is Stage.GATHERING:
        return table
    table.does("Anna", events.Began)
    if stage is Stage.PAUSED:
        table.does("Anna", events.Paused, minutes=5)
    if stage in {Stage.DRAFT, Stage.CLOSED}:
        table.does("Anna", events.Ended)
    if stage is Stage.CLOSED:
        table.does("Anna", events.Approved)
    return table


def event_of(kind: type[Event], circle: Circle, who: str, /, **given: Any) -> Event:
    names = {field.name for field in fields(kind)}
    known: dict[str, Any] = {"at": NOON, "who": who, "circle": circle.id, **FACTS}
    known |= {"turn": circle.course.turn, "extra": 0, "guest": False, **given}
    if kind is events.Wrote:
        known["what"] = Output.NOTE
    return kind(**{name: value for name, value in known.items() if name in names})


def test_every_event_has_a_rule() -> None:
    assert {rule.event for rule in RULES} == {TimePassed, *KINDS}


def test_an_event_has_one_rule_in_a_stage() -> None:
    pairs = [(stage, rule.event) for stage, rule in CASES]

    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.event.__name__)
def test_every_rule_takes_the_event_it_stands_for_and_says_what_it_does(rule: Rule) -> None:
    taken = get_type_hints(rule.does)["event"]
    kinds = get_args(taken) if get_origin(taken) else (taken,)

    assert rule.event in kinds
    assert rule.does.__doc__


@pytest.mark.parametrize("stage", list(Stage), ids=str)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_what_has_no_rule_changes_nothing_and_is_answered(kind: type[Act], stage: Stage) -> None:
    circle = in_stage(stage).circle
    if any((stage, kind) == (known, rule.event) for known, rule in CASES):
        return

    after, told = step(circle, event_of(kind, circle, "Anna"))

    over = stage in {Stage.DRAFT, Stage.CLOSED}
    writes = kind in {events.WroteStep, events.Wrote}
    answer = CircleIsOver() if over else NotYet() if writes else MovedOn()
    assert (after, told) == (circle, (answer,))


@in_each_case
def test_a_press_on_another_circles_card_changes_nothing(stage: Stage, rule: Rule) -> None:
    if not issubclass(rule.event, Act):
        return
    circle = in_stage(stage).circle

    after, told = step(circle, event_of(rule.event, circle, "Anna", circle="another"))

    assert (after, told) == (circle, (CircleIsOver(),))


@in_each_case
@pytest.mark.parametrize("off", [-1, 1])
def test_a_press_on_an_old_card_changes_nothing(stage: Stage, rule: Rule, off: int) -> None:
    if not issubclass(rule.event, Press):
        return
    circle = in_stage(stage).circle
    turn = circle.course.turn + off

    after, told = step(circle, event_of(rule.event, circle, "Anna", turn=turn))

    assert (after, told) == (circle, (MovedOn(),))


REFUSED = {
    Who.SPEAKER: [("Bo", NotYourTurn(speaker="Anna")), ("Zoe", NotYourTurn(speaker="Anna"))],
    Who.FACILITATOR: [
        ("Bo", OnlyFacilitator(facilitator="Anna")),
        ("Zoe", OnlyFacilitator(facilitator="Anna")),
    ],
    Who.ONESELF: [
        ("Carl", OnlyFacilitator(facilitator="Anna")),
        ("Zoe", OnlyFacilitator(facilitator="Anna")),
    ],
    Who.PRESENT: [("Zoe", NotHere())],
    Who.WAS_THERE: [("Zoe", NotHere())],
    Who.MEMBER: [("Zoe", OnlyMembers())],
    Who.ANYBODY: [],
    Who.CLOCK: [],
}


@in_each_case
def test_who_may_not_is_told_who_may(stage: Stage, rule: Rule) -> None:
    circle = in_stage(stage).circle

    for who, answer in REFUSED[rule.who]:
        assert step(circle, event_of(rule.event, circle, who)) == (circle, (answer,))


@in_each_case
def test_who_may_is_not_refused(stage: Stage, rule: Rule) -> None:
    circle = in_stage(stage).circle
    rights = (NotYourTurn, OnlyFacilitator, OnlyMembers, CircleIsOver, MovedOn)
    if rule.event in {events.TookWord, events.TookOver, events.TookBack}:
        return  # they have conditions of their own

    _, told = step(circle, event_of(rule.event, circle, "Anna"))

    assert not [notice for notice in told if isinstance(notice, rights)]


@pytest.mark.parametrize("who", ["Anna", "Bo"])
def test_who_has_gone_home_makes_no_moves(who: str) -> None:
    table = in_stage(Stage.RUNNING)
    for name in ("Anna", "Bo"):
        table.does(name, events.Left, person=name)

    for kind in (events.WentOn, events.TookOver, events.TookWord):
        after, told = step(table.circle, event_of(kind, table.circle, who))

        assert after == table.circle
        assert isinstance(told[0], Answer)


@in_each_case
def test_hearing_an_event_twice_is_hearing_it_once(stage: Stage, rule: Rule) -> None:
    circle = in_stage(stage).circle
    for who in ("Anna", "Bo", "Zoe"):
        event = event_of(rule.event, circle, who)
        once, _ = step(circle, event)

        twice, told = step(once, event)

        assert twice == once
        assert all(isinstance(notice, Answer) for notice in told)


def test_a_right_press_counts_as_life_and_a_wrong_one_does_not() -> None:
    table = in_stage(Stage.RUNNING).wait(minutes=1)

    assert table.does("Bo", events.Spoke).circle.pressed == NOON
    assert table.does("Anna", events.Spoke).circle.pressed == NOON.replace(minute=1)
