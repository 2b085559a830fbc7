"""The bot's own token for the connector: fetched beside the loop, kept until it nears its end."""

import asyncio
import time
from collections.abc import Callable
from typing import Any, Protocol

import structlog

log = structlog.get_logger()

PATIENCE = 10.0
EARLY = 300.0
"""Seconds before its end at which a token is renewed."""

PAUSE = 5.0
"""Seconds between two tries at a token that was not to be had."""


Ask = Callable[[bool], dict[str, Any]]
"""Asks for a token; for another one where the last was not wanted."""


class NoToken(Exception):
    """Entra gives no token now."""


class Tokens(Protocol):
    """Gives the token that a request to the connector carries; nothing in local mode."""

    async def get(self) -> str:
        """The token. Raises NoToken."""

    def forget(self, token: str) -> None:
        """The connector did not want this one."""


class NoTokens:
    """Local mode: a playground asks for none."""

    async def get(self) -> str:
        """Nothing."""
        return ""

    def forget(self, token: str) -> None:
        """There is nothing to forget."""


class EntraTokens:
    """One token for all requests. While it is renewed in good time, the old one goes on."""

    def __init__(self, ask: Ask, clock: Callable[[], float] = time.monotonic) -> None:
        self._ask, self._clock = ask, clock
        self._token, self._until, self._unwanted = "", 0.0, False
        self._failed_at: float | None = None
        self._renewing: asyncio.Task[None] | None = None

    async def get(self) -> str:
        """The token. Raises NoToken."""
        left = self._until - self._clock()
        if left < EARLY:
            renewing = self._renew()
            if left <= 0:
                if renewing is not None:
                    await asyncio.shield(renewing)
                if self._until <= self._clock():
                    raise NoToken
        return self._token

    def forget(self, token: str) -> None:
        """Fetch a new one before the next request, unless there is a newer one already."""
        if token == self._token:
            self._until, self._unwanted = 0.0, True

    async def stop(self) -> None:
        """Wait for nothing any more."""
        if self._renewing is not None:
            self._renewing.cancel()
            await asyncio.gather(self._renewing, return_exceptions=True)

    def _renew(self) -> asyncio.Task[None] | None:
        if self._renewing is not None and not self._renewing.done():
            return self._renewing
        if self._failed_at is not None and self._clock() - self._failed_at < PAUSE:
            return None
        self._renewing = asyncio.create_task(self._fetch())
        return self._renewing

    async def _fetch(self) -> None:
        began = self._clock()
        try:
            async with asyncio.timeout(2 * PATIENCE):
                told = await asyncio.to_thread(self._ask, self._unwanted)
            if "access_token" not in told:
                log.warning("no_token", entra=str(told.get("error", ""))[:64])
                raise NoToken
            self._token, lasts = str(told["access_token"]), int(told["expires_in"])
            if lasts <= 0:
                raise NoToken
            self._until, self._unwanted, self._failed_at = began + lasts, False, None
        except Exception as error:
            self._failed_at = self._clock()
            log.warning("no_token", error=type(error).__name__)
