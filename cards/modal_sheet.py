"""Any form laid out for a modal of Slack, or for the bot's home there."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from cards.form import Button, Choice, Clock, Fact, Field, Form, Option, Section
from cards.limits import (
    SLACK_ACTIONS,
    SLACK_CHOICES,
    SLACK_FIELDS,
    SLACK_METADATA,
    SLACK_OPTION,
    SLACK_OPTION_VALUE,
    SLACK_OPTIONS,
    SLACK_TITLE,
    cut,
)
from cards.mrkdwn import json_of, plain_text, pressed
from cards.quoted import Json
from locales import Words

EMPTY = "-"
"""What is sent for a choice that stands for nothing, since Slack takes no empty value."""

TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice as Slack has it: the kind of element, its options, and those that are chosen."""

    kind: str
    options: tuple[Json, ...] = ()
    initial: tuple[Json, ...] = ()
    users: tuple[str, ...] = ()

    @property
    def many(self) -> bool:
        """Whether several can be chosen."""
        return self.kind.startswith("multi") or self.kind == "checkboxes"


@dataclass(frozen=True, slots=True)
class Laid:
    """A section as it stands in the modal."""

    title: str
    fields: tuple[tuple[Field, Chosen | None], ...]
    facts: tuple[tuple[Fact, ...], ...]
    rows: tuple[tuple[Json, ...], ...]


def modal_of(form: Form, words: Words, data: Mapping[str, str]) -> dict[str, Any]:
    """What the template of a form wants; `data` and what the form hides go back with it."""
    metadata = urlencode({**data, **form.hidden})
    assert len(metadata) <= SLACK_METADATA, f"{form.id} carries too much"
    title = cut(form.title, SLACK_TITLE)
    return {
        "form": form,
        "words": words,
        "title": title,
        "whole": form.title if title != form.title else "",
        "submit": cut(form.submit, SLACK_TITLE),
        "close": cut(words("button.cancel" if form.submit else "button.close"), SLACK_TITLE),
        "metadata": metadata,
        "sections": tuple(_laid(section) for section in form.sections),
    }


def _laid(section: Section) -> Laid:
    return Laid(
        title=section.title,
        fields=tuple(
            (_sound(field), _chosen(field) if isinstance(field, Choice) else None)
            for field in section.fields
            if field.is_open
        ),
        facts=tuple(_several(section.facts, SLACK_FIELDS // 2)),
        rows=tuple(_several([_button(each) for each in section.buttons], SLACK_ACTIONS)),
    )


def _sound(field: Field) -> Field:
    """A field that Slack takes: what is no time of day cannot stand in a field for times."""
    if isinstance(field, Clock) and not TIME.fullmatch(field.value):
        return replace(field, value="")
    return field


def _several(things: Sequence[Any], most: int) -> Iterator[tuple[Any, ...]]:
    """The same things, so many at a time."""
    for first in range(0, len(things), most):
        yield tuple(things[first : first + most])


def _button(button: Button) -> Json:
    name = button.values.get("verb") or button.values.get("form") or "press"
    return json_of(
        {
            "type": "button",
            "text": plain_text(button.label, SLACK_OPTION),
            **pressed(name, button.values),
        }
    )


def _chosen(field: Choice) -> Chosen:
    """Few options stand open; many, and those that the form lists, are folded."""
    if field.searched:
        users = tuple(option.rpartition(":")[2] for option in field.chosen)
        return Chosen("multi_users_select" if field.many else "users_select", users=users)
    options = field.options[:SLACK_OPTIONS]
    if _is_hollow(field):
        options = options[1:]
    shown = {option.value: json_of(_option(option)) for option in options}
    initial = tuple(shown[value] for value in field.chosen if value in shown)
    folded = field.listed or len(options) > SLACK_CHOICES
    kinds = ("static_select", "multi_static_select") if folded else ("radio_buttons", "checkboxes")
    return Chosen(kinds[field.many], tuple(shown.values()), initial)


def _is_hollow(field: Choice) -> bool:
    """Whether the first option only says that something must be chosen."""
    return field.required and bool(field.options) and not field.options[0].value


def _option(option: Option) -> dict[str, Any]:
    assert len(option.value) <= SLACK_OPTION_VALUE, f"{option.label} sends too much"
    found = {"text": plain_text(option.label, SLACK_OPTION), "value": option.value or EMPTY}
    return found | ({"description": plain_text(option.hint, SLACK_OPTION)} if option.hint else {})
