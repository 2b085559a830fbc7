"""What a form is, before a channel draws it: sections of fields, facts and choices.

A form is words already: `dialogs/forms` fills it in the reader's language, and each channel has
one template that draws any form (a panel at the table, a dialog in Teams, a modal in Slack).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Field:
    """Something that can be filled in. `error` says in one sentence what it needs."""

    name: str
    label: str
    hint: str = ""
    required: bool = False
    error: str = ""

    @property
    def is_open(self) -> bool:
        """Whether anything can be answered."""
        return True


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """A typed text of at most `most` characters."""

    value: str = ""
    lines: int = 1
    most: int = 300


@dataclass(frozen=True)
class Option:
    """One thing to choose."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One or many of some options. `listed` is a drop-down, `even` a row of equal buttons.

    `searched` are people, too many to list: a chat lets them be searched for by name, and the
    options are those that are chosen already.
    """

    options: tuple[Option, ...]
    chosen: tuple[str, ...] = ()
    many: bool = False
    listed: bool = False
    even: bool = False
    searched: bool = False

    @property
    def is_open(self) -> bool:
        """Whether anything can be answered."""
        return bool(self.options) or self.searched


@dataclass(frozen=True, kw_only=True)
class Day(Field):
    """A date."""

    value: date | None = None
    earliest: date | None = None


@dataclass(frozen=True, kw_only=True)
class Clock(Field):
    """A clock time today, written 14:30 in the field; empty means now."""

    value: str = ""


@dataclass(frozen=True)
class Fact:
    """Something that follows from the choices: a label and a value."""

    label: str
    value: str


@dataclass(frozen=True)
class Button:
    """A button beside the main one. `values` go with the form when it is pressed."""

    label: str
    values: Mapping[str, str]
    quiet: bool = False


@dataclass(frozen=True)
class Section:
    """A part of a form under a heading."""

    title: str
    fields: tuple[Field, ...] = ()
    facts: tuple[Fact, ...] = ()
    buttons: tuple[Button, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing in it can be read, answered or pressed."""
        fields = any(field.is_open for field in self.fields)
        return not (self.title or fields or self.facts or self.buttons)


@dataclass(frozen=True)
class Form:
    """A whole form. `hidden` goes back with it unchanged; no `submit` means nothing to send.

    `forgets`: whoever has the device next must not find what was filled in.
    """

    id: str
    title: str
    sections: tuple[Section, ...]
    submit: str = ""
    lead: str = ""
    note: str = ""
    hidden: Mapping[str, str] = field(default_factory=dict)
    forgets: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether it has but its title; Slack takes no such modal."""
        return not (self.lead or self.note) and all(each.is_empty for each in self.sections)
