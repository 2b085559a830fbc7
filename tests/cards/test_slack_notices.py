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


@pytest.mark.parametrize("kind", NOTICES, ids=lambda kind: kind.__name__)
def test_a_notice_is_a_line_or_has_its_card(kind: type[Notice]) -> None:
    there = (FOLDER / "slack" / f"{template_of(kind)}.json").exists()

    assert there != CARDS.is_line(kind, "slack")
    assert there or issubclass(kind, Line)


def test_no_template_is_left_of_a_notice_that_is_gone() -> None:
    found = {path.stem for path in (FOLDER / "slack").glob("*.json")}

    assert found == {template_of(kind) for kind in DRAWN} | {"form"}


def test_a_line_has_its_text_and_no_card() -> None:
    papers = in_phase(begun(team_of()), "meaning")
    line = notices.WordWent(to="table:t1:1", phase=4)

    card = CARDS.notice(line, papers, NOON, "slack")

    assert (card.body, card.text) == ("", CARDS.said(line, papers, NOON))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", DRAWN, ids=lambda kind: kind.__name__)
def test_every_card_is_as_slack_wants_it(kind: type[Notice], language: str) -> None:
    papers = in_phase(begun(team_of(language=language)), "meaning")

    for notice in notices_of(kind, papers, "en tekst"):
        assert faults_of_card(CARDS.notice(notice, papers, NOON, "slack").body) == []


@given(name=ANY, typed=ANY)
@settings(max_examples=10)
@pytest.mark.parametrize("kind", DRAWN, ids=lambda kind: kind.__name__)
def test_what_people_typed_is_text_and_nothing_else(
    kind: type[Notice], name: str, typed: str
) -> None:
    papers = begun(team_of("Anna", name, "Eva"), question=typed)
    usual = begun(team_of("Anna", "Bo", "Eva"), question="Hvad?")

    pairs = zip(notices_of(kind, papers, typed), notices_of(kind, usual, "Hvad?"), strict=True)
    for notice, other in pairs:
        assert len(shown(notice, papers).buttons) == len(shown(other, usual).buttons)


@pytest.mark.parametrize("typed", FORBIDDEN)
@pytest.mark.parametrize("kind", DRAWN, ids=lambda kind: kind.__name__)
def test_nothing_that_people_typed_can_call_somebody_or_lead_somewhere(
    kind: type[Notice], typed: str
) -> None:
    papers = begun(team_of("Anna", typed, "Eva"), question=typed)

    for notice in notices_of(kind, papers, typed):
        card = CARDS.notice(notice, papers, NOON, "slack")
        blocks = json.loads(card.body)["blocks"]
        written = [each for each in texts(blocks) if each["type"] == "mrkdwn"]
        assert all(each["verbatim"] for each in written)
        assert not any("<" in each["text"] for each in written)


def texts(piece: object) -> list[dict[str, str]]:
    if isinstance(piece, list):
        return [text for each in piece for text in texts(each)]
    if not isinstance(piece, dict):
        return []
    if piece.get("type") in {"plain_text", "mrkdwn"}:
        return [piece]
    return [text for each in piece.values() for text in texts(each)]


@pytest.mark.parametrize("kind", DRAWN, ids=lambda kind: kind.__name__)
def test_a_card_can_be_told_when_no_circle_is_left(kind: type[Notice]) -> None:
    papers = begun(team_of())
    alone = Papers(team=papers.team)

    for notice in notices_of(kind, papers, "x"):
        assert faults_of_card(CARDS.notice(notice, alone, NOON, "slack").body) == []


@pytest.mark.parametrize("kind", DRAWN, ids=lambda kind: kind.__name__)
def test_a_button_does_in_slack_what_it_does_in_teams(kind: type[Notice]) -> None:
    papers = in_phase(begun(team_of()), "meaning")

    for notice in notices_of(kind, papers, "x"):
        ours = shown(notice, papers)
        teams = json.loads(CARDS.notice(notice, papers, NOON, "teams").body)
        assert len(ours.buttons) == sum(1 for _ in actions(teams)), ours.values


def actions(piece: object) -> list[dict[str, object]]:
    if isinstance(piece, list):
        return [each for one in piece for each in actions(one)]
    if not isinstance(piece, dict):
        return []
    if str(piece.get("type", "")).startswith("Action."):
        return [piece]
    return [each for one in piece.values() for each in actions(one)]
