"""Slack is slow, or full, and nobody waits: acknowledged at once, said in order, once each."""

import asyncio
import time
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlencode

import pytest

from channels.slack.pace import SlackPace
from dialogs.errands import Errands
from tests.channels.fake_slack import TEAM, Fault
from tests.channels.slack_rooms import CHANNEL, Room, person, room, user

WITHIN = 3.0
"""Seconds that Slack waits for an acknowledgement."""


class Passing:
    """Time as the pace has it: it passes by waiting, and when the test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


async def answered_in(it: Room, name: str, **values: str) -> float:
    """Press a button; the seconds until the acknowledgement."""
    began = time.perf_counter()
    button = {"action_id": "x", "value": urlencode(values)}
    await it.wire.press(user(name), CHANNEL, button, "1.1")
    return time.perf_counter() - began


async def test_a_press_is_acknowledged_at_once_though_slack_itself_is_slow(tmp_path: Path) -> None:
    errands = Errands()
    async with room(tmp_path, "Anna", "Bo", "Clara", errands=errands) as it:
        team = await it.circle("Anna", "Bo", "Clara")
        await it.settled()
        circle = (await it.papers()).circle
        assert circle is not None
        it.fake.slow = 0.5
        turn = {"team": team, "circle": circle.id, "turn": str(circle.course.turn)}

        waited = await asyncio.gather(
            *(answered_in(it, name, verb="done", **turn) for name in ("Anna", "Bo", "Clara") * 20)
        )
        changed = (await it.papers()).circle

        assert changed is not None
        assert changed.course.turn > circle.course.turn, "kept before it was acknowledged"
        assert max(waited) < WITHIN
        it.fake.slow = 0.0
        await it.settled()


@pytest.mark.slow
async def test_a_command_is_answered_in_time_though_slack_tells_no_names(tmp_path: Path) -> None:
    errands = Errands()
    async with room(tmp_path, "Anna", "Bo", errands=errands) as it:
        await it.team("Anna", "Bo")
        await it.settled()
        it.fake.slow, it.fake.people["U0NEW0000"] = 2.5, "Ny"
        began = time.perf_counter()

        answer = await it.wire.command("U0NEW0000", CHANNEL, "status")

        assert time.perf_counter() - began < WITHIN
        assert answer["response_type"] == "ephemeral"


async def test_the_first_command_opens_its_form_in_time_though_every_look_up_is_slow(
    tmp_path: Path,
) -> None:
    errands = Errands()
    async with room(tmp_path, "Anna", "Bo", "Clara", errands=errands) as it:
        it.fake.slow = 0.9
        began = asyncio.get_running_loop().time()

        answer = await it.wire.command(user("Anna"), CHANNEL)
        acknowledged = asyncio.get_running_loop().time() - began
        await it.settled()
        opened = asyncio.get_running_loop().time() - began

        assert answer is None
        assert acknowledged < WITHIN / 2
        assert opened < WITHIN, "Slack has taken the trigger, and has said so"
        (modal,) = it.fake.views
        assert modal.body["callback_id"] == "team"
        (people,) = [b for b in modal.body["blocks"] if b.get("block_id") == "members"]
        assert people["element"]["type"] == "multi_users_select", "who is not known is searched for"


@pytest.mark.slow
async def test_a_team_is_asked_for_and_made_in_time_though_every_look_up_is_slow(
    tmp_path: Path,
) -> None:
    errands = Errands()
    async with room(tmp_path, "Anna", "Bo", "Clara", errands=errands) as it:
        it.fake.slow, trigger = 0.9, it.wire.trigger()
        await it.wire.mention(user("Anna"), CHANNEL, "cirkel", "asked")
        talk = await it.slack.book.talk(TEAM, CHANNEL)
        assert talk is not None
        button = {"action_id": "x", "value": urlencode({"form": "team", "team": talk.team})}
        began = time.perf_counter()
        await it.wire.press(user("Anna"), CHANNEL, button, "1.1", trigger=trigger)
        opened = time.perf_counter() - began
        await it.settled()

        began, names = time.perf_counter(), [person(name) for name in ("Anna", "Bo")]
        answer = await it.sends("Anna", it.fake.opened[trigger], name="Team Blå", members=names)

        assert max(opened, time.perf_counter() - began) < WITHIN - 0.5
        assert answer["view"]["callback_id"] == "start"


async def test_repaints_that_wait_are_one_and_lines_keep_their_order(tmp_path: Path) -> None:
    full, passing = {"chat.postMessage", "chat.update"}, Passing()
    pace = SlackPace(passing, passing.sleep)
    async with room(tmp_path, "Anna", "Bo", "Clara", pace=pace) as it:
        team = await it.circle("Anna", "Bo", "Clara")
        card, before = it.card(), len(it.fake.ledger)
        it.fake.faults = lambda method, facts: (
            Fault(429, headers={"Retry-After": "30"}) if method in full else None
        )
        for _ in range(4):
            circle = (await it.papers()).circle
            if circle is None or circle.speaker is None:
                break
            values = {"verb": "done", "team": team, "circle": circle.id}
            await answered_in(it, circle.speaker.name, **values, turn=str(circle.course.turn))
        assert len(it.fake.ledger) == before

        it.fake.faults = lambda method, facts: None
        for seconds in (60, 2, 2, 2):
            it.clock.at += timedelta(seconds=seconds)
            passing.now += seconds
            await it.conversation.tick(it.clock())

        after = it.fake.ledger[before:]
        assert sum(e.how == "change" and e.message == card.message for e in after) == 1
        lines = [e for e in after if e.channel == CHANNEL and e.thread]
        assert [e.message for e in lines] == sorted(e.message for e in lines)
        assert max(Counter(e.text for e in lines).values(), default=1) == 1


@pytest.mark.slow
async def test_a_channel_gets_one_message_a_second_as_slack_sees_it(tmp_path: Path) -> None:
    errands = Errands()
    async with room(tmp_path, "Anna", "Bo", errands=errands, pace=SlackPace()) as it:
        await it.team("Anna", "Bo")
        for n in range(4):
            await it.wire.mention(user("Anna"), CHANNEL, "status", f"asked{n}")
        await it.settled()
        while len([c for c in it.fake.calls if c[1] == "chat.postMessage"]) < 4:
            await asyncio.sleep(0.2)
            await it.conversation.tick(it.clock())
            await it.settled()

        times = [at for at, method, _ in it.fake.calls if method == "chat.postMessage"]

    assert min(later - earlier for earlier, later in pairwise(times)) >= 1.0
