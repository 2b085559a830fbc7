"""The table of the rota's rules is whole, and says what each rule does."""

from collections.abc import Iterator
from typing import get_type_hints

from circle.rota_events import RotaAct, RotaEvent
from circle.rota_rules import RULES, Who


def kinds_of(kind: type[RotaEvent]) -> Iterator[type[RotaEvent]]:
    for below in kind.__subclasses__():
        yield from kinds_of(below) if below.__subclasses__() else (below,)


def test_every_event_has_one_rule() -> None:
    ruled = [rule.event for rule in RULES]

    assert len(ruled) == len(set(ruled))
    assert set(ruled) == set(kinds_of(RotaEvent))


def test_every_rule_takes_the_event_it_stands_for_and_says_what_it_does() -> None:
    for rule in RULES:
        assert get_type_hints(rule.does)["event"] is rule.event
        assert rule.does.__doc__


def test_what_people_do_is_ruled_for_people_and_the_rest_for_the_bot() -> None:
    for rule in RULES:
        assert issubclass(rule.event, RotaAct) == (rule.who is not Who.ITSELF)


def test_a_role_that_is_asked_alone_is_never_handed_about() -> None:
    handed = {rule.event for rule in RULES if rule.alone}

    assert handed == {rule.event for rule in RULES if "role" in get_type_hints(rule.event)}
