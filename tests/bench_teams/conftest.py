"""The fakes of Teams, in the test's own loop."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bench.connector import Fake, World
from bench.keys import Keys, make_keys
from bench.processes import free_port
from tests.bench_teams.played import Played


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    folder: Path = tmp_path_factory.mktemp("keys")
    return make_keys(folder)


@pytest.fixture
async def played(keys: Keys) -> AsyncIterator[Played]:
    loop, world, here = asyncio.get_running_loop(), World(keys), "127.0.0.1"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(keys.server)
    port, tls_port = free_port(), free_port()
    plain = await loop.create_server(lambda: Fake(world, f"http://{here}:{port}"), here, port)
    secret = await loop.create_server(
        lambda: Fake(world, f"https://{here}:{tls_port}"), here, tls_port, ssl=context
    )
    with ExitStack() as stack:
        yield Played(world, port, tls_port, stack)
    plain.close()
    secret.close()
