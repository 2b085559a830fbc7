"""The picture of a circle at every moment: who sees what, in whole HTML and whole names."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cards.pace import left_words
from cards.render import Card, Cards, View
from circle import events
from circle.papers import Papers
from locales import LANGUAGES, words_in
from tests.cards.markup import plain, read
from tests.cards.scenes import NOON, SOON, after, begun, in_phase, moments, team_of, with_step
from tests.cards.test_notices import TYPED

CARDS = Cards()
WORDS = words_in("da")
KINDS = tuple(moments(team_of()))


def picture(papers: Papers, view: View = View.DEVICE, **more: object) -> Card:
    assert papers.shown is not None
    return CARDS.picture(papers, papers.shown, view, SOON, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", View)
def test_every_moment_is_whole_html_with_one_heading(language: str, view: View) -> None:
    for name, papers in moments(team_of(language=language)).items():
        card = picture(papers, view)
        page = read(card.body)

        assert page.wrong == [], name
        assert card.body.count("<h1") == 1
        assert card.text
        assert "{" not in card.text


@given(name=TYPED, typed=TYPED, kind=some.sampled_from(KINDS), view=some.sampled_from(View))
def test_what_people_typed_is_shown_whole_and_as_text(
    name: str, typed: str, kind: str, view: View
) -> None:
    papers = moments(team_of("Anna", name, "Eva", name=typed), question=typed)[kind]

    page = read(picture(papers, view).body)

    assert page.wrong == []
    assert page.tags <= OURS
    assert plain(typed) in page.text
    if kind not in {"draft", "empty draft", "line"}:
        assert all(part in page.text for part in name.split())


OURS = set(
    "div header p main section h1 h2 h3 span bdi b ul ol li details summary button input progress"
    " svg use circle dl dt dd".split()
)


@pytest.mark.parametrize("kind", KINDS)
def test_the_screen_has_nothing_to_press_and_no_cue(kind: str) -> None:
    papers = moments(team_of())[kind]

    page = read(picture(papers, View.SCREEN, asides=("Sig til Bo",)).body)

    assert not page.tags & {"button", "input", "form", "a"}
    assert "Sig til" not in page.text


@pytest.mark.parametrize("kind", [kind for kind in KINDS if "draft" not in kind and kind != "line"])
def test_the_facilitator_sees_what_to_say(kind: str) -> None:
    papers = moments(team_of())[kind]

    page = read(picture(papers, View.FACILITATOR, asides=("Sig til Bo",)).body)

    assert "Sig til Bo" in page.text


def test_only_the_facilitator_is_told_that_time_is_up() -> None:
    papers = moments(team_of())["told"]

    told = {view: read(picture(papers, view).body).text for view in View}

    assert papers.circle is not None
    assert papers.circle.speaker is not None
    line = WORDS("run.time.facilitator", speaker=papers.circle.speaker.name)
    assert line not in told[View.SCREEN]
    assert line in told[View.FACILITATOR]


def test_the_speakers_two_buttons_are_the_same_size() -> None:
    body = picture(in_phase(begun(team_of()), "meaning")).body

    turn = body[body.index('id="turn"') : body.index('class="crew"')]
    assert re.findall(r'class="button ?(\w*)"', turn) == ["main", ""]
    assert WORDS("button.done") in turn
    assert WORDS("button.pass") in turn


def test_likeliest_moves_stand_in_the_row_and_the_others_behind_one_button() -> None:
    body = picture(in_phase(begun(team_of()), "meaning")).body

    crew = body[body.index('class="crew"') :]
    row, rest = crew[: crew.index("<details")], crew[crew.index("<details") :]
    assert row.count("<button") == 4
    assert WORDS("button.go_on") in row
    assert WORDS("button.end") in rest


def test_a_name_can_be_tapped_when_it_may_get_the_word() -> None:
    papers = after(in_phase(begun(team_of()), "ideas"), events.Spoke)

    body = picture(papers).body

    assert papers.circle is not None
    spoken = {papers.circle.seats[n].name for n in papers.circle.course.spoken}
    tapped = set(re.findall(r'aria-label="Giv ordet til (\w+)"', body))
    assert tapped
    assert not tapped & {*spoken, papers.circle.speaker.name if papers.circle.speaker else ""}


def test_who_is_out_can_be_tapped_back_in() -> None:
    papers = in_phase(begun(team_of()), "meaning")
    eva = papers.team.members[4].person

    body = picture(after(papers, events.SteppedOut, person=eva)).body

    assert 'aria-label="Eva er her igen"' in body
    assert WORDS("position.away") in body


def test_who_went_home_has_no_seat() -> None:
    papers = in_phase(begun(team_of()), "meaning")
    eva = papers.team.members[4].person

    page = read(picture(after(papers, events.Left, person=eva), View.SCREEN).body)

    assert "Eva" not in page.text


@pytest.mark.parametrize("kind", ["writing", "free", "rest", "gathering"])
def test_no_stone_where_nobody_has_the_word(kind: str) -> None:
    body = picture(moments(team_of())[kind]).body

    assert 'href="#speaks"' not in body


def test_the_circle_opens_with_what_was_agreed_last_time() -> None:
    papers = moments(team_of())["opening"]

    opening = read(picture(papers, View.SCREEN).body).text
    later = read(picture(in_phase(papers, "meaning"), View.SCREEN).body).text

    assert WORDS("step.last") in opening
    assert "Anna og Bo prøver kort senest tirsdag den 10. marts" in opening
    assert WORDS("rule.1") in opening
    assert WORDS("step.last") not in later


def test_the_draft_shows_all_that_would_be_kept_and_promises_no_more() -> None:
    papers = moments(team_of())["line"]

    page = read(picture(papers, View.SCREEN).body).text
    acts = read(picture(papers).body).text

    for text in ("Hvordan får vi flere stemmer", "prøver kort", "Fire elever", "Stilhed"):
        assert text in page
    assert WORDS("form.approve.promise") in acts


def test_a_long_question_stands_beside_the_ring_and_is_whole() -> None:
    question = "Hvad gør vi, når " * 18

    body = picture(in_phase(begun(team_of(), question=question), "meaning"), View.SCREEN).body

    assert 'class="middle' not in body
    assert plain(question) in read(body).text


def test_names_that_crowd_the_ring_make_a_list() -> None:
    short, long = (begun(team_of("Anna", name, "Eva")) for name in ("Bo", "Bo " * 40))

    assert " ringed" in picture(short).body
    assert " listed" in picture(long).body


def test_who_may_take_over_can_do_so_when_it_is_offered() -> None:
    body = picture(moments(team_of())["offered"]).body

    assert WORDS("people.quiet") in body
    assert WORDS("seat.takes_over", name="Bo") in body
    assert "verb=take_over&amp;who=table%3At1%3A1" in body


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (400, "ca. 7 minutter tilbage"),
        (91, "ca. 2 minutter tilbage"),
        (90, "ca. 1 minut tilbage"),
        (45, "ca. ½ minut tilbage"),
        (20, "Rund af i ro"),
        (0, "Tag den sætning, du mangler."),
        (-900, "Tag den sætning, du mangler."),
    ],
)
def test_time_is_told_in_half_minutes_and_never_over(seconds: int, said: str) -> None:
    assert left_words(seconds, words_in("da")) == said


def test_time_stands_still_in_a_break() -> None:
    papers = after(in_phase(begun(team_of()), "meaning"), events.Paused, NOON, minutes=10)
    assert papers.circle is not None

    now = CARDS.picture(papers, papers.circle, View.SCREEN, NOON)
    later = CARDS.picture(papers, papers.circle, View.SCREEN, NOON + timedelta(minutes=9))

    assert now == later


def test_the_title_says_who_has_the_word() -> None:
    papers = in_phase(begun(team_of()), "meaning")
    assert papers.circle is not None
    assert papers.circle.speaker is not None

    title = CARDS.title(papers, papers.circle)

    assert title == WORDS("page.word", speaker=papers.circle.speaker.name)


def test_three_steps_are_enough() -> None:
    papers = moments(team_of())["draft"]
    circle = papers.shown
    assert circle is not None
    step = circle.kept.steps[0]
    three = tuple(replace(step, id=f"s{n}") for n in range(3))
    full = replace(papers, drafts=(replace(circle, kept=replace(circle.kept, steps=three)),))

    assert WORDS("button.step_add") in picture(papers).body
    assert WORDS("button.step_add") not in picture(full).body


def test_steps_are_seen_while_they_are_made() -> None:
    papers = with_step(in_phase(begun(team_of()), "steps"), what="tæller stemmer")

    page = read(picture(papers, View.SCREEN).body)

    assert WORDS("step.agreed") in page.text
    assert "tæller stemmer" in page.text
