"""A start form that came back: a started circle, or the form with a sentence where it needs one."""

from collections.abc import Mapping

from circle.answers import AlreadyRunning, OnlyTheTeam, StartOffered
from circle.household import Started
from circle.meeting_notices import DecidedAlready
from circle.notices import Answer
from circle.people import SMALLEST
from circle.scaling import tight_rounds
from dialogs.between.planned import proposed, todays_meeting
from dialogs.choices import (
    LONGEST_QUESTION,
    Choices,
    Values,
    begins_at,
    choices_of,
    plan_for,
    seats_of,
)
from dialogs.occasion import Occasion, is_member
from dialogs.ports import Reply
from dialogs.start_form import drawn


def read_start(occasion: Occasion, values: Values) -> Started | Reply:
    """A started circle, or the form again with a sentence at each field that needs something."""
    choices = choices_of(occasion, values)
    faults = _faults(occasion, choices)
    seats = seats_of(occasion, choices)
    plan = plan_for(occasion, choices, seats)
    begins = begins_at(occasion, choices)
    if begins is None:
        faults["clock"] = occasion.words("form.start.past")
    if not choices.tight and not faults and tight_rounds(plan, seats):
        faults["tight"] = ""
    if faults or begins is None:
        return Reply(papers=occasion.papers, form=drawn(occasion, choices, faults))
    return Started(
        at=occasion.at,
        circle=choices.circle,
        question=choices.question,
        plan=plan,
        seats=seats,
        begins=begins,
    )


def planned_start(occasion: Occasion, values: Mapping[str, str]) -> Started | Answer:
    """The planned circle as it begins, or the offer of the form where something is missing."""
    papers, day = occasion.papers, values.get("day", "")
    if not is_member(occasion):
        return OnlyTheTeam()
    if papers.circle is not None:
        return AlreadyRunning(circle=papers.circle)
    meeting = todays_meeting(occasion, day)
    if meeting is not None and not meeting.open:
        return DecidedAlready(day=meeting.day, state=meeting.state, begins=None)
    read = read_start(occasion, {**proposed(occasion, day), "when": ["now"]})
    return read if isinstance(read, Started) else StartOffered()


def _faults(occasion: Occasion, choices: Choices) -> dict[str, str]:
    words, faults = occasion.words, dict[str, str]()
    if not choices.question:
        faults["question"] = words("start.need.question")
    if len(choices.question) > LONGEST_QUESTION:
        faults["question"] = words("err.toolong", max=LONGEST_QUESTION)
    if not choices.minutes:
        faults["minutes"] = words("answer.needs_minutes")
    if len(choices.present) < SMALLEST:
        faults["present"] = words("answer.too_few")
    if not choices.facilitator:
        faults["facilitator"] = words("start.need.facilitator")
    elif choices.facilitator not in choices.present:
        faults["facilitator"] = _not_present(occasion, choices.facilitator)
    for name, person in (
        ("owner", choices.owner),
        ("second", choices.second),
        ("notes", choices.notes),
        ("observer", choices.observer),
        ("leader", choices.leader),
    ):
        if person and person not in choices.present:
            faults[name] = _not_present(occasion, person)
    return faults


def _not_present(occasion: Occasion, person: str) -> str:
    name = occasion.papers.team.name_of(person)
    if name is None:
        return occasion.words("answer.unknown_person")
    return occasion.words("form.start.not_ticked", name=name)
