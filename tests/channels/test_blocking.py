"""Nothing of ours holds up the event loop: not msal, the key server, the disk, nor botbuilder."""

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from channels.teams.book import Book
from channels.teams.connector import Connector, Service
from channels.teams.house import FRAMEWORK
from channels.teams.microsoft import ENTRA
from channels.teams.pace import Pace
from channels.teams.token import EntraTokens
from dialogs.ports import NotShown
from storage.disk import Disk
from storage.embedded import EmbeddedStore
from tests.channels.fake_teams import TENANT, FakeTeams
from tests.channels.knocking import activity, house
from tests.channels.signing import SECOND, token
from tests.channels.test_book import came

LONGEST = 0.1
SLOW = 0.3
"""Seconds for which everything that is asked is busy; with the loop it would be seen."""


@dataclass
class Gap:
    """The longest time for which the loop did nothing else."""

    seconds: float = 0.0


@asynccontextmanager
async def watched() -> AsyncIterator[Gap]:
    """Look at the clock again and again."""
    gap, loop = Gap(), asyncio.get_running_loop()

    async def look() -> None:
        while True:
            before = loop.time()
            await asyncio.sleep(0.005)
            gap.seconds = max(gap.seconds, loop.time() - before - 0.005)

    looking = asyncio.create_task(look())
    try:
        yield gap
        await asyncio.sleep(0.01)
    finally:
        looking.cancel()


async def test_a_gap_is_seen() -> None:
    async with watched() as gap:
        await asyncio.sleep(0.01)
        time.sleep(SLOW)

    assert gap.seconds > LONGEST


async def test_a_slow_entra_holds_up_nobody() -> None:
    def ask(anew: bool) -> dict[str, Any]:
        time.sleep(SLOW)
        return {"access_token": "t", "expires_in": 3600}

    tokens = EntraTokens(ask)
    async with watched() as gap:
        await tokens.get()

    assert gap.seconds < LONGEST
    await tokens.stop()


async def test_a_post_that_waits_for_a_slow_entra_holds_up_nobody() -> None:
    def ask(anew: bool) -> dict[str, Any]:
        time.sleep(SLOW)
        raise OSError

    fake = FakeTeams([])
    async with TestServer(fake.app(), host="127.0.0.1") as server, ClientSession() as session:
        tokens = EntraTokens(ask)
        connector = Connector(session, tokens, Pace(40), lambda: datetime.now(UTC))
        async with watched() as gap:
            with pytest.raises(NotShown):
                await connector.post(Service(str(server.make_url("/")), TENANT), "a", b"{}")

    assert gap.seconds < LONGEST


async def test_a_slow_key_server_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("channels.teams.keys.PATIENCE", SLOW)
    async with house() as here:
        here.server.how = "slow"
        async with watched() as gap:
            status = await here.knock(activity(), f"Bearer {token(key=SECOND, kid='k2')}")

    assert status == 401
    assert gap.seconds < LONGEST


async def test_a_slow_disk_holds_up_nobody(tmp_path: Path) -> None:
    def fsync(_: int) -> None:
        time.sleep(SLOW)

    book = Book(tmp_path)
    usual = book._store
    await usual.close()
    book._store = EmbeddedStore(tmp_path, usual._archive.codec, disk=Disk(fsync=fsync))
    async with watched() as gap:
        await book.meet(came())

    assert gap.seconds < LONGEST
    book._store._writer.stop()


IMPORTS = """
import asyncio, sys, time
from importlib import import_module

module, library = sys.argv[1:]

async def main():
    longest, loading = 0.0, asyncio.create_task(asyncio.to_thread(import_module, module))
    while not loading.done():
        before = time.perf_counter()
        await asyncio.sleep(0.002)
        longest = max(longest, time.perf_counter() - before)
    assert library in sys.modules
    print(longest)

assert library not in sys.modules
asyncio.run(main())
"""


@pytest.mark.slow
@pytest.mark.parametrize(("module", "library"), [(FRAMEWORK, "botbuilder.core"), (ENTRA, "msal")])
def test_libraries_are_loaded_beside_the_loop(module: str, library: str) -> None:
    """In a process of its own, since here it may be loaded already. The best of three counts."""
    root = Path(__file__).parents[2]
    gaps = [
        float(
            subprocess.run(
                [sys.executable, "-c", IMPORTS, module, library],
                cwd=root,
                capture_output=True,
                check=True,
            ).stdout
        )
        for _ in range(3)
    ]

    assert min(gaps) < LONGEST
