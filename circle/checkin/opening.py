"""When a round opens and closes, and what the team hears of it.

It opens with the last phase of a circle, or with its end where that phase was never reached, and
asks those who are there then. It closes at noon on the second working day after; at a table, where
nobody is reached later, a while after the circle. What nobody chose does not happen: a team is
asked only after it has said that it wants to be.
"""

from dataclasses import replace
from datetime import datetime, time

from circle.between import Between, calendar_of
from circle.checkin.rounds import AFTER_CIRCLE, Checks, Outcome, closed, opened
from circle.checkin.threshold import LEAST
from circle.checkin.told import (
    CheckClosed,
    CheckInvited,
    CheckLost,
    CheckOpened,
    ChecksChosen,
    CheckShown,
    ChecksKept,
    FewOfYou,
)
from circle.notices import Notice
from circle.papers import Papers
from circle.rhythm import DAY, day_of, moment
from circle.state import Approval, Circle, Stage

NOON = time(12)
WORKDAYS = 2

Change = tuple[Papers, tuple[Notice, ...]]


def choose_checks(between: Between, event: ChecksChosen) -> tuple[Between, tuple[Notice, ...]]:
    """From the next circle on; a round that is open stays as it was opened."""
    threshold = max(event.threshold, LEAST) if event.threshold else 0
    checks = replace(between.checks, threshold=threshold)
    return replace(between, checks=checks), (ChecksKept(threshold=threshold),)


def follow_circle(before: Papers, after: Papers, at: datetime) -> Change:
    """A round opens with the last phase; at a table its end is set when the circle is over.

    A draft that is written on opens none: the same circle would be asked about again and again.
    """
    checks = after.between.checks
    if after is before or not (checks.threshold or checks.open):
        return after, ()
    told: tuple[Notice, ...] = ()
    for circle in after.circles:
        known = before.find(circle.id)
        if circle is known:
            continue
        comes_near = _is_near_its_end(circle) and not (known and _is_near_its_end(known))
        if checks.threshold and circle.id != checks.last and comes_near:
            checks, told = _open(checks, after, circle, at)
        if circle.stage is Stage.DRAFT:
            checks = _timed(checks, circle, at)
    if checks == after.between.checks:
        return after, told
    return replace(after, between=replace(after.between, checks=checks)), told


def close_check(papers: Papers, event: CheckClosed) -> Change:
    """A round is over, once."""
    checks = papers.between.checks
    round = checks.find(event.round)
    if round is None:
        return papers, ()
    outcome = event.outcome or Outcome(day_of(event.at, papers.team.zone))
    told = CheckShown(outcome=outcome) if event.outcome else CheckLost()
    between = replace(papers.between, checks=closed(checks, round, outcome))
    return replace(papers, between=between), (told,)


def _is_near_its_end(circle: Circle) -> bool:
    if circle.stage is Stage.RUNNING:
        return circle.last_phase
    return circle.stage is Stage.DRAFT and circle.approved is not Approval.CALLED_OFF


def _open(
    checks: Checks, papers: Papers, circle: Circle, at: datetime
) -> tuple[Checks, tuple[Notice, ...]]:
    members = {member.person for member in papers.team.members}
    people = tuple(seat.person for seat in circle.seats if seat.here and seat.person in members)
    if len(people) < checks.threshold:
        return replace(checks, last=circle.id), (FewOfYou(),)
    closes = None if papers.team.home is None else _closes(papers, at)
    checks = opened(checks, papers.team.id, circle.id, closes)
    round = checks.open[-1].id
    asked = tuple(CheckInvited(to=each, round=round, closes=closes) for each in people)
    return checks, asked if papers.team.home else (CheckOpened(), *asked)


def _timed(checks: Checks, circle: Circle, at: datetime) -> Checks:
    """At a table the time to answer begins to run when the circle is over."""
    open = tuple(
        replace(each, closes=at + AFTER_CIRCLE)
        if each.circle == circle.id and each.closes is None
        else each
        for each in checks.open
    )
    return replace(checks, open=open)


def _closes(papers: Papers, at: datetime) -> datetime:
    """Noon on the second working day after."""
    calendar = calendar_of(papers.between, papers.team)
    day, left = day_of(at, papers.team.zone), WORKDAYS
    while left:
        day += DAY
        left -= calendar.works(day)
    return moment(day, NOON, papers.team.zone)
