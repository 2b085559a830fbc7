"""Every language says all of it: the same texts at the same paths, each short enough.

Microsoft's schema for these files names the limits of names and descriptions beside a `$ref`. Draft
4 of JSON Schema does not read what stands there, and neither does jsonschema. So we ask ourselves.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from manifest.build import Package, leaves
from manifest.commands import LONGEST_COMMAND, wrong_title
from manifest.values import LONGEST_NAME, Wrong, wrong_line, wrong_name, wrong_text

COMMAND = r"bots\[\d+\]\.commandLists\[\d+\]\.commands\[\d+\]\."
TEXTS: dict[str, Callable[[str], Wrong]] = {
    r"name\.short": partial(wrong_name, longest=LONGEST_NAME),
    r"name\.full": partial(wrong_name, longest=100),
    r"description\.short": partial(wrong_line, longest=80),
    r"description\.full": partial(wrong_text, longest=4000),
    COMMAND + "title": wrong_title,
    COMMAND + "description": partial(wrong_line, longest=LONGEST_COMMAND),
}
"""What people read, by its path, and what is asked of it."""

STEP = re.compile(r"([$a-zA-Z]+)|\[(\d+)\]")


def wrong_languages(manifest: Mapping[str, Any], package: Package) -> Iterator[str]:
    """The languages are named once each, and each has every text of the manifest."""
    languages = manifest["localizationInfo"]
    first, others = languages["defaultLanguageTag"], languages["additionalLanguages"]
    tags = Counter([first, *(other["languageTag"] for other in others)])
    for tag, times in tags.items():
        if times > 1:
            yield f"The language {tag} is named {times} times."
    own = {path: text for path, text in leaves(manifest) if _question(path)}
    yield from _wrong_texts("manifest.json", own)
    for other in others:
        texts = json.loads(package[other["file"]])
        del texts["$schema"]
        yield from _wrong_paths(other["file"], set(own), texts, manifest)
        yield from _wrong_texts(other["file"], texts)


def _wrong_paths(
    file: str, own: set[str], texts: Mapping[str, str], manifest: Mapping[str, Any]
) -> Iterator[str]:
    for path in sorted(own - set(texts)):
        yield f"{file} does not say {path}."
    for path in sorted(set(texts) - own):
        if isinstance(found(manifest, path), str):
            yield f"{file} says {path}, which is the same in every language."
        else:
            yield f"{file} says {path}, which leads to no text in manifest.json."


def _wrong_texts(file: str, texts: Mapping[str, str]) -> Iterator[str]:
    for path, text in texts.items():
        question = _question(path)
        wrong = question(text) if question else None
        if wrong:
            yield f"{path} in {file} {wrong}."
    lists = Counter(
        (path.split(".commands")[0], text.casefold())
        for path, text in texts.items()
        if path.endswith(".title")
    )
    for (_, title), times in lists.items():
        if times > 1:
            yield f"{file} has {times} commands with the title {title!r} in one list."


def _question(path: str) -> Callable[[str], Wrong] | None:
    return next((ask for form, ask in TEXTS.items() if re.fullmatch(form, path)), None)


def found(tree: Any, path: str) -> Any:
    """What stands at a path; None where it leads nowhere."""
    for name, place in STEP.findall(path):
        try:
            tree = tree[name or int(place)]
        except (KeyError, IndexError, TypeError):
            return None
    return tree
