"""Raw connections: one that asks and is answered, one that only listens."""

import asyncio
import re
from typing import cast

from bench.asking import Table, line

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Wire(asyncio.Protocol):
    """A connection on which one question at a time is asked."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._loop = asyncio.get_running_loop()
        self._answer: asyncio.Future[bytes] = self._loop.create_future()
        self._got = b""

    def connection_lost(self, error: Exception | None) -> None:
        if not self._answer.done():
            self._answer.set_exception(ConnectionError("The server hung up."))

    async def ask(self, asks: bytes) -> bytes:
        """The whole answer, its head included. Raises ConnectionError."""
        if self._transport.is_closing():
            raise ConnectionError("The server hung up.")
        self._answer = self._loop.create_future()
        self._transport.write(asks)
        return await self._answer

    def data_received(self, data: bytes) -> None:
        self._got = self._got + data if self._got else data
        if is_whole(self._got) and not self._answer.done():
            self._answer.set_result(self._got)
            self._got = b""


def is_whole(got: bytes) -> bool:
    """Whether all that the head promises has come."""
    end = got.find(b"\r\n\r\n")
    if end < 0:
        return False
    length = LENGTH.search(got, 0, end + 2)
    return len(got) >= end + 4 + (int(length[1]) if length else 0)


class Screen(asyncio.Protocol):
    """A browser that has the table open: pictures come by themselves."""

    def __init__(self, port: int, table: Table) -> None:
        self._asks = line(port, table)
        self._got = b""
        self._awaited: tuple[bytes, asyncio.Future[None]] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        cast(asyncio.Transport, transport).write(self._asks)

    def connection_lost(self, error: Exception | None) -> None:
        if self._awaited and not self._awaited[1].done():
            self._awaited[1].set_exception(ConnectionError("The server hung up."))

    async def shows(self, sign: bytes) -> None:
        """Wait until a picture with this sign has come."""
        came = asyncio.get_running_loop().create_future()
        self._awaited = sign, came
        self._look()
        await came

    def data_received(self, data: bytes) -> None:
        self._got += data
        self._look()

    def _look(self) -> None:
        if self._awaited and not self._awaited[1].done() and self._awaited[0] in self._got:
            self._awaited[1].set_result(None)
        begins = self._got.rfind(b"data: ")
        self._got = self._got[begins:] if begins > 0 else self._got
