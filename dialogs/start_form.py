"""The form that starts a circle, drawn: a question and a facilitator; all else has a default."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from cards.form import Choice, Clock, Fact, Field, Form, Option, Section, Text
from circle.guide import Guide
from circle.people import Role
from circle.scaling import Tight, in_language, plan_of, tight_rounds
from dialogs.choices import (
    EMPTY_GUIDE,
    FIRST_GUIDE,
    LENGTHS,
    LONGEST_QUESTION,
    Choices,
    Values,
    begins_at,
    choices_of,
    plan_for,
    seats_of,
)
from dialogs.occasion import Occasion
from locales.dates import clock


def start_form(occasion: Occasion, asked: Values | None = None) -> Form:
    """The form, filled in with what is proposed or what was asked for; changes nothing."""
    return drawn(occasion, choices_of(occasion, asked or {}), {})


def drawn(occasion: Occasion, choices: Choices, faults: Mapping[str, str]) -> Form:
    words = occasion.words
    about_time, tight = _about_time(occasion, choices, faults), _tight(occasion, choices, faults)
    first: tuple[Section, ...] = ()
    if occasion.who and tight:  # a dialog is long, and its end is far away
        first = (Section(title="", fields=tight),)
    else:
        about_time = replace(about_time, fields=(*tight, *about_time.fields))
    return Form(
        id="start",
        title=words("start.title"),
        lead=words("form.start.lead"),
        sections=(
            *first,
            Section(title=words("form.start.part1"), fields=_about_what(occasion, choices, faults)),
            Section(title=words("form.start.part2"), fields=_about_whom(occasion, choices, faults)),
            about_time,
        ),
        submit=words("button.start"),
        note=words("form.start.machine"),
        hidden={"circle": choices.circle},
    )


def _about_what(
    occasion: Occasion, choices: Choices, faults: Mapping[str, str]
) -> tuple[Field, ...]:
    words, language = occasion.words, occasion.papers.team.language
    question = Text(
        name="question",
        label=words("start.question.label"),
        hint=words("start.question.hint"),
        required=True,
        error=faults.get("question", ""),
        value=choices.question,
        lines=3,
        most=LONGEST_QUESTION,
    )
    guide = Choice(
        name="guide",
        label=words("start.guide"),
        options=tuple(
            Option(g.id, in_language(g.name, language), in_language(g.purpose, language))
            for g in sorted(occasion.guides.values(), key=likeliest)
        ),
        chosen=(choices.guide.id,),
    )
    lengths = sorted({*LENGTHS, choices.minutes} - {0})
    minutes = Choice(
        name="minutes",
        label=words("start.minutes"),
        error=faults.get("minutes", ""),
        options=tuple(Option(str(length), _length(occasion, length)) for length in lengths),
        chosen=(str(choices.minutes),),
        even=True,
    )
    return question, guide, minutes


def _length(occasion: Occasion, minutes: int) -> str:
    """At a table a row of bare numbers under the question; in a dialog a list, with the unit."""
    return occasion.words("unit.minutes", count=minutes) if occasion.who else str(minutes)


def likeliest(guide: Guide) -> tuple[bool, bool, str]:
    """The guide that most teams want comes first, the empty one last."""
    return guide.id != FIRST_GUIDE, guide.id == EMPTY_GUIDE, guide.id


def _about_whom(
    occasion: Occasion, choices: Choices, faults: Mapping[str, str]
) -> tuple[Field, ...]:
    words = occasion.words
    people = tuple(Option(m.person, m.name) for m in occasion.papers.team.members)
    present = Choice(
        name="present",
        label=words("start.present"),
        hint=words("form.start.away_hint"),
        error=faults.get("present", ""),
        options=people,
        chosen=choices.present,
        many=True,
    )
    facilitator = Choice(
        name="facilitator",
        label=words("start.facilitator"),
        required=True,
        error=faults.get("facilitator", ""),
        options=(Option("", words("form.choose")), *people),
        chosen=(choices.facilitator,),
        listed=True,
    )
    return (
        present,
        facilitator,
        *(
            Choice(
                name=name,
                label=words(f"form.start.{name}"),
                error=faults.get(name, ""),
                options=(Option("", usual), *people),
                chosen=(chosen,),
                listed=True,
            )
            for name, chosen, usual in _other_roles(occasion, choices)
        ),
    )


def _other_roles(occasion: Occasion, choices: Choices) -> Iterator[tuple[str, str, str]]:
    """Name, holder, and what an empty field means. Two of them only where the team has them."""
    words, rota = occasion.words, occasion.papers.between.rota
    nobody = words("form.nobody")
    yield "owner", choices.owner, words("form.start.owner_usual")
    if rota.in_pairs or choices.second:
        yield "second", choices.second, nobody
    yield "notes", choices.notes, nobody
    if Role.OBSERVER in rota.wanted or choices.observer:
        yield "observer", choices.observer, nobody
    yield "leader", choices.leader, nobody


def _about_time(occasion: Occasion, choices: Choices, faults: Mapping[str, str]) -> Section:
    words, team = occasion.words, occasion.papers.team
    when = Choice(
        name="when",
        label=words("form.start.when"),
        options=(
            Option("now", words("form.start.when_now")),
            Option("later", words("form.start.when_later")),
        ),
        chosen=(choices.when,),
    )
    later = Clock(
        name="clock",
        label=words("form.start.when_time_later" if occasion.who else "form.start.when_time"),
        error=faults.get("clock", ""),
        value=choices.clock,
    )
    seats = seats_of(occasion, choices)
    ends = (begins_at(occasion, choices) or occasion.at) + timedelta(minutes=choices.minutes)
    facts = (
        Fact(words("form.start.facts_ends"), clock(ends, team.zone, team.language)),
        Fact(words("form.start.facts_people"), str(len(seats))),
    )
    return Section(
        title=words("form.start.part3"),
        fields=(when, later),
        facts=() if occasion.who else facts,  # a dialog cannot follow what is chosen in it
    )


def _tight(occasion: Occasion, choices: Choices, faults: Mapping[str, str]) -> tuple[Field, ...]:
    """The question that a round too short for so many makes, where there is one."""
    seats = seats_of(occasion, choices)
    plan = plan_for(occasion, replace(choices, tight=""), seats)
    tight = tight_rounds(plan, seats) if "tight" in faults else ()
    return (_tight_choice(occasion, choices, tight),) if tight else ()


def _tight_choice(occasion: Occasion, choices: Choices, tight: Sequence[Tight]) -> Choice:
    """A round is too short for so many: take longer, or hold it as a free round."""
    words, language = occasion.words, occasion.papers.team.language
    names = [in_language(each.phase.name, language) for each in tight]
    first = tight[0]
    longer = _roomy_length(occasion, choices)
    options = [Option("free", words("form.start.tight_free", phase=name)) for name in names[:1]]
    if longer:
        minutes = words("unit.minutes", count=longer)
        options.insert(
            0, Option(f"longer:{longer}", words("form.start.tight_longer", minutes=minutes))
        )
    return Choice(
        name="tight",
        label=words("form.start.tight_ask"),
        error=words("form.start.tight", phase=names[0], seconds=first.phase.shortest_turn),
        required=True,
        options=tuple(options),
    )


def _roomy_length(occasion: Occasion, choices: Choices) -> int | None:
    """The nearest offered length in which no round is too short."""
    seats = seats_of(occasion, choices)
    for length in LENGTHS:
        plan = plan_of(choices.guide, length, occasion.papers.team.language)
        if length > choices.minutes and not tight_rounds(plan, seats):
            return length
    return None
