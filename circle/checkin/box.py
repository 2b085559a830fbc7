"""What lies in the sealed box of a round: sets and counts, and nothing that has an order or a time.

A person is a mark that only the round's key can make of an id. The counts of a question stand by
themselves, so that no two answers of one person lie together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

STEPS = 5
"""The answers of a question, from *not at all* (1) to *very much* (5)."""

Mark = str
"""A person within one round; it means nothing outside, nor when the round's key is gone."""

Counts = tuple[int, ...]
"""How many chose each step, the lowest first."""

NOBODY: Counts = (0,) * STEPS


class Heard(StrEnum):
    """What became of an answer."""

    TAKEN = "taken"
    HAD = "had"
    """This person's answer is in; the first one counts. It is thanked for like the first."""
    NOT_ASKED = "not asked"
    LATE = "late"
    NOT_READABLE = "not readable"


@dataclass(frozen=True)
class Box:
    """Who may answer, who has, and how often each step was chosen."""

    eligible: frozenset[Mark]
    done: frozenset[Mark]
    counts: Mapping[str, Counts]


def made(eligible: Iterable[Mark], questions: Iterable[str]) -> Box:
    """An empty box. Who may answer and what is asked stands from now on."""
    return Box(frozenset(eligible), frozenset(), dict.fromkeys(questions, NOBODY))


def answered(box: Box, mark: Mark, answers: Mapping[str, int]) -> tuple[Box, Heard]:
    """The box with one person's answers in it, once. A question that is left out was skipped.

    The box is the same whatever the order in which people answer. What cannot be read is told
    before anything else, or it would tell who has answered without being an answer.
    """
    if mark not in box.eligible:
        return box, Heard.NOT_ASKED
    if any(question not in box.counts for question in answers):
        return box, Heard.NOT_READABLE
    if any(not 1 <= step <= STEPS for step in answers.values()):
        return box, Heard.NOT_READABLE
    if mark in box.done:
        return box, Heard.HAD
    counts = {
        question: _one_more(had, answers.get(question)) for question, had in box.counts.items()
    }
    return replace(box, done=box.done | {mark}, counts=counts), Heard.TAKEN


def _one_more(counts: Counts, step: int | None) -> Counts:
    return tuple(number + (place == step) for place, number in enumerate(counts, start=1))


def fullest(box: Box) -> Box:
    """The box as large as it can get, so that its size on disk can be the same from the start."""
    most = (len(box.eligible),) * STEPS
    return replace(box, done=box.eligible, counts=dict.fromkeys(box.counts, most))
