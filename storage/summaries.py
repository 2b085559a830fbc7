"""Each team's filed summaries, in a TinyDB file with one document for each."""

from collections.abc import Mapping
from pathlib import Path
from zlib import crc32

import msgspec
from tinydb import where

from storage.disk import Disk
from storage.errors import Damaged
from storage.snapshots import Fields, tinydb
from storage.store import SUMMARY


def filed(changed: Mapping[str, bytes | None]) -> dict[str, bytes | None]:
    """The summaries among changed parts, by their own ids; None is to be deleted."""
    return {
        name.removeprefix(SUMMARY): part
        for name, part in changed.items()
        if name.startswith(SUMMARY)
    }


def read_summaries(path: Path, disk: Disk) -> dict[str, bytes]:
    """Read the summaries in a team's file, oldest first."""
    with tinydb(path, disk) as file:
        documents = [_opened(path, document) for document in file]
    return dict(documents)


def save_summaries(path: Path, disk: Disk, changes: Mapping[str, bytes | None]) -> None:
    """File summaries and delete others; doing it again changes nothing."""
    read_summaries(path, disk)  # a damaged file is left alone
    with tinydb(path, disk) as file:
        for summary, text in changes.items():
            name = msgspec.json.encode(summary)
            same = where("id").test(msgspec.Raw(name).__eq__)
            if text is None:
                file.remove(same)
                continue
            checksum = msgspec.json.encode(crc32(text, crc32(name)))
            fields = {"id": name, "checksum": checksum, "text": text}
            file.upsert({name: msgspec.Raw(field) for name, field in fields.items()}, same)


def _opened(path: Path, document: Fields) -> tuple[str, bytes]:
    try:
        checksum = crc32(document["text"], crc32(document["id"]))
        if checksum == msgspec.json.decode(document["checksum"]):
            return msgspec.json.decode(document["id"], type=str), bytes(document["text"])
    except (KeyError, msgspec.DecodeError) as error:
        raise Damaged(f"{path.name}: {error}.") from error
    raise Damaged(f"{path.name}: a checksum is wrong.")
