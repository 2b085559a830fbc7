"""Packages for the tests: a good one, and the same with one thing changed."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from manifest.build import Package, build
from manifest.languages import STEP
from manifest.order import Order

GUID = "8c1f2f5a-0a6b-4c1e-9d0e-5f7a3b2c1d4e"
URL = "https://ordet.example.dk"
ORDER = Order(
    app_id=GUID,
    domain="ordet.example.dk",
    name="Ordet",
    developer="Eksempel Kommune",
    version="1.0.0",
    website=URL,
    privacy=f"{URL}/privacy",
    terms=f"{URL}/terms",
    out=Path("dist"),
)
FLAGS = {"--app-id": GUID, "--url": URL}


def good(schema: str = "1.30") -> Package:
    return dict(_built(schema))


@cache
def _built(schema: str) -> Package:
    return build(ORDER, schema)


def content(package: Package, file: str = "manifest.json") -> Any:
    return json.loads(package[file])


def changed(path: str, value: Any, file: str = "manifest.json", schema: str = "1.30") -> Package:
    """A package with another value at a path, as `bots[0].botId`; None takes the place out."""
    package = good(schema)
    tree = content(package, file)
    if file == "manifest.json":
        *way, last = [name or int(place) for name, place in STEP.findall(path)]
    else:
        way, last = [], path
    node = tree
    for step in way:
        node = node[step]
    if value is None:
        del node[last]
    else:
        node[last] = value(node[last]) if isinstance(value, Callable) else value  # type: ignore[arg-type]
    return {**package, file: json.dumps(tree).encode()}


def flags(**others: str | None) -> list[str]:
    """The flags of a good order, some of them given otherwise or, as None, left out."""
    given: dict[str, str | None] = dict(FLAGS)
    given |= {"--" + name.replace("_", "-"): value for name, value in others.items()}
    return [part for flag, value in given.items() if value is not None for part in (flag, value)]
