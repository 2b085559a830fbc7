"""Workspaces that have installed the app: their tokens, kept and renewed.

A token that runs out comes with a refresh token that can be used once ("Using token rotation").
What is new is on disk before it is used; one renewal at a time goes on for each workspace, in good
time before the end. Kept in a store of its own, with the rights of its owner alone.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import structlog
from msgspec.structs import replace

from channels.addresses import Addresses, EntryCodec, key_for
from channels.slack.tokens import NoToken
from channels.slack.workspace import Workspace

log = structlog.get_logger()

EARLY = timedelta(hours=2)
"""How long before its end a token is renewed; Slack's live for twelve hours."""

PAUSE = timedelta(seconds=30)
"""Between two tries at a token that was not to be had."""


class Installed(msgspec.Struct, frozen=True, omit_defaults=True):
    """One installation: of a workspace, `T…`, or of a whole grid, `E…`. Times are UTC."""

    id: str
    token: str
    name: str = ""
    refresh: str = ""
    ends: datetime | None = None

    def __repr__(self) -> str:
        """Without the tokens."""
        return f"Installed({self.id})"


class Renewed(msgspec.Struct, frozen=True):
    """What Slack gives for a refresh token. `lasts` is in seconds."""

    token: str
    refresh: str
    lasts: int

    def __repr__(self) -> str:
        """Without the tokens."""
        return f"Renewed(lasts={self.lasts})"


class NotRenewed(Exception):
    """Slack gives no new token now; where it is `for_good`, the app must be installed again."""

    def __init__(self, reason: str, for_good: bool = False) -> None:
        super().__init__(reason)
        self.for_good = for_good


Renew = Callable[[str], Awaitable[Renewed]]
"""Asks Slack for a new token; raises NotRenewed."""


class Installations:
    """Gives the token of each workspace."""

    def __init__(self, folder: Path, renew: Renew, now: Callable[[], datetime]) -> None:
        self._entries = Addresses(folder, EntryCodec[Installed](Installed), _key_of)
        self._renew, self._now = renew, now
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._failed: dict[str, datetime] = {}

    async def keep(self, installed: Installed) -> None:
        """A workspace has installed the app, or has done so again. Raises the store's errors."""
        await self._entries.keep(installed)
        self._failed.pop(installed.id, None)

    async def get(self, at: Workspace) -> str:
        """The token of this workspace, or that of its grid. Raises NoToken."""
        installed = await self._of(at)
        if installed.ends is not None and installed.ends - self._now() < EARLY:
            installed = await self._renewed(installed)
        if installed.ends is not None and installed.ends <= self._now():
            raise NoToken(installed.id)
        return installed.token

    async def renew(self, at: Workspace, old: str) -> None:
        """Slack says that this token has run out. Raises NoToken where there is no newer one."""
        installed = await self._of(at)
        if installed.token == old:
            installed = await self._renewed(installed)
        if installed.token == old:
            raise NoToken(installed.id)

    async def forget(self, at: Workspace) -> None:
        """The workspace has taken the app out."""
        installed = await self._found(at)
        if installed is not None:
            await self._entries.write(Installed(installed.id, ""))
            log.info("slack_uninstalled", workspace=installed.id)

    async def keep_house(self) -> None:
        """Let nothing remain on disk of tokens that are not used any more."""
        await self._entries.keep_house()

    async def close(self) -> None:
        """Finish what is under way."""
        await self._entries.close()

    async def _of(self, at: Workspace) -> Installed:
        installed = await self._found(at)
        if installed is None:
            raise NoToken(at.tenant)
        return installed

    async def _found(self, at: Workspace) -> Installed | None:
        for id in (at.team, at.enterprise):
            known = await self._entries.read(key_for("i", id), Installed) if id else None
            if known is not None and known.token:
                return known
        return None

    async def _renewed(self, old: Installed) -> Installed:
        """The installation with a new token, unless Slack gives none now."""
        async with self._locks[old.id]:
            known = await self._entries.read(_key_of(old), Installed)
            if known is None or known.token != old.token or not known.refresh:
                return known or old
            failed = self._failed.get(old.id)
            if failed is not None and self._now() - failed < PAUSE:
                return known
            try:
                new = await self._renew(known.refresh)
            except NotRenewed as error:
                self._failed[old.id] = self._now()
                log.error("slack_token_not_renewed", workspace=old.id, reason=str(error),
                          install_again=error.for_good)  # fmt: skip
                return known
            ends = self._now() + timedelta(seconds=new.lasts)
            fresh = replace(known, token=new.token, refresh=new.refresh, ends=ends)
            await self.keep(fresh)
            return fresh


def _key_of(installed: Installed) -> str:
    return key_for("i", installed.id)
