"""Ordet itself, running: its own folder, its own port, teams in the middle of a circle."""

import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import watched
from bench.asking import Table
from bench.people import circles, furnish
from bench.processes import BOT, SERVED, folder, free_port, get, running, until_ready
from circle.papers import Papers

TURN = re.compile(r'name="turn"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="turn"')
TEAMS = 64


@dataclass
class House:
    """A bot that answers. `fsyncs` and `written` say what it has done to the disk so far."""

    port: int
    child: subprocess.Popen[bytes]
    data: Path
    tables: list[Table]

    @property
    def fsyncs(self) -> int:
        return watched.counted(counts_of(self.data))

    @property
    def written(self) -> int:
        """Bytes in the journals."""
        return sum(path.stat().st_size for path in self.data.glob("journal-*"))

    def turn(self, table: Table) -> int:
        """The turn that the team's page shows now, or -1."""
        _, page = get(self.port, f"/table/{table.team}")
        found = TURN.search(page)
        return int(found[1] or found[2]) if found else -1


def counts_of(data: Path) -> Path:
    return data.parent / "fsyncs"


def tables_of(teams: Sequence[Papers]) -> list[Table]:
    return [
        Table(team=p.team.id, circle=p.circle.id, turn=p.circle.course.turn)
        for p in teams
        if p.circle
    ]


@contextmanager
def house(teams: int = TEAMS, delay_ms: float | None = None) -> Iterator[House]:
    """Ordet with so many teams; with a delay its disk is watched, even if the delay is none."""
    with folder() as place:
        papers = circles(teams)
        furnish(place / "data", papers)
        with opened(place / "data", delay_ms) as (port, child):
            yield House(port, child, place / "data", tables_of(papers))


@contextmanager
def opened(
    data: Path, delay_ms: float | None = None
) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Ordet on a folder that is furnished; its port and its process, when it is ready."""
    port = free_port()
    arguments = [BOT]
    if delay_ms is not None:
        watched.blank(counts_of(data))
        arguments = ["-m", "bench.watched", str(delay_ms), str(counts_of(data)), BOT]
    settings = {"ORDET_DATA": str(data), "ORDET_PORT": str(port), "ORDET_LOG": "warning"}
    with running(arguments, SERVED, settings) as child:
        until_ready(child, port)
        yield port, child
