"""A team's papers: the team, its circle, its drafts, what was agreed, and what is promised."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from circle.closing import Summary, summary_of
from circle.deadlines import next_deadline
from circle.notices import Notice
from circle.people import PersonId, Place, Team
from circle.state import Approval, Circle, NextStep, Stage

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
    the `thread` of the place where it was asked. `again_at` is when to try again (UTC).
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
    `held_at` is when the last circle was held, `closed_at` when it was over; `steps` were agreed
    in the circle that began at `agreed_at` (all UTC). `promises` are still to be
    shown, and `told` are those that were, or cannot be; `posted` are the shared cards in the
    team's chat, by circle.
    """

    team: Team
    circle: Circle | None = None
    drafts: tuple[Circle, ...] = ()
    steps: tuple[NextStep, ...] = ()
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
    def agreed(self) -> tuple[NextStep, ...]:
        """The next steps of the last circle, also while its draft still waits."""
        drafted = self.drafts[-1].kept.steps if self.drafts else ()
        return drafted or self.steps

    @property
    def shown(self) -> Circle | None:
        """What the team's screen shows: the running circle, else the newest draft."""
        if self.circle is not None:
            return self.circle
        return self.drafts[-1] if self.drafts else None


def put_back(papers: Papers, circle: Circle) -> Papers:
    """Lay a circle where it belongs now: running, among the drafts, or filed as a summary."""
    running = papers.circle if papers.circle and papers.circle.id != circle.id else None
    drafts = tuple(draft for draft in papers.drafts if draft.id != circle.id)
    if circle.stage is Stage.DRAFT:
        closed = circle.closed_at or papers.closed_at
        drafts = _with_draft(papers.drafts, circle)
        return replace(papers, circle=running, drafts=drafts, closed_at=closed)
    if circle.stage is not Stage.CLOSED:
        return replace(papers, circle=circle)
    papers = replace(papers, circle=running, drafts=drafts)
    return papers if circle.approved is Approval.CALLED_OFF else _filed(papers, circle)


def _with_draft(drafts: tuple[Circle, ...], circle: Circle) -> tuple[Circle, ...]:
    """A draft keeps its place among the others; a new one is the last."""
    if all(draft.id != circle.id for draft in drafts):
        return (*drafts, circle)
    return tuple(circle if draft.id == circle.id else draft for draft in drafts)


def _filed(papers: Papers, circle: Circle) -> Papers:
    """The papers with the circle's summary to be filed, and with what it agreed.

    What was agreed before stays when the circle agreed on nothing that the team keeps, and when a
    later circle has agreed on something already.
    """
    summary = summary_of(circle)
    papers = replace(
        papers,
        filed=(*papers.filed, summary),
        held_at=max(circle.begins, papers.held_at or circle.begins),
    )
    approved = circle.approved is Approval.TEAM and "steps" in circle.plan.keeps
    older = papers.agreed_at is not None and circle.begins < papers.agreed_at
    if older or not (approved or summary.kept.steps):
        return papers
    return replace(papers, steps=summary.kept.steps, agreed_at=circle.begins)


def remember(papers: Papers, key: str | None, at: datetime) -> Papers:
    """Remember the key of what was heard, and forget keys older than a week."""
    if key is None:
        return papers
    seen = {k: heard for k, heard in papers.seen.items() if at - heard < MEMORY}
    return replace(papers, seen={**seen, key: at})
