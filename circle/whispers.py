"""What one person is told alone: the speaker, the next one, the facilitator, a late comer."""

from dataclasses import dataclass
from typing import ClassVar

from circle.notices import Private
from circle.people import PersonId


@dataclass(frozen=True, kw_only=True)
class YourWord(Private):
    """You have the word, for about so many seconds (None: untimed)."""

    seconds: int | None


@dataclass(frozen=True, kw_only=True)
class YouAreNext(Private):
    """You have the word next."""


@dataclass(frozen=True, kw_only=True)
class MinuteLeft(Private):
    """About one minute left; only in turns of three minutes or more."""


@dataclass(frozen=True, kw_only=True)
class TimeIsUp(Private):
    """Your time is up; finish the sentence."""


@dataclass(frozen=True, kw_only=True)
class SpeakerTimeIsUp(Private):
    """To the facilitator: give more time, or move on?"""

    at_table: ClassVar[bool] = True
    speaker: PersonId


@dataclass(frozen=True, kw_only=True)
class PhaseTimeIsUp(Private):
    """To the facilitator: the phase has had its minutes."""

    at_table: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class ReadyForNext(Private):
    """To the facilitator: all have spoken, or the phase's speaker is done; on to the next?"""

    at_table: ClassVar[bool] = True
    after_round: bool


@dataclass(frozen=True, kw_only=True)
class BreakIsOver(Private):
    """To the facilitator: the break, or the time to gather, has lasted as long as was said."""

    at_table: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class WelcomeLate(Private):
    """To somebody who came late: where the circle is."""

    phase: int
    in_round: bool


@dataclass(frozen=True, kw_only=True)
class SeatKept(Private):
    """To somebody who is back: your place is here still."""

    at_table: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class RoleOfferedBack(Private):
    """To the facilitator of the day, who is back."""

    at_table: ClassVar[bool] = True
