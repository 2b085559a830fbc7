"""What can happen to a team's papers: a circle starts, is pressed on, or grows old."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from circle.again import SentAgain, send_again
from circle.answers import AlreadyRunning
from circle.between import day_of_next
from circle.between_events import Chosen
from circle.calendar import Municipality
from circle.checkin.opening import close_check, follow_circle
from circle.checkin.rounds import forgotten
from circle.checkin.told import CheckClosed
from circle.closing import RETENTION
from circle.events import Act, Event, TimePassed, WroteStep
from circle.filing import has_room, put_back
from circle.guide import Plan
from circle.happenings import Choice
from circle.held import began, ended
from circle.in_between import happen_between, refreshed, settle
from circle.moves import begin_now
from circle.next_steps import Agreed
from circle.notices import CircleGathers, CircleIsOver, Notice, ThreeSteps
from circle.occurrences import counted
from circle.papers import Papers
from circle.people import Place, Seat, Team
from circle.rhythm import day_of
from circle.rota_events import MembersChanged, RotaEvent
from circle.rules import step
from circle.state import Circle, Kept, Stage
from circle.step_events import StepEvent

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
    """The house is kept: these filed summaries have lived as long as was promised.

    `municipality` is the team's own, as its files have it now.
    """

    summaries: tuple[str, ...]
    municipality: Municipality | None = None


def happen(papers: Papers, event: Event) -> Change:
    """The papers after this event, and what people should know. Pure."""
    after, told = _all_that_happens(papers, event)
    meetings = counted(papers.between.meetings, after.between.meetings)
    if meetings is not after.between.meetings:
        after = replace(after, between=replace(after.between, meetings=meetings))
    return after, told


def _all_that_happens(papers: Papers, event: Event) -> Change:
    after, told = _happened(papers, event)
    after, asked = follow_circle(papers, after, event.at)
    told = (*told, *asked)
    if after.between is papers.between and not is_time(after, event):
        return after, told
    after, more = settle(after, event.at)
    return after, (*told, *more)


def is_time(papers: Papers, event: Event) -> bool:
    """Whether the clock brings something between circles; at night the house is kept."""
    wakes = papers.between.wakes
    at_night = isinstance(event, NightFell)
    return at_night or (isinstance(event, TimePassed) and wakes is not None and wakes <= event.at)


def _happened(papers: Papers, event: Event) -> Change:
    match event:
        case Started():
            return start(papers, event)
        case TeamChanged():
            return change_team(papers, event)
        case NightFell():
            return fall_night(papers, event), ()
        case TimePassed():
            return grow_older(papers, event)
        case Act():
            return act(papers, event)
        case SentAgain():
            return send_again(papers, event)
        case CheckClosed():
            return close_check(papers, event)
        case Chosen() | Choice() | RotaEvent() | StepEvent():
            return happen_between(papers, event)
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
    return _laid(papers, circle, event.at), notices


def change_team(papers: Papers, event: TeamChanged) -> Change:
    """The team as it is now, in its circle and in its roles."""
    before, papers = papers, rename(papers, event)
    if before.team.members == event.team.members or not event.team.members:
        return papers, ()
    people = tuple(member.person for member in event.team.members)
    day = day_of_next(papers.between, event.team, event.at)
    return happen_between(papers, MembersChanged(at=event.at, day=day, people=people))


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
    if isinstance(event, WroteStep) and _is_one_too_many(papers, circle, event):
        return papers, (ThreeSteps(),)
    after, notices = step(circle, event)
    return papers if after is circle else _laid(papers, after, event.at), notices


def _is_one_too_many(papers: Papers, circle: Circle, event: WroteStep) -> bool:
    """At most three steps are carried at a time, those from earlier circles among them."""
    known = any(each.id == event.step for each in circle.kept.steps)
    return not known and circle.writes_steps and not has_room(papers, circle)


def grow_older(papers: Papers, event: TimePassed) -> Change:
    """The clock is heard by the running circle, by each draft, and between circles."""
    told: tuple[Notice, ...] = ()
    for circle in papers.circles:
        after, notices = step(circle, event)
        if after is not circle:
            papers = _laid(papers, after, event.at)
        told = (*told, *notices)
    return papers, told


def _laid(papers: Papers, circle: Circle, at: datetime) -> Papers:
    """The circle where it belongs now; when it begins and when it is over, the roles hear it."""
    before = papers.find(circle.id)
    moved = before is not None and before.course.phase != circle.course.phase
    if circle.aired and (moved or circle.stage in (Stage.DRAFT, Stage.CLOSED)):
        circle = replace(circle, aired=())
    papers = put_back(papers, circle)
    was = before.stage if before else Stage.GATHERING
    if was is Stage.GATHERING and circle.stage is Stage.RUNNING:
        return began(papers, circle, at)
    if was in (Stage.RUNNING, Stage.PAUSED) and circle.stage in (Stage.DRAFT, Stage.CLOSED):
        return ended(papers, circle, at)
    return papers


def fall_night(papers: Papers, event: NightFell) -> Papers:
    """Summaries are deleted on their day, and what was agreed in the last one goes with it.

    The meetings of the weeks to come are written down, so that a tick never has to.
    """
    if papers.agreed_at and event.at - papers.agreed_at >= RETENTION:
        between = replace(papers.between, follow_up=Agreed())
        papers = replace(papers, between=between, agreed_at=None)
    papers = replace(papers, forgotten=event.summaries) if event.summaries else papers
    between, known = papers.between, papers.between.rhythm.municipality
    if event.municipality is not None and known is not None and event.municipality != known:
        rhythm = replace(between.rhythm, municipality=event.municipality)
        between = replace(between, rhythm=rhythm)
    between = refreshed(between, papers, event.at)
    checks = forgotten(between.checks, day_of(event.at, papers.team.zone))
    between = between if checks is between.checks else replace(between, checks=checks)
    return papers if between is papers.between else replace(papers, between=between)


def table_of(team: Team) -> Place:
    """The team's table: its page and its big screen, wherever the circle itself runs."""
    return Place(channel="table", tenant=team.tenant, conversation=team.id)
