"""One dated meeting of a team: a fact that is written down once and stays.

Its state says what became of it; `circle/transitions.py` says what can happen to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from circle.calendar import FreeDays
from circle.people import PersonId
from circle.rhythm import moment


class State(StrEnum):
    """What has become of a meeting."""

    PLANNED = "planned"
    REMINDED = "reminded"
    HELD = "held"
    MOVED = "moved"
    SKIPPED = "skipped"
    EXPIRED = "expired"


OPEN = (State.PLANNED, State.REMINDED)
GIVEN_UP = (State.MOVED, State.SKIPPED)


class Why(StrEnum):
    """Why a meeting was skipped."""

    TEAM = "team"
    PAUSE = "pause"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class Question:
    """A free day asks once: move to the proposed day, keep, or skip?"""

    asked: datetime
    proposed: date | None = None


@dataclass(frozen=True)
class Occurrence:
    """A meeting on a day. Series and day are its key.

    `chosen` says that people picked the day; no change of the rule takes it away. `free` are the
    free days that it falls on, and `kept` that the team meets all the same. `nudged` have heard of
    their role, `sought` says that a focus person was asked for, `called` that it was time, and
    `told` that the team knows it was skipped or went by. `changes` counts how often a calendar had
    to show it otherwise.
    """

    series: str
    day: date
    clock: time
    zone: str
    minutes: int
    state: State = State.PLANNED
    chosen: bool = False
    free: FreeDays | None = None
    question: Question | None = None
    kept: bool = False
    moved_to: date | None = None
    moved_from: date | None = None
    why: Why | None = None
    reminded: bool = False
    circle: str | None = None
    nudged: tuple[PersonId, ...] = ()
    sought: bool = False
    called: bool = False
    told: bool = False
    changes: int = 0

    @property
    def key(self) -> str:
        """Under which it stands in the ledger."""
        return key_of(self.series, self.day)

    @property
    def begins(self) -> datetime:
        """When it begins (UTC)."""
        return moment(self.day, self.clock, self.zone)

    @property
    def ends(self) -> datetime:
        """When it is over (UTC)."""
        return self.begins + timedelta(minutes=self.minutes)

    @property
    def open(self) -> bool:
        """Still to come, as far as anybody has decided."""
        return self.state in OPEN

    @property
    def stands(self) -> bool:
        """Open, and on a day on which the team really meets."""
        return self.open and (self.free is None or self.kept)


def key_of(series: str, day: date) -> str:
    """The key of a series' meeting on this day."""
    return f"{series}/{day.isoformat()}"


def counted(
    before: Mapping[str, Occurrence], after: Mapping[str, Occurrence]
) -> Mapping[str, Occurrence]:
    """The meetings after a change, each that a calendar shows otherwise counted as changed.

    The number never goes down: a calendar that has seen a higher one keeps what it has (RFC 5546,
    2.1.4).
    """
    if after is before:
        return after
    changed = dict[str, Occurrence]()
    for key, each in after.items():
        old = before.get(key, each)
        number = old.changes + (_shown(each) != _shown(old)) if each is not old else each.changes
        if number != each.changes:
            changed[key] = replace(each, changes=number)
    return {**after, **changed} if changed else after


def _shown(meeting: Occurrence) -> tuple[object, ...]:
    """What a calendar shows of a meeting."""
    return meeting.begins, meeting.minutes, meeting.state in GIVEN_UP, meeting.stands
