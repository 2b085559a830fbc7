"""What was said to the bot and by the bot, in the order in which it came."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from tests.clients.cards import Json, NoButton, buttons, card_in

PATIENCE = 10.0
Thing = TypeVar("Thing")


class NothingCame(Exception):
    """The bot did not say what was waited for."""


@dataclass
class Said:
    """A message of the bot's, as it now is."""

    conversation: str
    id: str
    body: Json
    edits: int = 0

    @property
    def card(self) -> Json:
        """Its card; a message of words has an empty one."""
        return card_in(self.body) or {}


@dataclass(frozen=True)
class Answer:
    """How the bot answered an activity."""

    asked: Json
    status: int
    body: Json

    @property
    def task(self) -> Json:
        """What a dialog is to do next; nothing when it closes."""
        return self.body.get("task") or {}


@dataclass
class Record:
    """Everything that passed between the playground and the bot."""

    heard: list[Json] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def told(self, answer: Answer) -> None:
        """The bot has answered an activity."""
        async with self.changed:
            if answer.status >= 300:
                self.refused.append(f"the bot: {answer.asked.get('type')} {answer.status}")
            self.answers[str(answer.asked.get("id"))] = answer
            self.changed.notify_all()

    async def taken(self, method: str, path: str, body: Json, answer: Json) -> None:
        """The playground has taken a call of the bot's: keep a message, or its newest form."""
        steps, message = path.split("/"), body.get("activity") or body
        async with self.changed:
            if method == "PUT":
                for each in (each for each in self.said if each.id == steps[-1]):
                    each.body, each.edits = message, each.edits + 1
            elif method == "POST" and message.get("type") == "message":
                where = steps[2] if len(steps) > 2 else answer["id"]
                self.said.append(Said(where, answer.get("activityId") or answer["id"], message))
            self.changed.notify_all()

    async def not_taken(self, method: str, path: str, status: int) -> None:
        """The playground has refused a call of the bot's."""
        async with self.changed:
            self.refused.append(f"the playground: {method} {path} {status}")
            self.changed.notify_all()

    async def until(self, found: Callable[[], Thing | None]) -> Thing:
        """Wait until something is there, and give it."""
        async with self.changed:
            try:
                async with asyncio.timeout(PATIENCE):
                    await self.changed.wait_for(lambda: found() is not None)
            except TimeoutError:
                lately = "; ".join(self.refused[-3:]) or "nothing"
                raise NothingCame(f"{NothingCame.__doc__} Refused: {lately}.") from None
            there = found()
        assert there is not None
        return there

    async def after(self, before: int) -> Said:
        """The first message after so many."""
        return await self.until(lambda: next(iter(self.said[before:]), None))

    def newest(self, button: str, place: str = "") -> Said:
        """The newest message with this button, in a conversation or anywhere."""
        for said in reversed(self.said):
            if said.conversation.startswith(place) and button in buttons(said.card):
                return said
        raise NoButton(f"No card of the bot has the button {button!r}.")
