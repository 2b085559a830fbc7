"""What every store promises, whatever lies behind it."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from storage.errors import NotATeam, StoreClosed
from storage.store import Store
from tests.storage.conftest import Reopen
from tests.storage.notebook import Notebook, keep, lines


async def test_a_team_that_was_never_kept_has_no_papers(store: Store[Notebook]) -> None:
    async with store.open("blue") as desk:
        assert desk.papers is None

    assert await store.read("blue") is None
    assert await store.teams() == ()


async def test_what_was_kept_is_read(store: Store[Notebook]) -> None:
    await keep(store, "blue", question="What did we see?")

    assert await store.read("blue") == lines(question="What did we see?")


async def test_empty_papers_make_a_team_too(reopen: Reopen) -> None:
    async with (await reopen()).open("blue") as desk:
        await desk.keep(Notebook())

    assert await (await reopen()).teams() == ("blue",)


async def test_what_was_kept_is_found_after_a_restart(reopen: Reopen) -> None:
    store = await reopen()
    await keep(store, "blue", first="æ", second="ø")
    await keep(store, "blue", first=None, third="å")
    await keep(store, "red", first="1")

    store = await reopen()

    assert await store.teams() == ("blue", "red")
    assert await store.read("blue") == lines(second="ø", third="å")
    assert await store.read("red") == lines(first="1")


async def test_papers_at_a_desk_are_those_last_kept(store: Store[Notebook]) -> None:
    async with store.open("blue") as desk:
        await desk.keep(lines(first="1"))
        await desk.keep(lines(second="2"))

        assert desk.papers == lines(second="2")


async def test_leaving_a_desk_by_an_error_keeps_what_was_kept(store: Store[Notebook]) -> None:
    async def stumble() -> None:
        async with store.open("blue") as desk:
            await desk.keep(lines(first="1"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await stumble()

    assert await keep(store, "blue", second="2") == lines(first="1", second="2")


async def test_one_holds_a_team_and_the_next_one_sees_what_they_kept(
    store: Store[Notebook],
) -> None:
    async def count() -> None:
        async with store.open("blue") as desk:
            number = int(desk.papers.lines["count"]) if desk.papers else 0
            await desk.keep(lines(count=str(number + 1)))

    await asyncio.gather(*(count() for _ in range(50)))

    assert await store.read("blue") == lines(count="50")


async def test_other_teams_go_on_while_one_is_held(store: Store[Notebook]) -> None:
    async with store.open("blue"):
        await keep(store, "red", first="1")

        assert await store.read("red") == lines(first="1")


async def test_who_waits_for_a_desk_may_give_up(store: Store[Notebook]) -> None:
    async with store.open("blue"):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(keep(store, "blue", first="1"), timeout=0.01)

    assert await keep(store, "blue", second="2") == lines(second="2")


async def test_a_cancelled_keep_is_finished_before_the_next_begins(reopen: Reopen) -> None:
    store = await reopen()
    await keep(store, "blue", first="1")

    keeping = asyncio.create_task(keep(store, "blue", second="2"))
    await asyncio.sleep(0)
    keeping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await keeping
    present = await store.read("blue")
    await keep(store, "blue", third="3")
    store = await reopen()

    assert present == lines(first="1", second="2")
    assert await store.read("blue") == lines(first="1", second="2", third="3")


async def test_nothing_is_kept_at_a_desk_that_was_left(store: Store[Notebook]) -> None:
    async with store.open("blue") as desk:
        pass

    with pytest.raises(StoreClosed):
        await desk.keep(lines(first="1"))


async def test_a_closed_store_keeps_nothing(store: Store[Notebook]) -> None:
    await store.close()

    with pytest.raises(StoreClosed):
        await keep(store, "blue", first="1")


@pytest.mark.parametrize("team", ["", "../blue", "Blue", "a/b", "blå", "a" * 65, "a.b", "a\n"])
async def test_an_id_that_is_not_ours_is_refused(store: Store[Notebook], team: str) -> None:
    with pytest.raises(NotATeam):
        store.open(team)
    with pytest.raises(NotATeam):
        await store.read(team)


async def test_commits_go_on_while_the_store_compacts(reopen: Reopen) -> None:
    store = await reopen()
    teams = [f"team-{number}" for number in range(24)]
    await asyncio.gather(*(keep(store, team, first="1") for team in teams))

    compacting = asyncio.create_task(store.compact())
    while not compacting.done():
        await asyncio.gather(*(keep(store, team, second="2") for team in teams[::3]))
    await asyncio.gather(*(keep(store, team, third="3") for team in teams[::2]))
    store = await reopen()

    for number, team in enumerate(teams):
        expected = {"first": "1"}
        expected |= {"second": "2"} if number % 3 == 0 else {}
        expected |= {"third": "3"} if number % 2 == 0 else {}
        assert await store.read(team) == Notebook(expected)


async def test_a_look_that_a_keep_overtakes_sees_what_was_kept(store: Store[Notebook]) -> None:
    gate, one_thread = threading.Event(), ThreadPoolExecutor(1)
    asyncio.get_running_loop().set_default_executor(one_thread)
    for team in ("blue", "red", "green"):
        await keep(store, team, first="1")
    await store.compact()

    async with store.open("blue") as desk:
        await asyncio.gather(store.read("red"), store.read("green"))  # blue is not at hand now
        one_thread.submit(gate.wait)
        look = asyncio.create_task(store.read("blue"))
        await asyncio.sleep(0)
        await desk.keep(lines(second="2"))
        gate.set()
        seen = await look

    assert seen == await store.read("blue") == lines(second="2")


async def test_a_store_in_order_has_no_troubles(reopen: Reopen) -> None:
    store = await reopen()
    await keep(store, "blue", first="1")
    await store.compact()

    assert store.troubles() == (await reopen()).troubles() == ()


async def test_many_who_waited_for_one_write_let_others_in_between(store: Store[Notebook]) -> None:
    happened = []

    async def write(team: str) -> None:
        await keep(store, team, first="1")
        happened.append("kept")

    async def come() -> None:
        while True:
            happened.append("came")
            await asyncio.sleep(0)

    somebody = asyncio.create_task(come())
    await asyncio.gather(*(write(f"team-{n}") for n in range(30)))
    somebody.cancel()

    assert happened.count("kept") == 30
    assert ("kept", "kept") not in pairwise(happened)
