"""The real bot with a watched disk: every fsync is counted, and may be made slower.

python -m bench.watched MILLISECONDS FILE bot.py
"""

import mmap
import os
import runpy
import sys
import time
from pathlib import Path
from struct import Struct

COUNT = Struct("<Q")


def watch(seconds: float, file: Path) -> None:
    """Put a slower, counted fsync in the place of the system's, before anybody has asked for it."""
    with file.open("r+b") as opened:
        counted = mmap.mmap(opened.fileno(), COUNT.size)
    real = os.fsync

    def fsync(fd: int) -> None:
        if seconds:
            time.sleep(seconds)
        real(fd)
        COUNT.pack_into(counted, 0, COUNT.unpack_from(counted)[0] + 1)

    setattr(os, "fsync", fsync)  # noqa: B010


def counted(file: Path) -> int:
    """How many fsyncs there have been."""
    return int(COUNT.unpack(file.read_bytes())[0])


def blank(file: Path) -> None:
    """A count of nothing."""
    file.write_bytes(COUNT.pack(0))


if __name__ == "__main__":
    _, milliseconds, counts, script = sys.argv
    watch(float(milliseconds) / 1000, Path(counts))
    sys.argv = [script]
    sys.path[0] = str(Path(script).parent.resolve())
    runpy.run_path(script, run_name="__main__")
