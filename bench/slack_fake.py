"""A made-up Slack for the bench: `python -m bench.slack_fake PORT`. It takes everything at once."""

import sys

import uvloop
from aiohttp import web

ANSWERS: dict[str, dict[str, object]] = {
    "auth.test": {"ok": True, "user_id": "U0BOT", "team_id": "T0", "bot_id": "B0", "user": "ordet"},
    "users.info": {"ok": True, "user": {"id": "U1", "real_name": "Anna", "locale": "da-DK"}},
    "chat.postMessage": {"ok": True, "ts": "1.1", "channel": "C1", "message": {"text": "x"}},
}
counts: dict[str, int] = {}


async def called(request: web.Request) -> web.Response:
    """Any method of the Web API."""
    method = request.match_info["method"]
    await request.read()
    counts[method] = counts.get(method, 0) + 1
    return web.json_response(ANSWERS.get(method, {"ok": True}))


async def counted(request: web.Request) -> web.Response:
    """How often each method was called."""
    return web.json_response(counts)


async def ready(request: web.Request) -> web.Response:
    return web.Response()


def main(port: int) -> None:
    app = web.Application()
    app.router.add_route("*", "/api/{method}", called)
    app.router.add_get("/counts", counted)
    app.router.add_get("/healthz", ready)
    web.run_app(app, host="127.0.0.1", port=port, print=None, loop=uvloop.new_event_loop())


if __name__ == "__main__":
    main(int(sys.argv[1]))
