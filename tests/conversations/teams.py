"""A conversation in a channel of Teams: activities in over HTTP, a fake connector behind.

What somebody does is done as a person would: with a button that stands on the newest card, or in
the dialog behind *Facilitator …*. Only what the card does not offer is sent as bare values, and
then it must be refused.
"""

import itertools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from aiohttp.web import Request

from channels.teams.house import Teams
from channels.teams.pace import Pace
from circle.answers import StartOffered
from circle.notices import CircleIsOver
from circle.papers import Papers
from circle.people import Member, Place, Team
from dialogs.conversation import Conversation
from dialogs.errands import AtOnce
from dialogs.night import kept_summaries
from dialogs.ports import Channel
from locales import words_in
from pages.app import Pages, make_app
from pages.doors import LocalDoor
from pages.links import PageLinks
from pages.screens import Screens
from pages.senders import is_from_here
from storage.embedded import EmbeddedStore
from storage.papers import PaperCodec
from tests.channels.fake_teams import BOT, TENANT, Entry, FakeTeams, Fault, actions_in, plain
from tests.conversations.between import FORMS, PRESSES
from tests.conversations.clock import ZONE
from tests.conversations.driver import GUIDES, TEAM, Driver, Shut, in_lanes
from tests.conversations.table import CARDS
from tests.conversations.telling import Deed, Telling
from tests.conversations.values import form_values, press_values

HOME = "19:blaa@thread.tacv2"
FREE = Pace(1_000_000, clock=iter(range(10**9)).__next__)
"""A clock that runs fast, so that a told conversation need not wait for Teams' limits."""

OPENS = {"moves", "people", "order", "pause", "hand_over", "end", "give", "mend", "mine"}
"""Forms in which a move may stand."""


def user(person: str) -> str:
    """The Entra id in a person's id."""
    return person.rpartition(":")[2]


class TeamsDriver(Driver):
    """Holds a told conversation in a channel of Teams."""

    def __init__(self, folder: Path, telling: Telling) -> None:
        super().__init__(folder, telling)
        people = [(f"29:{n}", f"aad-{n}", name) for n, name in enumerate(telling.names)]
        self.fake = FakeTeams(people)
        self.fake.faults = self._fault
        self.shared: Mapping[str, Any] = {}
        self.last, self.read, self.asked = "", 0, 0
        self.ids = itertools.count()

    def _fault(self, request: Request) -> Fault | None:
        if self.shut is Shut.PLACE and HOME in request.path:
            return Fault(413)
        bo = f"a:{self.account(self.telling.names[1])['id']}"
        return Fault(403) if self.shut is Shut.BO and bo in request.path else None

    def channels(self) -> dict[str, Channel]:
        return {"teams": self.teams.channel}

    def at_home(self, team: Team) -> Team:
        members = tuple(
            Member(f"teams:{TENANT}:aad-{n}", m.name) for n, m in enumerate(team.members)
        )
        home = Place("teams", TENANT, HOME)
        return Team(team.id, team.name, TENANT, team.language, team.zone, members, home)

    async def wake(self) -> None:
        if not hasattr(self, "service"):
            self.service = TestServer(self.fake.app(), host="127.0.0.1")
            await self.service.start_server()
        self.store: EmbeddedStore[Papers] = EmbeddedStore(self.folder / "data", PaperCodec())
        links = PageLinks(LocalDoor(), "http://127.0.0.1:3978")

        async def summaries(team: str) -> Any:
            return await kept_summaries(self.store, team)

        self.teams = Teams(
            None, self.folder / "book", CARDS, links, summaries, self.clock, pace=FREE
        )
        errands = AtOnce()
        self.conversation = Conversation(
            self.store, self.channels(), GUIDES, errands, links, checks=self.checks()
        )
        knock = self.teams.door(self.conversation, errands, ZONE, is_from_here).knock
        pages = Pages(
            self.conversation, CARDS, Screens(CARDS), LocalDoor(), self.clock, ZONE, "da",
            knocks={"/api/messages": knock},
        )  # fmt: skip
        self.server = TestServer(make_app(pages), host="127.0.0.1")
        await self.server.start_server()
        self.client = ClientSession(base_url=self.server.make_url("/"))

    async def begin(self) -> None:
        """The bot is installed, each person has written to it once, and the team is known."""
        await super().begin()
        await self.send(type="installationUpdate", action="add")
        for name in self.telling.names:
            place = {"id": f"a:{self.account(name)['id']}", "conversationType": "personal"}
            await self.send(name, type="message", text="hej", conversation=place)
        book = self.teams._book
        talk = await book.talk(TENANT, HOME)
        assert talk is not None
        await book.change(talk, lambda t: msgspec.structs.replace(t, team=TEAM))
        self.read = len(self.fake.ledger)

    async def listen(self) -> None:
        """The connector hears everything."""

    async def sleep(self) -> None:
        await self._stop()
        await self.service.close()
        assert self.fake.wrong == []

    async def _stop(self) -> None:
        await self.client.close()
        await self.server.close()
        await self.teams.stop()
        await self.store.close()

    async def restart(self) -> None:
        await self._stop()
        await self.wake()

    def account(self, name: str) -> dict[str, str]:
        """What Teams says of a person who acts."""
        if name not in {person for _, _, person in self.fake.people}:
            self.fake.people.append((f"29:{name}", f"aad-{name.lower()}", name))
        id, aad = next((id, aad) for id, aad, person in self.fake.people if person == name)
        return {"id": id, "aadObjectId": aad, "name": name}

    async def send(self, who: str = "", **facts: Any) -> Any:
        """One activity, as Teams would send it; what it is answered."""
        home = {"id": HOME, "conversationType": "channel"}
        activity = {
            "id": f"id-{next(self.ids)}",
            "channelId": "msteams",
            "serviceUrl": str(self.service.make_url("/")).rstrip("/"),
            "from": self.account(who or self.telling.names[0]),
            "recipient": {"id": BOT, "name": "Ordet"},
            "conversation": home,
            "channelData": {"tenant": {"id": TENANT}},
            "locale": "da-DK",
            **facts,
        }
        async with self.client.post("/api/messages", json=activity) as answer:
            assert answer.status == 200, await answer.text()
            body = await answer.read()
        return msgspec.json.decode(body) if body else None

    async def news(self) -> list[str]:
        shown = list[str]()
        for entry in self.fake.ledger[self.read :]:
            shown += self._told(entry)
        self.read = len(self.fake.ledger)
        return shown

    def _told(self, entry: Entry) -> Iterator[str]:
        if ";messageid=asked" in entry.conversation:
            return
        if entry.conversation.startswith("a:"):
            names = {id: name for id, _, name in self.fake.people}
            yield f"> (to {names[entry.conversation[2:]]}) {entry.text}"
        elif ";messageid=" in entry.conversation or not _is_shared(entry.card):
            yield f"> {entry.text}"
        elif entry.card is not None:
            self.shared = entry.card
            if any(actions_in(entry.card)) and entry.text != self.last:
                self.last = entry.text
                yield f"= {entry.text}"

    async def act(self, deed: Deed) -> list[str]:
        papers = await self.papers()
        if deed.verb == "ask":
            return await self._ask(deed)
        if deed.verb in {"start", "step", "text", *FORMS}:
            told = await self._fill(deed, papers)
        elif deed.verb in PRESSES:
            told = await self._press_between(deed, papers)
        else:
            told = await self._press(deed, papers)
        return [f"> (only {deed.who}) {text}" for text in told]

    async def _ask(self, deed: Deed) -> list[str]:
        self.asked += 1
        thread = f"{HOME};messageid=asked{self.asked}"
        place = {"id": thread, "conversationType": "channel"}
        text = f"<at>Ordet</at>&nbsp;{deed.parts['words']}"
        await self.send(deed.who, type="message", text=text, conversation=place)
        told = [entry.text for entry in self.fake.ledger if entry.conversation == thread]
        if not told:  # answered in the private chat, where the bot needs no call by its name
            told = [_called(entry.text) for entry in self.fake.ledger[self.read :]]
            self.read = len(self.fake.ledger)
        return [f"> (only {deed.who}) {text}" for text in told]

    async def _fill(self, deed: Deed, papers: Papers) -> list[str]:
        """Open a dialog, fill it in, send it."""
        form, values = form_values(deed, papers, self.today())
        values.pop("writer", None)
        asked = {"team": TEAM, "form": form}
        if deed.verb in FORMS:
            asked |= {name: values[name][0] for name in ("role",) if name in values}
            values.pop("person", None)
        elif form != "start" and papers.shown:
            asked["circle"] = papers.shown.id
            if values.get("step", [""])[0] in {step.id for step in papers.shown.kept.steps}:
                asked["step"] = values["step"][0]
        else:
            asked["circle"] = values["circle"][0]
        opened = await self.dialog(deed.who, "task/fetch", asked)
        if "card" not in opened:
            return _of_dialog(opened)
        (sent,) = [a["data"] for a in actions_in(opened["card"]) if "sent" in a.get("data", {})]
        many = set(sent.get("many", "").split(","))
        typed = {n: ",".join(v) if n in many else v[0] for n, v in values.items() if v}
        return _of_dialog(await self.dialog(deed.who, "task/submit", {**sent, **typed}))

    async def dialog(self, who: str, name: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """What a dialog shows after this: a title and a card, or a text, or nothing."""
        answer = await self.send(who, type="invoke", name=name, value={"data": dict(data)})
        if answer is None:
            return {}
        value = answer["task"]["value"]
        if answer["task"]["type"] == "message":
            return {"text": value}
        return {"title": value["title"], "card": value["card"]["content"]}

    async def _press(self, deed: Deed, papers: Papers) -> list[str]:
        wanted = press_values(deed, papers, self.seen(deed))
        for name in ("who", "name"):
            wanted.pop(name, None)
        if not deed.old_card:
            offered = next(_matching(self.shared, wanted), None)
            if offered is not None:
                return await self.execute(deed.who, offered)
            told = await self._through_dialogs(deed.who, wanted)
            if told is not None:  # who steps out is told how to come back
                out = words_in(self.telling.language)("people.you_are_out")
                return [text for text in told if text != out]
        told = await self.execute(deed.who, {"team": TEAM, **wanted})
        keeps = papers.shown.plan.keeps if papers.shown else ()
        if deed.verb == "order" or (deed.verb == "approve" and not keeps):
            return told  # a person moves one name at a time; what keeps nothing needs no approval
        assert told, f"{deed.who} cannot do this in Teams: {wanted}"
        return told

    async def _press_between(self, deed: Deed, papers: Papers) -> list[str]:
        """A button that stands on a card between circles; what its presser sees instead of it."""
        wanted = press_values(deed, papers, self.seen(deed), self.clock())
        for name in ("who", "person"):
            wanted.pop(name, None)
        action = {"type": "Action.Execute", "verb": wanted.pop("verb")}
        action["data"] = {"team": TEAM, **wanted}  # type: ignore[assignment]
        value = {"action": action, "trigger": "manual"}
        answer = await self.send(deed.who, type="invoke", name="adaptiveCard/action", value=value)
        card = answer["value"]
        begun = any("circle" in a.get("data", {}) for a in actions_in(card))
        return [] if begun else [card["fallbackText"]]

    async def execute(self, who: str, values: Mapping[str, str]) -> list[str]:
        """Press a button; what the presser is told on top of the card."""
        data = dict(values)
        action = {"type": "Action.Execute", "verb": data.pop("verb"), "data": data}
        value = {"action": action, "trigger": "manual"}
        answer = await self.send(who, type="invoke", name="adaptiveCard/action", value=value)
        assert answer["statusCode"] == 200
        card = answer["value"]
        first = card["body"][0]
        if first["type"] == "Container":
            return [plain(first["items"][0]["text"])]
        over = CARDS.said(CircleIsOver(), Papers(self._team()), self.clock())
        return [over] if card["fallbackText"] == over else []

    async def _through_dialogs(self, who: str, wanted: Mapping[str, str]) -> list[str] | None:
        """Look for a move behind *Facilitator …* and in the forms that stand there."""
        opens = [
            a["data"] for a in actions_in(self.shared) if a.get("data", {}).get("form") in OPENS
        ]
        for data in opens:
            shown = await self.dialog(who, "task/fetch", data)
            if "card" in shown and (told := await self._in_dialog(who, shown["card"], wanted)):
                return told[0]
        return None

    async def _in_dialog(
        self, who: str, card: Any, wanted: Mapping[str, str], deep: bool = True
    ) -> tuple[list[str]] | None:
        for values in _matching(card, wanted):
            return (_of_dialog(await self.dialog(who, "task/submit", values)),)
        for action in actions_in(card):
            data = action.get("data", {})
            if "sent" in data and data.get("verb") == wanted["verb"]:
                fields = {
                    name: wanted[name] for name in ("minutes", "to", "role") if name in wanted
                }
                return (_of_dialog(await self.dialog(who, "task/submit", {**data, **fields})),)
        for values in _buttons(card) if deep else ():
            if values.get("form") in OPENS:
                shown = await self.dialog(who, "task/submit", values)
                if "card" in shown:
                    told = await self._in_dialog(who, shown["card"], wanted, deep=False)
                    if told is not None:
                        return told
        return None

    def expected(self, shown: list[str]) -> list[str]:
        """Where Teams differs from a chat that shows one thing after another is written here."""
        return in_lanes([self._in_teams(text) for text in shown])

    def _in_teams(self, text: str) -> str:
        text = re.sub(r"^> \(to (.+), table: facilitator\)", r"> (to \1)", text)
        if bare := re.fullmatch(r"(> \(only .+?\) )\[[^]|]*\]", text):
            return bare[1] + CARDS.said(StartOffered(), Papers(self._team()), self.clock())
        if text.startswith("> (only "):  # in a channel the bot must be called by its name
            text = _called(text)
        words = words_in(self.telling.language)
        text = text.replace(words("start.running"), words("start.elsewhere"))
        ours, theirs = (words(f"sum.{key}", date="") for key in ("saved", "saved_chat"))
        stays = ours.rstrip(". ")
        if text.startswith(f"> {stays}"):  # the card in Teams is not ours to delete
            text = text.replace(stays, theirs.rstrip(". "), 1)
        return text

    def _team(self) -> Team:
        return Team(TEAM, "", TENANT, self.telling.language, ZONE)


def _called(text: str) -> str:
    """Commands as they are written in a channel."""
    return re.sub(r"`([^`@]+)`", r"`@Ordet \1`", text)


def _is_shared(card: Any) -> bool:
    """Whether this is a circle's card: each of its buttons names the circle, or it has none."""
    return card is not None and all("circle" in a.get("data", "circle") for a in actions_in(card))


def _buttons(card: Any) -> Iterator[dict[str, str]]:
    """What every button of a card sends, those in a list among them."""
    for action in actions_in(card):
        if "data" in action:
            yield {**action["data"], **({"verb": action["verb"]} if "verb" in action else {})}
    for each in card.get("body", ()):
        if each.get("id") == "press":
            team = {"team": TEAM}
            yield from ({**team, **dict(parse_qsl(c["value"]))} for c in each["choices"])


TOLD_APART = ("verb", "to", "person", "step", "role", "order", "extra", "turn", "circle")


def _matching(card: Any, wanted: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """What the buttons send that do this."""
    for values in _buttons(card) if card else ():
        if "sent" in values or "verb" not in values:
            continue
        if all(values.get(n, wanted.get(n)) == wanted.get(n) for n in TOLD_APART):
            yield values


def _of_dialog(shown: Mapping[str, Any]) -> list[str]:
    """What a dialog tells: a text, or its title and the sentences at its fields."""
    if "card" not in shown:
        return [shown["text"]] if shown.get("text") else []
    body = shown["card"]["body"]
    errors = [
        plain(below["text"])
        for above, below in itertools.pairwise(body)
        if above["type"].startswith("Input.") and below.get("weight") == "Bolder"
        and "size" not in below
    ]  # fmt: skip
    return [" | ".join([f"[{shown['title']}]", *errors])]
