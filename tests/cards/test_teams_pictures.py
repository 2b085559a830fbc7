"""The shared card in Teams: who sees what at every moment, and what they can press."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cards.limits import TEAMS_BUTTONS, TEAMS_BYTES, TEAMS_VIEWERS, size_in_teams
from cards.render import Card, Cards, View
from cards.rows import seen
from circle import events
from circle.closing import summary_of
from circle.papers import Papers
from circle.state import Approval, NextStep
from locales import LANGUAGES, words_in
from tests.cards.asked import with_three
from tests.cards.markup import plain
from tests.cards.reading import faults_of, limits_of, read_card, values_of
from tests.cards.scenes import NOON, SOON, after, agreed, begun, in_phase, moments, team_of
from tests.cards.test_markdown import HOSTILE
from tests.cards.test_notices import TYPED

CARDS = Cards()
WORDS = words_in("da")
KINDS = tuple(moments(team_of()))
VIEWS = (View.DEVICE, View.FACILITATOR)
SCREEN = "https://ordet.example/screen/x"


def picture(papers: Papers, view: View = View.DEVICE, **more: object) -> Card:
    assert papers.shown is not None
    return CARDS.picture(papers, papers.shown, view, SOON, "teams", **more)  # type: ignore[arg-type]


def titles(papers: Papers, view: View = View.DEVICE, **more: object) -> list[list[str]]:
    return read_card(picture(papers, view, **more).body).titles


def buttons(*keys: str) -> list[str]:
    return [WORDS(f"button.{key}") for key in keys]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_every_moment_is_as_the_schema_wants_it(language: str, view: View) -> None:
    for name, papers in moments(team_of(language=language)).items():
        card = picture(
            papers, view, screen=SCREEN, viewers=("29:a", "29:b"), asides=("Sig til Bo",)
        )

        assert faults_of(card.body) == [], name
        assert "{" not in card.text


@given(
    name=TYPED | some.sampled_from(HOSTILE),
    typed=TYPED | some.sampled_from(HOSTILE),
    kind=some.sampled_from(KINDS),
    view=some.sampled_from(VIEWS),
)
@settings(max_examples=20)
def test_what_people_typed_is_shown_whole_and_as_text(
    name: str, typed: str, kind: str, view: View
) -> None:
    papers = moments(team_of("Anna", name, "Eva"), question=typed)[kind]
    usual = moments(team_of("Anna", "Bo", "Eva"))[kind]

    card = picture(papers, view)

    assert limits_of(card.body) == []
    assert titles(papers, view) == titles(usual, view)
    assert plain(typed.replace("\x00", " ")) in read_card(card.body).text


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_card_has_five_buttons_and_one_more_to_ones_own(kind: str, view: View) -> None:
    papers = moments(team_of())[kind]

    usual = read_card(picture(papers, view, screen=SCREEN).body).actions
    mine = read_card(picture(papers, view, screen=SCREEN, mine=True).body).actions

    assert len(usual) <= TEAMS_BUTTONS
    assert [each["title"] for each in mine[len(usual) :]] in ([], buttons("my_card"))


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("gathering", ["begin"]),
        ("round", ["done", "pass"]),
        ("writing", ["join", "facilitator"]),
        ("free", ["take_word"]),
        ("rest", ["go_on"]),
        ("pause", ["resume"]),
        ("steps", ["done", "pass"]),
    ],
)
def test_what_the_circle_needs_now_comes_first(kind: str, first: list[str]) -> None:
    rows = titles(moments(team_of())[kind])

    assert rows[0] == buttons(*first)
    assert WORDS("button.join") in [title for row in rows for title in row]
    assert WORDS("button.facilitator") in [title for row in rows for title in row]


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("gathering", ["begin", "people"]),
        ("opening", ["done", "pass"]),
        ("round", ["go_on", "more_time"]),
        ("told", ["more_time", "go_on"]),
        ("free", ["go_on", "more_time"]),
    ],
)
def test_the_facilitator_has_the_likeliest_moves_first(kind: str, first: list[str]) -> None:
    papers = moments(team_of())[kind]

    assert titles(papers, View.FACILITATOR)[0] == buttons(*first)


def test_what_the_phase_leaves_behind_can_be_written_from_the_card() -> None:
    steps, close = (moments(team_of())[kind] for kind in ("steps", "close"))

    add = read_card(picture(steps, screen=SCREEN).body).button(WORDS("button.step_add"))

    assert steps.circle is not None
    assert add["type"] == "Action.Submit"
    assert add["data"] == {
        "msteams": {"type": "task/fetch"},
        "form": "step",
        "team": "t1",
        "circle": "c1",
        "turn": str(steps.circle.course.turn),
        "seen": seen(steps.circle),
    }
    assert WORDS("button.line_edit") in read_card(picture(close).body).text


def test_who_may_take_over_can_do_so_once_it_is_offered() -> None:
    shown = moments(team_of())
    course = replace(shown["round"].circle.course, offered=True)  # type: ignore[union-attr]
    offered = replace(shown["round"], circle=replace(shown["round"].circle, course=course))  # type: ignore[type-var]

    read = read_card(picture(offered, screen=SCREEN).body)

    assert read.button(WORDS("button.take_over"))["verb"] == "take_over"
    assert len(read.actions) == TEAMS_BUTTONS
    assert WORDS("button.facilitator") in read.text


def test_a_draft_that_keeps_the_question_alone_has_nothing_to_mend() -> None:
    papers = moments(team_of())["empty draft"]
    (draft,) = papers.drafts
    bare = replace(draft, plan=replace(draft.plan, keeps=("question",)))

    read = read_card(picture(replace(papers, drafts=(bare,))).body)

    assert [each["title"] for each in read.actions] == buttons("approve", "keep_nothing")


def test_a_draft_is_kept_mended_or_let_go_and_nobody_joins_it() -> None:
    papers = moments(team_of())["line"]

    read = read_card(picture(papers).body)

    assert [each["title"] for each in read.actions] == buttons("approve", "mend", "keep_nothing")
    assert read.button(WORDS("button.mend"))["data"]["form"] == "mend"
    for said in ("Hvordan får vi flere stemmer", "prøver kort", "Fire elever", "Stilhed"):
        assert said in read.text
    assert WORDS("form.approve.promise") in read.text


def test_of_a_guide_that_keeps_nothing_there_is_only_the_date_to_keep() -> None:
    begun_ = begun(team_of(), guide="reflekterende-team")

    read = read_card(picture(after(begun_, events.Ended)).body)

    assert [each["title"] for each in read.actions] == buttons("keep_nothing")


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_of_a_button_is_a_text(kind: str) -> None:
    body = picture(moments(team_of())[kind], View.FACILITATOR, mine=True).body

    assert all(isinstance(value, str) for value in values_of(body))


def test_more_time_brings_how_often_it_was_given() -> None:
    read = read_card(picture(moments(team_of())["told"], View.FACILITATOR).body)

    data = read.button(WORDS("button.more_time"))["data"]
    assert (data["minutes"], data["extra"]) == ("1", "0")


def test_only_the_facilitator_is_told_what_to_say() -> None:
    papers = moments(team_of())["told"]
    assert papers.circle is not None
    assert papers.circle.speaker is not None
    line = WORDS("run.time.facilitator", speaker=papers.circle.speaker.name)

    shared, own = (picture(papers, view, asides=("Sig til Bo",)).body for view in VIEWS)

    assert line not in read_card(shared).text
    assert "Sig til Bo" not in read_card(shared).text
    assert line in read_card(own).text
    assert "Sig til Bo" in read_card(own).text


def test_the_circle_opens_with_the_rules_and_what_was_agreed_last_time() -> None:
    opening = moments(team_of())["opening"]

    first = read_card(picture(opening).body).text
    later = read_card(picture(in_phase(opening, "meaning")).body).text

    for key in ("rule.1", "rule.2", "rule.3", "rule.4", "step.last"):
        assert WORDS(key) in first
        assert WORDS(key) not in later
    assert "tirsdag den 10. marts" in first.replace("\N{NO-BREAK SPACE}", " ")


def test_a_card_says_how_long_a_turn_is_and_no_clock_runs_on_it() -> None:
    papers = moments(team_of())["round"]
    assert papers.circle is not None

    now = picture(papers)
    later = CARDS.picture(papers, papers.circle, View.DEVICE, SOON + timedelta(minutes=2), "teams")

    assert now == later
    assert "Ca. 4 minutter til hver. Bagefter: David." in read_card(now.body).text


def test_who_is_the_last_to_speak_is_not_each() -> None:
    papers = moments(team_of())["round"]
    assert papers.circle is not None
    course = replace(papers.circle.course, waiting=())
    last = replace(papers, circle=replace(papers.circle, course=course))

    text = read_card(picture(last).body).text

    assert "Ca. 4 minutter." in text
    assert "til hver" not in text


def test_where_nothing_comes_before_or_after_nothing_is_said() -> None:
    opening = read_card(picture(moments(team_of())["opening"]).body).text
    closing = read_card(picture(moments(team_of())["close"]).body).text

    assert WORDS("card.before") not in opening.split()
    assert WORDS("card.before") in closing
    assert WORDS("card.now", n=9, total=9) in closing


def test_what_somebody_is_told_stands_on_top_of_their_own_card() -> None:
    told = "Lige nu har Bo ordet."

    card = picture(moments(team_of())["round"], told=told)

    assert card.text.startswith(told)
    assert read_card(card.body).texts[0 + 2] == told
    assert told not in picture(moments(team_of())["round"]).body


def test_those_who_look_get_the_card_anew() -> None:
    card = picture(moments(team_of())["round"], viewers=("29:anna", "29:bo"))

    assert '"userIds":["29:anna","29:bo"]' in card.body
    assert '"refresh"' not in picture(moments(team_of())["round"]).body
    many = picture(moments(team_of())["round"], viewers=[f"29:{n}" for n in range(80)])
    assert many.body.count("29:") == TEAMS_VIEWERS


def test_the_same_card_is_drawn_once() -> None:
    papers = moments(team_of())["round"]
    elsewhere = replace(papers, seen={"k": NOON})

    assert picture(papers) is picture(elsewhere)
    assert picture(papers) is not picture(papers, told="Hej")
    assert picture(papers) is not picture(papers, viewers=("29:a",))
    assert picture(papers) is not picture(papers, screen=SCREEN)
    assert picture(papers) is not picture(papers, View.FACILITATOR)


def test_a_card_is_drawn_anew_when_what_it_shows_has_changed() -> None:
    papers = moments(team_of())["opening"]
    other = replace(papers, team=replace(papers.team, name="Team Rød"))

    assert picture(papers) is not picture(agreed(papers, ()))
    assert picture(papers) is not picture(other)
    assert picture(papers) is not picture(after(papers, events.Spoke))


LONG = ("W\\" * 128, "👩‍👩‍👧" * 50, "*" * 255, '"' * 255, "Anne-Katrine Bøgelund " * 11)


@pytest.mark.parametrize("name", LONG, ids=range(len(LONG)))
@pytest.mark.parametrize("kind", [*KINDS, "kept"])
def test_every_card_has_room_in_its_message(name: str, kind: str) -> None:
    names = tuple(f"{name[: 255 - 3]}{n}" for n in range(12))
    papers = moments(team_of(*names), question=name[:300])["line" if kind == "kept" else kind]
    papers = full(papers, name)

    card = picture(papers) if kind != "kept" else kept(papers, Approval.TEAM)

    assert size_in_teams(card.body) <= TEAMS_BYTES
    assert limits_of(card.body) == []


def full(papers: Papers, text: str) -> Papers:
    """Three steps by everybody, and all that can be written, as long as it may be."""
    who = tuple(member.person for member in papers.team.members)
    steps = tuple(NextStep(f"s{n}", who, text[:200], NOON.date(), text[:200]) for n in range(3))
    circle = papers.shown
    assert circle is not None
    written = replace(circle.kept, steps=steps, line=text, decision=text, note=text)
    circle = replace(circle, kept=written)
    if papers.circle is not None:
        return agreed(replace(papers, circle=circle), steps)
    return agreed(replace(papers, drafts=(circle,)), steps)


def kept(papers: Papers, how: Approval) -> Card:
    assert papers.shown is not None
    return CARDS.kept(papers, summary_of(replace(papers.shown, approved=how)), NOON)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("how", [Approval.TEAM, Approval.NOTHING, Approval.EXPIRED])
def test_what_was_kept_is_shown_and_nothing_can_be_pressed(how: Approval, language: str) -> None:
    papers = with_three(moments(team_of(language=language))["line"])

    card = kept(papers, how)
    read = read_card(card.body)

    assert faults_of(card.body) == []
    assert read.rows == []
    assert ("Stilhed" in read.text) == (how is Approval.TEAM)
    assert ("prøver kort" in read.text) == (how is not Approval.NOTHING)
    assert (words_in(language)("summary.steps") in read.text) == (how is not Approval.NOTHING)
    assert (words_in(language)("card.by_team") in read.text) == (how is Approval.TEAM)
    assert "2027" in read.text
    assert "2027" in card.text
