"""Messages and answers as Slack reads them. A card comes as JSON and is read once."""

import re
from typing import Any

import msgspec

from cards.render import Card

ODD = re.compile(r"[^\w ,.:;?!()\"'“”«»’…–·%-]|\w[.:][^\W\d]|(?<!\w)[_-]|[_-](?!\w)|  ")
"""What a plain sentence does not have, and what Slack may take for a format, a link or a smiley."""

SENTENCE = re.compile(r"`([^`]+)`")

Message = dict[str, Any]

_encode = msgspec.json.Encoder().encode


def escaped(text: str) -> str:
    """Text in which nothing is a mention or a link; Slack wants these three and no others."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def card_message(card: Card) -> Message:
    """A message that is a card. Its text is what a notification and a screen reader say."""
    return {"text": escaped(card.text), **msgspec.json.decode(card.body)}


def text_message(text: str, mentioned: tuple[str, str, str] | None = None) -> Message:
    """A message that is a line of plain text.

    `mentioned` is the sign that stands in the text for a person, their user id, and their name.
    A line that Slack might read as more than words is sent as rich text, which it does not read.
    """
    sign, user, name = mentioned or ("", "", "")
    plain = text.replace(sign, name) if sign else text
    before, found, after = text.partition(sign) if sign else (text, "", "")
    said = f"{escaped(before)}<@{user}>{escaped(after)}" if found else escaped(text)
    message: Message = {"text": said}
    if ODD.search(plain):
        pieces = [*_words(before), *([{"type": "user", "user_id": user}] if found else [])]
        section = {"type": "rich_text_section", "elements": [*pieces, *_words(after)]}
        message["blocks"] = [{"type": "rich_text", "elements": [section]}]
    return message


def _words(text: str) -> list[dict[str, str]]:
    return [{"type": "text", "text": text}] if text else []


def told_alone(message: Message) -> bytes:
    """The answer to a slash command, which the asker alone sees."""
    return _encode({"response_type": "ephemeral", **message})


def view_with(card: Card, title: str, close: str, metadata: str, callback: str) -> str:
    """A modal that shows a card and sends nothing."""
    blocks = msgspec.json.decode(card.body)["blocks"] if card.body else [_section(card.text)]
    return _encode(
        {
            "type": "modal",
            "callback_id": callback,
            "private_metadata": metadata,
            "title": _plain(title),
            "close": _plain(close),
            "blocks": blocks,
        }
    ).decode()


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": _plain(text)}


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}


def view_updates(view: str) -> bytes:
    """The answer to a form that came back: the modal becomes another."""
    return _encode({"response_action": "update", "view": msgspec.Raw(view.encode())})


def needs(faults: dict[str, str]) -> bytes:
    """The answer to a form that needs something: a sentence at each field."""
    return _encode({"response_action": "errors", "errors": faults})


MODALS_CLOSE = _encode({"response_action": "clear"})
"""The answer that closes the form, and those below it."""
