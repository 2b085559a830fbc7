"""The sealed boxes of open rounds: a folder of their own, beside the teams' files.

    boxes/<round>.box    sealed; its key lies elsewhere (storage/keys.py)

A box is never in the journal, and no older one is kept. Every writing leaves the same length and
the same date on the file. An answer is on disk when `answer` returns, or it never was given: the
person's mark and the counts are one writing.
"""

import asyncio
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from circle.checkin.box import Box, Counts, Heard, answered, made
from storage.disk import NEW, Disk
from storage.errors import BoxLost, CannotSave
from storage.keys import FOLDER, Keys, checked
from storage.seal import asked, mark, seal, unseal

ENDING = ".box"
ROUND = re.compile(r"[a-z0-9-]{1,64}_\d{1,9}")
"""What rounds are called: by their team, and by number."""

UNDATED = (0, 0)
"""The date on every box and on their folder, in seconds since 1970: no copy tells when the last
answer came."""


class Boxes:
    """All open rounds, by their names. Answers to one round wait for each other."""

    def __init__(self, root: Path, keys: Keys, disk: Disk | None = None) -> None:
        self._root, self._keys, self._disk = root, keys, disk or Disk()
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._counted: set[str] = set()
        root.mkdir(parents=True, exist_ok=True, mode=FOLDER)
        for unfinished in root.glob(f"*{NEW}"):
            unfinished.unlink()

    async def open(self, name: str, people: Iterable[str], questions: Iterable[str]) -> None:
        """Begin a round, once; a second time it stays as it is. Raises BoxLost or CannotSave."""
        async with self._turns[name]:
            await asyncio.to_thread(self._open, name, tuple(people), tuple(questions))

    async def answer(self, name: str, person: str, answers: Mapping[str, int]) -> Heard:
        """One person's answers, once. Raises BoxLost, CannotSave or Damaged.

        Who asks may go away: what is being written is written before the next answer is.
        """
        return await asyncio.shield(self._in_turn(name, person, answers))

    async def _in_turn(self, name: str, person: str, answers: Mapping[str, int]) -> Heard:
        async with self._turns[name]:
            if name in self._counted:
                return Heard.LATE
            return await asyncio.to_thread(self._answer, name, person, answers)

    async def counts(self, name: str, last: bool = False) -> Mapping[str, Counts]:
        """What lies in the box; once it is counted for the release (`last`), an answer is late.

        Raises BoxLost, CannotSave where the disk does not give it now, or Damaged.
        """
        async with self._turns[name]:
            _, box = await asyncio.to_thread(self._read, name)
            if last:
                self._counted.add(name)
        return box.counts

    async def destroy(self, name: str) -> None:
        """Destroy the key, then the box. Done twice, it is done once."""
        async with self._turns[name]:
            await asyncio.to_thread(self._destroy, name)
        self._turns.pop(name, None)
        self._counted.discard(name)

    async def same_people(self, team: str, before: str, people: Iterable[str]) -> tuple[bool, str]:
        """Whether the same people are asked as before, and the digest to keep until the next time.

        `before` is the digest of the last time. Its key is destroyed here, so that nobody can try
        out afterwards who was asked then.
        """
        async with self._turns[team]:
            return await asyncio.to_thread(self._same_people, team, before, tuple(people))

    def names(self) -> tuple[str, ...]:
        """The rounds that have a box or a key. What else lies in the folders is not ours."""
        boxes = {path.stem for path in self._root.glob(f"*{ENDING}")}
        return tuple(
            sorted(each for each in boxes.union(self._keys.names()) if ROUND.fullmatch(each))
        )

    def _open(self, name: str, people: tuple[str, ...], questions: tuple[str, ...]) -> None:
        if self._path(name).exists():
            self._read(name)
            return
        try:
            key = self._keys.make(name)
            box = made((mark(key, person) for person in people), questions)
            self._write(name, key, box)
        except OSError as error:
            raise CannotSave from error

    def _answer(self, name: str, person: str, answers: Mapping[str, int]) -> Heard:
        key, box = self._read(name)
        box, heard = answered(box, mark(key, person), answers)
        if heard in {Heard.TAKEN, Heard.HAD}:  # a second answer takes as long, and fails alike
            try:
                self._write(name, key, box)
            except OSError:
                raise CannotSave from None
        return heard

    def _read(self, name: str) -> tuple[bytes, Box]:
        try:
            key = self._keys.read(name)
            sealed = self._path(name).read_bytes()
        except FileNotFoundError:
            raise BoxLost from None
        except OSError as error:
            raise CannotSave from error
        if key is None:
            raise BoxLost
        return key, unseal(key, name, sealed)

    def _write(self, name: str, key: bytes, box: Box) -> None:
        self._disk.write(self._path(name), seal(key, name, box), dated=UNDATED)
        with suppress(PermissionError):  # the folder may be somebody else's, as in a container
            os.utime(self._root, UNDATED)
        self._disk.keep_names(self._root)

    def _destroy(self, name: str) -> None:
        try:
            self._keys.destroy(name)
            self._disk.remove(self._path(name))
            self._disk.keep_names(self._root)
        except OSError as error:
            raise CannotSave from error

    def _same_people(self, team: str, before: str, people: tuple[str, ...]) -> tuple[bool, str]:
        known = f"asked-{team}"
        key = self._keys.read(known)
        same = key is not None and before == asked(key, people)
        self._keys.destroy(known)
        return same, asked(self._keys.make(known), people)

    def _path(self, name: str) -> Path:
        return self._root / f"{checked(name)}{ENDING}"
