"""How a team's papers become parts on disk, and back.

A part is a name and a little JSON. Each part is written only when it changed, so that a commit
costs its change: the plan of a circle once, the course of the word at each turn.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, time
from functools import cache
from typing import Any, TypeVar, Union, get_type_hints

import msgspec
from cattrs import Converter
from cattrs.preconf.msgspec import make_converter
from cattrs.strategies import configure_tagged_union

from circle.between import Between
from circle.closing import Summary
from circle.notices import Line, Notice, Private
from circle.occurrences import Occurrence
from circle.papers import Papers, Posted, Promise
from circle.people import Seat, Team
from circle.rhythm import Rule
from circle.state import Circle, Course, Kept

NOTHING = Between()
Parts = Mapping[str, bytes]
Changes = dict[str, bytes | None]
T = TypeVar("T")

VERSION = 2
"""Of the documents. What old readers cannot read adds one here, and a step to UPGRADES."""


def _followed_up(parts: Parts) -> Parts:
    """The first version kept the agreed steps, and nothing of what was said of them since."""
    after = {name: part for name, part in parts.items() if name != "steps"}
    return {**after, "follow_up": b'{"steps":%b}' % parts["steps"]} if "steps" in parts else after


UPGRADES: dict[int, Callable[[Parts], Parts]] = {1: _followed_up}
"""From this version to the next: a small function each."""

FIRST = ("id", "team", "language", "zone", "question", "plan")
"""Facts of a circle that never change; they are written when it begins."""

MOVING: Mapping[str, Any] = {"seats": tuple[Seat, ...], "course": Course, "kept": Kept}
"""Facts that change on their own, each a part."""

BETWEEN: Mapping[str, Any] = {
    name: kind for name, kind in get_type_hints(Between).items() if name != "meetings"
}
"""What goes on between circles, each a part but for the meetings, which are many."""

ANY_NOTICE = (Notice, Line, Private)
"""Types under which any promised notice may stand."""

MOMENTS = ("held_at", "agreed_at", "closed_at")
"""Times of the team's circles, which stand with the list of them."""

LIFE = tuple(name for name in Circle.__dataclass_fields__ if name not in {*FIRST, *MOVING})
"""All other facts of a circle: its stage and its times."""


def _leaves(kind: type[Notice]) -> Iterator[type[Notice]]:
    for below in kind.__subclasses__():
        yield from _leaves(below)
        if not below.__subclasses__():
            yield below


@cache
def make_paper_converter() -> Converter:
    """Facts to JSON values and back; a promised notice carries the name of its class.

    The hooks come before the union of all, which asks for them: a notice may hold others.
    """
    converter = make_converter(omit_if_default=True)
    converter.register_structure_hook(time, lambda raw, _: time.fromisoformat(raw))
    promised: Any = Union[(*_leaves(Line), *_leaves(Private))]
    converter.register_structure_hook_func(
        ANY_NOTICE.__contains__, lambda raw, _: converter.structure(raw, promised)
    )
    converter.register_unstructure_hook_func(
        ANY_NOTICE.__contains__,
        lambda notice: converter.unstructure(notice, unstructure_as=promised),
    )
    configure_tagged_union(Rule, converter, tag_name="is")
    configure_tagged_union(promised, converter, tag_name="is")
    return converter


class PaperCodec:
    """Papers to parts and back, for every store."""

    version = VERSION

    def __init__(self) -> None:
        self._converter = make_paper_converter()
        self._encode = msgspec.json.Encoder().encode

    def new(self, parts: Parts) -> Papers:
        """The whole papers of a team."""
        desk = msgspec.json.decode(parts["desk"])
        running = desk.get("circle")
        papers = Papers(
            team=self._read(parts["team"], Team),
            circle=self._circle(parts, running) if running else None,
            drafts=tuple(self._circle(parts, draft) for draft in desk.get("drafts", ())),
            between=self._between(parts),
            promises=self._all(parts, "row/", Promise),
            told=self._all(parts, "told/", Promise),
            posted=self._all(parts, "card/", Posted),
            seen=self._all(parts, "seen/", datetime),
        )
        return self._at_its_times(papers, desk)

    def changes(self, old: Papers | None, new: Papers) -> Changes:
        """Only the parts that changed; None removes one."""
        found: Changes = {}
        if old is None or old.team != new.team:
            found["team"] = self._write(new.team)
        if old is None or _desk(old) != _desk(new):
            found["desk"] = self._encode(_desk(new))
        self._changed_between(old.between if old else None, new.between, found)
        self._changed_circles(old, new, found)
        self._changed_rows("row/", old.promises if old else {}, new.promises, found)
        self._changed_rows("told/", old.told if old else {}, new.told, found)
        self._changed_rows("card/", old.posted if old else {}, new.posted, found)
        self._changed_rows("seen/", old.seen if old else {}, new.seen, found)
        for summary in new.filed:
            found[f"summary/{summary.id}"] = self._write(summary)
        found.update({f"summary/{id}": None for id in new.forgotten})
        return found

    def due(self, papers: Papers) -> datetime | None:
        """When the team next needs the tick (UTC)."""
        return papers.due

    def upgrade(self, parts: Parts, version: int) -> Parts:
        """An older document, read as this version has it."""
        for step in range(version, VERSION):
            parts = UPGRADES[step](parts)
        return parts

    def _changed_between(self, old: Between | None, new: Between, found: Changes) -> None:
        """Of a team that has nothing of the kind there is no part."""
        if old is new:
            return
        before = old or NOTHING
        for name in BETWEEN:
            known, value = getattr(before, name), getattr(new, name)
            if known is not value and known != value:
                gone = value == getattr(NOTHING, name)
                found[name] = None if gone else self._write_as(value, BETWEEN[name])
        self._changed_rows("meeting/", before.meetings, new.meetings, found)

    def _changed_circles(self, old: Papers | None, new: Papers, found: Changes) -> None:
        before = {circle.id: circle for circle in old.circles} if old else {}
        after = {circle.id: circle for circle in new.circles}
        for id in before.keys() - after.keys():
            found.update(dict.fromkeys(_names(id)))
        for id, circle in after.items():
            known = before.get(id)
            if known is not circle:
                self._changed_circle(known, circle, found)

    def _changed_circle(self, old: Circle | None, new: Circle, found: Changes) -> None:
        first, life, *_ = _names(new.id)
        if old is None:
            found[first] = self._write({name: getattr(new, name) for name in FIRST})
        facts = {name: value for name in LIFE if (value := getattr(new, name)) is not None}
        if old is None or any(getattr(old, name) != getattr(new, name) for name in LIFE):
            found[life] = self._write(facts)
        for name in MOVING:
            value = getattr(new, name)
            if old is None or getattr(old, name) != value:
                found[f"{first}/{name}"] = self._write(value)

    def _changed_rows(
        self, prefix: str, old: Mapping[str, Any], new: Mapping[str, Any], found: Changes
    ) -> None:
        if old is new:
            return
        found.update({prefix + key: None for key in old.keys() - new.keys()})
        for key, value in new.items():
            known = old.get(key)
            if known is not value and known != value:
                found[prefix + key] = self._write(value)

    def _circle(self, parts: Parts, id: str) -> Circle:
        first, life, *moving = _names(id)
        facts = msgspec.json.decode(parts[first]) | msgspec.json.decode(parts[life])
        for part, name in zip(moving, MOVING, strict=True):
            facts[name] = msgspec.json.decode(parts[part])
        return self._converter.structure(facts, Circle)

    def _between(self, parts: Parts) -> Between:
        known: Any = {
            name: self._read(parts[name], kind) for name, kind in BETWEEN.items() if name in parts
        }
        return Between(meetings=self._all(parts, "meeting/", Occurrence), **known)

    def _all(self, parts: Parts, prefix: str, kind: type[T]) -> dict[str, T]:
        cut = len(prefix)
        return {
            name[cut:]: self._read(raw, kind)
            for name, raw in parts.items()
            if name.startswith(prefix)
        }

    def _at_its_times(self, papers: Papers, desk: Mapping[str, Any]) -> Papers:
        times: Any = {name: datetime.fromisoformat(desk[name]) for name in MOMENTS if desk[name]}
        return replace(papers, **times)

    def _write(self, value: Any) -> bytes:
        return self._encode(self._converter.unstructure(value))

    def _write_as(self, value: Any, kind: Any) -> bytes:
        return self._encode(self._converter.unstructure(value, unstructure_as=kind))

    def _read(self, raw: bytes, kind: Any) -> Any:
        return self._converter.structure(msgspec.json.decode(raw), kind)


def _names(circle: str) -> tuple[str, ...]:
    first = f"circle/{circle}"
    return (first, f"{first}/life", *(f"{first}/{name}" for name in MOVING))


def _desk(papers: Papers) -> dict[str, Any]:
    return {
        "circle": papers.circle.id if papers.circle else None,
        "drafts": [draft.id for draft in papers.drafts],
        **{name: getattr(papers, name) for name in MOMENTS},
    }


def read_summary(raw: bytes) -> Summary:
    """One filed summary, as the store gives it."""
    return make_paper_converter().structure(msgspec.json.decode(raw), Summary)
