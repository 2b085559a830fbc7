"""What people do with their roles: away and back, swap, skip, give back, take; and what was had."""

from dataclasses import replace
from datetime import date

from circle.notices import Notice
from circle.people import PersonId, Role
from circle.role_lines import come_first, exchange, give_back, have_turn, mark_absent
from circle.rota import GOES_ROUND, Away, Rota, free_for, planned, with_members
from circle.rota_events import (
    AgreedToSwap,
    AskedToSwap,
    ChoseRoles,
    CircleHeld,
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
    AnswerHeard,
    AwayNoted,
    BackNoted,
    NotThatDay,
    RoleElsewhere,
    RoleGivenBack,
    RoleYours,
    SwapAgreed,
    SwapAsked,
    SwapKept,
    SwapSent,
)

Outcome = tuple[Rota, tuple[Notice, ...]]


def take_turns(rota: Rota, event: CircleHeld) -> Outcome:
    """Who had a role comes last in its line now; who was not there for a turn is owed one."""
    holders = {person for _, person in event.holders}
    here = (event.present | holders) & frozenset(rota.people)
    for role, holder in event.holders:
        line = rota.line(role)
        if line is not None and holder in here:
            line = mark_absent(line, holder, here, free=here - holders)
            rota = rota.with_line(have_turn(line, holder, here))
    return _without_past(replace(rota, willing=None, ask_until=None), event.day), ()


def begin_day(rota: Rota, event: DayBegan) -> Outcome:
    """Being away ends by itself, and then nothing says that anybody was."""
    return _without_past(rota, event.day), ()


def _without_past(rota: Rota, day: date) -> Rota:
    return replace(rota, away=tuple(each for each in rota.away if each.until >= day))


def change_members(rota: Rota, event: MembersChanged) -> Outcome:
    """Who is new comes last in each round; the others keep their order."""
    return with_members(rota, event.people), ()


def go_away(rota: Rota, event: WentAway) -> Outcome:
    """Somebody is away until a day, and on it: no role comes to them so long."""
    others = tuple(each for each in rota.away if each.person != event.who)
    rota = replace(rota, away=(*others, Away(event.who, event.until)))
    return rota, (AwayNoted(until=event.until),)


def come_back(rota: Rota, event: IsBack) -> Outcome:
    """Somebody is here again, sooner than they had said."""
    others = tuple(each for each in rota.away if each.person != event.who)
    return replace(rota, away=others), (BackNoted(),)


def ask_to_swap(rota: Rota, event: AskedToSwap) -> Outcome:
    """Ask somebody to have the role instead; nothing moves before they say yes."""
    if _swapped(rota, event.role, event.who, event.other, event.day) is None:
        return rota, (NotThatDay(person=event.other),)
    asked = SwapAsked(to=event.other, asker=event.who, role=event.role, day=event.day)
    return rota, (SwapSent(other=event.other), asked)


def swap(rota: Rota, event: AgreedToSwap) -> Outcome:
    """Two people have each other's turn, and each other's place in the line from then on."""
    held = planned(rota, event.day)
    if (event.role, event.other) not in held:
        return rota, (RoleElsewhere(role=event.role, holder=dict(held).get(event.role)),)
    after = _swapped(rota, event.role, event.other, event.who, event.day)
    if after is None:
        return rota, (NotThatDay(person=event.who),)
    back = next((role for role, person in planned(after, event.day) if person == event.other), None)
    agreed = SwapAgreed(to=event.other, other=event.who, role=event.role, day=event.day, back=back)
    return after, (RoleYours(role=event.role, day=event.day), agreed)


def _swapped(rota: Rota, role: Role, holder: PersonId, other: PersonId, day: date) -> Rota | None:
    """The rota after a swap; None if the other could not have the role that day.

    A role that the other would have had then goes to the holder in return.
    """
    held = planned(rota, day)
    returned = {held_role for held_role, person in held if person == other}
    after = rota
    for line in rota.lines:
        if line.role is role or line.role in returned:
            after = after.with_line(exchange(line, holder, other))
    done = holder != other and (role, other) in planned(after, day)
    return after if done and Role.FOCUS not in returned else None


def keep_turn(rota: Rota, event: KeptTurn) -> Outcome:
    """Not this time: the turn stays where it was, and the one who asked can ask another."""
    if (event.role, event.other) not in planned(rota, event.day):
        return rota, (AnswerHeard(),)
    kept = SwapKept(to=event.other, other=event.who, role=event.role, day=event.day)
    return rota, (AnswerHeard(), kept)


def skip(rota: Rota, event: SkippedRole) -> Outcome:
    """A turn is left out; it counts as had, and the next one comes in the next round."""
    line, held = rota.line(event.role), planned(rota, event.day)
    if line is None or (event.role, event.person) not in held:
        return rota, (RoleElsewhere(role=event.role, holder=dict(held).get(event.role)),)
    return rota.with_line(have_turn(line, event.person, rota.here_on(event.day))), ()


def give_role_back(rota: Rota, event: GaveRoleBack) -> Outcome:
    """Not this time: the next one has the role, and the giver comes right after."""
    line = rota.line(event.role)
    if line is None:
        return rota, (RoleElsewhere(role=event.role, holder=None),)
    here, free = rota.here_on(event.day), free_for(rota, event.role, event.day)
    rota = rota.with_line(give_back(line, event.who, here, free))
    holder = dict(planned(rota, event.day)).get(event.role)
    return rota, (RoleGivenBack(role=event.role, holder=holder),)


def take_role(rota: Rota, event: TookRole) -> Outcome:
    """Somebody takes a role for the next circle; all others keep their turns."""
    line = rota.line(event.role)
    if line is None:
        return rota, (NotThatDay(person=event.who),)
    after = rota.with_line(come_first(line, event.who))
    if (event.role, event.who) not in planned(after, event.day):
        return rota, (NotThatDay(person=event.who),)
    return after, (RoleYours(role=event.role, day=event.day),)


def choose_roles(rota: Rota, event: ChoseRoles) -> Outcome:
    """The roles that the team's circles need; the order of a role that rests is kept."""
    wanted = tuple(role for role in GOES_ROUND if role in event.roles)
    return replace(rota, wanted=wanted, in_pairs=event.in_pairs), ()
