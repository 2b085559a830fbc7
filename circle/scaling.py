"""Work a guide out for so many people and so many minutes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from circle.guide import Guide, Line, Order, Pace, Pattern, Phase, Plan, Texts
from circle.people import Role, Seat

T = TypeVar("T")

SHORTEST, LONGEST = 10, 180
"""Minutes between which a circle can be planned."""


@dataclass(frozen=True)
class Tight:
    """A round in which each would have less than the shortest turn. `seconds` is what is left."""

    phase: Phase
    seconds: int


def minutes_at(lines: Sequence[Line], lengths: Sequence[int], length: int) -> tuple[int, ...]:
    """Minutes of each line at this length; 0 leaves the phase out.

    The table is the truth. A length that it lacks takes the nearest shorter column (the shortest
    where there is none) and shares the difference out by weight, largest remainder first.
    """
    if length in lengths:
        return tuple(line.minutes.get(length, 0) for line in lines)
    column = max((known for known in lengths if known < length), default=min(lengths))
    base = [line.minutes.get(column, 0) for line in lines]
    weights = [
        0 if line.fixed or not minutes else line.weight
        for line, minutes in zip(lines, base, strict=True)
    ]
    return tuple(_share(base, weights, length - column))


def _share(base: list[int], weights: list[int], extra: int) -> list[int]:
    """Give or take whole minutes by weight; no phase that is there falls below one minute.

    Where the phases that may change cannot give enough, the fixed ones give too.
    """
    whole = sum(weights) or 1
    exact = [extra * weight / whole for weight in weights]
    shared = [max(min(1, have), have + int(part)) for have, part in zip(base, exact, strict=True)]
    there = [n for n, have in enumerate(base) if have]
    by_remainder = sorted(
        (n for n in there if weights[n]), key=lambda n: (int(abs(exact[n])) - abs(exact[n]), n)
    )
    rest = sum(base) + extra - sum(shared)
    rest = _hand_round(shared, by_remainder, rest)
    _hand_round(shared, sorted(there, key=lambda n: -base[n]), rest)
    return shared


def _hand_round(shared: list[int], turns: list[int], rest: int) -> int:
    """Give or take one minute at a time, round and round; what nobody can give is left."""
    step = 1 if rest > 0 else -1
    while rest and (able := [n for n in turns if shared[n] + step >= 1]):
        for n in able[: abs(rest)]:
            shared[n] += step
            rest -= step
    return rest


def speakers_of(phase: Phase, seats: Collection[Seat]) -> int:
    """How many will have the word in a round of this phase."""
    return sum(1 for seat in seats if may_speak(phase, seat))


def may_speak(phase: Phase, seat: Seat) -> bool:
    """Observers watch, and some roles only listen in some phases. A guest takes part."""
    return not seat.has(Role.OBSERVER) and not any(role in phase.silent for role in seat.roles)


def plan_of(guide: Guide, length: int, language: str, free: Collection[str] = ()) -> Plan:
    """The plan of one circle: minutes worked out, texts in the team's language and English.

    `free` names phases that the team chose to hold as a free round because time is short.
    """
    minutes = minutes_at(guide.lines, guide.lengths, length)
    phases = tuple(
        _worked_out(line.phase, part, language, line.phase.id in free)
        for line, part in zip(guide.lines, minutes, strict=True)
        if part > 0
    )
    return Plan(
        guide=guide.id,
        version=guide.version,
        digest=guide.digest,
        name=_kept(guide.name, language),
        minutes=length,
        keeps=guide.keeps,
        phases=phases,
    )


def tight_rounds(plan: Plan, seats: Collection[Seat]) -> tuple[Tight, ...]:
    """The rounds that are too short for so many; the form asks what the team would rather do."""
    found = []
    for phase in plan.phases:
        speakers = speakers_of(phase, seats)
        shared = phase.pattern is Pattern.ROUND and phase.pace is Pace.EQUAL
        if not shared or phase.order is Order.FREE or not speakers:
            continue
        seconds = phase.round_seconds // speakers
        if seconds < phase.shortest_turn:
            found.append(Tight(phase, seconds))
    return tuple(found)


def _worked_out(phase: Phase, minutes: int, language: str, free: bool) -> Phase:
    freed = {"order": Order.FREE, "pace": Pace.UNTIMED, "then_free": False} if free else {}
    return replace(
        phase,
        minutes=minutes,
        name=_kept(phase.name, language),
        prompt=_kept(phase.prompt, language),
        listen=_kept(phase.listen, language),
        aside=_kept(phase.aside, language),
        cue=_kept(phase.cue, language),
        **freed,  # type: ignore[arg-type]
    )


def _kept(texts: Mapping[str, T], language: str) -> dict[str, T]:
    return {tongue: text for tongue, text in texts.items() if tongue in {language, "en"}}


def names_of(plan: Plan, language: str) -> tuple[str, ...]:
    """The phases' names for the strip."""
    return tuple(in_language(phase.name, language) for phase in plan.phases)


def in_language(texts: Texts, language: str) -> str:
    """The text in this language, else in English, else nothing."""
    return texts.get(language) or texts.get("en") or ""
