"""A conversation in a channel of Slack: signed requests in, a made-up Slack behind.

What somebody does is done as a person would: with a button that stands on the newest card, or in
the modal behind *Facilitator …*. Only what the card does not offer is sent as bare values, and
then it must be refused.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import msgspec
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from channels.slack.house import Slack
from channels.slack.pace import SlackPace
from channels.slack.settings import SlackSettings
from circle.answers import StartOffered
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
from storage.embedded import EmbeddedStore
from storage.papers import PaperCodec
from tests.cards.slack_reading import read_blocks
from tests.channels.fake_slack import TEAM as WORKSPACE
from tests.channels.fake_slack import TOKEN, Entry, FakeSlack, Fault, said_in
from tests.channels.slack_wire import KNOCK, SECRET, Wire
from tests.conversations.between import FORMS, PRESSES
from tests.conversations.clock import ZONE
from tests.conversations.driver import GUIDES, TEAM, Driver, Shut, in_lanes
from tests.conversations.table import CARDS
from tests.conversations.telling import Deed, Telling
from tests.conversations.values import form_values, press_values

HOME = "C0HOME000"
OPENS = {"moves", "people", "order", "pause", "hand_over", "end", "give", "mend", "mine"}
"""Forms in which a move may stand."""

FREE = SlackPace(clock=iter(range(10**9)).__next__)
"""A clock that runs fast, so that a told conversation need not wait for Slack's limits."""

TOLD_APART = ("verb", "to", "person", "step", "role", "order", "extra", "turn", "circle")


def settings(api_url: str) -> SlackSettings:
    """Slack over HTTPS, in one workspace."""
    return SlackSettings(SECRET, TOKEN, "", "", "", frozenset(), api_url)


class SlackDriver(Driver):
    """Holds a told conversation in a channel of Slack."""

    def __init__(self, folder: Path, telling: Telling) -> None:
        super().__init__(folder, telling)
        people = {f"U{n:08}": name for n, name in enumerate(telling.names)}
        self.fake = FakeSlack(people, {HOME: list(people)})
        self.fake.faults = self._fault
        self.wire = Wire(self.fake, self.clock)
        self.shared: list[dict[str, Any]] = []
        self.card_id, self.last, self.read, self.asked = "", "", 0, 0
        self.mending: dict[tuple[str, str], Entry] = {}

    def _fault(self, method: str, facts: Mapping[str, Any]) -> Fault | None:
        to = facts.get("channel", facts.get("users", ""))
        if self.shut is Shut.PLACE and to == HOME:
            return Fault(error="msg_too_long")
        bo = f"U{1:08}"
        return Fault(error="cannot_dm_bot") if self.shut is Shut.BO and bo in to else None

    def channels(self) -> dict[str, Channel]:
        return {"slack": self.slack.channel}

    def at_home(self, team: Team) -> Team:
        members = tuple(
            Member(f"slack:{WORKSPACE}:U{n:08}", m.name) for n, m in enumerate(team.members)
        )
        home = Place("slack", WORKSPACE, HOME)
        return Team(team.id, team.name, WORKSPACE, team.language, team.zone, members, home)

    async def wake(self) -> None:
        if not hasattr(self, "service"):
            self.service = TestServer(self.fake.app(), host="127.0.0.1")
            await self.service.start_server()
        self.store: EmbeddedStore[Papers] = EmbeddedStore(self.folder / "data", PaperCodec())
        links = PageLinks(LocalDoor(), "http://127.0.0.1:3978")

        async def summaries(team: str) -> Any:
            return await kept_summaries(self.store, team)

        chosen, book = settings(str(self.service.make_url("/api/"))), self.folder / "book"
        self.slack = Slack(chosen, book, CARDS, links, summaries, self.clock, pace=FREE)
        errands = AtOnce()
        self.conversation = Conversation(
            self.store, self.channels(), GUIDES, errands, links, checks=self.checks()
        )
        door = self.slack.open(self.conversation, errands, ZONE, "da")
        assert door is not None
        pages = Pages(
            self.conversation, CARDS, Screens(CARDS), LocalDoor(), self.clock, ZONE, "da",
            knocks={KNOCK: door.knock},
        )  # fmt: skip
        self.server = TestServer(make_app(pages), host="127.0.0.1")
        await self.server.start_server()
        self.wire.client = ClientSession(base_url=self.server.make_url("/"))

    async def begin(self) -> None:
        """The bot is in the channel, and the team is known."""
        await super().begin()
        await self.wire.event(type="member_joined_channel", user="U0BOT0000", channel=HOME)
        talk = await self.slack.book.talk(WORKSPACE, HOME)
        assert talk is not None
        await self.slack.book.change(talk, lambda t: msgspec.structs.replace(t, team=TEAM))
        self.read = len(self.fake.ledger)

    async def listen(self) -> None:
        """Slack hears everything."""

    async def sleep(self) -> None:
        await self._stop()
        await self.service.close()
        assert self.fake.wrong == []

    async def _stop(self) -> None:
        await self.wire.client.close()
        await self.server.close()
        await self.slack.stop()
        await self.store.close()

    async def restart(self) -> None:
        await self._stop()
        await self.wake()

    def user(self, name: str) -> str:
        """The user with this name; a stranger is one of the workspace from now on."""
        for id, known in self.fake.people.items():
            if known == name:
                return id
        self.fake.people[f"U{len(self.fake.people):08}"] = name
        return self.user(name)

    async def news(self) -> list[str]:
        shown = list[str]()
        for entry in self.fake.ledger[self.read :]:
            shown += self._told(entry)
        self.read = len(self.fake.ledger)
        return shown

    def _told(self, entry: Entry) -> Iterator[str]:
        if entry.how == "whisper" or entry.thread.startswith("asked"):
            return
        if entry.channel.startswith("D"):
            if entry.how == "post":
                yield f"> (to {self.fake.people[entry.channel[1:]]}) {entry.text}"
        elif entry.thread or not _is_shared(entry.blocks):
            yield f"> {entry.text}"
        else:
            self.shared, self.card_id = entry.blocks, entry.message
            if read_blocks(entry.blocks).buttons and entry.text != self.last:
                self.last = entry.text
                yield f"= {entry.text}"

    async def act(self, deed: Deed) -> list[str]:
        papers = await self.papers()
        if deed.verb == "ask":
            return await self._ask(deed)
        if deed.verb in {"start", "step", "text", *FORMS}:
            told = await self._fill(deed, papers)
        else:
            told = await self._press(deed, papers)
        return [f"> (only {deed.who}) {text}" for text in told]

    async def _ask(self, deed: Deed) -> list[str]:
        self.asked += 1
        thread, user = f"asked{self.asked}", self.user(deed.who)
        await self.wire.mention(user, HOME, deed.parts["words"], thread)
        told = [entry.text for entry in self.fake.ledger if entry.thread == thread]
        if not told:  # answered in the private chat
            told = [entry.text for entry in self.fake.ledger[self.read :]]
            self.read = len(self.fake.ledger)
        return [f"> (only {deed.who}) {text}" for text in told]

    async def _fill(self, deed: Deed, papers: Papers) -> list[str]:
        """Open a modal, fill it in, send it."""
        form, values = form_values(deed, papers, self.today())
        values.pop("writer", None)
        asked = {"form": form, "team": TEAM}
        if deed.verb in FORMS:
            asked |= {name: values[name][0] for name in ("role",) if name in values}
            values.pop("person", None)
        elif form != "start" and papers.shown:
            asked["circle"] = papers.shown.id
            steps, nth = papers.shown.kept.steps, int(deed.parts.get("nth", 0))
            if 0 < nth <= len(steps):
                asked["step"] = steps[nth - 1].id
        else:
            asked["circle"] = values["circle"][0]
        opened = self.mending.pop((deed.who, form), None) or await self._open(deed.who, asked)
        if not opened.body.get("submit"):
            return said_in(opened.body)[:1]
        return await self._sent(deed.who, opened, values)

    async def _open(self, who: str, values: Mapping[str, str]) -> Entry:
        """Press a button that opens a modal; the modal."""
        trigger, button = self.wire.trigger(), {"action_id": "x", "value": urlencode(values)}
        user = self.user(who)
        await self.wire.press(user, HOME, button, self.card_id, trigger=trigger)
        return self.fake.opened[trigger]

    async def _sent(self, who: str, opened: Entry, typed: Mapping[str, list[str]]) -> list[str]:
        """Send a modal; what it says then."""
        title = opened.body["title"]["text"]
        answer = await self.wire.submit(self.user(who), opened.message, opened.body, typed)
        if answer is None or answer["response_action"] == "clear":
            return []
        if answer["response_action"] == "errors":
            return [" | ".join([f"[{title}]", *answer["errors"].values()])]
        view = answer["view"]
        if not view.get("submit"):
            return said_in(view)[:1]
        self.mending[who, view["callback_id"]] = replace(opened, body=view)
        return [" | ".join([f"[{view['title']['text']}]", *_faults(view)])]

    async def _press(self, deed: Deed, papers: Papers) -> list[str]:
        at = self.clock() if deed.verb in PRESSES else None
        wanted = press_values(deed, papers, self.seen(deed), at)
        for name in ("who", "name", *(("person",) if deed.verb in PRESSES else ())):
            wanted.pop(name, None)
        if not deed.old_card and deed.verb not in PRESSES:
            offered = next(_matching(self.shared, wanted), None)
            if offered is not None:
                return await self._pressed(deed.who, offered)
            told = await self._through_modals(deed.who, wanted)
            if told is not None:
                return told
        told = await self._pressed(deed.who, {"team": TEAM, **wanted})
        keeps = papers.shown.plan.keeps if papers.shown else ()
        if deed.verb in {"order", *PRESSES} or (deed.verb == "approve" and not keeps):
            return told  # a person moves one name at a time; what keeps nothing needs no approval
        assert told, f"{deed.who} cannot do this in Slack: {wanted}"
        return told

    async def _pressed(self, who: str, values: Mapping[str, str]) -> list[str]:
        """Press a button on a message; what the presser alone is told."""
        before, user = len(self.fake.ledger), self.user(who)
        button = {"action_id": "x", "value": urlencode(values)}
        await self.wire.press(user, HOME, button, self.card_id)
        return [e.text for e in self.fake.ledger[before:] if e.how == "whisper" and e.user == user]

    async def _through_modals(self, who: str, wanted: Mapping[str, str]) -> list[str] | None:
        """Look for a move behind *Facilitator …* and in the forms that stand there."""
        for values in read_blocks(self.shared).values:
            if values.get("form") in OPENS:
                shown = await self._open(who, values)
                told = await self._in_modal(who, shown, wanted)
                if told is not None:
                    return told
        return None

    async def _in_modal(
        self, who: str, shown: Entry, wanted: Mapping[str, str], deep: bool = True
    ) -> list[str] | None:
        hidden = dict(parse_qsl(shown.body.get("private_metadata", "")))
        for values in _matching(shown.body["blocks"], wanted):
            return await self._pressed_in(who, shown, values)
        if shown.body.get("submit") and hidden.get("verb") == wanted["verb"]:
            fields = {n: [wanted[n]] for n in ("minutes", "to", "role") if n in wanted}
            return await self._sent(who, shown, fields)
        for values in read_blocks(shown.body["blocks"]).values if deep else ():
            if values.get("form") in OPENS:
                above = await self._press_view(who, shown, values)
                assert above is not None
                told = await self._in_modal(who, above, wanted, deep=False)
                if told is not None:
                    return told
        return None

    async def _pressed_in(self, who: str, shown: Entry, values: Mapping[str, str]) -> list[str]:
        """Press a button in a modal; what the modal says then, if it is no form any more."""
        before = len(self.fake.views)
        await self._press_view(who, shown, values)
        after = [each.body for each in self.fake.views[before:] if each.message == shown.message]
        return said_in(after[-1]) if after and after[-1]["callback_id"] == "says" else []

    async def _press_view(self, who: str, shown: Entry, values: Mapping[str, str]) -> Entry | None:
        """Press a button in a modal; what is shown above it then, if anything."""
        trigger, button = self.wire.trigger(), {"action_id": "x", "value": urlencode(values)}
        user = self.user(who)
        await self.wire.press_in(user, shown.message, shown.body, button, trigger)
        return self.fake.opened.get(trigger)

    def expected(self, shown: list[str]) -> list[str]:
        """Where Slack differs from a chat that shows one thing after another is written here."""
        return in_lanes([self._in_slack(text) for text in shown])

    def _in_slack(self, text: str) -> str:
        text = re.sub(r"^> \(to (.+), table: facilitator\)", r"> (to \1)", text)
        if bare := re.fullmatch(r"(> \(only .+?\) )\[[^]|]*\]", text):
            return bare[1] + CARDS.said(StartOffered(), Papers(self._team()), self.clock())
        text = re.sub(r"`(?:@Ordet )?([^`@]+)`", r"`/\1`", text)
        words = words_in(self.telling.language)
        text = text.replace(words("start.running"), words("start.elsewhere"))
        ours, theirs = (words(f"sum.{key}", date="") for key in ("saved", "saved_chat"))
        stays = ours.rstrip(". ")
        if text.startswith(f"> {stays}"):  # the message in Slack is not ours to delete
            text = text.replace(stays, theirs.rstrip(". "), 1)
        return text

    def _team(self) -> Team:
        return Team(TEAM, "", WORKSPACE, self.telling.language, ZONE)


def _is_shared(blocks: list[dict[str, Any]]) -> bool:
    """Whether this is a circle's card: each of its buttons names the circle, or it has none."""
    is_card = bool(blocks) and blocks[0]["type"] != "rich_text"
    return is_card and all("circle" in each for each in read_blocks(blocks).values)


def _matching(blocks: list[dict[str, Any]], wanted: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """What the buttons send that do this."""
    for values in read_blocks(blocks).values:
        if "verb" in values and all(
            values.get(n, wanted.get(n)) == wanted.get(n) for n in TOLD_APART
        ):
            yield values


def _faults(view: dict[str, Any]) -> list[str]:
    """The sentences below the fields that need something."""
    return [
        block["text"]["text"].strip("*")
        for block in view["blocks"]
        if block.get("block_id", "").endswith(".needs")
    ]
