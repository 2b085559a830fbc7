"""What the agenda becomes when somebody writes on it; a draft is changed by its writer alone."""

from dataclasses import replace

from circle.agenda import MOST_ITEMS, MOST_SNAGS, Agenda, Item, Snag
from circle.agenda_events import (
    AgendaEvent,
    AgendaFull,
    AgendaKept,
    AgendaWritten,
    DraftGone,
    DraftKept,
    ItemDropped,
    ItemMoved,
    Prepared,
    SnagKept,
    SnagsFull,
    SnagWithdrawn,
)
from circle.notices import Notice

Outcome = tuple[Agenda, tuple[Notice, ...]]


def write_agenda(agenda: Agenda, event: AgendaEvent) -> Outcome:
    """The agenda after this, and what its writer is told. Pure."""
    match event:
        case AgendaWritten():
            return _written(agenda, event)
        case ItemMoved():
            items = tuple(
                replace(each, operations=event.operations) if each.id == event.item else each
                for each in agenda.items
            )
            return replace(agenda, items=items), (AgendaKept(),)
        case ItemDropped():
            items = tuple(each for each in agenda.items if each.id != event.item)
            return replace(agenda, items=items), (AgendaKept(),)
        case Prepared():
            return _prepared(agenda, event)
        case SnagKept():
            return _kept(agenda, event)
        case SnagWithdrawn():
            left = tuple(s for s in agenda.snags if (s.id, s.owner) != (event.snag, event.who))
            return replace(agenda, snags=left), (DraftGone(),)
    return agenda, ()


def _written(agenda: Agenda, event: AgendaWritten) -> Outcome:
    if event.task is not None:
        agenda = replace(agenda, task=event.task)
    known = any(each.id == event.item for each in agenda.items)
    if not event.text or known:
        return agenda, (AgendaKept(),)
    if len(agenda.items) >= MOST_ITEMS:
        return agenda, (AgendaFull(),)
    item = Item(event.item, event.text, event.who, event.operations)
    return replace(agenda, items=(*agenda.items, item)), (AgendaKept(),)


def _prepared(agenda: Agenda, event: Prepared) -> Outcome:
    others = {person: text for person, text in agenda.prepared.items() if person != event.person}
    if not event.text:
        return replace(agenda, prepared=others), (DraftGone(),)
    kept, since = {**others, event.person: event.text}, agenda.prepared_since or event.at
    return replace(agenda, prepared=kept, prepared_since=since), (DraftKept(),)


def _kept(agenda: Agenda, event: SnagKept) -> Outcome:
    if any(each.id == event.snag for each in agenda.snags):
        return agenda, (DraftKept(),)
    if len(agenda.snags_of(event.who)) >= MOST_SNAGS:
        return agenda, (SnagsFull(),)
    snag = Snag(event.snag, event.who, event.text, event.at, event.success)
    return replace(agenda, snags=(*agenda.snags, snag)), (DraftKept(),)
