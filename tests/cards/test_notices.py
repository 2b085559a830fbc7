"""Every notice in every language, with any text: whole HTML, escaped, and never silent."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cards.render import FOLDER, Cards, template_of
from circle.notices import Notice
from locales import LANGUAGES, words_in
from tests.cards.markup import plain, read
from tests.cards.scenes import NOON, NOTICES, begun, in_phase, notices_of, team_of

CARDS = Cards()
WORDS = words_in("da")
TYPED = some.text(
    some.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cn", "Cf"))
    | some.sampled_from("<>&\"'{}%"),
    min_size=1,
    max_size=40,
).filter(lambda text: any(letter.isalnum() for letter in text))
OUR_TAGS = {"p", "bdi", "h2", "ul", "li", "b", "span", "code"}


@pytest.mark.parametrize("channel", ["table/{}.html", "text/{}.txt"])
def test_every_notice_has_its_template(channel: str) -> None:
    wanted = {kind.__name__: FOLDER / channel.format(template_of(kind)) for kind in NOTICES}

    assert [name for name, path in wanted.items() if not path.exists()] == []


@pytest.mark.parametrize("channel", ["table", "text"])
def test_no_template_is_left_of_a_notice_that_is_gone(channel: str) -> None:
    known = {template_of(kind) for kind in NOTICES} | {"form"}

    found = {path.stem for path in (FOLDER / channel).iterdir() if path.is_file()}

    assert found <= known


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notice_is_whole_and_never_silent(language: str) -> None:
    papers = in_phase(begun(team_of(language=language)), "meaning")

    for kind in NOTICES:
        for notice in notices_of(kind, papers, "en tekst"):
            card = CARDS.notice(notice, papers, NOON)

            assert read(card.body).wrong == [], kind
            assert card.text, kind
            assert "{" not in card.text, kind
            assert read(card.body).text, kind


@settings(max_examples=100)
@given(kind=some.sampled_from(NOTICES), name=TYPED, typed=TYPED)
def test_what_people_typed_is_text_and_nothing_else(
    kind: type[Notice], name: str, typed: str
) -> None:
    as_typed(kind, name, typed)


@pytest.mark.slow
@settings(max_examples=20)
@given(name=TYPED, typed=TYPED)
@pytest.mark.parametrize("kind", NOTICES, ids=lambda kind: kind.__name__)
def test_what_people_typed_is_text_in_every_notice(
    kind: type[Notice], name: str, typed: str
) -> None:
    as_typed(kind, name, typed)


def as_typed(kind: type[Notice], name: str, typed: str) -> None:
    """What people typed is shown as they typed it, and is nothing but text."""
    papers = begun(team_of("Anna", name, "Eva"), question=typed)

    for notice in notices_of(kind, papers, typed):
        card = CARDS.notice(notice, papers, NOON)
        page = read(card.body)

        assert page.wrong == []
        assert page.tags <= OUR_TAGS
        assert page.names <= {"class"}
        if plain(name) in card.text and "code" not in page.tags:
            assert plain(name) in page.text


def test_a_person_who_is_gone_is_a_former_member() -> None:
    kind = next(each for each in NOTICES if each.__name__ == "NewFacilitator")
    papers = begun(team_of())

    card = CARDS.notice(kind(person="table:t1:99"), papers, NOON)

    assert card.text == WORDS("people.tookover", name=WORDS("person.former"))


def test_a_notice_can_be_told_when_no_circle_is_left() -> None:
    papers = begun(team_of())
    alone = type(papers)(team=papers.team)

    for kind in NOTICES:
        for notice in notices_of(kind, papers, "x"):
            assert CARDS.notice(notice, alone, NOON).text, kind
