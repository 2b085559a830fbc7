"""Listen at an address, and answer what is no request without repeating it."""

import asyncio
import errno
import socket
from http import HTTPStatus
from typing import Any

from aiohttp import web

NAME = "Ordet"
UNLOGGED: dict[str, Any] = {"access_log": None}  # who asked for what is nobody's business


class CannotListen(Exception):
    """Nobody can be heard at this address; the sentence names the setting to change."""


class Listener(web.RequestHandler):
    """One connection. What cannot be read is answered with its status and nothing more."""

    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Say what is wrong in general: the library's own message repeats what was sent."""
        answer = super().handle_error(request, status, exc, HTTPStatus(status).phrase)
        answer.headers["Server"] = NAME
        return answer


async def sign(_: web.Request, answer: web.StreamResponse) -> None:
    """Our answers carry our name, and not those of the libraries and their versions."""
    answer.headers["Server"] = NAME


async def listen(runner: web.AppRunner, host: str, port: int) -> asyncio.Server:
    """Be heard at this address until closed. Raises CannotListen."""
    runner.app.on_response_prepare.append(sign)
    await runner.setup()
    loop, server = asyncio.get_running_loop(), runner.server
    assert server is not None
    try:
        return await loop.create_server(
            lambda: Listener(server, loop=loop, **UNLOGGED), host, port, backlog=128
        )
    except (OSError, UnicodeError) as error:
        raise CannotListen(_why(error, host, port)) from None


def _why(error: OSError | UnicodeError, host: str, port: int) -> str:
    if isinstance(error, UnicodeError | socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"ORDET_HOST: this machine has no address {host!r}. Choose one that it has."
    if error.errno == errno.EADDRINUSE:
        return f"ORDET_PORT: another program listens at {port}. Stop it, or choose another port."
    if error.errno == errno.EACCES:
        return f"ORDET_PORT: {port} may not be used here. Choose a port above 1023."
    return f"ORDET_HOST, ORDET_PORT: cannot listen at {host!r}, {port}: {error.strerror}."
