"""Socket Mode: the bot calls Slack and hears through that line, so that it needs no address.

Slack's own client holds the line. It goes on with an old address where a new line fails, and may
fall silent after a pause (slackapi/bolt-python, issue 1529); so whoever keeps it here looks at it,
and makes it anew when it has been dead for a while. A thing is acknowledged after it was heard;
what was not comes again, and is known by its key.
"""

import asyncio
from typing import Any

import msgspec
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from channels.slack.client import Client
from channels.slack.door import Hear
from channels.slack.interactions import NotReadable
from channels.slack.line import Line
from channels.slack.reading import read_envelope
from dialogs.conversation import NoSuchTeam
from storage.errors import StoreError

log = structlog.get_logger()

LOOKS_EVERY = 2.0
DEAD_FOR = 20.0
"""Seconds: how often somebody looks at the line, and how long it may be dead."""

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
"""Seconds between two lines, where Slack does not answer."""

PATIENCE = 10.0
"""Seconds that things under way have when the bot stops."""


class Socket:
    """Hears Slack through a line of our own."""

    def __init__(self, app_token: str, hear: Hear, api_url: str, proxy: str = "") -> None:
        self._token, self._hear, self._api_url = app_token, hear, api_url
        self._proxy = proxy or None
        self._tasks: set[asyncio.Task[None]] = set()
        self._keeper: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to hear, and go on until stopped."""
        self._keeper = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """Let what is under way be finished, but not for long; then hang up."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=PATIENCE)
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _keep(self) -> None:
        """One line after another; longer pauses where none can be had."""
        wait = FIRST_WAIT
        while True:
            client = self._made()
            try:
                async with asyncio.timeout(DEAD_FOR):
                    client.wss_uri = await client.issue_new_wss_url()
                    await client.connect()  # type: ignore[no-untyped-call]
                wait = FIRST_WAIT
                await self._until_dead(client)
                log.warning("slack_line_lost")
            except SlackApiError as error:
                word = str(error.response.get("error", ""))[:64]
                log.error("slack_does_not_let_us_in", slack=word)
            except Exception as error:
                log.warning("no_slack_line", error=type(error).__name__)
            finally:
                await _closed(client)
            await asyncio.sleep(wait)
            wait = min(LONGEST_WAIT, 2 * wait)

    def _made(self) -> Line:
        web = Client(base_url=self._api_url, proxy=self._proxy, retry_handlers=[])
        client = Line(self._token, web_client=web, proxy=self._proxy)
        client.socket_mode_request_listeners.append(self._told)
        return client

    async def _until_dead(self, client: Line) -> None:
        """Return when the line has been dead for a while."""
        dead = 0.0
        while dead < DEAD_FOR:
            await asyncio.sleep(LOOKS_EVERY)
            dead = 0.0 if await client.is_connected() else dead + LOOKS_EVERY

    async def _told(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Hear it in a task that we own; the client's own may be lost."""
        task = asyncio.create_task(self._heard(client, request))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _heard(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Acknowledge what was heard; what was not will come again."""
        answer = b""
        try:
            answer = await self._hear(read_envelope(request.type, request.payload))
        except NotReadable:
            log.warning("not_readable", kind=ascii(request.type)[:32])
        except (NoSuchTeam, StoreError) as error:
            log.warning("not_heard", error=type(error).__name__)
            return
        except Exception as error:
            log.error("not_heard", error=type(error).__name__)
            return
        payload: dict[str, Any] | None = msgspec.json.decode(answer) if answer else None
        try:
            await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload))
        except Exception as error:
            log.warning("not_acknowledged", error=type(error).__name__)


async def _closed(client: Line) -> None:
    """Hang up, and let the client's own tasks end."""
    try:
        await client.close()  # type: ignore[no-untyped-call]
    except Exception as error:
        log.warning("slack_line_not_closed", error=type(error).__name__)
    own = (client.message_processor, client.current_session_monitor, client.message_receiver)
    await asyncio.gather(*(each for each in own if each is not None), return_exceptions=True)
