"""Stand between the playground and the bot: remember what is said, and lend Teams' dialogs.

The playground cannot open a dialog. Here its press becomes a `task/fetch`, the answer is laid out
as a card under the conversation, and what is sent from that card becomes a `task/submit`: the bot
meets the dialog as Teams would ask for it, and people see the form with its real fields.
"""

import uuid
from dataclasses import dataclass, field
from typing import Any

import msgspec
from aiohttp import ClientSession, web

from tests.clients.cards import DIALOG, FETCH, SUBMIT, Json, as_form, attached, for_the_page
from tests.clients.record import Answer, Record

MESSAGES, CONNECTOR = "/api/messages", "/_connector"
CLOSED = "(dialog closed)"
LOCALE = "da-DK"
"""What Teams is set to here; the playground always says en-US."""


class NoForm(Exception):
    """The playground did not take the form of a dialog."""


@dataclass(frozen=True)
class Bridge:
    """Two doors: the playground's to the bot, and the bot's to the playground."""

    bot: str
    playground: str
    wire: ClientSession
    record: Record = field(default_factory=Record)

    def app(self) -> web.Application:
        """What listens."""
        app = web.Application(client_max_size=1 << 20)
        app.router.add_post(MESSAGES, self.to_bot)
        app.router.add_route("*", CONNECTOR + "/{path:.+}", self.to_playground)
        return app

    async def to_bot(self, request: web.Request) -> web.Response:
        """An activity on its way to the bot, or a press for which Teams would open a dialog."""
        activity: Json = {**await request.json(), "locale": LOCALE}
        wish = (activity.get("value") or {}).get(DIALOG)
        if activity.get("type") == "message" and wish in (FETCH, SUBMIT):
            await self.in_dialog(activity, wish)
            return web.Response()
        answer = await self.tell(activity)
        if not answer.body:
            return web.Response(status=answer.status)
        return web.json_response(for_the_page(answer.body), status=answer.status)

    async def tell(self, activity: Json) -> Answer:
        """Give the bot an activity and keep its answer."""
        self.record.heard.append(activity)
        async with self.wire.post(self.bot + MESSAGES, json=activity) as told:
            raw = await told.read()
        body = msgspec.json.decode(raw) if raw.startswith(b"{") else {}
        answer = Answer(activity, told.status, body)
        await self.record.told(answer)
        return answer

    async def in_dialog(self, pressed: Json, wish: str) -> None:
        """Ask the bot as Teams asks for a dialog, and lay out what it answers."""
        data = {name: each for name, each in pressed["value"].items() if name != DIALOG}
        form = pressed["replyToId"] if wish == SUBMIT else None
        if wish == FETCH:
            data["msteams"] = {"type": FETCH}
        answer = await self.tell(question(pressed, wish, data))
        shown: Any = answer.task.get("value")
        if answer.task.get("type") == "continue":
            card = as_form(shown.get("title", ""), shown["card"]["content"])
            await self.lay_out(pressed, attached(card), form)
        elif shown or form:
            words = str(shown or CLOSED) if answer.status < 300 else f"(error {answer.status})"
            await self.lay_out(pressed, {"type": "message", "text": words}, form)

    async def lay_out(self, pressed: Json, message: Json, form: str | None) -> None:
        """Show a form in the conversation, in place of the one before it."""
        path = f"/v3/conversations/{pressed['conversation']['id']}/activities"
        method, path = ("PUT", f"{path}/{form}") if form else ("POST", path)
        address = f"{self.playground}{CONNECTOR}{path}"
        async with self.wire.request(method, address, json=message) as shown:
            if shown.status >= 300:
                raise NoForm(f"{NoForm.__doc__} It says {shown.status}.")

    async def to_playground(self, request: web.Request) -> web.Response:
        """A call of the bot's on its way to the playground."""
        sent = await request.read()
        body: Json = msgspec.json.decode(sent) if sent else {}
        given = msgspec.json.encode(for_the_page(body)) if sent else None
        address, head = f"{self.playground}{request.rel_url}", {"Content-Type": "application/json"}
        async with self.wire.request(request.method, address, data=given, headers=head) as taken:
            raw = await taken.read()
        if taken.status < 300:
            answer = msgspec.json.decode(raw) if raw else {}
            await self.record.taken(request.method, request.match_info["path"], body, answer)
        else:
            await self.record.not_taken(request.method, request.path, taken.status)
        return web.Response(status=taken.status, body=raw, content_type="application/json")


def question(pressed: Json, name: str, data: Json) -> Json:
    """The dialog's question as Teams puts it, by the one who pressed."""
    kept = {each: told for each, told in pressed.items() if each not in ("text", "replyToId")}
    value = {"data": data, "context": {"theme": "default"}}
    return {**kept, "type": "invoke", "name": name, "id": f"f:{uuid.uuid4()}", "value": value}
