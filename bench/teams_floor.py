"""The floor of a message in Teams: JSON in, one POST to the connector it names, 200 out.

python -m bench.teams_floor PORT

No token is checked, nothing is kept, the reply is a line of text: less cannot be done with aiohttp.
"""

import sys
from urllib.parse import quote

import msgspec
import uvloop
from aiohttp import ClientSession, TCPConnector, web

from bench.rungs import SESSION, serve

CONNECTIONS = 256
"""As many as there are callers at the most: a slow connector keeps each of them for a while."""

HEAD = {"Content-Type": "application/json"}


async def turn(request: web.Request) -> web.Response:
    """An echo, over a session that is shared."""
    asked = msgspec.json.decode(await request.read())
    said = msgspec.json.encode({"type": "message", "text": asked["text"]})
    conversation = quote(asked["conversation"]["id"], safe="")
    url = f"{asked['serviceUrl']}v3/conversations/{conversation}/activities"
    async with request.app[SESSION].post(url, data=said, headers=HEAD) as answer:
        await answer.read()
    return web.Response()


async def healthz(request: web.Request) -> web.Response:
    return web.Response()


async def session(app: web.Application) -> None:
    app[SESSION] = ClientSession(connector=TCPConnector(limit=CONNECTIONS))


def floor() -> web.Application:
    app = web.Application()
    app.router.add_post("/api/messages", turn)
    app.router.add_get("/healthz", healthz)
    app.on_startup.append(session)
    return app


if __name__ == "__main__":
    uvloop.run(serve(floor(), int(sys.argv[1])))
