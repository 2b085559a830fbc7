"""What happens to a team between two circles: people choose, time passes, the bot speaks.

`happen_between` applies one event; `settle` lets what is due happen and says what it is time to
say. It follows from the state alone: hearing the clock late, or twice, says nothing twice.
"""

from dataclasses import replace
from datetime import datetime

from circle import rota_rules, step_rules
from circle.agenda import aged
from circle.agenda_events import AgendaEvent, NoCircleNow, SnagOpened
from circle.agenda_rules import write_agenda
from circle.answers import OnlyTheTeam
from circle.between import (
    OF_TEAM,
    Between,
    Reminder,
    calendar_of,
    next_meeting,
    with_rota_of,
)
from circle.between_answers import FeedMadeNew
from circle.between_events import Chosen, FeedRenewed, RemindersChosen, RhythmChosen
from circle.between_notices import RemindersKept
from circle.checkin.opening import choose_checks
from circle.checkin.told import ChecksChosen
from circle.events import TimePassed
from circle.filing import setting_of
from circle.happenings import Choice
from circle.held import open_snag
from circle.ledger import AHEAD, forget, hear, look_up, write_down
from circle.meeting_choices import choose_meeting
from circle.meeting_notices import RhythmKept
from circle.notices import Notice
from circle.organisation import HelperCame, HelperGone, HelperKnown, HelperWent
from circle.own_words import tell_of_meetings
from circle.papers import Papers
from circle.person_words import nudges_ready, put_by, tell_persons, weeded
from circle.rhythm import Series, SingleDates, day_of
from circle.rota_events import DayBegan, RotaEvent
from circle.step_events import StepEvent
from circle.team_words import tell_team
from circle.waking import wakes

Change = tuple[Papers, tuple[Notice, ...]]

BetweenEvent = Chosen | Choice | RotaEvent | StepEvent


def happen_between(papers: Papers, event: BetweenEvent) -> Change:
    """The papers after a choice or a press, and what follows from it at once."""
    if isinstance(event, HelperKnown):
        return papers, (HelperCame(person=event.who, name=event.name, part=event.part),)
    if isinstance(event, HelperGone):
        return papers, (HelperWent(person=event.who, name=event.name, part=event.part),)
    if isinstance(event, SnagOpened) and papers.circle is not None:
        return open_snag(papers, papers.circle, event)
    who = getattr(event, "who", "")
    if who and who not in {member.person for member in papers.team.members}:
        return papers, (OnlyTheTeam(),)
    after, told = _heard(papers, event)
    return (papers if after is papers.between else replace(papers, between=after)), told


def _heard(papers: Papers, event: BetweenEvent) -> tuple[Between, tuple[Notice, ...]]:
    between = with_rota_of(papers.between, papers.team)
    match event:
        case RhythmChosen():
            between = choose_rhythm(papers, between, event)
            ahead = next_meeting(between, event.at)
            return between, (RhythmKept(next=ahead.begins if ahead else None),)
        case RemindersChosen():
            return choose_reminders(between, event), (RemindersKept(),)
        case ChecksChosen():
            return choose_checks(between, event)
        case FeedRenewed():
            rhythm = between.rhythm
            if rhythm.feed == event.feed:
                rhythm = replace(rhythm, feed=rhythm.feed + 1)
            return replace(between, rhythm=rhythm), (FeedMadeNew(),)
        case SnagOpened():
            return papers.between, (NoCircleNow(),)
        case AgendaEvent():
            agenda, notices = write_agenda(between.agenda, event)
            return _with(papers, between, event.at, notices, agenda=agenda)
        case Choice():
            return choose_meeting(between, papers.team, event)
        case RotaEvent():
            rota, notices = rota_rules.step(between.rota, event)
            return _with(papers, between, event.at, notices, rota=rota)
        case StepEvent():
            agreed, notices = step_rules.step(between.follow_up, event, setting_of(papers))
            return _with(papers, between, event.at, notices, follow_up=agreed)
    return papers.between, ()


def _with(
    papers: Papers, between: Between, at: datetime, notices: tuple[Notice, ...], **facts: object
) -> tuple[Between, tuple[Notice, ...]]:
    """Private words wait for their time; an answer is given now."""
    after = put_by(replace(between, **facts), notices, at)  # type: ignore[arg-type]
    answers = tuple(n for n in notices if not hasattr(n, "to"))
    return (papers.between if after == papers.between else after), answers


def choose_rhythm(papers: Papers, between: Between, event: RhythmChosen) -> Between:
    """The meetings follow the rhythm as it is now; what people chose themselves stands."""
    known = next(iter(between.rhythm.series), None)
    rhythm = replace(
        between.rhythm,
        series=(event.series,) if event.series else (),
        municipality=event.municipality,
        pauses=event.pauses,
        school=event.school,
        quiet=event.quiet,
        early=event.early,
    )
    between = replace(between, rhythm=rhythm)
    if event.series is None and known is not None:
        return _written(between, papers, replace(known, rule=SingleDates(())), event.at)
    return refreshed(between, papers, event.at)


def refreshed(between: Between, papers: Papers, at: datetime) -> Between:
    """The meetings of the weeks to come are written down, and what is long over is forgotten."""
    for series in between.rhythm.series:
        between = _written(between, papers, series, at)
    if not between.rhythm.series and between.meetings:
        meetings, _ = look_up(between.meetings, calendar_of(between, papers.team), at)
        between = replace(between, meetings=meetings)
    meetings = forget(between.meetings, at)
    if meetings != between.meetings:
        between = replace(between, meetings=meetings)
    people = frozenset(member.person for member in papers.team.members)
    agenda = aged(between.agenda, people, at)
    return between if agenda is between.agenda else replace(between, agenda=agenda)


def _written(between: Between, papers: Papers, series: Series, at: datetime) -> Between:
    until = day_of(at, series.zone) + AHEAD
    calendar = calendar_of(between, papers.team)
    meetings, _ = write_down(between.meetings, series, calendar, at, until)
    return between if meetings == between.meetings else replace(between, meetings=meetings)


def choose_reminders(between: Between, event: RemindersChosen) -> Between:
    """The team's reminders are for all; each person's own for them alone."""
    off = tuple(each for each in OF_TEAM if each in event.off)
    between = replace(between, rhythm=replace(between.rhythm, off=off))
    if not event.who:
        return between
    mine = tuple(each for each in Reminder if each in event.off and each not in OF_TEAM)
    others = {person: each for person, each in between.lighter.items() if person != event.who}
    return replace(between, lighter={**others, event.who: mine} if mine else others)


def settle(papers: Papers, at: datetime) -> Change:
    """Let what is due happen, say what it is time to say, and know when to wake."""
    team, setting = papers.team, setting_of(papers)
    between = with_rota_of(papers.between, team)
    between = _passed(between, papers, at)
    between = weeded(nudges_ready(between, team, setting, at), team, at)
    between, of_meetings = tell_of_meetings(between, team, at, papers.circle is not None)
    between, for_persons = tell_persons(between, team, at)
    between, for_all = tell_team(between, team, at)
    between = replace(between, wakes=wakes(between, team, setting, at))
    if between == papers.between:
        return papers, ()
    return replace(papers, between=between), (*of_meetings, *for_all, *for_persons)


def _passed(between: Between, papers: Papers, at: datetime) -> Between:
    calendar = calendar_of(between, papers.team)
    meetings, _ = hear(between.meetings, TimePassed(at=at), calendar)
    if meetings != between.meetings:
        between = replace(between, meetings=meetings)
    today = day_of(at, papers.team.zone)
    if all(each.until >= today for each in between.rota.away):
        return between
    ahead = next_meeting(between, at)
    event = DayBegan(at=at, day=ahead.day if ahead else today)
    rota, notices = rota_rules.step(between.rota, event)
    return put_by(replace(between, rota=rota), notices, at, by_itself=True)
