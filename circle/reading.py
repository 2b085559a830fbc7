"""From a guide file to a guide, or one sentence that says what is wrong and where."""

from collections.abc import Mapping
from enum import StrEnum

from circle.fields import Entry, GuideFault
from circle.guide import Guide, Line, Output, Source
from circle.people import LARGEST, SMALLEST, Role
from circle.phases import Confidence, read_line
from circle.scaling import LONGEST, SHORTEST

__all__ = ["GuideFault", "read_guide"]

KEYS = "id version roles keeps group lengths source name purpose phases".split()
MOST_PHASES = 12
LONGEST_NAME, LONGEST_PURPOSE = 40, 60


class Keep(StrEnum):
    """What a guide can keep of a circle."""

    QUESTION = "question"
    DECISION = "decision"
    STEPS = "steps"
    LINE = "line"
    NOTE = "note"


def read_guide(raw: Mapping[str, object], digest: str) -> Guide:
    """The guide that stands in a parsed file; raises GuideFault at the first thing wrong."""
    top = Entry(raw, (), "The guide")
    top.knows_only(KEYS)
    lengths = _lengths(top)
    smallest, ideal, largest = _group(top.table("group"))
    roles = _roles(top)
    guide = Guide(
        id=top.name("id"),
        version=top.whole("version", 1, 1_000_000),
        name=top.texts("name", LONGEST_NAME),
        purpose=top.texts("purpose", LONGEST_PURPOSE),
        roles=roles,
        keeps=tuple(keep.value for keep in top.words("keeps", Keep)),
        smallest=smallest,
        ideal=ideal,
        largest=largest,
        lengths=lengths,
        source=_source(top.table("source")),
        lines=_phases(top, roles, lengths),
        digest=digest,
    )
    _columns(top, guide)
    _keeps(top, guide)
    return guide


def _lengths(top: Entry) -> tuple[int, ...]:
    whole = [n for n in top.list("lengths") if isinstance(n, int) and not isinstance(n, bool)]
    fits = whole and len(whole) == len(top.list("lengths"))
    if not fits or not all(SHORTEST <= n <= LONGEST for n in whole):
        raise top.fault("lengths", f"“lengths” must be whole minutes from {SHORTEST} to {LONGEST}.")
    if whole != sorted(set(whole)):
        raise top.fault("lengths", "“lengths” must go from the shortest to the longest, each once.")
    return tuple(whole)


def _group(group: Entry) -> tuple[int, int, int]:
    group.knows_only(("min", "ideal", "max"))
    sizes = tuple(group.whole(key, SMALLEST, LARGEST) for key in ("min", "ideal", "max"))
    smallest, ideal, largest = sizes
    if list(sizes) != sorted(sizes):
        raise group.fault(None, "“min” must not be above “ideal”, nor “ideal” above “max”.")
    return smallest, ideal, largest


def _roles(top: Entry) -> tuple[Role, ...]:
    roles = top.words("roles", Role)
    if Role.FACILITATOR not in roles:
        raise top.fault("roles", "“roles” must name the facilitator, whom every circle has.")
    return roles


def _source(source: Entry) -> Source:
    source.knows_only(("text", "url", "licence", "confidence"))
    url = source.text("url", empty=True)
    if url and not url.startswith(("https://", "http://")):
        raise source.fault("url", f"“{url}” is not an address that begins with https://.")
    return Source(
        text=source.text("text"),
        url=url,
        licence=source.text("licence"),
        confidence=source.word("confidence", Confidence).value,
    )


def _phases(top: Entry, roles: tuple[Role, ...], lengths: tuple[int, ...]) -> tuple[Line, ...]:
    found = top.list("phases")
    if not 1 <= len(found) <= MOST_PHASES:
        raise top.fault("phases", f"a guide has from 1 to {MOST_PHASES} phases.")
    lines: list[Line] = []
    for number, raw in enumerate(found):
        where = ("phases", number)
        if not isinstance(raw, Mapping):
            raise GuideFault(where, f"Phase {number + 1} is not a table.")
        called = " ".join(str(raw.get("id", "no id")).split())[:LONGEST_NAME]
        phase = Entry(raw, where, f"Phase {number + 1} ({called})")
        line = read_line(phase, roles, lengths)
        if any(line.phase.id == known.phase.id for known in lines):
            raise phase.fault("id", f"another phase is called “{line.phase.id}” already.")
        lines.append(line)
    return tuple(lines)


def _columns(top: Entry, guide: Guide) -> None:
    """Each column of the table sums to its length, and the shortest can be made shorter still."""
    for length in guide.lengths:
        total = sum(line.minutes.get(length, 0) for line in guide.lines)
        if total != length:
            raise top.fault("phases", f"the minutes at {length} add up to {total}.")
    shortest = sum(1 for line in guide.lines if guide.lengths[0] in line.minutes)
    if shortest > SHORTEST:
        sentence = f"the shortest length has {shortest} phases, above {SHORTEST}."
        raise top.fault("phases", sentence)


def _keeps(top: Entry, guide: Guide) -> None:
    """What a phase writes is kept, and what is kept is written in a phase."""
    written = [line.phase.output.value for line in guide.lines if line.phase.output]
    for number, line in enumerate(guide.lines):
        output = line.phase.output
        if output is not None and output.value not in guide.keeps:
            sentence = (
                f"Phase {number + 1} ({line.phase.id}): “keeps” does not name {output.value}."
            )
            raise GuideFault(("phases", number, "output"), sentence)
    for keep in guide.keeps:
        if keep in {str(output) for output in Output} and keep not in written:
            raise top.fault("keeps", f"“{keep}” is kept, and no phase writes it.")
