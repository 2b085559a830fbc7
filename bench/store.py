"""The store: commits, whole turns on a slow disk, hard kills, and reading it all again."""

from bench import disk, kill, replay, slow_disk
from bench.figures import Found, together

PARTS = (disk.measure, slow_disk.measure, kill.measure, replay.measure)


def measure(quick: bool) -> Found:
    """One after another, each for itself."""
    return together(part(quick) for part in PARTS)
