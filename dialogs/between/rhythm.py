"""The rhythm form, come back: how the team meets now, or the form again with what it needs."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, time, timedelta

from circle.between import MAIN, series_of
from circle.between_events import RhythmChosen
from circle.calendar import FreeDays, Municipality, pause
from circle.rhythm import (
    EveryOtherWeek,
    Monthly,
    MonthlyMinimum,
    Rule,
    Series,
    SingleDates,
    Weekday,
    Weekly,
    Weeks,
    Which,
)
from circle.scaling import LONGEST, SHORTEST
from circle.workdays import Quiet
from dialogs.between.reading import Values, clock_in, date_in
from dialogs.between.rhythm_form import KINDS, facts_of, rhythm_form, span_id
from dialogs.occasion import Occasion
from dialogs.ports import Reply

LONGEST_PAUSE = timedelta(days=366)
MOST_DATES = 60
WEEKS = {"weekly": Weeks.EVERY, "odd": Weeks.ODD, "even": Weeks.EVEN}
DATE = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")


def read_rhythm(occasion: Occasion, values: Values) -> RhythmChosen | Reply:
    """What the team chose, or the form again."""
    sent = {name: found[0].strip() for name, found in values.items() if found}
    held, faults = {**facts_of(occasion), **sent}, dict[str, str]()
    rule = _rule(occasion, held, faults)
    clock = _clock(occasion, held, "clock", faults)
    begins, ends = (_clock(occasion, held, n, faults) for n in ("quiet_from", "quiet_to"))
    if begins == ends:
        faults["quiet_to"] = occasion.words("form.rhythm.quiet_same")
    pauses = _pauses(occasion, values, held, faults)
    if faults or clock is None or begins is None or ends is None:
        kept = tuple(values.get("pauses", ())) if "pauses" in values else None
        return Reply(papers=occasion.papers, form=rhythm_form(occasion, held, faults, kept))
    return RhythmChosen(
        at=occasion.at,
        who=occasion.who,
        series=_series(occasion, rule, clock, _minutes(held["minutes"])),
        municipality=occasion.calendars.get(held["municipality"], _known(occasion, held)),
        pauses=pauses,
        school=held["school"] != "no",
        quiet=Quiet(begins, ends),
        early=held["early"] == "yes",
    )


def _known(occasion: Occasion, held: Mapping[str, str]) -> Municipality | None:
    """A calendar that was chosen once stays, also when its file is gone."""
    known = occasion.papers.between.rhythm.municipality
    return known if known is not None and known.id == held["municipality"] else None


def _rule(occasion: Occasion, held: Mapping[str, str], faults: dict[str, str]) -> Rule | None:
    kind = held["kind"] if held["kind"] in KINDS else "weekly"
    weekday = Weekday(_number(held["weekday"], range(7)))
    match kind:
        case "none":
            return None
        case "other":
            first = date_in(held.get("first", "")) or _next(occasion.today, weekday)
            return EveryOtherWeek(weekday, first)
        case "monthly":
            which = _number(held["which"], [int(each) for each in Which])
            return Monthly(Which(which), weekday)
        case "minimum":
            return MonthlyMinimum()
        case "dates":
            return SingleDates(_dates(occasion, held, faults))
    return Weekly(weekday, WEEKS[kind])


def _number(text: str, known: Sequence[int]) -> int:
    number = int(text) if re.fullmatch(r"-?\d{1,2}", text) else known[0]
    return number if number in known else known[0]


def _next(today: date, weekday: Weekday) -> date:
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _dates(occasion: Occasion, held: Mapping[str, str], faults: dict[str, str]) -> tuple[date, ...]:
    """One day a line, or with commas between: 3.3.2026, or 2026-03-03."""
    found, today = set[date](), occasion.today
    for text in re.split(r"[\n,;]+", held["dates"]):
        day = _day_in(text.strip())
        if day is None and text.strip():
            faults["dates"] = occasion.words("form.rhythm.dates_wrong", text=text.strip()[:40])
        elif day is not None and day >= today:
            found.add(day)
    if not found and "dates" not in faults:
        faults["dates"] = occasion.words("form.needs_day")
    return tuple(sorted(found))[:MOST_DATES]


def _day_in(text: str) -> date | None:
    written = DATE.fullmatch(text)
    try:
        if written:
            return date(int(written[3]), int(written[2]), int(written[1]))
        return date.fromisoformat(text)
    except ValueError:
        return None


def _clock(
    occasion: Occasion, held: Mapping[str, str], name: str, faults: dict[str, str]
) -> time | None:
    found = clock_in(held[name])
    if found is None:
        faults[name] = occasion.words("form.needs_clock")
    return found


def _minutes(text: str) -> int:
    number = int(text) if text.isdecimal() and len(text) <= len(str(LONGEST)) else SHORTEST
    return min(max(number, SHORTEST), LONGEST)


def _pauses(
    occasion: Occasion, values: Values, held: Mapping[str, str], faults: dict[str, str]
) -> tuple[FreeDays, ...]:
    """The pauses that were left ticked, and a new one. What is over is not kept."""
    known = [each for each in occasion.papers.between.rhythm.pauses if each.last >= occasion.today]
    ticked = values.get("pauses", ())
    kept = [each for each in known if span_id(each) in ticked]
    first, last = date_in(held["pause_from"]), date_in(held["pause_to"])
    if held["pause_from"] or held["pause_to"]:
        first, last = first or last, last or first
        if first is None or last is None:
            faults["pause_from"] = occasion.words("form.needs_day")
        elif last < max(first, occasion.today):
            faults["pause_to"] = occasion.words("form.rhythm.pause_wrong")
        elif last - first > LONGEST_PAUSE:
            faults["pause_to"] = occasion.words("form.rhythm.pause_long")
        else:
            kept.append(pause(first, last))
    return tuple(dict.fromkeys(kept))


def _series(occasion: Occasion, rule: Rule | None, clock: time, minutes: int) -> Series | None:
    """A rhythm that is as it was keeps since when it holds."""
    if rule is None:
        return None
    known = series_of(occasion.papers.between)
    zone = occasion.papers.team.zone
    made = Series(MAIN, rule, clock, zone, minutes, occasion.at)
    if known is not None and replace(made, since=known.since) == known:
        return known
    return made
