"""What is answered to what we ask: all of it, and what it says."""

import msgspec
from aiohttp import StreamReader

from channels.teams.activity import Account


class Given(msgspec.Struct, rename="camel"):
    """What the connector answers to a post."""

    id: str = ""


class Trouble(msgspec.Struct, frozen=True):
    """What is wrong, in one word."""

    code: str = ""


class Told(msgspec.Struct):
    """What the connector answers to what it did not like."""

    error: Trouble = Trouble()


class Page(msgspec.Struct, rename="camel"):
    """Some of the people of a conversation."""

    members: list[Account] = []
    continuation_token: str | None = None


async def whole(content: StreamReader, most: int) -> bytes:
    """Everything up to so many bytes. Large bodies come in pieces; one `read` gives the first."""
    body = bytearray()
    while len(body) < most and (piece := await content.read(most - len(body))):
        body += piece
    return bytes(body)


def id_in(answer: bytes) -> str:
    try:
        return msgspec.json.decode(answer, type=Given).id
    except msgspec.DecodeError:
        return ""


def code_in(answer: bytes) -> str:
    """The connector's own word for what is wrong; it says nothing of what was sent."""
    try:
        code = msgspec.json.decode(answer, type=Told).error.code
    except msgspec.DecodeError:
        return ""
    return code if code.isalnum() and len(code) <= 64 else ""
