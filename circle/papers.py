"""A team's papers: the team, its circle, its drafts, what was agreed, and what is promised."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from circle.between import Between
from circle.closing import Summary
from circle.deadlines import next_deadline
from circle.next_steps import carried
from circle.notices import Notice
from circle.people import PersonId, Place, Team
from circle.rhythm import day_of
from circle.state import Circle, NextStep

MEMORY = timedelta(days=7)
"""How long the key of a press or a message is remembered, so that hearing twice is once."""


class Delivery(StrEnum):
    """How far a promised notice has come."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    DOUBT = "doubt"
    DEAD = "dead"


UNSHOWN = frozenset({Delivery.PENDING, Delivery.SENDING})
"""Deliveries that are still to come."""


@dataclass(frozen=True)
class Asked:
    """Somebody wrote a command; `command` is empty where it was not understood.

    What they wrote is not kept, and the answer is made when it is sent, from the state of then.
    `alone` asks for the answer in private.
    """

    who: PersonId
    command: str
    alone: bool = False


@dataclass(frozen=True)
class Promise:
    """A notice that is promised at a place and not yet shown; `at` is when it was promised.

    A promise without a notice is the shared card of a circle: a picture of the state, painted
    from the state of the moment it is sent. `message` is the card that is changed by it, where
    that is not the one that stands in `Papers.posted`. `asked` is answered instead of a notice, in
    the `thread` of the place where it was asked. `again_at` is when to try again (UTC). `kind` is
    what it is, also when its body has been forgotten.
    """

    id: str
    place: Place
    circle: str
    at: datetime
    notice: Notice | None = None
    delivery: Delivery = Delivery.PENDING
    tries: int = 0
    again_at: datetime | None = None
    reason: str = ""
    message: str = ""
    asked: Asked | None = None
    thread: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Posted:
    """A circle's shared card as it stands in a chat: its id there, and how many lines lie below."""

    place: Place
    message: str
    below: int = 0


@dataclass(frozen=True)
class Papers:
    """All that is kept of one team between two events. Each field is written on its own.

    `filed` are summaries that leave with this commit for the team's own summary file, and
    `forgotten` the ids of filed summaries that are deleted with it;
    `held_at` is when the last circle was held, `closed_at` when it was over; the next steps
    were agreed in the circle that began at `agreed_at` (all UTC). `promises` are still to be
    shown, and `told` are those that were, or cannot be; `posted` are the shared cards in the
    team's chat, by circle.
    """

    team: Team
    circle: Circle | None = None
    drafts: tuple[Circle, ...] = ()
    between: Between = Between()
    promises: Mapping[str, Promise] = field(default_factory=dict)
    told: Mapping[str, Promise] = field(default_factory=dict)
    posted: Mapping[str, Posted] = field(default_factory=dict)
    seen: Mapping[str, datetime] = field(default_factory=dict)
    filed: tuple[Summary, ...] = ()
    forgotten: tuple[str, ...] = ()
    held_at: datetime | None = None
    closed_at: datetime | None = None
    agreed_at: datetime | None = None

    @property
    def circles(self) -> tuple[Circle, ...]:
        """The running circle, if there is one, and the drafts, oldest first."""
        return (self.circle, *self.drafts) if self.circle else self.drafts

    @property
    def due(self) -> datetime | None:
        """When this team next wants to hear the clock (UTC)."""
        moments = [moment for circle in self.circles if (moment := next_deadline(circle))]
        moments += [p.again_at or p.at for p in self.waiting]
        moments += [self.between.wakes] if self.between.wakes else []
        return min(moments, default=None)

    @property
    def waiting(self) -> tuple["Promise", ...]:
        """What is still to be shown, in the order in which it was promised."""
        return tuple(self.promises.values())

    @property
    def deliveries(self) -> Mapping[str, "Promise"]:
        """Everything that was promised lately, shown or not."""
        return {**self.told, **self.promises}

    def find(self, circle: str) -> Circle | None:
        """The running circle or the draft with this id."""
        if self.circle is not None and self.circle.id == circle:
            return self.circle
        return next((draft for draft in self.drafts if draft.id == circle), None)

    @property
    def steps(self) -> tuple[NextStep, ...]:
        """The next steps that the team has agreed on and kept."""
        return self.between.follow_up.steps

    @property
    def agreed(self) -> tuple[NextStep, ...]:
        """What is agreed now: what goes on, and the steps of a draft that still waits."""
        last = self.drafts[-1] if self.drafts else None
        if last is None or not last.kept.steps:
            return self.steps
        drafted = {step.id for step in last.kept.steps}
        goes_on = carried(self.between.follow_up, day_of(last.begins, last.zone))
        return (*(step for step in goes_on if step.id not in drafted), *last.kept.steps)

    @property
    def shown(self) -> Circle | None:
        """What the team's screen shows: the running circle, else the newest draft."""
        if self.circle is not None:
            return self.circle
        return self.drafts[-1] if self.drafts else None


def remember(papers: Papers, key: str | None, at: datetime) -> Papers:
    """Remember the key of what was heard, and forget keys older than a week."""
    if key is None:
        return papers
    seen = {k: heard for k, heard in papers.seen.items() if at - heard < MEMORY}
    return replace(papers, seen={**seen, key: at})
