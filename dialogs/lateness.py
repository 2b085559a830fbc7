"""What may not be said now, though it was promised: it waits for the morning, or comes too late."""

from datetime import datetime

from circle.between import hours_of
from circle.between_notices import RoleNudge
from circle.meeting_notices import AgendaCame, CanBegin
from circle.notices import Private
from circle.own_words import LATE
from circle.papers import Papers, Promise


def helps_until(promise: Promise) -> datetime | None:
    """From when on a promised reminder helps nobody (UTC); None for what always does."""
    match promise.notice:
        case AgendaCame(begins=begins) | RoleNudge(begins=begins):
            return begins
        case CanBegin(begins=begins):
            return begins + LATE
    return None


def is_by_itself(promise: Promise) -> bool:
    """Whether the clock brought it, so that it keeps quiet hours."""
    return promise.notice is not None and promise.notice.by_itself


def waits_until(promise: Promise, papers: Papers, at: datetime) -> datetime | None:
    """The working morning for which something waits that could not be said in time; None: now."""
    notice = promise.notice
    if notice is None or not is_by_itself(promise):
        return None
    person = notice.to if isinstance(notice, Private) else ""
    allowed = hours_of(papers.between, papers.team, person).next(at)
    return allowed if allowed > at else None
