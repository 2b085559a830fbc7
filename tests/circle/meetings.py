"""A team's year for tests: a calendar, some series, and what happens to their meetings."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from circle.calendar import Calendar, Country, Free, FreeDays, Municipality, plain
from circle.events import Event, TimePassed
from circle.happenings import Choice, FreeDayAsked
from circle.ledger import AHEAD, Ledger, News, due, hear, look_up, write_down
from circle.occurrences import Occurrence, key_of
from circle.proposals import FreeDayQuestion, questions
from circle.rhythm import Rule, Series, Weekday, Weekly

ZONE = "Europe/Copenhagen"
HALF_PAST_TWO = time(14, 30)
TUESDAYS = Weekly(Weekday.TUESDAY)


def at(day: date, clock: time = time(9)) -> datetime:
    """A wall-clock time in Copenhagen."""
    return datetime.combine(day, clock, ZoneInfo(ZONE)).astimezone(UTC)


def school(name: str, first: date, last: date) -> FreeDays:
    return FreeDays(Free.SCHOOL, name, first, last)


AUTUMN = school("efterårsferie", date(2026, 10, 10), date(2026, 10, 18))
CHRISTMAS = school("juleferie", date(2026, 12, 19), date(2027, 1, 3))
HALF = plain(Country.DENMARK).half_official
SCHOOL = Calendar(Municipality("by", "By", Country.DENMARK, HALF, (AUTUMN, CHRISTMAS), (2026,)))
PLAIN = Calendar(plain(Country.DENMARK))


def series_of(rule: Rule, since: date, id: str = "circle", **facts: Any) -> Series:
    facts = {"clock": HALF_PAST_TWO, "zone": ZONE, "minutes": 45, **facts}
    return Series(id, rule, since=at(since, time(0)), **facts)


@dataclass
class Year:
    """One team's ledger, and the day that it is."""

    now: datetime
    calendar: Calendar = PLAIN
    series: list[Series] = field(default_factory=list)
    ledger: Ledger = field(default_factory=dict)
    told: list[News] = field(default_factory=list)

    @classmethod
    def of(cls, rule: Rule, today: date, calendar: Calendar = PLAIN, **facts: Any) -> "Year":
        """A team that agrees on a rule this morning."""
        year = cls(at(today), calendar, [series_of(rule, today, **facts)])
        return year.works_out()

    def works_out(self) -> "Year":
        """The rules are worked out as far ahead as they are written down."""
        until = self.now.date() + AHEAD
        self.told = []
        for series in self.series:
            self.ledger, told = write_down(self.ledger, series, self.calendar, self.now, until)
            self.told += told
        return self

    def looks_up(self, calendar: Calendar) -> "Year":
        """The calendar is another."""
        self.calendar = calendar
        self.ledger, told = look_up(self.ledger, calendar, self.now)
        self.told = list(told)
        return self

    def hears(self, event: Event) -> "Year":
        self.ledger, told = hear(self.ledger, event, self.calendar)
        self.told = list(told)
        return self

    def does(self, kind: type[Any], *days: date, **facts: Any) -> "Year":
        """Something happens to the meetings of these days."""
        facts = {"at": self.now, "series": "circle", "days": days, **facts}
        if issubclass(kind, Choice):
            facts.setdefault("who", "Anna")
        return self.hears(kind(**facts))

    def comes_to(self, day: date, clock: time = time(9)) -> "Year":
        """Time passes, and the clock is heard when it was asked for."""
        then = at(day, clock)
        told: list[News] = []
        while (moment := due(self.ledger)) is not None and moment <= then:
            self.hears(TimePassed(at=max(self.now, moment)))
            told += self.told
        self.now, self.told = max(self.now, then), told
        return self

    def asks(self) -> tuple[FreeDayQuestion, ...]:
        """The questions of this morning are put."""
        found = questions(self.ledger, self.calendar, self.now)
        for each in found:
            self.does(FreeDayAsked, *each.days, series=each.series, proposed=each.proposed)
        return found

    def on(self, day: date, series: str = "circle") -> Occurrence:
        return self.ledger[key_of(series, day)]

    @property
    def met(self) -> str:
        """The days that stand, as people write them."""
        days = sorted(each.day for each in self.ledger.values() if each.stands)
        return " ".join(f"{day.day}.{day.month}" for day in days)

    @property
    def news(self) -> list[tuple[str, date]]:
        return [(each.what.value, each.meeting.day) for each in self.told]


def later(days: float) -> timedelta:
    return timedelta(days=days)
