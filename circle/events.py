"""What can happen to a circle. Each event brings its time; each press brings circle and turn.

All times are aware and UTC. `who` is the person who acted; `circle` the circle on the button.
"""

from dataclasses import dataclass
from datetime import date, datetime

from circle.guide import Output
from circle.people import PersonId, Role


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened, with its time."""

    at: datetime


@dataclass(frozen=True, kw_only=True)
class TimePassed(Event):
    """The clock moved on; the tick says so."""


@dataclass(frozen=True, kw_only=True)
class Act(Event):
    """A person did something in a circle."""

    who: PersonId
    circle: str


@dataclass(frozen=True, kw_only=True)
class Press(Act):
    """A person pressed a button that belongs to one turn."""

    turn: int


@dataclass(frozen=True, kw_only=True)
class Began(Press):
    """The facilitator began the circle that had gathered."""


@dataclass(frozen=True, kw_only=True)
class Spoke(Press):
    """The speaker is done."""


@dataclass(frozen=True, kw_only=True)
class Passed(Press):
    """The speaker passed: a full turn."""


@dataclass(frozen=True, kw_only=True)
class TookWord(Press):
    """Somebody took the word while it was free."""


@dataclass(frozen=True, kw_only=True)
class GaveWord(Press):
    """The facilitator gave the word to somebody (at the table: tapped a name)."""

    to: PersonId


@dataclass(frozen=True, kw_only=True)
class WentOn(Press):
    """The facilitator moved on: to the next speaker, or to the next phase."""


@dataclass(frozen=True, kw_only=True)
class WentBack(Press):
    """The facilitator went one speaker, or one phase, back."""


@dataclass(frozen=True, kw_only=True)
class SkippedTurn(Press):
    """The facilitator let the speaker wait until the end of the round."""


@dataclass(frozen=True, kw_only=True)
class SkippedPhase(Press):
    """The facilitator left the rest of the phase out."""


@dataclass(frozen=True, kw_only=True)
class Reordered(Press):
    """The facilitator put those who wait in another order."""

    order: tuple[PersonId, ...]


@dataclass(frozen=True, kw_only=True)
class GaveTime(Press):
    """The facilitator gave more minutes; `extra` is how often the card said it had been done."""

    minutes: int = 1
    extra: int = 0


@dataclass(frozen=True, kw_only=True)
class Paused(Press):
    """The facilitator called a break for so many minutes."""

    minutes: int


@dataclass(frozen=True, kw_only=True)
class Resumed(Press):
    """The facilitator ended the break."""


@dataclass(frozen=True, kw_only=True)
class Ended(Press):
    """The facilitator ended the circle."""


@dataclass(frozen=True, kw_only=True)
class HandedOver(Act):
    """The facilitator gave a role to somebody: facilitator, co-facilitator, note taker, ..."""

    to: PersonId
    role: Role = Role.FACILITATOR


@dataclass(frozen=True, kw_only=True)
class TookOver(Act):
    """Somebody became facilitator after it had been offered."""


@dataclass(frozen=True, kw_only=True)
class TookBack(Act):
    """The facilitator of the day took the role back."""


@dataclass(frozen=True, kw_only=True)
class Joined(Act):
    """Somebody sat down. A guest is present today and no member."""

    name: str
    guest: bool = False


@dataclass(frozen=True, kw_only=True)
class SteppedOut(Act):
    """Somebody is out for a moment and keeps the seat."""

    person: PersonId


@dataclass(frozen=True, kw_only=True)
class CameBack(Act):
    """Somebody who was out is here again."""

    person: PersonId


@dataclass(frozen=True, kw_only=True)
class Left(Act):
    """Somebody went home."""

    person: PersonId


@dataclass(frozen=True, kw_only=True)
class WroteStep(Act):
    """A next step was written or mended. `step` is its id, made where the form was opened."""

    step: str
    doers: tuple[PersonId, ...]
    what: str
    by: date
    sign: str


@dataclass(frozen=True, kw_only=True)
class DroppedStep(Act):
    """A next step was taken out again."""

    step: str


@dataclass(frozen=True, kw_only=True)
class Wrote(Act):
    """The breakthrough line, the decision or the note was written."""

    what: Output
    text: str


@dataclass(frozen=True, kw_only=True)
class Approved(Act):
    """The team wants to keep the summary."""


@dataclass(frozen=True, kw_only=True)
class KeptNothing(Act):
    """The team wants to keep nothing but the date and the guide."""
