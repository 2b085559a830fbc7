"""The facilitator and time: more minutes, a break, and on again."""

from dataclasses import replace
from datetime import timedelta

from circle.backward import seconds_again
from circle.comings import wake
from circle.events import GaveTime, Paused, Resumed
from circle.notices import CircleGoesOn, CircleRests, MovedOn
from circle.state import Circle, Part, Stage
from circle.turns import Outcome, give_word, has_round, pass_on

MINUTE = timedelta(minutes=1)


def give_time(circle: Circle, event: GaveTime) -> Outcome:
    """More minutes for the turn, or for the writing or free phase; the same press only once."""
    course = circle.course
    if event.extra != course.extra:
        return circle, (MovedOn(),)
    more = timedelta(minutes=event.minutes)
    if course.ends is not None:
        ends = max(course.ends, event.at) + more
        soon = ends - event.at <= MINUTE
        circle = circle.with_course(ends=ends, time_told=False, minute_told=soon)
    elif course.part is not Part.REST and course.phase_ends is not None:
        ends = max(course.phase_ends, event.at) + more
        circle = circle.with_course(phase_ends=ends, phase_told=False)
    else:
        return circle, ()
    return circle.with_course(extra=course.extra + 1), ()


def pause(circle: Circle, event: Paused) -> Outcome:
    """A break: time stands still."""
    until = event.at + timedelta(minutes=event.minutes)
    circle = replace(circle, stage=Stage.PAUSED, paused_at=event.at, resumes_at=until)
    circle = circle.with_course(turn=circle.course.turn + 1, waits_since=None, offered=False)
    return circle, (CircleRests(until=until),)


def resume(circle: Circle, event: Resumed) -> Outcome:
    """The break is over; everybody has as much time left as before it."""
    stood = max(timedelta(), event.at - (circle.paused_at or event.at))
    course = circle.course
    circle = replace(
        circle, stage=Stage.RUNNING, paused_at=None, resumes_at=None, ends=circle.ends + stood
    )
    circle = circle.with_course(
        turn=course.turn + 1,
        began=course.began and course.began + stood,
        ends=course.ends and course.ends + stood,
        phase_began=course.phase_began and course.phase_began + stood,
        phase_ends=course.phase_ends and course.phase_ends + stood,
        waits_since=None,
        offered=False,
    )
    told = CircleGoesOn(speaker=circle.speaking)
    if course.part is Part.WORD and course.speaker is None:
        circle, notices = _word_after_break(circle, event)
        return circle, (told, *notices)
    return wake(circle, (told,), event.at)


def _word_after_break(circle: Circle, event: Resumed) -> Outcome:
    """Who had the word and went out in the break has it again, if they are back."""
    if has_round(circle):
        return pass_on(circle, event.at)
    number = circle.next_up
    circle = circle.with_course(waiting=())
    if number is None:
        return pass_on(circle, event.at)
    return give_word(circle, number, seconds_again(circle, event.at), event.at)
