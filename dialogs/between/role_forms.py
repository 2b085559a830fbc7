"""Small forms about roles: swap, take, away until, and which roles the team needs."""

from collections.abc import Mapping
from datetime import date, timedelta

from cards.form import Choice, Day, Fact, Field, Form, Option, Section
from circle.notices import Answer
from circle.people import PersonId, Role
from circle.rhythm import day_of
from circle.rota import GOES_ROUND, history
from circle.rota_events import (
    AgreedToSwap,
    AskedToSwap,
    ChoseRoles,
    RotaEvent,
    TookRole,
    WentAway,
)
from circle.rota_notices import AskedInPrivate
from dialogs.between.reading import Values, date_in, one, shown
from dialogs.between.roles_form import called, day_of_roles, rota_of
from dialogs.occasion import Occasion
from dialogs.ports import Reply
from locales.dates import date_phrase

LONGEST_AWAY = timedelta(days=400)
"""A leave of a year can be told in one go."""

MOST_HISTORY = 6
"""Circles that are named for each role."""

CHOSEN = tuple(role for role in GOES_ROUND if role is not Role.FACILITATOR)
"""Roles that a team can do without."""


def swap_form(occasion: Occasion, asked: Values, fault: str = "") -> Form | Answer:
    """With whom? In a chat they are asked; at a table they have agreed aloud."""
    words, role = occasion.words, _role(asked)
    if role is None or role is Role.FOCUS:
        return AskedInPrivate()
    holder = occasion.who or one(asked, "person")
    title = words("form.swap.title", role=words(f"role.{role.value}"))
    people = _people(occasion, "other", words("form.swap.other"), fault, but=holder)
    return _small("swap", title, (people,), occasion, asked, "button.swap_ask")


def read_swap(occasion: Occasion, values: Values) -> RotaEvent | Reply:
    """The question to the other, or at a table the swap itself."""
    role, other = _role(values), one(values, "other")
    if role is None or not other:
        form = swap_form(occasion, values, occasion.words("form.choose_one"))
        return shown(occasion, form)
    day = _day(occasion, values)
    if occasion.who:
        return AskedToSwap(at=occasion.at, day=day, who=occasion.who, other=other, role=role)
    holder = one(values, "person")
    return AgreedToSwap(at=occasion.at, day=day, who=other, other=holder, role=role)


def take_form(occasion: Occasion, asked: Values, fault: str = "") -> Form | Answer:
    """At a table: who takes the role next time?"""
    words, role = occasion.words, _role(asked)
    if role is None or role is Role.FOCUS:
        return AskedInPrivate()
    title = words("form.take.title", role=words(f"role.{role.value}"))
    people = _people(occasion, "other", words("form.hand_over.to"), fault)
    return _small("take_role", title, (people,), occasion, asked, "button.choose")


def read_take(occasion: Occasion, values: Values) -> RotaEvent | Reply:
    """Somebody takes the role."""
    role, person = _role(values), occasion.who or one(values, "other")
    if role is None or not person:
        form = take_form(occasion, values, occasion.words("form.choose_one"))
        return shown(occasion, form)
    return TookRole(at=occasion.at, day=_day(occasion, values), who=person, role=role)


def away_form(
    occasion: Occasion, asked: Values, faults: Mapping[str, str] | None = None
) -> Form | Answer:
    """Away until and with a day."""
    words, faults = occasion.words, faults or {}
    until = Day(
        name="until",
        label=words("form.away.until"),
        hint=words("form.away.hint"),
        required=True,
        error=faults.get("until", ""),
        value=date_in(one(asked, "until")),
        earliest=occasion.today,
    )
    fields: tuple[Field, ...] = (until,)
    if not occasion.who:
        who = _people(occasion, "person", words("form.away.who"), faults.get("person", ""))
        fields = (who, until)
    return _small("away", words("form.roles.away"), fields, occasion, {}, "button.away_save")


def read_away(occasion: Occasion, values: Values) -> RotaEvent | Reply:
    """Somebody is away, or the form again."""
    faults, until = dict[str, str](), date_in(one(values, "until"))
    person = occasion.who or one(values, "person")
    if until is None or not occasion.today <= until <= occasion.today + LONGEST_AWAY:
        faults["until"] = occasion.words("form.needs_day")
    if not person:
        faults["person"] = occasion.words("form.choose_one")
    if faults or until is None:
        return shown(occasion, away_form(occasion, values, faults))
    day = day_of_roles(occasion)
    return WentAway(at=occasion.at, day=day, who=person, until=until)


def choose_form(occasion: Occasion) -> Form:
    """Which roles go round, and whether two facilitate."""
    words, rota = occasion.words, rota_of(occasion)
    roles = Choice(
        name="roles",
        label=words("form.roles.which"),
        hint=words("form.roles.which_hint"),
        options=tuple(Option(role.value, words(f"role_title.{role.value}")) for role in CHOSEN),
        chosen=tuple(role.value for role in rota.wanted),
        many=True,
    )
    pairs = Choice(
        name="pairs",
        label=words("form.roles.pairs"),
        options=tuple(Option(n, words(f"form.roles.pairs_{n}")) for n in ("one", "two")),
        chosen=("two" if rota.in_pairs else "one",),
    )
    title = words("button.roles_choose")
    section = Section("", (roles, pairs))
    return Form(
        id="choose_roles", title=title, sections=(section,), submit=words("button.rhythm_save")
    )


def read_choice(occasion: Occasion, values: Values) -> RotaEvent | Reply:
    """The roles that were ticked; somebody always facilitates."""
    ticked = {role for role in CHOSEN if role.value in values.get("roles", ())}
    return ChoseRoles(
        at=occasion.at,
        day=day_of_roles(occasion),
        who=occasion.who or next(iter(rota_of(occasion).people), ""),
        roles=tuple(role for role in GOES_ROUND if role is Role.FACILITATOR or role in ticked),
        in_pairs=one(values, "pairs") == "two",
    )


def _people(occasion: Occasion, name: str, label: str, fault: str, but: PersonId = "") -> Choice:
    others = [person for person in rota_of(occasion).people if person != but]
    options = tuple(Option(person, called(occasion, person)) for person in others)
    return Choice(
        name=name, label=label, required=True, error=fault, listed=True,
        options=(Option("", occasion.words("form.choose")), *options),
    )  # fmt: skip


def _small(
    id: str, title: str, fields: tuple[Field, ...], occasion: Occasion, asked: Values, submit: str
) -> Form:
    hidden = {name: one(asked, name) for name in ("role", "day", "person") if one(asked, name)}
    return Form(
        id=id,
        title=title,
        sections=(Section("", fields),),
        submit=occasion.words(submit),
        hidden=hidden,
    )


def _role(values: Values) -> Role | None:
    known = {role.value: role for role in GOES_ROUND}
    return known.get(one(values, "role"))


def _day(occasion: Occasion, values: Values) -> date:
    return date_in(one(values, "day")) or day_of_roles(occasion)


def history_form(occasion: Occasion) -> Form:
    """Who had which role, as far as the team's kept summaries say; the latest first."""
    words, team = occasion.words, occasion.papers.team
    sections = []
    for role in GOES_ROUND:
        facts = tuple(
            Fact(date_phrase(day_of(at, team.zone), team.language, occasion.today), name)
            for at, person in history(occasion.summaries, role)[:MOST_HISTORY]
            if (name := called(occasion, person))
        )
        if facts:
            sections.append(Section(words(f"role_title.{role.value}"), facts=facts))
    lead = "" if sections else words("form.roles.no_history")
    title = words("button.role_history")
    return Form(id="history", title=title, lead=lead, sections=tuple(sections))
