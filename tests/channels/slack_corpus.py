"""One of everything that Slack sends us, whole, as its documentation shows it."""

import json
from typing import Any
from urllib.parse import urlencode

from channels.slack import facts
from tests.channels.slack_wire import FORM, JSON

TEAM = {"id": "T0000001", "domain": "skolen"}
USER = {"id": "U0ANNA000", "username": "anna", "name": "anna", "team_id": "T0000001"}
CHANNEL = {"id": "C0BLAA000", "name": "team-blaa"}

Sent = tuple[str, bytes, type]
"""The content type, the body, and what is heard of it."""


def _event(type: str, **inner: Any) -> bytes:
    envelope = {
        "token": "XXYYZZ",
        "team_id": TEAM["id"],
        "api_app_id": "A0ORDET00",
        "event": {"type": type, "event_ts": "1772539200.000100", **inner},
        "type": "event_callback",
        "event_id": f"Ev{type}",
        "event_time": 1772539200,
        "authorizations": [{"enterprise_id": None, "team_id": TEAM["id"], "is_bot": True}],
        "is_ext_shared_channel": False,
        "event_context": "4-eyJldCI6Im1lc3NhZ2UifQ",
    }
    return json.dumps(envelope).encode()


def _interaction(type: str, **more: Any) -> bytes:
    payload = {
        "type": type,
        "user": USER,
        "api_app_id": "A0ORDET00",
        "token": "XXYYZZ",
        "trigger_id": "1.2.abc",
        "team": TEAM,
        "enterprise": None,
        "is_enterprise_install": False,
        **more,
    }
    return urlencode({"payload": json.dumps(payload)}).encode()


def _command(text: str) -> bytes:
    fields = {
        "token": "XXYYZZ",
        "team_id": TEAM["id"],
        "channel_id": CHANNEL["id"],
        "user_id": USER["id"],
        "user_name": "anna",
        "command": "/cirkel",
        "text": text,
        "api_app_id": "A0ORDET00",
        "is_enterprise_install": "false",
        "response_url": "https://hooks.slack.com/commands/T0000001/1/x",
        "trigger_id": "1.2.abc",
    }
    return urlencode(fields).encode()


WHO = {"user": USER["id"], "channel": CHANNEL["id"]}
SAID = {**WHO, "text": "<@U0BOT0000> cirkel", "ts": "1772539200.000100"}
ACTION = {"type": "button", "action_id": "done.1", "value": "verb=done&team=t1", "action_ts": "9"}
WHERE = {"type": "message", "message_ts": "1.1", "channel_id": CHANNEL["id"]}
VIEW = {
    "id": "V1",
    "type": "modal",
    "hash": "1.a",
    "callback_id": "start",
    "private_metadata": "team=t1&place=C0BLAA000",
    "state": {"values": {"question": {"question": {"type": "plain_text_input", "value": "Æ?"}}}},
}

CORPUS: dict[str, Sent] = {
    "mention": (JSON, _event("app_mention", **SAID), facts.Said),
    "message": (JSON, _event("message", channel_type="im", **SAID), facts.Said),
    "home": (JSON, _event("app_home_opened", tab="home", **WHO), facts.HomeOpened),
    "joined": (JSON, _event("member_joined_channel", **WHO), facts.CameIn),
    "left": (JSON, _event("member_left_channel", **WHO), facts.Left),
    "archived": (JSON, _event("channel_archive", **WHO), facts.Gone),
    "uninstalled": (JSON, _event("app_uninstalled"), facts.Uninstalled),
    "revoked": (JSON, _event("tokens_revoked", tokens={"bot": ["U0BOT0000"]}), facts.Uninstalled),
    "command": (FORM, _command("næste"), facts.Typed),
    "press": (
        FORM,
        _interaction("block_actions", channel=CHANNEL, container=WHERE, actions=[ACTION]),
        facts.Pressed,
    ),
    "modal": (FORM, _interaction("view_submission", view=VIEW), facts.Submitted),
    "shortcut": (FORM, _interaction("shortcut", callback_id="circle"), facts.Shortcut),
}
