"""Slack is talked to no faster than it wants."""

from collections import Counter, deque
from typing import Any

import pytest

from channels.slack.pace import (
    BULK_SHARE,
    CLEAN_EVERY,
    LONGEST_QUEUE,
    TIERS,
    TRIGGERED,
    ComeBack,
    SlackPace,
)


class Clock:
    """Time that passes only by waiting."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


def paced() -> tuple[SlackPace, Clock]:
    clock = Clock()
    return SlackPace(clock, clock.sleep), clock


async def went(pace: SlackPace, clock: Clock, count: int, *call: Any, **more: Any) -> list[float]:
    """When so many calls went; who is told to come back does."""
    times = []
    while len(times) < count:
        try:
            await pace.go(*call, **more)
            times.append(clock.now)
        except ComeBack as error:
            clock.now += error.seconds
    return times


def most_within(times: list[float], seconds: float) -> int:
    window: deque[float] = deque()
    most = 0
    for time in times:
        window.append(time)
        while time - window[0] >= seconds:
            window.popleft()
        most = max(most, len(window))
    return most


async def test_a_channel_takes_one_message_a_second() -> None:
    pace, clock = paced()

    times = await went(pace, clock, 30, "T1", "chat.postMessage", "C1")

    assert most_within(times, 1.0) == 1


async def test_another_channel_waits_for_nobody() -> None:
    pace, clock = paced()

    for channel in range(50):
        await pace.go("T1", "chat.postMessage", f"C{channel}")

    assert clock.now == 1000.0


@pytest.mark.parametrize("method", sorted(set(TIERS) - {"chat.postMessage"}))
async def test_each_method_keeps_its_tier(method: str) -> None:
    pace, clock = paced()

    times = await went(pace, clock, 3 * TIERS[method], "T1", method)

    assert most_within(times, 60.0) <= TIERS[method]


async def test_a_workspace_takes_three_hundred_messages_a_minute_and_bulk_its_share() -> None:
    pace, clock = paced()
    times = []
    for n in range(700):
        times += await went(pace, clock, 1, "T1", "chat.postMessage", f"C{n}", bulk=True)

    most = most_within(times, 60.0)
    assert most <= TIERS["chat.postMessage"] * BULK_SHARE
    assert most >= TIERS["chat.postMessage"] * BULK_SHARE - 1


async def test_what_somebody_waits_for_goes_before_bulk() -> None:
    pace, clock = paced()
    for n in range(int(TIERS["chat.postMessage"] * BULK_SHARE)):
        await pace.go("T1", "chat.postMessage", f"C{n}", bulk=True)
    with pytest.raises(ComeBack):
        await pace.go("T1", "chat.postMessage", "C-more", bulk=True)

    before = clock.now
    await pace.go("T1", "chat.postMessage", "C-turn")

    assert clock.now == before


async def test_another_workspace_has_limits_of_its_own() -> None:
    pace, clock = paced()
    await went(pace, clock, TIERS["chat.update"], "T1", "chat.update")
    before = clock.now

    await pace.go("T2", "chat.update")

    assert clock.now == before


async def test_nobody_stands_in_line_for_long() -> None:
    pace, clock = paced()
    await went(pace, clock, TIERS["chat.update"], "T1", "chat.update")

    with pytest.raises(ComeBack) as later:
        await pace.go("T1", "chat.update")

    assert later.value.seconds > LONGEST_QUEUE


@pytest.mark.parametrize("method", sorted(TRIGGERED))
async def test_a_modal_waits_behind_no_message_and_never_longer_than_its_trigger_lives(
    method: str,
) -> None:
    pace, clock = paced()
    for n in range(TIERS["chat.postMessage"]):
        await pace.go("T1", "chat.postMessage", f"C{n}")
    before = clock.now
    await pace.go("T1", method)
    assert clock.now == before

    pace.hold("T1", method, 1.0)
    await pace.go("T1", method)
    assert clock.now == before + 1.0

    pace.hold("T1", method, 3.0)
    with pytest.raises(ComeBack):
        await pace.go("T1", method)
    assert clock.now == before + 1.0


async def test_what_was_told_to_wait_waits_to_the_second() -> None:
    pace, clock = paced()
    pace.hold("T1", "chat.update", 30)
    pace.hold("T1", "chat.update", 10)

    (time,) = await went(pace, clock, 1, "T1", "chat.update")

    assert time == 1030.0


async def test_nothing_is_remembered_for_ever() -> None:
    pace, clock = paced()
    pace.hold("T1", "views.open", 1)

    for n in range(CLEAN_EVERY):
        await went(pace, clock, 1, f"T{n}", "users.info")
        clock.now += 1.0

    kept = Counter(line[0] for line in pace._went)
    assert len(kept) < 130
    assert pace._not_before == {}
