"""What the others do: the page is Anna's, so they act through the playground's back door.

The page does not draw what they write; it draws what the bot answers.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from tests.clients.bridge import CONNECTOR, Bridge, question
from tests.clients.cards import FETCH, SUBMIT, Json, NoButton, buttons
from tests.clients.people import BOT, CHANNEL, PERSONAL, TEAM, TENANT, Person, Place
from tests.clients.record import Answer

BACK_DOOR = "/_internal/v1/customActivities"


class NoDialog(Exception):
    """The bot did not answer with a dialog."""


@dataclass(frozen=True)
class Others:
    """Everybody but the one at the page."""

    bridge: Bridge
    connector: str

    async def private(self, who: Person) -> Place:
        """The person's private chat with the bot: always the same."""
        body = {"members": [{"id": who.id}], "channelData": {"tenant": {"id": TENANT}}}
        address = f"{self.bridge.playground}{CONNECTOR}/v3/conversations"
        async with self.bridge.wire.post(address, json=body) as made:
            made.raise_for_status()
            return Place((await made.json())["id"], PERSONAL.kind, "")

    async def install(self, who: Person) -> Answer:
        """A person takes the bot into their private chat."""
        news = {"type": "installationUpdate", "action": "add"}
        return await self._do(who, PERSONAL.kind, (await self.private(who)).id, news)

    async def say(
        self, who: Person, text: str, place: Place, thread: str = "", to_bot: bool = True
    ) -> Answer:
        """Write in a group chat or, with its conversation's id, in a thread of the channel."""
        at = f"<at>{BOT['name']}</at>"
        mention = {"type": "mention", "mentioned": BOT, "text": at}
        words: Json = {"type": "message", "textFormat": "plain", "text": text, "entities": []}
        if to_bot and place.kind != PERSONAL.kind:
            words |= {"text": f"{at} {text}", "entities": [mention]}
        return await self._do(who, place.kind, thread or place.id, words)

    async def press(
        self, who: Person, button: str, place: Place, values: Mapping[str, str] | None = None
    ) -> Answer:
        """Press the button on the newest card of the place that has it."""
        said = self.bridge.record.newest(button, place.id)
        action = buttons(said.card)[button]
        data: Json = {**(action.get("data") or {}), **(values or {})}
        if (data.get("msteams") or {}).get("type") == FETCH:
            return await self._do(who, place.kind, said.conversation, question({}, FETCH, data))
        if action["type"] == "Action.Submit":
            done: Json = {"type": "message", "replyToId": said.id, "value": data}
            return await self._do(who, place.kind, said.conversation, done)
        told = {**{name: action.get(name, "") for name in ("type", "title", "verb")}, "data": data}
        done = {"type": "invoke", "name": "adaptiveCard/action", "replyToId": said.id}
        done["value"] = {"action": told}
        return await self._do(who, place.kind, said.conversation, done)

    async def send(
        self, who: Person, dialog: Answer, button: str, values: Mapping[str, str]
    ) -> Answer:
        """Fill the dialog that the bot answered with, by the ids of its fields, and send it."""
        if dialog.task.get("type") != "continue":
            raise NoDialog(NoDialog.__doc__)
        offered = buttons(dialog.task["value"]["card"]["content"])
        if button not in offered:
            raise NoButton(f"{NoButton.__doc__} {button!r} is not among {', '.join(offered)}.")
        action = offered[button]
        data = {**(action.get("data") or {}), **values}
        place = dialog.asked["conversation"]
        sent = question({}, SUBMIT, data)
        return await self._do(who, place["conversationType"], place["id"], sent)

    async def _do(self, who: Person, kind: str, conversation: str, what: Json) -> Answer:
        activity = {
            **what,
            "id": str(uuid.uuid4()),
            "channelId": "msteams",
            "serviceUrl": self.connector,
            "from": {"id": who.id, "name": who.name, "aadObjectId": who.entra},
            "recipient": BOT,
            "locale": "da-DK",
            "conversation": {"id": conversation, "conversationType": kind, "tenantId": TENANT}
            | ({} if kind == PERSONAL.kind else {"isGroup": True}),
            "channelData": {"tenant": {"id": TENANT}}
            | ({"team": {"id": TEAM}, "channel": {"id": CHANNEL.id}} if kind == "channel" else {}),
        }
        address = self.bridge.playground + BACK_DOOR
        async with self.bridge.wire.post(address, json=activity) as posted:
            posted.raise_for_status()
        answers, own = self.bridge.record.answers, activity["id"]
        return await self.bridge.record.until(lambda: answers.get(own))
