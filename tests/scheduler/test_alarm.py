"""The alarm clock rings each second, late rather than never, and never two at a time."""

import asyncio
from datetime import UTC, datetime

import pytest

from scheduler.alarm import Alarm

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


async def nothing(at: datetime) -> None:
    """A quiet night."""


@pytest.mark.slow
async def test_the_tick_comes_every_second_with_the_clock_it_was_given() -> None:
    rung: list[datetime] = []

    async def tick(at: datetime) -> None:
        rung.append(at)

    alarm = Alarm(tick, nothing, lambda: NOON, "Europe/Copenhagen")
    alarm.start()
    await asyncio.sleep(2.2)
    await alarm.stop()

    assert rung == [NOON, NOON]
    assert alarm.rang_at == NOON


@pytest.mark.slow
async def test_a_slow_tick_is_let_finish_and_is_never_doubled() -> None:
    begun, ended = [], []

    async def tick(at: datetime) -> None:
        begun.append(at)
        await asyncio.sleep(1.5)
        ended.append(at)

    alarm = Alarm(tick, nothing, lambda: NOON, "Europe/Copenhagen")
    alarm.start()
    await asyncio.sleep(2.2)
    await alarm.stop()

    assert len(begun) == len(ended) == 1


@pytest.mark.slow
async def test_a_tick_that_fails_does_not_stop_the_next() -> None:
    rung: list[datetime] = []

    async def tick(at: datetime) -> None:
        rung.append(at)
        raise RuntimeError

    alarm = Alarm(tick, nothing, lambda: NOON, "Europe/Copenhagen")
    alarm.start()
    await asyncio.sleep(2.2)
    await alarm.stop()

    assert len(rung) == 2
    assert alarm.rang_at is None


async def test_a_clock_that_was_never_started_can_be_stopped() -> None:
    alarm = Alarm(nothing, nothing, lambda: NOON, "Europe/Copenhagen")

    await alarm.stop()

    assert alarm.rang_at is None


async def test_the_house_is_kept_at_once_for_a_bot_that_is_not_up_at_night() -> None:
    nights: list[datetime] = []

    async def night(at: datetime) -> None:
        nights.append(at)

    alarm = Alarm(nothing, night, lambda: NOON, "Europe/Copenhagen")
    alarm.start()
    await asyncio.sleep(0.3)
    await alarm.stop()

    assert nights == [NOON]
