"""Text objects of Slack: plain text for what people wrote, and mrkdwn for words of our own.

In plain text nothing is a mention, a link, a format or a smiley. In mrkdwn `&`, `<` and `>` are
escaped and nothing is recognised by itself (`verbatim`); what could be taken for a format is not
made bold but stays plain.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode
from zlib import crc32

import msgspec

from cards.limits import (
    SLACK_BUTTON,
    SLACK_BUTTON_VALUE,
    SLACK_HEADER,
    SLACK_ID,
    SLACK_OPTION,
    SLACK_OPTION_VALUE,
    SLACK_SECTION,
    cut,
)
from cards.quoted import Json
from cards.rows import ChatButton

FORMATS = re.compile(r"[*_~`\n]")
"""What Slack makes bold, slanted, struck out or code; a line break would end it."""

COMMAND = re.compile(r"`([^`]+)`")

_encode = msgspec.json.Encoder().encode


def json_of(value: Any) -> Json:
    """A value as a whole piece of JSON."""
    return Json(_encode(value).decode())


def escaped(text: str) -> str:
    """Text in which nothing is a mention or a link; Slack wants these three and no others."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain_text(text: str, most: int = SLACK_SECTION) -> dict[str, Any]:
    """Words as they are. An empty text is refused by Slack, and becomes a space."""
    return {"type": "plain_text", "text": cut(text, most) or " ", "emoji": False}


def mrkdwn(text: str) -> dict[str, Any]:
    """Words with a format, made by the functions below."""
    return {"type": "mrkdwn", "text": cut(text, SLACK_SECTION), "verbatim": True}


def bold(text: str) -> dict[str, Any]:
    """Words in bold, or plain where they could be taken for a format."""
    if FORMATS.search(text) or not text.strip():
        return plain_text(text)
    return mrkdwn(f"*{escaped(text)}*")


def marked(sentence: str) -> dict[str, Any]:
    """A sentence of ours with `commands` in it, which are shown as code."""
    pieces = COMMAND.split(sentence)
    pieces[::2] = map(escaped, pieces[::2])
    pieces[1::2] = [f"`{escaped(command)}`" for command in pieces[1::2]]
    return mrkdwn("".join(pieces))


def heard(label: str, task: str, aside: str) -> dict[str, Any]:
    """What the others listen for: a bold label, and the task as a quotation."""
    said = [each for each in (task, aside) if each]
    if any(FORMATS.search(each) for each in (label, *said)):
        return plain_text("\n".join((label, *said)))
    lines = [f"*{escaped(label)}*"]
    lines += [f">*{escaped(task)}*"] if task else []
    lines += [f">{escaped(aside)}"] if aside else []
    return mrkdwn("\n".join(lines))


def placed(places: tuple[tuple[str, str, bool], ...]) -> dict[str, Any]:
    """Here we are: each label with its phase, and the present one in bold."""
    if any(FORMATS.search(phase) for _, phase, _ in places):
        return plain_text("   |   ".join(f"{label}: {phase}" for label, phase, _ in places))
    said = [
        f"*{escaped(label)}: {escaped(phase)}*" if now else f"{escaped(label)}: {escaped(phase)}"
        for label, phase, now in places
    ]
    return mrkdwn("   |   ".join(said))


def pressable(each: ChatButton, aloud: str = "") -> dict[str, Any]:
    """A button. `aloud` is what a screen reader says, where that is more than the label."""
    found: dict[str, Any] = {
        "type": "button",
        "text": plain_text(each.label, SLACK_BUTTON),
        "accessibility_label": cut(aloud or each.label, SLACK_BUTTON),
    }
    if each.url:
        return found | {"action_id": "url", "url": each.url}
    first = {"form": each.form} if each.form else {"verb": each.verb}
    found |= pressed(each.form or each.verb, {**first, **each.values})
    return found | ({"style": "primary"} if each.main else {})


def pressed(name: str, values: Mapping[str, str]) -> dict[str, str]:
    """What a press brings back, under an id that no other button beside it has."""
    value = urlencode(values)
    assert len(value) <= SLACK_BUTTON_VALUE, f"{name} brings too much"
    return {"action_id": f"{name}.{crc32(value.encode()):x}"[:SLACK_ID], "value": value}


def choosable(label: str, verb: str, **values: str) -> Json:
    """One of many options, each of which does something."""
    value = urlencode({"verb": verb, **values})
    assert len(value) <= SLACK_OPTION_VALUE, f"{verb} brings too much"
    return json_of({"text": plain_text(label, SLACK_OPTION), "value": value})


def marks_for(most: int) -> Mapping[str, Callable[..., Any]]:
    """What templates may do with a text; one of more than `most` letters is cut."""

    def short(text: str) -> str:
        return text if len(text) <= most else cut(text, most)

    return {
        "words": lambda text: json_of(plain_text(short(text))),
        "title": lambda text: json_of(plain_text(short(text), SLACK_HEADER)),
        "bold": lambda text: json_of(bold(short(text))),
        "marked": lambda text: json_of(marked(text)),
        "raw": Json,
        "choosable": choosable,
        "pressable": lambda each, aloud="": json_of(pressable(each, aloud)),
    }


SHEETS: Mapping[str, Callable[..., Any]] = {
    "heard": lambda label, task="", aside="": json_of(heard(label, task, aside)),
    "placed": lambda *places: json_of(placed(places)),
}
"""What templates call with several texts."""
