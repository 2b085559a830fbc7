"""The pace keeps Microsoft's limits in each window, and lets nobody come before they may."""

import asyncio
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from channels.teams.pace import CLEAN_EVERY, LONGEST_QUEUE, ROSTER, SENDS, ComeBack, Pace
from tests.channels.wire import Time, crowded

RATE = 40


def pace_in(time: Time) -> Pace:
    return Pace(RATE, time, time.sleep)


async def gone(pace: Pace, time: Time, count: int, conversation: str = "a") -> list[float]:
    """When each of so many went; who is sent away comes back when told."""
    went = []
    for _ in range(count):
        while True:
            try:
                await pace.go("t", conversation)
            except ComeBack as error:
                time.seconds += error.seconds
            else:
                break
        went.append(time())
    return went


async def test_no_window_of_a_conversation_is_ever_overfull() -> None:
    time = Time()

    went = await gone(pace_in(time), time, 4000)

    assert [limit for limit in SENDS if crowded(went, *limit)] == []
    assert went[-1] < 2.3 * 3600


async def test_seven_go_at_once_and_the_eighth_within_the_second_second() -> None:
    time = Time()

    went = await gone(pace_in(time), time, 9)

    assert went[:7] == [0.0] * 7
    assert 1.0 <= went[7] < 1.2
    assert 2.0 <= went[8] < 2.2


@pytest.mark.parametrize(("bulk", "most"), [(False, 40), (True, 32)])
async def test_a_tenant_gets_no_more_than_its_bucket_and_bulk_its_share(
    bulk: bool, most: int
) -> None:
    time, went = Time(), list[float]()
    pace = pace_in(time)

    async def goes(number: int) -> None:
        await pace.go("t", f"c{number}", bulk=bulk)
        went.append(time())

    await asyncio.gather(*(goes(number) for number in range(1000)))

    assert not crowded(went, most, 1.0)
    assert went[-1] < 1000 / most * 1.1


async def test_while_bulk_waits_an_answer_goes_at_once_and_other_tenants_do_not_notice() -> None:
    time = Time()
    pace = pace_in(time)
    for number in range(32):
        await pace.go("t", f"c{number}", bulk=True)

    await pace.go("t", "an answer")
    await pace.go("another tenant", "c", bulk=True)

    assert time() == 0.0


async def test_people_are_listed_at_a_pace_of_their_own() -> None:
    time = Time()
    pace = pace_in(time)
    await gone(pace, time, 7)

    for _ in range(14):
        await pace.go("t", "a", ROSTER)

    assert time() == 0.0


async def test_who_is_told_to_wait_is_not_let_go_by_a_shorter_wait_told_later() -> None:
    time = Time()
    pace = pace_in(time)
    pace.hold("a", 30)
    pace.hold("a", 1)

    with pytest.raises(ComeBack) as away:
        await pace.go("t", "a")
    await pace.go("t", "b")

    assert away.value.seconds == 30 > LONGEST_QUEUE
    time.seconds = 30
    await pace.go("t", "a")


async def test_conversations_in_which_nothing_happens_are_let_go_of() -> None:
    time = Time()
    pace = Pace(10**9, time, time.sleep)
    pace.hold("c1", 5)

    for number in range(2 * CLEAN_EVERY):
        time.seconds += 3601 if number == CLEAN_EVERY else 0
        if number != 1:
            await pace.go("t", f"c{number}")

    assert len(pace._went) <= CLEAN_EVERY
    assert pace._not_before == {}


@settings(max_examples=20, deadline=None)
@given(some.integers())
def test_whoever_comes_whenever_no_limit_is_broken(seed: int) -> None:
    chance, time = random.Random(seed), Time()
    pace, went = pace_in(time), dict[str, list[float]]()

    async def goes() -> None:
        conversation = chance.choice("abc")
        await pace.go("t", conversation, bulk=chance.random() < 0.3)
        went.setdefault(conversation, []).append(time())

    async def come() -> None:
        for _ in range(40):
            time.seconds += chance.choice([0, 0, 0.1, 1, 3])
            several = [goes() for _ in range(chance.randrange(1, 9))]
            await asyncio.gather(*several, return_exceptions=True)

    asyncio.run(come())

    for times in went.values():
        assert [limit for limit in SENDS if crowded(times, *limit)] == []
    assert not crowded([at for times in went.values() for at in times], RATE, 1.0)
