"""The store that lives in a folder: no server, no settings, one process."""

import asyncio
from collections.abc import Coroutine
from contextlib import ExitStack, suppress
from datetime import datetime
from math import inf
from pathlib import Path
from typing import Generic

from storage.archive import Archive
from storage.compaction import Compaction
from storage.desk import EmbeddedDesk
from storage.disk import Disk
from storage.errors import CannotSave, FolderUnfit, StoreClosed
from storage.folder import Folder, known
from storage.lock import Lock
from storage.restore import restore
from storage.store import Codec, P, Trouble
from storage.writer import Writer

FULL = 64 * 1024 * 1024
"""Bytes in the journals after which the store compacts by itself."""

IN_USE = 512
"""Teams whose papers are kept at hand, some 30 KB each; the others are read from their files.

Reading one takes as long as some ten turns, so there is room for all whose circles run at once.
"""

PATIENCE = 16
"""After a compaction in vain the journals may grow by this part of FULL before the next."""

WAITING = "The teams' files could not be written and the journal grows; make room on the disk."


class EmbeddedStore(Generic[P]):
    """All teams in a folder. Everything is found again when it is made; it is closed with `close`.

    A commit is one record in the journal, and the journal is the truth. Each team's papers
    become a TinyDB file when a circle is closed, when the journal is full, and at the end.
    """

    def __init__(
        self,
        folder: Path,
        codec: Codec[P],
        *,
        disk: Disk | None = None,
        full: int = FULL,
        in_use: int = IN_USE,
    ) -> None:
        place, disk = Folder(folder), disk or Disk()
        with ExitStack() as undo:
            try:
                place.prepare()
                self._lock = Lock(place.lock)
                undo.callback(self._lock.release)
                restored = restore(place, disk, codec.version)
            except OSError as error:
                raise FolderUnfit(f"It is {folder} ({error}).") from error
            undo.pop_all()
        self._archive = Archive(place, disk, codec, restored, in_use)
        self._writer = Writer(place, disk, restored.number, restored.size)
        self._compaction = Compaction(self._archive, self._writer)
        self._full = full
        self._compact_at: float = full
        self._tasks: set[asyncio.Task[None]] = set()

    def open(self, team: str) -> EmbeddedDesk[P]:
        """Hold a team's papers; who comes next waits, and other teams go on."""
        return EmbeddedDesk(team, self._archive, self._writer, self._kept)

    async def read(self, team: str) -> P | None:
        """Look at the present papers without holding them."""
        shelf = self._archive.shelves.get(known(team))
        return await self._archive.papers(team, shelf) if shelf else None

    async def teams(self) -> tuple[str, ...]:
        """Every team that exists and can be opened, in the order of their ids."""
        shelves = self._archive.shelves.items()
        return tuple(sorted(team for team, shelf in shelves if shelf.exists and not shelf.closed))

    async def due(self, now: datetime) -> tuple[str, ...]:
        """The teams whose time has come. A team stays due until its papers say otherwise."""
        return self._archive.calendar.due(now)

    async def summaries(self, team: str) -> tuple[bytes, ...]:
        """The team's filed summaries as they were written, oldest first."""
        shelf = self._archive.shelves.get(known(team))
        return await self._archive.summaries(team, shelf) if shelf else ()

    async def compact(self) -> None:
        """Let nothing remain that was removed, and bring the journal into the teams' files."""
        if not self._archive.open:
            raise StoreClosed
        await self._compact()

    async def close(self) -> None:
        """Finish what is under way, compact, and give the folder free.

        If the disk is full, CannotSave is raised, and everything is still in the journal.
        """
        if not self._archive.open:
            return
        self._archive.open = False
        try:
            await self._writer.settle()
            await asyncio.gather(*self._tasks)
            await self._compact()
        finally:
            self._writer.stop()
            self._lock.release()

    def troubles(self) -> tuple[Trouble, ...]:
        """What is damaged or refused, until somebody has seen to it."""
        return self._archive.troubles()

    def _kept(self, team: str, filed: bool) -> None:
        """Write files beside the commits when a circle was closed or the journal is full."""
        if filed:
            self._beside(self._file(team))
        if self._writer.size >= self._compact_at:
            self._compact_at = inf  # one at a time
            self._beside(self._make_room())

    def _beside(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _make_room(self) -> None:
        try:
            await self._compact()
        except CannotSave:
            self._compact_at = self._writer.size + self._full // PATIENCE
        else:
            self._compact_at = self._full

    async def _file(self, team: str) -> None:
        with suppress(CannotSave):  # the journal has it, and the next time will do
            await self._compaction.file(team)

    async def _compact(self) -> None:
        trouble = Trouble(None, "journal", WAITING)
        try:
            await self._compaction.compact()
        except CannotSave:
            self._archive.report(trouble)
            raise
        self._archive.settle(trouble)
