"""Forms of a chat: one's own place in the circle, whom to give the word, what to put right.

At a table these are names and buttons on the page itself.
"""

from collections.abc import Iterator

from cards.form import Button, Choice, Fact, Form, Option, Section
from cards.presses import WRITTEN, taps_of
from cards.rows import seen
from cards.seats import seats_shown
from circle.closing import MOST_STEPS
from circle.people import Presence
from circle.state import Circle, Stage
from dialogs.occasion import Occasion


def own_form(occasion: Occasion, circle: Circle) -> Form:
    """Who facilitates, who is where, and what a person can say of themselves."""
    words = occasion.words
    lead = words("told.no_facilitator")
    if circle.facilitator is not None:
        lead = words("people.tookover", name=circle.facilitator.name)
    seats = seats_shown(circle, words, tapped=False)
    facts = tuple(Fact(seat.name.whole, seat.doing) for seat in seats)
    return Form(
        id="mine",
        title=words("form.people.title"),
        lead=lead,
        sections=(Section(title="", facts=facts, buttons=tuple(_own_buttons(occasion, circle))),),
    )


def _own_buttons(occasion: Occasion, circle: Circle) -> Iterator[Button]:
    """What fits: come back or step out, leave, take over once it is offered, take back."""
    words, number = occasion.words, circle.seat_of(occasion.who)
    yield from opening_buttons(occasion, circle)
    sign = {"circle": circle.id, "seen": seen(circle)}
    about = {**sign, "person": occasion.who}
    seat = None if number is None else circle.seats[number]
    if seat is None or seat.presence is Presence.GONE:
        yield Button(words("button.join"), {"verb": "join", **sign})
        return
    if circle.course.offered and seat.here:
        yield Button(words("button.take_over"), {"verb": "take_over", **sign})
    if circle.stands_in_for == number:
        label = words("seat.takes_back", name=seat.name)
        yield Button(label, {"verb": "take_back", **sign})
    if seat.here:
        yield Button(words("button.i_am_out"), {"verb": "out", **about}, quiet=True)
    else:
        yield Button(words("button.i_am_back"), {"verb": "here", **about}, quiet=True)
    yield Button(words("button.i_leave"), {"verb": "leave", **about}, quiet=True)


def opening_buttons(occasion: Occasion, circle: Circle) -> Iterator[Button]:
    """What became of the last steps, while the circle opens; and what one keeps for oneself."""
    words, between = occasion.words, occasion.papers.between
    if circle.course.phase == 0 and between.follow_up.steps:
        yield Button(words("step.last"), {"form": "follow_up"}, quiet=True)
    if occasion.who and between.agenda.snags_of(occasion.who):
        yield Button(words("form.snag.title"), {"form": "snag"}, quiet=True)


def give_form(occasion: Occasion, circle: Circle) -> Form:
    """To whom the facilitator gives the word."""
    words = occasion.words
    seats = [circle.seats[number] for number in sorted(taps_of(circle).may)]
    choice = Choice(
        name="to",
        label=words("form.give.to"),
        required=True,
        options=tuple(Option(seat.person, seat.name) for seat in seats),
    )
    return Form(
        id="give",
        title=words("button.give_word"),
        sections=(Section(title="", fields=(choice,)),),
        submit=words("button.give_word"),
        hidden={"circle": circle.id, "turn": str(circle.course.turn), "verb": "give"},
    )


def mend_form(occasion: Occasion, circle: Circle) -> Form:
    """What can be put right in what the circle leaves behind, before it is kept."""
    words = occasion.words
    about = {"circle": circle.id}
    sections = []
    for step in circle.kept.steps:
        change = Button(words("button.step_edit"), {"form": "step", "step": step.id, **about})
        drop = Button(
            words("button.step_remove"), {"verb": "drop_step", "step": step.id, **about}, quiet=True
        )
        sections.append(Section(title=step.what, buttons=(change, drop)))
    if circle.writes_steps and len(circle.kept.steps) < MOST_STEPS:
        add = Button(words("button.step_add"), {"form": "step", **about})
        sections.append(Section(title="", buttons=(add,)))
    texts = tuple(
        Button(words(f"button.{name}_edit"), {"form": name, **about})
        for output, name in WRITTEN.items()
        if circle.writes(output)
    )
    if texts:
        sections.append(Section(title="", buttons=texts))
    title = words("sum.edit" if circle.stage is Stage.DRAFT else "form.step.title")
    return Form(id="mend", title=title, sections=tuple(sections))
