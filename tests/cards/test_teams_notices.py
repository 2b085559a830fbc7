"""Every notice in Teams is a line, or a whole card with the buttons that people need next."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cards.markdown import WILD
from cards.render import FOLDER, Cards, template_of
from cards.rows import turn_of
from circle import answers, events, notices, whispers
from circle.notices import Line, Notice
from circle.papers import Papers
from locales import LANGUAGES, words_in
from tests.cards.markup import plain
from tests.cards.reading import Read, faults_of, limits_of, read_card, values_of
from tests.cards.scenes import NOON, NOTICES, after, begun, in_phase, moments, notices_of, team_of
from tests.cards.test_markdown import HOSTILE
from tests.cards.test_notices import TYPED

CARDS = Cards()
WORDS = words_in("da")
DRAWN = tuple(kind for kind in NOTICES if not CARDS.is_line(kind))
ANY = TYPED | some.sampled_from(HOSTILE)


def shown(notice: Notice, papers: Papers) -> Read:
    card = CARDS.notice(notice, papers, NOON, "teams")
    assert faults_of(card.body) == []
    return read_card(card.body)


@pytest.mark.parametrize("kind", NOTICES, ids=lambda kind: kind.__name__)
def test_a_notice_is_a_line_or_has_its_card(kind: type[Notice]) -> None:
    there = (FOLDER / "teams" / f"{template_of(kind)}.json").exists()

    assert there != CARDS.is_line(kind)
    assert there or issubclass(kind, Line)


def test_no_template_is_left_of_a_notice_that_is_gone() -> None:
    found = {path.stem for path in (FOLDER / "teams").glob("*.json")}

    assert found == {template_of(kind) for kind in DRAWN} | {"form"}


def test_a_line_has_its_text_and_no_card() -> None:
    papers = in_phase(begun(team_of()), "meaning")
    line = notices.WordWent(to="table:t1:1", phase=4)

    card = CARDS.notice(line, papers, NOON, "teams")

    assert (card.body, card.text) == ("", CARDS.said(line, papers, NOON))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_is_as_the_schema_wants_it(language: str) -> None:
    papers = in_phase(begun(team_of(language=language)), "meaning")

    for kind in DRAWN:
        for notice in notices_of(kind, papers, "en tekst"):
            assert faults_of(CARDS.notice(notice, papers, NOON, "teams").body) == [], kind


@given(kind=some.sampled_from(DRAWN), name=ANY, typed=ANY)
@settings(max_examples=80)
def test_what_people_typed_is_text_and_nothing_else(
    kind: type[Notice], name: str, typed: str
) -> None:
    as_typed(kind, name, typed)


@pytest.mark.slow
@given(name=ANY, typed=ANY)
@settings(max_examples=10)
@pytest.mark.parametrize("kind", DRAWN, ids=lambda kind: kind.__name__)
def test_what_people_typed_is_text_in_every_card(kind: type[Notice], name: str, typed: str) -> None:
    as_typed(kind, name, typed)


def as_typed(kind: type[Notice], name: str, typed: str) -> None:
    """What people typed is shown as they typed it, and is nothing but text."""
    papers = begun(team_of("Anna", name, "Eva"), question=typed)
    usual = begun(team_of("Anna", "Bo", "Eva"), question="Hvad?")

    pairs = zip(notices_of(kind, papers, typed), notices_of(kind, usual, "Hvad?"), strict=True)
    for notice, other in pairs:
        card = CARDS.notice(notice, papers, NOON, "teams")
        read, known = read_card(card.body), CARDS.notice(other, usual, NOON, "teams")

        assert limits_of(card.body) == []
        assert len(read.actions) == len(read_card(known.body).actions)
        if plain(name) in card.text and kind is not answers.Help:
            assert plain(WILD.sub(" ", name)) in read.text


def test_a_card_can_be_told_when_no_circle_is_left() -> None:
    papers = begun(team_of())
    alone = Papers(team=papers.team)

    for kind in DRAWN:
        for notice in notices_of(kind, papers, "x"):
            assert limits_of(CARDS.notice(notice, alone, NOON, "teams").body) == [], kind


def test_every_value_of_a_button_is_a_text() -> None:
    papers = in_phase(begun(team_of()), "meaning")

    for kind in DRAWN:
        for notice in notices_of(kind, papers, "x"):
            card = CARDS.notice(notice, papers, NOON, "teams")
            assert all(isinstance(value, str) for value in values_of(card.body)), kind


def test_who_has_the_word_can_end_the_turn_where_they_are_told() -> None:
    papers = in_phase(begun(team_of()), "meaning")
    assert papers.circle is not None
    assert papers.circle.speaking is not None
    told = whispers.YourWord(to=papers.circle.speaking, seconds=120)

    read = shown(told, papers)

    assert read.titles == [[WORDS("button.done"), WORDS("button.pass")]]
    assert read.button(WORDS("button.done"))["data"] == turn_of(papers.circle)
    assert turn_of(papers.circle)["turn"] == str(papers.circle.course.turn)
    assert shown(whispers.YourWord(to="table:t1:99", seconds=120), papers).rows == []


@pytest.mark.parametrize(
    ("notice", "moment", "titles"),
    [
        (whispers.SpeakerTimeIsUp(to="x", speaker="x"), "told", ["more_time", "go_on"]),
        (whispers.PhaseTimeIsUp(to="x"), "free", ["more_time", "go_on"]),
        (whispers.ReadyForNext(to="x", after_round=False), "rest", ["go_on"]),
        (whispers.ReadyForNext(to="x", after_round=False), "writing", ["begin_round"]),
        (whispers.BreakIsOver(to="x"), "gathering", ["begin"]),
        (whispers.BreakIsOver(to="x"), "pause", ["resume"]),
        (notices.TakeOverOffered(), "offered", ["take_over"]),
        (notices.CircleEnded(), "draft", ["to_summary"]),
        (notices.CircleClosedItself(at=NOON), "draft", ["to_summary"]),
        (notices.MovedOn(), "round", ["show"]),
        (answers.Help(), "round", ["show", "next", "status", "team_mend"]),
        (answers.TableLink(url="https://example.com/x"), "round", ["screen"]),
        (answers.NowIs(), "round", ["show"]),
    ],
)
def test_the_next_thing_lies_at_hand(notice: Notice, moment: str, titles: list[str]) -> None:
    offered = moments(team_of())
    stood = after(offered["round"], events.Left, person="table:t1:0")
    papers = offered[moment] if moment != "offered" else offered_to_all(stood)

    read = shown(notice, papers)

    assert [action["title"] for action in read.actions] == [
        WORDS(f"button.{title}") for title in titles
    ]


def offered_to_all(papers: Papers) -> Papers:
    assert papers.circle is not None
    return Papers(team=papers.team, circle=papers.circle.with_course(offered=True))


@pytest.mark.parametrize("notice", [answers.TeamAsked(team="t7"), answers.Help()])
def test_where_there_is_no_team_it_is_chosen_first(notice: Notice) -> None:
    nobody = Papers(team=replace(team_of(), id="t7", members=()))

    read = shown(notice, nobody)

    assert [action["title"] for action in read.actions] == [WORDS("button.team")]
    assert read.actions[0]["data"]["team"] == "t7"


def test_without_a_circle_help_begins_one() -> None:
    read = shown(answers.Help(), Papers(team=team_of()))

    assert read.rows[0][0]["data"] == {
        "msteams": {"type": "task/fetch"},
        "form": "start",
        "team": "t1",
    }
    assert read.button(WORDS("button.next"))["data"] == {"team": "t1", "text": "next"}


def test_of_some_teams_each_has_a_button_and_of_many_one_is_chosen() -> None:
    papers = Papers(team=team_of())
    teams = tuple((f"t{n}", f"Team {n}") for n in range(6))

    few = shown(answers.WhichTeam(teams=teams[:5], text="status"), papers)
    many = shown(answers.WhichTeam(teams=teams, text="status"), papers)

    assert few.button("Team 2")["data"] == {"team": "t2", "text": "status"}
    assert [choice["value"] for choice in many.input("team")["choices"]] == [t for t, _ in teams]
    assert many.rows[0][0]["data"] == {"text": "status"}


def test_what_did_not_come_is_told_without_its_reason() -> None:
    missed = answers.Undelivered(to="table:t1:1", gone=True, reason="403 Forbidden")
    status = answers.Status(circle=None, undelivered=(missed, missed))

    read = shown(status, Papers(team=team_of()))

    assert read.texts.count(WORDS("err.delivery", name="Bo")) == 1
    assert "403" not in read.text
