"""All teams of one folder: what is on their shelves, and how it becomes papers again."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from typing import Generic

from storage.disk import Disk
from storage.due import Calendar
from storage.errors import Damaged, TeamClosed
from storage.folder import Folder, known
from storage.restore import Restored
from storage.shelf import Shelf
from storage.snapshots import read_parts
from storage.store import SUMMARY, Codec, P, Trouble
from storage.summaries import filed, read_summaries

UNFIT = "This Ordet cannot make papers of what is kept ({error})."


class Archive(Generic[P]):
    """The shelves, and the papers that were last in use; the others wait in their files."""

    def __init__(
        self, folder: Folder, disk: Disk, codec: Codec[P], restored: Restored, in_use: int
    ) -> None:
        self.folder = folder
        self.disk = disk
        self.codec = codec
        self.shelves = restored.shelves
        self.calendar = Calendar()
        self.open = True
        self._papers: OrderedDict[str, P] = OrderedDict()
        self._in_use = in_use
        self._troubles = {(trouble.team, trouble.file): trouble for trouble in restored.troubles}
        for team, shelf in self.shelves.items():
            if not shelf.closed:
                self.calendar.move(team, shelf.due)

    def shelf(self, team: str) -> Shelf:
        """A team's shelf, an empty one for a team that is new."""
        shelf = self.shelves.get(team)
        if shelf is None:
            shelf = self.shelves[known(team)] = Shelf()
        return shelf

    def at_hand(self, team: str) -> P | None:
        """The present papers, if they were in use lately."""
        papers = self._papers.get(team)
        if papers is not None:
            self._papers.move_to_end(team)
        return papers

    async def papers(self, team: str, shelf: Shelf) -> P | None:
        """The present papers of a team, made from its file if need be."""
        while (papers := self.at_hand(team)) is None and shelf.exists and not shelf.closed:
            revision = shelf.revision
            parts = await self._parts(team, shelf)
            if revision == shelf.revision:  # else somebody kept newer ones meanwhile
                papers = self._made(team, shelf, parts)
                self.remember(team, papers)
        if shelf.closed:
            raise TeamClosed(shelf.closed)
        return papers

    def remember(self, team: str, papers: P) -> None:
        """Have papers at hand for the next time, and let go of those longest unused."""
        self._papers[team] = papers
        self._papers.move_to_end(team)
        if len(self._papers) > self._in_use:
            self._papers.popitem(last=False)

    async def summaries(self, team: str, shelf: Shelf) -> tuple[bytes, ...]:
        """The filed summaries, with those that are still on their way to the file."""
        if shelf.closed:
            raise TeamClosed(shelf.closed)
        newer = filed(shelf.changed)
        path = self.folder.summary(team)
        try:
            older = await asyncio.to_thread(read_summaries, path, self.disk)
        except Damaged as error:
            self.close(team, path.name, str(error))
            raise TeamClosed(str(error)) from error
        return tuple(text for text in {**older, **newer}.values() if text is not None)

    async def _parts(self, team: str, shelf: Shelf) -> dict[str, bytes]:
        changed, path = dict(shelf.changed), self.folder.papers(team)
        try:
            old = await asyncio.to_thread(read_parts, path, self.disk) if shelf.saved else {}
        except Damaged as error:
            self.close(team, path.name, str(error))
            raise TeamClosed(str(error)) from error
        return {
            name: part
            for name, part in {**old, **changed}.items()
            if part is not None and not name.startswith(SUMMARY)
        }

    def _made(self, team: str, shelf: Shelf, parts: Mapping[str, bytes]) -> P:
        try:
            if shelf.version < self.codec.version:
                shelf.outgrown = tuple(parts)
                parts = self.codec.upgrade(parts, shelf.version)
            return self.codec.new(parts)
        except Exception as error:  # one team's odd papers must not stop the others
            sentence = UNFIT.format(error=error)
            self.close(team, self.folder.papers(team).name, sentence, damaged=False)
            raise TeamClosed(sentence) from error

    def close(self, team: str, file: str, sentence: str, *, damaged: bool = True) -> None:
        """Let nobody open a team, and say why."""
        shelf = self.shelves[team]
        shelf.closed, shelf.damaged = sentence, damaged
        self.calendar.move(team, None)
        self._papers.pop(team, None)
        self.report(Trouble(team, file, sentence))

    def report(self, trouble: Trouble) -> None:
        self._troubles[trouble.team, trouble.file] = trouble

    def settle(self, trouble: Trouble) -> None:
        self._troubles.pop((trouble.team, trouble.file), None)

    def troubles(self) -> tuple[Trouble, ...]:
        return tuple(self._troubles.values())
