"""A bot in a made-up Slack, for tests that do what people do there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from aiohttp.web import Application, post

from channels.slack.house import Slack
from channels.slack.pace import SlackPace
from channels.slack.settings import SlackSettings
from circle.papers import Papers
from dialogs.conversation import Conversation
from dialogs.errands import AtOnce, Errands, Runner
from dialogs.night import kept_summaries
from pages.doors import LocalDoor
from pages.links import PageLinks
from storage.embedded import EmbeddedStore
from storage.papers import PaperCodec
from tests.cards.slack_reading import read_blocks
from tests.channels.fake_slack import BOT, TEAM, TOKEN, Entry, FakeSlack
from tests.channels.slack_wire import KNOCK, SECRET, Wire
from tests.conversations.clock import ZONE, Clock
from tests.conversations.driver import GUIDES
from tests.conversations.table import CARDS

CHANNEL = "C0BLAA000"


def user(name: str) -> str:
    """The user id of somebody here."""
    return f"U0{name.upper():0<7}"


def person(name: str) -> str:
    """The person, as the rules know them."""
    return f"slack:{TEAM}:{user(name)}"


@dataclass
class Room:
    """A channel, the people in it, and the bot."""

    fake: FakeSlack
    wire: Wire
    slack: Slack
    conversation: Conversation
    clock: Clock
    errands: Runner

    async def settled(self) -> None:
        """Everything that is said beside the answer has been said."""
        if isinstance(self.errands, Errands):
            await self.errands.settled()

    async def papers(self, channel: str = CHANNEL) -> Papers:
        """The papers of the team that meets there."""
        talk = await self.slack.book.talk(TEAM, channel)
        assert talk is not None
        papers = await self.conversation.papers(talk.team)
        assert papers is not None
        return papers

    async def types(self, name: str, text: str = "", channel: str = CHANNEL) -> Any:
        """A slash command; what it is answered, or the modal that it opened."""
        before = len(self.fake.views)
        answer = await self.wire.command(user(name), channel, text)
        await self.settled()
        return answer or (self.fake.views[before] if len(self.fake.views) > before else None)

    async def opens(self, name: str, **values: str) -> Entry:
        """A button on the newest message opens a modal."""
        trigger = self.wire.trigger()
        button = {"action_id": "x", "value": urlencode(values)}
        await self.wire.press(user(name), CHANNEL, button, "1.1", trigger=trigger)
        return self.fake.opened[trigger]

    async def sends(self, who: str, modal: Entry, **typed: str | list[str]) -> Any:
        """A modal is filled in and sent; what it is answered."""
        fields = {n: [v] if isinstance(v, str) else v for n, v in typed.items()}
        return await self.wire.submit(user(who), modal.message, modal.body, fields)

    async def presses(self, name: str, entry: Entry, verb: str) -> list[Entry]:
        """A button with this verb or form on a message; what comes of it."""
        before = len(self.fake.ledger)
        button = button_of(entry.blocks, verb)
        await self.wire.press(user(name), entry.channel, button, entry.message, entry.thread)
        return self.fake.ledger[before:]

    async def team(self, *names: str) -> str:
        """A team is made in the channel; its id."""
        modal = await self.types(names[0])
        people = [person(name) for name in names]
        await self.sends(names[0], modal, name="Team Blå", members=people, language="da")
        return (await self.papers()).team.id

    async def circle(self, *names: str) -> str:
        """A team begins a circle; the first facilitates, the second brings data. The team's id."""
        team = await self.team(*names)
        modal = await self.types(names[0])
        answer = await self.sends(
            names[0],
            modal,
            question="Hvad virker?",
            minutes="25",
            facilitator=person(names[0]),
            owner=person(names[1]),
        )
        assert answer == {"response_action": "clear"}, answer
        return team

    def card(self) -> Entry:
        """The shared card as it was posted or changed last."""
        return [e for e in self.fake.ledger if e.channel == CHANNEL and not e.thread and e.blocks][
            -1
        ]


def button_of(blocks: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """The button that does or opens this."""
    for button in read_blocks(blocks).buttons:
        if button["action_id"].partition(".")[0] == name:
            return button
    raise AssertionError(f"no button {name}")


@asynccontextmanager
async def room(
    folder: Path, *names: str, errands: Runner | None = None, pace: SlackPace | None = None
) -> AsyncIterator[Room]:
    """A bot in a channel of Slack with these people. Errands are done at once, if not otherwise."""
    fake = FakeSlack({user(name): name for name in names}, {CHANNEL: [user(n) for n in names]})
    fake.channels[CHANNEL].append(BOT)
    fake.names[CHANNEL] = "team-blaa"
    clock, errands = Clock(), errands or AtOnce()
    store: EmbeddedStore[Papers] = EmbeddedStore(folder / "data", PaperCodec())
    links = PageLinks(LocalDoor(), "http://127.0.0.1:3978")

    async def summaries(team: str) -> Any:
        return await kept_summaries(store, team)

    async with TestServer(fake.app(), host="127.0.0.1") as service:
        api = str(service.make_url("/api/"))
        chosen = SlackSettings(SECRET, TOKEN, "", "", "", frozenset(), api)
        pace = pace or SlackPace(clock=iter(range(10**9)).__next__)
        slack = Slack(chosen, folder / "book", CARDS, links, summaries, clock, pace=pace)
        conversation = Conversation(store, {"slack": slack.channel}, GUIDES, errands, links)
        door = slack.open(conversation, errands, ZONE, "da")
        assert door is not None
        app = Application()
        app.add_routes([post(KNOCK, door.knock)])
        wire = Wire(fake, clock)
        async with (
            TestServer(app, host="127.0.0.1") as server,
            ClientSession(base_url=server.make_url("/")) as client,
        ):
            wire.client = client
            yield Room(fake, wire, slack, conversation, clock, errands)
        await slack.stop()
    await store.close()
    assert fake.wrong == []
