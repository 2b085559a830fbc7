"""One sealed record: what lies in a box, as bytes that say nothing without the key.

AES-256-GCM with a random nonce for every writing (NIST SP 800-38D, section 8.2.2: far fewer than
2^32 writings for each key), bound to the round by its name. The text is padded to the size that
the box can get, up to the next 4 KiB, so that the length is the same from the first answer on.
Marks are HMAC-SHA256 of a person's id, with a key of their own.
"""

import hmac
import secrets
from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

from circle.checkin.box import Box, Counts, Mark, fullest
from storage.errors import Damaged

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PAGE = 4096
NONCE = 12
FOR_BOX, FOR_MARKS, FOR_DIGEST = b"ordet box", b"ordet marks", b"ordet asked"


class Sheet(msgspec.Struct, frozen=True):
    """A box as it is written down: everything sorted."""

    eligible: tuple[Mark, ...]
    done: tuple[Mark, ...]
    counts: dict[str, Counts]


_sheet = msgspec.json.Decoder(Sheet)


def mark(key: bytes, person: str) -> Mark:
    """A person, within one round."""
    return hmac.digest(_own(key, FOR_MARKS), person.encode(), sha256).hex()


def asked(key: bytes, people: Iterable[str]) -> str:
    """One digest of who is asked; it cannot be tried out without the key."""
    told = msgspec.json.encode(sorted(set(people)))
    return hmac.digest(_own(key, FOR_DIGEST), told, sha256).hex()


def seal(key: bytes, name: str, box: Box) -> bytes:
    """The box as it lies on disk."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + _cipher(key).encrypt(nonce, written(box), name.encode())


def unseal(key: bytes, name: str, sealed: bytes) -> Box:
    """The box again. Raises Damaged where it was changed, or is another's."""
    from cryptography.exceptions import InvalidTag

    nonce, rest = sealed[:NONCE], sealed[NONCE:]
    try:
        text = _cipher(key).decrypt(nonce, rest, name.encode())
        sheet = _sheet.decode(text)
    except (InvalidTag, ValueError, msgspec.DecodeError):
        raise Damaged(f"It is the box {name}.") from None
    return Box(frozenset(sheet.eligible), frozenset(sheet.done), sheet.counts)


def written(box: Box) -> bytes:
    """The box in plain text, padded: a function of the set of answers, and nothing else."""
    size = len(_text(fullest(box)))
    return _text(box).ljust(-(-size // PAGE) * PAGE)


def _cipher(key: bytes) -> "AESGCM":
    """The library is loaded when a box is first opened: 8 MB, which most teams never need."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(_own(key, FOR_BOX))


def _text(box: Box) -> bytes:
    counts = dict(sorted(box.counts.items()))
    return msgspec.json.encode(Sheet(tuple(sorted(box.eligible)), tuple(sorted(box.done)), counts))


def _own(key: bytes, purpose: bytes) -> bytes:
    return hmac.digest(key, purpose, sha256)
