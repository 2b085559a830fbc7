"""What is remembered of one team while the rest of its papers lies in its file."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True)
class Shelf:
    """One team: the parts changed since its file was written, and how far both have come.

    The file and then `changed` are the whole papers. Putting `changed` upon a newer file does
    no harm, for it holds the last word on each part it names.

    `closed` says why nobody can open the team, and is empty for nearly all. The file of a
    `damaged` team is never written. `outgrown` names the parts of an older document, which the
    next commit replaces as a whole.
    """

    revision: int = 0
    saved: int = 0
    version: int = 0
    due: datetime | None = None
    changed: dict[str, bytes | None] = field(default_factory=dict)
    closed: str = ""
    damaged: bool = False
    outgrown: tuple[str, ...] = ()
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def exists(self) -> bool:
        return self.revision > 0

    @property
    def unsaved(self) -> bool:
        """Whether the journal holds something that the team's file does not."""
        return self.revision > self.saved


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a shelf holds at one moment, on its way to the team's file."""

    team: str
    revision: int
    saved: int
    version: int
    due: datetime | None
    changed: dict[str, bytes | None]


def sheet_of(team: str, shelf: Shelf) -> Sheet:
    return Sheet(team, shelf.revision, shelf.saved, shelf.version, shelf.due, dict(shelf.changed))
