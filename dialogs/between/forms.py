"""The forms of the time between circles, by name: how each is opened, and what comes back."""

from collections.abc import Callable, Mapping

from cards.form import Form
from circle.events import Event
from circle.notices import Answer
from dialogs.between import agenda_forms, follow_up_forms, role_forms
from dialogs.between.check_forms import checks_form, read_checks
from dialogs.between.data_form import data_form
from dialogs.between.feed_form import feed_form
from dialogs.between.less_form import less_form, read_less
from dialogs.between.meeting_form import meeting_form, read_meeting
from dialogs.between.presses import READERS, read_between
from dialogs.between.reading import Values, one, shown
from dialogs.between.rhythm import read_rhythm
from dialogs.between.rhythm_form import rhythm_form
from dialogs.between.roles_form import roles_form
from dialogs.occasion import Occasion
from dialogs.ports import Reply

OPENED: Mapping[str, Callable[[Occasion, Values], Form | Answer]] = {
    "rhythm": lambda occasion, asked: rhythm_form(occasion),
    "meeting": meeting_form,
    "roles": lambda occasion, asked: roles_form(occasion),
    "swap": role_forms.swap_form,
    "take_role": role_forms.take_form,
    "away": role_forms.away_form,
    "choose_roles": lambda occasion, asked: role_forms.choose_form(occasion),
    "history": lambda occasion, asked: role_forms.history_form(occasion),
    "less": lambda occasion, asked: less_form(occasion),
    "checks": lambda occasion, asked: checks_form(occasion),
    "mydata": lambda occasion, asked: data_form(occasion),
    "follow_up": follow_up_forms.follow_up_form,
    "step_persist": follow_up_forms.persist_form,
    "step_adjust": follow_up_forms.adjust_form,
    "feed": feed_form,
    "agenda": agenda_forms.agenda_form,
    "prepare": agenda_forms.prepare_form,
    "snag": agenda_forms.snag_form,
}

READ: Mapping[str, Callable[[Occasion, Values], Event | Reply]] = {
    "rhythm": read_rhythm,
    "meeting": read_meeting,
    "swap": role_forms.read_swap,
    "take_role": role_forms.read_take,
    "away": role_forms.read_away,
    "choose_roles": role_forms.read_choice,
    "less": read_less,
    "checks": read_checks,
    "step_persist": follow_up_forms.read_persist,
    "step_adjust": follow_up_forms.read_adjust,
    "agenda": agenda_forms.read_agenda,
    "prepare": agenda_forms.read_prepared,
    "snag": agenda_forms.read_snag,
}


def open_between(occasion: Occasion, name: str, asked: Values) -> Reply:
    """The form with this name, or the answer why there is none."""
    return shown(occasion, OPENED[name](occasion, asked))


def read_between_form(occasion: Occasion, name: str, values: Values) -> Event | Reply:
    """What came back: an event, or the form again; a button in a form is pressed like any other."""
    pressed = {key: found[0] for key, found in values.items() if found}
    if one(values, "verb") in READERS:
        event = read_between({**pressed, "who": occasion.who}, occasion.papers, occasion.at)
        return shown(occasion, event) if isinstance(event, Answer) else event
    if name in READ:
        return READ[name](occasion, values)
    return open_between(occasion, name, values)
