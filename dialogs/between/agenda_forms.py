"""The agenda, what one prepares, and a snag or a success that one keeps for oneself."""

import secrets
from collections.abc import Iterator, Mapping

from cards.form import Button, Choice, Form, Option, Section, Text
from circle.agenda import Item
from circle.agenda_events import (
    AgendaEvent,
    AgendaWritten,
    NoSecretsHere,
    Prepared,
    SnagKept,
)
from circle.notices import Answer
from dialogs.between.reading import Values, one, shown
from dialogs.occasion import Occasion
from dialogs.ports import Reply

LONGEST = 300
"""Characters of an item, a task, a preparation or a snag."""


def agenda_form(occasion: Occasion, asked: Values, faults: Mapping[str, str] | None = None) -> Form:
    """What is on the agenda, a new item, and the preparation task."""
    words, faults, agenda = occasion.words, faults or {}, occasion.papers.between.agenda
    sections = [_item(occasion, each) for each in (*agenda.questions, *agenda.operations)]
    kind = Choice(
        name="operations",
        label=words("form.agenda.kind"),
        options=tuple(Option(each, words(f"form.agenda.kind_{each}")) for each in ("no", "yes")),
        chosen=(one(asked, "operations") or "no",),
    )
    was = one(asked, "was") or agenda.task
    text = _text(occasion, "text", one(asked, "text"), faults, "form.agenda.new")
    task = _text(occasion, "task", one(asked, "task") or was, faults, "form.agenda.task")
    new = Section(words("form.agenda.add"), (text, kind, task))
    return Form(
        id="agenda",
        title=words("form.agenda.title"),
        lead="" if sections else words("pre.no_question"),
        sections=(*sections, new),
        submit=words("button.rhythm_save"),
        hidden={"item": one(asked, "item") or secrets.token_hex(4), "was": was},
    )


def _item(occasion: Occasion, item: Item) -> Section:
    words, about = occasion.words, {"item": item.id}
    move = Button(
        words("button.to_circle" if item.operations else "button.to_operations"),
        {"verb": "item_back" if item.operations else "item_out", **about},
        quiet=True,
    )
    drop = Button(words("button.item_drop"), {"verb": "item_drop", **about}, quiet=True)
    title = words("pre.operations", items=item.text) if item.operations else item.text
    return Section(title, buttons=(move, drop))


def read_agenda(occasion: Occasion, values: Values) -> AgendaEvent | Reply:
    """A new item; one for the circle is a question."""
    words, faults = occasion.words, dict[str, str]()
    text, task = " ".join(one(values, "text").split()), " ".join(one(values, "task").split())
    operations = one(values, "operations") == "yes"
    if text and not operations and not text.endswith("?"):
        faults["text"] = words("form.agenda.question")
    for name, written in (("text", text), ("task", task)):
        if len(written) > LONGEST:
            faults[name] = words("err.toolong", max=LONGEST)
    if faults:
        return Reply(papers=occasion.papers, form=agenda_form(occasion, values, faults))
    return AgendaWritten(
        at=occasion.at,
        who=occasion.who,
        item=one(values, "item") or secrets.token_hex(4),
        text=text,
        operations=operations,
        task=None if task == one(values, "was") else task,
    )


def prepare_form(
    occasion: Occasion, asked: Values, faults: Mapping[str, str] | None = None
) -> Form:
    """What one has ready for the circle. Its writer alone sees it before that."""
    words, faults, agenda = occasion.words, faults or {}, occasion.papers.between.agenda
    mine = agenda.prepared.get(occasion.who, "") if occasion.who else ""
    text = _text(occasion, "text", one(asked, "text") or mine, faults, "form.prepare.text")
    fields = (text,) if occasion.who else (_who(occasion, faults), text)
    lead = words("pre.task", task=agenda.task or words("pre.task_usual"))
    if agenda.question:
        lead = f"{words('pre.question', question=agenda.question)} {lead}"
    return Form(
        id="prepare",
        title=words("button.prepare"),
        lead=lead,
        sections=(Section("", fields),),
        submit=words("button.rhythm_save"),
        note=words("form.prepare.promise"),
    )


def _who(occasion: Occasion, faults: Mapping[str, str]) -> Choice:
    members = occasion.papers.team.members
    return Choice(
        name="person",
        label=occasion.words("form.prepare.who"),
        required=True,
        error=faults.get("person", ""),
        options=(
            Option("", occasion.words("form.choose")),
            *(Option(each.person, each.name) for each in members),
        ),
        listed=True,
    )


def read_prepared(occasion: Occasion, values: Values) -> AgendaEvent | Reply:
    """What was prepared; an empty text takes it back."""
    words, faults, text = occasion.words, dict[str, str](), one(values, "text")
    person = occasion.who or one(values, "person")
    if len(text) > LONGEST:
        faults["text"] = words("err.toolong", max=LONGEST)
    if occasion.papers.team.name_of(person) is None:
        faults["person"] = words("form.choose_one")
    if faults:
        return shown(occasion, prepare_form(occasion, values, faults))
    return Prepared(at=occasion.at, who=occasion.who, person=person, text=text)


def snag_form(
    occasion: Occasion, asked: Values, faults: Mapping[str, str] | None = None
) -> Form | Answer:
    """A new one, and those that one keeps already: to open in the circle, or to take back."""
    if not occasion.who:
        return NoSecretsHere()
    words, faults = occasion.words, faults or {}
    kind = Choice(
        name="kind",
        label=words("form.snag.kind"),
        options=tuple(Option(each, words(f"form.snag.{each}")) for each in ("snag", "success")),
        chosen=(one(asked, "kind") or "snag",),
    )
    text = _text(occasion, "text", one(asked, "text"), faults, "form.snag.text")
    return Form(
        id="snag",
        title=words("form.snag.title"),
        sections=(*_mine(occasion), Section("", (kind, text))),
        submit=words("button.rhythm_save"),
        note=words("form.snag.promise"),
        hidden={"snag": one(asked, "snag") or secrets.token_hex(4)},
    )


def _mine(occasion: Occasion) -> Iterator[Section]:
    words = occasion.words
    for snag in occasion.papers.between.agenda.snags_of(occasion.who):
        about = {"snag": snag.id}
        buttons = [Button(words("button.snag_back"), {"verb": "snag_back", **about}, quiet=True)]
        if occasion.papers.circle is not None:
            show = Button(words("button.snag_open"), {"verb": "snag_open", **about})
            buttons.insert(0, show)
        yield Section(snag.text, buttons=tuple(buttons))


def read_snag(occasion: Occasion, values: Values) -> AgendaEvent | Reply:
    """A snag or a success that is kept for its writer."""
    words, text = occasion.words, one(values, "text")
    fault = "" if text else words("form.needs_text")
    if len(text) > LONGEST:
        fault = words("err.toolong", max=LONGEST)
    if fault or not occasion.who:
        return shown(occasion, snag_form(occasion, values, {"text": fault}))
    return SnagKept(
        at=occasion.at,
        who=occasion.who,
        snag=one(values, "snag") or secrets.token_hex(4),
        text=text,
        success=one(values, "kind") == "success",
    )


def _text(occasion: Occasion, name: str, value: str, faults: Mapping[str, str], label: str) -> Text:
    hint = f"{label}_hint"
    return Text(
        name=name,
        label=occasion.words(label),
        hint=occasion.words(hint) if hint in occasion.words else "",
        error=faults.get(name, ""),
        value=value,
        lines=2,
        most=LONGEST,
    )
