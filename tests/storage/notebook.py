"""Small papers for the stores' tests: some lines, a bell, and pages that are filed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from storage.store import Store


@dataclass(frozen=True)
class Notebook:
    """Lines stay; filed pages leave with the commit; torn pages are deleted among the filed."""

    lines: Mapping[str, str] = field(default_factory=dict)
    bell: datetime | None = None
    filed: Mapping[str, str] = field(default_factory=dict)
    torn: tuple[str, ...] = ()


@dataclass(frozen=True)
class Notation:
    """The codec. Version 1 writes a line as text, version 2 as an object with a longer name."""

    version: int = 1

    def new(self, parts: Mapping[str, bytes]) -> Notebook:
        known = {name: json.loads(part) for name, part in parts.items()}
        bell = known.pop("bell", None)
        lines = {name.split("/", 1)[1]: self._text(line) for name, line in known.items()}
        return Notebook(lines, datetime.fromisoformat(bell) if bell else None)

    def changes(self, old: Notebook | None, new: Notebook) -> dict[str, bytes | None]:
        before, after = self._parts(old or Notebook()), self._parts(new)
        changed: dict[str, bytes | None] = {
            name: part for name, part in after.items() if before.get(name) != part
        }
        changed |= dict.fromkeys(before.keys() - after.keys())
        changed |= {f"summary/{page}": written(text) for page, text in new.filed.items()}
        return changed | {f"summary/{page}": None for page in new.torn}

    def due(self, papers: Notebook) -> datetime | None:
        return papers.bell

    def upgrade(self, parts: Mapping[str, bytes], version: int) -> Mapping[str, bytes]:
        assert version < self.version
        return {
            name.replace("line/", "longline/"): part
            if name == "bell"
            else written({"text": json.loads(part)})
            for name, part in parts.items()
        }

    def _parts(self, notebook: Notebook) -> dict[str, bytes]:
        kind = "line" if self.version == 1 else "longline"
        parts = {f"{kind}/{name}": self._line(text) for name, text in notebook.lines.items()}
        if notebook.bell:
            parts["bell"] = written(notebook.bell.isoformat())
        return parts

    def _line(self, text: str) -> bytes:
        return written(text if self.version == 1 else {"text": text})

    def _text(self, line: str | dict[str, str]) -> str:
        return line if isinstance(line, str) else line["text"]


def written(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def lines(**texts: str) -> Notebook:
    return Notebook(texts)


async def keep(store: Store[Notebook], team: str, **texts: str | None) -> Notebook:
    """Write lines into a team's notebook, or strike them out with None."""
    async with store.open(team) as desk:
        old = desk.papers or Notebook()
        kept = {name: text for name, text in {**old.lines, **texts}.items() if text is not None}
        await desk.keep(replace(old, lines=kept, filed={}, torn=()))
        assert desk.papers is not None
        return desk.papers


async def file(store: Store[Notebook], team: str, **pages: str) -> None:
    """File pages, as when a circle is closed."""
    async with store.open(team) as desk:
        await desk.keep(replace(desk.papers or Notebook(), filed=pages, torn=()))


async def tear(store: Store[Notebook], team: str, *pages: str) -> None:
    """Delete filed pages."""
    async with store.open(team) as desk:
        await desk.keep(replace(desk.papers or Notebook(), filed={}, torn=pages))


async def ring(store: Store[Notebook], team: str, bell: datetime | None) -> None:
    """Set a team's bell."""
    async with store.open(team) as desk:
        await desk.keep(replace(desk.papers or Notebook(), bell=bell, filed={}, torn=()))


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, second, tzinfo=UTC)


def page(number: int) -> str:
    """Texts of changing length, so that files grow and shrink."""
    return f"{number} " + "word " * (number * 37 % 100)
