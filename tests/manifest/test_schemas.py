"""Both packages are valid by Microsoft's own schemas, which `make test` installs."""

import os
from pathlib import Path
from typing import Any

import pytest

from manifest import schemas
from manifest.build import VERSIONS
from manifest.schemas import INSIDE, USUAL, NoSchemas, schema_faults
from tests.manifest.packages import changed, good

HOME = Path(__file__).resolve().parents[2]
MISSING = "Microsoft's schemas are not installed: run sh tests/manifest/get_schemas.sh"


@pytest.fixture
def folder() -> Path:
    """Where the schemas are; on a build machine they must be there, so nothing is skipped."""
    place = Path(os.environ.get("NODE_MODULES") or HOME / USUAL)
    if (place / INSIDE).is_dir():
        return place
    if os.environ.get("CI"):
        pytest.fail(MISSING)
    pytest.skip(MISSING)


@pytest.mark.parametrize("schema", VERSIONS)
def test_a_package_is_valid_by_microsofts_schemas(schema: str, folder: Path) -> None:
    package = good(schema)

    assert schema_faults(package, folder) == []


@pytest.mark.parametrize(
    ("file", "path", "value", "sentence"),
    [
        ("manifest.json", "accentColor", "amber", "manifest.json accentColor:"),
        ("manifest.json", "colour", "amber", "'colour' was unexpected"),
        ("manifest.json", "bots[0].scopes[0]", "channel", "manifest.json bots[0].scopes[0]:"),
        ("nb.json", "description.short", "null", "nb.json"),
        ("nb.json", "bots[0].commandLists[0].commands[0].title", "x" * 129, "nb.json"),
        ("nb.json", "bots[0].commandLists[0].commands[12].title", "mer", "nb.json"),
        ("nb.json", "name.short", None, "'name.short' is a required property"),
    ],
)
def test_what_the_schema_knows_is_asked_of_it(
    file: str, path: str, value: Any, sentence: str, folder: Path
) -> None:
    package = changed(path, value, file)

    found = schema_faults(package, folder)

    assert any(sentence in fault for fault in found), found


def test_the_older_schema_does_not_know_slash_commands(folder: Path) -> None:
    package = changed("bots[0].supportsTargetedMessages", True, schema="1.28")

    found = schema_faults(package, folder)

    assert len(found) == 1
    assert "'supportsTargetedMessages' was unexpected" in found[0]


def test_without_the_schemas_or_the_library_a_sentence_tells_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NoSchemas, match=r"knows v1\.30"):
        schema_faults(good(), tmp_path)

    monkeypatch.setattr(schemas, "Draft4Validator", None)

    with pytest.raises(NoSchemas, match="jsonschema is not installed"):
        schema_faults(good(), tmp_path)
