"""Activities and answers as Teams reads them. A card comes as JSON and is not read again."""

import html
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from cards.markdown import escaped
from cards.render import Card

CARD = "application/vnd.microsoft.card.adaptive"
LINE = "application/vnd.microsoft.activity.message"

_encode = msgspec.json.Encoder().encode


def card_message(card: Card, bot: str) -> bytes:
    """A message that is a card. Its text is the summary, which a notification shows."""
    content = msgspec.Raw(card.body.encode())
    return _encode(
        {
            "type": "message",
            "from": {"id": bot},
            "summary": card.text,
            "attachments": [{"contentType": CARD, "content": content}],
        }
    )


def text_message(text: str, bot: str, mentioned: tuple[str, str, str] | None = None) -> bytes:
    """A message that is a line of plain text.

    `mentioned` is the sign that stands in the text for a person, their id, and their name.
    """
    said = marked_up(text)
    message: dict[str, Any] = {"type": "message", "from": {"id": bot}, "text": said}
    if mentioned is not None:
        sign, id, name = mentioned
        at = f"<at>{html.escape(name, quote=False)}</at>"
        message["text"] = said.replace(sign, at)
        message["entities"] = [
            {"type": "mention", "text": at, "mentioned": {"id": id, "name": name}}
        ]
    return _encode(message)


def marked_up(text: str) -> str:
    """Plain text so that Teams, which reads Markdown and some HTML, shows it as it is."""
    said = escaped(text).replace("\\<", "<").replace("\\&", "&")  # HTML has its own way with these
    return html.escape(said, quote=False)


def chat_with(bot: str, person: str, tenant: str) -> bytes:
    """What opens the private chat with a person."""
    return _encode(
        {
            "isGroup": False,
            "bot": {"id": bot},
            "members": [{"id": person}],
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
        }
    )


def pressed(card: Card) -> bytes:
    """The answer to a pressed button: the presser's own view of the card."""
    content = msgspec.Raw(card.body.encode())
    return _encode({"statusCode": 200, "type": CARD, "value": content})


def dialog(title: str, card: Card, large: bool) -> bytes:
    """A dialog with a form in it."""
    content = msgspec.Raw(card.body.encode())
    shown = {
        "title": title,
        "height": "large" if large else "medium",
        "width": "medium",
        "card": {"contentType": CARD, "content": content},
    }
    return _encode({"task": {"type": "continue", "value": shown}})


def dialog_says(text: str) -> bytes:
    """A dialog that only says something, and then closes."""
    return _encode({"task": {"type": "message", "value": text}})


DIALOG_CLOSES = b""
"""An empty answer closes the dialog."""


def single(values: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The first of each field's values."""
    return {name: found[0] for name, found in values.items() if found}
