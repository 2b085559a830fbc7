"""Find every team again at the start: first its file, then what the journals say since."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import msgspec

from storage import evidence
from storage.disk import Disk
from storage.errors import Damaged
from storage.folder import Folder, teams_in
from storage.journal import NOTHING
from storage.reading import Reading
from storage.shelf import Shelf
from storage.snapshots import read_head
from storage.store import DUE, Trouble

UNREADABLE = "Its papers cannot be read and are left alone; put a whole file there and start again."
NEWER = "Its papers were made by a newer Ordet and are left alone; start that one again."

_due = msgspec.json.Decoder(datetime | None).decode


@dataclass
class Restored:
    """What was found: the teams, what is wrong, and how much lies in the journals."""

    shelves: dict[str, Shelf] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    number: int = 0
    size: int = 0


def restore(folder: Folder, disk: Disk, version: int) -> Restored:
    """Read everything, and close the teams that are not what they should be."""
    found = Restored()
    for team, path in teams_in(folder.teams, ".json"):
        found.shelves[team] = _shelf_from(path, disk)
    reading = Reading(found.shelves)
    for number in folder.journals():
        journal = folder.journal(number).read_bytes()
        found.number = number
        found.size += len(journal)
        reading.go_through(journal)
    for team, changed in reading.changed.items():
        _put(found.shelves[team], changed)
    _keep_evidence(found.shelves, reading, folder, disk)
    found.troubles = [*evidence.troubles(folder), *_close(found.shelves, folder, version)]
    return found


def _shelf_from(path: Path, disk: Disk) -> Shelf:
    try:
        head = read_head(path, disk)
    except Damaged:
        return Shelf(damaged=True)
    return Shelf(head.revision, head.revision, head.version, head.due)


def _put(shelf: Shelf, changed: Mapping[str, msgspec.Raw]) -> None:
    """Put what the journals say of a team on its shelf."""
    shelf.changed = {
        name: None if part == NOTHING else bytes(part) for name, part in changed.items()
    }
    if DUE in changed:
        del shelf.changed[DUE]
        shelf.due = _due(changed[DUE])


def _keep_evidence(
    shelves: Mapping[str, Shelf], reading: Reading, folder: Folder, disk: Disk
) -> None:
    """Keep damaged journals before anything is written, and put notes on the doors."""
    gaps = reading.gaps()
    unreadable = {team for team in reading.changed if shelves[team].damaged}
    if gaps or unreadable or reading.nameless:
        for number in folder.journals():
            evidence.keep_copy(folder, disk, folder.journal(number))
    for team in sorted(gaps.keys() | unreadable):
        evidence.close(folder, disk, team)


def _close(shelves: dict[str, Shelf], folder: Folder, version: int) -> list[Trouble]:
    """Say why a team is closed, and say it on its shelf."""
    troubles = []
    notes = evidence.closed(folder)
    for team in notes:
        shelves[team] = Shelf(damaged=True)
    for team, shelf in shelves.items():
        file = folder.papers(team).name
        if team in notes:
            file, shelf.closed = folder.note(team).name, notes[team]
        elif shelf.damaged:
            shelf.closed = UNREADABLE
        elif shelf.version > version:
            shelf.closed = NEWER
        if shelf.closed:
            troubles.append(Trouble(team, file, shelf.closed))
    return troubles
