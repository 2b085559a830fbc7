"""Each team's papers in a TinyDB file of its own, which is always whole."""

from datetime import datetime
from pathlib import Path
from zlib import crc32

import msgspec
from tinydb import TinyDB
from tinydb.middlewares import CachingMiddleware
from tinydb.storages import Storage
from tinydb.table import Document

from storage.disk import Disk
from storage.errors import Damaged
from storage.shelf import Sheet
from storage.store import SUMMARY

Fields = dict[str, msgspec.Raw]
Tables = dict[str, dict[str, Fields]]

_tables = msgspec.json.Decoder(Tables).decode
_parts = msgspec.json.Decoder(Fields).decode
_number = msgspec.json.Decoder(int).decode

ONLY = 1
"""A team's file is one document, and this is its number."""


class Head(msgspec.Struct, frozen=True):
    """What must be known of a team before anyone opens it."""

    revision: int
    version: int
    due: datetime | None


_head = msgspec.json.Decoder(Head).decode


class WholeFile(Storage):
    """A TinyDB storage that leaves the old file in place until the new one is on disk.

    The fields of a document stay JSON, so nothing is read that nobody asked for.
    """

    def __init__(self, path: Path, disk: Disk) -> None:
        self._path = path
        self._disk = disk

    def read(self) -> Tables | None:
        try:
            return _tables(self._path.read_bytes())
        except FileNotFoundError:
            return None
        except msgspec.DecodeError as error:
            raise Damaged(f"{self._path.name}: {error}.") from error

    def write(self, tables: Tables) -> None:
        self._disk.write(self._path, msgspec.json.encode(tables))


def tinydb(path: Path, disk: Disk) -> TinyDB:
    """Open a file so that all that is done to it is written once, when it is closed."""
    return TinyDB(path, disk, storage=CachingMiddleware(WholeFile))  # type: ignore[no-untyped-call]


def read_head(path: Path, disk: Disk) -> Head:
    """Read how far a team's file has come, and make sure that all of it is readable."""
    return _head(_document(path, disk)["head"])


def read_parts(path: Path, disk: Disk) -> dict[str, bytes]:
    """Read the parts in a team's file."""
    parts = _parts(_document(path, disk)["parts"])
    return {name: bytes(part) for name, part in parts.items()}


def save_papers(path: Path, disk: Disk, sheet: Sheet) -> None:
    """Write a team's file anew: the old parts, and upon them what has changed."""
    old = read_parts(path, disk) if sheet.saved else {}
    changed = {name: part for name, part in sheet.changed.items() if not name.startswith(SUMMARY)}
    parts = {
        name: msgspec.Raw(part) for name, part in {**old, **changed}.items() if part is not None
    }
    head = msgspec.json.encode(Head(sheet.revision, sheet.version, sheet.due))
    body = msgspec.json.encode(parts)
    checksum = msgspec.json.encode(crc32(body, crc32(head)))
    fields = {"head": head, "checksum": checksum, "parts": body}
    with tinydb(path, disk) as file:
        file.truncate()
        file.insert(Document({name: msgspec.Raw(field) for name, field in fields.items()}, ONLY))


def _document(path: Path, disk: Disk) -> Fields:
    with tinydb(path, disk) as file:
        document: Fields = file.get(doc_id=ONLY)
    try:
        checksum = crc32(document["parts"], crc32(document["head"]))
        if checksum == _number(document["checksum"]):
            return document
    except (KeyError, TypeError, msgspec.DecodeError) as error:
        raise Damaged(f"{path.name}: {error}.") from error
    raise Damaged(f"{path.name}: its checksum is wrong.")
