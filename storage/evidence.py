"""Keep what a person needs to see, and keep a damaged team closed until they have seen it."""

from pathlib import Path

from storage.disk import Disk
from storage.folder import Folder, teams_in
from storage.store import Trouble

LOST = (
    "Some of what was kept last is lost; put a whole file in place of teams/{file} or accept it"
    " as it is, then remove closed/{note} and start again."
)


def keep_copy(folder: Folder, disk: Disk, journal: Path) -> None:
    """Keep the bytes of a journal under another name; it is done once, however often we start."""
    copy = folder.evidence(journal)
    if not copy.exists():
        disk.write(copy, journal.read_bytes())
        disk.keep_names(folder.root)


def keep_itself(folder: Folder, journal: Path) -> None:
    """Keep a journal that nobody but its damaged teams needs any more."""
    journal.rename(folder.evidence(journal))


def close(folder: Folder, disk: Disk, team: str) -> None:
    """Write on the team's door why it is closed, for the journal will not say it again."""
    sentence = LOST.format(note=folder.note(team).name, file=folder.papers(team).name)
    disk.write(folder.note(team), f"{sentence}\n".encode())
    disk.keep_names(folder.closed)


def closed(folder: Folder) -> dict[str, str]:
    """The teams with a note on the door, and what it says."""
    return {team: note.read_text("utf-8").strip() for team, note in teams_in(folder.closed, ".txt")}


def troubles(folder: Folder) -> list[Trouble]:
    """The damaged journals that nobody has looked at and removed."""
    return [
        Trouble(None, path.name, "Not all of this journal could be read; look, then remove it.")
        for path in folder.all_evidence()
    ]
