"""Dates and clock times as finished phrases: made here, in one place, for each language."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

HARD = "\N{NO-BREAK SPACE}"

MONTHS = {
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "nb": "januar februar mars april mai juni juli august september oktober november desember",
    "en": "January February March April May June July August September October November December",
}
WEEKDAYS = {
    "da": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "nb": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}


def clock(moment: datetime, zone: str, language: str) -> str:
    """The bare clock time: 14.30, in English 14:30."""
    mark = ":" if language == "en" else "."
    return moment.astimezone(ZoneInfo(zone)).strftime(f"%H{mark}%M")


def time_phrase(moment: datetime, zone: str, language: str) -> str:
    """The clock time with its preposition: kl. 14.30, at 14:30."""
    before = "at " if language == "en" else f"kl.{HARD}"
    return before + clock(moment, zone, language)


def month_day(day: date, language: str) -> str:
    """3. marts, 3 March."""
    month = MONTHS[language].split()[day.month - 1]
    return f"{day.day}{HARD}{month}" if language == "en" else f"{day.day}.{HARD}{month}"


def date_phrase(day: date, language: str, today: date | None = None) -> str:
    """Weekday and date: tirsdag den 3. marts; the year only outside today's school year."""
    weekday = WEEKDAYS[language].split()[day.weekday()]
    article = "den " if language == "da" else ""
    year = "" if today is None or school_year(day) == school_year(today) else f" {day.year}"
    return f"{weekday} {article}{month_day(day, language)}{year}"


def when_phrase(moment: datetime, zone: str, language: str, today: date | None = None) -> str:
    """Weekday, date and time."""
    day = moment.astimezone(ZoneInfo(zone)).date()
    return f"{date_phrase(day, language, today)} {time_phrase(moment, zone, language)}"


def wall_phrase(wall: datetime, language: str, today: date | None = None) -> str:
    """Weekday, date and time as a wall shows them, without a zone."""
    return f"{date_phrase(wall.date(), language, today)} {clock_phrase(wall.time(), language)}"


def clock_phrase(clock: time, language: str) -> str:
    """A clock time on the wall with its preposition: kl. 14.30, at 14:30."""
    mark, before = (":", "at ") if language == "en" else (".", f"kl.{HARD}")
    return before + clock.strftime(f"%H{mark}%M")


def school_year(day: date) -> int:
    """The year in which the school year of this day began; it runs from August to July."""
    return day.year if day.month >= 8 else day.year - 1


def listing(names: list[str], language: str) -> str:
    """A, B og C."""
    joined = {"da": " og ", "nb": " og ", "en": " and "}[language]
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + joined + names[-1]
