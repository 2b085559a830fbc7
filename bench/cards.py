"""Each template of the table and of Teams: microseconds to render, and bytes."""

import time
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

from bench.figures import Found, Target, median, percentile, table
from bench.people import GUIDE, begun, circle_of, guides, now, team_of
from bench.processes import SERVED, on_core
from cards.render import Card, Cards, View
from circle.notices import Notice
from circle.papers import Papers
from circle.state import Circle, Kept, NextStep, Part, Stage

RENDERS = {True: 100, False: 1_000}
LINE = 130
"""Microseconds that a card in JSON may take (P13)."""

JSON = ", Teams"
"""How the names of cards in JSON go on."""


def measure(quick: bool) -> Found:
    """Every picture in the view with most in it, and every notice."""
    with on_core(SERVED):
        rows = [_timed(name, RENDERS[quick], render) for name, render in renders(Cards(), now())]
    keys = {name: {"us": round(us, 1), "bytes": size} for name, us, _, size in rows}
    heads = ["template", "median us", "p99 us", "bytes"]
    slowest = max(us for name, us, _, _ in rows if JSON in name)
    target = Target("P13", "us to draw the slowest card in JSON", round(slowest), LINE)
    shown = table(
        "Cards: HTML at the table, JSON in Teams, both with their plain text", heads, rows
    )
    return Found([shown], {"cards": keys}, [target])


def renders(cards: Cards, at: datetime) -> Iterator[tuple[str, Callable[[], Card]]]:
    """Each card by its name, ready to be rendered."""
    for name, papers in pictures(at).items():
        circle = papers.shown
        assert circle
        for view in View:
            yield f"{name}, {view}", partial(cards.picture, papers, circle, view, at)
        for view in (View.DEVICE, View.FACILITATOR):
            drawn = partial(cards.picture, papers, circle, view, at, channel="teams", screen="x")
            yield f"{name}, {view}{JSON}, again", drawn
            yield f"{name}, {view}{JSON}, anew", partial(anew, cards, papers, circle, view, at)
    papers = circle_of(1, guides()[GUIDE], at)
    for notice in samples(papers, at):
        yield type(notice).__name__, partial(cards.notice, notice, papers, at)
        if not cards.is_line(type(notice)):
            drawn = partial(cards.notice, notice, papers, at, "teams", papers.circle)
            yield f"{type(notice).__name__}{JSON}", drawn


TURNS = count(1_000)


def anew(cards: Cards, papers: Papers, circle: Circle, view: View, at: datetime) -> Card:
    """The card of a circle that has moved on, so that none that was drawn can be taken again."""
    moved = circle.with_course(turn=next(TURNS))
    return cards.picture(papers, moved, view, at, channel="teams", screen="x")


def _timed(name: str, renders: int, render: Callable[[], Card]) -> tuple[str, float, float, int]:
    times = []
    for _ in range(renders):
        began = time.perf_counter()
        card = render()
        times.append((time.perf_counter() - began) * 1e6)
    return name, median(times), percentile(times, 0.99), len(card.body.encode())


def pictures(at: datetime) -> dict[str, Papers]:
    """A circle in each of its pictures, with three next steps and a line."""
    guide = guides()[GUIDE]
    papers = circle_of(1, guide, at)
    assert papers.circle is not None
    circle = replace(papers.circle, kept=kept(papers, at))
    gathering = replace(
        begun(Papers(team=team_of(1)), guide, at, 45), circle=replace(circle, stage=Stage.GATHERING)
    )
    paused = replace(
        circle, stage=Stage.PAUSED, paused_at=at, resumes_at=at + timedelta(minutes=10)
    )
    draft = replace(circle, stage=Stage.DRAFT, closed_at=at)
    shown = {"gathering": gathering, "pause": replace(papers, circle=paused)}
    shown["draft"] = replace(papers, circle=None, drafts=(draft,))
    for part in Part:
        speaker = circle.course.speaker if part is Part.WORD else None
        shown[part.value] = replace(papers, circle=circle.with_course(part=part, speaker=speaker))
    return shown


def kept(papers: Papers, at: datetime) -> Kept:
    who = papers.team.members[0].person
    step = NextStep(
        id="s1",
        who=(who,),
        what="Prøver makkerpar ved formiddagsmaden",
        by=at.date(),
        sign="Flere leger sammen",
    )
    return Kept(
        steps=(step, replace(step, id="s2"), replace(step, id="s3")), line="Vi så det samme."
    )


def samples(papers: Papers, at: datetime) -> Iterator[Notice]:
    """One of each notice, filled with what its fields want."""
    for kind in (*_leaves(Notice),):
        yield kind(**{f.name: _value(str(f.type), papers, at) for f in fields(kind)})


def _leaves(kind: type[Notice]) -> Iterator[type[Notice]]:
    for below in kind.__subclasses__():
        yield from _leaves(below)
        if not below.__subclasses__():
            yield below


def _value(kind: str, papers: Papers, at: datetime) -> Any:
    found = {"int": 1, "bool": True, "datetime": at, "date": at.date()}
    for name, value in found.items():
        if kind.startswith((name, f"<class '{name}", f"<class 'datetime.{name}")):
            return value
    if "Undelivered" in kind:
        return ()
    if "tuple[tuple[str, str]" in kind:
        return ((papers.team.id, papers.team.name),) * 2
    if "NextStep" in kind:
        return kept(papers, at).steps
    if "Guide" in kind:
        return tuple(guides().values())
    if "Circle" in kind:
        return papers.circle
    if "datetime" in kind:
        return at
    return papers.team.members[0].person
