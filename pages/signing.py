"""Sign a small fact so that nobody else can have written it, and read it back."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import TypeVar

import msgspec

T = TypeVar("T")

LONGEST = 1024


class Forged(Exception):
    """Nobody here has signed this."""


class Seal:
    """Signs with one secret for one purpose; what is signed for another is refused."""

    def __init__(self, secret: str, purpose: str) -> None:
        self._key = hmac.digest(secret.encode(), purpose.encode(), sha256)

    def sign(self, fact: msgspec.Struct) -> str:
        """The fact as a text that fits an address or a cookie."""
        body = msgspec.json.encode(fact)
        return f"{_text(body)}.{_text(self._mark(body))}"

    def read(self, signed: str, kind: type[T]) -> T:
        """The fact as it was signed. Raises Forged."""
        body, _, mark = signed.partition(".")
        try:
            raw, given = _bytes(body), _bytes(mark)
        except ValueError:
            raise Forged from None
        if len(signed) > LONGEST or not hmac.compare_digest(self._mark(raw), given):
            raise Forged
        try:
            return msgspec.json.decode(raw, type=kind)
        except msgspec.MsgspecError:
            raise Forged from None

    def digest(self, text: str) -> str:
        """A short name for a text, the same each time, which nobody else can work out."""
        return self._mark(text.encode()).hex()[:12]

    def _mark(self, body: bytes) -> bytes:
        return hmac.digest(self._key, body, sha256)


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
