"""Ask Microsoft's own schemas, where a node_modules folder has them. They are a tool, not ours."""

import json
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from manifest.build import Package

Draft4Validator: Any = (
    import_module("jsonschema").Draft4Validator if find_spec("jsonschema") else None
)

INSIDE = Path("@microsoft/app-manifest/build/json-schemas/teams")
USUAL = Path(".tools/schemas/node_modules")
"""Where tests/manifest/get_schemas.sh puts them."""
LONGEST_QUOTE = 200


class NoSchemas(Exception):
    """The package was not compared with Microsoft's schema; the sentence tells why."""


def schema_faults(package: Package, folder: Path) -> list[str]:
    """What the schema of this version says against the manifest and its languages."""
    if Draft4Validator is None:
        raise NoSchemas("the Python package jsonschema is not installed")
    manifest = json.loads(package["manifest.json"])
    place = folder / INSIDE / f"v{manifest['manifestVersion']}"
    if not place.is_dir():
        raise NoSchemas(f"{folder} has no @microsoft/app-manifest that knows {place.name}")
    languages = manifest["localizationInfo"]["additionalLanguages"]
    asked = {"manifest.json": "MicrosoftTeams.schema.json"}
    asked |= {each["file"]: "MicrosoftTeams.Localization.schema.json" for each in languages}
    return [
        fault
        for name, schema in asked.items()
        for fault in _faults(name, json.loads(package[name]), place / schema)
    ]


def _faults(name: str, tree: Any, schema: Path) -> Iterator[str]:
    asked = Draft4Validator(json.loads(schema.read_text("utf-8-sig")))
    for error in asked.iter_errors(tree):
        where = error.json_path.removeprefix("$.").removeprefix("$")
        yield f"{name} {where}: {error.message[:LONGEST_QUOTE]}."
