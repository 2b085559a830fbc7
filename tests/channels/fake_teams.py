"""The Bot Connector of a made-up Teams: checks every body, keeps a ledger, fails as it is told.

One function each for what Microsoft's service does: post, change, take away, open a chat, list
the people. `faults` is asked before each answer; a fault is a status with headers, or a way to
fail on the wire.
"""

import asyncio
import html
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec
from aiohttp import web

from cards.limits import TEAMS_BUTTONS, TEAMS_BYTES, size_in_teams

BOT = "28:ordet"
TENANT = "11111111-1111-1111-1111-111111111111"
CARD = "application/vnd.microsoft.card.adaptive"
MOST_ACTIONS = TEAMS_BUTTONS + 1


@dataclass(frozen=True)
class Fault:
    """How a request fails: with a status, or without an answer."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    wire: str = ""
    taken: bool = False
    """Whether the service did what it was asked, though it did not say so."""


@dataclass
class Entry:
    """One message as it was posted or changed."""

    how: str
    conversation: str
    message: str
    body: dict[str, Any]

    @property
    def text(self) -> str:
        """What it says in plain words."""
        return plain(self.body["text"]) if "text" in self.body else self.body["summary"]

    @property
    def card(self) -> dict[str, Any] | None:
        """The card, if it is one."""
        given = self.body.get("attachments")
        return given[0]["content"] if given else None


def plain(text: str) -> str:
    """A line as Teams shows it."""
    bare = re.sub(r"</?at>", "", text)
    return html.unescape(re.sub(r"\\([^\w\s])", r"\1", bare))


class FakeTeams:
    """The service. `people` are (id, Entra id, name) of everybody in every conversation."""

    def __init__(self, people: list[tuple[str, str, str]]) -> None:
        self.people, self.page = people, 2
        self.slow: Callable[[], Awaitable[None]] | None = None
        self.ledger: list[Entry] = []
        self.wrong: list[str] = []
        self.requests: list[tuple[float, str, str]] = []
        self.faults: Callable[[web.Request], Fault | None] = lambda request: None
        self._messages: dict[str, str] = {}
        self._count = 0

    def app(self) -> web.Application:
        """The service as a web application."""
        app = web.Application(client_max_size=1024 * 1024)
        base = "/v3/conversations"
        app.router.add_post(base, self._guarded(self.open_chat))
        app.router.add_post(base + "/{conversation}/activities", self._guarded(self.post))
        one = base + "/{conversation}/activities/{message}"
        app.router.add_put(one, self._guarded(self.change))
        app.router.add_delete(one, self._guarded(self.remove))
        app.router.add_get(base + "/{conversation}/pagedmembers", self._guarded(self.members))
        return app

    def _guarded(self, handler: Any) -> Any:
        async def guarded(request: web.Request) -> web.StreamResponse:
            conversation = request.match_info.get("conversation", "")
            now = asyncio.get_running_loop().time()
            self.requests.append((now, request.method, conversation))
            fault = self.faults(request)
            if fault is None:
                return await handler(request)
            if fault.taken:
                await handler(request)
            return await failed(request, fault)

        return guarded

    async def post(self, request: web.Request) -> web.Response:
        """A new message."""
        conversation = request.match_info["conversation"]
        body = await self._checked(request)
        self._count += 1
        message = f"{1_700_000_000_000 + self._count}"
        self._messages[message] = conversation.partition(";")[0]
        self.ledger.append(Entry("post", conversation, message, body))
        return web.json_response({"id": message}, status=201)

    async def change(self, request: web.Request) -> web.Response:
        """A message becomes another."""
        message, conversation = request.match_info["message"], request.match_info["conversation"]
        body = await self._checked(request)
        if self._messages.get(message) != conversation.partition(";")[0]:
            return web.json_response(
                {"error": {"code": "ActivityNotFoundInConversation"}}, status=404
            )
        self.ledger.append(Entry("change", conversation, message, body))
        return web.json_response({"id": message})

    async def remove(self, request: web.Request) -> web.Response:
        """A message is gone."""
        self._messages.pop(request.match_info["message"], None)
        return web.Response()

    def lose(self, message: str) -> None:
        """Somebody deletes a message."""
        self._messages.pop(message, None)

    async def open_chat(self, request: web.Request) -> web.Response:
        """The private chat with somebody."""
        body = await request.json()
        person = body["members"][0]["id"]
        if body["bot"]["id"] != BOT or person not in {id for id, _, _ in self.people}:
            self.wrong.append(f"a chat with {body}")
        return web.json_response({"id": f"a:{person}"}, status=201)

    async def members(self, request: web.Request) -> web.Response:
        """Everybody, usually two at a time, so that pages are read."""
        if self.slow is not None:
            await self.slow()
        begins = int(request.query.get("continuationToken", "0"))
        ends = begins + self.page
        page, more = self.people[begins:ends], str(ends) if ends < len(self.people) else None
        found = [{"id": i, "aadObjectId": a, "name": n, "email": "x@y.dk"} for i, a, n in page]
        return web.json_response({"members": found, "continuationToken": more})

    async def _checked(self, request: web.Request) -> dict[str, Any]:
        raw = await request.read()
        body = msgspec.json.decode(raw)
        conversation = request.match_info["conversation"]
        self.wrong += [f"{conversation}: {why}" for why in faults_in(body, raw)]
        thread = conversation.partition(";messageid=")[2]
        if thread and not thread.startswith("asked") and thread not in self._messages:
            self.wrong.append(f"{conversation}: there is no such thread")
        return body


def faults_in(body: Any, raw: bytes) -> list[str]:
    """What Teams, or people, would not like about a message."""
    found = []
    if not isinstance(body, dict) or body.get("type") != "message":
        return ["no message"]
    if body.get("from", {}).get("id") != BOT:
        found.append("not from the bot")
    if ("text" in body) == ("attachments" in body):
        found.append("text and card in one, or neither")
    if size_in_teams(raw.decode()) > TEAMS_BYTES:
        found.append("too large")
    for each in body.get("entities", []):
        if each["text"] not in body.get("text", ""):
            found.append("a mention that the text does not have")
    for attached in body.get("attachments", []):
        card = attached["content"]
        if attached["contentType"] != CARD or card.get("version") != "1.5":
            found.append("no card of ours")
        if not body.get("summary"):
            found.append("a card that says nothing in a notification")
        if sum(1 for _ in actions_in(card)) > MOST_ACTIONS:
            found.append("too many buttons")
    return found


def actions_in(card: Any) -> Any:
    """Every button of a card, without fallbacks."""
    if isinstance(card, dict):
        if str(card.get("type", "")).startswith("Action."):
            yield card
            return
        for name, value in card.items():
            if name not in {"fallback", "refresh"}:
                yield from actions_in(value)
    elif isinstance(card, list):
        for value in card:
            yield from actions_in(value)


async def failed(request: web.Request, fault: Fault) -> web.StreamResponse:
    """An answer that is none, or not a good one."""
    transport = request.transport
    assert transport is not None
    match fault.wire:
        case "reset":
            transport.abort()
            return web.Response()
        case "silent":
            await asyncio.sleep(3600)
        case "half":
            response = web.StreamResponse(status=201, headers={"Content-Length": "500"})
            await response.prepare(request)
            await response.write(b'{"id": "17')
            transport.abort()
            return response
        case "nonsense":
            return web.Response(status=201, text="<html>welcome</html>")
    error = {"error": {"code": f"Code{fault.status}", "message": "no"}}
    return web.json_response(error, status=fault.status, headers=fault.headers)
