"""Whose turn each role is, and what people can do about it."""

from collections.abc import Iterator
from datetime import date

from cards.form import Button, Fact, Form, Section
from cards.names import name_of
from circle.between import day_of_next, next_meeting, with_rota_of
from circle.people import PersonId, Role
from circle.rhythm import day_of
from circle.rota import RoleShown, Rota, shown
from dialogs.occasion import Occasion
from locales.dates import listing, month_day, when_phrase

THEN = 3
"""People who come after, that are shown."""


def roles_form(occasion: Occasion) -> Form:
    """Each role with who has it next, who comes then, and the moves that fit who asks."""
    words, rota = occasion.words, rota_of(occasion)
    sections = [_section(occasion, each) for each in shown(rota, day_of_roles(occasion))]
    away = Section(
        words("form.away.who"),
        facts=tuple(_away(occasion, rota)),
        buttons=tuple(_away_buttons(occasion, rota)),
    )
    more = Section(
        "",
        buttons=(
            Button(words("button.roles_choose"), {"form": "choose_roles"}, quiet=True),
            Button(words("button.role_history"), {"form": "history"}, quiet=True),
        ),
    )
    return Form(
        id="roles",
        title=words("form.roles.title"),
        lead=_lead(occasion),
        sections=(*sections, away, more),
    )


def rota_of(occasion: Occasion) -> Rota:
    """The rota with everybody in it who is in the team now."""
    return with_rota_of(occasion.papers.between, occasion.papers.team).rota


def day_of_roles(occasion: Occasion) -> date:
    """The day that the roles are about: the next circle, or today."""
    return day_of_next(occasion.papers.between, occasion.papers.team, occasion.at)


def _lead(occasion: Occasion) -> str:
    ahead, team = next_meeting(occasion.papers.between, occasion.at), occasion.papers.team
    if ahead is None:
        return occasion.words("form.roles.no_day")
    when = when_phrase(ahead.begins, team.zone, team.language, occasion.today)
    return occasion.words("form.rhythm.next", when=when)


def called(occasion: Occasion, person: PersonId) -> str:
    """What the team calls somebody."""
    return name_of(person, None, occasion.papers.team, occasion.words)


def _section(occasion: Occasion, role: RoleShown) -> Section:
    words, language = occasion.words, occasion.papers.team.language
    holder = called(occasion, role.holder) if role.holder else words("form.roles.open")
    facts = [Fact(words("form.roles.next"), holder)]
    then = [called(occasion, person) for person in role.then[:THEN]]
    if then:
        facts.append(Fact(words("form.roles.then"), listing(then, language)))
    buttons = tuple(_moves(occasion, role))
    return Section(words(f"role_title.{role.role.value}"), facts=tuple(facts), buttons=buttons)


def _moves(occasion: Occasion, role: RoleShown) -> Iterator[Button]:
    if role.role is Role.FOCUS:
        yield from _focus_moves(occasion, role)
        return
    words, who = occasion.words, occasion.who
    about = {"role": role.role.value, "day": day_of_roles(occasion).isoformat()}
    mine = role.holder is not None and who in ("", role.holder)
    if mine:
        own = {**about, "person": role.holder or ""}
        yield Button(words("button.role_swap"), {"form": "swap", **own})
        yield Button(words("button.role_back"), {"verb": "role_back", **own}, quiet=True)
    elif role.holder is not None:
        skip = {"verb": "role_skip", "person": role.holder, **about}
        yield Button(words("button.role_skip"), skip, quiet=True)
    if who and not mine:
        yield Button(words("button.role_take"), {"verb": "role_take", **about}, quiet=True)
    elif not who:
        yield Button(words("button.role_give"), {"form": "take_role", **about}, quiet=True)


def _focus_moves(occasion: Occasion, role: RoleShown) -> Iterator[Button]:
    """The focus person says so alone; at a table it is chosen aloud when the circle begins."""
    words, who = occasion.words, occasion.who
    about = {"day": day_of_roles(occasion).isoformat()}
    if who and role.holder == who:
        yield Button(words("focus.no"), {"verb": "focus_no", **about}, quiet=True)
    elif who and role.holder is None:
        yield Button(words("focus.yes"), {"verb": "focus_yes", **about}, quiet=True)


def _away(occasion: Occasion, rota: Rota) -> Iterator[Fact]:
    """Until when each is away who said so; what is over is not shown."""
    words, language = occasion.words, occasion.papers.team.language
    for each in rota.away:
        if each.until >= day_of(occasion.at, occasion.papers.team.zone):
            until = words("form.roles.until", date=month_day(each.until, language))
            yield Fact(called(occasion, each.person), until)


def _away_buttons(occasion: Occasion, rota: Rota) -> Iterator[Button]:
    words = occasion.words
    yield Button(words("button.away_until"), {"form": "away"}, quiet=True)
    for each in rota.away:
        if occasion.who in ("", each.person):
            back = {"verb": "am_back", "person": each.person}
            label = words("button.i_am_back")
            if not occasion.who:
                label = words("seat.here", name=called(occasion, each.person))
            yield Button(label, back, quiet=True)
