"""One team's papers in one person's hands."""

import asyncio
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Generic

import msgspec

from storage.archive import Archive
from storage.errors import CannotSave, StoreClosed, TeamClosed
from storage.journal import framed
from storage.store import DUE, SUMMARY, P
from storage.writer import Writer

_encode = msgspec.json.Encoder().encode

Kept = Callable[[str, bool], None]
"""Told of every commit: the team, and whether a summary is to be filed."""


class EmbeddedDesk(Generic[P]):
    """Entered when it is the caller's turn, left when they are done."""

    __slots__ = (
        "_archive", "_changes", "_due", "_error", "_kept", "_next", "_ready", "_shelf",
        "_team", "_waiter", "_writer", "papers",
    )  # fmt: skip

    def __init__(self, team: str, archive: Archive[P], writer: Writer, kept: Kept) -> None:
        self.papers: P | None = None
        self._team = team
        self._archive = archive
        self._writer = writer
        self._kept = kept
        self._shelf = archive.shelf(team)
        self._ready = False
        self._error: Exception | None = None

    async def __aenter__(self) -> "EmbeddedDesk[P]":
        shelf = self._shelf
        await shelf.lock.acquire()
        try:
            if not self._archive.open:
                raise StoreClosed
            self.papers = self._archive.at_hand(self._team)
            if self.papers is None:
                self.papers = await self._archive.papers(self._team, shelf)
        except BaseException:
            shelf.lock.release()
            raise
        self._ready = True
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ready = False
        self._shelf.lock.release()

    async def keep(self, papers: P) -> None:
        """Return when the papers are on disk; after CannotSave nothing has changed."""
        if not self._ready or not self._archive.open:
            raise StoreClosed
        shelf, codec = self._shelf, self._archive.codec
        if shelf.closed:
            raise TeamClosed(shelf.closed)
        changes = self._what_changed(papers)
        self._next, self._changes = papers, changes
        if not changes and shelf.exists:
            self._hold()
            return
        record = framed(self._team, shelf.revision + 1, codec.version, changes)
        self._ready = False
        self._writer.append(record, self._answered)
        await self._answer()
        if self._error:
            raise CannotSave(f"{self._error}.") from self._error

    def _what_changed(self, papers: P) -> dict[str, bytes | None]:
        """Name the changed parts, or all of them when the document is an older one."""
        shelf, codec = self._shelf, self._archive.codec
        changes = codec.changes(self.papers, papers)
        if shelf.version != codec.version and shelf.exists:
            outgrown: dict[str, bytes | None] = dict.fromkeys(shelf.outgrown)
            changes = {**outgrown, **codec.changes(None, papers), **changes}
        self._due = codec.due(papers)
        if self._due != shelf.due:
            changes[DUE] = _encode(self._due)
        return changes

    async def _answer(self) -> None:
        """Wait for the disk, whatever becomes of us meanwhile."""
        cancelled: asyncio.CancelledError | None = None
        while not self._ready:
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            except asyncio.CancelledError as error:
                cancelled = error
        if cancelled:
            raise cancelled

    def _answered(self, error: Exception | None) -> None:
        self._ready, self._error = True, error
        if error is None:
            self._take_over()
        if not self._waiter.done():
            self._waiter.set_result(None)

    def _take_over(self) -> None:
        """What is on disk is true from now on."""
        team, shelf, changes = self._team, self._shelf, self._changes
        shelf.revision += 1
        shelf.version = self._archive.codec.version
        if DUE in changes:
            del changes[DUE]
            shelf.due = self._due
            self._archive.calendar.move(team, self._due)
        shelf.changed.update(changes)
        self._hold()
        self._kept(team, files_a_summary(changes))

    def _hold(self) -> None:
        self.papers = self._next
        self._archive.remember(self._team, self._next)


def files_a_summary(changes: Iterable[str]) -> bool:
    for name in changes:  # noqa: SIM110 - `any` takes thrice as long, and every commit asks
        if name.startswith(SUMMARY):
            return True
    return False
