"""How long a start reads the journal: `python -m bench.replay FOLDER` prints the seconds."""

import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path

from bench.figures import Found, Target, median
from bench.people import circles, now, turns_of
from bench.processes import HOME, SERVED, folder, pin
from circle.papers import Papers
from storage.embedded import EmbeddedStore
from storage.folder import Folder
from storage.journal import framed
from storage.papers import PaperCodec

COMMITS = {True: 50_000, False: 500_000}
FULL = 500_000
TEAMS = {True: 250, False: 2_500}
ROUNDS = {True: 2, False: 3}


def measure(quick: bool) -> Found:
    """Write a journal of real turns, and read it as a start does, each time in a new process."""
    with folder() as place:
        commits, teams = COMMITS[quick], TEAMS[quick]
        home = Folder(place / "data")
        home.prepare()
        with home.journal(1).open("wb") as journal:
            journal.writelines(records(commits, teams))
        size = home.journal(1).stat().st_size
        times = [_once(home.root) for _ in range(ROUNDS[quick])]
    clock, cpu = (median(each) for each in zip(*times, strict=True))
    seconds = clock * FULL / commits
    told = (
        f"Replay: {commits:,} commits of {size / commits:.0f} bytes for {teams:,} teams"
        f" in {clock:.2f} s, {cpu:.2f} s of it CPU."
    )
    return Found([told], {}, [Target("P9", "s to replay 500,000 commits", round(seconds, 2), 1.5)])


def records(commits: int, count: int) -> Iterator[bytes]:
    """The journal of many teams, each turn after turn."""
    codec, teams, written = PaperCodec(), circles(count), 0
    for papers in teams:
        yield framed(papers.team.id, 1, codec.version, codec.changes(None, papers))
        written += 1
    course = list(islice(turns_of(teams[0], now()), 9))
    changes = [codec.changes(a, b) for a, b in pairwise(course)]
    assert teams[0].circle
    own = teams[0].circle.id
    revision = 1
    while written < commits:
        revision += 1
        for papers in teams[: commits - written]:
            assert papers.circle
            some = changes[revision % len(changes)]
            mine = {name.replace(own, papers.circle.id): part for name, part in some.items()}
            yield framed(papers.team.id, revision, codec.version, mine)
            written += 1


def _once(place: Path) -> tuple[float, float]:
    """Seconds by the clock, and of CPU."""
    command = [sys.executable, "-m", "bench.replay", str(place)]
    told = subprocess.run(command, cwd=HOME, stdout=subprocess.PIPE, check=True).stdout
    clock, cpu = map(float, told.split())
    return clock, cpu


if __name__ == "__main__":
    pin(SERVED)
    began, spent = time.perf_counter(), time.process_time()
    store: EmbeddedStore[Papers] = EmbeddedStore(Path(sys.argv[1]), PaperCodec())
    print(time.perf_counter() - began, time.process_time() - spent)
