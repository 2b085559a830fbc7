"""What a store promises, whatever lies behind it: a folder, or PostgreSQL."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

P = TypeVar("P")

SUMMARY = "summary/"
"""Parts with this beginning leave the papers and are filed with the team's summaries."""

DUE = "due"
"""The part in which the store itself keeps when the team next needs the tick."""


@dataclass(frozen=True)
class Trouble:
    """Something a person should look at: whose it is, if known, which file, and what is wrong."""

    team: str | None
    file: str
    sentence: str


class Codec(Protocol[P]):
    """How papers become parts and back. A part is a name and JSON in UTF-8, never `null`."""

    @property
    def version(self) -> int:
        """The version of the documents that this codec writes."""

    def new(self, parts: Mapping[str, bytes]) -> P:
        """Build whole papers from whole parts; filed summaries and the due time are left out."""

    def changes(self, old: P | None, new: P) -> dict[str, bytes | None]:
        """Name what differs and nothing else; None removes a part or a filed summary."""

    def due(self, papers: P) -> datetime | None:
        """Say when the team next needs the tick, in UTC."""

    def upgrade(self, parts: Mapping[str, bytes], version: int) -> Mapping[str, bytes]:
        """Turn the parts of an older document into parts of this version."""


class Desk(Protocol[P]):
    """One team's papers, held by one person at a time."""

    @property
    def papers(self) -> P | None:
        """The papers as they were last kept, or None for a team that does not exist yet."""

    async def keep(self, papers: P) -> None:
        """Return when the papers are on disk; after CannotSave nothing has changed anywhere.

        A keep that is cancelled is first finished, so that the desk is never left in doubt.
        """


class Store(Protocol[P]):
    """All teams and their papers."""

    def open(self, team: str) -> AbstractAsyncContextManager[Desk[P]]:
        """Hold a team's papers; who comes next waits, and other teams go on."""

    async def read(self, team: str) -> P | None:
        """Look at the present papers without holding them."""

    async def teams(self) -> tuple[str, ...]:
        """Every team that exists and can be opened, in the order of their ids."""

    async def due(self, now: datetime) -> tuple[str, ...]:
        """The teams whose time has come. A team stays due until its papers say otherwise."""

    async def summaries(self, team: str) -> tuple[bytes, ...]:
        """The team's filed summaries as they were written, oldest first."""

    async def compact(self) -> None:
        """Let nothing remain that was removed, and bring the journal into the teams' files."""

    async def close(self) -> None:
        """Finish what is under way, compact, and give the folder free."""

    def troubles(self) -> tuple[Trouble, ...]:
        """What is damaged or refused, until somebody has seen to it."""
