"""What Ordet stands beside: a bare aiohttp server, and the same with one POST to a peer.

python -m bench.rungs bare PORT
python -m bench.rungs post PORT PEER
python -m bench.rungs peer PORT
"""

import asyncio
import sys
from typing import cast

import msgspec
import uvloop
from aiohttp import ClientSession, web

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n"
ANSWER += b'{"id":"123"}'


def bare() -> web.Application:
    """JSON in, 200 out."""

    async def turn(request: web.Request) -> web.Response:
        msgspec.json.decode(await request.read())
        return web.Response()

    return _with(turn)


def post(peer: int) -> web.Application:
    """JSON in, one POST to the peer through a session that is shared, 200 out."""
    url = f"http://127.0.0.1:{peer}/v3/conversations/19/activities"

    async def session(app: web.Application) -> None:
        app[SESSION] = ClientSession()

    async def turn(request: web.Request) -> web.Response:
        activity = msgspec.json.decode(await request.read())
        body = msgspec.json.encode({"type": "message", "text": activity["name"]})
        head = {"Content-Type": "application/json"}
        async with request.app[SESSION].post(url, data=body, headers=head) as answer:
            await answer.read()
        return web.Response()

    app = _with(turn)
    app.on_startup.append(session)
    return app


SESSION = web.AppKey("session", ClientSession)


def _with(turn: object) -> web.Application:
    async def healthz(request: web.Request) -> web.Response:
        return web.Response()

    app = web.Application()
    app.router.add_post("/api/messages", turn)  # type: ignore[arg-type]
    app.router.add_get("/healthz", healthz)
    return app


class Peer(asyncio.Protocol):
    """Takes whatever is posted and answers at once; a question is one write of our own client."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._got = b""

    def data_received(self, data: bytes) -> None:
        self._got += data
        head, found, body = self._got.partition(b"\r\n\r\n")
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        if found and len(body) >= int(length or 0):
            self._got = b""
            self._transport.write(ANSWER)


async def serve(app: web.Application, port: int) -> None:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


async def serve_peer(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Peer, "127.0.0.1", port)
    await server.serve_forever()


def main(arguments: list[str]) -> None:
    match arguments:
        case ["bare", port]:
            uvloop.run(serve(bare(), int(port)))
        case ["post", port, peer]:
            uvloop.run(serve(post(int(peer)), int(port)))
        case ["peer", port]:
            uvloop.run(serve_peer(int(port)))


if __name__ == "__main__":
    main(sys.argv[1:])
