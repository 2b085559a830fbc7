"""A guide file is read as a guide, or refused with one sentence that says what and where."""

import copy
import tomllib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from circle.fields import GuideFault
from circle.guide import Order, Output, Pace, Pattern
from circle.people import Role
from circle.reading import read_guide
from tests.circle.people import GUIDES, guides

Raw = dict[str, Any]
WORDS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"


def texts(text: str = "Short") -> Raw:
    return {"da": text, "nb": text, "en": text}


def lines(*text: str) -> Raw:
    return {tongue: list(text or ("Why?",)) for tongue in ("da", "nb", "en")}


def phase(id: str = "talk", **facts: Any) -> Raw:
    raw = {
        "id": id,
        "pattern": "round",
        "minutes": {"25": 10, "45": 20},
        "confidence": "own",
        "name": texts(),
        "prompt": lines(),
        "listen": texts(),
    }
    return {**raw, **facts}


def whole() -> Raw:
    """A small guide that is right."""
    steps = phase("steps", pattern="decide", speaker="owner", output="steps")
    steps["minutes"] = {"25": 15, "45": 25}
    return {
        "id": "small-guide",
        "version": 1,
        "roles": ["facilitator", "owner"],
        "keeps": ["question", "steps"],
        "group": {"min": 2, "ideal": 5, "max": 12},
        "lengths": [25, 45],
        "source": {"text": "Ordet", "url": "", "licence": "our own", "confidence": "own"},
        "name": texts(),
        "purpose": texts(),
        "phases": [phase(), steps],
    }


def fault_of(raw: Raw) -> GuideFault:
    with pytest.raises(GuideFault) as caught:
        read_guide(raw, "digest")
    return caught.value


def fault_in(raw: Raw) -> GuideFault | None:
    try:
        read_guide(raw, "digest")
    except GuideFault as fault:
        return fault
    return None


@pytest.mark.parametrize("name", sorted(path.stem for path in GUIDES.glob("*.toml")))
def test_every_guide_of_the_house_reads_without_fault(name: str) -> None:
    guide = guides()[name]

    assert guide.id == name
    assert guide.digest == name


def test_a_guide_holds_what_stands_in_its_file() -> None:
    raw = whole()
    facts = {"turn": 60, "then": "free", "silent": ["owner"], "guards": ["no-store"], "fixed": True}
    raw["phases"][0].update(facts, weight=7, prompt=lines("Why?", "How?"), cue=lines("Wait."))

    guide = read_guide(raw, "digest")
    talk = guide.lines[0].phase

    assert (guide.id, guide.version, guide.digest) == ("small-guide", 1, "digest")
    assert (guide.smallest, guide.ideal, guide.largest) == (2, 5, 12)
    assert (guide.lengths, guide.keeps) == ((25, 45), ("question", "steps"))
    assert (talk.pace, talk.seconds, talk.then_free) == (Pace.FIXED, 60, True)
    assert (talk.silent, talk.guards) == ((Role.OWNER,), ("no-store",))
    assert (talk.prompt["da"], talk.cue["nb"]) == (("Why?", "How?"), ("Wait.",))
    assert (guide.lines[0].minutes, guide.lines[0].weight) == ({25: 10, 45: 20}, 7)
    assert guide.lines[0].fixed


def test_what_a_phase_does_not_say_has_a_plain_meaning() -> None:
    talk, steps = read_guide(whole(), "digest").lines

    assert (talk.phase.order, talk.phase.pace, talk.phase.seconds) == (Order.ROTA, Pace.EQUAL, 0)
    assert (talk.weight, talk.fixed) == (1, False)
    assert (talk.phase.aside, talk.phase.cue, talk.phase.output) == ({}, {}, None)
    assert (steps.phase.pattern, steps.phase.speaker) == (Pattern.DECIDE, Role.OWNER)
    assert steps.phase.output is Output.STEPS


Change = Callable[[Raw], object]
FIRST = "Phase 1 (talk)"
BROKEN: dict[str, tuple[Change, tuple[str | int, ...], str]] = {
    "unknown key": (
        lambda g: g.update(parent="x"),
        ("parent",),
        "The guide: “parent” is not a key that is known here.",
    ),
    "no id": (lambda g: g.pop("id"), ("id",), "The guide: “id” is missing, or is not a text."),
    "id syntax": (
        lambda g: g.update(id="Big One"),
        ("id",),
        "The guide: “Big One” must be small letters, figures and hyphens, as in a-b1.",
    ),
    "version": (
        lambda g: g.update(version=0),
        ("version",),
        "The guide: “version” must be a whole number from 1 to 1000000.",
    ),
    "version is no yes": (
        lambda g: g.update(version=True),
        ("version",),
        "The guide: “version” must be a whole number from 1 to 1000000.",
    ),
    "role": (
        lambda g: g.update(roles=["facilitator", "king"]),
        ("roles",),
        "The guide: “roles” says “king”, and must be facilitator, co_facilitator, owner, focus,"
        " interviewer, notes, observer or leader.",
    ),
    "no facilitator": (
        lambda g: g.update(roles=["owner"]),
        ("roles",),
        "The guide: “roles” must name the facilitator, whom every circle has.",
    ),
    "role twice": (
        lambda g: g.update(roles=["facilitator", "owner", "owner"]),
        ("roles",),
        "The guide: “roles” names something twice.",
    ),
    "roles no list": (
        lambda g: g.update(roles="facilitator"),
        ("roles",),
        "The guide: “roles” must be a list.",
    ),
    "keeps": (
        lambda g: g.update(keeps=["gossip"]),
        ("keeps",),
        "The guide: “keeps” says “gossip”, and must be question, decision, steps, line or note.",
    ),
    "keeps what no phase writes": (
        lambda g: g.update(keeps=["steps", "note"]),
        ("keeps",),
        "The guide: “note” is kept, and no phase writes it.",
    ),
    "writes what is not kept": (
        lambda g: g.update(keeps=["question"]),
        ("phases", 1, "output"),
        "Phase 2 (steps): “keeps” does not name steps.",
    ),
    "group too large": (
        lambda g: g["group"].update(max=13),
        ("group", "max"),
        "The guide, group: “max” must be a whole number from 2 to 12.",
    ),
    "group too small": (
        lambda g: g["group"].update(min=1),
        ("group", "min"),
        "The guide, group: “min” must be a whole number from 2 to 12.",
    ),
    "group upside down": (
        lambda g: g["group"].update(min=6),
        ("group",),
        "The guide, group: “min” must not be above “ideal”, nor “ideal” above “max”.",
    ),
    "group missing": (
        lambda g: g.pop("group"),
        ("group",),
        "The guide: “group” is missing, or is not a table.",
    ),
    "group unknown": (
        lambda g: g["group"].update(most=3),
        ("group", "most"),
        "The guide, group: “most” is not a key that is known here.",
    ),
    "lengths unsorted": (
        lambda g: g.update(lengths=[45, 25]),
        ("lengths",),
        "The guide: “lengths” must go from the shortest to the longest, each once.",
    ),
    "lengths twice": (
        lambda g: g.update(lengths=[25, 25, 45]),
        ("lengths",),
        "The guide: “lengths” must go from the shortest to the longest, each once.",
    ),
    "lengths too short": (
        lambda g: g.update(lengths=[9, 45]),
        ("lengths",),
        "The guide: “lengths” must be whole minutes from 10 to 180.",
    ),
    "lengths too long": (
        lambda g: g.update(lengths=[25, 181]),
        ("lengths",),
        "The guide: “lengths” must be whole minutes from 10 to 180.",
    ),
    "lengths are words": (
        lambda g: g.update(lengths=["25", 45]),
        ("lengths",),
        "The guide: “lengths” must be whole minutes from 10 to 180.",
    ),
    "no lengths": (
        lambda g: g.update(lengths=[]),
        ("lengths",),
        "The guide: “lengths” must be whole minutes from 10 to 180.",
    ),
    "source address": (
        lambda g: g["source"].update(url="ordet.dk"),
        ("source", "url"),
        "The guide, source: “ordet.dk” is not an address that begins with https://.",
    ),
    "source unknown": (
        lambda g: g["source"].update(page=3),
        ("source", "page"),
        "The guide, source: “page” is not a key that is known here.",
    ),
    "source confidence": (
        lambda g: g["source"].update(confidence="sure"),
        ("source", "confidence"),
        "The guide, source: “confidence” says “sure”, and must be seed, page, known or own.",
    ),
    "language missing": (
        lambda g: g["name"].pop("nb"),
        ("name", "nb"),
        "The guide, name: “nb” is missing; each text stands in da, nb and en.",
    ),
    "language unknown": (
        lambda g: g["purpose"].update(sv="Kort"),
        ("purpose", "sv"),
        "The guide, purpose: “sv” is not a key that is known here.",
    ),
    "name too long": (
        lambda g: g["name"].update(da="x" * 41),
        ("name", "da"),
        "The guide, name: “xxxxxxxxxxxxxxxxxxxx…” has 41 characters, above 40.",
    ),
    "text blank": (
        lambda g: g["name"].update(da="  "),
        ("name", "da"),
        "The guide, name: “da” is missing, or is not a text.",
    ),
    "text of two lines": (
        lambda g: g["name"].update(da="a\nb"),
        ("name", "da"),
        "The guide, name: “da” must be one line, without blanks at its ends.",
    ),
    "no phases": (
        lambda g: g.update(phases=[]),
        ("phases",),
        "The guide: a guide has from 1 to 12 phases.",
    ),
    "many phases": (
        lambda g: g.update(phases=[phase()] * 13),
        ("phases",),
        "The guide: a guide has from 1 to 12 phases.",
    ),
    "phase no table": (lambda g: g.update(phases=[7]), ("phases", 0), "Phase 1 is not a table."),
    "phase twice": (
        lambda g: g["phases"][1].update(id="talk"),
        ("phases", 1, "id"),
        "Phase 2 (talk): another phase is called “talk” already.",
    ),
    "column": (
        lambda g: g["phases"][0]["minutes"].update({"45": 19}),
        ("phases",),
        "The guide: the minutes at 45 add up to 44.",
    ),
    "column empty": (
        lambda g: g.update(lengths=[25, 45, 60]),
        ("phases",),
        "The guide: the minutes at 60 add up to 0.",
    ),
}
IN_PHASE: dict[str, tuple[Raw, str, str]] = {
    "unknown key": ({"colour": "red"}, "colour", "“colour” is not a key that is known here."),
    "id": ({"id": "æ"}, "id", "“æ” must be small letters, figures and hyphens, as in a-b1."),
    "confidence": (
        {"confidence": None},
        "confidence",
        "“confidence” says “None”, and must be seed, page, known or own.",
    ),
    "pattern": (
        {"pattern": "dance"},
        "pattern",
        "“pattern” says “dance”, and must be round, individual, focus+team, focus+interviewer,"
        " open, decide, pair, fishbowl or board.",
    ),
    "order": (
        {"order": "random"},
        "order",
        "“order” says “random”, and must be rota, reverse, leader-last or free.",
    ),
    "turn": (
        {"turn": "long"},
        "turn",
        "“turn” says “long”, and must be equal, untimed or seconds.",
    ),
    "turn too short": ({"turn": 14}, "turn", "“turn” must be a whole number from 15 to 1800."),
    "turn is a list": ({"turn": [60]}, "turn", "“turn” must be a whole number from 15 to 1800."),
    "turn in free order": (
        {"order": "free", "turn": 60},
        "turn",
        "in a round in free order the turns are untimed.",
    ),
    "sentence": ({"sentence": "yes"}, "sentence", "“sentence” must be true or false."),
    "silent": (
        {"silent": ["focus"]},
        "silent",
        "the focus is silent, whom “roles” does not name.",
    ),
    "speaker in a round": (
        {"speaker": "owner"},
        "speaker",
        "“speaker” has no meaning in the pattern round.",
    ),
    "no speaker": (
        {"pattern": "focus+team"},
        "speaker",
        "“speaker” is missing; in focus+team one has the word.",
    ),
    "speaker not in roles": (
        {"pattern": "focus+team", "speaker": "focus"},
        "speaker",
        "the speaker is the focus, whom “roles” does not name.",
    ),
    "speaker is silent": (
        {"pattern": "focus+team", "speaker": "owner", "silent": ["owner"]},
        "silent",
        "the owner is the speaker, and cannot be silent.",
    ),
    "then": ({"then": "dance"}, "then", "“then” says “dance”, and must be free."),
    "then in writing": (
        {"pattern": "individual", "then": "free"},
        "then",
        "“then” has no meaning in the pattern individual.",
    ),
    "then in free order": (
        {"order": "free", "then": "free"},
        "then",
        "a round in free order is free already.",
    ),
    "order in writing": (
        {"pattern": "individual", "order": "rota"},
        "order",
        "“order” has no meaning in the pattern individual.",
    ),
    "output": (
        {"output": "poem"},
        "output",
        "“output” says “poem”, and must be steps, line, decision or note.",
    ),
    "output that is not stored": (
        {"output": "steps", "guards": ["no-store"]},
        "output",
        "nothing is stored in this phase, so it has no output.",
    ),
    "guard": (
        {"guards": ["no-fun"]},
        "guards",
        "“guards” says “no-fun”, and must be no-store, no-objections, questions-only,"
        " positive-first or no-names.",
    ),
    "weight": ({"weight": 0}, "weight", "“weight” must be a whole number from 1 to 180."),
    "fixed": ({"fixed": 1}, "fixed", "“fixed” must be true or false."),
    "source": ({"source": ""}, "source", "“source” is missing, or is not a text."),
    "no minutes": ({"minutes": {}}, "minutes", "a phase has minutes at one length at least."),
    "minutes no table": ({"minutes": 5}, "minutes", "“minutes” is missing, or is not a table."),
    "no name": ({"name": None}, "name", "“name” is missing, or is not a table."),
    "no prompt": ({"prompt": None}, "prompt", "“prompt” is missing, or is not a table."),
    "no listening": ({"listen": None}, "listen", "“listen” is missing, or is not a table."),
    "uneven lines": (
        {"prompt": {**lines(), "en": ["Why?", "How?"]}},
        "prompt",
        "“prompt” must have as many lines in each language.",
    ),
}
IN_TABLE: dict[str, tuple[Raw, tuple[str, str], str]] = {
    "length unknown": (
        {"minutes": {"30": 5}},
        ("minutes", "30"),
        "30 is not one of the guide's lengths.",
    ),
    "no minute": (
        {"minutes": {"25": 0}},
        ("minutes", "25"),
        "“25” must be a whole number from 1 to 180.",
    ),
    "four prompts": (
        {"prompt": lines("a", "b", "c", "d")},
        ("prompt", "da"),
        "“da” must have from 1 to 3 lines.",
    ),
    "four cues": (
        {"cue": lines("a", "b", "c", "d")},
        ("cue", "da"),
        "“da” must have from 1 to 3 lines.",
    ),
    "long sentence": (
        {"prompt": lines(f"Why? {WORDS}")},
        ("prompt", "da"),
        "“one two three …” has 15 words in a sentence, above 14.",
    ),
    "long text": (
        {"aside": texts("word. " * 17 + "end")},
        ("aside", "da"),
        "“word. word. word. wo…” has 105 characters, above 100.",
    ),
    "number for a text": (
        {"listen": {**texts(), "nb": 7}},
        ("listen", "nb"),
        "“nb” is missing, or is not a text.",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_guide_gets_its_sentence(name: str) -> None:
    change, where, sentence = BROKEN[name]
    raw = whole()
    change(raw)

    fault = fault_of(raw)

    assert (fault.where, fault.sentence, str(fault)) == (where, sentence, sentence)


@pytest.mark.parametrize("name", IN_PHASE)
def test_a_broken_phase_gets_its_sentence(name: str) -> None:
    facts, key, sentence = IN_PHASE[name]
    raw = whole()
    raw["phases"][0].update(facts)

    fault = fault_of(raw)

    called = f"Phase 1 ({raw['phases'][0]['id']})"
    assert (fault.where, fault.sentence) == (("phases", 0, key), f"{called}: {sentence}")


@pytest.mark.parametrize("name", IN_TABLE)
def test_a_broken_table_in_a_phase_gets_its_sentence(name: str) -> None:
    facts, (table, key), sentence = IN_TABLE[name]
    raw = whole()
    raw["phases"][0].update(facts)

    fault = fault_of(raw)

    assert fault.where == ("phases", 0, table, key)
    assert fault.sentence == f"{FIRST}, {table}: {sentence}"


def test_a_guide_too_full_for_ten_minutes_is_refused() -> None:
    raw = whole()
    raw["phases"] = [phase(f"p{n}", minutes={"25": 2, "45": 4}) for n in range(11)]
    raw["phases"][0].update(minutes={"25": 5, "45": 5}, output="steps")

    assert fault_of(raw).sentence == "The guide: the shortest length has 11 phases, above 10."


def test_fourteen_words_and_a_hundred_characters_are_short_enough() -> None:
    raw = whole()
    raw["phases"][0]["prompt"] = lines(f"Why? {WORDS.removesuffix(' fifteen')}")
    raw["phases"][0]["listen"] = texts("word. " * 16 + "four")

    assert read_guide(raw, "digest").lines[0].phase.prompt["da"][0].startswith("Why?")


def paths(raw: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = (
        raw.items() if isinstance(raw, dict) else enumerate(raw) if isinstance(raw, list) else ()
    )
    return [path] * bool(path) + [way for key, value in inner for way in paths(value, (*path, key))]


REAL = tomllib.loads((GUIDES / "laeringscirkel.toml").read_text("utf-8"))
WAYS = paths(REAL)
ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=5),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


@settings(max_examples=60, deadline=None)
@given(way=st.sampled_from(WAYS), value=ANYTHING, removes=st.booleans())
def test_whatever_stands_in_a_file_it_is_read_or_refused_in_one_sentence(
    way: tuple[str | int, ...], value: object, removes: bool
) -> None:
    raw = copy.deepcopy(REAL)
    inner = raw
    for key in way[:-1]:
        inner = inner[key]
    if removes:
        del inner[way[-1]]
    else:
        inner[way[-1]] = value

    fault = fault_in(raw)

    if fault is not None:
        assert fault.sentence.endswith(".")
        assert fault.where
