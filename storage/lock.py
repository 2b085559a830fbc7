"""One process per folder: whoever holds the lock may write."""

import os
import sys
from pathlib import Path

from storage.errors import FolderTaken

if sys.platform == "win32":
    import msvcrt

    def take(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def take(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Lock:
    """A lock on a file. It ends with the process, so a crash leaves nothing to clear away."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            take(self._file)
        except OSError as error:
            os.close(self._file)
            raise FolderTaken(f"It is {path.parent}.") from error

    def release(self) -> None:
        """Let the next one in."""
        os.close(self._file)
