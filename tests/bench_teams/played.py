"""The fakes of Teams in the test's own loop, and how a test asks them."""

from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import msgspec

from bench.connector import World
from bench.load import connected
from bench.wires import Wire


@dataclass
class Played:
    """Microsoft's side, and how a test asks it."""

    world: World
    port: int
    tls_port: int
    stack: ExitStack

    async def wire(self) -> Wire:
        return await connected(self.port, Wire, self.stack)

    async def ask(self, verb: str, path: str, said: object = None) -> tuple[int, Any]:
        """Status and JSON of one answer, on a connection of its own."""
        answer = await (await self.wire()).ask(asks(verb, path, said))
        head, _, body = answer.partition(b"\r\n\r\n")
        return int(head.split()[1]), msgspec.json.decode(body)


def asks(verb: str, path: str, said: object = None) -> bytes:
    body = b"" if said is None else msgspec.json.encode(said)
    head = f"{verb} {path} HTTP/1.1\r\nHost: fakes\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body
