"""However often Teams delivers something, and under whichever id: it has one effect."""

import asyncio
import random
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from circle.people import Seat
from tests.channels.copies import Delivery, Outcome, copied, delivered, recorded
from tests.channels.rooms import Room, room
from tests.conversations.telling import FILES

OFTEN = "06-someone-leaves-with-the-word 07-out-for-a-moment 24-three-next-steps".split()
ASKED = "29-what-people-ask"


def once(file: Path) -> tuple[list[Delivery], Outcome]:
    """What is delivered in a conversation, and what comes of it when it is delivered once."""
    with TemporaryDirectory() as folder:
        heard = asyncio.run(recorded(Path(folder) / "told", file))
        return heard, asyncio.run(delivered(Path(folder) / "once", file, heard))


known = cache(once)


def check(file: Path, seed: int) -> None:
    """Delivered with copies it comes to the same."""
    heard, expected = known(file)
    several = copied(heard, random.Random(seed))
    with TemporaryDirectory() as folder:
        outcome = asyncio.run(delivered(Path(folder), file, several))

    assert outcome.ledger == expected.ledger
    assert outcome.papers == expected.papers


@pytest.mark.parametrize("name", [*OFTEN, ASKED])
def test_one_to_four_deliveries_have_one_effect(name: str) -> None:
    (file,) = (file for file in FILES if file.stem == name)

    check(file, seed=1)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(some.sampled_from(FILES), some.integers(0, 10**6))
def test_in_every_conversation_one_to_four_deliveries_have_one_effect(
    file: Path, seed: int
) -> None:
    check(file, seed)


async def test_a_copy_that_comes_late_is_known_by_its_id(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo", "Clara") as here:
        team = await here.circle("Anna", "Bo", "Clara")
        circle = (await here.papers()).circle
        assert circle is not None
        data = {"team": team, "circle": circle.id}

        await move(here, "Bo", "out", data, id="a")
        await move(here, "Bo", "here", data, id="b")
        here.clock.at += timedelta(minutes=2)
        await move(here, "Bo", "out", data, id="a")
        back = await seat(here, "Bo")
        await move(here, "Bo", "out", data, id="c")

        assert back.here
        assert not (await seat(here, "Bo")).here


async def test_a_copy_under_a_new_id_is_known_by_what_it_says(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo", "Clara") as here:
        team = await here.circle("Anna", "Bo", "Clara")
        circle = (await here.papers()).circle
        assert circle is not None
        data = {"team": team, "circle": circle.id}

        for verb, id in (("out", "a"), ("here", "b"), ("out", "anew")):
            await move(here, "Bo", verb, data, id=id)
            here.clock.at += timedelta(seconds=10)

        assert (await seat(here, "Bo")).here


async def test_where_there_is_no_team_yet_a_copy_is_not_answered_again(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo") as here:
        told = await here.say("Anna", "cirkel", id="a")
        copies = await here.say("Anna", "cirkel", id="a")
        here.clock.at += timedelta(seconds=3)
        copies += await here.say("Anna", "cirkel", id="anew")
        here.clock.at += timedelta(seconds=30)
        again = await here.say("Anna", "cirkel", id="b")

        assert (len(told), copies, len(again)) == (1, [], 1)


async def move(here: Room, who: str, verb: str, data: dict[str, str], id: str) -> None:
    """Somebody presses a button; Teams gives the press this id."""
    value = {"action": {"type": "Action.Execute", "verb": verb, "data": data}}
    await here.send(who, type="invoke", name="adaptiveCard/action", value=value, id=id)


async def seat(here: Room, who: str) -> Seat:
    """Where somebody sits."""
    circle = (await here.papers()).circle
    assert circle is not None
    return next(each for each in circle.seats if each.name == who)


async def test_a_copy_of_an_older_form_does_not_bring_the_older_team_back(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo", "Clara") as here:
        team = await here.team("Anna", "Bo", "Clara")
        people = ",".join(here.person(name) for name in ("Anna", "Bo", "Clara"))
        sent = {"team": team, "sent": "team", "many": "members", "members": people}

        for name, id in (("Hold 1", "a"), ("Hold 2", "b"), ("Hold 1", "a")):
            value = {"data": {**sent, "name": name, "language": "da"}}
            await here.send("Anna", type="invoke", name="task/submit", value=value, id=id)

        assert (await here.papers()).team.name == "Hold 2"


async def test_whoever_does_the_same_again_after_a_while_is_heard(tmp_path: Path) -> None:
    """The window in which it would be a copy is short; then it is somebody who means it."""
    async with room(tmp_path, "Anna", "Bo", "Clara") as here:
        team = await here.circle("Anna", "Bo", "Clara")
        circle = (await here.papers()).circle
        assert circle is not None
        data = {"team": team, "circle": circle.id}

        seen = []
        for number, verb in enumerate(["out", "here", "out", "here"]):
            here.clock.at += timedelta(seconds=20)
            await move(here, "Bo", verb, data, id=str(number))
            seen.append((await seat(here, "Bo")).here)

        assert seen == [False, True, False, True]
