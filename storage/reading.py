"""Put the commits in the journals together, and notice what is missing among them."""

from dataclasses import dataclass, field

import msgspec

from storage.journal import Damage, Record, read
from storage.shelf import Shelf


@dataclass
class Reading:
    """What the journals say: the last word on each part, and what of it is missing.

    `missing` is the highest revision that is known to have been kept and was not found whole.
    """

    shelves: dict[str, Shelf]
    changed: dict[str, dict[str, msgspec.Raw]] = field(default_factory=dict)
    missing: dict[str, int] = field(default_factory=dict)
    nameless: bool = False

    def go_through(self, journal: bytes) -> None:
        """Read one journal; they come in the order in which they were written."""
        for found in read(journal):
            if type(found) is Record:
                self.add(found)
            elif type(found) is Damage:
                self.miss(found)

    def add(self, record: Record) -> None:
        """Put a commit upon those before it; what the team's file already has is passed over."""
        team, revision = record.team, record.revision
        shelf = self.shelves.get(team)
        if shelf is None:
            shelf = self.shelves[team] = Shelf()
        if revision == shelf.revision + 1:
            shelf.revision = revision
            shelf.version = record.version
            if team in self.changed:
                self.changed[team].update(record.changes)
            else:
                self.changed[team] = record.changes
        elif revision > shelf.revision:
            self.missing[team] = revision

    def miss(self, damage: Damage) -> None:
        """Note whose commit is damaged, as far as its names make sense."""
        sensible = False
        for team, revision in damage.names:
            shelf = self.shelves.get(team) or Shelf()
            known = max(shelf.revision, self.missing.get(team, 0))
            if revision <= known + 1:
                sensible = True
                self.missing[team] = max(revision, self.missing.get(team, 0))
        self.nameless = self.nameless or not sensible

    def gaps(self) -> dict[str, int]:
        """The teams of which something is missing, and how far they should have come."""
        return {
            team: revision
            for team, revision in self.missing.items()
            if revision > self.shelves.setdefault(team, Shelf()).revision
        }
