"""Slack's own client for Socket Mode, which hangs up without waiting long for Slack."""

import asyncio
from contextlib import suppress

from slack_sdk.socket_mode.aiohttp import SocketModeClient

HANGS_UP_IN = 1.0
"""Seconds that Slack has to answer a goodbye; the WebSocket's own patience is ten."""


class Line(SocketModeClient):
    """One line to Slack."""

    async def disconnect(self) -> None:
        """Say goodbye; where Slack is silent, the line is cut."""
        with suppress(TimeoutError):
            async with asyncio.timeout(HANGS_UP_IN):
                await super().disconnect()  # type: ignore[no-untyped-call]
