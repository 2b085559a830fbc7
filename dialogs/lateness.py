"""What may not be said now, though it was promised: it waits for the morning, or comes too late."""

from datetime import datetime

from circle.between import hours_of
from circle.notices import Private
from circle.papers import Papers, Promise


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
