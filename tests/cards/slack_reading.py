"""Blocks of Slack, read as a strict Slack would: what is wrong with them, and what they say."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from cards import limits

OURS = {"header", "section", "context", "actions", "input", "divider", "rich_text"}
MARKS = ("<@", "<!", "<#", "<http")


@dataclass(frozen=True)
class Blocks:
    """What a reader of a card sees and can press."""

    texts: list[str]
    plain: list[str]
    buttons: list[dict[str, Any]]

    @property
    def text(self) -> str:
        """All that is said, in reading order."""
        return "\n".join(self.texts)

    @property
    def values(self) -> list[dict[str, str]]:
        """What each button brings."""
        return [dict(parse_qsl(each["value"])) for each in self.buttons if "value" in each]


def read_blocks(blocks: list[dict[str, Any]]) -> Blocks:
    """What stands in the blocks."""
    objects = list(_objects(blocks))
    plain = [each["text"] for each in objects if each["type"] == "plain_text"]
    buttons = [each for each in _elements(blocks) if each.get("type") == "button"]
    return Blocks([each["text"] for each in objects], plain, buttons)


def _objects(piece: Any) -> Iterator[dict[str, Any]]:
    if isinstance(piece, list):
        for each in piece:
            yield from _objects(each)
    elif isinstance(piece, dict):
        if piece.get("type") in {"plain_text", "mrkdwn"}:
            yield piece
            return
        for value in piece.values():
            yield from _objects(value)


def _elements(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        yield from block.get("elements", ())
        yield from [block[name] for name in ("element", "accessory") if name in block]


def faults_of_card(body: str) -> list[str]:
    """What Slack would not take of a card in a message."""
    blocks = json.loads(body)["blocks"]
    found = list(faults_in(blocks))
    if not 1 <= len(blocks) <= limits.SLACK_BLOCKS:
        found.append(f"{len(blocks)} blocks")
    if len(body) > limits.SLACK_MESSAGE:
        found.append(f"{len(body)} characters")
    return found


def faults_of_view(body: str) -> list[str]:
    """What Slack would not take of a modal."""
    view = json.loads(body)
    found = list(faults_in(view["blocks"]))
    if not 1 <= len(view["blocks"]) <= limits.SLACK_MODAL_BLOCKS:
        found.append(f"{len(view['blocks'])} blocks")
    for name in ("title", "submit", "close"):
        if name in view and not 1 <= len(view[name]["text"]) <= limits.SLACK_TITLE:
            found.append(f"{name} of {len(view[name]['text'])} letters")
    if len(view.get("private_metadata", "")) > limits.SLACK_METADATA:
        found.append("too much metadata")
    if any(block["type"] == "input" for block in view["blocks"]) and "submit" not in view:
        found.append("something to fill in, and no way to send it")
    try:
        View(**view).to_dict()
    except SlackObjectFormationError as error:
        found.append(str(error))
    return found


def faults_in(blocks: list[dict[str, Any]]) -> Iterator[str]:
    """What is wrong with single blocks: kinds, lengths, ids that stand twice."""
    for block in blocks:
        ids = [each["action_id"] for each in _elements([block]) if "action_id" in each]
        yield from (f"{id} stands twice" for id in set(ids) if ids.count(id) > 1)
    named = [each["block_id"] for each in blocks if "block_id" in each]
    yield from (f"block {id} stands twice" for id in set(named) if named.count(id) > 1)
    for block in blocks:
        if block["type"] not in OURS:
            yield f"a block of kind {block['type']}"
        yield from _with_sdk(block)
    for each in _objects(blocks):
        yield from _in_text(each)
    for each in _elements(blocks):
        yield from _in_element(each)


def _with_sdk(block: dict[str, Any]) -> Iterator[str]:
    parsed = Block.parse(block)
    if parsed is None:
        yield f"a block that Slack does not know: {block['type']}"
        return
    try:
        parsed.to_dict()
    except SlackObjectFormationError as error:
        yield str(error)


def _in_text(each: dict[str, Any]) -> Iterator[str]:
    if not 1 <= len(each["text"]) <= limits.SLACK_SECTION:
        yield f"a text of {len(each['text'])} letters"
    if each["type"] == "plain_text" and each.get("emoji") is not False:
        yield f"smileys in {each['text']}"
    if each["type"] == "mrkdwn":
        if each.get("verbatim") is not True:
            yield f"links in {each['text']}"
        yield from (f"{mark} in {each['text']}" for mark in MARKS if mark in each["text"])


def _in_element(each: dict[str, Any]) -> Iterator[str]:
    if each.get("type") == "button":
        if len(each["text"]["text"]) > limits.SLACK_BUTTON:
            yield f"a button of {len(each['text']['text'])} letters"
        if len(each.get("value", "")) > limits.SLACK_BUTTON_VALUE:
            yield "a button that brings too much"
    for option in each.get("options", ()):
        if len(option["text"]["text"]) > limits.SLACK_OPTION:
            yield f"an option of {len(option['text']['text'])} letters"
        if not 1 <= len(option["value"]) <= limits.SLACK_OPTION_VALUE:
            yield f"an option that sends {len(option['value'])} letters"
    one = [each["initial_option"]] if "initial_option" in each else []
    chosen = each.get("initial_options", one)
    yield from (f"{one} is chosen, and no option" for one in chosen if one not in each["options"])
    if "options" in each and not each["options"]:
        yield "nothing to choose from"
