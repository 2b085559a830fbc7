"""Cards as Microsoft's own renderer draws them: without a warning, and as they were written."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest

from cards.markdown import WILD
from cards.render import Cards, View
from circle.state import Approval
from locales import words_in
from tests.cards.asked import forms_of
from tests.cards.drawing import NARROW, WIDE, Drawer, a_drawer
from tests.cards.reading import read_card, seen
from tests.cards.scenes import NOON, NOTICES, SOON, begun, in_phase, moments, notices_of, team_of
from tests.cards.test_forms import every_field, form_of
from tests.cards.test_markdown import HOSTILE
from tests.cards.test_teams_pictures import full, kept
from tests.pages.browser import axe

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("drawn")]

CARDS = Cards()
TWELVE = (
    *("Anne-Katrine Bøgelund-Rasmussen", "Malthe Overgaard", "Yasmin El-Khatib", "Jens Ole Thorup"),
    *("Freja Holmegaard", "Birgitte Ravnsbæk", "Emil Nørskov", "Sofie Lindberg-Dam"),
    *("Karim Haddad", "Ingeborg Skytte", "Tobias Ellegaard", "Lone Vestergaard"),
)


@pytest.fixture(params=[(WIDE, "light"), (NARROW, "dark")], ids=["wide", "narrow"])
async def drawer(request: pytest.FixtureRequest) -> AsyncIterator[Drawer]:
    async with a_drawer(*request.param) as opened:
        yield opened


def pictures(language: str) -> Iterator[tuple[str, str]]:
    """Every picture, as everybody and as the facilitator sees it."""
    for name, papers in moments(team_of(*TWELVE, language=language)).items():
        assert papers.shown is not None
        for view in (View.DEVICE, View.FACILITATOR):
            more = {"screen": "https://example.com", "told": "Bo: *x*", "viewers": ("29:a",)}
            card = CARDS.picture(papers, papers.shown, view, SOON, "teams", **more)
            yield f"{name} {view}", card.body
    papers = moments(team_of(*TWELVE, language=language))["line"]
    yield from ((f"kept {how}", kept(papers, how).body) for how in Approval)


def notices(language: str) -> Iterator[tuple[str, str]]:
    papers = in_phase(begun(team_of(*TWELVE, language=language)), "meaning")
    for kind in NOTICES:
        if not CARDS.is_line(kind):
            for notice in notices_of(kind, papers, "x"):
                yield kind.__name__, CARDS.notice(notice, papers, NOON, "teams").body


def forms(language: str) -> Iterator[tuple[str, str]]:
    for name, form in forms_of(team_of(*TWELVE, language=language)).items():
        card = CARDS.form(form, words_in(language), "teams", data={"team": "t1"})
        yield name, card.body


def lacking(body: str, text: str) -> list[str]:
    """What went into the card and was not drawn."""
    return [each for each in seen(body) if one_line(each) not in one_line(text)]


def one_line(text: str) -> str:
    return " ".join(WILD.sub(" ", text).split())


@pytest.mark.parametrize("cards", [pictures, notices, forms], ids=lambda cards: cards.__name__)
async def test_every_card_is_drawn_whole_and_without_a_warning(drawer: Drawer, cards) -> None:  # type: ignore[no-untyped-def]
    for name, body in [*cards("da"), *cards("en")]:
        drawn = await drawer.draw(body)

        assert drawn.warned == [], name
        assert drawn.tags <= {"STRONG"}, name
        assert lacking(body, drawn.text) == [], name
        assert drawn.wider <= 0, name


def typed_everywhere(typed: str) -> Iterator[str]:
    """Cards with this text wherever people's own words can stand."""
    papers = full(moments(team_of("Anna", typed, "Eva"), question=typed)["line"], typed)
    fields = (replace(each, label="Hvad?", hint="") for each in every_field(typed))
    form = form_of(*fields, lead=typed, note=typed)
    yield kept(papers, Approval.TEAM).body
    yield CARDS.picture(papers, papers.drafts[0], View.DEVICE, SOON, "teams", told=typed).body
    yield CARDS.form(form, words_in("da"), "teams").body


async def test_what_people_typed_is_drawn_as_they_typed_it() -> None:
    async with a_drawer() as drawer:
        for typed in HOSTILE:
            for body in typed_everywhere(typed):
                drawn = await drawer.draw(body)

                assert drawn.warned == [], typed
                assert drawn.tags == set(), typed
                assert lacking(body, drawn.text) == []
                assert one_line(typed) in one_line(drawn.text)


async def test_a_card_can_be_read_with_a_screen_reader(drawer: Drawer) -> None:
    for name, body in [*pictures("da"), *forms("da")]:
        if name in {"round device", "draft device", "start", "people", "moves"}:
            await drawer.draw(body)

            assert await axe(drawer.page) == [], name


async def test_the_drawing_notices_what_is_wrong() -> None:
    card = '{"type":"AdaptiveCard","version":"1.5","body":[{"type":"TextBlock","text":"*x*"}%s]}'

    async with a_drawer() as drawer:
        wrong = await drawer.draw(card % ',{"type":"Nonsense"}')
        bold = await drawer.draw(card % "")

    assert wrong.warned
    assert "EM" in bold.tags
    assert read_card(card % "").unwrapped == ["*x*"]
