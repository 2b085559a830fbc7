"""A team at its table: circles for tests, and a history that is told as people would tell it."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from circle.events import Event, Press, TimePassed
from circle.guide import Guide, Order, Output, Pace, Pattern, Phase, Plan
from circle.moves import begin_now
from circle.notices import Notice
from circle.people import Role, Seat
from circle.reading import read_guide
from circle.rules import step
from circle.state import Circle, Stage

NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
GUIDES = Path(__file__).resolve().parents[2] / "guides"


def phase(pattern: Pattern, minutes: int = 10, **facts: Any) -> Phase:
    name = facts.pop("id", pattern.value)
    return Phase(id=name, pattern=pattern, name={"en": name}, minutes=minutes, **facts)


def a_round(minutes: int = 10, **facts: Any) -> Phase:
    return phase(Pattern.ROUND, minutes, **facts)


def for_one(speaker: Role = Role.OWNER, minutes: int = 10, **facts: Any) -> Phase:
    return phase(Pattern.FOCUS_TEAM, minutes, speaker=speaker, **facts)


def open_talk(minutes: int = 10, **facts: Any) -> Phase:
    return phase(Pattern.OPEN, minutes, **facts)


def writing(minutes: int = 5) -> Phase:
    return phase(Pattern.INDIVIDUAL, minutes)


FREE_ROUND = a_round(order=Order.FREE, pace=Pace.UNTIMED)
STEPS = phase(Pattern.DECIDE, 5, output=Output.STEPS)
EVERYTHING = ("question", "decision", "steps", "line", "note")


def gathering(
    *names: str,
    phases: Sequence[Phase] = (a_round(),),
    roles: Mapping[str, Sequence[Role]] = {},
    keeps: Sequence[str] = EVERYTHING,
    guests: Sequence[str] = (),
) -> Circle:
    """A circle that has gathered; the first name facilitates unless the roles say otherwise."""
    minutes = sum(each.minutes for each in phases)
    plan = Plan("test", 1, "digest", {"en": "Test"}, minutes, tuple(keeps), tuple(phases))
    leads = Role.FACILITATOR
    if not any(leads in held for held in roles.values()):
        roles = {**roles, names[0]: (*roles.get(names[0], ()), leads)}
    return Circle(
        id="circle",
        team="team",
        language="en",
        zone="Europe/Copenhagen",
        question="What helps?",
        begins=NOON,
        ends=NOON + timedelta(minutes=minutes),
        pressed=NOON,
        plan=plan,
        seats=tuple(Seat(n, n, tuple(roles.get(n, ())), guest=n in guests) for n in names),
    )


def circle_of(*names: str, **facts: Any) -> Circle:
    """A circle that began at noon."""
    return begin_now(gathering(*names, **facts), NOON)[0]


class Table:
    """What happens to one circle, one thing after another."""

    def __init__(self, circle: Circle, now: datetime = NOON) -> None:
        self.circle, self.now = circle, now
        self.told: tuple[Notice, ...] = ()

    def hear(self, event: Event) -> "Table":
        self.circle, self.told = step(self.circle, event)
        return self

    def does(self, who: str, kind: type[Any], **facts: Any) -> "Table":
        """Somebody presses what is on the card right now."""
        facts = {"at": self.now, "who": who, "circle": self.circle.id, **facts}
        if issubclass(kind, Press):
            facts.setdefault("turn", self.circle.course.turn)
        return self.hear(kind(**facts))

    def wait(self, minutes: float = 0, seconds: float = 0) -> "Table":
        """Time passes, and nobody hears the clock."""
        self.now += timedelta(minutes=minutes, seconds=seconds)
        return self

    def tick(self, minutes: float = 0, seconds: float = 0) -> "Table":
        """Time passes, and the clock is heard."""
        self.wait(minutes, seconds)
        return self.hear(TimePassed(at=self.now))

    def heard(self, kind: type[Notice]) -> list[Any]:
        return [notice for notice in self.told if type(notice) is kind]

    @property
    def speaking(self) -> str | None:
        return self.circle.speaking

    @property
    def waiting(self) -> str:
        """The names of those who wait, in their order."""
        return " ".join(self.circle.seats[n].name for n in self.circle.course.waiting)

    @property
    def seconds(self) -> float:
        """What the turn has left."""
        assert self.circle.course.ends is not None
        return (self.circle.course.ends - self.now).total_seconds()


def table_of(*names: str, **facts: Any) -> Table:
    return Table(circle_of(*names, **facts))


def draft(id: str = "circle", begins: datetime = NOON, **facts: Any) -> Circle:
    """A circle of Anna and Bo that is over."""
    circle = replace(circle_of("Anna", "Bo", **facts), id=id, begins=begins)
    return replace(circle, stage=Stage.DRAFT, closed_at=begins + timedelta(minutes=10))


@cache
def guides() -> dict[str, Guide]:
    """All guides of the repository."""
    files = sorted(GUIDES.glob("*.toml"))
    return {f.stem: read_guide(tomllib.loads(f.read_text("utf-8")), f.stem) for f in files}
