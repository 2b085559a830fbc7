"""Any form laid out for a chat's dialog: at most six buttons, and what is more in one list."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from cards.form import Button, Choice, Fact, Field, Form, Option, Section
from cards.limits import TEAMS_BUTTONS_IN_ROW, cut
from locales import Words

MOST_BUTTONS = 6
LIKELIEST = 4
"""Buttons that stay buttons where a list has no titles; the others go into the list below them."""

LONGEST_TITLE = 80
"""Letters of what a choice is about, before it says what is done."""

MOST_FIELDS = 3
"""Of a form with more fields, what needs something is also told on top."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button of a form, and what it sends. `hint` says whom it is about."""

    label: str
    data: Mapping[str, str]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class PressList:
    """Many buttons as one list, of which one is chosen."""

    label: str
    options: tuple[Option, ...]
    needed: bool


@dataclass(frozen=True, slots=True)
class Laid:
    """A section as it stands in the dialog."""

    title: str
    fields: tuple[Field, ...] = ()
    facts: tuple[Fact, ...] = ()
    rows: tuple[tuple[Pressed, ...], ...] = ()
    listed: PressList | None = None


def sheet_of(form: Form, words: Words, data: Mapping[str, str]) -> dict[str, Any]:
    """What the template of a form wants; `data` goes with every button."""
    fields = [field for section in form.sections for field in section.fields]
    faults = [
        words("form.hinted", label=field.label, hint=field.error)
        for field in fields
        if field.error.strip()
    ]
    return {
        "form": form,
        "words": words,
        "language": words.language,
        "text": form.title,
        "data": dict(data),
        "sent": {"sent": form.id, **data, **form.hidden, **_many(fields)},
        "faults": tuple(faults) if len(fields) > MOST_FIELDS else (),
        "sections": tuple(_laid_out(form, words, data)),
    }


def _many(fields: Sequence[Field]) -> dict[str, str]:
    """Which fields may have several values; a chat sends them joined by commas."""
    names = [field.name for field in fields if isinstance(field, Choice) and field.many]
    return {"many": ",".join(names)} if names else {}


def _laid_out(form: Form, words: Words, data: Mapping[str, str]) -> Iterator[Laid]:
    """The sections in their order; a list stands where the first of its buttons stood.

    Where sections say something besides, it stands after the last of them, and they keep titles.
    """
    count = sum(len(section.buttons) for section in form.sections) + bool(form.submit)
    if count <= MOST_BUTTONS:
        for section in form.sections:
            yield _laid(section, _pressed(section, section.buttons, data))
        return
    titled = [section for section in form.sections if section.title and section.buttons]
    gathered = titled or [section for section in form.sections if section.buttons]
    for section in form.sections:
        if section not in gathered:
            yield _laid(section, _pressed(section, section.buttons, data))
            continue
        kept = () if section.title else section.buttons[:LIKELIEST]
        told = any(each.facts or each.fields for each in gathered)
        here = section is (gathered[-1] if told else gathered[0])
        listed = _listed(form, gathered, words) if here else None
        says = bool(section.fields or section.facts)
        if kept or listed or says:
            title = says or not section.title
            yield _laid(section, _pressed(section, kept, data), listed, title)


def _laid(
    section: Section,
    pressed: Sequence[Pressed],
    listed: PressList | None = None,
    title: bool = True,
) -> Laid:
    size = TEAMS_BUTTONS_IN_ROW
    rows = tuple(tuple(pressed[n : n + size]) for n in range(0, len(pressed), size))
    return Laid(section.title if title else "", section.fields, section.facts, rows, listed)


def _pressed(
    section: Section, buttons: Sequence[Button], data: Mapping[str, str]
) -> tuple[Pressed, ...]:
    return tuple(Pressed(b.label, {**data, **b.values}, section.title) for b in buttons)


def _listed(form: Form, sections: Sequence[Section], words: Words) -> PressList:
    """Each choice says whom it is about and what is done: "Anna: Er ude et øjeblik"."""
    options = tuple(
        Option(
            urlencode(button.values),
            words("form.press", who=cut(section.title, LONGEST_TITLE), what=button.label)
            if section.title
            else button.label,
        )
        for section in sections
        for button in section.buttons[0 if section.title else LIKELIEST :]
    )
    label = words("form.what" if sections[0].title else "button.more")
    return PressList(label, options, needed=not form.submit)
