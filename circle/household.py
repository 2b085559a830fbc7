"""What can happen to a team's papers: a circle starts, is pressed on, or grows old."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from circle.answers import AlreadyRunning
from circle.closing import RETENTION
from circle.events import Act, Event, TimePassed
from circle.guide import Plan
from circle.moves import begin_now
from circle.notices import CircleGathers, CircleIsOver, Notice
from circle.papers import Papers, put_back
from circle.people import Place, Seat, Team
from circle.rules import step
from circle.state import Circle, Kept

Change = tuple[Papers, tuple[Notice, ...]]


@dataclass(frozen=True, kw_only=True)
class Started(Event):
    """A team begins a circle, now or at `begins` (UTC). The plan and the seats are worked out."""

    circle: str
    question: str
    plan: Plan
    seats: tuple[Seat, ...]
    begins: datetime


@dataclass(frozen=True, kw_only=True)
class TeamChanged(Event):
    """The team itself is another: its members, its name, its language, its home."""

    team: Team


@dataclass(frozen=True, kw_only=True)
class NightFell(Event):
    """The house is kept: these filed summaries have lived as long as was promised."""

    summaries: tuple[str, ...]


def happen(papers: Papers, event: Event) -> Change:
    """The papers after this event, and what people should know. Pure."""
    match event:
        case Started():
            return start(papers, event)
        case TeamChanged():
            return rename(papers, event), ()
        case NightFell():
            return forget(papers, event), ()
        case TimePassed():
            return grow_older(papers, event)
        case Act():
            return act(papers, event)
    return papers, ()


def start(papers: Papers, event: Started) -> Change:
    """A team has at most one running circle; drafts that still wait do not stand in its way."""
    if papers.circle is not None:
        return papers, (AlreadyRunning(circle=papers.circle),)
    if papers.find(event.circle) is not None:
        return papers, (CircleIsOver(),)
    circle = Circle(
        id=event.circle,
        team=papers.team.id,
        language=papers.team.language,
        zone=papers.team.zone,
        question=event.question,
        begins=event.begins,
        ends=event.begins + timedelta(minutes=event.plan.minutes),
        pressed=event.at,
        plan=event.plan,
        seats=event.seats,
        kept=Kept(),
    )
    if event.begins > event.at:
        return put_back(papers, circle), (CircleGathers(begins=event.begins),)
    circle, notices = begin_now(circle, event.at)
    return put_back(papers, circle), notices


def rename(papers: Papers, event: TeamChanged) -> Papers:
    """The team as it is now; who sits in its circle has the new name at once."""
    papers, circle = replace(papers, team=event.team), papers.circle
    if circle is None:
        return papers
    seats = tuple(
        replace(seat, name=event.team.name_of(seat.person) or seat.name) for seat in circle.seats
    )
    return papers if seats == circle.seats else put_back(papers, replace(circle, seats=seats))


def act(papers: Papers, event: Act) -> Change:
    """A press goes to the circle that stands on the button."""
    circle = papers.find(event.circle)
    if circle is None:
        return papers, (CircleIsOver(),)
    after, notices = step(circle, event)
    return papers if after is circle else put_back(papers, after), notices


def grow_older(papers: Papers, event: TimePassed) -> Change:
    """The clock is heard by the running circle and by each draft."""
    told: tuple[Notice, ...] = ()
    for circle in papers.circles:
        after, notices = step(circle, event)
        if after is not circle:
            papers = put_back(papers, after)
        told = (*told, *notices)
    return papers, told


def forget(papers: Papers, event: NightFell) -> Papers:
    """Summaries are deleted on their day, and what was agreed in the last one goes with it."""
    if papers.agreed_at and event.at - papers.agreed_at >= RETENTION:
        papers = replace(papers, steps=(), agreed_at=None)
    return replace(papers, forgotten=event.summaries) if event.summaries else papers


def table_of(team: Team) -> Place:
    """The team's table: its page and its big screen, wherever the circle itself runs."""
    return Place(channel="table", tenant=team.tenant, conversation=team.id)
