"""Every word that a person reads comes from a language file, a guide, or somebody's own hand."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cards import between_holes, filed, glance, holes, render, scene
from cards.render import FOLDER, Cards, View
from circle.closing import summary_of
from circle.state import Approval
from locales import LANGUAGES, Words, words_in
from tests.cards.markup import read
from tests.cards.reading import read_card, schema_words
from tests.cards.scenes import (
    GUIDES,
    NOON,
    NOTICES,
    SOON,
    begun,
    in_phase,
    moments,
    notices_of,
    team_of,
)
from tests.cards.slack_reading import read_blocks

HOME = FOLDER.parent
TEMPLATES = sorted(
    [
        *FOLDER.rglob("*.html"),
        *FOLDER.rglob("*.txt"),
        *FOLDER.rglob("*.json"),
        *HOME.glob("pages/templates/*"),
    ]
)
QUOTED = re.compile(r'"([^"]*)"')
OF_A_CARD = set(schema_words())
"""Names and values that a card is made of."""
OF_TEAMS = {
    "dataset",
    "choices.data",
    "Data.Query",
    "graph.microsoft.com/users?scope=currentContext",
}
"""What Teams adds to the cards of version 1.5: people to be searched for."""

OF_SLACK = set(
    "blocks block_id header section fields context elements actions divider input label hint"
    " element optional accessory options placeholder static_select multi_users_select users_select"
    " datepicker timepicker plain_text_input multiline max_length initial_value initial_date"
    " initial_time initial_user initial_users initial_option initial_options action_id which_team"
    " modal callback_id private_metadata submit close".split()
)
"""What a card of Slack is made of besides."""

OURS, TYPED = "ж", "я"
LINK = "table:t1:1"
"""What stands for every text of a notice that is not told, such as an address."""
JINJA = re.compile(r"\{% set \w+ %\}.*?\{% endset %\}|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)


def name(path: Path) -> str:
    return path.relative_to(HOME).as_posix()


def letters(text: str) -> set[str]:
    """The letters of a text that are neither from us nor typed."""
    return {letter for letter in text if letter.isalpha()} - {OURS, TYPED}


def said_in(path: Path) -> str:
    """What a template says by itself, without its holes and without the names of its parts."""
    bare = JINJA.sub("", path.read_text(encoding="utf-8"))
    if path.suffix == ".html":
        return "".join(read(bare).texts)
    if path.suffix != ".json":
        return bare
    said = [text for text in QUOTED.findall(bare) if text not in {*OF_A_CARD, *OF_TEAMS, *OF_SLACK}]
    return "".join([*said, re.sub(r"\b(true|false)\b", "", QUOTED.sub("", bare))])


def test_there_is_no_word_in_a_template() -> None:
    assert {name(path) for path in TEMPLATES if letters(said_in(path))} == set()


def spoken_in_holes(path: Path) -> list[str]:
    """What looks like words inside the holes of a template."""
    source = path.read_text(encoding="utf-8")
    quoted = QUOTED.findall(" ".join(re.findall(r"\{\{(.*?)\}\}", source, re.DOTALL)))
    quoted = [text for text in quoted if text not in OF_A_CARD]
    return [text for text in quoted if re.search(r"[A-ZÆØÅæøå!?]|\w \w", text)]


def test_there_is_no_word_inside_a_hole_of_a_template() -> None:
    assert {name(path): spoken_in_holes(path) for path in TEMPLATES if spoken_in_holes(path)} == {}


def keys() -> Iterator[tuple[str, str]]:
    """Every key that a template or our own code asks for."""
    for path in [*TEMPLATES, *HOME.glob("cards/*.py"), *HOME.glob("pages/*.py")]:
        for asked in re.findall(r"words(?:_in\(\w+\))?\((.*?)[,)]", path.read_text("utf-8")):
            for key in re.findall(r'"([a-z_]+(?:\.[a-z_0-9]+)+)"', asked):
                yield name(path), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_that_is_asked_for_is_there(language: str) -> None:
    words = words_in(language)

    lacking = [
        (path, key) for path, key in keys() if key not in words and f"{key}.one" not in words
    ]

    assert lacking == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_button_has_at_most_twenty_letters(language: str) -> None:
    words = words_in(language)
    long = [key for key in words._sentences if key.startswith("button.") and len(words(key)) > 20]

    assert long == []


class OwnWords(Words):
    """Every letter of ours is one letter, so that a letter from elsewhere shows."""

    def __call__(self, key: str, /, **holes: Any) -> str:
        marked = {hole: f"\x00{hole}\x01" for hole in holes if hole != "count"}
        sentence = super().__call__(
            key, **{**marked, **{k: holes[k] for k in holes if k == "count"}}
        )
        pieces = re.split(r"(\x00\w+\x01)", sentence)
        return "".join(
            str(holes[piece[1:-1]]) if piece.startswith("\x00") else blank(piece)
            for piece in pieces
        )


def blank(text: str) -> str:
    return re.sub(r"[^\W\d_]", OURS, text)


@pytest.fixture
def own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def own(language: str, call: str = "") -> Words:
        words = words_in(language)
        return OwnWords(words.language, words._sentences)

    for module in (render, scene, holes, filed):
        named = "words_called" if hasattr(module, "words_called") else "words_in"
        monkeypatch.setattr(module, named, own)
    for module in (scene, holes, filed):
        monkeypatch.setattr(module, "date_phrase", lambda *_: OURS)
        monkeypatch.setattr(module, "time_phrase", lambda *_: OURS, raising=False)
        monkeypatch.setattr(module, "in_language", lambda texts, _: blank(texts.get("da", "")))
    for module in (scene, holes, between_holes):
        monkeypatch.setattr(module, "listing", lambda names, _: ", ".join(names))
    for phrase in ("date_phrase", "time_phrase", "wall_phrase", "when_phrase"):
        monkeypatch.setattr(between_holes, phrase, lambda *_: OURS)
    monkeypatch.setattr(holes, "when_phrase", lambda *_: OURS)
    monkeypatch.setattr("cards.delivery.when_phrase", lambda *_: OURS)
    monkeypatch.setattr("cards.rhythm.clock_phrase", lambda *_: OURS)
    monkeypatch.setattr("cards.rhythm.WEEKDAYS", dict.fromkeys(LANGUAGES, f"{OURS} " * 7))
    for part in ("after_this", "names_of", "prompts_of", "cues_of"):
        whole = getattr(scene, part)
        monkeypatch.setattr(scene, part, lambda *said, whole=whole: blanked(whole(*said)))
    monkeypatch.setattr("cards.pace.time_phrase", lambda *_: OURS)
    monkeypatch.setattr(glance, "cues_of", lambda *_: ())
    monkeypatch.setattr(glance, "listing", lambda names, _: ", ".join(names))


def blanked(said: Any) -> Any:
    return blank(said) if isinstance(said, str) else tuple(blank(each) for each in said)


def typed_team() -> Any:
    return team_of(TYPED, TYPED * 2, TYPED * 3, name=TYPED)


@pytest.mark.usefixtures("own_words")
@pytest.mark.parametrize("kind", NOTICES, ids=lambda kind: kind.__name__)
def test_every_word_of_a_notice_is_from_a_file_or_typed(kind: Any) -> None:
    papers = in_phase(begun(typed_team(), question=TYPED), "meaning")

    for notice in notices_of(kind, papers, TYPED):
        card = Cards().notice(notice, papers, NOON)

        assert letters(read(card.body).text.replace(LINK, TYPED)) == set()
        assert letters(card.text.replace(LINK, TYPED)) == set()


@pytest.mark.usefixtures("own_words")
@pytest.mark.parametrize("kind", NOTICES, ids=lambda kind: kind.__name__)
def test_every_word_of_a_card_in_teams_is_from_a_file_or_typed(kind: Any) -> None:
    papers = in_phase(begun(typed_team(), question=TYPED), "meaning")

    for notice in notices_of(kind, papers, TYPED):
        card = Cards().notice(notice, papers, NOON, "teams")
        said = read_card(card.body).text if card.body else card.text

        assert letters(said.replace(LINK, TYPED)) == set()


@pytest.mark.usefixtures("own_words")
def test_every_word_of_a_card_in_slack_is_from_a_file_or_typed() -> None:
    papers, cards = in_phase(begun(typed_team(), question=TYPED), "meaning"), Cards()

    for kind in NOTICES:
        for notice in notices_of(kind, papers, TYPED):
            card = cards.notice(notice, papers, NOON, "slack")
            said = read_blocks(json.loads(card.body)["blocks"]).text if card.body else card.text
            assert letters(said.replace(LINK, TYPED)) == set(), kind


@pytest.mark.usefixtures("own_words")
@pytest.mark.parametrize("view", View)
def test_every_word_of_a_picture_is_from_a_file_a_guide_or_typed(view: View) -> None:
    cards = Cards()
    for papers in moments(typed_team(), question=TYPED).values():
        assert papers.shown is not None
        card = cards.picture(papers, papers.shown, view, SOON, asides=(TYPED,))
        own = {"prøver kort", "Fire elever", "Stilhed"}
        said = re.sub("|".join(own), TYPED, read(card.body).text)

        assert letters(said) == set()


@pytest.mark.usefixtures("own_words")
@pytest.mark.parametrize("view", View)
def test_every_word_of_a_picture_in_teams_is_from_a_file_a_guide_or_typed(view: View) -> None:
    cards = Cards()
    own = re.compile("prøver kort|Fire elever|Stilhed")
    for papers in moments(typed_team(), question=TYPED).values():
        circle = papers.shown
        assert circle is not None
        more = {"asides": (TYPED,), "told": TYPED, "screen": "https://example.com", "mine": True}
        card = cards.picture(papers, circle, view, SOON, "teams", **more)
        kept = cards.kept(papers, summary_of(replace(circle, approved=Approval.TEAM)), SOON)

        assert letters(own.sub(TYPED, read_card(card.body).text)) == set()
        assert letters(own.sub(TYPED, read_card(kept.body).text)) == set()


def test_the_guides_say_something_in_every_language() -> None:
    assert all(guide.name.keys() >= set(LANGUAGES) for guide in GUIDES.values())
