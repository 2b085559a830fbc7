"""A told conversation as Teams may deliver it: each activity one to four times, half anew."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from circle.papers import Papers
from tests.channels.fake_teams import Entry
from tests.conversations.teams import TeamsDriver
from tests.conversations.telling import Telling, read

WINDOW = 30
"""Seconds within which Teams delivers an activity again."""


@dataclass(frozen=True)
class Delivery:
    """Something that comes to the bot: an activity, or the tick of the clock."""

    at: datetime
    who: str = ""
    facts: Any = None
    id: str = ""


class Recorder(TeamsDriver):
    """Holds a conversation and writes down what was delivered."""

    def __init__(self, folder: Path, telling: Telling) -> None:
        super().__init__(folder, telling)
        self.heard: list[Delivery] = []

    async def send(self, who: str = "", **facts: Any) -> Any:
        self.heard.append(Delivery(self.clock.at, who, facts, f"first-{len(self.heard)}"))
        return await super().send(who, **facts)

    async def _tick(self) -> list[str]:
        self.heard.append(Delivery(self.clock.at))
        return await super()._tick()


async def recorded(folder: Path, file: Path) -> list[Delivery]:
    """What is delivered in a told conversation, in order."""
    telling = read(file)
    recorder = Recorder(folder, telling)
    await recorder.begin()
    recorder.heard.clear()
    for move in telling.moves:
        await recorder.move(move.text)
    await recorder.sleep()
    return recorder.heard


def copied(heard: Sequence[Delivery], chance: random.Random) -> list[Delivery]:
    """The same with copies, within the window, after and among what else comes.

    Words under a new id come at once: when something has happened since, somebody means them.
    """
    placed: list[tuple[datetime, float, Delivery]] = []
    for number, first in enumerate(heard):
        placed.append((first.at, number, first))
        for copy in range(chance.randrange(4) if first.facts else 0):
            anew = chance.random() < 0.5
            id = f"{first.id}-{copy}" if anew else first.id
            later = timedelta(seconds=chance.choice([0, 0, chance.randrange(WINDOW)]))
            among = number + 0.5 + (chance.randrange(6) if not later else 0)
            if anew and first.facts["type"] == "message":
                later, among = timedelta(), number + 0.5
            again = replace(first, at=first.at + later, id=id)
            placed.append((again.at, among, again))
    return [each for _, _, each in sorted(placed, key=lambda entry: entry[:2])]


@dataclass(frozen=True)
class Outcome:
    """What there is in the end: the papers, and everything that was posted or changed.

    Ids that are drawn by lot are left out of it.
    """

    papers: Papers
    ledger: list[tuple[str, str, str]]


async def delivered(folder: Path, file: Path, heard: Sequence[Delivery]) -> Outcome:
    """The outcome when this comes to a new bot."""
    driver = TeamsDriver(folder, read(file))
    await driver.begin()
    for each in heard:
        driver.clock.at = each.at
        if each.facts is None:
            await driver.conversation.tick(each.at)
        else:
            await driver.send(each.who, **{**each.facts, "id": each.id})
    papers = await driver.papers()
    cards = {id: replace(card, message="") for id, card in papers.posted.items()}
    ledger = [(_place(entry), entry.how, entry.text) for entry in driver.fake.ledger]
    await driver.sleep()
    in_lanes = sorted(ledger, key=lambda entry: entry[0])  # which do not wait for each other
    told = {str(row): row for row in (replace(row, id="") for row in papers.told.values())}
    return Outcome(replace(papers, seen={}, posted=cards, told=told), in_lanes)


def _place(entry: Entry) -> str:
    """Where it was posted; the card's own id depends on who was first in another conversation."""
    base, _, thread = entry.conversation.partition(";messageid=")
    return f"{base} {thread if thread.startswith('asked') else bool(thread)}"
