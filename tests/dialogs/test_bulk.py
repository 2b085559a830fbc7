"""A morning on which many teams are told: few are marked as being told, and an answer waits not."""

import asyncio
from datetime import timedelta
from pathlib import Path

from circle.meeting_notices import MeetingFellOut, TeamWord
from circle.notices import CircleGathers, Notice
from circle.papers import Delivery, Papers, Promise
from circle.people import Place, Team
from dialogs.sending import BULK, Sender
from storage.embedded import EmbeddedStore
from tests.dialogs.rooms import NOON, Chat, store_in

MANY = BULK + 20
WORD = TeamWord(items=(MeetingFellOut(series="circle", day=NOON.date(), next=None),))


class Slow(Chat):
    """A channel whose line to others is open; what the bot says by itself waits for `opens`."""

    def __init__(self) -> None:
        super().__init__()
        self.opens = asyncio.Event()

    async def show(self, promise: Promise, papers: Papers) -> None:
        if isinstance(promise.notice, TeamWord):
            await self.opens.wait()
        await super().show(promise, papers)


async def teams(store: EmbeddedStore[Papers], tenant: str, notice: Notice, count: int) -> list[str]:
    ids = [f"{tenant}-{n}" for n in range(count)]
    for id in ids:
        place = Place("chat", tenant, id)
        team = Team(id, id, tenant, "da", "Europe/Copenhagen", (), place)
        promise = Promise(f"p-{id}", place, "", NOON, notice)
        async with store.open(id) as desk:
            await desk.keep(Papers(team=team, promises={promise.id: promise}))
    return ids


async def being_sent(store: EmbeddedStore[Papers], ids: list[str]) -> int:
    papers = [await store.read(id) for id in ids]
    return sum(
        promise.delivery is Delivery.SENDING
        for each in papers
        if each is not None
        for promise in each.promises.values()
    )


async def test_in_a_burst_few_are_marked_and_neither_an_answer_nor_another_tenant_waits(
    tmp_path: Path,
) -> None:
    store, chat = store_in(tmp_path), Slow()
    many = await teams(store, "big", WORD, MANY)
    others = await teams(store, "small", WORD, 1)
    quick = await teams(store, "press", CircleGathers(begins=NOON), 1)
    sender = Sender(store, {"chat": chat})

    burst = [asyncio.create_task(sender.say(id, NOON)) for id in (*many, *others)]
    await asyncio.sleep(0.3)
    await asyncio.wait_for(sender.say(quick[0], NOON + timedelta(seconds=1)), 2)

    assert chat.ledger == [f"p-{quick[0]}"]
    assert await being_sent(store, many) == BULK
    assert await being_sent(store, others) == 1
    chat.opens.set()
    await asyncio.gather(*burst)
    assert sorted(chat.ledger) == sorted(f"p-{id}" for id in (*many, *others, *quick))
    await store.close()
