"""Free days: public holidays, half-official days, school holidays, closing days, and pauses.

Public holidays come from the `holidays` library. It is always told the language, because without
one it asks the machine. What a municipality or a team decides is a value that is given.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache

from circle.rhythm import school_year


class Country(StrEnum):
    """Whose public holidays count."""

    DENMARK = "DK"
    NORWAY = "NO"


class HalfOfficial(StrEnum):
    """A day on which people are off although no law says so. Its name stands in the locales."""

    CONSTITUTION_DAY = "constitution_day"
    CHRISTMAS_EVE = "christmas_eve"
    NEW_YEARS_EVE = "new_years_eve"


DATES = {
    HalfOfficial.CONSTITUTION_DAY: (6, 5),
    HalfOfficial.CHRISTMAS_EVE: (12, 24),
    HalfOfficial.NEW_YEARS_EVE: (12, 31),
}
"""Month and day of each."""

USUAL: Mapping[Country, tuple[HalfOfficial, ...]] = {
    Country.DENMARK: tuple(HalfOfficial),
    Country.NORWAY: (HalfOfficial.CHRISTMAS_EVE, HalfOfficial.NEW_YEARS_EVE),
}
"""What counts where a municipality says nothing else. 1 May is no free day in Denmark."""

ZONES = {Country.DENMARK: "Europe/Copenhagen", Country.NORWAY: "Europe/Oslo"}

TONGUES: Mapping[Country, Mapping[str, str]] = {
    Country.DENMARK: {"da": "da", "nb": "da", "en": "en_US"},
    Country.NORWAY: {"da": "no", "nb": "no", "en": "en_US"},
}
"""In which of the library's languages a reader is told the name of a public holiday."""


class Free(StrEnum):
    """Why a day is free; the most telling reason first."""

    PAUSE = "pause"
    PUBLIC = "public"
    HALF_OFFICIAL = "half_official"
    CLOSING = "closing"
    SCHOOL = "school"


@dataclass(frozen=True)
class FreeDays:
    """One or more days in a row, both ends included. `name` is empty for a pause.

    The name of a half-official day is its word in `HalfOfficial`; all others are as people say.
    """

    kind: Free
    name: str
    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether the day is one of these."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Municipality:
    """What a municipality decides about its year. `years` are the school years that it has told."""

    id: str
    name: str
    country: Country
    half_official: tuple[HalfOfficial, ...]
    free: tuple[FreeDays, ...] = ()
    years: tuple[int, ...] = ()


@dataclass(frozen=True)
class Calendar:
    """All free days of one team: its country's, its municipality's, and its own pauses.

    A team in an office works through the school holidays; `school` says whether they count.
    """

    municipality: Municipality
    pauses: tuple[FreeDays, ...] = ()
    school: bool = True
    language: str = "da"

    def free(self, day: date) -> FreeDays | None:
        """Why this day is free; of several reasons a pause, else the longest. None if it is not."""
        found = sorted(self._reasons(day), key=_weight)
        return found[0] if found else None

    def works(self, day: date) -> bool:
        """Whether this is a working day."""
        return day.weekday() < 5 and next(self._reasons(day), None) is None

    def knows(self, day: date) -> bool:
        """Whether the municipality has told the school year that this day lies in."""
        return school_year(day) in self.municipality.years

    def without(self, *away: FreeDays) -> "Calendar":
        """The same for somebody who is away besides."""
        return replace(self, pauses=(*self.pauses, *away))

    def _reasons(self, day: date) -> Iterator[FreeDays]:
        for span in (*self.pauses, *self.municipality.free):
            if span.holds(day) and (self.school or span.kind is not Free.SCHOOL):
                yield span
        for each in self.municipality.half_official:
            if (day.month, day.day) == DATES[each]:
                yield FreeDays(Free.HALF_OFFICIAL, each.value, day, day)
        name = public_holidays(self.municipality.country, day.year, self.language).get(day)
        if name is not None:
            yield FreeDays(Free.PUBLIC, name, day, day)


def _weight(span: FreeDays) -> tuple[bool, int, int]:
    length = (span.last - span.first).days
    return span.kind is not Free.PAUSE, -length, list(Free).index(span.kind)


@cache
def public_holidays(country: Country, year: int, language: str) -> Mapping[date, str]:
    """The public holidays of one year, by day. The library is loaded when a day is first asked."""
    import holidays

    tongue = TONGUES[country].get(language)
    return dict(holidays.country_holidays(country.value, years=year, language=tongue))


def pause(first: date, last: date) -> FreeDays:
    """Days that a team keeps free, or a person is away."""
    return FreeDays(Free.PAUSE, "", first, last)


def plain(country: Country) -> Municipality:
    """A country's free days alone, where no municipality has told its own."""
    return Municipality("", "", country, USUAL[country])
