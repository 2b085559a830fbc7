"""Bring what the journals hold into the teams' own files, and begin a new journal.

The old journals go last. Whatever ends the process before that, the files that were written say
how far they have come, and the journals are read from there.
"""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Generic

from storage import evidence
from storage.archive import Archive
from storage.disk import Disk
from storage.errors import CannotSave, Damaged
from storage.folder import Folder
from storage.shelf import Sheet, sheet_of
from storage.snapshots import save_papers
from storage.store import P
from storage.summaries import filed, save_summaries
from storage.writer import Writer

TOGETHER = 16
"""Teams written between two looks at the loop."""


@dataclass
class Compaction(Generic[P]):
    """The only one who writes the teams' files, and one thing at a time."""

    archive: Archive[P]
    writer: Writer
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def compact(self) -> None:
        """Write the files of all teams that are in the journals, then remove these journals."""
        async with self._turn:
            last = await self.writer.begin_anew()
            shelves = self.archive.shelves.items()
            await self._save([team for team, shelf in shelves if shelf.unsaved])
            await self._remove_journals(last)
            self.writer.before = 0

    async def file(self, team: str) -> None:
        """Write one team's files, for a circle was closed."""
        async with self._turn:
            await self._save([team])

    async def _save(self, teams: Sequence[str]) -> None:
        archive = self.archive
        for start in range(0, len(teams), TOGETHER):
            some = teams[start : start + TOGETHER]
            shelves = ((team, archive.shelves[team]) for team in some)
            sheets = [sheet_of(team, shelf) for team, shelf in shelves if not shelf.damaged]
            try:
                damaged = await asyncio.to_thread(save, archive.folder, archive.disk, sheets)
            except OSError as error:
                raise CannotSave(f"{error}.") from error
            for sheet in sheets:
                self._saved(sheet, damaged.get(sheet.team))

    def _saved(self, sheet: Sheet, damage: Damaged | None) -> None:
        shelf = self.archive.shelves[sheet.team]
        if damage is not None:
            self.archive.close(sheet.team, self.archive.folder.papers(sheet.team).name, str(damage))
            return
        shelf.saved = sheet.revision
        if not shelf.unsaved:  # else something was kept meanwhile, and the next time clears
            shelf.changed = {}

    async def _remove_journals(self, last: int) -> None:
        """Remove what every team's file has by now; a team that lost its file loses no more."""
        archive = self.archive
        lost = {
            team: shelf.revision
            for team, shelf in archive.shelves.items()
            if shelf.damaged and shelf.unsaved
        }
        try:
            await asyncio.to_thread(remove_journals, archive.folder, archive.disk, last, lost)
        except OSError as error:
            raise CannotSave(f"{error}.") from error
        for team, revision in lost.items():
            archive.shelves[team].saved = revision
        if lost:
            for trouble in evidence.troubles(archive.folder):
                archive.report(trouble)


def save(folder: Folder, disk: Disk, sheets: Sequence[Sheet]) -> dict[str, Damaged]:
    """Write some teams' files, each team's summaries before its papers; name the damaged ones."""
    damaged: dict[str, Damaged] = {}
    summaries = {sheet.team: filed(sheet.changed) for sheet in sheets}
    for team, changes in summaries.items():
        if changes:
            try:
                save_summaries(folder.summary(team), disk, changes)
            except Damaged as error:
                damaged[team] = error
    if any(summaries.values()):
        disk.keep_names(folder.summaries)
    for sheet in sheets:
        if sheet.team not in damaged:
            try:
                save_papers(folder.papers(sheet.team), disk, sheet)
            except Damaged as error:
                damaged[sheet.team] = error
    disk.keep_names(folder.teams)
    return damaged


def remove_journals(folder: Folder, disk: Disk, last: int, lost: Collection[str]) -> None:
    """Remove the journals up to the last one, or keep them for the sake of those who lost."""
    for team in lost:
        evidence.close(folder, disk, team)
    journals = [folder.journal(number) for number in folder.journals() if number <= last]
    for journal in journals:
        if lost:
            evidence.keep_itself(folder, journal)
        else:
            disk.remove(journal)
    if journals:
        disk.keep_names(folder.root)
