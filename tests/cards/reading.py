"""Read a card of a chat as strictly as its schema, and as a person who presses its buttons."""

import importlib.util
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema.protocols import Validator
from jsonschema.validators import validator_for

from cards.limits import TEAMS_BUTTONS_IN_ROW, TEAMS_BYTES, size_in_teams

MARKDOWN = ("text", "errorMessage")
"""What Teams reads as Markdown, beside facts and the choices of an open list."""

PLAIN = ("label", "placeholder", "tooltip", "fallbackText", "speak")
SAID_TWICE = {"fallback", "data", "refresh"}
MOST_ACTIONS = 6


@cache
def schema() -> Validator:
    """Microsoft's schema of cards up to 1.5."""
    spec = importlib.util.find_spec("adaptive_cards")
    assert spec is not None
    assert spec.submodule_search_locations
    path = Path(spec.submodule_search_locations[0]) / "schemas" / "schema-1.5.json"
    loaded = json.loads(path.read_text("utf-8"))
    return validator_for(loaded)(loaded)


def schema_words() -> Iterator[str]:
    """Every name and value that the schema knows, and what our templates and Teams add to it."""
    yield from "AdaptiveCard 1.5 Full task/fetch msteams form team circle text verb width".split()
    yield from "ask look press body lang".split()
    yield "http://adaptivecards.io/schemas/adaptive-card.json"
    yield from _names(schema().schema)


def _names(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            yield name
            if name == "enum":
                yield from (each[:1].upper() + each[1:] for each in value)
                yield from value
            yield from _names(value)
    elif isinstance(node, list):
        for each in node:
            yield from _names(each)


def faults_of(body: str) -> list[str]:
    """What is wrong with a card: its schema, its size, its buttons."""
    card = json.loads(body)
    about_teams = card.pop("msteams", None)
    found = [f"{list(e.absolute_path)}: {e.message[:200]}" for e in schema().iter_errors(card)]
    found += [] if about_teams == {"width": "Full"} else ["not as wide as it may be"]
    found += limits_of(body)
    return found


def limits_of(body: str) -> list[str]:
    """What Teams would cut off or refuse, without a look into the schema."""
    read = read_card(body)
    found = [f"{size_in_teams(body)} bytes"] if size_in_teams(body) > TEAMS_BYTES else []
    found += [f"{len(row)} in a row" for row in read.rows if len(row) > TEAMS_BUTTONS_IN_ROW]
    found += [f"{len(read.actions)} actions"] if len(read.actions) > MOST_ACTIONS else []
    for action in read.actions:
        if action["type"] == "Action.Execute":
            wanted = {"verb": action["verb"], **action["data"]}
            found += [] if action["fallback"]["data"] == wanted else ["fallback says else"]
    found += [f"{item['id']} has no label" for item in read.inputs if not item.get("label")]
    found += [f"no wrap: {text}" for text in read.unwrapped]
    return found


@dataclass
class Read:
    """All that is seen of a card, and what can be done with it."""

    texts: list[str] = field(default_factory=list)
    rows: list[list[dict[str, Any]]] = field(default_factory=list)
    inputs: list[dict[str, Any]] = field(default_factory=list)
    unwrapped: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All texts, with single spaces."""
        return " ".join(" ".join(self.texts).split())

    @property
    def actions(self) -> list[dict[str, Any]]:
        """What can be pressed, in its order."""
        return [action for row in self.rows for action in row]

    @property
    def titles(self) -> list[list[str]]:
        """What stands on the buttons, row by row."""
        return [[action["title"] for action in row] for row in self.rows]

    def button(self, title: str) -> dict[str, Any]:
        """The button with this title."""
        return next(action for action in self.actions if action["title"] == title)

    def input(self, id: str) -> dict[str, Any]:
        """The input with this id."""
        return next(item for item in self.inputs if item["id"] == id)


def read_card(body: str) -> Read:
    """The card, read to its end."""
    read, card = Read(), json.loads(body)
    read.texts = list(texts_of(card))
    for item in items_of(card):
        if item.get("type") == "ActionSet":
            read.rows.append(item["actions"])
        if item.get("type", "").startswith("Input."):
            read.inputs.append(item)
        if item.get("type") == "TextBlock" and not item.get("wrap"):
            read.unwrapped.append(item["text"])
    return read


def items_of(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of the card that is shown."""
    if isinstance(node, dict):
        yield node
        for name, value in node.items():
            if name not in SAID_TWICE:
                yield from items_of(value)
    elif isinstance(node, list):
        for each in node:
            yield from items_of(each)


def texts_of(card: dict[str, Any]) -> Iterator[str]:
    """Every text as it is drawn."""
    for item in items_of(card):
        yield from (drawn(item[name]) for name in MARKDOWN if name in item)
        yield from (item[name] for name in PLAIN if name in item)
        if item.get("type", "").startswith("Action."):
            yield item["title"]
        if item.get("type") == "Input.Text":
            yield item.get("value", "")
        for fact in item.get("facts", ()):
            yield from (drawn(fact["title"]), drawn(fact["value"]))
        for choice in item.get("choices", ()):
            opened = item.get("style") == "expanded"
            yield drawn(choice["title"]) if opened else choice["title"]


def seen(body: str) -> Iterator[str]:
    """Every text that stands on the card before anything is touched, as it is drawn."""
    for item in items_of(json.loads(body)["body"]):
        if item.get("type") == "TextBlock":
            yield drawn(item["text"])
        if item.get("type", "").startswith("Action."):
            yield item["title"]
        if "label" in item:
            yield item["label"]
        for fact in item.get("facts", ()):
            yield from (drawn(fact["title"]), drawn(fact["value"]))
        if item.get("style") == "expanded":
            yield from (drawn(choice["title"]) for choice in item["choices"])


def drawn(text: str) -> str:
    """What a reader of Markdown makes of it: bold without its stars, and no backslashes."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", re.sub(r"(?<!\\)\*\*", "", text))


def values_of(body: str) -> Iterator[Any]:
    """Every value that a button sends."""
    for item in items_of(json.loads(body)):
        if "data" in item:
            yield from (value for name, value in item["data"].items() if name != "msteams")
