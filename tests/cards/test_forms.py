"""Any form: every field has its label, and what it needs is said at the field."""

from datetime import date

from hypothesis import given

from cards.form import Button, Choice, Clock, Day, Fact, Field, Form, Option, Section, Text
from cards.render import Cards
from locales import words_in
from tests.cards.markup import plain, read
from tests.cards.test_notices import TYPED

CARDS = Cards()
WORDS = words_in("da")


def form_of(*fields: Field, **more: object) -> Form:
    section = Section(title="Del", fields=fields)
    return Form(id="prove", title="Prøve", sections=(section,), submit="Send", **more)  # type: ignore[arg-type]


def every_field(text: str) -> tuple[Field, ...]:
    options = (Option("a", text, text), Option("b", "B"))
    said = {"label": text, "hint": text, "error": text, "required": True}
    return (
        Text(name="one", value=text, **said),  # type: ignore[arg-type]
        Text(name="more", value=text, lines=3, **said),  # type: ignore[arg-type]
        Choice(name="radio", options=options, chosen=("a",), **said),  # type: ignore[arg-type]
        Choice(name="check", options=options, chosen=("a", "b"), many=True, **said),  # type: ignore[arg-type]
        Choice(name="list", options=options, chosen=("b",), listed=True, **said),  # type: ignore[arg-type]
        Day(name="day", value=date(2026, 3, 3), earliest=date(2026, 3, 1), **said),  # type: ignore[arg-type]
        Clock(name="clock", value="14:30", **said),  # type: ignore[arg-type]
    )


@given(TYPED)
def test_every_field_is_whole_whatever_it_holds(text: str) -> None:
    form = form_of(*every_field(text), lead=text, note=text, hidden={"circle": text})

    page = read(CARDS.form(form, WORDS, action="/there").body)

    assert page.wrong == []
    assert page.text.count(plain(text)) >= 7


def test_every_field_has_a_label_and_says_what_it_needs() -> None:
    body = CARDS.form(form_of(*every_field("Hvad?")), WORDS, action="/there").body

    for name in ("one", "more", "list", "day", "clock"):
        assert f'<label for="prove-{name}">Hvad? (skal udfyldes)</label>' in body
        assert f'aria-describedby="prove-{name}-error prove-{name}-hint"' in body
    assert body.count("<legend>Hvad? (skal udfyldes)</legend>") == 2
    assert body.count('aria-invalid="true"') == 5


def test_what_was_typed_and_chosen_is_still_there() -> None:
    body = CARDS.form(form_of(*every_field("\nto\nlinjer")), WORDS, action="/there").body

    assert ">\n\nto\nlinjer</textarea>" in body
    assert body.count(" checked") == 3
    assert '<option value="b" selected>' in body
    assert 'value="2026-03-03" min="2026-03-01"' in body


def test_a_button_brings_its_own_values() -> None:
    button = Button("Er ude", {"verb": "out", "person": "table:t1:1"}, quiet=True)
    form = Form(id="people", title="Hvem?", sections=(Section(title="Bo", buttons=(button,)),))

    body = CARDS.form(form, WORDS, action="/there").body

    assert 'name="press" value="verb=out&amp;person=table%3At1%3A1"' in body
    assert 'aria-label="Er ude: Bo"' in body


def test_facts_are_told_as_pairs() -> None:
    section = Section(title="", facts=(Fact("Slutter", "14.30"),))
    form = Form(id="start", title="Start", sections=(section,), submit="Send")

    page = read(CARDS.form(form, WORDS, action="/there").body)

    assert page.wrong == []
    assert "Slutter 14.30" in page.text
