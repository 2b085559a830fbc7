"""What people type to be kept: a next step, the breakthrough line, a decision, a note."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from cards.form import Choice, Day, Form, Option, Section, Text
from circle.events import Act, Wrote, WroteStep
from circle.guide import Output
from circle.state import Circle, NextStep
from dialogs.occasion import Occasion
from dialogs.ports import Reply
from dialogs.presses import acting

Values = Mapping[str, Sequence[str]]

LONGEST = {"what": 200, "sign": 200, "text": 300}
"""Characters; a card shows each whole."""

USUAL_TIME = timedelta(days=14)
FRIDAY = 4
"""The date that the form proposes for a new step."""

LABELS = {
    Output.LINE: ("form.line.title", "step.wiser"),
    Output.DECISION: ("form.decision.title", "form.decision.what"),
    Output.NOTE: ("form.note.title", "form.note.what"),
}


def step_form(occasion: Occasion, circle: Circle, step: NextStep | None) -> Form:
    """A new step, or one to be mended."""
    empty = NextStep(id=secrets.token_hex(4), who=(), what="", by=usual_day(occasion), sign="")
    return _step(occasion, circle, step or empty, {})


def usual_day(occasion: Occasion) -> date:
    """In two weeks; a day at the weekend becomes the Monday after it."""
    day = occasion.today + USUAL_TIME
    return day if day.weekday() <= FRIDAY else day + timedelta(days=7 - day.weekday())


def _step(occasion: Occasion, circle: Circle, step: NextStep, faults: Mapping[str, str]) -> Form:
    words = occasion.words
    by = Day(
        name="by",
        label=words("step.by"),
        required=True,
        error=faults.get("by", ""),
        value=step.by,
        earliest=occasion.today,
    )
    fields = (
        _doers(occasion, circle, step, faults),
        _sentence(occasion, "what", step.what, faults),
        by,
        _sentence(occasion, "sign", step.sign, faults),
    )
    return Form(
        id="step",
        title=words("form.step.title"),
        sections=(Section(title="", fields=fields),),
        submit=words("button.step_save"),
        hidden={"circle": circle.id, "step": step.id},
    )


def _doers(occasion: Occasion, circle: Circle, step: NextStep, faults: Mapping[str, str]) -> Choice:
    seats = [seat for seat in circle.seats if not seat.guest]
    return Choice(
        name="who",
        label=occasion.words("step.who"),
        hint=occasion.words("form.step.who_hint"),
        required=True,
        error=faults.get("who", ""),
        options=tuple(Option(seat.person, seat.name) for seat in seats),
        chosen=step.who,
        many=True,
    )


def _sentence(occasion: Occasion, name: str, value: str, faults: Mapping[str, str]) -> Text:
    return Text(
        name=name,
        label=occasion.words(f"step.{name}"),
        hint=occasion.words(f"form.step.{name}_hint"),
        required=True,
        error=faults.get(name, ""),
        value=value,
        lines=2,
        most=LONGEST[name],
    )


def read_step(occasion: Occasion, circle: Circle, values: Values) -> Act | Reply:
    """A written step, or the form again."""
    words, faults = occasion.words, dict[str, str]()
    what, sign = _text(values, "what"), _text(values, "sign")
    by = _date(values)
    who = tuple(person for person in values.get("who", ()) if circle.seat_of(person) is not None)
    if not who:
        faults["who"] = words("form.step.who_hint")
    for name, text in (("what", what), ("sign", sign)):
        if not text:
            faults[name] = words("form.needs_text")
        elif len(text) > LONGEST[name]:
            faults[name] = words("err.toolong", max=LONGEST[name])
    if by is None or by < occasion.today:
        faults["by"] = words("form.needs_day")
    step = NextStep(_text(values, "step"), who, what, by or usual_day(occasion), sign)
    if faults or not step.id:
        return Reply(papers=occasion.papers, form=_step(occasion, circle, step, faults))
    return WroteStep(
        at=occasion.at,
        circle=circle.id,
        who=occasion.who or _writer(circle, values),
        step=step.id,
        doers=who,
        what=what,
        by=step.by,
        sign=sign,
    )


def text_form(
    occasion: Occasion, circle: Circle, what: Output, text: str | None = None, fault: str = ""
) -> Form:
    """One text: the line, the decision or the note."""
    title, label = LABELS[what]
    field = Text(
        name="text",
        label=occasion.words(label),
        error=fault,
        value=written(circle, what) if text is None else text,
        lines=2,
        most=LONGEST["text"],
    )
    return Form(
        id=what.value,
        title=occasion.words(title),
        sections=(Section(title="", fields=(field,)),),
        submit=occasion.words("button.send"),
        hidden={"circle": circle.id},
    )


def written(circle: Circle, what: Output) -> str:
    """What has been written of this kind."""
    kept = circle.kept
    return {Output.LINE: kept.line, Output.DECISION: kept.decision, Output.NOTE: kept.note}[what]


def read_text(occasion: Occasion, circle: Circle, what: Output, values: Values) -> Act | Reply:
    """A written text, or the form again where it is too long. Empty takes it out."""
    text = _text(values, "text")
    if len(text) > LONGEST["text"]:
        fault = occasion.words("err.toolong", max=LONGEST["text"])
        return Reply(papers=occasion.papers, form=text_form(occasion, circle, what, text, fault))
    return Wrote(
        at=occasion.at,
        circle=circle.id,
        who=occasion.who or _writer(circle, values),
        what=what,
        text=text,
    )


def _writer(circle: Circle, values: Values) -> str:
    who = values.get("writer", ())
    return acting({"who": who[0]} if who else {}, circle)


def _text(values: Values, name: str) -> str:
    found = values.get(name, ())
    return " ".join(found[0].split()) if found else ""


def _date(values: Values) -> date | None:
    try:
        return date.fromisoformat(_text(values, "by"))
    except ValueError:
        return None
