"""What a circle wants its people to know. A card or a line is made from each, per channel.

A `Line` is for all and says in one sentence what moved; the shared card itself is a picture of
the state and needs no notice. A `Private` notice is for one person (they stand in whispers.py);
`at_table` says whether it becomes a line in the facilitator's view where there is no private
chat. An `Answer` goes to the presser alone, at once, and is never promised in the outbox.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from circle.people import PersonId


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something that people should know. `in_circle`: it belongs to the course of a circle.

    `by_itself`: the clock brought it and no person, so it keeps quiet hours however late it is.
    """

    in_circle: ClassVar[bool] = True
    by_itself: ClassVar[bool] = False


@dataclass(frozen=True, kw_only=True)
class Line(Notice):
    """One short line for everybody in the team's place."""


@dataclass(frozen=True, kw_only=True)
class Private(Notice):
    """For one person."""

    at_table: ClassVar[bool] = False
    to: PersonId


@dataclass(frozen=True, kw_only=True)
class Answer(Notice):
    """Only for the one who pressed, at once."""


@dataclass(frozen=True, kw_only=True)
class CircleGathers(Line):
    """A circle will begin."""

    begins: datetime


@dataclass(frozen=True, kw_only=True)
class CircleBegan(Line):
    """The circle begins."""

    facilitator: PersonId
    ends: datetime


@dataclass(frozen=True, kw_only=True)
class WordWent(Line):
    """The word went to somebody; the others listen for the phase's task. `opens`: a new phase."""

    to: PersonId
    phase: int
    opens: bool = False


@dataclass(frozen=True, kw_only=True)
class EveryoneWrites(Line):
    """Everybody writes alone. `seconds` are what the phase has."""

    seconds: int
    phase: int
    opens: bool = False


@dataclass(frozen=True, kw_only=True)
class WordFree(Line):
    """The word is free."""

    phase: int
    opens: bool = False


@dataclass(frozen=True, kw_only=True)
class WordWentRound(Line):
    """Everybody has had the word, or passed."""


@dataclass(frozen=True, kw_only=True)
class CircleRests(Line):
    """The circle takes a break."""

    until: datetime


@dataclass(frozen=True, kw_only=True)
class CircleGoesOn(Line):
    """The break is over."""

    speaker: PersonId | None


@dataclass(frozen=True, kw_only=True)
class CameLate(Line):
    """Somebody has sat down and speaks later in the round."""

    person: PersonId
    in_round: bool


@dataclass(frozen=True, kw_only=True)
class TakeOverOffered(Line):
    """The circle stands still; somebody may facilitate for a while."""


@dataclass(frozen=True, kw_only=True)
class NewFacilitator(Line):
    """Somebody else facilitates now."""

    person: PersonId


@dataclass(frozen=True, kw_only=True)
class CircleEnded(Line):
    """The circle is over; the draft is to be read."""


@dataclass(frozen=True, kw_only=True)
class CircleClosedItself(Line):
    """Nobody pressed anything for long; the circle ended with a draft."""

    at: datetime


@dataclass(frozen=True, kw_only=True)
class SummaryKept(Line):
    """The summary is kept, and deletes itself at a date."""

    until: datetime


@dataclass(frozen=True, kw_only=True)
class NothingKept(Line):
    """The team kept nothing but date and guide."""


@dataclass(frozen=True, kw_only=True)
class GoesOnBelow(Line):
    """Instead of a card that many lines lie below: the circle has a new card there."""


@dataclass(frozen=True, kw_only=True)
class MovedOn(Answer):
    """The card was old; the circle has moved on."""


@dataclass(frozen=True, kw_only=True)
class CircleIsOver(Answer):
    """That circle is no longer here."""


@dataclass(frozen=True, kw_only=True)
class NotYourTurn(Answer):
    """Somebody else has the word right now (None: nobody has)."""

    speaker: PersonId | None


@dataclass(frozen=True, kw_only=True)
class OnlyFacilitator(Answer):
    """Only the facilitator can do this; says who that is."""

    facilitator: PersonId | None


@dataclass(frozen=True, kw_only=True)
class HasSpoken(Answer):
    """That person has had the word in this round, and others wait."""

    person: PersonId


@dataclass(frozen=True, kw_only=True)
class NotHere(Answer):
    """That person is not at the table."""


@dataclass(frozen=True, kw_only=True)
class TableFull(Answer):
    """A circle has room for twelve."""


@dataclass(frozen=True, kw_only=True)
class ThreeSteps(Answer):
    """There are three next steps already."""


@dataclass(frozen=True, kw_only=True)
class NotYet(Answer):
    """This can be written later in the circle."""


@dataclass(frozen=True, kw_only=True)
class ListensNow(Answer):
    """That person listens, or observes, in this phase; others have the word."""

    person: PersonId


@dataclass(frozen=True, kw_only=True)
class OnlyMembers(Answer):
    """Only a member of the team who was there can do this."""
