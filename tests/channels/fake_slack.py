"""A made-up Slack: checks every call, keeps a ledger, fails as it is told.

One function each for what Slack's Web API does. `faults` is asked before each answer; a fault is
a status with headers, an error in Slack's own words, or a way to fail on the wire.
"""

import asyncio
import html
import itertools
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec
from aiohttp import web

from tests.cards.slack_reading import faults_in, faults_of_view, read_blocks

TOKEN = "xoxb-made-up"
TEAM = "T0000001"
BOT = "U0BOT0000"
MENTION = re.compile(r"<@(\w+)>")
MOST_LETTERS = 4000


@dataclass(frozen=True)
class Fault:
    """How a call fails: with a status, with Slack's own word for it, or without an answer."""

    status: int = 200
    error: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    wire: str = ""
    taken: bool = False
    """Whether Slack did what it was asked, though it did not say so."""
    body: str = ""
    kind: str = "application/json"
    """What stands there in place of Slack's own answer, where `wire` is "other"."""


@dataclass
class Entry:
    """One message as it was posted, changed or whispered, or one view."""

    how: str
    channel: str
    message: str
    body: dict[str, Any]
    thread: str = ""
    user: str = ""
    said: str = ""

    @property
    def text(self) -> str:
        """What it says in plain words."""
        return self.said

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """Its blocks, if it has some."""
        found: list[dict[str, Any]] = self.body.get("blocks", [])
        return found


class FakeSlack:
    """The service. `people` are user ids with names; the bot is in each channel of `channels`."""

    def __init__(self, people: dict[str, str], channels: dict[str, list[str]]) -> None:
        self.people, self.channels = people, channels
        self.names: dict[str, str] = {}
        self.ledger: list[Entry] = []
        self.views: list[Entry] = []
        self.opened: dict[str, Entry] = {}
        self.wrong: list[str] = []
        self.calls: list[tuple[float, str, dict[str, Any]]] = []
        self.faults: Callable[[str, dict[str, Any]], Fault | None] = lambda method, facts: None
        self.outside: set[str] = set()
        self.slow = 0.0
        self.triggers: set[str] = set()
        self.token = TOKEN
        self._messages: dict[str, str] = {}
        self._count = itertools.count(1)

    def app(self) -> web.Application:
        """The service as a web application."""
        app = web.Application(client_max_size=1024 * 1024)
        app.router.add_post("/api/{method}", self._called)
        return app

    async def _called(self, request: web.Request) -> web.StreamResponse:
        method, facts = request.match_info["method"], await _facts(request)
        self.calls.append((asyncio.get_running_loop().time(), method, facts))
        if self.slow:
            await asyncio.sleep(self.slow)
        fault = self.faults(method, facts)
        if fault is not None and not fault.taken:
            return await failed(request, fault)
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return web.json_response({"ok": False, "error": "invalid_auth"})
        handler = getattr(self, method.replace(".", "_"), None)
        if handler is None:
            self.wrong.append(f"no method {method}")
            return web.json_response({"ok": False, "error": "unknown_method"})
        answer = handler(facts)
        if fault is not None:
            return await failed(request, fault)
        return web.json_response({"ok": "error" not in answer, **answer})

    def chat_postMessage(self, facts: dict[str, Any]) -> dict[str, Any]:
        """A new message."""
        if (channel := facts["channel"]) not in self.channels or channel in self.outside:
            error = "channel_not_found" if channel not in self.channels else "not_in_channel"
            return {"error": error}
        self._check(facts)
        thread = facts.get("thread_ts", "")
        if thread and not thread.startswith("asked") and thread not in self._messages:
            self.wrong.append(f"there is no thread {thread}")
        message = f"1700000000.{next(self._count):06}"
        self._messages[message] = channel
        self._write("post", channel, message, facts, thread)
        return {"channel": channel, "ts": message}

    def chat_update(self, facts: dict[str, Any]) -> dict[str, Any]:
        """A message becomes another."""
        if self._messages.get(facts["ts"]) != facts["channel"]:
            return {"error": "message_not_found"}
        self._check(facts)
        self._write("change", facts["channel"], facts["ts"], facts)
        return {"channel": facts["channel"], "ts": facts["ts"]}

    def chat_postEphemeral(self, facts: dict[str, Any]) -> dict[str, Any]:
        """What one person sees."""
        if facts["user"] not in self.people:
            return {"error": "user_not_in_channel"}
        self._check(facts)
        thread = facts.get("thread_ts", "")
        self._write("whisper", facts["channel"], "", facts, thread, facts["user"])
        return {"message_ts": "1.0"}

    def chat_getPermalink(self, facts: dict[str, Any]) -> dict[str, Any]:
        """The address of a message."""
        return {"permalink": f"https://ordet.example/{facts['channel']}/{facts['message_ts']}"}

    def conversations_open(self, facts: dict[str, Any]) -> dict[str, Any]:
        """The private chat with somebody."""
        user = facts["users"]
        if user not in self.people:
            return {"error": "user_not_found"}
        self.channels.setdefault(f"D{user}", [user])
        return {"channel": {"id": f"D{user}"}}

    def conversations_members(self, facts: dict[str, Any]) -> dict[str, Any]:
        """Everybody, two at a time, so that pages are read."""
        everybody, first = self.channels[facts["channel"]], int(facts.get("cursor") or 0)
        more = str(first + 2) if first + 2 < len(everybody) else ""
        page = everybody[first : first + 2]
        return {"members": page, "response_metadata": {"next_cursor": more}}

    def conversations_info(self, facts: dict[str, Any]) -> dict[str, Any]:
        """A conversation's name, and whether the bot is in it."""
        channel = facts["channel"]
        if channel not in self.channels:
            return {"error": "channel_not_found"}
        name = self.names.get(channel, channel.lower())
        return {"channel": {"id": channel, "name": name, "is_member": channel not in self.outside}}

    def users_info(self, facts: dict[str, Any]) -> dict[str, Any]:
        """Somebody."""
        user = facts["user"]
        if user == BOT:
            return {"user": {"id": BOT, "is_bot": True, "profile": {"real_name": "Ordet"}}}
        if user not in self.people:
            return {"error": "user_not_found"}
        profile = {"display_name": self.people[user], "real_name": f"{self.people[user]} Efternavn"}
        return {"user": {"id": user, "profile": profile, "locale": "da-DK", "is_bot": False}}

    def auth_test(self, facts: dict[str, Any]) -> dict[str, Any]:
        """Who the bot is."""
        return {"user_id": BOT, "team_id": TEAM}

    def views_open(self, facts: dict[str, Any]) -> dict[str, Any]:
        """A modal."""
        if facts["trigger_id"] not in self.triggers:
            return {"error": "expired_trigger_id"}
        self.triggers.discard(facts["trigger_id"])
        answer = self._viewed("open", facts)
        self.opened[facts["trigger_id"]] = self.views[-1]
        return answer

    def views_push(self, facts: dict[str, Any]) -> dict[str, Any]:
        """A modal above another."""
        return self.views_open(facts)

    def views_update(self, facts: dict[str, Any]) -> dict[str, Any]:
        """A modal becomes another."""
        return self._viewed("update", facts)

    def views_publish(self, facts: dict[str, Any]) -> dict[str, Any]:
        """The bot's home, as one person sees it."""
        return self._viewed("home", facts)

    def lose(self, message: str) -> None:
        """Somebody deletes a message."""
        self._messages.pop(message, None)

    def _viewed(self, how: str, facts: dict[str, Any]) -> dict[str, Any]:
        view = facts["view"]
        self.wrong += [
            f"{view.get('callback_id')}: {why}" for why in faults_of_view(json.dumps(view))
        ]
        id = facts.get("view_id") or f"V{next(self._count):08}"
        self.views.append(Entry(how, "", id, view, user=facts.get("user_id", "")))
        return {"view": {"id": id}}

    def _write(
        self, how: str, channel: str, message: str, facts: dict[str, Any], thread: str = "",
        user: str = "",
    ) -> None:  # fmt: skip
        said = self.plain(facts["text"])
        self.ledger.append(Entry(how, channel, message, facts, thread, user, said))

    def _check(self, facts: dict[str, Any]) -> None:
        """What Slack, or people, would not like about a message."""
        text = facts.get("text", "")
        if not text or len(text) > MOST_LETTERS:
            self.wrong.append(f"a fallback of {len(text)} letters")
        for user in MENTION.findall(text):
            if user not in self.people:
                self.wrong.append(f"nobody is {user}")
        if "blocks" in facts:
            self.wrong += faults_in(facts["blocks"])
        if "<!" in text or "<http" in text:
            self.wrong.append("a text that calls everybody, or leads somewhere")

    def plain(self, text: str) -> str:
        """A text as Slack shows it."""
        named = MENTION.sub(lambda found: self.people.get(found[1], found[1]), text)
        return html.unescape(named)


def said_in(view: dict[str, Any]) -> list[str]:
    """What a modal says, in reading order."""
    texts = read_blocks(view["blocks"]).texts
    return [html.unescape(text).strip("*") for text in texts]


async def _facts(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        found: dict[str, Any] = msgspec.json.decode(await request.read())
        return found
    return {name: str(value) for name, value in (await request.post()).items()}


async def failed(request: web.Request, fault: Fault) -> web.StreamResponse:
    """Answer with a fault."""
    if fault.wire == "reset":
        assert request.transport is not None
        request.transport.abort()
        return web.Response()
    if fault.wire == "nonsense":
        return web.Response(text="<html>", content_type="application/json", status=fault.status)
    if fault.wire == "other":
        return web.Response(
            text=fault.body, content_type=fault.kind, status=fault.status, headers=fault.headers
        )
    if fault.wire == "silence":
        await asyncio.sleep(60)
    body = {"ok": False, "error": fault.error} if fault.error else {"ok": False}
    return web.json_response(body, status=fault.status, headers=fault.headers)
