"""The running card in Slack: the composition of the look, within Slack's limits."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cards.limits import SLACK_MESSAGE, TEAMS_BUTTONS
from cards.render import Card, Cards, View
from circle.closing import summary_of
from circle.papers import Papers
from circle.state import Approval
from locales import LANGUAGES, words_in
from tests.cards.asked import with_three
from tests.cards.scenes import NOON, SOON, moments, team_of
from tests.cards.slack_reading import Blocks, faults_of_card, read_blocks
from tests.cards.test_markdown import HOSTILE
from tests.cards.test_notices import TYPED

CARDS = Cards()
WORDS = words_in("da")
SCREEN = "https://ordet.example/screen/abc"
KINDS = tuple(moments(team_of()))
VIEWS = (View.DEVICE, View.FACILITATOR)
LONG = "Hvordan hjælper vi eleverne med at sige det, de tænker? " * 20


def picture(papers: Papers, view: View = View.DEVICE, **more: Any) -> Card:
    circle = papers.shown
    assert circle is not None
    return CARDS.picture(papers, circle, view, SOON, "slack", **more)


def blocks_of(card: Card) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(card.body)["blocks"]
    return found


def read(card: Card) -> Blocks:
    return read_blocks(blocks_of(card))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_picture_is_as_slack_wants_it(kind: str, view: View, language: str) -> None:
    card = picture(moments(team_of(language=language))[kind], view, screen=SCREEN, mine=True)

    assert faults_of_card(card.body) == []
    assert card.text


@given(
    name=TYPED | some.sampled_from(HOSTILE),
    typed=TYPED | some.sampled_from(HOSTILE),
    kind=some.sampled_from(KINDS),
    view=some.sampled_from(VIEWS),
)
@settings(max_examples=30)
def test_what_people_typed_is_text_and_nothing_else(
    name: str, typed: str, kind: str, view: View
) -> None:
    papers = moments(team_of("Anna", name, "Eva"), question=typed)[kind]
    usual = moments(team_of("Anna", "Bo", "Eva"))[kind]

    card = picture(papers, view)

    assert faults_of_card(card.body) == []
    assert labels(card) == labels(picture(usual, view))
    assert not any("<" in text for text in marked_up(card))


def labels(card: Card) -> list[str]:
    return [each["text"]["text"] for each in read(card).buttons]


def marked_up(card: Card) -> list[str]:
    plain = read(card).plain
    return [text for text in read(card).texts if text not in plain]


def test_who_has_the_word_stands_first_and_largest() -> None:
    papers = moments(team_of())["round"]

    first = blocks_of(picture(papers))[0]

    assert papers.shown
    assert papers.shown.speaker
    assert first["type"] == "header"
    assert first["text"]["text"] == WORDS("card.has_word", speaker=papers.shown.speaker.name)


def test_what_the_others_listen_for_is_a_quotation() -> None:
    texts = read(picture(moments(team_of())["round"])).texts

    (sheet,) = [text for text in texts if text.startswith(f"*{WORDS('listen.title')}*")]
    assert "\n>*" in sheet


def test_the_strip_says_before_now_and_after_in_one_line() -> None:
    texts = read(picture(moments(team_of())["round"])).texts

    (strip,) = [text for text in texts if text.startswith(WORDS("card.before"))]
    assert strip.count("   |   ") == 2
    assert strip.count("*") == 2


def test_buttons_come_last_in_one_row_with_the_likeliest_filled() -> None:
    card = picture(moments(team_of())["round"], screen=SCREEN)

    last = blocks_of(card)[-1]
    styles = [each.get("style") for each in last["elements"]]

    assert last["type"] == "actions"
    assert styles == ["primary"] + [None] * (len(styles) - 1)
    assert len(styles) <= TEAMS_BUTTONS


def test_a_screen_reader_hears_who_comes_next_when_the_word_is_handed_on() -> None:
    buttons = read(picture(moments(team_of())["round"])).buttons

    aloud = [each["accessibility_label"] for each in buttons[:2]]

    assert aloud[0].startswith(f"{WORDS('button.done')}. ")
    assert aloud[1].startswith(f"{WORDS('button.pass')}. ")


@pytest.mark.parametrize("kind", KINDS)
def test_the_buttons_are_those_of_teams(kind: str) -> None:
    papers = moments(team_of())[kind]
    circle = papers.shown
    assert circle is not None
    teams = CARDS.picture(papers, circle, View.DEVICE, SOON, "teams", screen=SCREEN)
    titles = [
        each["title"]
        for block in json.loads(teams.body)["body"]
        if block["type"] == "ActionSet"
        for each in block["actions"]
    ]

    assert labels(picture(papers, screen=SCREEN)) == titles


def test_a_card_with_much_text_is_shortened_until_it_has_room() -> None:
    team = team_of(*(f"{name} {'Bøgelund-Rasmussen ' * 10}" for name in ("Anna", "Bo", "Eva")))
    papers = with_three(moments(team, question=LONG * 3)["line"])

    card = picture(papers)

    assert len(card.body) <= SLACK_MESSAGE
    assert faults_of_card(card.body) == []


@pytest.mark.parametrize("approval", [Approval.TEAM, Approval.NOTHING, Approval.EXPIRED])
def test_what_is_left_of_a_circle_has_no_buttons(approval: Approval) -> None:
    papers = moments(team_of())["line"]
    summary = summary_of(replace(papers.drafts[0], approved=approval))

    card = CARDS.kept(papers, summary, NOON, "slack")

    assert faults_of_card(card.body) == []
    assert read(card).buttons == []
