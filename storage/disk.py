"""The few things we ask of a disk, each with the places where the power may go."""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MARKS = (
    "before create",
    "after create",
    "before append",
    "after append",
    "after append fsync",
    "before shorten",
    "after shorten",
    "before write",
    "after write",
    "after write fsync",
    "after rename",
    "after folder fsync",
    "before remove",
    "after remove",
)
"""Every point of a commit or a compaction at which a test may end the process."""

NEW = ".new"
"""The ending of a file that is not finished; it takes its name when all of it is on disk."""

WRITE = os.O_CREAT | os.O_WRONLY | getattr(os, "O_BINARY", 0)
OURS = 0o600
"""Nobody but the bot reads what a team keeps."""


def unmarked(_: str) -> None:
    """Pass a mark without a word, as everyone does outside the tests."""


@dataclass(frozen=True)
class Disk:
    """Write so that what was there stays until what is new has arrived."""

    fsync: Callable[[int], None] = os.fsync
    mark: Callable[[str], None] = unmarked

    def create(self, path: Path) -> int:
        """Begin a file that only grows."""
        self.mark("before create")
        file = os.open(path, WRITE | os.O_EXCL | os.O_APPEND, OURS)
        self.mark("after create")
        return file

    def append(self, file: int, content: bytes) -> None:
        """Add to the end of a file; when this returns, it is there to stay."""
        self.mark("before append")
        written = os.write(file, content)
        while written < len(content):
            written += os.write(file, content[written:])
        self.mark("after append")
        self.fsync(file)
        self.mark("after append fsync")

    def shorten(self, file: int, length: int) -> None:
        """Take away what did not arrive whole."""
        self.mark("before shorten")
        os.ftruncate(file, length)
        self.fsync(file)
        self.mark("after shorten")

    def write(self, path: Path, content: bytes, dated: tuple[int, int] | None = None) -> None:
        """Put a whole file in the place of the old one; call `keep_names` before relying on it.

        `dated`: when the file was read and written, in seconds since 1970, if not now.
        """
        unfinished = path.with_name(path.name + NEW)
        self.mark("before write")
        file = os.open(unfinished, WRITE | os.O_TRUNC, OURS)
        with os.fdopen(file, "wb") as whole:
            whole.write(content)
            whole.flush()
            self.mark("after write")
            self.fsync(file)
        self.mark("after write fsync")
        if dated is not None:
            os.utime(unfinished, dated)
        unfinished.replace(path)
        self.mark("after rename")

    def keep_names(self, folder: Path) -> None:
        """Make sure that files begun, renamed or removed in a folder stay so."""
        if os.name == "nt":  # Windows keeps names by itself and opens no folders
            return
        file = os.open(folder, os.O_RDONLY)
        try:
            self.fsync(file)
        finally:
            os.close(file)
        self.mark("after folder fsync")

    def remove(self, path: Path) -> None:
        """Take a file away, if it is there."""
        self.mark("before remove")
        with suppress(FileNotFoundError):
            path.unlink()
        self.mark("after remove")
