"""What a circle is at one moment: facts only; what follows from facts is a property."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from circle.aired import Aired
from circle.guide import Output, Pattern, Phase, Plan
from circle.people import PersonId, Presence, Role, Seat, first_here


class Stage(StrEnum):
    """Where a circle is in its life."""

    GATHERING = "gathering"
    RUNNING = "running"
    PAUSED = "paused"
    DRAFT = "draft"
    CLOSED = "closed"


class Part(StrEnum):
    """What happens in the phase right now."""

    WORD = "word"
    WRITING = "writing"
    FREE = "free"
    REST = "rest"


class Approval(StrEnum):
    """How a circle was closed: the team approved its summary, kept nothing, or 14 days went by.

    A circle that was called off never began, and leaves no summary at all.
    """

    TEAM = "team"
    NOTHING = "nothing"
    EXPIRED = "expired"
    CALLED_OFF = "called_off"


@dataclass(frozen=True)
class Course:
    """Where the word is. Seats are numbers; times are aware UTC; `pool` is seconds not yet given.

    `turn` counts every time the buttons come to mean something else, so that a press on an
    old card can be known. `began` and `ends` belong to the turn, with `share` the seconds it was
    given; `phase_began` and `phase_ends` belong to the phase, or to its free talk. `spoken` holds
    who has had the word in this phase, done or passed alike, the latest last. `freed` says that
    the phase has come to its free talk. `orders` are the orders of the rounds so far.
    `waits_since` is set while only the facilitator can move the circle on.
    """

    phase: int = 0
    turn: int = 0
    part: Part = Part.REST
    speaker: int | None = None
    waiting: tuple[int, ...] = ()
    spoken: tuple[int, ...] = ()
    freed: bool = False
    pool: int = 0
    share: int | None = None
    extra: int = 0
    orders: tuple[tuple[int, ...], ...] = ()
    began: datetime | None = None
    ends: datetime | None = None
    phase_began: datetime | None = None
    phase_ends: datetime | None = None
    minute_told: bool = False
    time_told: bool = False
    phase_told: bool = False
    waits_since: datetime | None = None
    offered: bool = False

    @property
    def last_order(self) -> tuple[int, ...]:
        """The order of the last round in which anybody could speak."""
        return next((order for order in reversed(self.orders) if order), ())


@dataclass(frozen=True)
class NextStep:
    """Who does what, by when, and the sign that it works. `who` may be several."""

    id: str
    who: tuple[PersonId, ...]
    what: str
    by: date
    sign: str


@dataclass(frozen=True)
class Kept:
    """What a circle leaves behind: only what people typed to be kept."""

    steps: tuple[NextStep, ...] = ()
    line: str = ""
    decision: str = ""
    note: str = ""


@dataclass(frozen=True)
class Circle:
    """One meeting of a team in the circle form, from gathering to closed.

    `begins` and `ends` are what was planned, moved by breaks alone; when it is likely to be over
    is `expected_end`. `pressed` is when somebody last did something; `stands_in_for` is the seat
    that will be offered the facilitator's role back, and `return_told` says that it was.
    """

    id: str
    team: str
    language: str
    zone: str
    question: str
    begins: datetime
    ends: datetime
    pressed: datetime
    plan: Plan
    seats: tuple[Seat, ...]
    stage: Stage = Stage.GATHERING
    course: Course = Course()
    kept: Kept = Kept()
    paused_at: datetime | None = None
    resumes_at: datetime | None = None
    stands_in_for: int | None = None
    return_told: bool = False
    approved: Approval | None = None
    closed_at: datetime | None = None
    closed_itself: bool = False
    aired: tuple[Aired, ...] = ()

    @property
    def phase(self) -> Phase:
        """The phase that the circle is in."""
        return self.plan.phases[self.course.phase]

    @property
    def last_phase(self) -> bool:
        """No phase comes after this one."""
        return self.course.phase + 1 == len(self.plan.phases)

    @property
    def speaker(self) -> Seat | None:
        """Who has the word."""
        return None if self.course.speaker is None else self.seats[self.course.speaker]

    @property
    def speaking(self) -> PersonId | None:
        """The person who has the word."""
        return self.speaker.person if self.speaker else None

    @property
    def facilitator(self) -> Seat | None:
        """Who facilitates today and is here; the co-facilitator where the other is not."""
        here = (Role.FACILITATOR, Role.CO_FACILITATOR)
        return next((s for r in here for s in self.seats if s.here and r in s.roles), None)

    @property
    def next_up(self) -> int | None:
        """The seat that gets the word next: the first who waits and is here."""
        return next((n for n in self.course.waiting if self.seats[n].here), None)

    @property
    def writes_steps(self) -> bool:
        """Next steps can be written now."""
        return self.writes(Output.STEPS)

    def writes(self, what: Output) -> bool:
        """What the guide keeps can be written once its phase has begun, and in the draft."""
        if what.value not in self.plan.keeps or self.stage is Stage.GATHERING:
            return False
        reached = self.plan.phases[: self.course.phase + 1]
        return self.stage is Stage.DRAFT or any(phase.output is what for phase in reached)

    @property
    def interviewer(self) -> int | None:
        """The seat that asks in an interview; nobody asks themselves."""
        if self.phase.pattern is not Pattern.FOCUS_INTERVIEWER:
            return None
        asks = (Role.INTERVIEWER, Role.FACILITATOR, Role.CO_FACILITATOR)
        return first_here(self.seats, asks, but=self.course.speaker)

    @property
    def waits_for_facilitator(self) -> bool:
        """Only the facilitator can move the circle on.

        While somebody speaks it does not wait: they can end their turn themselves. It does when
        their time is up and no facilitator is there to ask, or the facilitator is the speaker.
        """
        course = self.course
        if self.stage is not Stage.RUNNING:
            return False
        if course.part is not Part.WORD:
            return course.part is Part.REST or course.phase_told
        alone = self.facilitator is None or self.facilitator == self.speaker
        return alone and (course.time_told if course.ends else course.phase_told)

    def seat_of(self, person: PersonId) -> int | None:
        """The number of this person's seat, or None for somebody who has none."""
        return next((n for n, s in enumerate(self.seats) if s.person == person), None)

    def facilitates(self, person: PersonId) -> bool:
        """Whether the facilitator's moves are this person's to make."""
        number = self.seat_of(person)
        if number is None or self.seats[number].presence is Presence.GONE:
            return False
        return self.seats[number].has(Role.FACILITATOR, Role.CO_FACILITATOR)

    def with_seat(self, number: int, seat: Seat) -> "Circle":
        """The same circle with another seat at this number."""
        seats = (*self.seats[:number], seat, *self.seats[number + 1 :])
        return replace(self, seats=seats)

    def with_course(self, **changes: object) -> "Circle":
        """The same circle with these facts of its course changed."""
        return replace(self, course=replace(self.course, **changes))  # type: ignore[arg-type]

    def expected_end(self, at: datetime) -> datetime:
        """When the circle is likely to be over: what this phase still has, then the plan."""
        if self.stage is Stage.GATHERING:
            return max(at, self.begins) + timedelta(minutes=self.plan.minutes)
        if self.stage in {Stage.DRAFT, Stage.CLOSED}:
            return self.closed_at or at
        now = self.paused_at or at
        goes_on = max(at, self.resumes_at or at) if self.paused_at else at
        later = sum(phase.minutes for phase in self.plan.phases[self.course.phase + 1 :])
        return goes_on + (self._phase_over(now) - now) + timedelta(minutes=later)

    def _phase_over(self, now: datetime) -> datetime:
        course = self.course
        if course.part is Part.REST:
            return now
        last = course.phase_ends or now
        if course.ends is not None:
            free = 0 if course.freed else self.phase.free_seconds
            last = max(last, max(now, course.ends) + timedelta(seconds=course.pool + free))
        return max(now, last)
