"""Every form by its name: how it is opened, and what it is when it comes back.

Opening changes nothing. What comes back is an ordinary event, or the form again with a kind
sentence at each field that needs something.
"""

from collections.abc import Callable, Mapping, Sequence

from cards.form import Form
from circle.answers import NotReadable, OnlyTheTeam, TeamIsElsewhere
from circle.closing import MOST_STEPS
from circle.events import Event
from circle.notices import Answer, CircleIsOver, MovedOn, NotYet, ThreeSteps
from circle.state import Circle, Stage
from dialogs import move_forms, own_forms, writing_forms
from dialogs.between.forms import OPENED, open_between, read_between_form
from dialogs.members_form import members_form, read_members
from dialogs.occasion import Occasion, is_member
from dialogs.ports import Reply
from dialogs.presses import read_press
from dialogs.start import read_start
from dialogs.start_form import start_form

Values = Mapping[str, Sequence[str]]

MOVES: Mapping[str, Callable[[Occasion, Circle], Form]] = {
    "moves": move_forms.moves_form,
    "mine": own_forms.own_form,
    "mend": own_forms.mend_form,
    "give": own_forms.give_form,
    "people": move_forms.people_form,
    "order": move_forms.order_form,
    "pause": move_forms.pause_form,
    "hand_over": move_forms.hand_over_form,
    "end": move_forms.end_form,
}
OF_SUMMARIES = frozenset({"history", "mydata"})
"""Forms that show what the team has kept."""

OF_MEMBERS = {"start", "members", *OPENED}
"""Forms that only a member of the team opens, where the channel knows who asks."""

TEXTS = {output.value: output for output in writing_forms.LABELS}


def open_form(occasion: Occasion, name: str, asked: Values) -> Reply:
    """The form with this name, or the answer why there is none."""
    papers = occasion.papers
    if name in OF_MEMBERS and not is_member(occasion):
        return _answer(occasion, OnlyTheTeam())
    if name in OPENED:
        return open_between(occasion, name, asked)
    if name == "members" and papers.team.home is not None:
        return _answer(occasion, TeamIsElsewhere())
    if name == "members":
        return Reply(papers=papers, form=members_form(occasion))
    if name == "start":
        if papers.circle is not None:
            return Reply(papers=papers, circle=papers.circle)
        return Reply(papers=papers, form=start_form(occasion, asked))
    circle = _circle(occasion, asked)
    if circle is None:
        return _answer(occasion, CircleIsOver())
    if name in MOVES:
        if circle.stage is Stage.DRAFT and name != "mend":
            return _answer(occasion, CircleIsOver())
        if name == "moves" and occasion.who and not circle.facilitates(occasion.who):
            name = "mine"
        form = MOVES[name](occasion, circle)
        return _answer(occasion, MovedOn()) if form.is_empty else Reply(papers=papers, form=form)
    if name in TEXTS:
        return Reply(papers=papers, form=writing_forms.text_form(occasion, circle, TEXTS[name]))
    if name == "step":
        return _open_step(occasion, circle, asked)
    return _answer(occasion, NotReadable())


def _open_step(occasion: Occasion, circle: Circle, asked: Values) -> Reply:
    wanted = next(iter(asked.get("step", ())), "")
    step = next((s for s in circle.kept.steps if s.id == wanted), None)
    if not circle.writes_steps:
        return _answer(occasion, NotYet())
    if step is None and len(circle.kept.steps) >= MOST_STEPS:
        return _answer(occasion, ThreeSteps())
    return Reply(papers=occasion.papers, form=writing_forms.step_form(occasion, circle, step))


def read_form(occasion: Occasion, name: str, values: Values) -> Event | Reply:
    """What came back: an event to be heard, or the reply to give at once."""
    if name in OF_MEMBERS and not is_member(occasion):
        return _answer(occasion, OnlyTheTeam())
    if name in OPENED:
        return read_between_form(occasion, name, values)
    if name == "members" and occasion.papers.team.home is not None:
        return _answer(occasion, TeamIsElsewhere())
    if name == "members":
        return read_members(occasion, values)
    if name == "start":
        return _read_start(occasion, values)
    circle = _circle(occasion, values)
    if circle is None:
        return _answer(occasion, CircleIsOver())
    if name in TEXTS:
        return writing_forms.read_text(occasion, circle, TEXTS[name], values)
    if name == "step":
        return writing_forms.read_step(occasion, circle, values)
    if name not in MOVES:
        return _answer(occasion, NotReadable())
    single = {key: found[0] for key, found in values.items() if found}
    if occasion.who:
        single["who"] = occasion.who
    event = read_press(single, occasion.papers, occasion.at)
    return _answer(occasion, event) if isinstance(event, Answer) else event


def _read_start(occasion: Occasion, values: Values) -> Event | Reply:
    """The same form sent twice has started its circle once."""
    running = occasion.papers.circle
    if running is not None and running.id in values.get("circle", ()):
        return Reply(papers=occasion.papers, circle=running)
    return read_start(occasion, values)


def _circle(occasion: Occasion, values: Values) -> Circle | None:
    """The circle that the form names, else the one on the screen."""
    named = next(iter(values.get("circle", ())), "")
    return occasion.papers.find(named) if named else occasion.papers.shown


def _answer(occasion: Occasion, answer: Answer) -> Reply:
    return Reply(papers=occasion.papers, answers=(answer,), circle=occasion.papers.shown)
