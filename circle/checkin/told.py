"""What can happen to a team's checks, and what people are told of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from circle.between_events import Chosen
from circle.checkin.rounds import Outcome, Round
from circle.events import Event
from circle.meeting_notices import TeamLine
from circle.notices import Answer, Private


@dataclass(frozen=True, kw_only=True)
class ChecksChosen(Chosen):
    """The team wants to be asked after each circle, from so many answers on; 0 for not at all."""

    threshold: int


@dataclass(frozen=True, kw_only=True)
class CheckClosed(Event):
    """A round is over, and this is what may be shown; None where its box is lost."""

    round: str
    outcome: Outcome | None


@dataclass(frozen=True, kw_only=True)
class CheckInvited(Private):
    """Three questions about today's circle; `closes` is None at a table, a while after it."""

    in_circle: ClassVar[bool] = False
    round: str
    closes: datetime | None


@dataclass(frozen=True, kw_only=True)
class CheckOpened(TeamLine):
    """At a table: whoever wants to answer takes the screen."""


@dataclass(frozen=True, kw_only=True)
class FewOfYou(TeamLine):
    """There are only a few of you, so no answers are kept."""


@dataclass(frozen=True, kw_only=True)
class CheckShown(TeamLine):
    """A round is over, and this is what the team answered; or nothing can be shown."""

    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class CheckLost(TeamLine):
    """The answers of a round are lost; it is held again after the next circle."""


@dataclass(frozen=True, kw_only=True)
class ChecksKept(Answer):
    """The team is asked after each circle from now on, or no more."""

    threshold: int


@dataclass(frozen=True, kw_only=True)
class CheckOffered(Answer):
    """A round is open; answering it is one press away."""

    round: Round


@dataclass(frozen=True, kw_only=True)
class ChecksOffered(Answer):
    """No round is open; what the team wants to be asked is one press away."""

    threshold: int


@dataclass(frozen=True, kw_only=True)
class CheckThanks(Answer):
    """Your answer is in; the same for a second one, so that nobody learns anything."""


@dataclass(frozen=True, kw_only=True)
class CheckIsClosed(Answer):
    """The round was closed; the next one comes after the next circle."""


@dataclass(frozen=True, kw_only=True)
class CheckInPrivate(Answer):
    """A team that has a chat answers there, each for themselves."""


@dataclass(frozen=True, kw_only=True)
class CheckNotForYou(Answer):
    """Those who were in the circle are asked."""
