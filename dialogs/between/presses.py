"""Buttons of the time between circles, read as events. A press at the table names its person."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time

from circle import agenda_events, happenings, rota_events, step_events
from circle.answers import NotReadable
from circle.between import day_of_next, series_of
from circle.between_events import FeedRenewed
from circle.events import Event
from circle.notices import Answer
from circle.papers import Papers
from circle.people import PersonId, Role
from circle.rhythm import day_of

Values = Mapping[str, str]
Reader = Callable[[Values, Papers, datetime], Event]

MOST_DAYS = 100
"""Days that one button may be about."""

USUAL_MINUTES = 60


def read_between(values: Values, papers: Papers, at: datetime) -> Event | Answer:
    """The event of a pressed button, or that it could not be read."""
    try:
        return READERS[values["verb"]](values, papers, at)
    except (KeyError, ValueError):
        return NotReadable()


def who_acts(values: Values, papers: Papers) -> PersonId:
    """Who pressed; at the table the person that the button is about, or nobody by name."""
    return values.get("who") or values.get("person", "")


def _asked(values: Values) -> datetime | None:
    """When the question on the card was put."""
    text = values.get("asked", "")
    return datetime.fromisoformat(text) if text else None


def _days(values: Values) -> tuple[date, ...]:
    named = values.get("days") or values["day"]
    days = tuple(date.fromisoformat(each) for each in named.split(",")[:MOST_DAYS])
    if not days:
        raise ValueError(named)
    return days


def _clock(values: Values) -> time:
    return time.fromisoformat(values["clock"])


def _move(values: Values, papers: Papers, at: datetime) -> Event:
    return happenings.MeetingMoved(
        at=at,
        series=values["series"],
        days=_days(values)[:1],
        who=values.get("who", ""),
        asked=_asked(values),
        to=date.fromisoformat(values["to"]),
        clock=_clock(values),
    )


def _keep(values: Values, papers: Papers, at: datetime) -> Event:
    return happenings.FreeDayKept(
        at=at,
        series=values["series"],
        days=_days(values),
        who=values.get("who", ""),
        asked=_asked(values),
    )


def _skip(values: Values, papers: Papers, at: datetime) -> Event:
    return happenings.MeetingSkipped(
        at=at,
        series=values["series"],
        days=_days(values),
        who=values.get("who", ""),
        asked=_asked(values),
    )


def _plan(values: Values, papers: Papers, at: datetime) -> Event:
    series = series_of(papers.between)
    return happenings.MeetingPlanned(
        at=at,
        series=values["series"],
        days=_days(values)[:1],
        who=values.get("who", ""),
        clock=_clock(values),
        zone=papers.team.zone,
        minutes=series.minutes if series else USUAL_MINUTES,
    )


def _day(values: Values, papers: Papers, at: datetime) -> date:
    """The day on the button, else that of the next circle."""
    named = values.get("day", "")
    return date.fromisoformat(named) if named else day_of_next(papers.between, papers.team, at)


def _role(kind: Callable[..., Event]) -> Reader:
    return lambda values, papers, at: kind(
        at=at,
        day=_day(values, papers, at),
        who=who_acts(values, papers),
        role=Role(values["role"]),
    )


def _swap(kind: Callable[..., Event]) -> Reader:
    return lambda values, papers, at: kind(
        at=at,
        day=_day(values, papers, at),
        who=who_acts(values, papers),
        other=values["other"],
        role=Role(values["role"]),
    )


def _plain(kind: Callable[..., Event]) -> Reader:
    return lambda values, papers, at: kind(
        at=at, day=_day(values, papers, at), who=who_acts(values, papers)
    )


def _skip_role(values: Values, papers: Papers, at: datetime) -> Event:
    return rota_events.SkippedRole(
        at=at,
        day=_day(values, papers, at),
        who=who_acts(values, papers),
        person=values["person"],
        role=Role(values["role"]),
    )


def _step(kind: Callable[..., Event]) -> Reader:
    return lambda values, papers, at: kind(
        at=at,
        day=day_of(at, papers.team.zone),
        who=who_looks(values, papers),
        step=values["step"],
    )


def who_looks(values: Values, papers: Papers) -> PersonId:
    """Who says what became of a step; the table speaks for those who said yes to it."""
    step = papers.between.follow_up.find(values["step"])
    members = {member.person for member in papers.team.members}
    doers = [person for person in step.who if person in members] if step else []
    return values.get("who") or next(iter(doers), next(iter(members), ""))


def _snag(kind: Callable[..., Event]) -> Reader:
    return lambda values, papers, at: kind(at=at, who=values.get("who", ""), snag=values["snag"])


def _item(kind: Callable[..., Event], **facts: bool) -> Reader:
    return lambda values, papers, at: kind(
        at=at, who=values.get("who", ""), item=values["item"], **facts
    )


def _new_feed(values: Values, papers: Papers, at: datetime) -> Event:
    return FeedRenewed(at=at, who=values.get("who", ""), feed=int(values["feed"]))


READERS: Mapping[str, Reader] = {
    "meeting_move": _move,
    "meeting_keep": _keep,
    "meeting_skip": _skip,
    "meeting_plan": _plan,
    "swap_yes": _swap(rota_events.AgreedToSwap),
    "swap_no": _swap(rota_events.KeptTurn),
    "focus_yes": _plain(rota_events.AgreedToFocus),
    "focus_no": _plain(rota_events.DeclinedFocus),
    "role_back": _role(rota_events.GaveRoleBack),
    "role_take": _role(rota_events.TookRole),
    "role_skip": _skip_role,
    "am_back": _plain(rota_events.IsBack),
    "step_done": _step(step_events.StepDone),
    "step_let_go": _step(step_events.StepLetGo),
    "feed_new": _new_feed,
    "item_out": _item(agenda_events.ItemMoved, operations=True),
    "item_back": _item(agenda_events.ItemMoved, operations=False),
    "item_drop": _item(agenda_events.ItemDropped),
    "snag_open": _snag(agenda_events.SnagOpened),
    "snag_back": _snag(agenda_events.SnagWithdrawn),
}
