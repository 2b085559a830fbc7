"""One role's line: who takes it next, who has had it in this round, who is owed a turn.

It is the rule of the circle once more: everybody has it once before anybody has it twice. What is
kept is an order and a mark, never how often somebody did anything.
"""

from collections.abc import Set
from dataclasses import dataclass, replace

from circle.people import PersonId, Role


@dataclass(frozen=True)
class RoleLine:
    """Who takes a role, in order: those still to come in this round, and those who had it.

    `owed` are those whose turn came while they were away. They keep their place, so the turn
    comes back once; the mark goes when they have it.
    """

    role: Role
    to_come: tuple[PersonId, ...]
    had: tuple[PersonId, ...] = ()
    owed: tuple[PersonId, ...] = ()

    @property
    def order(self) -> tuple[PersonId, ...]:
        """Everybody in the line, the next one first."""
        return self.to_come + self.had

    def whose_turn(self, here: Set[PersonId]) -> tuple[PersonId, ...]:
        """Those who are here and still to come; with nobody of them here a new round begins."""
        to_come = tuple(person for person in self.to_come if person in here)
        return to_come or tuple(person for person in self.had if person in here)


def have_turn(line: RoleLine, person: PersonId, here: Set[PersonId]) -> RoleLine:
    """The turn has been had: taken, passed on or declined, the line looks the same."""
    if not any(other in here for other in line.to_come):
        line = _new_round(line)
    to_come = _without(line.to_come, person)
    had = (*_without(line.had, person), person)
    line = replace(line, to_come=to_come, had=had, owed=_without(line.owed, person))
    return line if to_come else _new_round(line)


def mark_absent(
    line: RoleLine, holder: PersonId, here: Set[PersonId], free: Set[PersonId]
) -> RoleLine:
    """Whoever was not there when it was their turn is owed one, whether once or often."""
    owed = list(line.owed)
    for person in line.to_come:
        if person == holder or person in free:
            break
        if person not in here and person not in owed:
            owed.append(person)
    return replace(line, owed=tuple(owed))


def give_back(
    line: RoleLine, person: PersonId, here: Set[PersonId], free: Set[PersonId]
) -> RoleLine:
    """The next one who can takes the turn, and the giver comes right after.

    With nobody else to come in this round, the giver's turn comes in the next.
    """
    if person in line.had:
        line = _new_round(line)
    after = line.to_come[line.to_come.index(person) + 1 :]
    taker = next((other for other in after if other in free), None)
    if taker is None:
        return have_turn(line, person, here)
    others = _without(line.to_come, person)
    place = others.index(taker) + 1
    to_come = (*others[:place], person, *others[place:])
    return replace(line, to_come=to_come, owed=_without(line.owed, person))


def exchange(line: RoleLine, one: PersonId, other: PersonId) -> RoleLine:
    """Two people swap: each has the other's place, with what was had and what is owed."""
    swapped = {one: other, other: one}

    def places(people: tuple[PersonId, ...]) -> tuple[PersonId, ...]:
        return tuple(swapped.get(person, person) for person in people)

    return replace(line, to_come=places(line.to_come), had=places(line.had), owed=places(line.owed))


def come_first(line: RoleLine, person: PersonId) -> RoleLine:
    """Somebody takes the role next; the others come as they would have."""
    to_come = (person, *_without(line.to_come, person))
    return replace(line, to_come=to_come, had=_without(line.had, person))


def with_people(line: RoleLine, people: tuple[PersonId, ...]) -> RoleLine:
    """Who is new comes last in this round; who has left is nowhere in the line any more."""
    to_come = tuple(person for person in line.to_come if person in people)
    new = tuple(person for person in people if person not in line.order)
    had = tuple(person for person in line.had if person in people)
    owed = tuple(person for person in line.owed if person in people)
    line = replace(line, to_come=to_come + new, had=had, owed=owed)
    return line if line.to_come else _new_round(line)


def _new_round(line: RoleLine) -> RoleLine:
    """All come again in the order in which they had it, after those who are owed a turn."""
    return replace(line, to_come=line.order, had=())


def _without(people: tuple[PersonId, ...], person: PersonId) -> tuple[PersonId, ...]:
    return tuple(other for other in people if other != person)
