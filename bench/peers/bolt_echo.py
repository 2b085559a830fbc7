"""The echo of Slack's Bolt, as its page on async apps has it: AsyncApp and its own aiohttp server.

It is pointed to this machine with the setting it has for that, and its signature check is on. With
TUNED it runs on uvloop, keeps one session for its calls, and answers before its listeners run on.
"""

# mypy: disable-error-code="import-not-found, import-untyped"

from os import environ
from typing import Any

import aiohttp
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

PORT = int(environ["PORT"])
TUNED = bool(environ.get("TUNED"))

client = AsyncWebClient(token=environ["SLACK_BOT_TOKEN"], base_url=environ["SLACK_API_URL"])
app = AsyncApp(client=client, signing_secret=environ["SLACK_SIGNING_SECRET"])


@app.command("/circle")  # type: ignore[untyped-decorator]
async def command(ack: Any) -> None:
    await ack("Der er ingen cirkel i gang.")


@app.event("app_mention")  # type: ignore[untyped-decorator]
async def mention(event: dict[str, Any], say: Any) -> None:
    await say(text="Der er ingen cirkel i gang.", thread_ts=event["ts"])


@app.event("emoji_changed")  # type: ignore[untyped-decorator]
async def nothing() -> None:
    """Heard, and nothing is done."""


async def one_session(_: Any) -> None:
    """One session for all calls, as who knows the library makes it."""
    client.session = aiohttp.ClientSession()


if __name__ == "__main__":
    server = app.server(port=PORT, path="/api/slack", host="127.0.0.1")
    if TUNED:
        import uvloop

        uvloop.install()
        server.web_app.on_startup.append(one_session)
    server.start()
