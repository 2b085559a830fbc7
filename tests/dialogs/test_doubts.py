"""What is in doubt is said once more, before what comes after it, and then never again."""

import asyncio
import random
from datetime import timedelta
from pathlib import Path

import pytest

from circle.papers import Delivery, Papers, Promise
from dialogs.conversation import Conversation
from dialogs.errands import Errands
from dialogs.ports import Doubtful, NotShown
from dialogs.sending import IN_DOUBT, lane_of
from storage.embedded import EmbeddedStore
from tests.dialogs.rooms import ANNA, GUIDES, NOON, START, TEAM, Chat, store_in, talk, team_in

SECOND = timedelta(seconds=1)


async def card_in(store: EmbeddedStore[Papers]) -> Promise:
    """How far the card has come."""
    papers = await store.read(TEAM)
    assert papers is not None
    return {**papers.told, **papers.promises}["c1/chat/card"]


async def test_what_is_in_doubt_is_said_once_more_and_first(tmp_path: Path) -> None:
    store, chat = store_in(tmp_path), Chat(Doubtful("504"), only="card")
    await team_in(store)
    conversation = talk(store, chat)

    await conversation.submit(TEAM, "start", START, NOON)
    held_back = list(chat.ledger)
    await conversation.tick(NOON + 3 * SECOND)

    papers = await store.read(TEAM)
    assert papers is not None
    in_room = [id for id in chat.ledger if not lane_of(papers.told[id])[2]]
    assert not set(in_room) & set(held_back)
    assert len(in_room) > 1
    assert in_room[0] == "c1/chat/card"
    assert (await card_in(store)).delivery is Delivery.SENT
    assert (await card_in(store)).reason == IN_DOUBT
    await store.close()


async def test_a_doubt_is_remembered_while_it_must_wait(tmp_path: Path) -> None:
    """Taken, lost, told to wait, taken, lost: that is two already, so not once more."""
    failures = [Doubtful("504"), NotShown("429"), Doubtful("504"), AssertionError("a third time")]
    store, chat = store_in(tmp_path), Chat(*failures, only="card")
    await team_in(store)
    conversation = talk(store, chat)
    await conversation.submit(TEAM, "start", START, NOON)

    for minute in range(1, 6):
        await conversation.tick(NOON + timedelta(minutes=minute))

    assert (await card_in(store)).delivery is Delivery.DOUBT
    assert (await card_in(store)).reason == "504"
    assert len(chat.failures) == 1
    await store.close()


class Slow(Chat):
    """Takes a while for each line, and counts who speaks at once in the room."""

    def __init__(self) -> None:
        super().__init__()
        self.speaking = self.most = 0

    async def show(self, promise: Promise, papers: Papers) -> None:
        if lane_of(promise)[2]:
            return
        self.speaking += 1
        self.most = max(self.most, self.speaking)
        for _ in range(5):
            await asyncio.sleep(0)
        self.ledger.append(f"{promise.id} {promise.at}")
        self.speaking -= 1


@pytest.mark.parametrize("seed", range(3))
async def test_however_many_say_at_once_each_line_is_said_once(tmp_path: Path, seed: int) -> None:
    store, chat, chance = store_in(tmp_path), Slow(), random.Random(seed)
    await team_in(store)
    errands = Errands()
    conversation = Conversation(store, {"chat": chat}, GUIDES, errands)
    await conversation.submit(TEAM, "start", START, NOON)

    says = list[asyncio.Task[None]]()
    for turn in range(2, 22):
        at = NOON + turn * SECOND
        values = {"verb": "go_on", "circle": "c1", "turn": str(turn), "who": ANNA}
        await conversation.press(TEAM, values, at)
        for _ in range(chance.randrange(4)):
            says.append(asyncio.create_task(conversation.say(TEAM, at)))
            for _ in range(chance.randrange(12)):
                await asyncio.sleep(0)
    await asyncio.gather(*says)
    await errands.settled()

    assert chat.most == 1
    assert len(chat.ledger) > 20
    assert len(chat.ledger) == len(set(chat.ledger))
    await store.close()
