"""The stores that must keep the contract."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from storage.embedded import EmbeddedStore
from storage.store import Store
from tests.storage.child import UNSYNCED
from tests.storage.notebook import Notation, Notebook

Reopen = Callable[[], Awaitable[Store[Notebook]]]


@pytest.fixture(params=["embedded"])
async def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Reopen]:
    """Gives the store; asked again, it closes it and gives what is found afterwards."""
    stores: list[Store[Notebook]] = []

    async def again() -> Store[Notebook]:
        if stores:
            await stores[-1].close()
        stores.append(EmbeddedStore(tmp_path, Notation(), disk=UNSYNCED, in_use=2))
        return stores[-1]

    yield again
    await stores[-1].close()


@pytest.fixture
async def store(reopen: Reopen) -> Store[Notebook]:
    return await reopen()
