"""The rules of the time between circles as tables, for docs/circle.md."""

import re
from collections.abc import Iterator

from circle import own_words, rota_rules, step_rules, team_words
from circle.agenda import MOST_ITEMS, SNAG_LIFE
from circle.next_steps import AHEAD
from circle.proposals import ASKED_AHEAD
from circle.transitions import TRANSITIONS

HEAD = """## Between two circles

A meeting is a fact of its own with a state; what is not in the table cannot happen to it.
"""

ROTA = """
### Roles that go round

What is kept is an order for each role, one mark for a turn that is owed, and until when somebody
is away.
"""

STEPS = """
### Next steps, looked at again
"""

SAID = """
### What the bot says by itself
"""


def between_circles() -> Iterator[str]:
    """The part of the document about the time between circles, line by line."""
    yield HEAD
    yield from _table("in the state", "event", "what happens")
    for each in TRANSITIONS:
        states = ", ".join(state.value for state in each.states)
        yield f"| {states} | {_event(each.event)} | {_says(each.does)} |"
    yield ROTA
    yield from _table("event", "who", "what happens")
    yield from (
        f"| {_event(r.event)} | {r.who.value} | {_says(r.does)} |" for r in rota_rules.RULES
    )
    yield STEPS
    yield from _table("event", "who", "what happens")
    yield from (
        f"| {_event(r.event)} | {r.who.value} | {_says(r.does)} |" for r in step_rules.RULES
    )
    yield SAID
    yield from (f"- {line}" for line in _times())
    yield ""


def _table(*heads: str) -> tuple[str, str]:
    return f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"


def _ruled(rule: rota_rules.Rule | step_rules.Rule) -> str:
    return f"| {_event(rule.event)} | {rule.who.value} | {_says(rule.does)} |"


def _event(kind: type) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", " ", kind.__name__).lower()


def _says(rule: object) -> str:
    return " ".join((rule.__doc__ or "").split())


def _times() -> tuple[str, ...]:
    late = int(own_words.LATE.total_seconds()) // 60
    return (
        f"The agenda comes {own_words.AGENDA_AHEAD} working days before a meeting, or "
        f"{own_words.EARLY_AHEAD} if the team chose so; a role holder hears of it "
        f"{own_words.ROLES_AHEAD} before, and a focus person is sought from "
        f"{own_words.FOCUS_AHEAD} before. What is late is said while it helps, and never after the "
        "meeting has begun.",
        f"When it is time all are called, at the minute or up to {late} minutes late.",
        f"Between circles it speaks at most once in {team_words.WEEK.days} days to the team and to "
        "each person, in working hours; what is wanted within the week comes along.",
        f"A day off is asked about {ASKED_AHEAD.days} days ahead, once; a next step {AHEAD} "
        f"working days before its date. What came to nothing is told with the next agenda, and "
        f"after {team_words.STALE.days} days not at all.",
        f"An agenda holds {MOST_ITEMS} items. A snag that nobody opened is gone after "
        f"{SNAG_LIFE.days} days.",
    )
