"""Who did something, where, and in which words a chat should answer: the same in each chat."""

from dataclasses import dataclass

from circle.people import PersonId

NAMELESS = "?"
"""The name of somebody to whom the chat gives none."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that somebody did in a chat.

    `place` is the conversation and `thread` where in it an answer belongs; `key` is that under
    which the thing is heard once.
    """

    who: PersonId
    name: str
    tenant: str
    place: str
    thread: str
    personal: bool
    language: str
    key: str
