"""What a change promises: the shared card, lines for all, and a word for one person."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from secrets import token_hex

from circle.household import table_of
from circle.notices import Answer, Line, Notice, Private
from circle.papers import Asked, Delivery, Papers, Promise, remember
from circle.people import Place

BODY_LIFE = timedelta(days=7)
STATE_LIFE = timedelta(days=30)
"""How long a sent notice, and the bare state of its delivery, are kept."""


def promises_of(
    before: Papers, after: Papers, told: Sequence[Notice], at: datetime
) -> Iterator[Promise]:
    """What people are to see now that the papers have changed: the card, and then what moved.

    What is between circles is painted on the table's page, which is no message to anybody. Lines
    and the shared card go to the team's home and to its table; a private word goes where
    the team is, for the channel to bring to the person. The card comes first, since in a channel
    the lines are answers to it.
    """
    shown = after.shown or before.shown
    turn = f"{shown.id}/{shown.course.turn}.{shown.course.extra}" if shown else "team"
    id = shown.id if shown else ""
    if before.between is not after.between:
        table = table_of(after.team)
        yield Promise(f"season/{table.channel}", table, circle="", at=at)
    for place in places_of(after):
        for each in _changed(before, after):
            key = f"{each}/{place.channel}/card"
            yield Promise(id=key, place=place, circle=each, at=at)
        for notice in told:
            if isinstance(notice, Line) or (isinstance(notice, Private) and place == home(after)):
                about, circle = (turn, id) if notice.in_circle else ("team", "")
                key = f"{about}/{place.channel}/{type(notice).__name__}.{token_hex(4)}"
                kind = "" if notice.in_circle else type(notice).__name__
                yield Promise(key, place, circle, at, notice, kind=kind)


def home(papers: Papers) -> Place:
    """Where the team talks: its channel or chat, or its table."""
    return papers.team.home or table_of(papers.team)


def places_of(papers: Papers) -> tuple[Place, ...]:
    """Where all can see it: the team's home, and the table's page or big screen."""
    table = table_of(papers.team)
    return (papers.team.home, table) if papers.team.home else (table,)


def _changed(before: Papers, after: Papers) -> Iterator[str]:
    """The circles whose card must be painted anew, and those that are gone.

    A circle opens with what became of the last steps, so its first card changes with them.
    """
    said = before.between.follow_up.outcomes is not after.between.follow_up.outcomes
    old = {circle.id: circle for circle in before.circles}
    new = {circle.id: circle for circle in after.circles}
    for id, circle in new.items():
        if old.get(id) is not circle or (said and circle.course.phase == 0):
            yield id
    yield from (id for id in old if id not in new)


def with_promises(papers: Papers, promises: Iterable[Promise]) -> Papers:
    """The papers with these promises to keep.

    A card that waits already is merged into the newest: it is a picture of the state, painted
    when it is sent. One that is being sent just now keeps its row, so that what becomes of it is
    known, and the newest waits in a row of its own.
    """
    rows = dict(papers.promises)
    for promise in promises:
        known, later = rows.get(promise.id), rows.get(f"{promise.id}+")
        under_way = known is not None and known.delivery is Delivery.SENDING
        if under_way or (later is not None and later.delivery is Delivery.PENDING):
            promise = replace(promise, id=f"{promise.id}+")
        rows[promise.id] = promise
    return papers if rows == papers.promises else replace(papers, promises=rows)


def tidied(papers: Papers, at: datetime) -> Papers:
    """The papers without bodies sent a week ago, and without deliveries a month old."""
    rows = {id: _aged(p, at) for id, p in papers.told.items() if at - p.at < STATE_LIFE}
    same = len(rows) == len(papers.told) and all(rows[id] is p for id, p in papers.told.items())
    return papers if same else replace(papers, told=rows)


def _aged(promise: Promise, at: datetime) -> Promise:
    has_body = promise.notice is not None or promise.asked is not None
    if has_body and at - promise.at >= BODY_LIFE:
        return replace(promise, notice=None, asked=None)
    return promise


def asked_once(
    papers: Papers, asked: Asked, place: Place, thread: str, at: datetime, key: str
) -> Papers | None:
    """The papers with the promise to answer a command where it was written; None if it was."""
    if key in papers.seen:
        return None
    promise = Promise(f"ask/{key}", place, circle="", at=at, asked=asked, thread=thread)
    return remember(with_promises(papers, [promise]), key, at)


def answers_in(told: Iterable[Notice]) -> tuple[Answer, ...]:
    """What goes to the presser alone."""
    return tuple(notice for notice in told if isinstance(notice, Answer))


LEAVING = ("filed", "forgotten")
"""Fields that leave the papers with the commit that wrote them."""


def at_hand(papers: Papers) -> Papers:
    """The papers without what left them with the last commit."""
    if papers.filed or papers.forgotten:
        return replace(papers, filed=(), forgotten=())
    return papers


def unchanged(before: Papers, after: Papers) -> bool:
    """Nothing to write: each field is the very one that was read, but for what was filed."""
    return all(
        getattr(before, name) is getattr(after, name)
        for name in Papers.__dataclass_fields__
        if name not in LEAVING or getattr(after, name)
    )
