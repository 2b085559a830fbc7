"""A bot in Teams with a fake connector behind it, and people who write, press and fill in."""

import itertools
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from aiohttp.web import Application, post

from cards.render import Cards
from channels.teams.house import Teams
from channels.teams.pace import Pace
from circle.papers import Papers
from dialogs.conversation import Conversation
from dialogs.errands import AtOnce
from dialogs.night import kept_summaries
from pages.doors import LocalDoor
from pages.links import PageLinks
from pages.senders import is_from_here
from storage.embedded import EmbeddedStore
from storage.guides import read_guides
from storage.papers import PaperCodec
from tests.channels.fake_teams import BOT, TENANT, Entry, FakeTeams, actions_in
from tests.conversations.clock import ZONE, Clock

GUIDES = read_guides(Path(__file__).parents[2] / "guides")
CARDS = Cards()
PLACES = {
    "channel": ("19:blaa@thread.tacv2", "channel"),
    "group": ("19:gruppe@thread.v2", "groupChat"),
}


@dataclass
class Room:
    """Everything at hand: the service, the bot, and somebody to speak for."""

    fake: FakeTeams
    teams: Teams
    conversation: Conversation
    client: ClientSession
    service: str
    clock: Clock
    ids: Any = field(default_factory=itertools.count)

    def person(self, name: str) -> str:
        """The person's id in the rules."""
        aad = next(aad for _, aad, known in self.fake.people if known == name)
        return f"teams:{TENANT}:{aad}"

    def place(self, where: str, who: str) -> dict[str, str]:
        """A conversation as Teams names it: channel, group, or somebody's private chat."""
        if where == "private":
            return {"id": f"a:29:{who}", "conversationType": "personal"}
        id, kind = PLACES[where.partition(";")[0]]
        thread = where.partition(";")[2]
        return {"id": f"{id};messageid={thread}" if thread else id, "conversationType": kind}

    async def send(self, who: str, where: str = "channel", **facts: Any) -> Any:
        """One activity; what it is answered."""
        account = {"id": f"29:{who}", "aadObjectId": f"aad-{who.lower()}", "name": who}
        activity = {
            "id": f"id-{next(self.ids)}",
            "channelId": "msteams",
            "serviceUrl": self.service,
            "from": account,
            "recipient": {"id": BOT, "name": "Ordet"},
            "conversation": self.place(where, who),
            "channelData": {"tenant": {"id": TENANT}},
            "locale": "da-DK",
            **facts,
        }
        async with self.client.post("/api/messages", json=activity) as answer:
            assert answer.status == 200, f"{answer.status} {await answer.text()}"
            body = await answer.read()
        return msgspec.json.decode(body) if body else None

    async def say(self, who: str, text: str, where: str = "channel", **facts: Any) -> list[Entry]:
        """Somebody writes; what is posted for it."""
        before = len(self.fake.ledger)
        await self.send(who, where, type="message", text=text, **facts)
        return self.fake.ledger[before:]

    async def press(
        self, who: str, values: Mapping[str, str], where: str = "channel"
    ) -> dict[str, Any]:
        """Somebody presses a button; the card that they see then."""
        data = dict(values)
        action = {"type": "Action.Execute", "verb": data.pop("verb"), "data": data}
        name = "adaptiveCard/action"
        answer = await self.send(who, where, type="invoke", name=name, value={"action": action})
        card: dict[str, Any] = answer["value"]
        return card

    async def dialog(
        self, who: str, data: Mapping[str, Any], sent: bool = False, where: str = "channel"
    ) -> dict[str, Any]:
        """Open a dialog, or send it; its card, or what it says."""
        name = "task/submit" if sent else "task/fetch"
        answer = await self.send(who, where, type="invoke", name=name, value={"data": dict(data)})
        if answer is None:
            return {}
        value = answer["task"]["value"]
        if answer["task"]["type"] == "message":
            return {"text": value}
        return {"title": value["title"], **value["card"]["content"]}

    async def papers(self, where: str = "channel") -> Papers:
        """The papers of the team that meets there."""
        talk = await self.teams._book.talk(TENANT, PLACES[where][0])
        assert talk is not None
        papers = await self.conversation.papers(talk.team)
        assert papers is not None
        return papers

    async def team(self, *names: str, where: str = "channel") -> str:
        """A team is made in this place; its id."""
        (asked,) = await self.say(names[0], "<at>Ordet</at> cirkel", where)
        opens = data_of(asked.card, "form", "team")
        form = await self.dialog(names[0], opens, where=where)
        people = ",".join(self.person(name) for name in names)
        sent = {**data_of(form, "sent", "team"), "members": people, "name": "Team Blå"}
        await self.dialog(names[0], {**sent, "language": "da"}, sent=True, where=where)
        return (await self.papers(where)).team.id

    async def circle(self, *names: str, where: str = "channel", minutes: str = "25") -> str:
        """A team begins a circle; the team's id. The first facilitates, the second brings data."""
        team = await self.team(*names, where=where)
        form = await self.dialog(names[0], {"team": team, "form": "start"}, where=where)
        sent = {
            **data_of(form, "sent", "start"),
            "question": "Hvad virker?",
            "guide": "laeringscirkel",
            "minutes": minutes,
            "present": ",".join(self.person(name) for name in names),
            "facilitator": self.person(names[0]),
            "owner": self.person(names[1]),
        }
        told = await self.dialog(names[0], sent, sent=True, where=where)
        assert told == {}, told
        return team


def name_in(person: str) -> str:
    """The name of a person in these rooms."""
    return person.rpartition("-")[2].capitalize()


def data_of(card: Any, name: str, value: str) -> dict[str, Any]:
    """What the button with this value sends."""
    for action in actions_in(card):
        data = {**action.get("data", {}), **({"verb": action["verb"]} if "verb" in action else {})}
        if data.get(name) == value:
            return data
    raise AssertionError(f"no button with {name}={value}")


def verbs(card: Any) -> list[str]:
    """The verbs and forms of a card's buttons, in their order."""
    return [
        action.get("verb") or action.get("data", {}).get("form") or action["type"]
        for action in actions_in(card)
    ]


def texts(card: Any) -> list[str]:
    """Every text block of a card, in reading order."""
    if isinstance(card, list):
        return [text for each in card for text in texts(each)]
    if not isinstance(card, dict):
        return []
    own = [card["text"]] if card.get("type") == "TextBlock" else []
    return own + [t for k, v in card.items() if k not in {"fallback"} for t in texts(v)]


@asynccontextmanager
async def room(folder: Path, *names: str) -> AsyncIterator[Room]:
    """A bot in Teams, in local mode, for these people."""
    people = [(f"29:{name}", f"aad-{name.lower()}", name) for name in names]
    fake, clock = FakeTeams([*people, (BOT, "", "Ordet")]), Clock()
    store: EmbeddedStore[Papers] = EmbeddedStore(folder / "data", PaperCodec())
    links, errands = PageLinks(LocalDoor(), "http://127.0.0.1:3978"), AtOnce()

    async def summaries(team: str) -> Any:
        return await kept_summaries(store, team)

    fast = Pace(1_000_000, clock=itertools.count().__next__)
    teams = Teams(None, folder / "book", CARDS, links, summaries, clock, pace=fast)
    conversation = Conversation(store, {"teams": teams.channel}, GUIDES, errands, links)
    app = Application(client_max_size=64 * 1024)
    knock = teams.door(conversation, errands, ZONE, is_from_here).knock
    app.add_routes([post("/api/messages", knock)])
    async with (
        TestServer(fake.app(), host="127.0.0.1") as service,
        TestServer(app, host="127.0.0.1") as server,
        ClientSession(base_url=server.make_url("/")) as client,
    ):
        at = str(service.make_url("/")).rstrip("/")
        yield Room(fake, teams, conversation, client, at, clock)
    await teams.stop()
    await store.close()
    assert fake.wrong == []
