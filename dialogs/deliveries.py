"""What becomes of a team's papers when a promise has come a step further."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from circle import focus
from circle.again import MISSED, can_be_sent_again
from circle.answers import DeliveryShown, Undelivered
from circle.between import Between
from circle.between_notices import ForYou
from circle.meeting_notices import AgendaCame
from circle.notices import GoesOnBelow, Line, Notice, Private
from circle.papers import UNSHOWN, Delivery, Papers, Posted, Promise
from circle.people import PersonId
from circle.person_words import put_by
from circle.rota_events import DeclinedFocus
from circle.rota_notices import FocusAsked
from dialogs.ports import Receipt

MOST_SHOWN = 8
"""Messages whose state is shown, the newest."""

MOST_AGAIN = 4
"""Of those, how many can be sent again at a time: a card has room for few buttons."""

STATES = {
    Delivery.PENDING: "waiting",
    Delivery.SENDING: "waiting",
    Delivery.SENT: "sent",
    Delivery.DOUBT: "doubt",
    Delivery.DEAD: "dead",
}

MOST_OVER = 4
"""Cards of circles that are over which are still known, so that a last line finds its thread."""


def delivered(papers: Papers, promise: Promise, receipt: Receipt | None) -> Papers:
    """The papers with how far the promise has come, and with the card that now stands in the chat.

    A promise that a newer one has taken the place of is left as the newer one has it; but the
    card that was posted meanwhile is remembered, so that the newer one changes it.
    """
    posted = _posted(papers, promise, receipt) if receipt else papers.posted
    promises, told, known = papers.promises, papers.told, papers.promises.get(promise.id)
    if known is not None and known.at == promise.at:
        promises = {**promises, promise.id: promise}
        if promise.delivery not in UNSHOWN:
            del promises[promise.id]
            kept = what_stays(promise)
            told = told if kept is None else {**told, promise.id: kept}
            promises = _with_repaint(promises, promise, papers)
    if receipt and receipt.instead_of:
        old = _goes_on(promise, receipt)
        promises = {**promises, old.id: old}
    between = passed_on(papers.between, promise)
    if promises is papers.promises and posted is papers.posted and between is papers.between:
        return papers
    return replace(
        papers, promises=promises, told=told, posted=posted, between=between,
        filed=(), forgotten=(),
    )  # fmt: skip


def what_stays(promise: Promise) -> Promise | None:
    """What is kept of a promise that is done; nothing of a circle's course, or of a private word.

    Of what could not be brought to a person the question to a focus person is never kept: who was
    asked is nobody's to read.
    """
    notice, sent = promise.notice, promise.delivery is Delivery.SENT
    if sent and promise.circle:
        return promise if promise.reason else None
    if notice is None or notice.in_circle or not isinstance(notice, Private):
        return promise
    if sent:
        return None
    if asks_only_for_focus(notice):
        return None
    items = getattr(notice, "items", ())
    left = tuple(item for item in items if not isinstance(item, FocusAsked))
    if left == items:
        return promise
    return replace(promise, notice=replace(notice, items=left))  # type: ignore[call-arg]


def asks_only_for_focus(notice: Notice | None) -> bool:
    """Whether nothing stands in a private word but the question to the focus person."""
    return isinstance(notice, ForYou) and all(isinstance(each, FocusAsked) for each in notice.items)


def passed_on(between: Between, promise: Promise) -> Between:
    """Somebody could not be asked to be the focus person: the next one is, as after a no."""
    if promise.delivery is not Delivery.DEAD:
        return between
    for item in getattr(promise.notice, "items", ()):
        if isinstance(item, FocusAsked):
            no = DeclinedFocus(at=promise.at, day=item.day, who=item.to)
            rota, notices = focus.decline(between.rota, no)
            between = put_by(replace(between, rota=rota), notices, promise.at)
            between = replace(between, wakes=promise.at)
    return between


def _with_repaint(
    promises: Mapping[str, Promise], promise: Promise, papers: Papers
) -> Mapping[str, Promise]:
    """Somebody could not be told in private: the shared card is to offer them their own."""
    unheard = promise.delivery is Delivery.DEAD and isinstance(promise.notice, Private)
    if not unheard or papers.find(promise.circle) is None:
        return promises
    id = f"{promise.circle}/{promise.place.channel}/card"
    return {id: Promise(id, promise.place, promise.circle, promise.at), **promises}


def _posted(papers: Papers, promise: Promise, receipt: Receipt) -> Mapping[str, Posted]:
    """The cards in the chat: a new one, a changed one, or one with a line more below it."""
    circle = receipt.circle or promise.circle
    posted, known = papers.posted, papers.posted.get(circle)
    if is_shared_card(promise) or receipt.circle:
        if known is not None and known.message == receipt.message:
            return posted
        running = {circle.id for circle in papers.circles}
        over = [id for id in posted if id not in running][:-MOST_OVER]
        stands = {id: card for id, card in posted.items() if id not in over}
        return {**stands, circle: Posted(promise.place, receipt.message)}
    if isinstance(promise.notice, Line) and known is not None and known.place == promise.place:
        return {**posted, promise.circle: replace(known, below=known.below + 1)}
    return posted


def is_shared_card(promise: Promise) -> bool:
    """Whether this is the circle's card, to be painted from the state."""
    return promise.notice is None and promise.asked is None and not promise.message


def _goes_on(promise: Promise, receipt: Receipt) -> Promise:
    """The old card says that the circle goes on below."""
    circle = receipt.circle or promise.circle
    return Promise(
        id=f"{circle}/{promise.place.channel}/old/{receipt.instead_of}",
        place=promise.place,
        circle=circle,
        at=promise.at,
        notice=GoesOnBelow(),
        message=receipt.instead_of,
    )


def undelivered(papers: Papers) -> Iterator[Undelivered]:
    """What did not come, and what may not have come, oldest first."""
    for promise in papers.told.values():
        if promise.delivery in MISSED:
            gone = promise.delivery is Delivery.DEAD
            yield Undelivered(to=_person(promise), gone=gone, reason=promise.reason)


def deliveries_of(papers: Papers, at: datetime) -> tuple[DeliveryShown, ...]:
    """Every message between circles and what became of it, and what did not come; newest first.

    It is the same whether somebody is asked to be the focus person or not.
    """
    rows = [
        row
        for row in (*papers.told.values(), *papers.promises.values())
        if (row.kind or row.delivery in MISSED) and not asks_only_for_focus(row.notice)
    ]
    rows.sort(key=lambda row: row.at, reverse=True)
    again = [row.id for row in rows if can_be_sent_again(papers, row.id, at)][:MOST_AGAIN]
    return tuple(
        DeliveryShown(
            promise=row.id,
            kind=row.kind,
            to=_person(row),
            at=row.at,
            state=STATES[row.delivery],
            reason=row.reason,
            again=row.id in again,
            day=row.notice.day if isinstance(row.notice, AgendaCame) else None,
        )
        for row in rows[:MOST_SHOWN]
    )


def _person(promise: Promise) -> PersonId | None:
    return promise.notice.to if isinstance(promise.notice, Private) else None
