"""What the bench does with what it measured: medians, tables, targets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

__all__ = ["Found", "Target", "judged", "median", "percentile", "table", "together"]


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of all values does not exceed."""
    ordered = sorted(values)
    behind = -int(-share * len(ordered) // 1)
    return ordered[max(0, behind - 1)]


@dataclass(frozen=True)
class Target:
    """One figure and its limit. A `counted` one has no noise: missing it ends with exit 1.

    `wishes` says whether more is better. Without a limit the figure is only for orientation.
    """

    name: str
    part: str
    value: float
    limit: float
    wishes: str = "at most"
    counted: bool = False

    @property
    def ok(self) -> bool:
        if self.wishes == "at least":
            return self.value >= self.limit
        return self.value <= self.limit

    def __str__(self) -> str:
        verdict = "ok" if self.ok else "missed"
        figures = f"{figure(self.value)} ({self.wishes} {figure(self.limit)})"
        return f"TARGET {self.name} {self.part}: {figures} {verdict}"


@dataclass
class Found:
    """What one group found: tables to read, keys for the file, targets."""

    tables: list[str] = field(default_factory=list)
    keys: dict[str, Any] = field(default_factory=dict)
    targets: list[Target] = field(default_factory=list)


def together(groups: Iterable[Found]) -> Found:
    """What several groups found, as one."""
    whole = Found()
    for each in groups:
        whole.tables += each.tables
        for name, value in each.keys.items():
            known = whole.keys.get(name)
            if isinstance(known, dict) and isinstance(value, dict):
                value = {**known, **value}
            whole.keys[name] = value
        whole.targets += each.targets
    return whole


def judged(targets: Iterable[Target]) -> dict[str, dict[str, Any]]:
    """The targets as the file has them: value and limit, by part where a target has several."""
    by_name: dict[str, list[Target]] = {}
    for target in targets:
        by_name.setdefault(target.name, []).append(target)
    return {name: _judged(parts) for name, parts in by_name.items()}


def _judged(parts: Sequence[Target]) -> dict[str, Any]:
    ok = all(part.ok for part in parts)
    if len(parts) == 1:
        return {"value": parts[0].value, "limit": parts[0].limit, "ok": ok}
    return {
        "value": {part.part: part.value for part in parts},
        "limit": {part.part: part.limit for part in parts},
        "ok": ok,
    }


def figure(value: float) -> str:
    """A number with as many digits as anybody needs."""
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    size = abs(value)
    places = 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 1 else 4
    return f"{value:,.{places}f}"


def table(title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table in plain text: the first column to the left, figures to the right."""
    lines = [[_cell(cell) for cell in row] for row in [heads, *rows]]
    widths = [max(len(line[n]) for line in lines) for n in range(len(heads))]
    written = [
        "  ".join(
            c.rjust(w) if n else c.ljust(w)
            for n, (c, w) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    ]
    rule = "  ".join("-" * width for width in widths)
    return "\n".join([title, written[0], rule, *written[1:]])


def _cell(cell: Any) -> str:
    return figure(cell) if isinstance(cell, int | float) else str(cell)
