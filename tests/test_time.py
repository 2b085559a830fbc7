"""A turn that ends at 10:42:00 is noticed by 10:42:02, by the real alarm clock."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest

from circle.papers import Papers, Promise
from circle.whispers import TimeIsUp
from dialogs.conversation import Conversation
from scheduler.alarm import Alarm
from tests.dialogs.rooms import GUIDES, START, TEAM, store_in, team_in

ENDS = datetime(2026, 3, 2, 10, 42, tzinfo=UTC)


class Listener:
    """A channel that notes when the speaker was told that time is up."""

    repeats = False

    def __init__(self, now: "Clock") -> None:
        self.now = now
        self.told_at: datetime | None = None

    async def show(self, promise: Promise, papers: Papers) -> None:
        """Look at the clock when it is about time."""
        if isinstance(promise.notice, TimeIsUp):
            self.told_at = self.now()


class Clock:
    """A clock that runs, from a moment that the test chooses."""

    def __init__(self, at: datetime) -> None:
        self._at, self._began = at, monotonic()

    def __call__(self) -> datetime:
        return self._at + timedelta(seconds=monotonic() - self._began)


@pytest.mark.slow
async def test_the_end_of_a_turn_is_noticed_within_two_seconds(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    await team_in(store)
    now = Clock(ENDS - timedelta(seconds=1.5))
    listener = Listener(now)
    conversation = Conversation(store, {"chat": listener}, GUIDES)
    alarm = Alarm(conversation.tick, conversation.keep_house, now, "Europe/Copenhagen")
    await conversation.submit(TEAM, "start", START, ENDS - timedelta(minutes=2))

    alarm.start()
    while listener.told_at is None:
        await asyncio.sleep(0.05)
    await alarm.stop()
    await store.close()

    assert ENDS <= listener.told_at <= ENDS + timedelta(seconds=2)
