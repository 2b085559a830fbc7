"""Time as people should see it: a tide in half minutes that rises, and never counts over."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from circle.state import Circle, Part, Stage
from locales import Words
from locales.dates import time_phrase

SEVERAL, ONE, HALF = 90, 45, 20
"""More seconds than these are so many minutes, one minute, half a minute; below, a calm word."""

BRIEF = 20
"""Seconds above which a turn's length is told as half a minute and not as nothing."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The time of a turn or a phase. `began` and `ends` are milliseconds, as a browser counts.

    `gone` is per cent; `stands` says that time stands still, as in a break, and
    `over` that it is gone, which the room sees as calm and not as minutes over.
    """

    began: int
    ends: int
    gone: int
    left: str
    until: str
    stands: bool
    over: bool


def pace_of(circle: Circle, at: datetime, words: Words) -> Pace | None:
    """The time that the room sees now, or None where there is no time to see."""
    course = circle.course
    ends = course.ends if course.part is Part.WORD else course.phase_ends
    if course.began is None or ends is None or course.part is Part.REST:
        return None
    now = circle.paused_at or at
    whole = max(1.0, (ends - course.began).total_seconds())
    left = (ends - now).total_seconds()
    return Pace(
        began=int(course.began.timestamp() * 1000),
        ends=int(ends.timestamp() * 1000),
        gone=min(100, max(0, round(100 * (whole - left) / whole))),
        left=left_words(left, words),
        until=words("until", time=time_phrase(ends, circle.zone, circle.language)),
        stands=circle.stage is Stage.PAUSED,
        over=left <= 0,
    )


def left_words(seconds: float, words: Words) -> str:
    """How much is left, as the room reads it."""
    if seconds > SEVERAL:
        return words("tide.minutes", count=round(seconds / 60))
    if seconds > ONE:
        return words("tide.minutes", count=1)
    if seconds > HALF:
        return words("tide.half")
    return words("tide.calm") if seconds > 0 else words("tide.zero")


def minutes_phrase(seconds: int, words: Words) -> str:
    """A length as a finished phrase: 2 minutes, ½ minute."""
    if seconds < ONE:
        return words("unit.half_minute")
    return words("unit.minutes", count=max(1, round(seconds / 60)))


@lru_cache(maxsize=8)
def tide_words(words: Words) -> tuple[tuple[str, str], ...]:
    """What the browser says about time, by name, with # where a number goes."""
    return (
        ("minutes", words("tide.minutes.other", count="#")),
        ("one", words("tide.minutes", count=1)),
        ("half", words("tide.half")),
        ("calm", words("tide.calm")),
        ("zero", words("tide.zero")),
    )
