"""What Teams sends to a bot, byte for byte: a message that mentions it, a press on its card."""

import re
import time
from itertools import count
from typing import Any

import msgspec

from bench.asking import JSON, RAISED, ROUND, question
from bench.keys import APP_ID, TENANT
from bench.microsoft import PEOPLE, object_id, user_id

PATH = "/api/messages"
CARD = b"application/vnd.microsoft.card.adaptive"
BOT_ID = f"28:{APP_ID}"
BOT = {"id": BOT_ID, "name": "Ordet"}
IDS = count(time.time_ns() // 1000)
"""Every activity is a new one, whichever process of ours sends it."""

CARD_ID = "1732265999999"
"""The message that is the running card."""


class Talk(msgspec.Struct):
    """A conversation of one team; its circle has come to a turn, `step` counts the presses.

    `number` is that of its channel; `posts` is how many messages of the bot the connector has
    taken in it.
    """

    conversation: str
    number: int = 0
    team: str = "team-000001"
    circle: str = "c000001"
    turn: int = 0
    step: int = 0
    posts: int = 0

    @property
    def verb(self) -> str:
        """What is pressed next."""
        return ROUND[self.step % len(ROUND)]

    @property
    def presser(self) -> int:
        """The seat of the one who presses: who speaks ends the turn, the first seat facilitates."""
        place = self.step % len(ROUND)
        return place if self.verb == "done" else 0

    def go_on(self) -> None:
        """A press was acknowledged."""
        self.turn += RAISED
        self.step += 1

    def has_gone_on(self, answer: bytes) -> bool:
        """Whether the card in an answer is that of the turn after this one."""
        sign = rb'"turn": ?"?%d\b' % (self.turn + RAISED)
        return CARD in answer and re.search(sign, answer) is not None


def channel(number: int) -> str:
    """The id of the channel in which this team has its home."""
    return f"19:{number:032x}@thread.tacv2"


def chat(number: int, seat: int) -> str:
    """The id of somebody's private chat with the bot."""
    return f"a:{number}-{seat}"


def message(port: int, talk: Talk, service_url: str, token: str) -> bytes:
    """Somebody asks where the circle is, in a thread of its own, as one writes in a channel."""
    said = {
        **_activity("message", talk, 0, service_url, root=new_id()),
        "textFormat": "plain",
        "text": "<at>Ordet</at> circle",
        "attachments": [
            {
                "contentType": "text/html",
                "content": '<p><span itemtype="http://schema.skype.com/Mention" itemscope="" '
                'itemid="0">Ordet</span>&nbsp;circle</p>',
            }
        ],
        "entities": [
            {"type": "mention", "text": "<at>Ordet</at>", "mentioned": BOT},
            {
                "type": "clientInfo",
                "locale": "da-DK",
                "country": "DK",
                "platform": "Web",
                "timezone": "Europe/Copenhagen",
            },
        ],
    }
    return _posted(port, said, token)


def card_action(port: int, talk: Talk, service_url: str, token: str) -> bytes:
    """The next press on the running card."""
    facts = {"team": talk.team, "circle": talk.circle, "turn": str(talk.turn)}
    action = {"type": "Action.Execute", "verb": talk.verb, "data": facts}
    said = {
        **_activity("invoke", talk, talk.presser, service_url, root=CARD_ID),
        "name": "adaptiveCard/action",
        "replyToId": CARD_ID,
        "value": {"action": action, "trigger": "manual"},
    }
    return _posted(port, said, token)


def new_id() -> str:
    return str(next(IDS))


def _activity(kind: str, talk: Talk, seat: int, service_url: str, root: str) -> dict[str, Any]:
    """What both have; `root` is the message with which the thread began."""
    return {
        "type": kind,
        "id": root if kind == "message" else new_id(),
        "timestamp": "2026-11-23T08:00:00.000Z",
        "localTimestamp": "2026-11-23T09:00:00.000+01:00",
        "localTimezone": "Europe/Copenhagen",
        "locale": "da-DK",
        "serviceUrl": service_url,
        "channelId": "msteams",
        "from": {
            "id": user_id(talk.number, seat),
            "name": PEOPLE[seat],
            "aadObjectId": object_id(talk.number, seat),
        },
        "conversation": {
            "id": f"{talk.conversation};messageid={root}",
            "isGroup": True,
            "conversationType": "channel",
            "tenantId": TENANT,
        },
        "recipient": BOT,
        "channelData": {
            "teamsChannelId": talk.conversation,
            "teamsTeamId": talk.conversation,
            "channel": {"id": talk.conversation},
            "team": {"id": talk.conversation},
            "tenant": {"id": TENANT},
        },
    }


def _posted(port: int, activity: dict[str, Any], token: str) -> bytes:
    plain = question(port, "POST", PATH, msgspec.json.encode(activity), JSON)
    return plain.replace(b"\r\n", f"\r\nAuthorization: Bearer {token}\r\n".encode(), 1)
