"""Every form as a dialog in Teams: labels, hints, what is needed, and what goes back."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cards.form import Button, Choice, Fact, Form, Option, Section, Text
from cards.render import Cards
from locales import LANGUAGES, words_in
from tests.cards.asked import forms_of
from tests.cards.markup import plain
from tests.cards.reading import Read, faults_of, limits_of, read_card
from tests.cards.scenes import team_of
from tests.cards.test_forms import every_field, form_of
from tests.cards.test_markdown import HOSTILE
from tests.cards.test_notices import TYPED

CARDS = Cards()
WORDS = words_in("da")
TWELVE = tuple(f"Anne-Katrine {n} Bøgelund-Rasmussen" for n in range(12))
FORMS = tuple(forms_of(team_of(*TWELVE)))


def body_of(form: Form, language: str = "da") -> str:
    return CARDS.form(form, words_in(language), "teams", data={"team": "t1"}).body


def shown(form: Form) -> Read:
    assert faults_of(body_of(form)) == []
    return read_card(body_of(form))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_the_house_is_as_the_schema_wants_it(name: str, language: str) -> None:
    form = forms_of(team_of(*TWELVE, language=language))[name]

    assert faults_of(body_of(form, language)) == []


@given(text=TYPED | some.sampled_from(HOSTILE))
@settings(max_examples=20)
def test_what_a_form_holds_is_text_and_nothing_else(text: str) -> None:
    form = form_of(*every_field(text), lead=text, note=text, hidden={"circle": text})

    read = read_card(body_of(form))

    assert limits_of(body_of(form)) == []
    assert read.text.count(plain(text.replace("\x00", " "))) >= 7
    assert read.button("Send")["data"] == {
        "sent": "prove",
        "team": "t1",
        "circle": text,
        "many": "check",
    }
    assert read.input("one")["value"] == text


def test_every_field_says_that_it_must_be_filled_in_and_how() -> None:
    read = shown(form_of(*every_field("Hvad?")))

    for item in read.inputs:
        assert "Hvad?" in item["label"]
        assert item["label"].endswith("(skal udfyldes)")
        assert item["isRequired"]
        assert item["errorMessage"].startswith("Hvad? ")


def test_what_was_typed_and_chosen_is_still_there() -> None:
    read = shown(form_of(*every_field("to\nlinjer")))

    assert read.input("more")["value"] == "to\nlinjer"
    assert read.input("more")["isMultiline"]
    assert read.input("one")["maxLength"] == 300
    assert read.input("radio")["value"] == "a"
    assert read.input("check")["value"] == "a,b"
    assert read.input("check")["isMultiSelect"]
    assert (read.input("list")["style"], read.input("list")["value"]) == ("compact", "b")
    assert (read.input("day")["value"], read.input("day")["min"]) == ("2026-03-03", "2026-03-01")
    assert read.input("clock")["value"] == "14:30"


def test_an_option_says_what_it_is() -> None:
    options = (Option("a", "Cirkel", "Fra data til næste skridt"), Option("b", "Tom"))

    read = shown(form_of(Choice(name="guide", label="Hvilken?", options=options)))

    titles = [choice["title"] for choice in read.input("guide")["choices"]]
    assert titles == ["Cirkel. Fra data til næste skridt", "Tom"]


def test_what_asks_to_choose_is_no_choice() -> None:
    options = (Option("", "Vælg …"), Option("a", "Anna"))
    needed = Choice(name="who", label="Hvem?", options=options, listed=True, required=True)
    free = Choice(name="notes", label="Hvem?", options=options, chosen=("",), listed=True)

    read = shown(form_of(needed, free))

    assert [choice["value"] for choice in read.input("who")["choices"]] == ["a"]
    assert read.input("who")["placeholder"] == "Vælg …"
    assert "value" not in read.input("who")
    assert [choice["value"] for choice in read.input("notes")["choices"]] == [" ", "a"]
    assert read.input("notes")["value"] == " "


def test_what_a_field_needs_is_said_at_the_field_and_in_a_long_form_on_top() -> None:
    short = form_of(Text(name="text", label="Linje", error="Skriv kortere."))
    many = [Text(name=f"t{n}", label=f"Felt {n}", error="Skriv kortere." * n) for n in range(2)]
    long = form_of(*many, Text(name="t2", label="Felt 2"), Text(name="t3", label="Felt 3"))

    assert shown(short).text.count("Skriv kortere.") == 1
    assert "Felt 1 Skriv kortere." in shown(long).text


def test_a_few_buttons_stay_buttons_and_bring_their_own_values() -> None:
    press = Button("Er ude", {"verb": "out", "person": "table:t1:1"}, quiet=True)
    form = Form(id="people", title="Hvem?", sections=(Section(title="Bo", buttons=(press,)),))

    button = shown(form).button("Er ude")

    assert button["data"] == {"team": "t1", "verb": "out", "person": "table:t1:1"}
    assert button["associatedInputs"] == "none"
    assert button["tooltip"] == "Bo"


def test_of_many_buttons_one_is_chosen_by_whom_it_is_about() -> None:
    form = forms_of(team_of(*TWELVE))["people"]

    read = shown(form)
    listed = read.input("press")["choices"]

    about = f"{TWELVE[0]}: {WORDS('button.away')}"
    chosen = next(choice for choice in listed if choice["title"] == about)
    assert len(listed) == sum(len(section.buttons) for section in form.sections)
    assert dict(parse_qsl(chosen["value"]))["person"] == "table:t1:0"
    assert read.button(WORDS("button.choose"))["data"] == {"team": "t1"}
    assert read.button(WORDS("button.add_person"))["data"]["sent"] == "people"
    assert not read.input("press").get("isRequired")


def test_the_likeliest_moves_are_one_tap_away() -> None:
    form = forms_of(team_of(*TWELVE))["moves"]

    read = shown(form)

    labels = [button.label for button in form.sections[0].buttons]
    assert [each["title"] for each in read.actions] == [*labels[:4], WORDS("button.choose")]
    assert [each["title"] for each in read.input("press")["choices"]] == labels[4:]
    assert read.input("press")["isRequired"]


def test_facts_are_told_as_pairs() -> None:
    section = Section(title="", facts=(Fact("Slutter *ca.*", "14.30"),))

    read = shown(Form(id="start", title="Start", sections=(section,), submit="Send"))

    assert "Slutter *ca.* 14.30" in read.text


@pytest.mark.parametrize("name", FORMS)
def test_every_form_has_room_in_its_message(name: str) -> None:
    long = tuple(f"{'W*' * 126}{n}" for n in range(12))

    assert limits_of(body_of(forms_of(team_of(*long))[name])) == []
