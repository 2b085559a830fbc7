"""Circles at every moment, for pictures of them; and every notice there is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, get_type_hints

from circle import events
from circle.answers import DeliveryShown, Undelivered
from circle.between_notices import ForYou
from circle.calendar import Free, FreeDays
from circle.checkin.release import Band
from circle.checkin.rounds import CLOSING, CheckLine, Outcome, Round
from circle.guide import Guide, Output
from circle.household import Started, happen
from circle.meeting_notices import DayOffAsked, MeetingWentBy, MonthProposed, TeamWord
from circle.next_steps import Agreed, StepOutcome
from circle.notices import Line, Notice, Private
from circle.occurrences import State
from circle.organisation import Part as HelperPart
from circle.papers import Papers
from circle.people import Member, Role, Seat, Team
from circle.rhythm import Monthly, Series, Weekday, Which
from circle.rota import RoleShown
from circle.rota_notices import FocusAsked, RoleCameToYou, SwapAsked
from circle.scaling import plan_of
from circle.state import Circle, NextStep, Part
from circle.step_events import StepNudge
from dialogs.deliveries import MOST_AGAIN, MOST_SHOWN
from storage.guides import read_guides

GUIDES = read_guides(Path(__file__).parents[2] / "guides")
NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
SOON = NOON + timedelta(seconds=20)
NAMES = ("Anna", "Bo", "Cecilie", "David", "Eva")
ROLES = {0: (Role.FACILITATOR,), 1: (Role.OWNER, Role.FOCUS), 2: (Role.NOTES,)}


def team_of(*names: str, language: str = "da", name: str = "Team Blå") -> Team:
    """A team that has only the table."""
    members = tuple(Member(f"table:t1:{n}", name) for n, name in enumerate(names or NAMES))
    return Team("t1", name, "table", language, "Europe/Copenhagen", members)


def begun(
    team: Team,
    guide: str = "laeringscirkel",
    minutes: int = 60,
    question: str = "Hvordan får vi flere stemmer i spil?",
    begins: datetime = NOON,
) -> Papers:
    """A circle of the whole team, gathering or begun."""
    seats = tuple(
        Seat(member.person, member.name, ROLES.get(n, ())) for n, member in enumerate(team.members)
    )
    plan = plan_of(GUIDES[guide], minutes, team.language)
    started = Started(
        at=NOON, circle="c1", question=question, plan=plan, seats=seats, begins=begins
    )
    return happen(Papers(team=team), started)[0]


def after(papers: Papers, kind: type[events.Act], at: datetime = NOON, **facts: Any) -> Papers:
    """The papers after somebody who may did this."""
    circle = papers.shown
    assert circle is not None
    who = circle.speaking if kind in (events.Spoke, events.Passed) else None
    who = who or (circle.facilitator or circle.seats[0]).person
    turn = {"turn": circle.course.turn} if issubclass(kind, events.Press) else {}
    return happen(papers, kind(**{"at": at, "who": who, "circle": circle.id} | turn | facts))[0]


def in_phase(papers: Papers, id: str) -> Papers:
    """The circle in this phase."""
    while papers.circle is not None and papers.circle.phase.id != id:
        rests = papers.circle.course.part is Part.REST
        papers = after(papers, events.WentOn if rests else events.SkippedPhase)
    return papers


def with_step(papers: Papers, what: str = "prøver kort", sign: str = "Fire elever") -> Papers:
    """A next step has been written."""
    circle = papers.shown
    assert circle is not None
    doers = tuple(seat.person for seat in circle.seats[:2])
    facts = {"step": "s1", "doers": doers, "what": what, "by": date(2026, 3, 10), "sign": sign}
    return after(papers, events.WroteStep, **facts)


def agreed(papers: Papers, steps: tuple[NextStep, ...]) -> Papers:
    """The papers of a team that agreed on this last time."""
    return replace(papers, between=replace(papers.between, follow_up=Agreed(steps)))


def moments(team: Team, **facts: Any) -> Mapping[str, Papers]:
    """A circle at every kind of moment, by name."""
    circle = begun(team, **facts)
    igp = begun(team, guide="igp", **facts)
    meaning = in_phase(circle, "meaning")
    steps = with_step(in_phase(circle, "steps"))
    found = {
        "gathering": begun(team, begins=NOON + timedelta(hours=1), **facts),
        "opening": agreed(circle, steps.circle.kept.steps if steps.circle else ()),
        "round": meaning,
        "writing": in_phase(igp, "alone"),
        "free": in_phase(igp, "free"),
        "rest": after(in_phase(circle, "middle"), events.Spoke),
        "pause": after(meaning, events.Paused, minutes=10),
        "steps": steps,
        "close": in_phase(steps, "close"),
        "draft": after(with_step(in_phase(circle, "close")), events.Ended),
        "empty draft": after(circle, events.Ended),
    }
    anna = team.members[0].person
    found["offered"] = after(meaning, events.Left, person=anna)
    found["told"] = happen(meaning, events.TimePassed(at=NOON + timedelta(minutes=8)))[0]
    found["line"] = after(found["draft"], events.Wrote, what=Output.LINE, text="Stilhed")
    return found


def leaves(kind: type) -> Iterator[type]:
    """Every kind of notice that has no kinds below it."""
    for below in kind.__subclasses__():
        yield from leaves(below) if below.__subclasses__() else (below,)


NOTICES: tuple[type[Notice], ...] = tuple(sorted(leaves(Notice), key=lambda kind: kind.__name__))


def delivery(
    kind: str, to: str | None, state: str, reason: str = "", again: bool = False
) -> DeliveryShown:
    return DeliveryShown(
        promise="row", kind=kind, to=to, at=NOON, state=state, reason=reason, again=again
    )


NEVER_EMPTY = (DayOffAsked, ForYou, TeamWord)
"""Messages that are only sent with something in them: of these the shortest has one thing."""


def notices_of(kind: type[Notice], papers: Papers, text: str) -> Iterator[Notice]:
    """This notice with everything there, and once without what may be missing."""
    hints = get_type_hints(kind)
    whole = {field.name: value_of(hints[field.name], papers, text) for field in fields(kind)}
    yield kind(**whole)
    for name, hint in hints.items():
        if name in whole and (type(None) in getattr(hint, "__args__", ()) or hint is bool):
            yield kind(**{**whole, name: False if hint is bool else None})
        elif name in whole and "tuple" in str(hint):
            yield kind(**{**whole, name: whole[name][: kind in NEVER_EMPTY]})


GATHERED: Mapping[Any, tuple[type[Notice], ...]] = {
    tuple[Private, ...]: (RoleCameToYou, SwapAsked, FocusAsked, StepNudge),
    tuple[Line, ...]: (DayOffAsked, MonthProposed, MeetingWentBy),
}
"""What is gathered in one message between circles."""


def _items(kinds: Iterable[type[Notice]], papers: Papers, text: str) -> Iterator[Any]:
    for kind in kinds:
        yield next(iter(notices_of(kind, papers, text)))


def value_of(hint: Any, papers: Papers, text: str) -> Any:
    """Something of this kind."""
    circle, team = papers.shown, papers.team
    assert circle is not None
    if hint in GATHERED:
        return tuple(_items(GATHERED[hint], papers, text))
    step = NextStep("s1", (circle.seats[1].person, "somebody"), text, date(2026, 3, 10), text)
    known: dict[Any, Any] = {
        str: circle.seats[1].person,
        int: 1,
        bool: True,
        datetime: NOON + timedelta(minutes=9),
        Circle: circle,
        date: NOON.date(),
        time: time(14, 30),
        Role: Role.OWNER,
        State: State.HELD,
        HelperPart: HelperPart.RESOURCE,
        NextStep: step,
        StepOutcome: StepOutcome.PERSISTED,
        FreeDays: FreeDays(Free.CLOSING, text, NOON.date(), NOON.date()),
        Series: Series("circle", Monthly(Which.LAST, Weekday.FRIDAY), time(8), team.zone, 60, NOON),
        tuple[NextStep, ...]: (step, step),
        Round: Round("t_1", circle.id, CLOSING, 5, NOON),
        Outcome: Outcome(
            NOON.date(),
            (
                CheckLine("knew", Band.HIGH, 45),
                CheckLine("invited", Band.LOW),
                CheckLine("welcome"),
            ),
        ),
        tuple[str, ...]: (circle.seats[1].person, circle.seats[0].person),
        tuple[date, ...]: (NOON.date(), NOON.date() + timedelta(days=7)),
        tuple[datetime, ...]: (NOON, NOON + timedelta(days=7)),
        tuple[Role, ...]: (Role.FACILITATOR, Role.NOTES),
        tuple[RoleShown, ...]: (
            RoleShown(Role.FACILITATOR, circle.seats[0].person, (circle.seats[1].person,)),
            RoleShown(Role.OWNER, None, ()),
        ),
        tuple[Guide, ...]: tuple(GUIDES.values()),
        tuple[tuple[str, str], ...]: (("t1", text), ("t2", text)),
        tuple[DeliveryShown, ...]: (
            delivery("AgendaCame", None, "sent"),
            delivery("ForYou", circle.seats[1].person, "dead", "no private chat", again=True),
            *[delivery("TeamWord", None, "doubt", again=True)] * (MOST_AGAIN - 1),
            delivery("", None, "doubt"),
            *[delivery("TeamWord", None, "waiting")] * (MOST_SHOWN - MOST_AGAIN - 2),
        ),
        tuple[Undelivered, ...]: (
            Undelivered(to=circle.seats[1].person, gone=True, reason=text),
            Undelivered(to=circle.seats[0].person, gone=False, reason=""),
            Undelivered(to=None, gone=False, reason=""),
        ),
    }
    if hint in known:
        return known[hint]
    inner = [each for each in hint.__args__ if each is not type(None)]
    return known[inner[0]]
