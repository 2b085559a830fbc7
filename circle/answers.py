"""What somebody asked for, shown to them alone: help, status, next steps, guides."""

from dataclasses import dataclass
from datetime import date, datetime

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
class Undelivered:
    """Something that was promised and may not have come, or did not: to whom, if to one person."""

    to: PersonId | None
    gone: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class DeliveryShown:
    """A message and what became of it: `state` is waiting, sent, doubt or dead, and why.

    `kind` is the name of its notice, empty for a line of a circle; `day` is the day of the circle
    that an agenda is for, while that is known; `again` says that it can be sent again.
    """

    promise: str
    kind: str
    to: PersonId | None
    at: datetime
    state: str
    reason: str
    again: bool
    day: date | None = None


@dataclass(frozen=True, kw_only=True)
class Status(Answer):
    """Where the running circle is, or that there is none; `saved` is when the last was held.

    `undelivered` is what did not come, and what may not have come. Who sees to the deliveries gets
    `deliveries` instead, and `late`: days of circles whose agenda came too late to be sent.
    """

    circle: Circle | None
    saved: datetime | None = None
    undelivered: tuple[Undelivered, ...] = ()
    deliveries: tuple[DeliveryShown, ...] = ()
    late: tuple[date, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PrivacyShown(Answer):
    """What is kept and for how long, what is not, and who can see it: the same for all."""


@dataclass(frozen=True, kw_only=True)
class MyDataOffered(Answer):
    """Where somebody reads what is kept of them; nobody else sees it."""


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


@dataclass(frozen=True, kw_only=True)
class Welcome(Answer):
    """The bot has come to a place: what it is, and how to begin. Once a place."""


@dataclass(frozen=True, kw_only=True)
class TeamAsked(Answer):
    """Nobody has said yet who the team of this place is; `team` is the id that it will have."""

    team: str


@dataclass(frozen=True, kw_only=True)
class NoTeamYet(Answer):
    """In a private chat with somebody who is in no team: where to begin."""


@dataclass(frozen=True, kw_only=True)
class WhichTeam(Answer):
    """In a private chat with somebody of several teams: which one? Pairs of id and name.

    `text` is what they wrote, to be heard again for the team that they choose.
    """

    teams: tuple[tuple[str, str], ...]
    text: str


@dataclass(frozen=True, kw_only=True)
class StartOffered(Answer):
    """The start form lies ready behind a button."""


@dataclass(frozen=True, kw_only=True)
class TeamChosen(Answer):
    """The team of this place is known now; instead of the question who it is."""


@dataclass(frozen=True, kw_only=True)
class NowIs(Answer):
    """Where the circle is now, in one line: after a press on a private word."""


@dataclass(frozen=True, kw_only=True)
class OnlyTheTeam(Answer):
    """Members of the team can do this; who only looks on cannot."""


@dataclass(frozen=True, kw_only=True)
class RunsElsewhere(Answer):
    """A circle is running already, and its card is where the team writes."""


@dataclass(frozen=True, kw_only=True)
class TeamIsElsewhere(Answer):
    """The people of this team are chosen in its chat, and not at the table."""


@dataclass(frozen=True, kw_only=True)
class TableLink(Answer):
    """The team's table, which acts for the names, at this address."""

    url: str
