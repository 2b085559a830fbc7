"""Where a circle lies in a team's papers: running, a draft, or filed; and what it agreed."""

from dataclasses import replace

from circle.between import calendar_of
from circle.closing import summary_of
from circle.next_steps import Agreed, Setting, agree, agree_nothing, room
from circle.papers import Papers
from circle.rhythm import day_of
from circle.state import Approval, Circle, Stage
from circle.workdays import workdays_before


def put_back(papers: Papers, circle: Circle) -> Papers:
    """Lay a circle where it belongs now: running, among the drafts, or filed as a summary."""
    running = papers.circle if papers.circle and papers.circle.id != circle.id else None
    drafts = tuple(draft for draft in papers.drafts if draft.id != circle.id)
    if circle.stage is Stage.DRAFT:
        closed = circle.closed_at or papers.closed_at
        drafts = _with_draft(papers.drafts, circle)
        return replace(papers, circle=running, drafts=drafts, closed_at=closed)
    if circle.stage is not Stage.CLOSED:
        return replace(papers, circle=circle)
    papers = replace(papers, circle=running, drafts=drafts)
    return papers if circle.approved is Approval.CALLED_OFF else _filed(papers, circle)


def _with_draft(drafts: tuple[Circle, ...], circle: Circle) -> tuple[Circle, ...]:
    """A draft keeps its place among the others; a new one is the last."""
    if all(draft.id != circle.id for draft in drafts):
        return (*drafts, circle)
    return tuple(circle if draft.id == circle.id else draft for draft in drafts)


def _filed(papers: Papers, circle: Circle) -> Papers:
    """The papers with the circle's summary to be filed, and with what is agreed after it.

    What was agreed before stays when a later circle has agreed on something already.
    """
    summary = summary_of(circle)
    papers = replace(
        papers,
        filed=(*papers.filed, summary),
        held_at=max(circle.begins, papers.held_at or circle.begins),
    )
    if papers.agreed_at is not None and circle.begins < papers.agreed_at:
        return papers
    approved = circle.approved is Approval.TEAM and "steps" in circle.plan.keeps
    before = papers.between.follow_up
    if not (approved or summary.kept.steps):
        return _following(papers, agree_nothing(before))
    day = day_of(circle.begins, papers.team.zone)
    after = agree(before, summary.kept.steps, day, setting_of(papers))
    return replace(_following(papers, after), agreed_at=circle.begins)


def _following(papers: Papers, after: Agreed) -> Papers:
    if after == papers.between.follow_up:
        return papers
    return replace(papers, between=replace(papers.between, follow_up=after))


def setting_of(papers: Papers) -> Setting:
    """Who is in the team, who sits in its circle, and how its working days are counted."""
    seats = papers.circle.seats if papers.circle else ()
    calendar = calendar_of(papers.between, papers.team)
    return Setting(
        members=frozenset(member.person for member in papers.team.members),
        here=frozenset(seat.person for seat in seats if seat.here),
        working_days_before=lambda day, number: workdays_before(calendar, day, number),
    )


def has_room(papers: Papers, circle: Circle) -> bool:
    """Whether the circle may write one step more beside those that go on from earlier circles."""
    day = day_of(circle.begins, papers.team.zone)
    return len(circle.kept.steps) < room(papers.between.follow_up, day)
