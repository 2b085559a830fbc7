"""What becomes of a team's papers when a promise has come a step further."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from circle.answers import Undelivered
from circle.notices import GoesOnBelow, Line, Private
from circle.papers import UNSHOWN, Delivery, Papers, Posted, Promise
from dialogs.ports import Receipt

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
            told = told if _leaves_no_trace(promise) else {**told, promise.id: promise}
            promises = _with_repaint(promises, promise, papers)
    if receipt and receipt.instead_of:
        old = _goes_on(promise, receipt)
        promises = {**promises, old.id: old}
    if promises is papers.promises and posted is papers.posted:
        return papers
    return replace(papers, promises=promises, told=told, posted=posted, filed=(), forgotten=())


def _leaves_no_trace(promise: Promise) -> bool:
    """What was shown of a circle's course is forgotten at once: who had the word, and when."""
    return promise.delivery is Delivery.SENT and bool(promise.circle) and not promise.reason


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
        if promise.delivery in {Delivery.DOUBT, Delivery.DEAD}:
            to = promise.notice.to if isinstance(promise.notice, Private) else None
            gone = promise.delivery is Delivery.DEAD
            yield Undelivered(to=to, gone=gone, reason=promise.reason)
