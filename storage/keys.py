"""Keys that live as long as something is open, in a folder that is in no backup.

    <round>.key    the key of an open team check; its box lies in the store
    <name>.key     whatever else must be forgotten at a known moment

Where a key is gone, all copies of what it sealed are noise: in old backups, in replicas, in blocks
that a disk has not written over. On some disks the key itself can be found again with the right
tools, for they write elsewhere; docs/checkins.md says so.
"""

import os
import secrets
from pathlib import Path

from storage.disk import NEW, Disk
from storage.errors import NotAKey

BYTES = 32
FOLDER, ENDING = 0o700, ".key"


class Keys:
    """The folder of keys. Nobody but the bot reads it."""

    def __init__(self, root: Path, disk: Disk | None = None) -> None:
        self._root, self._disk = root, disk or Disk()
        root.mkdir(parents=True, exist_ok=True, mode=FOLDER)
        for unfinished in root.glob(f"*{NEW}"):
            unfinished.unlink()

    def make(self, name: str) -> bytes:
        """A new key under a new name, on disk when this returns."""
        key = secrets.token_bytes(BYTES)
        self._disk.write(self._path(name), key)
        self._disk.keep_names(self._root)
        return key

    def read(self, name: str) -> bytes | None:
        """The key, or None where there is none, or half of one."""
        try:
            key = self._path(name).read_bytes()
        except FileNotFoundError:
            return None
        return key if len(key) == BYTES else None

    def destroy(self, name: str) -> None:
        """Write over the key and take it away. When this returns, nothing can be opened again."""
        path = self._path(name)
        try:
            with path.open("r+b") as file:
                file.write(bytes(BYTES))
                file.flush()
                os.fsync(file.fileno())
        except FileNotFoundError:
            return
        self._disk.remove(path)
        self._disk.keep_names(self._root)

    def names(self) -> tuple[str, ...]:
        """What there are keys of; a file of another size is none."""
        files = self._root.glob(f"*{ENDING}")
        return tuple(sorted(path.stem for path in files if path.stat().st_size == BYTES))

    def _path(self, name: str) -> Path:
        return self._root / f"{checked(name)}{ENDING}"


def checked(name: str) -> str:
    """Refuse what would lead out of the folder. Raises NotAKey."""
    plain = name.replace("-", "").replace("_", "")
    if not (plain.isascii() and plain.isalnum() and name == name.lower() and len(name) <= 96):
        raise NotAKey(repr(name))
    return name
