"""Read a card's JSON as a person reads the card: its texts, its buttons, its forms."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

Json = dict[str, Any]

CARD = "application/vnd.microsoft.card.adaptive"
DIALOG = "ordetDialog"
"""What stands for `msteams` in the page's cards: the playground stumbles over a task/fetch."""

TAG, ESCAPED = re.compile(r"</?at>|\*\*"), re.compile(r"\\([^\w\s])")
FETCH, SUBMIT = "task/fetch", "task/submit"


class NoButton(Exception):
    """No card of the bot has a button with this name."""


class NoField(Exception):
    """The form has no such field."""


def attached(card: Mapping[str, Any]) -> Json:
    """A card as a message carries it."""
    return {"type": "message", "attachments": [{"contentType": CARD, "content": card}]}


def card_in(message: Mapping[str, Any]) -> Json | None:
    """The card of a message, if it has one."""
    cards = [each["content"] for each in message.get("attachments") or () if "content" in each]
    return cards[0] if cards else None


def parts(node: Any) -> Iterator[Json]:
    """Every element and action, in the order of the card; a fallback is not seen."""
    if isinstance(node, list):
        for each in node:
            yield from parts(each)
    elif isinstance(node, dict):
        yield node
        for name, each in node.items():
            if name not in ("fallback", "data", "refresh"):
                yield from parts(each)


def texts(card: Json) -> list[str]:
    """The words of a card, without its buttons and fields."""
    return [line for part in parts(card) for line in _lines(part)]


def _lines(part: Json) -> Iterator[str]:
    if part.get("type") in ("TextBlock", "TextRun"):
        yield part["text"]
    if part.get("type") == "FactSet":
        yield from (f"{fact['title']} {fact['value']}" for fact in part["facts"])


def spoken(message: Mapping[str, Any]) -> str:
    """What a message says, line by line, as it is read: without markup and buttons."""
    lines = [message.get("text") or "", *texts(card_in(message) or {})]
    return "\n".join(ESCAPED.sub(r"\1", TAG.sub("", line)) for line in lines if line)


def filled(form: Json, **chosen: str) -> dict[str, str]:
    """A form's values as they stand, and what is chosen: typed, or by the names of the choices."""
    fields = {p["id"]: p for p in parts(form) if str(p.get("type")).startswith("Input.")}
    values = {id: str(field["value"]) for id, field in fields.items() if field.get("value")}
    for id, said in chosen.items():
        if id not in fields:
            raise NoField(f"{NoField.__doc__} It has {', '.join(fields)}, and not {id}.")
        known = {each["title"]: each["value"] for each in fields[id].get("choices", ())}
        values[id] = ",".join(known.get(each, each) for each in said.split(",")) if known else said
    return values


def buttons(card: Json) -> dict[str, Json]:
    """The card's actions by their names."""
    found = [part for part in parts(card) if str(part.get("type")).startswith("Action.")]
    return {part["title"]: part for part in found if part.get("title")}


def with_data(node: Any, change: Any) -> Any:
    """The same card, the data of each Submit and Execute changed."""
    if isinstance(node, list):
        return [with_data(each, change) for each in node]
    if not isinstance(node, dict):
        return node
    made = {name: with_data(each, change) for name, each in node.items()}
    if made.get("type") in ("Action.Submit", "Action.Execute"):
        made["data"] = change(node.get("data") or {})
    return made


def for_the_page(card: Any) -> Any:
    """The card with what the playground can press, also where Teams would open a dialog."""
    return with_data(card, _without_stumbling)


def _without_stumbling(data: Json) -> Json:
    asked = data.get("msteams")
    if not isinstance(asked, dict) or asked.get("type") != FETCH:
        return data
    return {**{name: each for name, each in data.items() if name != "msteams"}, DIALOG: FETCH}


def as_form(title: str, card: Json) -> Json:
    """A dialog's card as a message: its title on top, and each Submit marked as the dialog's."""
    form = with_data(card, lambda data: {**data, DIALOG: SUBMIT})
    head = {"type": "TextBlock", "text": title, "weight": "Bolder", "size": "Large", "wrap": True}
    return {**form, "body": [head, *form.get("body", [])]}
