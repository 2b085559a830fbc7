"""What did not come may be sent again, as long as it helps."""

from dataclasses import dataclass, replace
from datetime import datetime

from circle.between_notices import ForYou, RoleNudge
from circle.events import Event
from circle.meeting_notices import (
    AgendaCame,
    CanBegin,
    DayOffAsked,
    MeetingFellOut,
    MeetingWentBy,
    TeamWord,
)
from circle.notices import Answer, Line, Notice
from circle.occurrences import key_of
from circle.own_words import LATE
from circle.papers import Delivery, Papers
from circle.people import PersonId
from circle.person_words import as_now
from circle.rhythm import day_of

MISSED = frozenset({Delivery.DOUBT, Delivery.DEAD})
"""What may not have come, or did not."""

AGAIN = "/again"
"""Stands behind the id of a message that is sent again."""


@dataclass(frozen=True, kw_only=True)
class SentAgain(Event):
    """Somebody who sees to the deliveries sends a message again."""

    who: PersonId
    promise: str


@dataclass(frozen=True, kw_only=True)
class SendsAgain(Answer):
    """It is being sent again."""


@dataclass(frozen=True, kw_only=True)
class HelpsNoMore(Answer):
    """The time for that message has passed, or it is no longer kept."""


@dataclass(frozen=True, kw_only=True)
class OnlyResourcePerson(Answer):
    """The team's resource person sees to what did not come."""


def helps_until(notice: Notice | None) -> datetime | None:
    """From when on a reminder helps nobody (UTC); None for what always does."""
    match notice:
        case AgendaCame(begins=begins) | RoleNudge(begins=begins):
            return begins
        case CanBegin(begins=begins):
            return begins + LATE
    return None


def helps(notice: Notice | None, papers: Papers, at: datetime) -> bool:
    """Whether it is still of use: a reminder is not, once its meeting is moved, off or begun."""
    until = helps_until(notice)
    if until is not None and at >= until:
        return False
    if not isinstance(notice, AgendaCame | RoleNudge | CanBegin):
        return True
    meeting = papers.between.meetings.get(key_of(notice.series, notice.day))
    return meeting is None or (meeting.open and meeting.begins == notice.begins)


def as_it_is(notice: Notice, papers: Papers, at: datetime) -> Notice | None:
    """What is gathered in one message, without what is no longer so; None when nothing is left."""
    match notice:
        case ForYou(items=items):
            today = day_of(at, papers.team.zone)
            found = [as_now(each, papers.between, today) for each in items]
            left = tuple(each for each in found if each is not None)
            return replace(notice, items=left) if left else None
        case TeamWord(items=lines):
            still = tuple(each for each in lines if _stands(each, papers, at))
            return replace(notice, items=still) if still else None
    return notice


def _stands(line: Line, papers: Papers, at: datetime) -> bool:
    """Whether the team can still decide this, or should still know it."""
    match line:
        case DayOffAsked(series=series, days=days, asked=asked):
            meetings = [papers.between.meetings.get(key_of(series, day)) for day in days]
            return any(
                each.open and not each.kept and each.question and each.question.asked == asked
                for each in meetings
                if each is not None
            )
        case MeetingWentBy(next=ahead) | MeetingFellOut(next=ahead):
            return ahead is None or ahead > at
    return True


def can_be_sent_again(papers: Papers, promise: str, at: datetime) -> bool:
    """Whether it did not come, is still kept, and still helps; the course of a circle is past."""
    return _wanted(papers, promise, at) is not None


def _wanted(papers: Papers, promise: str, at: datetime) -> Notice | None:
    """What would be sent again now, if anything."""
    row = papers.told.get(promise)
    if row is None or row.delivery not in MISSED or row.notice is None or row.circle:
        return None
    return as_it_is(row.notice, papers, at) if helps(row.notice, papers, at) else None


def send_again(papers: Papers, event: SentAgain) -> tuple[Papers, tuple[Notice, ...]]:
    """The message waits to be shown once more; pressing twice sends it once."""
    if f"{event.promise}{AGAIN}" in papers.deliveries:
        return papers, (SendsAgain(),)
    notice = _wanted(papers, event.promise, event.at)
    if notice is None:
        return papers, (HelpsNoMore(),)
    told = dict(papers.told)
    row = told.pop(event.promise)
    again = replace(
        row,
        notice=notice,
        id=f"{row.id}{AGAIN}",
        at=event.at,
        delivery=Delivery.PENDING,
        tries=0,
        again_at=None,
        reason="",
    )
    return replace(papers, told=told, promises={**papers.promises, again.id: again}), (
        SendsAgain(),
    )
