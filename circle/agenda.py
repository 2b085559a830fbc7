"""What a team wants to talk about next, and what each one prepares or keeps for it.

An item is kept. A preparation and a snag are drafts: they are their writer's alone until the
circle shows them, and nothing says that there are any.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from circle.people import PersonId

MOST_ITEMS = 7
MOST_SNAGS = 5
"""Snags and successes that one person can keep."""

SNAG_LIFE = timedelta(days=30)
"""A snag that nobody opened vanishes after this, without a trace."""


@dataclass(frozen=True)
class Item:
    """A question for the circle; of `operations` is what needs no circle, and is only told."""

    id: str
    text: str
    who: PersonId
    operations: bool = False


@dataclass(frozen=True)
class Snag:
    """Something that does not work yet, or that did; its owner may open it in a circle."""

    id: str
    owner: PersonId
    text: str
    at: datetime
    success: bool = False


@dataclass(frozen=True)
class Agenda:
    """The next circle's questions, its preparation task, and what people have ready for it.

    `told` are the items, and `told_task` the task, of which the team was reminded.
    """

    items: tuple[Item, ...] = ()
    task: str = ""
    prepared: Mapping[PersonId, str] = field(default_factory=dict)
    prepared_since: datetime | None = None
    snags: tuple[Snag, ...] = ()
    told: frozenset[str] = frozenset()
    told_task: str = ""

    @property
    def questions(self) -> tuple[Item, ...]:
        """What the circle is about, the first first."""
        return tuple(item for item in self.items if not item.operations)

    @property
    def operations(self) -> tuple[Item, ...]:
        """What is only to be told."""
        return tuple(item for item in self.items if item.operations)

    @property
    def question(self) -> str:
        """The question that the next circle begins with, if there is one."""
        return next((item.text for item in self.questions), "")

    def snags_of(self, person: PersonId) -> tuple[Snag, ...]:
        """What one person keeps; for nobody else."""
        return tuple(snag for snag in self.snags if snag.owner == person)


def aged(agenda: Agenda, people: frozenset[PersonId], at: datetime) -> Agenda:
    """Without snags whose time has passed, and without drafts of those who have left."""
    snags = tuple(s for s in agenda.snags if s.owner in people and at - s.at < SNAG_LIFE)
    since = agenda.prepared_since
    old = since is not None and at - since >= SNAG_LIFE
    prepared = {who: text for who, text in agenda.prepared.items() if who in people and not old}
    since = (since or at) if prepared else None
    after = replace(agenda, snags=snags, prepared=prepared, prepared_since=since)
    return agenda if after == agenda else after


def told(agenda: Agenda) -> Agenda:
    """The team is reminded of all that stands on it now."""
    return replace(agenda, told=frozenset(item.id for item in agenda.items), told_task=agenda.task)


def over(agenda: Agenda, question: str, planned: bool) -> Agenda:
    """A circle about this question is over: it leaves the agenda, and so does what was prepared.

    After the circle that the team was reminded of (`planned`), what was only to be told and the
    preparation task have served too; what was written since waits for the next.
    """
    items = tuple(item for item in agenda.items if item.text != question)
    after = replace(agenda, items=items, prepared={}, prepared_since=None)
    if planned:
        left = tuple(i for i in items if not (i.operations and i.id in agenda.told))
        task = "" if agenda.task == agenda.told_task else agenda.task
        after = replace(after, items=left, task=task, told=frozenset(), told_task="")
    return agenda if after == agenda else after
