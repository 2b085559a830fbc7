"""Slack's side of the wire: signed requests, as Slack sends events, commands and presses."""

import hashlib
import hmac
import itertools
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientSession

from tests.channels.fake_slack import BOT, TEAM, FakeSlack

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
KNOCK = "/api/slack"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


def signed(body: bytes, at: datetime, secret: str = SECRET) -> dict[str, str]:
    """The headers of a genuine request."""
    then = str(int(at.timestamp()))
    base = b"v0:" + then.encode() + b":" + body
    signature = "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": then, "X-Slack-Signature": signature}


class Wire:
    """Sends what people do in Slack to the bot, and reads its answers."""

    def __init__(self, fake: FakeSlack, now: Callable[[], datetime]) -> None:
        self.fake, self._now = fake, now
        self.client: ClientSession
        self._ids = itertools.count(1)

    async def post(self, body: bytes, kind: str, headers: Mapping[str, str] | None = None) -> Any:
        """One signed request; what it is answered."""
        given = {"Content-Type": kind, **signed(body, self._now()), **(headers or {})}
        async with self.client.post(KNOCK, data=body, headers=given) as answer:
            assert answer.status == 200, f"{answer.status} {await answer.text()}"
            found = await answer.read()
        return json.loads(found) if found else None

    async def event(self, id: str = "", **facts: Any) -> Any:
        """An event."""
        envelope = {
            "type": "event_callback",
            "team_id": TEAM,
            "event_id": id or f"Ev{next(self._ids):08}",
            "event": facts,
            "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
        }
        return await self.post(json.dumps(envelope).encode(), JSON)

    async def mention(self, user: str, channel: str, text: str, ts: str, thread: str = "") -> Any:
        """Somebody calls the bot by its name."""
        facts = {"type": "app_mention", "user": user, "channel": channel, "ts": ts}
        said = f"<@{BOT}> {text}"
        more = {"thread_ts": thread} if thread else {}
        return await self.event(**facts, text=said, **more)

    async def write(self, user: str, text: str) -> Any:
        """Somebody writes to the bot in private."""
        ts, channel = f"1800000000.{next(self._ids):06}", f"D{user}"
        self.fake.channels.setdefault(channel, [user])
        return await self.event(
            type="message", channel_type="im", user=user, channel=channel, text=text, ts=ts
        )

    async def command(self, user: str, channel: str, text: str = "", word: str = "/circle") -> Any:
        """A slash command."""
        fields = {
            "command": word,
            "text": text,
            "user_id": user,
            "user_name": user.lower(),
            "team_id": TEAM,
            "channel_id": channel,
            "trigger_id": self.trigger(),
        }
        return await self.post(urlencode(fields).encode(), FORM)

    def trigger(self) -> str:
        """A trigger that can be used once."""
        made = f"{next(self._ids)}.trigger"
        self.fake.triggers.add(made)
        return made

    async def interact(self, user: str, **facts: Any) -> Any:
        """A press, a sent modal, a shortcut."""
        payload = {
            "user": {"id": user, "username": user.lower(), "team_id": TEAM},
            "team": {"id": TEAM, "domain": "skolen"},
            "trigger_id": self.trigger(),
            **facts,
        }
        return await self.post(urlencode({"payload": json.dumps(payload)}).encode(), FORM)

    async def press(
        self, user: str, channel: str, button: Mapping[str, Any], message: str = "",
        thread: str = "", trigger: str = "",
    ) -> Any:  # fmt: skip
        """A button on a message."""
        action = {"type": "button", "action_ts": f"{next(self._ids)}.0", **pick(button)}
        where = {"ts": message} | ({"thread_ts": thread} if thread else {})
        return await self.interact(
            user,
            type="block_actions",
            channel={"id": channel, "name": "x"},
            container={"type": "message", "message_ts": message, "channel_id": channel},
            message=where,
            actions=[action],
            trigger_id=trigger or self.trigger(),
        )

    async def press_in(
        self, user: str, id: str, view: Mapping[str, Any], button: Any, trigger: str = ""
    ) -> Any:
        """A button in a modal, or in the bot's home."""
        action = {"type": "button", "action_ts": f"{next(self._ids)}.0", **pick(button)}
        return await self.interact(
            user,
            type="block_actions",
            view=sent_view(id, view, {}),
            actions=[action],
            trigger_id=trigger or self.trigger(),
        )

    async def submit(
        self, user: str, id: str, view: Mapping[str, Any], typed: Mapping[str, list[str]]
    ) -> Any:
        """A modal is sent, with what was typed over what it proposed."""
        return await self.interact(user, type="view_submission", view=sent_view(id, view, typed))


def pick(button: Mapping[str, Any]) -> dict[str, Any]:
    """What of a button Slack sends when it is pressed."""
    return {name: button[name] for name in ("action_id", "value") if name in button}


def sent_view(id: str, view: Mapping[str, Any], typed: Mapping[str, list[str]]) -> dict[str, Any]:
    """A modal as Slack sends it, with its state."""
    state = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            name = block["block_id"]
            state[name] = {name: filled(block["element"], typed.get(name))}
    return {
        "id": id,
        "type": view["type"],
        "hash": f"hash-{id}-{len(str(sorted(typed.items())))}",
        "callback_id": view.get("callback_id", ""),
        "private_metadata": view.get("private_metadata", ""),
        "state": {"values": state},
    }


def filled(element: Mapping[str, Any], typed: list[str] | None) -> dict[str, Any]:
    """A field as it is sent: what was typed, else what was proposed."""
    kind = element["type"]
    sent: dict[str, Any] = {"type": kind}
    if kind == "multi_users_select":
        users = [each.rpartition(":")[2] for each in typed or ()]
        chosen = users if typed is not None else element.get("initial_users", [])
        return sent | {"selected_users": chosen}
    if kind in {"checkboxes", "multi_static_select"}:
        chosen = [_option(element, each) for each in typed or ()]
        return sent | {
            "selected_options": chosen if typed is not None else element.get("initial_options", [])
        }
    if kind in {"radio_buttons", "static_select"}:
        chosen = _option(element, typed[0]) if typed else element.get("initial_option")
        return sent | {"selected_option": chosen}
    names = {"datepicker": "date", "timepicker": "time"}
    if kind in names:
        proposed = element.get(f"initial_{names[kind]}")
        return sent | {f"selected_{names[kind]}": typed[0] if typed else proposed}
    value = typed[0] if typed else element.get("initial_value")
    return sent | {"value": value or None}


def _option(element: Mapping[str, Any], value: str) -> dict[str, Any]:
    """The option with this value; one that is not offered comes from a form of another day."""
    known = (option for option in element["options"] if option["value"] == (value or "-"))
    return next(known, {"value": value or "-"})
