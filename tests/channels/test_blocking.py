"""Nothing of ours holds up the event loop: not msal, the key server, the disk, nor botbuilder."""

import asyncio
import itertools
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
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


async def longest_gap(work: Callable[[], Awaitable[Any]]) -> float:
    """The longest time for which the loop did nothing else, while this was done.

    A machine that is busy with something else has gaps too; the best of three counts.
    """
    best = 1.0
    for _ in range(3):
        if best >= LONGEST:
            best = min(best, await _gap(work))
    return best


async def _gap(work: Callable[[], Awaitable[Any]]) -> float:
    longest, loop = 0.0, asyncio.get_running_loop()
    working = asyncio.ensure_future(work())
    while not working.done():
        before = loop.time()
        await asyncio.sleep(0.005)
        longest = max(longest, loop.time() - before - 0.005)
    await working
    return longest


async def test_a_gap_is_seen() -> None:
    async def block() -> None:
        time.sleep(SLOW)

    assert await longest_gap(block) > LONGEST


async def test_a_slow_entra_holds_up_nobody() -> None:
    def ask(anew: bool) -> dict[str, Any]:
        time.sleep(SLOW)
        return {"access_token": "t", "expires_in": 3600}

    assert await longest_gap(lambda: EntraTokens(ask).get()) < LONGEST


async def test_a_post_that_waits_for_a_slow_entra_holds_up_nobody() -> None:
    def ask(anew: bool) -> dict[str, Any]:
        time.sleep(SLOW)
        raise OSError

    fake = FakeTeams([])
    async with TestServer(fake.app(), host="127.0.0.1") as server, ClientSession() as session:

        async def post() -> None:
            connector = Connector(session, EntraTokens(ask), Pace(40), lambda: datetime.now(UTC))
            with pytest.raises(NotShown):
                await connector.post(Service(str(server.make_url("/")), TENANT), "a", b"{}")

        assert await longest_gap(post) < LONGEST


async def test_a_slow_key_server_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("channels.teams.keys.PATIENCE", SLOW)

    async def knock() -> None:
        async with house() as here:
            here.server.how = "slow"
            status = await here.knock(activity(), f"Bearer {token(key=SECOND, kid='k2')}")
            assert status == 401

    assert await longest_gap(knock) < LONGEST


async def test_a_slow_disk_holds_up_nobody(tmp_path: Path) -> None:
    def fsync(_: int) -> None:
        time.sleep(SLOW / 3)

    book, places = Book(tmp_path), itertools.count()
    codec = book._store._archive.codec
    await book.close()
    book._store = EmbeddedStore(tmp_path, codec, disk=Disk(fsync=fsync))

    async def meet() -> None:
        place = {"id": f"19:{next(places)}", "conversationType": "channel"}
        for _ in range(3):
            await book.meet(came(conversation=place))

    assert await longest_gap(meet) < LONGEST
    await book.close()


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
