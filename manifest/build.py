"""Fill the source with what the operator decided and with the words of each language."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from manifest.order import Order

SOURCE = Path(__file__).parent / "teams"
LANGUAGES = ("da", "nb", "en")
"""The first is the language of the manifest itself; the others have a file each."""

VERSIONS = ("1.30", "1.28")
"""The newest schema, and the newest that Teams takes without the slash command."""
FIRST_WITH_SLASH = (1, 29)

LANGUAGE_SCHEMA = (
    "https://developer.microsoft.com/json-schemas/teams/v{schema}"
    "/MicrosoftTeams.Localization.schema.json"
)
HOLE = re.compile(r"\{([a-z_.]+)\}")
WORDS = "words."

Package = Mapping[str, bytes]
"""The files of an app, by their name in the zip."""


def build(order: Order, schema: str, source: Path = SOURCE) -> Package:
    """The files of the app for one version of the schema."""
    skeleton = json.loads((source / "manifest.json").read_text("utf-8"))
    if number(schema) < FIRST_WITH_SLASH:
        skeleton = without_slash(skeleton)
    facts = {name: str(value) for name, value in asdict(order).items()} | {"schema": schema}
    spoken = {tag: words(source / f"{tag}.toml", order.name) for tag in LANGUAGES}
    files = {"manifest.json": as_json(fill(skeleton, facts | spoken[LANGUAGES[0]]))}
    for tag in LANGUAGES[1:]:
        texts = {path: fill(text, spoken[tag]) for path, text in leaves(skeleton) if WORDS in text}
        files[f"{tag}.json"] = as_json({"$schema": fill(LANGUAGE_SCHEMA, facts)} | texts)
    for icon in skeleton["icons"].values():
        files[icon] = (source / icon).read_bytes()
    return files


def number(schema: str) -> tuple[int, ...]:
    """A version as numbers, so that 1.30 comes after 1.9."""
    return tuple(int(part) for part in schema.split("."))


def without_slash(skeleton: dict[str, Any]) -> dict[str, Any]:
    """The same app for a schema that does not know slash commands."""
    bots = [
        {name: value for name, value in bot.items() if name != "supportsTargetedMessages"}
        | {"commandLists": [_untriggered(commands) for commands in bot["commandLists"]]}
        for bot in skeleton["bots"]
    ]
    return skeleton | {"bots": bots}


def _untriggered(commands: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in commands.items() if name != "triggers"}


def words(path: Path, name: str) -> dict[str, str]:
    """The texts of one language by the hole that they fill, with the app's name in them."""
    parts = tomllib.loads(path.read_text("utf-8"))
    return {
        f"{WORDS}{part}.{key}": text.strip().replace("{name}", name)
        for part, texts in parts.items()
        for key, text in texts.items()
    }


def fill(node: Any, values: Mapping[str, str]) -> Any:
    """The same tree with each hole filled; a hole that nobody knows is an error of ours."""
    if isinstance(node, str):
        return HOLE.sub(lambda hole: values[hole[1]], node)
    if isinstance(node, list):
        return [fill(each, values) for each in node]
    if isinstance(node, dict):
        return {key: fill(value, values) for key, value in node.items()}
    return node


def leaves(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a tree, by its path as Teams writes it: `bots[0].botId`."""
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, list):
        for place, each in enumerate(node):
            yield from leaves(each, f"{path}[{place}]")
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, f"{path}.{key}" if path else key)


def as_json(tree: Mapping[str, Any]) -> bytes:
    """A file that a person can read too."""
    return (json.dumps(tree, ensure_ascii=False, indent=2) + "\n").encode()
