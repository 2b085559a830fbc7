"""The room in which a chat's cards are made: a template is JSON, and a hole brings its own quotes.

Every value is written as a whole piece of JSON, so that no text can end its own quotes. A part
of a card is JSON already and says so: `part("title", said=name)` stands in a template as it is.
"""

from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from cards.limits import cut
from cards.phrases import small, stopped

ALOUD = 600
"""Letters of the plain text that goes with a card."""

MOST_KEPT = 4096
"""Parts that are drawn already; enough for some hundred circles at once."""


class Json(str):
    """A text that is JSON already."""

    __slots__ = ()


Marks = Mapping[str, Callable[..., Any]]
"""What a chat does with texts in its templates, by name."""


class JsonRoom:
    """A chat's templates. A text of more than `most` characters is cut.

    `marks` are filters and `sheets` functions that this chat has beside those of all.
    """

    def __init__(self, folder: Path, most: int, marks: Marks, sheets: Marks | None = None) -> None:
        self._most = most
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=False,
            finalize=whole,
            undefined=StrictUndefined,
            auto_reload=False,
            cache_size=-1,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(
            short=self.short, aloud=self.aloud, small=small, stopped=stopped, **marks
        )
        self._environment.globals.update(sheets or {})
        self._environment.globals["part"] = self.part
        self._kept: dict[str, Template] = {}
        self._parts = lru_cache(MOST_KEPT)(self._part)

    def draw(self, name: str, holes: Mapping[str, Any]) -> str:
        """The card, compact. A template that is not JSON is an error here, not before people."""
        drawn = self._template(name).render(holes)
        return msgspec.json.encode(msgspec.json.decode(drawn)).decode()

    def part(self, name: str, /, **facts: Hashable) -> Json:
        """A part of a card, drawn once: the same facts give the same part."""
        return self._parts(name, *facts.items())

    def _part(self, name: str, *facts: Any) -> Json:
        return Json(self._template(f"parts/{name}").render(dict(facts)))

    def _template(self, name: str) -> Template:
        template = self._kept.get(name)
        if template is None:
            template = self._kept[name] = self._environment.get_template(f"{name}.json")
        return template

    def aloud(self, text: str) -> str:
        """What is read aloud, or shown by a client that draws no cards: some sentences of it."""
        return cut(text, min(ALOUD, 4 * self._most))

    def short(self, text: str) -> str:
        """What stands where a text is a text: on buttons, in fields, read aloud."""
        return text if len(text) <= self._most else cut(text, self._most)


def whole(value: object) -> str:
    """A value as a whole piece of JSON."""
    if isinstance(value, str):
        return value if type(value) is Json else encode_basestring(value)
    return msgspec.json.encode(value).decode()
