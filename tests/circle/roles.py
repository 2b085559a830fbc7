"""A team and its roles from circle to circle, told as people would tell it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from circle.notices import Notice
from circle.people import PersonId, Role
from circle.role_lines import RoleLine
from circle.rota import planned, rota_of
from circle.rota_events import CircleHeld, RotaAct, RotaEvent
from circle.rota_rules import step

TUESDAY = date(2026, 3, 3)
WEEK = timedelta(weeks=1)
FACILITATOR, FOCUS, OWNER = Role.FACILITATOR, Role.FOCUS, Role.OWNER
NOTES, OBSERVER = Role.NOTES, Role.OBSERVER


class Roles:
    """The rota of one team; `day` is the day of its next circle."""

    def __init__(self, *people: str, wanted: Iterable[Role] = (FACILITATOR,), **facts: Any) -> None:
        self.rota = replace(rota_of(people), wanted=tuple(wanted), **facts)
        self.day = TUESDAY
        self.told: tuple[Notice, ...] = ()

    def hear(self, kind: type[RotaEvent], **facts: Any) -> "Roles":
        at = datetime.combine(self.day, time(12), ZoneInfo("UTC"))
        event = kind(**{"at": at, "day": self.day, **facts})
        self.rota, self.told = step(self.rota, event)
        return self

    def does(self, who: str, kind: type[RotaAct], **facts: Any) -> "Roles":
        return self.hear(kind, who=who, **facts)

    def meet(self, absent: Iterable[str] = (), instead: Iterable[tuple[Role, str]] = ()) -> "Roles":
        """The circle is held as planned; a week goes by. Who is absent had not said so before."""
        present = self.rota.here_on(self.day) - frozenset(absent)
        held = {role: p for role, p in planned(self.rota, self.day) if p in present}
        holders = tuple({**held, **dict(instead)}.items())
        self.hear(CircleHeld, holders=holders, present=present)
        self.day += WEEK
        return self

    def meets(self, role: Role, times: int) -> str:
        """Who has the role at the next so many circles, one after the other."""
        names = []
        for _ in range(times):
            names.append(self.has(role) or "nobody")
            self.meet()
        return " ".join(names)

    def has(self, role: Role) -> PersonId | None:
        return dict(planned(self.rota, self.day)).get(role)

    def line(self, role: Role = FACILITATOR) -> RoleLine:
        line = self.rota.line(role)
        assert line is not None
        return line

    def heard(self, kind: type[Notice]) -> list[Any]:
        return [notice for notice in self.told if type(notice) is kind]

    def to(self, person: str) -> list[str]:
        """What this person is told alone, by name."""
        return [type(n).__name__ for n in self.told if getattr(n, "to", None) == person]
