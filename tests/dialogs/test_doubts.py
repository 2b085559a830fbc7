"""What is in doubt is said once more, before what comes after it, and then never again."""

import asyncio
import itertools
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from circle.papers import Delivery, Papers, Promise
from dialogs.conversation import Conversation
from dialogs.errands import Errands
from dialogs.ports import Doubtful, NotShown
from dialogs.sending import IN_DOUBT, lane_of
from storage.embedded import EmbeddedStore
from tests.dialogs.rooms import ANNA, GUIDES, NOON, START, TEAM, Chat, store_in, talk, team_in

SECOND = timedelta(seconds=1)


class Room(Chat):
    """Remembers what it was shown and what everybody saw; `about` is in the ids that fail."""

    def __init__(self, *failures: Exception, about: str) -> None:
        super().__init__(*failures)
        self.fails, self.about = self.failures, about
        self.known: dict[str, Promise] = {}

    async def show(self, promise: Promise, papers: Papers) -> None:
        self.failures = self.fails if self.about in promise.id else []
        self.known[promise.id] = promise
        await super().show(promise, papers)

    @property
    def in_room(self) -> list[str]:
        return [id for id in self.ledger if not lane_of(self.known[id]).person]


async def card_in(store: EmbeddedStore[Papers]) -> Promise:
    """How far the card has come."""
    papers = await store.read(TEAM)
    assert papers is not None
    return {**papers.told, **papers.promises}["c1/chat/card"]


async def test_what_is_in_doubt_is_said_once_more_and_first(tmp_path: Path) -> None:
    store, chat = store_in(tmp_path), Room(Doubtful("504"), about="card")
    await team_in(store)
    conversation = talk(store, chat)

    await conversation.submit(TEAM, "start", START, NOON)
    held_back = list(chat.ledger)
    await conversation.tick(NOON + 3 * SECOND)

    assert not set(chat.in_room) & set(held_back)
    assert len(chat.in_room) > 1
    assert chat.in_room[0] == "c1/chat/card"
    assert (await card_in(store)).delivery is Delivery.SENT
    assert (await card_in(store)).reason == IN_DOUBT
    await store.close()


async def test_a_doubt_is_remembered_while_it_must_wait(tmp_path: Path) -> None:
    """Taken, lost, told to wait, taken, lost: that is two already, so not once more."""
    failures = [Doubtful("504"), NotShown("429"), Doubtful("504"), AssertionError("a third time")]
    store, chat = store_in(tmp_path), Room(*failures, about="CircleBegan")
    await team_in(store)
    conversation = talk(store, chat)
    await conversation.submit(TEAM, "start", START, NOON)

    for minute in range(1, 6):
        await conversation.tick(NOON + timedelta(minutes=minute))

    papers = await store.read(TEAM)
    assert papers is not None
    assert [(p.delivery, p.reason) for p in papers.told.values()] == [(Delivery.DOUBT, "504")]
    assert len(chat.fails) == 1
    await store.close()


class Slow(Chat):
    """Takes a while for each line in the room; somebody comes meanwhile, and after the last."""

    def __init__(self) -> None:
        super().__init__()
        self.speaking = self.most = 0
        self.came = list[asyncio.Task[Any]]()
        self.begins: Callable[[], Any] = lambda: None
        self.ends: Callable[[], Any] = lambda: None

    async def show(self, promise: Promise, papers: Papers) -> None:
        if lane_of(promise).person:
            return
        self.speaking += 1
        self.most = max(self.most, self.speaking)
        self.came.append(asyncio.create_task(self.begins()))
        await asyncio.sleep(0)
        self.ledger.append(f"{promise.id} {promise.at}")
        self.speaking -= 1
        if len([p for p in papers.waiting if not lane_of(p).person]) == 1:
            self.came.append(asyncio.create_task(self.ends()))


async def test_however_many_come_to_say_it_each_line_is_said_once(tmp_path: Path) -> None:
    """One has just ended, another is about to begin, something new is promised, a third comes."""
    store, chat, seconds, errands = store_in(tmp_path), Slow(), itertools.count(1), Errands()
    await team_in(store)
    conversation = Conversation(store, {"chat": chat}, GUIDES, errands)

    async def go_on() -> None:
        papers = await conversation.papers(TEAM)
        if papers and papers.circle:
            turn = str(papers.circle.course.turn)
            values = {"verb": "go_on", "circle": "c1", "turn": turn, "who": ANNA}
            await conversation.press(TEAM, values, NOON + next(seconds) * SECOND)

    chat.begins, chat.ends = lambda: conversation.say(TEAM, NOON + 60 * SECOND), go_on
    await conversation.submit(TEAM, "start", START, NOON)
    await errands.settled()
    while busy := [task for task in chat.came if not task.done()]:
        await asyncio.gather(*busy)
        await errands.settled()

    assert chat.most == 1
    assert len(chat.ledger) > 20
    assert len(chat.ledger) == len(set(chat.ledger))
    await store.close()
