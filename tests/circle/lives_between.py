"""A team's life between circles for tests: years of mornings, and what its people do in them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from circle.between import next_meeting
from circle.between_events import RhythmChosen
from circle.calendar import FreeDays, Municipality
from circle.events import Approved, Ended, Event, SkippedPhase, TimePassed, WroteStep
from circle.household import NightFell, Started, happen
from circle.notices import Notice
from circle.occurrences import Occurrence
from circle.papers import Papers
from circle.people import Member, PersonId, Place, Role, Seat, Team
from circle.rhythm import DAY, Rule, Series, Weekday, Weekly, day_of, moment
from circle.rota import planned
from circle.state import Circle
from circle.workdays import Quiet
from storage.papers import PaperCodec
from tests.circle.people import EVERYTHING, STEPS, a_round, gathering

ZONE = "Europe/Copenhagen"
NAMES = ("Anna", "Bo", "Carl", "Dora", "Eva", "Finn")
CODEC = PaperCodec()
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
MONDAY = datetime(2026, 8, 3, 8, tzinfo=UTC)
TUESDAYS = Weekly(Weekday.TUESDAY)


def team_of(count: int = 5, zone: str = ZONE, language: str = "da") -> Team:
    """A team that writes in a channel."""
    members = tuple(Member(name, name) for name in NAMES[:count])
    home = Place("teams", "tenant", "channel")
    return Team("team", "Blue", "tenant", language, zone, members, home)


@dataclass
class Said:
    """One message, when it was said, and the papers just before."""

    at: datetime
    notice: Notice
    before: Papers


@dataclass
class Life:
    """A team, its clock, and everything that was said to it."""

    papers: Papers
    now: datetime
    said: list[Said] = field(default_factory=list)
    rows: dict[str, Occurrence] = field(default_factory=dict)
    down: list[tuple[datetime, datetime]] = field(default_factory=list)
    circles: int = 0

    @classmethod
    def of(
        cls,
        rule: Rule = TUESDAYS,
        now: datetime = MONDAY,
        team: Team | None = None,
        clock: time = time(14, 30),
        **chosen: Any,
    ) -> "Life":
        """A team that agrees on a rhythm now."""
        team = team or team_of()
        life = cls(Papers(team=team), now)
        life.chooses(rule, clock, **chosen)
        return life

    def chooses(
        self,
        rule: Rule | None,
        clock: time = time(14, 30),
        municipality: Municipality | None = None,
        pauses: Sequence[FreeDays] = (),
        quiet: Quiet | None = None,
        early: bool = False,
        school: bool = True,
    ) -> None:
        """Somebody sends the rhythm form."""
        zone = self.papers.team.zone
        series = Series("circle", rule, clock, zone, 60, self.now) if rule else None
        self.hears(
            RhythmChosen(
                at=self.now,
                who="",
                series=series,
                municipality=municipality,
                pauses=tuple(pauses),
                school=school,
                quiet=quiet or Quiet(),
                early=early,
            )
        )

    def hears(self, event: Event) -> tuple[Notice, ...]:
        """Something happens to the papers; what is said is remembered, and every row."""
        before = self.papers
        self.papers, told = happen(before, event)
        self.papers = replace(self.papers, filed=(), forgotten=())
        self.said += [Said(event.at, notice, before) for notice in told]
        self.rows |= self.papers.between.meetings
        return told

    def does(self, kind: Any, who: PersonId = "", **facts: Any) -> tuple[Notice, ...]:
        """Somebody acts, about the next circle where nothing else is said."""
        if "day" not in facts and "day" in kind.__dataclass_fields__:
            facts["day"] = self.next_day
        return self.hears(kind(at=self.now, who=who, **facts))

    @property
    def next_day(self) -> date:
        ahead = next_meeting(self.papers.between, self.now)
        return ahead.day if ahead else day_of(self.now, self.papers.team.zone)

    def meeting(self, day: date) -> Occurrence:
        return self.papers.between.meetings[f"circle/{day.isoformat()}"]

    def until(self, then: datetime) -> "Life":
        """Time goes by: nights, and every moment for which the papers wait."""
        while (next := min(self._night, self.papers.due or then)) < then:
            at_night, self.now = next == self._night, max(next, self.now)
            if at_night:
                self.hears(NightFell(at=self.now, summaries=()))
                continue
            self.hears(TimePassed(at=self.now))
            due = self.papers.due
            assert due is None or due > self.now, f"{self.now}: due again and again"
        self.now = then
        if self.papers.due is not None and self.papers.due <= then:
            self.hears(TimePassed(at=then))
        return self

    @property
    def _night(self) -> datetime:
        today = day_of(self.now, self._zone)
        tonight = moment(today, time(3, 30), self._zone)
        return tonight if tonight > self.now else moment(today + DAY, time(3, 30), self._zone)

    @property
    def _zone(self) -> str:
        return self.papers.team.zone

    def sleeps(self, then: datetime) -> None:
        """The bot is down, and is started again at this moment."""
        self.down.append((self.now, then))
        self.now = then
        self.restarts()
        self.hears(NightFell(at=then, summaries=()))
        if self.papers.due is not None and self.papers.due <= then:
            self.hears(TimePassed(at=then))

    def restarts(self) -> None:
        """All is read from disk again."""
        again = CODEC.new({k: v for k, v in CODEC.changes(None, self.papers).items() if v})
        assert again == self.papers
        self.papers = again

    def starts(self) -> Circle:
        """A circle begins with those who are here and the roles that are planned."""
        self.circles += 1
        rota = self.papers.between.rota
        day = day_of(self.now, self._zone)
        here = [m for m in self.papers.team.members if m.person in rota.here_on(day)]
        here = here if len(here) > 1 else list(self.papers.team.members)
        held = planned(rota, day)
        seats = tuple(
            Seat(m.person, m.name, tuple(r for r, p in held if p == m.person)) for m in here
        )
        if not any(seat.has(Role.FACILITATOR) for seat in seats):
            seats = (replace(seats[0], roles=(*seats[0].roles, Role.FACILITATOR)), *seats[1:])
        plan = gathering("A", "B", phases=(a_round(40), STEPS), keeps=EVERYTHING).plan
        question = self.papers.between.agenda.question or "Why?"
        self.hears(
            Started(
                at=self.now, circle=f"c{self.circles}", question=question, plan=plan,
                seats=seats, begins=self.now,
            )
        )  # fmt: skip
        assert self.papers.circle is not None
        return self.papers.circle

    def moves_on(self) -> None:
        """The facilitator leaves the rest of the phase out."""
        circle = self.papers.circle
        assert circle is not None
        assert circle.facilitator is not None
        lead = circle.facilitator.person
        self.does(SkippedPhase, lead, circle=circle.id, turn=circle.course.turn)

    def holds_a_circle(self, minutes: int = 45, steps: int = 1, by: int = 14) -> str:
        """A whole circle, with its next steps, which is kept."""
        seats = self.starts().seats
        id = f"c{self.circles}"
        lead = next(seat.person for seat in seats if seat.has(Role.FACILITATOR))
        self.until(self.now + minutes * MINUTE)
        circle = self.papers.circle
        assert circle is not None
        self.does(Ended, lead, circle=id, turn=circle.course.turn)
        today = day_of(self.now, self._zone)
        for number in range(steps):
            self.does(
                WroteStep,
                lead,
                circle=id,
                step=f"{id}-{number}",
                doers=(seats[number % len(seats)].person,),
                what="Try it",
                by=today + by * DAY,
                sign="They talk",
            )
        self.does(Approved, lead, circle=id)
        return id

    def heard(self, kind: type[Notice]) -> list[Said]:
        """Everything of one kind that was said."""
        return [each for each in self.said if isinstance(each.notice, kind)]

    def told(self, kind: type[Notice], to: PersonId = "") -> list[datetime]:
        """When something of a kind was said, to a person where one is named."""
        return [
            each.at for each in self.heard(kind) if not to or getattr(each.notice, "to", "") == to
        ]
