"""What every store promises about the tick and about filed summaries."""

from storage.store import Store
from tests.storage.conftest import Reopen
from tests.storage.notebook import Notebook, at, file, keep, lines, ring, tear


async def test_a_team_is_due_from_its_time_on_until_it_is_moved(store: Store[Notebook]) -> None:
    await ring(store, "blue", at(8).replace(microsecond=500_000))
    await ring(store, "red", at(9))
    await ring(store, "green", None)

    early = await store.due(at(8))
    after = await store.due(at(8, 0, 1))
    still = await store.due(at(8, 0, 2))
    await ring(store, "blue", at(10))

    assert early == ()
    assert after == still == ("blue",)
    assert await store.due(at(9, 30)) == ("red",)
    assert await store.due(at(23)) == ("red", "blue")


async def test_the_bells_ring_after_a_restart(reopen: Reopen) -> None:
    store = await reopen()
    await ring(store, "blue", at(8))
    await ring(store, "red", at(8))
    await store.compact()
    await ring(store, "red", None)

    store = await reopen()

    assert await store.due(at(7, 59, 59)) == ()
    assert await store.due(at(8)) == ("blue",)


async def test_filed_summaries_are_read_at_once_and_after_a_restart(reopen: Reopen) -> None:
    store = await reopen()
    await keep(store, "blue", first="1")
    await file(store, "blue", b="the second", a="the first")
    await file(store, "blue", c="the third")
    at_once = await store.summaries("blue")

    store = await reopen()

    assert at_once == (b'"the second"', b'"the first"', b'"the third"')
    assert await store.summaries("blue") == at_once
    assert await store.summaries("red") == ()
    assert await store.read("blue") == lines(first="1")


async def test_a_summary_filed_again_stands_where_it_stood(reopen: Reopen) -> None:
    store = await reopen()
    await file(store, "blue", a="1", b="2")
    await store.compact()
    await file(store, "blue", a="one")
    at_once = await store.summaries("blue")

    store = await reopen()

    assert at_once == await store.summaries("blue") == (b'"one"', b'"2"')


async def test_a_deleted_summary_is_gone(reopen: Reopen) -> None:
    store = await reopen()
    await file(store, "blue", a="1", b="2")
    await store.compact()
    await tear(store, "blue", "a", "never")
    at_once = await store.summaries("blue")

    store = await reopen()

    assert at_once == await store.summaries("blue") == (b'"2"',)
