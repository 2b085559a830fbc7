"""The facilitator's moves as forms: which move, who is here, whose order, how long a break."""

from collections.abc import Mapping
from datetime import timedelta

from cards.form import Button, Choice, Form, Option, Section, Text
from cards.presses import FORMS, label_of, taps_of
from cards.rows import seen
from circle.people import Presence, Role, Seat
from circle.possible import Move, possible_moves
from circle.state import Circle
from dialogs.occasion import Occasion
from dialogs.own_forms import opening_buttons
from locales.dates import time_phrase

BREAKS = (5, 10, 15, 30, 45)
"""Minutes of a break that the form offers."""

ROLES = (
    Role.FACILITATOR,
    Role.CO_FACILITATOR,
    Role.NOTES,
    Role.OWNER,
    Role.FOCUS,
    Role.INTERVIEWER,
    Role.OBSERVER,
    Role.LEADER,
)


def moves_form(occasion: Occasion, circle: Circle) -> Form:
    """Today's possible moves, likeliest first: the form behind the one button."""
    words = occasion.words
    buttons = tuple(
        Button(words(label_of(move)), values_of(circle, move)) for move in possible_moves(circle)
    )
    if occasion.who and taps_of(circle).verb == "give" and taps_of(circle).may:
        form = {"form": "give", "circle": circle.id, "turn": str(circle.course.turn)}
        *others, last = buttons  # which ends the circle, and stays the last
        buttons = (*others, Button(words("button.give_word"), form), last)
    *others, last = buttons
    buttons = (*others, *opening_buttons(occasion, circle), last)
    return Form(
        id="moves",
        title=words("form.what" if occasion.who else "button.facilitator"),
        sections=(Section(title="", buttons=buttons),),
    )


def values_of(circle: Circle, move: Move) -> Mapping[str, str]:
    """What the button of a move brings: the form that it opens, or the press that it is."""
    turn = {"circle": circle.id, "turn": str(circle.course.turn)}
    if form := FORMS.get(move):
        return {"form": form, **turn}
    extra = {"extra": str(circle.course.extra)} if move is Move.MORE_TIME else {}
    return {"verb": str(move), **turn, **extra}


def people_form(occasion: Occasion, circle: Circle) -> Form:
    """Who is here, out, or gone; and who has come."""
    words = occasion.words
    seated = (seat for seat in circle.seats if seat.presence is not Presence.GONE)
    absent = _missing_members(occasion, circle)
    new = Text(name="name", label=words("form.people.new"), hint=words("form.people.new_hint"))
    return Form(
        id="people",
        title=words("form.people.title"),
        lead=words("form.people.hint"),
        sections=(
            *(_person(occasion, circle, seat) for seat in seated),
            *(_missing(occasion, circle, name) for name in absent),
            Section(title="", fields=(new,)),
        ),
        submit=words("button.add_person"),
        hidden={"circle": circle.id, "verb": "join"},
    )


def _person(occasion: Occasion, circle: Circle, seat: Seat) -> Section:
    verbs = (
        {"out": "away", "leave": "leave"} if seat.here else {"here": "here_again", "leave": "leave"}
    )
    buttons = tuple(
        Button(
            occasion.words(f"button.{label}"),
            {"verb": verb, "circle": circle.id, "person": seat.person, "seen": seen(circle)},
            quiet=True,
        )
        for verb, label in verbs.items()
    )
    return Section(title=seat.name, buttons=buttons)


def _missing_members(occasion: Occasion, circle: Circle) -> tuple[str, ...]:
    there = {s.person for s in circle.seats if s.presence is not Presence.GONE}
    return tuple(m.name for m in occasion.papers.team.members if m.person not in there)


def _missing(occasion: Occasion, circle: Circle, name: str) -> Section:
    values = {"verb": "join", "circle": circle.id, "name": name, "seen": seen(circle)}
    return Section(title=name, buttons=(Button(occasion.words("button.join"), values, quiet=True),))


def order_form(occasion: Occasion, circle: Circle) -> Form:
    """Those who wait, in their order; each but the first can be moved up by one."""
    words, waiting = occasion.words, circle.course.waiting
    people = [circle.seats[number].person for number in waiting]
    sections = []
    for place, number in enumerate(waiting):
        order = list(people)
        order[place - 1 : place + 1] = reversed(order[place - 1 : place + 1])
        values = {
            "verb": "order",
            "circle": circle.id,
            "turn": str(circle.course.turn),
            "order": ",".join(order),
        }
        up = (Button(words("button.up"), values, quiet=True),) if place else ()
        sections.append(Section(title=circle.seats[number].name, buttons=up))
    return Form(
        id="order",
        title=words("form.order.title"),
        lead=words("form.order.hint"),
        sections=tuple(sections),
    )


def pause_form(occasion: Occasion, circle: Circle) -> Form:
    """How long a break; each choice says when the circle goes on."""
    words, team = occasion.words, occasion.papers.team
    options = tuple(
        Option(
            str(minutes),
            words(
                "form.pause.after",
                minutes=words("unit.minutes", count=minutes),
                time=time_phrase(
                    occasion.at + timedelta(minutes=minutes), team.zone, team.language
                ),
            ),
        )
        for minutes in BREAKS
    )
    choice = Choice(
        name="minutes", label=words("form.pause.until"), options=options, chosen=(str(BREAKS[1]),)
    )
    return _short(
        occasion, circle, "pause", words("form.pause.title"), words("button.pause"), choice
    )


def hand_over_form(occasion: Occasion, circle: Circle) -> Form:
    """Which role, and to whom."""
    words = occasion.words
    roles = Choice(
        name="role",
        label=words("form.hand_over.role"),
        options=tuple(Option(role.value, words(f"role.{role.value}")) for role in ROLES),
        chosen=(Role.FACILITATOR.value,),
        listed=True,
    )
    people = Choice(
        name="to",
        label=words("form.hand_over.to"),
        required=True,
        options=tuple(Option(seat.person, seat.name) for seat in circle.seats if seat.here),
        listed=True,
    )
    title = words("form.hand_over.title")
    return _short(occasion, circle, "hand_over", title, words("button.hand_over"), roles, people)


def end_form(occasion: Occasion, circle: Circle) -> Form:
    """Do you want to end now?"""
    words = occasion.words
    form = _short(occasion, circle, "end", words("form.end.title"), words("end.button"))
    steps = "steps" in circle.plan.keeps
    return Form(
        id=form.id,
        title=form.title,
        lead=words("end.confirm" if steps else "form.end.lead"),
        sections=form.sections,
        submit=form.submit,
        hidden=form.hidden,
    )


def _short(
    occasion: Occasion, circle: Circle, id: str, title: str, submit: str, *fields: Choice
) -> Form:
    return Form(
        id=id,
        title=title,
        sections=(Section(title="", fields=fields),),
        submit=submit,
        hidden={
            "circle": circle.id,
            "turn": str(circle.course.turn),
            "verb": id,
            "seen": seen(circle),
        },
    )
