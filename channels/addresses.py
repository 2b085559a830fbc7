"""Address books of chats: entries by key, each written only when it changes.

Kept beside the teams' papers in a store of its own kind, since each belongs to its chat alone;
a turn in a known place costs nothing here.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from storage.embedded import EmbeddedStore
from storage.errors import StoreError, TeamClosed

IN_USE = 100_000
"""Entries at hand; one is a few hundred bytes."""

A = TypeVar("A")
E = TypeVar("E")


class EntryCodec(Generic[A]):
    """An entry is one part: any of the structs that `kinds` unites."""

    version = 1

    def __init__(self, kinds: Any) -> None:
        self._encode = msgspec.json.Encoder().encode
        self._decode: msgspec.json.Decoder[A] = msgspec.json.Decoder(kinds)

    def new(self, parts: Mapping[str, bytes]) -> A:
        """The entry."""
        return self._decode.decode(parts["entry"])

    def changes(self, old: A | None, new: A) -> dict[str, bytes | None]:
        """All of it, where anything differs."""
        return {} if old == new else {"entry": self._encode(new)}

    def due(self, papers: A) -> datetime | None:
        """An address waits for nothing."""
        return None

    def upgrade(self, parts: Mapping[str, bytes], version: int) -> Mapping[str, bytes]:
        """There is one version yet."""
        return parts


class Addresses(Generic[A]):
    """Entries of one chat. `key` says under which key an entry stands."""

    def __init__(self, folder: Path, codec: EntryCodec[A], key: Callable[[A], str]) -> None:
        self._store: EmbeddedStore[A] = EmbeddedStore(folder, codec, in_use=IN_USE)
        self._key = key

    async def read(self, key: str, kind: type[E]) -> E | None:
        """An entry of this kind; one that is damaged is one that we do not have."""
        try:
            found = await self._store.read(key)
        except TeamClosed:
            return None
        return found if isinstance(found, kind) else None

    async def met(self, key: str, kind: type[E], how: Callable[[E | None], E]) -> E:
        """An entry as it is now. What others changed while we waited for the desk stays."""
        known = await self.read(key, kind)
        met = how(known)
        if met == known:
            return met
        with suppress(StoreError):
            async with self._store.open(key) as desk:
                met = how(desk.papers if isinstance(desk.papers, kind) else None)
                await desk.keep(met)  # type: ignore[arg-type]
        return met

    async def keep(self, entry: A) -> None:
        """Keep an entry. Raises the store's errors."""
        async with self._store.open(self._key(entry)) as desk:
            await desk.keep(entry)

    async def write(self, entry: A) -> None:
        """Keep an entry. Where that cannot be done now, it is met again another time."""
        with suppress(StoreError):
            await self.keep(entry)

    async def change(self, entry: E, how: Callable[[E], E]) -> None:
        """Change what stands of an entry now."""
        with suppress(StoreError):
            async with self._store.open(self._key(entry)) as desk:  # type: ignore[arg-type]
                now = desk.papers if isinstance(desk.papers, type(entry)) else entry
                await desk.keep(how(now))  # type: ignore[arg-type]

    async def keep_house(self) -> None:
        """Let nothing remain on disk of what was changed."""
        await self._store.compact()

    async def close(self) -> None:
        """Finish what is under way."""
        await self._store.close()


def key_for(kind: str, *facts: str) -> str:
    """A key that tells nothing of the facts it is made of."""
    return f"{kind}-{sha256('|'.join(facts).encode('utf-8', 'surrogatepass')).hexdigest()[:40]}"
