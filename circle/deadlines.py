"""Time: what a circle does when the clock moves on, and when it next wants to be asked.

Nothing here is scheduled. Each moment follows from the state, so a restart, a sleep or an hour
without network changes nothing but how late the clock is heard.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from circle.events import TimePassed
from circle.moves import close
from circle.notices import Notice, TakeOverOffered
from circle.state import Circle, Part, Stage
from circle.turns import Outcome
from circle.whispers import BreakIsOver, MinuteLeft, PhaseTimeIsUp, SpeakerTimeIsUp, TimeIsUp

PATIENCE = timedelta(minutes=3)
"""How long a circle waits for its facilitator before somebody else may take over."""

LONGER_PATIENCE = timedelta(minutes=10)
"""The same while the facilitator has the word: who speaks long has not vanished."""

LONG_TURN = timedelta(minutes=3)
"""Only in turns of this length or more does the speaker hear that a minute is left."""

FORGOTTEN = timedelta(minutes=60)
"""A circle without any press closes itself this long after its planned end."""

DRAFT_LIFE = timedelta(days=14)
"""After this a draft that nobody approved keeps date, guide and next steps only."""


def next_deadline(circle: Circle) -> datetime | None:
    """The next moment (UTC) at which the circle changes by itself; None if it never does."""
    return min(_deadlines(circle), default=None)


def _deadlines(circle: Circle) -> Iterator[datetime]:
    if circle.stage is Stage.CLOSED:
        return
    if circle.stage is Stage.DRAFT:
        if circle.closed_at is not None:
            yield circle.closed_at + DRAFT_LIFE
        return
    yield closes_at(circle)
    if circle.stage is Stage.PAUSED and circle.resumes_at and not circle.course.waits_since:
        yield circle.resumes_at
    if circle.stage is Stage.GATHERING and not circle.course.waits_since:
        yield circle.begins
    if circle.stage is Stage.RUNNING:
        yield from _of_the_turn(circle)
    if circle.course.waits_since and not circle.course.offered:
        yield circle.course.waits_since + patience_with(circle)


def patience_with(circle: Circle) -> timedelta:
    """How long this circle waits before taking over is offered."""
    speaks = circle.stage is Stage.RUNNING and circle.speaker is not None
    if speaks and circle.speaker == circle.facilitator:
        return LONGER_PATIENCE
    return PATIENCE


def _of_the_turn(circle: Circle) -> Iterator[datetime]:
    course = circle.course
    if course.ends is not None and not course.time_told:
        yield course.ends
        if _says_minute(circle):
            yield course.ends - timedelta(minutes=1)
    if _phase_is_timed(circle) and course.phase_ends is not None and not course.phase_told:
        yield course.phase_ends


def _says_minute(circle: Circle) -> bool:
    course = circle.course
    if course.minute_told or course.began is None or course.ends is None:
        return False
    return course.ends - course.began >= LONG_TURN


def _phase_is_timed(circle: Circle) -> bool:
    """The phase's own time counts while all write or talk, and in turns without a time."""
    part = circle.course.part
    return part in {Part.WRITING, Part.FREE} or (part is Part.WORD and circle.course.ends is None)


def closes_at(circle: Circle) -> datetime:
    """When a forgotten circle closes itself: an hour after its end, a paused one with the day."""
    if circle.stage is Stage.PAUSED and circle.paused_at is not None:
        day = circle.paused_at.astimezone(ZoneInfo(circle.zone)).date()
        midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(circle.zone))
        return midnight.astimezone(circle.paused_at.tzinfo)
    return max(circle.ends, circle.pressed) + FORGOTTEN


def pass_time(circle: Circle, event: TimePassed) -> Outcome:
    """Tell whoever should know that a minute is left, time is up, or somebody may take over."""
    if event.at >= closes_at(circle):
        return close(circle, event.at, itself=True)
    told: list[Notice] = []
    if circle.stage is Stage.RUNNING:
        circle, told = _tell_of_turn(circle, event.at)
    elif not circle.course.waits_since and event.at >= (circle.resumes_at or circle.begins):
        circle, told = _tell_of_wait(circle, event.at)
    waits, offered = circle.course.waits_since, circle.course.offered
    if waits and not offered and event.at >= waits + patience_with(circle):
        circle = circle.with_course(offered=True)
        told.append(TakeOverOffered())
    return circle, tuple(told)


def _tell_of_wait(circle: Circle, at: datetime) -> tuple[Circle, list[Notice]]:
    """The break, or the time to gather, is over: from now on the circle waits to be begun."""
    circle = circle.with_course(waits_since=at)
    if circle.facilitator is None:
        return circle, []
    return circle, [BreakIsOver(to=circle.facilitator.person)]


def _tell_of_turn(circle: Circle, at: datetime) -> tuple[Circle, list[Notice]]:
    course, facilitator = circle.course, circle.facilitator
    if course.ends is not None and not course.time_told:
        return _tell_speaker(circle, course.ends, at)
    timed = _phase_is_timed(circle) and not course.phase_told
    if not timed or course.phase_ends is None or at < course.phase_ends:
        return circle, []
    circle = circle.with_course(phase_told=True)
    return circle, [PhaseTimeIsUp(to=facilitator.person)] if facilitator else []


def _tell_speaker(circle: Circle, ends: datetime, at: datetime) -> tuple[Circle, list[Notice]]:
    speaker, facilitator = circle.speaker, circle.facilitator
    if speaker is None:
        return circle, []
    if at >= ends:
        told: list[Notice] = [TimeIsUp(to=speaker.person)]
        if facilitator is not None and facilitator != speaker:
            told.append(SpeakerTimeIsUp(to=facilitator.person, speaker=speaker.person))
        return circle.with_course(time_told=True), told
    if _says_minute(circle) and at >= ends - timedelta(minutes=1):
        return circle.with_course(minute_told=True), [MinuteLeft(to=speaker.person)]
    return circle, []
