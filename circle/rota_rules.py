"""Every rule of the rota, as a table. What is not in it cannot happen.

`step(rota, event)` asks whether this person may do it, applies the rule, and tells each person to
whom a role came, or whom it left, through what somebody else did. Pure.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from circle import focus, rota_events, rota_moves
from circle.answers import OnlyTheTeam
from circle.notices import Notice
from circle.people import Role
from circle.rota import Rota, planned
from circle.rota_events import CircleHeld, RotaAct, RotaEvent
from circle.rota_moves import Outcome
from circle.rota_notices import (
    AskedInPrivate,
    RoleCameToYou,
    RoleElsewhere,
    RoleLeftYou,
    SwapAgreed,
)


class Who(StrEnum):
    """Who may do it."""

    ITSELF = "the bot itself, from the clock, the circle or the list of members"
    ONESELF = "the person, for themselves"
    MEMBER = "any member of the team"
    HOLDER = "the one who has the role at the next circle"
    ASKED = "the one who was asked"


@dataclass(frozen=True)
class Rule:
    """This event, from one of these people, does this. `alone`: the focus person is asked alone,
    and the rule does not serve that role."""

    event: type[RotaEvent]
    who: Who
    does: Callable[[Rota, Any], Outcome]
    alone: bool = False


RULES = (
    Rule(CircleHeld, Who.ITSELF, rota_moves.take_turns),
    Rule(rota_events.DayBegan, Who.ITSELF, rota_moves.begin_day),
    Rule(rota_events.MembersChanged, Who.ITSELF, rota_moves.change_members),
    Rule(rota_events.WentAway, Who.ONESELF, rota_moves.go_away),
    Rule(rota_events.IsBack, Who.ONESELF, rota_moves.come_back),
    Rule(rota_events.AskedToSwap, Who.HOLDER, rota_moves.ask_to_swap, alone=True),
    Rule(rota_events.AgreedToSwap, Who.ASKED, rota_moves.swap, alone=True),
    Rule(rota_events.KeptTurn, Who.ASKED, rota_moves.keep_turn, alone=True),
    Rule(rota_events.SkippedRole, Who.MEMBER, rota_moves.skip, alone=True),
    Rule(rota_events.GaveRoleBack, Who.HOLDER, rota_moves.give_role_back, alone=True),
    Rule(rota_events.TookRole, Who.MEMBER, rota_moves.take_role, alone=True),
    Rule(rota_events.FocusWanted, Who.ITSELF, focus.ask),
    Rule(rota_events.AgreedToFocus, Who.MEMBER, focus.agree),
    Rule(rota_events.DeclinedFocus, Who.ASKED, focus.decline),
    Rule(rota_events.ChoseRoles, Who.MEMBER, rota_moves.choose_roles),
)

_LOOKED_UP = {rule.event: rule for rule in RULES}


def step(rota: Rota, event: RotaEvent) -> Outcome:
    """The rota after this event, and what people should know; a refused act changes nothing."""
    rule = _LOOKED_UP.get(type(event))
    if rule is None:
        return rota, ()
    refused = next(_refusals(rota, event, rule), None)
    if refused is not None:
        return rota, (refused,)
    after, notices = rule.does(rota, event)
    if after is rota or isinstance(event, CircleHeld):
        return after, notices
    return after, (*notices, *_news(rota, after, event, notices))


def _refusals(rota: Rota, event: RotaEvent, rule: Rule) -> Iterator[Notice]:
    """Why this act is refused, most telling reason first."""
    if not isinstance(event, RotaAct):
        return
    if event.who not in rota.people:
        yield OnlyTheTeam()
    role = getattr(event, "role", None)
    if rule.alone and role is Role.FOCUS:
        yield AskedInPrivate()
    held = planned(rota, event.day)
    if rule.who is Who.HOLDER and role is not None and (role, event.who) not in held:
        yield RoleElsewhere(role=role, holder=dict(held).get(role))


def _news(rota: Rota, after: Rota, event: RotaEvent, told: tuple[Notice, ...]) -> Iterator[Notice]:
    """Nobody has or loses a role at the next circle through others without being told."""
    before, now = planned(rota, event.day), planned(after, event.day)
    knows = {event.who} if isinstance(event, RotaAct) else set()
    knows |= {notice.to for notice in told if isinstance(notice, SwapAgreed)}
    for role, person in now:
        if (role, person) not in before and person not in knows:
            yield RoleCameToYou(to=person, role=role, day=event.day)
    for role, person in before:
        if (role, person) not in now and person not in knows and person in after.people:
            holder = dict(now).get(role)
            yield RoleLeftYou(to=person, role=role, day=event.day, holder=holder)
