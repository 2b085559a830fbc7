"""One-time codes with which somebody says which handle is theirs.

A code names the handle by a digest, the day on which it runs out, and a number of its own, under
a mark that only this installation can make. Nothing is kept of it before it is used.
"""

import hmac
import re
import secrets
from base64 import b32decode, b32encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

LIFE = timedelta(days=7)
DAYS, NAME, OWN, MARK = 2, 4, 4, 8
"""Bytes of each part of a code."""

SHAPE = re.compile(r"[A-Z2-7]{28,32}")
START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Invitation:
    """A code that was read: whose it is, under which digest it is used once, until when (UTC)."""

    handle: str
    digest: str
    until: datetime


def invite(key: bytes, handle: str, at: datetime) -> str:
    """A new code for this handle, in groups of four letters."""
    days = (at + LIFE - START) // timedelta(days=1) + 1
    body = days.to_bytes(DAYS, "big") + _name(key, handle) + secrets.token_bytes(OWN)
    text = b32encode(body + _mark(key, body)).decode().rstrip("=")
    return "-".join(text[n : n + 4] for n in range(0, len(text), 4))


def read_code(key: bytes, code: str, handles: Iterable[str], at: datetime) -> Invitation | None:
    """The invitation, if we made it, it has not run out, and its handle is still there."""
    text = re.sub(r"[\s-]", "", code).upper()
    if not SHAPE.fullmatch(text):
        return None
    raw = b32decode(text + "=" * (-len(text) % 8))
    body, mark = raw[: DAYS + NAME + OWN], raw[DAYS + NAME + OWN :]
    if not hmac.compare_digest(_mark(key, body), mark):
        return None
    until = START + timedelta(days=int.from_bytes(body[:DAYS], "big"))
    name = body[DAYS : DAYS + NAME]
    handle = next((each for each in handles if _name(key, each) == name), None)
    if handle is None or at >= until:
        return None
    return Invitation(handle, hmac.digest(key, raw, sha256).hex()[:32], until)


LINK = re.compile(
    r"\s*/?(?:\w+\s+)?(?:link|kobl|koble)\s+((?:[A-Za-z2-7]{4}[\s-]*){6,8}[A-Za-z2-7]{0,4})\s*"
)


OWN_CODE = re.compile(r"\s*/?(?:\w+\s+)?(?:link|kobl|koble)\s+(\d{3})\s?(\d{3})\s*")
ASKS = re.compile(r"\s*/?(?:\w+\s+)?(?:link|kobl|koble)\s*")
GIVES_UP = re.compile(r"\s*/?(?:\w+\s+)?unlink\s*")


def code_in(text: str) -> str:
    """The code in `circle link CODE`, or nothing: that of an invitation, or six digits."""
    found, own = LINK.fullmatch(text[:200]), OWN_CODE.fullmatch(text[:200])
    return found[1] if found else "".join(own.groups()) if own else ""


def asks_code(text: str) -> bool:
    """Whether somebody asks for a code of their own: `circle link`, and nothing behind it."""
    return ASKS.fullmatch(text[:200]) is not None


def asks_to_unlink(text: str) -> bool:
    """Whether somebody wants to be tied to nothing any more: `circle unlink`."""
    return GIVES_UP.fullmatch(text[:200]) is not None


def is_about_codes(text: str) -> bool:
    """Whether this gives a code, asks for one, or undoes what codes did."""
    return bool(code_in(text)) or asks_code(text) or asks_to_unlink(text)


def _name(key: bytes, handle: str) -> bytes:
    return hmac.digest(key, b"handle " + handle.encode(), sha256)[:NAME]


def _mark(key: bytes, body: bytes) -> bytes:
    return hmac.digest(key, b"invitation " + body, sha256)[:MARK]
