"""What a circle does to the time around it: it is a meeting, shows what was ready, takes turns."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from circle import rota_rules
from circle.agenda import over
from circle.agenda_events import DraftGone, OnTheTable, SnagOpened
from circle.aired import Air, Aired
from circle.between import MAIN, calendar_of, next_meeting, series_of, with_rota_of
from circle.happenings import MeetingHeld
from circle.ledger import hear, meeting_at
from circle.notices import NotHere, Notice, NotYet
from circle.occurrences import GIVEN_UP, Occurrence, State, key_of
from circle.papers import Papers
from circle.people import PersonId, Role
from circle.rhythm import day_of
from circle.rota import GOES_ROUND
from circle.rota_events import CircleHeld
from circle.state import Circle, Stage

Change = tuple[Papers, tuple[Notice, ...]]


def open_snag(papers: Papers, circle: Circle, event: SnagOpened) -> Change:
    """Its owner shows it to the others, while the phase lasts; and keeps it no more."""
    agenda = papers.between.agenda
    snag = next((s for s in agenda.snags_of(event.who) if s.id == event.snag), None)
    if snag is None:
        return papers, (DraftGone(),)
    if circle.seat_of(event.who) is None:
        return papers, (NotHere(),)
    if circle.stage is Stage.GATHERING:
        return papers, (NotYet(),)
    kind = Air.SUCCESS if snag.success else Air.SNAG
    aired = (*circle.aired, Aired(snag.owner, snag.text, kind))
    left = replace(agenda, snags=tuple(s for s in agenda.snags if s is not snag))
    between = replace(papers.between, agenda=left)
    return replace(papers, circle=replace(circle, aired=aired), between=between), (OnTheTable(),)


def show_prepared(papers: Papers, circle: Circle) -> Papers:
    """What people had ready is shown together when their circle opens."""
    agenda = papers.between.agenda
    if not agenda.prepared:
        return papers
    seats = {seat.person for seat in circle.seats}
    aired = tuple(
        Aired(person, text, Air.PREPARED)
        for person, text in agenda.prepared.items()
        if person in seats
    )
    between = replace(papers.between, agenda=replace(agenda, prepared={}, prepared_since=None))
    aired = (*circle.aired, *aired)
    return replace(papers, circle=replace(circle, aired=aired), between=between)


def began(papers: Papers, circle: Circle, at: datetime) -> Papers:
    """A circle began: it is the meeting of its day, or one that no rhythm gave."""
    between, series = papers.between, series_of(papers.between)
    meeting = meeting_at(between.meetings, at)
    if meeting is not None or next_meeting(between, at) is None:
        papers = show_prepared(papers, circle)
        between = papers.between
    if meeting is not None:
        event = MeetingHeld(at=at, series=meeting.series, days=(meeting.day,), circle=circle.id)
        meetings, _ = hear(between.meetings, event, calendar_of(between, papers.team))
        return replace(papers, between=replace(between, meetings=meetings))
    day = day_of(at, papers.team.zone)
    known = between.meetings.get(key_of(MAIN, day))
    if series is None or (known is not None and known.state not in GIVEN_UP):
        return papers
    wall = circle.begins.astimezone(ZoneInfo(papers.team.zone)).time()
    held = Occurrence(
        MAIN, day, wall.replace(second=0, microsecond=0), papers.team.zone,
        circle.plan.minutes, State.HELD, chosen=True, circle=circle.id,
    )  # fmt: skip
    return replace(papers, between=replace(between, meetings={**between.meetings, held.key: held}))


def ended(papers: Papers, circle: Circle, at: datetime) -> Papers:
    """A circle is over: whoever had a role had a turn, and whoever was away keeps theirs."""
    between = with_rota_of(papers.between, papers.team)
    seats = [seat for seat in circle.seats if not seat.guest]
    event = CircleHeld(
        at=at,
        day=day_of(circle.begins, papers.team.zone),
        holders=_holders(circle),
        present=frozenset(seat.person for seat in seats),
    )
    rota, _ = rota_rules.step(between.rota, event)
    known = any(m.circle == circle.id and m.reminded for m in between.meetings.values())
    agenda = over(between.agenda, circle.question, known)
    return replace(papers, between=replace(between, rota=rota, agenda=agenda))


def _holders(circle: Circle) -> tuple[tuple[Role, PersonId], ...]:
    """Who had which role; who facilitated before somebody stood in is the facilitator."""
    found = {
        role: seat.person
        for seat in circle.seats
        for role in seat.roles
        if role in GOES_ROUND and not seat.guest
    }
    if circle.stands_in_for is not None:
        found[Role.FACILITATOR] = circle.seats[circle.stands_in_for].person
    return tuple(found.items())
