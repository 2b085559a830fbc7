"""Every notice in Slack is a line, or a whole card with the buttons that people need next."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cards.render import FOLDER, Cards, template_of
from circle import notices
from circle.notices import Line, Notice
from circle.papers import Papers
from locales import LANGUAGES
from tests.cards.scenes import NOON, NOTICES, begun, in_phase, notices_of, team_of
from tests.cards.slack_reading import Blocks, faults_of_card, read_blocks
from tests.cards.test_markdown import HOSTILE
from tests.cards.test_notices import TYPED

CARDS = Cards()
DRAWN = tuple(kind for kind in NOTICES if not CARDS.is_line(kind, "slack"))
ANY = TYPED | some.sampled_from(HOSTILE)
FORBIDDEN = ("<!channel>", "<@U0AAAAAAA>", "https://ordet.example")


def shown(notice: Notice, papers: Papers) -> Blocks:
    card = CARDS.notice(notice, papers, NOON, "slack")
    assert faults_of_card(card.body) == []
    return read_blocks(json.loads(card.body)["blocks"])


def test_each_notice_is_a_line_or_has_its_card() -> None:
    for kind in NOTICES:
        there = (FOLDER / "slack" / f"{template_of(kind)}.json").exists()
        assert there != CARDS.is_line(kind, "slack"), kind
        assert there or issubclass(kind, Line), kind


def test_no_template_is_left_of_a_notice_that_is_gone() -> None:
    found = {path.stem for path in (FOLDER / "slack").glob("*.json")}

    assert found == {template_of(kind) for kind in DRAWN} | {"form"}


def test_a_line_has_its_text_and_no_card() -> None:
    papers = in_phase(begun(team_of()), "meaning")
    line = notices.WordWent(to="table:t1:1", phase=4)

    card = CARDS.notice(line, papers, NOON, "slack")

    assert (card.body, card.text) == ("", CARDS.said(line, papers, NOON))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_is_as_slack_wants_it(language: str) -> None:
    papers = in_phase(begun(team_of(language=language)), "meaning")
    cards = {
        kind: faults_of_card(CARDS.notice(notice, papers, NOON, "slack").body)
        for kind in DRAWN
        for notice in notices_of(kind, papers, "en tekst")
    }

    assert {kind: faults for kind, faults in cards.items() if faults} == {}


def typed_and_usual(kind: type[Notice], name: str, typed: str) -> list[tuple[Blocks, Blocks]]:
    """Each card of a kind with what was typed in it, and the same with plain words."""
    papers = begun(team_of("Anna", name, "Eva"), question=typed)
    usual = begun(team_of("Anna", "Bo", "Eva"), question="Hvad?")
    pairs = zip(notices_of(kind, papers, typed), notices_of(kind, usual, "Hvad?"), strict=True)
    return [(shown(notice, papers), shown(other, usual)) for notice, other in pairs]


@pytest.mark.parametrize(
    "most", [pytest.param(60, id="some"), pytest.param(1500, id="many", marks=pytest.mark.slow)]
)
def test_what_people_typed_is_text_and_nothing_else(most: int) -> None:
    @given(kind=some.sampled_from(DRAWN), name=ANY, typed=ANY)
    @settings(max_examples=most, deadline=None)
    def whatever(kind: type[Notice], name: str, typed: str) -> None:
        for card, usual in typed_and_usual(kind, name, typed):
            assert len(card.buttons) == len(usual.buttons)

    whatever()


@pytest.mark.parametrize("typed", FORBIDDEN)
def test_nothing_that_people_typed_can_call_somebody_or_lead_somewhere(typed: str) -> None:
    papers = begun(team_of("Anna", typed, "Eva"), question=typed)

    for kind in DRAWN:
        for notice in notices_of(kind, papers, typed):
            card = CARDS.notice(notice, papers, NOON, "slack")
            written = [
                each for each in texts(json.loads(card.body)["blocks"]) if each["type"] == "mrkdwn"
            ]
            assert all(each["verbatim"] for each in written), kind
            assert not any("<" in each["text"] for each in written), kind


def texts(piece: object) -> list[dict[str, str]]:
    if isinstance(piece, list):
        return [text for each in piece for text in texts(each)]
    if not isinstance(piece, dict):
        return []
    if piece.get("type") in {"plain_text", "mrkdwn"}:
        return [piece]
    return [text for each in piece.values() for text in texts(each)]


def test_every_card_can_be_told_when_no_circle_is_left() -> None:
    papers = begun(team_of())
    alone = Papers(team=papers.team)

    for kind in DRAWN:
        for notice in notices_of(kind, papers, "x"):
            assert faults_of_card(CARDS.notice(notice, alone, NOON, "slack").body) == [], kind


def test_there_are_as_many_buttons_in_slack_as_in_teams() -> None:
    papers = in_phase(begun(team_of()), "meaning")

    for kind in DRAWN:
        for notice in notices_of(kind, papers, "x"):
            ours = shown(notice, papers)
            teams = json.loads(CARDS.notice(notice, papers, NOON, "teams").body)
            assert len(ours.buttons) == len(actions(teams)), kind


def actions(piece: object) -> list[dict[str, object]]:
    if isinstance(piece, list):
        return [each for one in piece for each in actions(one)]
    if not isinstance(piece, dict):
        return []
    if str(piece.get("type", "")).startswith("Action."):
        return [piece]
    return [each for one in piece.values() for each in actions(one)]
