"""What the conversation needs from the world: somewhere to show things."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cards.form import Form
from circle.notices import Answer
from circle.papers import Papers, Promise
from circle.state import Circle


class NotShown(Exception):
    """The channel did not take the card. It may take it later, and not before `again_at` (UTC)."""

    def __init__(self, reason: str = "", again_at: datetime | None = None) -> None:
        super().__init__(reason)
        self.again_at = again_at


class Doubtful(Exception):
    """The channel did not say whether it took the card."""


class Unreachable(Exception):
    """The conversation is gone: the bot was removed, blocked, or the place archived."""


@dataclass(frozen=True)
class Receipt:
    """What a channel tells of what it has shown: the id under which a card can be changed.

    `instead_of` is the card that stands above it now and goes on here; `circle` says whose card
    this is, where the promise was another thing.
    """

    message: str
    instead_of: str = ""
    circle: str = ""


class Channel(Protocol):
    """Where cards are shown: Teams, Slack, the table.

    `repeats` says that showing the same thing twice is showing it once, as on a page that is
    painted from the state; then no record of the sending is kept on disk.
    """

    repeats: bool

    async def show(self, promise: Promise, papers: Papers) -> Receipt | None:
        """Show one promised notice, or the shared card as the papers have it now.

        Raises NotShown, Doubtful or Unreachable.
        """


class Links(Protocol):
    """Signed addresses of a team's table and of its big screen."""

    def screen(self, papers: Papers, at: datetime) -> str:
        """The page that only shows, for everybody who sees the card."""

    def table(self, papers: Papers, at: datetime) -> str:
        """The page that acts for the names, for members."""

    def feed(self, papers: Papers) -> str:
        """The team's calendar, to subscribe to; it lives until it is made new."""


@dataclass(frozen=True)
class Reply:
    """What the presser gets at once: answers, a form to fill in (again), the circle as it is.

    `announced` is what the repeating channels are told, once it has been kept.
    """

    papers: Papers | None = None
    answers: tuple[Answer, ...] = ()
    form: Form | None = None
    circle: Circle | None = None
    announced: tuple[Promise, ...] = ()
