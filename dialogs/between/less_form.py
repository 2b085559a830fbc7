"""Less of this: which reminders the team wants, and which a person wants."""

from cards.form import Choice, Form, Option, Section
from circle.between import OF_TEAM, Reminder
from circle.between_events import RemindersChosen
from dialogs.between.reading import Values
from dialogs.occasion import Occasion


def less_form(occasion: Occasion) -> Form:
    """What comes now is ticked. One's own reminders are shown where the channel knows who asks."""
    words, between = occasion.words, occasion.papers.between
    sections = [_section(occasion, "ours", OF_TEAM, between.rhythm.off)]
    if occasion.who:
        own = tuple(each for each in Reminder if each not in OF_TEAM)
        off = between.lighter.get(occasion.who, ())
        sections.insert(0, _section(occasion, "mine", own, off))
    return Form(
        id="less",
        title=words("button.less"),
        lead=words("form.less.lead"),
        sections=tuple(sections),
        submit=words("button.rhythm_save"),
    )


def _section(
    occasion: Occasion, name: str, reminders: tuple[Reminder, ...], off: tuple[Reminder, ...]
) -> Section:
    words = occasion.words
    field = Choice(
        name=name,
        label=words(f"form.less.{name}"),
        options=tuple(Option(each.value, words(f"form.less.{each.value}")) for each in reminders),
        chosen=tuple(each.value for each in reminders if each not in off),
        many=True,
    )
    return Section("", (field,))


def read_less(occasion: Occasion, values: Values) -> RemindersChosen:
    """What was left unticked is turned off."""
    ticked = {*values.get("ours", ()), *values.get("mine", ())}
    known = OF_TEAM if not occasion.who else tuple(Reminder)
    off = tuple(each for each in known if each.value not in ticked)
    return RemindersChosen(at=occasion.at, who=occasion.who, off=off)
