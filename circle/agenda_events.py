"""What people do with the agenda, and with what they prepare or keep for it; what they are told."""

from dataclasses import dataclass

from circle.between_events import Chosen
from circle.notices import Answer


@dataclass(frozen=True, kw_only=True)
class AgendaEvent(Chosen):
    """Something happened to the agenda, or to what one person has ready for it."""


@dataclass(frozen=True, kw_only=True)
class AgendaWritten(AgendaEvent):
    """A new item under this id, if `text` is not empty, and the preparation task.

    `task` is None where the writer left it as it was, whatever it may be by now.
    """

    item: str
    text: str
    operations: bool
    task: str | None


@dataclass(frozen=True, kw_only=True)
class ItemMoved(AgendaEvent):
    """An item is only to be told from now on, or is a question for the circle again."""

    item: str
    operations: bool


@dataclass(frozen=True, kw_only=True)
class ItemDropped(AgendaEvent):
    """An item leaves the agenda."""

    item: str


@dataclass(frozen=True, kw_only=True)
class Prepared(AgendaEvent):
    """What somebody has ready for the circle; nothing takes it back."""

    person: str
    text: str


@dataclass(frozen=True, kw_only=True)
class SnagKept(AgendaEvent):
    """Somebody keeps a snag or a success for themselves."""

    snag: str
    text: str
    success: bool


@dataclass(frozen=True, kw_only=True)
class SnagWithdrawn(AgendaEvent):
    """Its owner takes it back; nothing stays."""

    snag: str


@dataclass(frozen=True, kw_only=True)
class SnagOpened(AgendaEvent):
    """Its owner puts it on the table of the running circle."""

    snag: str


@dataclass(frozen=True, kw_only=True)
class AgendaKept(Answer):
    """The agenda is as it was sent."""


@dataclass(frozen=True, kw_only=True)
class AgendaFull(Answer):
    """There is room for no more items."""


@dataclass(frozen=True, kw_only=True)
class DraftKept(Answer):
    """It lies ready, for its writer alone."""


@dataclass(frozen=True, kw_only=True)
class DraftGone(Answer):
    """It is gone, and nothing of it is kept."""


@dataclass(frozen=True, kw_only=True)
class SnagsFull(Answer):
    """One person keeps five at most."""


@dataclass(frozen=True, kw_only=True)
class NoCircleNow(Answer):
    """It can be opened while a circle is running."""


@dataclass(frozen=True, kw_only=True)
class OnTheTable(Answer):
    """The others see it now, until the phase is over."""


@dataclass(frozen=True, kw_only=True)
class AgendaAsked(Answer):
    """What is on the agenda; the form stands behind a button."""


@dataclass(frozen=True, kw_only=True)
class SnagOffered(Answer):
    """Where a snag or a success is written, for oneself alone."""


@dataclass(frozen=True, kw_only=True)
class NoSecretsHere(Answer):
    """A device that all use keeps nothing for one."""
