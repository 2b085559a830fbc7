"""What a form of the time between circles brings back: one value, a day, a clock time."""

from collections.abc import Mapping, Sequence
from datetime import date, time

from cards.form import Form
from circle.notices import Answer
from dialogs.occasion import Occasion
from dialogs.ports import Reply

Values = Mapping[str, Sequence[str]]


def one(values: Values, name: str) -> str:
    """The first value of this name, or an empty text."""
    found = values.get(name, ())
    return found[0].strip() if found else ""


def date_in(text: str) -> date | None:
    """A day as a field sends it, 2026-03-03; None for everything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def clock_in(text: str) -> time | None:
    """A clock time as a field sends it or a person writes it; None for everything else."""
    try:
        return time.fromisoformat(text.replace(".", ":")).replace(second=0, microsecond=0)
    except ValueError:
        return None


def shown(occasion: Occasion, form: Form | Answer) -> Reply:
    """A form to fill in, or the answer why there is none."""
    if isinstance(form, Answer):
        return Reply(papers=occasion.papers, answers=(form,))
    return Reply(papers=occasion.papers, form=form)
