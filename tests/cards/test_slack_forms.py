"""Every form of the house as a modal of Slack."""

import json
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl

import pytest

from cards.form import Choice, Clock, Day, Form, Option, Section, Text
from cards.modal_sheet import EMPTY
from cards.render import Cards
from circle.events import Ended
from circle.papers import Papers
from dialogs.between.forms import OPENED
from dialogs.forms import MOVES, TEXTS, open_form
from dialogs.occasion import Occasion
from locales import LANGUAGES, words_in
from tests.cards.asked import forms_of
from tests.cards.scenes import GUIDES, SOON, after, begun, moments, team_of
from tests.cards.slack_reading import faults_of_view, read_blocks

CARDS = Cards()
NAMES = tuple(forms_of(team_of()))
WORDS = words_in("da")


def drawn(form: Form, language: str = "da") -> dict[str, object]:
    card = CARDS.form(form, words_in(language), "slack", data={"team": "t1", "place": "C1"})
    assert faults_of_view(card.body) == []
    view: dict[str, object] = json.loads(card.body)
    return view


def with_fields(*fields: object) -> Form:
    section = Section(title="", fields=fields)  # type: ignore[arg-type]
    return Form(id="f", title="En form", sections=(section,), submit="Gem", hidden={"circle": "c"})


def element(form: Form) -> dict[str, object]:
    (block,) = [each for each in drawn(form)["blocks"] if each["type"] == "input"]  # type: ignore
    found: dict[str, object] = block["element"]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_form_is_a_modal_as_slack_wants_it(name: str, language: str) -> None:
    form = forms_of(team_of(language=language))[name]

    view = drawn(form, language)

    assert view["callback_id"] == form.id
    carried = dict(parse_qsl(str(view["private_metadata"])))
    assert {**carried, "team": "t1", "place": "C1"} == carried


@pytest.mark.parametrize("name", [*MOVES, *OPENED, "start", "step", *TEXTS])
def test_whenever_a_form_is_asked_for_it_is_a_modal_or_an_answer(name: str) -> None:
    team = team_of()
    keeps_nothing = begun(team, guide="reflekterende-team")
    ended = after(keeps_nothing, Ended)
    for papers in (*moments(team).values(), keeps_nothing, ended, Papers(team=team)):
        for member in (papers.team.members[0], papers.team.members[-1]):
            occasion = Occasion(papers, GUIDES, SOON, member.person)
            reply = open_form(occasion, name, {})

            if reply.form is not None:
                drawn(reply.form)
            else:
                assert reply.answers or reply.circle


@pytest.mark.parametrize("name", NAMES)
def test_every_field_and_button_of_a_form_is_there(name: str) -> None:
    form = forms_of(team_of())[name]

    view = drawn(form)
    blocks = view["blocks"]
    fields = [each["block_id"] for each in blocks if each["type"] == "input"]  # type: ignore
    pressed = read_blocks(blocks).values  # type: ignore[arg-type]

    assert fields == [
        field.name for section in form.sections for field in section.fields if field.is_open
    ]
    assert pressed == [
        {name: value for name, value in button.values.items() if value}
        for section in form.sections
        for button in section.buttons
    ]


def test_a_title_too_long_for_a_modal_stands_whole_inside_it() -> None:
    form = replace(with_fields(Text(name="a", label="A")), title="Hvem ser efter hvad i cirklen?")

    view = drawn(form)

    assert str(view["title"]["text"]).endswith("…")  # type: ignore[index]
    assert form.title in read_blocks(view["blocks"]).texts  # type: ignore[arg-type]


def test_what_a_field_needs_stands_below_it_in_words() -> None:
    form = with_fields(Text(name="a", label="A", error="Skriv et spørgsmål."))

    blocks = drawn(form)["blocks"]

    assert blocks[1]["text"]["text"] == "*Skriv et spørgsmål.*"  # type: ignore[index]


def test_few_options_stand_open_and_many_are_folded() -> None:
    few = tuple(Option(str(n), f"Nummer {n}") for n in range(10))
    many = (*few, Option("10", "Nummer 10"))

    kinds = [
        element(with_fields(Choice(name="a", label="A", options=options, many=several)))["type"]
        for options in (few, many)
        for several in (False, True)
    ]

    assert kinds == ["radio_buttons", "checkboxes", "static_select", "multi_static_select"]


def test_what_is_chosen_is_one_of_the_options() -> None:
    options = (Option("a", "Anna", "data"), Option("b", "Bo"))
    form = with_fields(
        Choice(name="a", label="A", options=options, chosen=("b", "gone"), many=True)
    )

    found = element(form)

    assert [each["value"] for each in found["initial_options"]] == ["b"]  # type: ignore


def test_a_choice_of_nothing_is_sent_as_a_sign() -> None:
    options = (Option("", "Ingen"), Option("b", "Bo"))
    form = with_fields(Choice(name="a", label="A", options=options, chosen=("",), listed=True))

    found = element(form)

    assert found["initial_option"]["value"] == EMPTY  # type: ignore[index]


def test_an_option_that_only_asks_for_a_choice_is_no_option() -> None:
    options = (Option("", "Vælg"), Option("b", "Bo"))
    form = with_fields(
        Choice(name="a", label="A", options=options, chosen=("",), listed=True, required=True)
    )

    found = element(form)

    assert [each["value"] for each in found["options"]] == ["b"]  # type: ignore
    assert "initial_option" not in found


def test_people_are_searched_for_among_all_of_the_workspace() -> None:
    people = (Option("slack:T1:U1", "Anna"), Option("slack:T1:U2", "Bo"))
    chosen = ("slack:T1:U1", "slack:T1:U2")
    field = Choice(name="a", label="A", options=people, chosen=chosen, many=True, searched=True)

    found = element(with_fields(field))

    assert found["type"] == "multi_users_select"
    assert found["initial_users"] == ["U1", "U2"]


def test_dates_and_times_have_elements_of_their_own() -> None:
    day = element(with_fields(Day(name="a", label="A", value=date(2026, 3, 3))))
    clock = element(with_fields(Clock(name="a", label="A", value="14:30")))

    assert (day["type"], day["initial_date"]) == ("datepicker", "2026-03-03")
    assert (clock["type"], clock["initial_time"]) == ("timepicker", "14:30")
