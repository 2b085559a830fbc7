"""Where everything lies.

lock                          who uses the folder
journal-00000001              what was kept since the teams' files were written
teams/<team>.json             a team's papers
summaries/<team>.json         a team's filed summaries
closed/<team>.txt             why a team is closed; remove it to open the team again
journal.damaged-<time>        a journal that could not be read to its end, for a person to see
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from storage.disk import NEW
from storage.errors import NotATeam

TEAM = re.compile(r"[a-z0-9-]{1,64}")
JOURNAL = re.compile(r"journal-(\d{8,})")
DAMAGED = "journal.damaged-"


@dataclass(frozen=True)
class Folder:
    """The folder in which a store lives, and the names in it."""

    root: Path

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    @property
    def teams(self) -> Path:
        return self.root / "teams"

    @property
    def summaries(self) -> Path:
        return self.root / "summaries"

    @property
    def closed(self) -> Path:
        return self.root / "closed"

    def prepare(self) -> None:
        """Make the folders, and sweep away files that were never finished."""
        for folder in (self.root, self.teams, self.summaries, self.closed):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            for unfinished in folder.glob(f"*{NEW}"):
                unfinished.unlink()

    def papers(self, team: str) -> Path:
        return self.teams / f"{known(team)}.json"

    def summary(self, team: str) -> Path:
        return self.summaries / f"{known(team)}.json"

    def note(self, team: str) -> Path:
        return self.closed / f"{known(team)}.txt"

    def journal(self, number: int) -> Path:
        return self.root / f"journal-{number:08}"

    def journals(self) -> tuple[int, ...]:
        """The numbers of the journals that are here, oldest first."""
        found = (JOURNAL.fullmatch(path.name) for path in self.root.iterdir())
        return tuple(sorted(int(name[1]) for name in found if name))

    def evidence(self, journal: Path) -> Path:
        """The name under which a damaged journal stays, from the time it was last written."""
        time = datetime.fromtimestamp(journal.stat().st_mtime, UTC)
        return self.root / f"{DAMAGED}{time:%Y%m%dT%H%M%S.%fZ}"

    def all_evidence(self) -> tuple[Path, ...]:
        return tuple(sorted(self.root.glob(f"{DAMAGED}*")))


def teams_in(folder: Path, ending: str) -> Iterator[tuple[str, Path]]:
    """The teams that have a file with this ending in a folder, in the order of their ids."""
    for path in sorted(folder.glob(f"*{ending}")):
        if TEAM.fullmatch(path.stem):
            yield path.stem, path


def known(team: str) -> str:
    """Refuse what cannot be a team, so that no id leads out of the folder."""
    if not TEAM.fullmatch(team):
        raise NotATeam(repr(team))
    return team
