"""What one person should know between circles, gathered into one private message.

What somebody else pressed comes on the next working morning. What the bot says by itself comes at
most once a week, and what is wanted within the week comes along.
"""

from dataclasses import replace
from datetime import date, datetime

from circle import focus
from circle.between import Between, Reminder, Waiting, hours_of
from circle.between_notices import ForYou
from circle.next_steps import Setting, next_nudge
from circle.notices import Notice, Private
from circle.own_words import MERGED
from circle.people import PersonId, Team
from circle.rhythm import day_of
from circle.rota import planned
from circle.rota_notices import (
    FocusAsked,
    RoleCameToYou,
    RoleLeftYou,
    SwapAgreed,
    SwapAsked,
    SwapKept,
)
from circle.step_events import MorningCame, StepNudge
from circle.step_rules import step as step_moved
from circle.team_words import WEEK, free_to_speak


def nudges_ready(between: Between, team: Team, setting: Setting, at: datetime) -> Between:
    """The nudges of the week to come lie ready, each for the morning of its day."""
    today = day_of(at, team.zone)
    first = next_nudge(between.follow_up, today, setting)
    if first is None or first > today + MERGED:
        return between
    event = MorningCame(at=at, day=today, ahead=today + MERGED)
    agreed, notices = step_moved(between.follow_up, event, setting)
    hours = hours_of(between, team)
    ready = tuple(
        Waiting(nudge, max(at, hours.morning(setting.nudge_day(nudge.step))), by_itself=True)
        for nudge in notices
        if isinstance(nudge, StepNudge)
    )
    return replace(between, follow_up=agreed, waiting=(*between.waiting, *ready))


def weeded(between: Between, team: Team, at: datetime) -> Between:
    """What waits, without what is no longer so."""
    today = day_of(at, team.zone)
    fresh = [(each, as_now(each.notice, between, today)) for each in between.waiting]
    left = tuple(replace(each, notice=now) for each, now in fresh if now is not None)
    return between if left == between.waiting else replace(between, waiting=left)


def as_now(notice: Private, between: Between, today: date) -> Private | None:
    """A private word as it is true on this day; None when it is true no longer."""
    rota = between.rota
    match notice:
        case StepNudge():
            agreed = between.follow_up
            step = next((s for s in agreed.going_on if s.id == notice.step.id), None)
            if step is None or notice.to not in step.who or step.id in agreed.outcomes:
                return None
            quiet = Reminder.STEPS in between.lighter.get(notice.to, ()) or step.by < today
            return None if quiet else replace(notice, step=step)
        case FocusAsked():
            asked = focus.asked(rota, notice.day) if rota.ask_until else None
            true = asked == notice.to
        case RoleCameToYou():
            true = (notice.role, notice.to) in planned(rota, notice.day)
        case RoleLeftYou():
            true = (notice.role, notice.to) not in planned(rota, notice.day)
        case SwapAsked():
            true = (notice.role, notice.asker) in planned(rota, notice.day)
        case SwapAgreed() | SwapKept():
            true = True
        case _:
            return notice
    return notice if true and notice.day >= today else None


def tell_persons(between: Between, team: Team, at: datetime) -> tuple[Between, tuple[Notice, ...]]:
    """One message for each person who should know something now."""
    told: list[Notice] = []
    for person in dict.fromkeys(waiting.notice.to for waiting in between.waiting):
        now = ripe(between, team, person, at)
        if not now:
            continue
        left = tuple(each for each in between.waiting if each not in now)
        between = replace(between, waiting=left)
        if any(each.by_itself for each in now):
            between = replace(between, said={**between.said, person: at})
        told.append(ForYou(to=person, items=tuple(each.notice for each in now)))
    return between, tuple(told)


def ripe(between: Between, team: Team, person: PersonId, at: datetime) -> tuple[Waiting, ...]:
    """What a person is to be told now: nothing, while the bot is to be quiet."""
    mine = [each for each in between.waiting if each.notice.to == person]
    if not any(told_at(each, between, team, at) == at for each in mine):
        return ()
    free = free_to_speak(between, person) <= at
    return tuple(
        each
        for each in mine
        if (free and each.wanted <= at + MERGED if each.by_itself else each.wanted <= at)
    )


def told_at(waiting: Waiting, between: Between, team: Team, at: datetime) -> datetime:
    """When this is said, if nothing brings it along earlier."""
    to = waiting.notice.to
    wanted = max(at, waiting.wanted)
    if waiting.by_itself:
        wanted = max(wanted, free_to_speak(between, to))
    return hours_of(between, team, to).next(wanted)


def put_by(
    between: Between, notices: tuple[Notice, ...], at: datetime, by_itself: bool = False
) -> Between:
    """Private words that wait for their time; a newer one takes the place of its like."""
    private = [notice for notice in notices if isinstance(notice, Private)]
    if not private:
        return between
    fresh = tuple(Waiting(notice, at, by_itself) for notice in private)
    known = {_about(each.notice) for each in fresh}
    kept = tuple(each for each in between.waiting if _about(each.notice) not in known)
    return replace(between, waiting=(*kept, *fresh))


def _about(notice: Private) -> tuple[object, ...]:
    """To whom, about what: a role that comes and goes again is told as it is in the end."""
    role, day = getattr(notice, "role", None), getattr(notice, "day", None)
    kind = "role" if isinstance(notice, RoleCameToYou | RoleLeftYou) else type(notice).__name__
    step = notice.step.id if isinstance(notice, StepNudge) else ""
    asker = notice.asker if isinstance(notice, SwapAsked) else ""
    return notice.to, kind, role, day, step, asker


__all__ = ["WEEK", "nudges_ready", "put_by", "ripe", "tell_persons", "told_at", "weeded"]
