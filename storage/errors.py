"""What can go wrong with the papers, in sentences that can be shown.

StoreError
├── CannotSave    the disk said no; nothing has changed
├── TeamClosed    this team's files need a person first
├── NotATeam      no team can have this id
├── FolderTaken   another process has the folder
├── FolderUnfit   the folder cannot be read and written
├── StoreClosed   the store was closed, or the desk was left
├── NotAKey       nothing sealed can have this name
├── BoxLost       the answers of a round cannot be had again
└── Damaged       a file does not hold what was written
"""


class StoreError(Exception):
    """The store could not do what it was asked."""

    def __init__(self, detail: str = "") -> None:
        sentence = " ".join((self.__doc__ or "").split())
        super().__init__(f"{sentence} {detail}".strip())


class CannotSave(StoreError):
    """It could not be saved, so nothing has changed. Make room on the disk and try again."""


class TeamClosed(StoreError):
    """This team is closed until somebody has looked at its files."""


class NotATeam(StoreError):
    """A team's id has 1 to 64 of the characters a-z, 0-9 and the hyphen."""


class FolderTaken(StoreError):
    """Another Ordet already uses this folder. Stop it first, or choose another folder."""


class FolderUnfit(StoreError):
    """Ordet cannot read and write this folder. Give it the folder, or choose another one."""


class StoreClosed(StoreError):
    """Papers are kept only at an open desk of an open store, one keep at a time."""


class NotAKey(StoreError):
    """What is sealed has a name of a-z, 0-9, the hyphen and the underscore."""


class BoxLost(StoreError):
    """The answers of this team check are lost, with their key or their box. Hold it again."""


class Damaged(StoreError):
    """The file does not hold what was written into it."""
