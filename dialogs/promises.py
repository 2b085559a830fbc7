"""What a change promises: the shared card, lines for all, and a word for one person."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zlib import crc32

from circle.household import table_of
from circle.notices import Answer, Line, Notice, Private
from circle.papers import UNSHOWN, Papers, Promise
from circle.people import Place

BODY_LIFE = timedelta(days=7)
STATE_LIFE = timedelta(days=30)
"""How long a sent notice, and the bare state of its delivery, are kept."""


def promises_of(
    before: Papers, after: Papers, told: Sequence[Notice], at: datetime
) -> Iterator[Promise]:
    """What people are to see now that the papers have changed, in the order of its telling.

    Lines and the shared card go to the team's home and to its table; a private word goes where
    the team is, for the channel to bring to the person.
    """
    circle = after.shown or before.shown
    turn = f"{circle.id}/{circle.course.turn}.{circle.course.extra}" if circle else "team"
    id = circle.id if circle else ""
    for place in places_of(after):
        for notice in told:
            if isinstance(notice, Line) or (isinstance(notice, Private) and place == home(after)):
                mark = crc32(repr(notice).encode())
                key = f"{turn}/{place.channel}/{type(notice).__name__}.{mark:x}"
                yield Promise(id=key, place=place, circle=id, at=at, notice=notice)
        for each in _changed(before, after):
            key = f"{each}/{place.channel}/card"
            yield Promise(id=key, place=place, circle=each, at=at)


def home(papers: Papers) -> Place:
    """Where the team talks: its channel or chat, or its table."""
    return papers.team.home or table_of(papers.team)


def places_of(papers: Papers) -> tuple[Place, ...]:
    """Where all can see it: the team's home, and the table's page or big screen."""
    table = table_of(papers.team)
    return (papers.team.home, table) if papers.team.home else (table,)


def _changed(before: Papers, after: Papers) -> Iterator[str]:
    """The circles whose card must be painted anew, and those that are gone."""
    old = {circle.id: circle for circle in before.circles}
    new = {circle.id: circle for circle in after.circles}
    yield from (id for id, circle in new.items() if old.get(id) is not circle)
    yield from (id for id in old if id not in new)


def with_promises(papers: Papers, promises: Iterable[Promise]) -> Papers:
    """The papers with these promises to keep.

    A card that waits already is merged into the newest: it is a picture of the state, painted
    when it is sent.
    """
    rows = {promise.id: promise for promise in promises}
    return replace(papers, promises={**papers.promises, **rows}) if rows else papers


def tidied(papers: Papers, at: datetime) -> Papers:
    """The papers without bodies sent a week ago, and without deliveries a month old."""
    rows = {id: _aged(p, at) for id, p in papers.promises.items() if at - p.at < STATE_LIFE}
    return papers if _same(rows, papers.promises) else replace(papers, promises=rows)


def _same(rows: Mapping[str, Promise], known: Mapping[str, Promise]) -> bool:
    return len(rows) == len(known) and all(rows[id] is known[id] for id in rows)


def _aged(promise: Promise, at: datetime) -> Promise:
    done = promise.delivery not in UNSHOWN
    if done and promise.notice is not None and at - promise.at >= BODY_LIFE:
        return replace(promise, notice=None)
    return promise


def answers_in(told: Iterable[Notice]) -> tuple[Answer, ...]:
    """What goes to the presser alone."""
    return tuple(notice for notice in told if isinstance(notice, Answer))
