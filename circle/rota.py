"""The rota: which roles go round in a team, and who has them at its next circle.

What is kept is an order for each role, one mark for a turn that is owed, and until when somebody
is away. Who had which role stands in the summaries that the team kept, and nowhere else.
"""

from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass, replace
from datetime import date, datetime

from circle.closing import Summary
from circle.people import PersonId, Role
from circle.role_lines import RoleLine, with_people

GOES_ROUND = (Role.FACILITATOR, Role.FOCUS, Role.OWNER, Role.NOTES, Role.OBSERVER)
"""The roles that go round. An earlier one is filled first, and waits for no later one."""

USUAL = (Role.FACILITATOR, Role.OWNER, Role.NOTES)
"""What a circle needs unless the team, or its guide, says otherwise."""

Holders = tuple[tuple[Role, PersonId], ...]


@dataclass(frozen=True)
class Away:
    """Somebody is away until this day, and on it."""

    person: PersonId
    until: date


@dataclass(frozen=True)
class Rota:
    """Who takes which role, in order. `wanted` are the roles that the next circle needs.

    `in_pairs`: two facilitate, the second is the one who facilitates after. `willing` has said
    yes to being the focus person next time. While people are asked, `ask_until` is the one who
    came last when asking began: it is the same whatever they answer.
    """

    lines: tuple[RoleLine, ...] = ()
    away: tuple[Away, ...] = ()
    wanted: tuple[Role, ...] = USUAL
    in_pairs: bool = False
    willing: PersonId | None = None
    ask_until: PersonId | None = None

    @property
    def people(self) -> tuple[PersonId, ...]:
        """The members of the team."""
        return self.lines[0].order if self.lines else ()

    def line(self, role: Role) -> RoleLine | None:
        """The line of a role, or None for a role that does not go round."""
        return next((line for line in self.lines if line.role is role), None)

    def with_line(self, line: RoleLine) -> "Rota":
        """The same rota with this line for its role."""
        lines = tuple(line if known.role is line.role else known for known in self.lines)
        return replace(self, lines=lines)

    def here_on(self, day: date) -> frozenset[PersonId]:
        """Who is not away that day."""
        away = {each.person for each in self.away if day <= each.until}
        return frozenset(self.people) - away


@dataclass(frozen=True)
class RoleShown:
    """A role as the whole team may see it: who has it at the next circle, and who comes then.

    `holder` is None while nobody's turn fits, or nobody has said yes.
    """

    role: Role
    holder: PersonId | None
    then: tuple[PersonId, ...]


def rota_of(people: Iterable[PersonId]) -> Rota:
    """A new rota: each role begins with somebody else, so that few turns fall together."""
    people = tuple(people)
    places = [number % len(people) if people else 0 for number in range(len(GOES_ROUND))]
    pairs = zip(GOES_ROUND, places, strict=True)
    return Rota(lines=tuple(RoleLine(role, people[n:] + people[:n]) for role, n in pairs))


def with_members(rota: Rota, people: Iterable[PersonId]) -> Rota:
    """The rota of the team as it is now. Of somebody who has left nothing stays."""
    people = tuple(people)
    if not rota.people:
        return replace(rota, lines=rota_of(people).lines)
    return replace(
        rota,
        lines=tuple(with_people(line, people) for line in rota.lines),
        away=tuple(each for each in rota.away if each.person in people),
        willing=rota.willing if rota.willing in people else None,
        ask_until=rota.ask_until if rota.ask_until in people else None,
    )


def planned(rota: Rota, day: date, roles: Iterable[Role] | None = None) -> Holders:
    """Who has which role at a circle on this day.

    A role goes to the first one still to come in its round who is here that day. Nobody has two
    roles while somebody who is here has none: whoever has one is passed by, keeps the place and
    comes next time. When all who are left in the round have another role, the role stays open,
    and the team chooses; so nobody has a role twice before all have had it once.
    """
    wanted = tuple(rota.wanted if roles is None else roles)
    here, held = rota.here_on(day), list[tuple[Role, PersonId]]()
    for role in GOES_ROUND:
        free = least_busy(here, held)
        holder = _holder(rota, role, here, free) if role in wanted else None
        if holder is not None:
            held.append((role, holder))
    second = _second(rota, here, held)
    return (*held, (Role.CO_FACILITATOR, second)) if second else tuple(held)


def _holder(rota: Rota, role: Role, here: Set[PersonId], free: Set[PersonId]) -> PersonId | None:
    if role is Role.FOCUS:
        return rota.willing if rota.willing in free else None
    line = rota.line(role)
    turns = line.whose_turn(here) if line else ()
    return next((person for person in turns if person in free), None)


def _second(rota: Rota, here: Set[PersonId], held: list[tuple[Role, PersonId]]) -> PersonId | None:
    """Where two facilitate, the next facilitator learns beside the one of today."""
    line, first = rota.line(Role.FACILITATOR), dict(held).get(Role.FACILITATOR)
    if not rota.in_pairs or line is None or first is None:
        return None
    free = least_busy(here - {first}, held)
    return next((person for person in line.order if person in free), None)


def least_busy(here: Set[PersonId], held: Iterable[tuple[Role, PersonId]]) -> frozenset[PersonId]:
    """Those who are here and have the fewest roles so far: none, as long as there are such."""
    roles = Counter(person for _, person in held)
    fewest = min((roles[person] for person in here), default=0)
    return frozenset(person for person in here if roles[person] == fewest)


def free_for(rota: Rota, role: Role, day: date) -> frozenset[PersonId]:
    """Who could have the role that day, once the roles before it are filled."""
    before = GOES_ROUND[: GOES_ROUND.index(role)]
    held = [(other, person) for other, person in planned(rota, day) if other in before]
    return least_busy(rota.here_on(day), held)


def shown(rota: Rota, day: date) -> tuple[RoleShown, ...]:
    """What the whole team may see: of the focus person only who said yes, not who is asked."""
    held = dict(planned(rota, day))
    return tuple(
        RoleShown(line.role, held.get(line.role), _then(line, held.get(line.role)))
        for line in rota.lines
        if line.role in rota.wanted
    )


def _then(line: RoleLine, holder: PersonId | None) -> tuple[PersonId, ...]:
    if line.role is Role.FOCUS:
        return ()
    return tuple(person for person in line.order if person != holder)


def history(summaries: Iterable[Summary], role: Role) -> tuple[tuple[datetime, PersonId], ...]:
    """Who had a role, as far as the team's kept summaries say; the latest first."""
    found = [(s.held_at, person) for s in summaries for held, person in s.roles if held is role]
    return tuple(sorted(found, reverse=True))
