"""One phase of a guide file: its fields, and what they must have to do with each other."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from circle.fields import Entry
from circle.guide import Line, Order, Output, Pace, Pattern, Phase
from circle.people import Role
from circle.scaling import LONGEST
from circle.turns import SINGLE

KEYS = (
    "id pattern speaker then order turn sentence silent output guards weight fixed minutes"
    " confidence source name prompt listen aside cue"
).split()

ONLY_ROUND = ("order", "turn", "sentence")
MOST_LINES = 3
LONGEST_NAME = 30
SHORTEST_TURN, LONGEST_TURN = 15, 1800


class Confidence(StrEnum):
    """How sure we are of a source: the municipality's own, a page, well known, or our design."""

    SEED = "seed"
    PAGE = "page"
    KNOWN = "known"
    OWN = "own"


class Guard(StrEnum):
    """What a phase takes care of."""

    NO_STORE = "no-store"
    NO_OBJECTIONS = "no-objections"
    QUESTIONS_ONLY = "questions-only"
    POSITIVE_FIRST = "positive-first"
    NO_NAMES = "no-names"


class Then(StrEnum):
    """What comes after the turns of a phase."""

    FREE = "free"


def read_line(entry: Entry, roles: tuple[Role, ...], lengths: tuple[int, ...]) -> Line:
    """One phase, and its minutes at each length."""
    entry.knows_only(KEYS)
    entry.name("id")
    entry.word("confidence", Confidence)
    if "source" in entry.raw:
        entry.text("source")
    pattern = entry.word("pattern", Pattern)
    pace, seconds = _turn(entry)
    phase = Phase(
        id=entry.name("id"),
        pattern=pattern,
        speaker=_speaker(entry, pattern, roles),
        then_free=_then_free(entry, pattern),
        order=entry.word("order", Order, Order.ROTA),
        pace=pace,
        seconds=seconds,
        sentence=entry.yes("sentence"),
        silent=_silent(entry, roles),
        output=entry.word("output", Output) if "output" in entry.raw else None,
        guards=tuple(guard.value for guard in entry.words("guards", Guard)),
        **_texts(entry, pattern),
    )
    _fits(entry, phase)
    return Line(
        phase=phase,
        minutes=_minutes(entry, lengths),
        weight=entry.whole("weight", 1, LONGEST, default=1),
        fixed=entry.yes("fixed"),
    )


def _texts(entry: Entry, pattern: Pattern) -> dict[str, Any]:
    """Where somebody has the word, the others have something to listen for."""
    found: dict[str, Any] = {
        "name": entry.texts("name", LONGEST_NAME),
        "prompt": entry.lines("prompt", MOST_LINES),
    }
    if "listen" in entry.raw or pattern in SINGLE | {Pattern.ROUND}:
        found["listen"] = entry.texts("listen")
    if "aside" in entry.raw:
        found["aside"] = entry.texts("aside")
    if "cue" in entry.raw:
        found["cue"] = entry.lines("cue", MOST_LINES)
    return found


def _turn(entry: Entry) -> tuple[Pace, int]:
    turn = entry.raw.get("turn", Pace.EQUAL.value)
    if isinstance(turn, str):
        if turn in {Pace.EQUAL.value, Pace.UNTIMED.value}:
            return Pace(turn), 0
        raise entry.fault("turn", f"“turn” says “{turn}”, and must be equal, untimed or seconds.")
    return Pace.FIXED, entry.whole("turn", SHORTEST_TURN, LONGEST_TURN)


def _speaker(entry: Entry, pattern: Pattern, roles: tuple[Role, ...]) -> Role | None:
    if "speaker" not in entry.raw:
        if pattern in {Pattern.FOCUS_TEAM, Pattern.FOCUS_INTERVIEWER}:
            raise entry.fault("speaker", f"“speaker” is missing; in {pattern} one has the word.")
        return None
    if pattern not in SINGLE:
        raise entry.fault("speaker", f"“speaker” has no meaning in the pattern {pattern}.")
    speaker = entry.word("speaker", Role)
    if speaker not in roles:
        raise entry.fault("speaker", f"the speaker is the {speaker}, whom “roles” does not name.")
    return speaker


def _then_free(entry: Entry, pattern: Pattern) -> bool:
    if "then" not in entry.raw:
        return False
    if pattern not in {Pattern.FOCUS_TEAM, Pattern.ROUND}:
        raise entry.fault("then", f"“then” has no meaning in the pattern {pattern}.")
    return entry.word("then", Then) is Then.FREE


def _silent(entry: Entry, roles: tuple[Role, ...]) -> tuple[Role, ...]:
    silent = entry.words("silent", Role)
    for role in silent:
        if role not in roles:
            raise entry.fault("silent", f"the {role} is silent, whom “roles” does not name.")
        if role == entry.raw.get("speaker"):
            raise entry.fault("silent", f"the {role} is the speaker, and cannot be silent.")
    return silent


def _fits(entry: Entry, phase: Phase) -> None:
    if phase.pattern is not Pattern.ROUND:
        for key in ONLY_ROUND:
            if key in entry.raw:
                raise entry.fault(key, f"“{key}” has no meaning in the pattern {phase.pattern}.")
    if phase.then_free and phase.order is Order.FREE:
        raise entry.fault("then", "a round in free order is free already.")
    if phase.order is Order.FREE and "turn" in entry.raw and phase.pace is not Pace.UNTIMED:
        raise entry.fault("turn", "in a round in free order the turns are untimed.")
    if phase.output is not None and Guard.NO_STORE.value in phase.guards:
        raise entry.fault("output", "nothing is stored in this phase, so it has no output.")


def _minutes(entry: Entry, lengths: tuple[int, ...]) -> Mapping[int, int]:
    table = entry.table("minutes")
    known = {str(length): length for length in lengths}
    for key in table.raw:
        if key not in known:
            raise table.fault(key, f"{key} is not one of the guide's lengths.")
    if not table.raw:
        raise entry.fault("minutes", "a phase has minutes at one length at least.")
    return {known[key]: table.whole(key, 1, LONGEST) for key in table.raw}
