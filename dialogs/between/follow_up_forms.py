"""What became of the next steps: each looked at once, with four ways to answer."""

from collections.abc import Iterator, Mapping

from cards.form import Button, Choice, Day, Fact, Field, Form, Option, Section, Text
from cards.names import name_of
from circle.notices import Answer
from circle.state import NextStep
from circle.step_events import LookedAtStep, StepAdjusted, StepIsOver, StepPersisted
from dialogs.between.presses import who_looks
from dialogs.between.reading import Values, date_in, one, shown
from dialogs.occasion import Occasion
from dialogs.ports import Reply
from dialogs.writing_forms import LONGEST, usual_day
from locales.dates import date_phrase, listing


def follow_up_form(occasion: Occasion, asked: Values) -> Form:
    """All steps that are agreed, as they were agreed; never sorted by date."""
    sections = tuple(_section(occasion, step) for step in occasion.papers.between.follow_up.steps)
    return Form(
        id="follow_up",
        title=occasion.words("step.last"),
        lead="" if sections else occasion.words("empty.steps"),
        sections=sections,
    )


def _section(occasion: Occasion, step: NextStep) -> Section:
    words, team = occasion.words, occasion.papers.team
    outcome = occasion.papers.between.follow_up.outcomes.get(step.id)
    names = listing([name_of(who, None, team, words) for who in step.who], team.language)
    facts = [
        Fact(words("step.who"), names),
        Fact(words("card.by"), date_phrase(step.by, team.language, occasion.today)),
        Fact(words("card.sign"), step.sign),
    ]
    if outcome is not None:
        facts.append(Fact(words("form.follow_up.now"), words(f"step.is.{outcome.value}")))
    return Section(step.what, facts=tuple(facts), buttons=tuple(outcomes_of(occasion, step)))


def outcomes_of(occasion: Occasion, step: NextStep) -> Iterator[Button]:
    """Done, on as it is, on in another way, or let go."""
    words, about = occasion.words, {"step": step.id}
    yield Button(words("step.done"), {"verb": "step_done", **about})
    yield Button(words("step.going"), {"form": "step_persist", **about}, quiet=True)
    yield Button(words("step.adjust"), {"form": "step_adjust", **about}, quiet=True)
    yield Button(words("step.rest"), {"verb": "step_let_go", **about}, quiet=True)


def persist_form(occasion: Occasion, asked: Values, fault: str = "") -> Form | Answer:
    """Until when it goes on."""
    step = occasion.papers.between.follow_up.find(one(asked, "step"))
    if step is None:
        return StepIsOver()
    return _form(occasion, "step_persist", step, (_day(occasion, step, asked, fault),))


def read_persist(occasion: Occasion, values: Values) -> LookedAtStep | Reply:
    """It goes on until a later day."""
    by = date_in(one(values, "by"))
    if by is None or by <= occasion.today:
        form = persist_form(occasion, values, occasion.words("step.date"))
        return shown(occasion, form)
    return StepPersisted(
        at=occasion.at,
        day=occasion.today,
        who=_who(occasion, values),
        step=one(values, "step"),
        by=by,
    )


def adjust_form(
    occasion: Occasion, asked: Values, faults: Mapping[str, str] | None = None
) -> Form | Answer:
    """Another way, another day, other hands."""
    words, faults = occasion.words, faults or {}
    step = occasion.papers.between.follow_up.find(one(asked, "step"))
    if step is None:
        return StepIsOver()
    members = occasion.papers.team.members
    doers = Choice(
        name="doers",
        label=words("step.who"),
        hint=words("form.step.who_hint"),
        required=True,
        error=faults.get("doers", ""),
        options=tuple(Option(member.person, member.name) for member in members),
        chosen=tuple(asked.get("doers", ())) or step.who,
        many=True,
    )
    texts = tuple(
        Text(
            name=name,
            label=words(f"step.{name}"),
            hint=words(f"form.step.{name}_hint"),
            required=True,
            error=faults.get(name, ""),
            value=one(asked, name) or getattr(step, name),
            lines=2,
            most=LONGEST[name],
        )
        for name in ("what", "sign")
    )
    by = _day(occasion, step, asked, faults.get("by", ""))
    return _form(occasion, "step_adjust", step, (doers, texts[0], by, texts[1]))


def read_adjust(occasion: Occasion, values: Values) -> LookedAtStep | Reply:
    """It goes on, changed; or the form again."""
    words, faults = occasion.words, dict[str, str]()
    doers, by = tuple(values.get("doers", ())), date_in(one(values, "by"))
    if not doers:
        faults["doers"] = words("form.step.who_hint")
    if by is None or by <= occasion.today:
        faults["by"] = words("step.date")
    for name in ("what", "sign"):
        if not one(values, name):
            faults[name] = words("form.needs_text")
        elif len(one(values, name)) > LONGEST[name]:
            faults[name] = words("err.toolong", max=LONGEST[name])
    if faults or by is None:
        return shown(occasion, adjust_form(occasion, values, faults))
    return StepAdjusted(
        at=occasion.at,
        day=occasion.today,
        who=_who(occasion, values),
        step=one(values, "step"),
        doers=doers,
        what=" ".join(one(values, "what").split()),
        by=by,
        sign=" ".join(one(values, "sign").split()),
    )


def _who(occasion: Occasion, values: Values) -> str:
    return who_looks({"who": occasion.who, "step": one(values, "step")}, occasion.papers)


def _day(occasion: Occasion, step: NextStep, asked: Values, fault: str) -> Day:
    later = step.by if step.by > occasion.today else usual_day(occasion)
    return Day(
        name="by",
        label=occasion.words("step.by"),
        required=True,
        error=fault,
        value=date_in(one(asked, "by")) or later,
        earliest=occasion.today,
    )


def _form(occasion: Occasion, id: str, step: NextStep, fields: tuple[Field, ...]) -> Form:
    return Form(
        id=id,
        title=occasion.words("form.step.title"),
        lead=step.what,
        sections=(Section("", fields),),
        submit=occasion.words("button.step_save"),
        hidden={"step": step.id},
    )
