"""When the team meets, which days are free, and how it hears of its circles."""

from collections.abc import Iterator, Mapping
from datetime import date, time

from cards.form import Button, Choice, Clock, Day, Field, Form, Option, Section, Text
from cards.rhythm import kind_of
from circle.between import series_of
from circle.calendar import FreeDays
from circle.rhythm import (
    EveryOtherWeek,
    Rule,
    SingleDates,
    Weekday,
    Which,
)
from dialogs.between.answers import rhythm_shown
from dialogs.between.reading import date_in
from dialogs.choices import LENGTHS
from dialogs.occasion import Occasion
from locales.dates import WEEKDAYS, date_phrase, month_day, when_phrase

KINDS = ("weekly", "other", "odd", "even", "monthly", "minimum", "dates", "none")
"""How often a team can meet, the likeliest first."""

USUAL_CLOCK, USUAL_LENGTH = time(14, 30), 60
Sent = Mapping[str, str]


def facts_of(occasion: Occasion) -> dict[str, str]:
    """What the fields hold while nobody has changed them."""
    rhythm, series = occasion.papers.between.rhythm, series_of(occasion.papers.between)
    rule = series.rule if series else None
    weekday = getattr(rule, "weekday", Weekday(occasion.today.weekday() % 5))
    return {
        "kind": kind_of(series.rule) if series else "weekly",
        "weekday": str(int(weekday)),
        "which": str(int(getattr(rule, "which", Which.FIRST))),
        "first": rule.anchor.isoformat() if isinstance(rule, EveryOtherWeek) else "",
        "dates": "\n".join(_written(each) for each in _coming_dates(rule, occasion.today)),
        "clock": (series.clock if series else USUAL_CLOCK).strftime("%H:%M"),
        "minutes": str(series.minutes if series else USUAL_LENGTH),
        "municipality": rhythm.municipality.id if rhythm.municipality else "",
        "school": "yes" if rhythm.school else "no",
        "early": "yes" if rhythm.early else "no",
        "quiet_from": rhythm.quiet.begins.strftime("%H:%M"),
        "quiet_to": rhythm.quiet.ends.strftime("%H:%M"),
        "pause_from": "",
        "pause_to": "",
    }


def _coming_dates(rule: Rule | None, today: date) -> Iterator[date]:
    dates = rule.dates if isinstance(rule, SingleDates) else ()
    return (each for each in sorted(dates) if each >= today)


def _written(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"


def rhythm_form(
    occasion: Occasion,
    sent: Sent | None = None,
    faults: Mapping[str, str] | None = None,
    pauses: tuple[str, ...] | None = None,
) -> Form:
    """The form as things are, or as it was sent with a sentence where it needs one."""
    words, faults = occasion.words, faults or {}
    held = {**facts_of(occasion), **(sent or {})}
    return Form(
        id="rhythm",
        title=words("form.rhythm.title"),
        lead=" ".join(_lead(occasion)),
        sections=(
            Section(words("form.rhythm.when"), tuple(_when(occasion, held, faults))),
            Section(words("form.rhythm.free"), tuple(_free(occasion, held, faults, pauses))),
            Section(
                words("form.rhythm.told"),
                tuple(_told(occasion, held, faults)),
                buttons=(
                    Button(words("button.meeting_add"), {"form": "meeting"}, quiet=True),
                    Button(words("button.feed"), {"form": "feed"}, quiet=True),
                    Button(words("button.less"), {"form": "less"}, quiet=True),
                ),
            ),
        ),
        submit=words("button.rhythm_save"),
    )


def _lead(occasion: Occasion) -> Iterator[str]:
    """When the team meets next; and kindly, where it is some time since the last circle."""
    words, team = occasion.words, occasion.papers.team
    said = rhythm_shown(occasion)
    if not said.coming:
        yield words("empty.rhythm")
    for begins in said.coming[:1]:
        when = when_phrase(begins, team.zone, team.language, occasion.today)
        yield words("form.rhythm.next", when=when)
    if said.last is not None:
        last = date_phrase(said.last, team.language, occasion.today)
        yield words("command.status.saved", date=last)


def _when(occasion: Occasion, held: Sent, faults: Mapping[str, str]) -> Iterator[Field]:
    words, language = occasion.words, occasion.papers.team.language
    days = WEEKDAYS[language].split()
    yield _listed(occasion, "kind", held, [(k, words(f"rhythm.kind.{k}")) for k in KINDS])
    yield _listed(occasion, "weekday", held, [(str(n), day) for n, day in enumerate(days)])
    ordinals = [(str(int(each)), words(f"rhythm.which.{each.name.lower()}")) for each in Which]
    yield _listed(occasion, "which", held, ordinals)
    yield Day(
        name="first",
        label=words("form.rhythm.first"),
        error=faults.get("first", ""),
        value=date_in(held.get("first", "")),
    )
    yield Text(
        name="dates",
        label=words("form.rhythm.dates"),
        hint=words("form.rhythm.dates_hint"),
        error=faults.get("dates", ""),
        value=held["dates"],
        lines=2,
        most=1200,
    )
    yield _clock(occasion, "clock", held, faults)
    lengths = sorted({*LENGTHS, int(held["minutes"] or USUAL_LENGTH)})
    yield Choice(
        name="minutes",
        label=words("start.minutes"),
        options=tuple(Option(str(n), words("unit.minutes", count=n)) for n in lengths),
        chosen=(held["minutes"],),
        listed=True,
    )


def _free(
    occasion: Occasion, held: Sent, faults: Mapping[str, str], pauses: tuple[str, ...] | None
) -> Iterator[Field]:
    words, rhythm = occasion.words, occasion.papers.between.rhythm
    if occasion.calendars:
        places = [(each.id, each.name) for each in occasion.calendars.values()]
        plain = [("", words("form.rhythm.municipality_none"))]
        yield _listed(occasion, "municipality", held, plain + places)
    yield _yes_no(occasion, "school", held)
    known = {span_id(each): each for each in rhythm.pauses if each.last >= occasion.today}
    if known:
        yield Choice(
            name="pauses",
            label=words("form.rhythm.pauses"),
            hint=words("form.rhythm.pauses_hint"),
            options=tuple(Option(id, _span(occasion, each)) for id, each in known.items()),
            chosen=tuple(known) if pauses is None else pauses,
            many=True,
        )
    for name in ("pause_from", "pause_to"):
        yield Day(
            name=name,
            label=words(f"form.rhythm.{name}"),
            error=faults.get(name, ""),
            value=date_in(held.get(name, "")),
            earliest=occasion.today,
        )


def _told(occasion: Occasion, held: Sent, faults: Mapping[str, str]) -> Iterator[Field]:
    yield _yes_no(occasion, "early", held)
    yield _clock(occasion, "quiet_from", held, faults)
    yield _clock(occasion, "quiet_to", held, faults)


def span_id(span: FreeDays) -> str:
    """How a pause is named in the form."""
    return f"{span.first.isoformat()}/{span.last.isoformat()}"


def _span(occasion: Occasion, span: FreeDays) -> str:
    language = occasion.papers.team.language
    first, last = (month_day(day, language) for day in (span.first, span.last))
    return first if first == last else f"{first} \N{EN DASH} {last}"


def _listed(occasion: Occasion, name: str, held: Sent, options: list[tuple[str, str]]) -> Choice:
    return Choice(
        name=name,
        label=occasion.words(f"form.rhythm.{name}"),
        options=tuple(Option(value, label) for value, label in options),
        chosen=(held[name],),
        listed=True,
    )


def _yes_no(occasion: Occasion, name: str, held: Sent) -> Choice:
    words = occasion.words
    return Choice(
        name=name,
        label=words(f"form.rhythm.{name}"),
        options=tuple(Option(each, words(f"form.rhythm.{name}_{each}")) for each in ("no", "yes")),
        chosen=(held[name],),
        listed=True,
    )


def _clock(occasion: Occasion, name: str, held: Sent, faults: Mapping[str, str]) -> Clock:
    label = occasion.words(f"form.rhythm.{name}")
    return Clock(name=name, label=label, value=held[name], error=faults.get(name, ""))
