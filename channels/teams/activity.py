"""What Teams sends, read into facts: only what we use, with its types and lengths checked.

Names as in Microsoft's Activity schema; what is not named here is not read.
"""

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Raw, Struct

Id = Annotated[str, Meta(min_length=1, max_length=1024)]
Short = Annotated[str, Meta(max_length=1024)]
Url = Annotated[str, Meta(min_length=1, max_length=2048)]
Text = Annotated[str, Meta(max_length=32_768)]

LARGEST = 256 * 1024
"""Bytes of an activity; the connector itself takes no more."""

MOST_PEOPLE = 1000

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class NotAnActivity(Exception):
    """What was sent is no activity that we can read."""


class Account(Struct, rename="camel"):
    """A person or a bot, as a conversation knows them. `aad_object_id` is a person's Entra id."""

    id: Id
    name: Short | None = None
    aad_object_id: Short | None = None


class Talk(Struct, rename="camel"):
    """The conversation; in a channel the id ends with the thread, `;messageid=…`."""

    id: Id
    conversation_type: Short | None = None
    tenant_id: Short | None = None
    is_group: bool | None = None
    name: Short | None = None


class Named(Struct):
    """A tenant, a team or a channel of Teams."""

    id: Id
    name: Short | None = None


class ChannelData(Struct, rename="camel"):
    """What Teams adds. The tenant stands here, and nowhere else that can be relied upon."""

    tenant: Named | None = None
    team: Named | None = None
    channel: Named | None = None


class Recipient(Account, rename="camel"):
    """The bot; `is_targeted` says that only the sender sees the message (a slash command)."""

    is_targeted: bool | None = None


class Activity(Struct):
    """One thing that happened in Teams."""

    type: Id
    channel_id: Id = msgspec.field(name="channelId")
    service_url: Url = msgspec.field(name="serviceUrl")
    conversation: Talk
    sender: Account = msgspec.field(name="from")
    recipient: Recipient
    id: Short | None = None
    name: Short | None = None
    text: Text | None = None
    value: Raw = Raw()
    locale: Short | None = None
    action: Short | None = None
    channel_data: ChannelData | None = msgspec.field(name="channelData", default=None)
    members_added: Annotated[list[Account], Meta(max_length=MOST_PEOPLE)] | None = msgspec.field(
        name="membersAdded", default=None
    )
    members_removed: Annotated[list[Account], Meta(max_length=MOST_PEOPLE)] | None = msgspec.field(
        name="membersRemoved", default=None
    )

    @property
    def tenant(self) -> str:
        """The tenant's id in small letters, or nothing."""
        data = self.channel_data
        return data.tenant.id.lower() if data and data.tenant else ""

    @property
    def thread(self) -> str:
        """The whole conversation id, with the thread of a channel."""
        return self.conversation.id

    @property
    def place(self) -> str:
        """The conversation without the thread."""
        return base_of(self.conversation.id)

    @property
    def kind(self) -> str:
        """`personal`, `groupChat` or `channel`."""
        kind = self.conversation.conversation_type
        return kind or ("groupChat" if self.conversation.is_group else "personal")


Values = dict[str, Any]


class Action(Struct):
    """A pressed button of a card."""

    verb: Short = ""
    data: Values = {}


class CardAction(Struct):
    """The value of an `adaptiveCard/action`."""

    action: Action


class DialogAction(Struct):
    """The value of a `task/fetch` or a `task/submit`."""

    data: Values = {}


_activity = msgspec.json.Decoder(Activity)
_card_action = msgspec.json.Decoder(CardAction)
_dialog_action = msgspec.json.Decoder(DialogAction)
_values = msgspec.json.Decoder(Values)


def base_of(conversation: str) -> str:
    """A conversation's id without its thread."""
    return conversation.partition(";")[0]


def read_activity(body: bytes) -> Activity:
    """The activity in a request's body. Raises NotAnActivity."""
    try:
        return _activity.decode(body)
    except UNREADABLE:
        raise NotAnActivity from None


def read_card_action(activity: Activity) -> tuple[str, dict[str, list[str]]]:
    """The verb of a pressed button, and its values. Raises NotAnActivity."""
    try:
        action = _card_action.decode(activity.value).action
    except UNREADABLE:
        raise NotAnActivity from None
    return action.verb, plain_values(action.data)


def read_dialog_action(activity: Activity) -> dict[str, list[str]]:
    """The values with which a dialog is opened or comes back. Raises NotAnActivity."""
    try:
        return plain_values(_dialog_action.decode(activity.value).data)
    except UNREADABLE:
        raise NotAnActivity from None


def read_submitted(activity: Activity) -> dict[str, list[str]]:
    """The values of an `Action.Submit`, which comes as a message. Raises NotAnActivity."""
    try:
        return plain_values(_values.decode(activity.value))
    except UNREADABLE:
        raise NotAnActivity from None


MANY = "many"
"""The value that names the fields of which several can be chosen: they come joined by commas."""


def plain_values(data: Values) -> dict[str, list[str]]:
    """Values as a form has them: by name, each a list of texts. Raises NotAnActivity."""
    many = set(str(data.get(MANY, "")).split(","))
    found: dict[str, list[str]] = {}
    for name, value in data.items():
        if name in {"msteams", MANY}:
            continue
        if not isinstance(value, str):
            value = _text_of(value)
        found[name] = [v for v in value.split(",") if v] if name in many else [value]
    return found


def _text_of(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if value is None:
        return ""
    raise NotAnActivity
