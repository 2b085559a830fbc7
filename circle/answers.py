"""What somebody asked for, shown to them alone: help, status, next steps, guides."""

from dataclasses import dataclass
from datetime import datetime

from circle.guide import Guide
from circle.notices import Answer
from circle.people import PersonId
from circle.state import Circle, NextStep


@dataclass(frozen=True, kw_only=True)
class Help(Answer):
    """Three lines and the buttons that people need next."""


@dataclass(frozen=True, kw_only=True)
class NotUnderstood(Answer):
    """Never a dead end: says so, and gives the help."""


@dataclass(frozen=True, kw_only=True)
class Status(Answer):
    """Where the running circle is, or that there is none; `saved` is when the last was held."""

    circle: Circle | None
    saved: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class NextSteps(Answer):
    """What was agreed last time."""

    steps: tuple[NextStep, ...]


@dataclass(frozen=True, kw_only=True)
class Guides(Answer):
    """The recipes that a team can choose."""

    guides: tuple[Guide, ...]


@dataclass(frozen=True, kw_only=True)
class AlreadyRunning(Answer):
    """A team has at most one running circle; here it is."""

    circle: Circle


@dataclass(frozen=True, kw_only=True)
class YouHaveTheWord(Answer):
    """Somebody took what they have already."""


@dataclass(frozen=True, kw_only=True)
class StillFacilitated(Answer):
    """Nobody has to take over: this person facilitates."""

    person: PersonId


@dataclass(frozen=True, kw_only=True)
class CannotSave(Answer):
    """The disk did not take it; nothing has changed."""


@dataclass(frozen=True, kw_only=True)
class NotReadable(Answer):
    """Something in the press or the form could not be read; nothing has changed."""
