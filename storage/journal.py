"""The journal: one record for each commit, one after another, and how they are read again.

A record is a marker, the length and the checksum of what follows, and then JSON:
`[team, revision, version, {part: its JSON, or null}, team, revision]`.

A commit is written before it is acknowledged, so what a crash tears off at the end was promised
to nobody and is passed over. What is wrong anywhere else is damage, and the team's name and
revision stand at both ends of a record to tell whose it was. The marker begins with a byte that
no JSON has, so reading goes on at the next record, and a wrong length alone loses nothing.

A crash leaves a record too short or with zeros in it. A last record that is as long as it says,
without a zero, and yet wrong, arrived whole and was damaged later. Beyond that, a damaged last
record cannot be told from a torn one; after a clean stop there is no journal to be damaged.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from struct import Struct
from zlib import crc32

import msgspec

MARKER = b"\xffOr1"
FRAME = Struct("<4sII")

FRONT = re.compile(rb'\["([a-z0-9-]{1,64})",(\d{1,18}),')
BACK = re.compile(rb',"([a-z0-9-]{1,64})",(\d{1,18})\]')

NOTHING = msgspec.Raw(b"null")


class Record(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """One commit of one team. A part that is `null` is removed."""

    team: str
    revision: int
    version: int
    changes: dict[str, msgspec.Raw]
    same_team: str
    same_revision: int


@dataclass(frozen=True)
class Damage:
    """Bytes that are no record, and whose they may have been, with the revision."""

    names: tuple[tuple[str, int], ...]


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Record).decode


def framed(team: str, revision: int, version: int, changes: Mapping[str, bytes | None]) -> bytes:
    """Write a commit as it stands in the journal."""
    parts = {name: NOTHING if part is None else msgspec.Raw(part) for name, part in changes.items()}
    payload = _encode((team, revision, version, parts, team, revision))
    return FRAME.pack(MARKER, len(payload), crc32(payload)) + payload


def read(journal: bytes) -> Iterator[Record | Damage]:
    """Give back every commit that is whole, and every stretch that was damaged."""
    position, end, head = 0, len(journal), FRAME.size
    doubtful: list[bytes] = []
    while position < end:
        start = position + head
        if start <= end:
            _, length, checksum = FRAME.unpack_from(journal, position)
            payload = journal[start : start + length]
            if crc32(payload) == checksum and len(payload) == length > 0:
                if doubtful:
                    yield from _damages(doubtful)
                yield _decode(payload)
                position = start + length
                continue
        stretch = _up_to_the_next(journal, position)
        position += len(stretch)
        if _is_whole(stretch):  # only the length was wrong
            yield from _damages(doubtful)
            yield _decode(stretch[head:])
            continue
        doubtful.append(stretch)
    yield from _damages([stretch for stretch in doubtful if _arrived(stretch)])


def _damages(doubtful: list[bytes]) -> Iterator[Damage]:
    """Name whose the doubtful stretches were, and doubt no more."""
    for stretch in doubtful:
        payload = stretch[FRAME.size :]
        names = (*FRONT.findall(payload), *BACK.findall(payload))
        yield Damage(tuple((team.decode(), int(revision)) for team, revision in names))
    doubtful.clear()


def _up_to_the_next(journal: bytes, position: int) -> bytes:
    """The bytes from here to the next marker, or to the end."""
    following = journal.find(MARKER, position + 1)
    return journal[position:] if following < 0 else journal[position:following]


def _is_whole(stretch: bytes) -> bool:
    payload = stretch[FRAME.size :]
    return bool(payload) and FRAME.unpack_from(stretch)[2] == crc32(payload)


def _arrived(stretch: bytes) -> bool:
    """Whether a record came to the disk in full length, whatever became of it there."""
    payload = stretch[FRAME.size :]
    return bool(payload) and FRAME.unpack_from(stretch)[1] == len(payload) and 0 not in payload
