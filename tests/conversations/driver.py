"""What telling a conversation needs on every channel: a clock, a bot that can be restarted."""

import asyncio
from abc import ABC, abstractmethod
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from circle.papers import Papers
from circle.people import Team
from dialogs.checks import SealedChecks
from dialogs.conversation import Conversation
from dialogs.ports import Channel, Reply
from dialogs.team_form import read_team
from storage.boxes import Boxes
from storage.embedded import EmbeddedStore
from storage.guides import read_guides
from storage.keys import Keys
from storage.papers import PaperCodec
from tests.conversations.clock import ZONE, Clock, span
from tests.conversations.telling import Deed, Telling, deeds
from tests.conversations.values import card_of

GUIDES = read_guides(Path(__file__).parents[2] / "guides")
TEAM = "team-blue"

OFTEN = 5
"""Times that a bot may wake, one after another, and find nothing to do."""


class Shut(StrEnum):
    """What takes no message for a while."""

    PLACE = "the team's place"
    BO = "the private chat with the second person"


SHUT = {"(the team's place is shut)": Shut.PLACE, "(Bo has no private chat)": Shut.BO} | {
    "(all is open)": None
}


class Driver(ABC):
    """Holds a told conversation on one channel, and says what it shows."""

    def __init__(self, folder: Path, telling: Telling) -> None:
        self.folder, self.telling, self.clock = folder, telling, Clock()
        self.card = self.before = ("", 0, 0)
        self.shut: Shut | None = None

    @abstractmethod
    def channels(self) -> dict[str, Channel]:
        """The channels of a bot that has just been started."""

    @abstractmethod
    async def act(self, deed: Deed) -> list[str]:
        """Do one deed; what the one who did it is answered alone."""

    @abstractmethod
    async def news(self) -> list[str]:
        """What has been shown since the last time."""

    @abstractmethod
    def expected(self, shown: list[str]) -> list[str]:
        """Of what a line of the file shows, what this channel shows."""

    def at_home(self, team: Team) -> Team:
        """The team, with its home on this channel."""
        return team

    async def begin(self) -> None:
        """Start the bot and make the team."""
        await self.wake()
        made = read_team(TEAM, self.telling.team, self.telling.names, self.telling.language, ZONE)
        assert not isinstance(made, Reply)
        async with self.store.open(TEAM) as desk:
            await desk.keep(Papers(team=self.at_home(made)))
        await self.listen()

    async def wake(self) -> None:
        """Start the bot on the folder."""
        self.store: EmbeddedStore[Papers] = EmbeddedStore(self.folder, PaperCodec())
        self.conversation = Conversation(self.store, self.channels(), GUIDES, checks=self.checks())

    def checks(self) -> SealedChecks:
        """The boxes of the folder, and their keys."""
        return SealedChecks(Boxes(self.folder / "boxes", Keys(self.folder / "keys")))

    @abstractmethod
    async def listen(self) -> None:
        """Begin to hear what is shown."""

    async def sleep(self) -> None:
        """Stop the bot."""
        await self.store.close()

    async def restart(self) -> None:
        """Stop the bot and start it on the same folder."""
        await self.sleep()
        await self.wake()
        await self.listen()

    async def move(self, text: str) -> list[str]:
        """Do what a line says; return what it shows, each conversation by itself."""
        return in_lanes(await self._moved(text))

    async def _moved(self, text: str) -> list[str]:
        if text.startswith("kl. "):
            self.clock.set(text.removeprefix("kl. "))
            return await self._tick()
        if text == "(restart)":
            await self.restart()
            return await self._tick()
        if text in SHUT:
            self.shut = SHUT[text]
            return []
        if text.startswith("("):
            return await self._pass_time(text.strip("()"))
        return await self._do(list(deeds(text)))

    async def _pass_time(self, text: str) -> list[str]:
        """The tick is heard at each moment at which something is due, and at the end."""
        until, shown, in_vain = self.clock.at + span(text), list[str](), 0
        while True:
            papers = await self.papers()
            due = papers.due
            if due is None or due >= until:
                break
            self.clock.at = max(due, self.clock.at)
            shown += await self._tick()
            after = await self.papers()
            assert after.due != due, "a deadline that never passes"
            in_vain = in_vain + 1 if only_later(papers, after) else 0
            assert in_vain < OFTEN, f"the bot wakes again and again for nothing, until {due}"
        self.clock.at = until
        return shown + await self._tick()

    async def _tick(self) -> list[str]:
        await self.conversation.tick(self.clock())
        return await self._look()

    async def _look(self) -> list[str]:
        shown = await self.news()
        card = card_of((await self.papers()).shown)
        if card != self.card:
            self.before, self.card = self.card, card
        return shown

    async def _do(self, several: list[Deed]) -> list[str]:
        each = [deed for deed in several for _ in range(2 if deed.twice else 1)]
        await self.papers()
        answers = await asyncio.gather(*(self.act(deed) for deed in each))
        shown = await self._look()
        return shown + [text for answer in answers for text in answer]

    async def papers(self) -> Papers:
        """The team's papers as they are."""
        papers = await self.conversation.papers(TEAM)
        assert papers is not None
        return papers

    def seen(self, deed: Deed) -> tuple[str, int, int]:
        """The card that is pressed: the one on the screen, or the one before it."""
        return self.before if deed.old_card else self.card

    def today(self) -> date:
        """The date on the wall."""
        return self.clock().astimezone(ZoneInfo(ZONE)).date()


def only_later(before: Papers, after: Papers) -> bool:
    """Whether nothing happened but that the bot will wake at another time."""
    return before == replace(after, between=replace(after.between, wakes=before.between.wakes))


def in_lanes(shown: list[str]) -> list[str]:
    """The channel first, then each private chat, then answers: they do not wait for each other."""
    private = [text for text in shown if text.startswith("> (to ")]
    only = [text for text in shown if text.startswith("> (only ")]
    return [
        *(text for text in shown if text not in private and text not in only),
        *sorted(private, key=lambda text: text.partition(")")[0]),
        *only,
    ]
