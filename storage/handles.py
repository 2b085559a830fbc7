"""Who stands behind which handle, which ids are one person, and which invitations were used.

One small file of the house. A handle is the operator's word, a person the id of a platform, with
the name by which its teams were told. Of an invitation only a keyed digest is kept, until it would
have run out.
"""

import asyncio
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from pathlib import Path

import msgspec

from circle.people import PersonId
from storage.disk import Disk
from storage.errors import CannotSave, Damaged


class Kept(msgspec.Struct, frozen=True):
    """The file."""

    people: dict[str, PersonId] = {}
    used: dict[str, datetime] = {}
    version: int = 1
    same: list[list[PersonId]] = []
    names: dict[str, str] = {}
    teams: dict[str, list[str]] = {}


class Handles:
    """Read once, written whole each time; `path` is the file."""

    def __init__(self, path: Path, disk: Disk | None = None) -> None:
        self._path, self._disk = path, disk or Disk()
        self._kept, self._turn = _read(path), asyncio.Lock()

    @property
    def people(self) -> Mapping[str, PersonId]:
        """The person behind each handle."""
        return self._kept.people

    def name_of(self, handle: str) -> str:
        """What the person behind this handle is called, as the teams were told."""
        return self._kept.names.get(handle, "")

    def teams_of(self, handle: str) -> frozenset[str]:
        """The ids of the teams that were told who stands behind this handle."""
        return frozenset(self._kept.teams.get(handle, ()))

    async def told(self, handle: str, teams: frozenset[str]) -> None:
        """These teams, and no others, know who stands behind the handle. Raises CannotSave."""
        async with self._turn:
            if teams != self.teams_of(handle):
                after = {**self._kept.teams, handle: sorted(teams)}
                await self._write(msgspec.structs.replace(self._kept, teams=after))

    def is_used(self, digest: str) -> bool:
        """Whether an invitation was used."""
        return digest in self._kept.used

    async def link(
        self,
        handle: str,
        person: PersonId,
        digest: str,
        until: datetime,
        at: datetime,
        name: str = "",
    ) -> bool:
        """This person stands behind the handle now; False where the invitation was used before.

        Raises CannotSave.
        """
        async with self._turn:
            if self.is_used(digest):
                return False
            used = {known: end for known, end in self._kept.used.items() if end > at}
            people = {**self._kept.people, handle: person}
            names, used = {**self._kept.names, handle: name}, {**used, digest: until}
            change = {"people": people, "names": names, "used": used}
            await self._write(msgspec.structs.replace(self._kept, **change))
            return True

    async def forget(self, handles: Iterable[str]) -> None:
        """Nobody stands behind these handles any more. Raises CannotSave."""
        async with self._turn:
            await self._write(_without(self._kept, frozenset(handles)))

    def same_as(self, person: PersonId) -> frozenset[PersonId]:
        """Every id of this person, on each platform where they said who they are."""
        found = (each for each in self._kept.same if person in each)
        return frozenset({person, *next(found, ())})

    async def join(self, one: PersonId, other: PersonId) -> None:
        """These two ids are one person. Raises CannotSave."""
        async with self._turn:
            both = self.same_as(one) | self.same_as(other)
            rest = [each for each in self._kept.same if not both.intersection(each)]
            same = [*rest, sorted(both)]
            await self._write(msgspec.structs.replace(self._kept, same=same))

    async def unlink(self, person: PersonId) -> None:
        """Nothing stays of this person. Raises CannotSave."""
        async with self._turn:
            kept = _without(self._kept, {h for h, p in self._kept.people.items() if p == person})
            same = [[id for id in each if id != person] for each in self._kept.same]
            same = [each for each in same if len(each) > 1]
            await self._write(msgspec.structs.replace(kept, same=same))

    async def _write(self, kept: Kept) -> None:
        try:
            await asyncio.to_thread(self._on_disk, msgspec.json.encode(kept))
        except OSError as error:
            raise CannotSave(str(error)) from error
        self._kept = kept

    def _on_disk(self, content: bytes) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._disk.write(self._path, content)
        self._disk.keep_names(self._path.parent)


def _without(kept: Kept, handles: AbstractSet[str]) -> Kept:
    """The file without these handles."""
    return msgspec.structs.replace(
        kept,
        people={each: of for each, of in kept.people.items() if each not in handles},
        names={each: of for each, of in kept.names.items() if each not in handles},
        teams={each: of for each, of in kept.teams.items() if each not in handles},
    )


def _read(path: Path) -> Kept:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Kept)
    except FileNotFoundError:
        return Kept()
    except msgspec.MsgspecError as error:
        raise Damaged(f"{path.name}: {error}.") from error
