"""A genuine sender with bad intent: 200 or 400, and nothing is changed, borrowed or logged."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from structlog.testing import capture_logs

from channels.teams.hearing import plain
from circle.papers import Papers
from dialogs.commands import read_command
from dialogs.presses import READERS
from tests.channels.fake_teams import BOT
from tests.channels.rooms import Room, room

STRANGE_TENANT = "22222222-2222-2222-2222-222222222222"
SECRET = "hemmeligt"
"""Stands in everything that is typed, so that it can be looked for in the logs."""

FORMS = "start members team step line decision note moves mine mend give people order pause end"
VERBS = [*READERS, "join", "ask", "look", "mine", "", "__class__", "../x", SECRET]


async def knock(here: Room, who: str, facts: dict[str, Any], tenant: str = "", raw: bytes = b""):
    """The status of one activity, sent as it is."""
    account = {"id": f"29:{who}", "aadObjectId": f"aad-{who.lower()}", "name": who}
    whole = {
        "id": f"id-{next(here.ids)}",
        "channelId": "msteams",
        "serviceUrl": here.service,
        "from": account,
        "recipient": {"id": BOT, "name": "Ordet"},
        "conversation": here.place("private", who),
        "channelData": {"tenant": {"id": tenant or here.person("Anna").split(":")[1]}},
        **facts,
    }
    body = msgspec.json.encode(whole).replace(b'"@raw"', raw or b'""')
    async with here.client.post("/api/messages", data=body) as answer:
        await answer.read()
        return answer.status


def pressed(data: Any) -> list[dict[str, Any]]:
    """The ways in which values come: a button, a form opened, a form sent, an old button."""
    verb = data.get("verb") if isinstance(data, dict) else data
    action = {"type": "Action.Execute", "verb": verb, "data": data}
    return [
        {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": action}},
        {"type": "invoke", "name": "task/fetch", "value": {"data": data}},
        {"type": "invoke", "name": "task/submit", "value": {"data": data}},
        {"type": "message", "value": data},
    ]


@contextmanager
def heard() -> Iterator[list[str]]:
    """Everything that is logged meanwhile, by us and by libraries."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        with capture_logs() as entries:
            yield lines
    finally:
        root.removeHandler(handler)
        lines += [repr(entry) for entry in entries]


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Room]:
    """A circle of Anna, Bo and Clara is under way; Anna facilitates and has the word."""
    async with room(tmp_path, "Anna", "Bo", "Clara", "Eve") as opened:
        await opened.circle("Anna", "Bo", "Clara")
        yield opened


STRANGE = {
    "a list": [1, 2],
    "a list of ten thousand": ["x"] * 10_000,
    "a dictionary": {"a": {"b": 1}},
    "a huge number": 10**30,
    "a part of a number": 1.5,
    "nothing": None,
    "true": True,
    "a long text": "x" * 100_000,
    "a path": "../../etc/passwd",
    "a zero": "a\x00b",
    "words": f"{SECRET} *[x](http://y)* <at>Bo</at>",
}


async def test_strange_values_make_no_500_and_change_nothing(here: Room) -> None:
    before, statuses = await here.papers(), set[int]()
    usual = {"team": before.team.id, "circle": "c", "turn": "1", "verb": "done", "who": SECRET}

    with heard() as lines:
        for name, strange in product(NAMES, STRANGE.values()):
            for facts in pressed({**usual, name: strange}):
                statuses.add(await knock(here, "Eve", facts))
        for strange in STRANGE.values():
            for facts in pressed(strange):
                statuses.add(await knock(here, "Eve", facts))

    assert statuses == {200, 400}
    assert await here.papers() is before
    assert not [line for line in lines if SECRET in line]


NAMES = "team circle turn who form sent press many".split()

RAW = {
    "letters that are none": b'{"action": {"verb": "a", "data": {"a": "\xed\xa0\x80"}}}',
    "half a letter": rb'{"action": {"verb": "a", "data": {"a": "\ud800"}}}',
    "very deep": b'{"data": ' + b'{"a":' * 3000 + b"1" + b"}" * 3001,
    "a number without end": b'{"data": {"a": ' + b"9" * 5000 + b"}}",
    "no JSON": b"{",
    "a name twice": b'{"data": {"team": "a", "team": "b"}}',
}


async def test_values_that_cannot_be_read_are_a_400_or_nothing(here: Room) -> None:
    before = await here.papers()

    for raw, facts in product(RAW.values(), pressed({})):
        status = await knock(here, "Bo", {**facts, "value": "@raw"}, raw=raw)
        assert status in {200, 400}

    assert await here.papers() is before


MOVES = sorted({*READERS} - {"join", "here", "out", "leave", "take_back", "drop_step"})


async def test_whoever_the_values_name_it_is_the_sender_who_acts(here: Room) -> None:
    """Bo is neither speaker nor facilitator, and says that he is Anna."""
    before = await here.papers()
    assert before.circle is not None
    anna = here.person("Anna")
    data = {
        **dict.fromkeys(("who", "person", "writer", "from", "sender"), anna),
        "team": before.team.id,
        "circle": before.circle.id,
        "name": "Anna",
        "turn": str(before.circle.course.turn),
        "minutes": "5",
        "to": here.person("Clara"),
        "order": f"{here.person('Clara')},{here.person('Bo')}",
    }

    for verb in MOVES:
        for facts in pressed({**data, "verb": verb}):
            await knock(here, "Bo", facts)
        for form in ("pause", "hand_over", "end", "moves", "give", "order", "people"):
            await knock(here, "Bo", pressed({**data, "verb": verb, "sent": form})[2])

    assert (await here.papers()).circle == before.circle


@pytest.mark.parametrize("verb", ["out", "leave", "here", "join", "take_back"])
async def test_nobody_sends_another_out_or_sits_down_as_another(here: Room, verb: str) -> None:
    before = await here.papers()
    assert before.circle is not None
    anna = here.person("Anna")
    data = {"team": before.team.id, "circle": before.circle.id, "verb": verb, "turn": "2"}
    data |= {"who": anna, "person": anna, "name": "Anna"}

    for who in ("Bo", "Eve"):
        for form in ("pause", "people", "hand_over"):
            sent = pressed({**data, "sent": form})[2]
            await knock(here, who, {**sent, "conversation": here.place("channel", who)})
        for facts in pressed(data):
            await knock(here, who, {**facts, "conversation": here.place("channel", who)})

    after = await here.papers()
    assert after.circle is not None
    assert after.circle.seats[:3] == before.circle.seats
    assert [seat.name for seat in after.circle.seats[3:]] == (["Eve"] if verb == "join" else [])


async def test_who_has_a_members_name_sits_down_as_a_guest(here: Room) -> None:
    before = await here.papers()
    assert before.circle is not None
    data = {"team": before.team.id, "circle": before.circle.id, "verb": "join"}
    another = {"id": "29:other", "aadObjectId": "aad-other", "name": "Anna"}
    here.fake.people.append(("29:other", "aad-other", "Anna"))

    facts = {**pressed(data)[0], "conversation": here.place("channel", "x"), "from": another}
    await knock(here, "x", facts)

    after = (await here.papers()).circle
    assert after is not None
    assert after.seats[:3] == before.circle.seats
    assert [(s.name, s.guest, s.person.endswith("aad-other")) for s in after.seats[3:]] == [
        ("Anna", True, True)
    ]


async def test_who_is_not_of_the_team_writes_nothing_for_it(here: Room) -> None:
    before = await here.papers()
    assert before.circle is not None
    anna = here.person("Anna")
    values = {"team": before.team.id, "circle": before.circle.id, "writer": anna, "who": anna}
    values |= {"text": SECRET, "what": SECRET, "sign": SECRET, "by": "2027-01-01", "step": "s"}
    values |= {"members": here.person("Eve"), "name": SECRET, "names": SECRET, "many": "who"}

    with heard() as lines:
        for form in FORMS.split():
            for where in ("channel", "private"):
                facts = pressed({**values, "sent": form})[2]
                await knock(here, "Eve", {**facts, "conversation": here.place(where, "Eve")})

    assert await here.papers() == before
    assert not [line for line in lines if SECRET in line]


async def test_who_is_not_in_the_place_does_not_sit_down(here: Room) -> None:
    before = await here.papers()
    assert before.circle is not None
    data = {"team": before.team.id, "circle": before.circle.id, "verb": "join"}

    for facts in pressed(data):
        await knock(here, "Eve", facts)

    assert await here.papers() is before


async def test_another_tenant_gets_nothing_of_a_team(here: Room) -> None:
    before = await here.papers()
    assert before.circle is not None
    data = {"team": before.team.id, "circle": before.circle.id, "verb": "join", "form": "moves"}

    for facts in pressed(data):
        place = here.place("channel", "Anna")
        await knock(here, "Anna", {**facts, "conversation": place}, STRANGE_TENANT)

    assert await here.papers() is before


async def test_the_link_that_acts_for_all_names_is_for_members(here: Room) -> None:
    """Eve may look on in the channel; the table page is not hers, in whatever way she asks."""
    before, ask = await here.papers(), {"verb": "ask", "text": "table"}
    values = {"team": before.team.id, **ask}

    told = await here.say("Eve", "<at>Ordet</at> bord")
    card = await here.press("Eve", values)
    members = await here.press("Bo", values)

    assert "/table/" not in str([entry.body for entry in told])
    assert "/table/" not in str(card)
    assert "/table/" in str(members)


LONG = {
    "mentions that never end": "<at>" * 8000,
    "written as Teams writes them": "&lt;at&gt;" * 3200,
    "brackets": "<" * 32_000,
    "ends without a beginning": ("<at>" + "</at" + " " * 10) * 1700,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_text_that_is_hard_to_read_holds_up_nobody(text: str) -> None:
    began = process_time()

    assert read_command(plain(text)) is None
    assert read_command(text) is None

    assert process_time() - began < 0.1


KEYS = some.sampled_from(
    "team circle turn verb form sent press many who person name to order minutes role step text "
    "question guide present facilitator when clock tight extra members language what by msteams"
    .split()
)  # fmt: skip
TEXTS = some.text(max_size=20) | some.sampled_from(
    ["../x", "0", "-1", "9" * 30, "true", "verb=done&team=x", "a,b,,c", "%00", "=&=;", SECRET]
)
VALUES = TEXTS | some.integers() | some.none() | some.booleans() | some.lists(TEXTS, max_size=3)


def known_values(papers: Papers) -> some.SearchStrategy[dict[str, Any]]:
    """Values of which many are right, and some are not."""
    assert papers.circle is not None
    right = some.fixed_dictionaries(
        {
            "team": some.sampled_from([papers.team.id, "another", "../x"]),
            "circle": some.sampled_from([papers.circle.id, "c9"]),
            "turn": some.sampled_from(["2", 2, "99"]),
            "verb": some.sampled_from(VERBS),
        }
    )
    form = some.sampled_from(FORMS.split())
    opened = some.just({}) | some.builds(lambda f: {"form": f}, form)
    sent = some.just({}) | some.builds(lambda f: {"sent": f}, form)
    more = some.dictionaries(KEYS, VALUES, max_size=5)
    return some.builds(lambda a, b, c, d: {**a, **b, **c, **d}, right, opened, sent, more)


def fuzz(examples: int) -> None:
    """One bot, one loop, and many presses of somebody from elsewhere."""
    loop = asyncio.new_event_loop()
    with TemporaryDirectory() as folder:
        opened = room(Path(folder), "Anna", "Bo", "Clara", "Eve")
        here = loop.run_until_complete(opened.__aenter__())
        loop.run_until_complete(here.circle("Anna", "Bo", "Clara"))
        before = loop.run_until_complete(here.papers())

        @settings(
            max_examples=examples, deadline=None, database=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(known_values(before), some.integers(0, 3), some.sampled_from(["Eve", "Bo"]))
        def press(data: dict[str, Any], way: int, who: str) -> None:
            facts = pressed(data)[way]

            status = loop.run_until_complete(knock(here, who, facts))

            assert status in {200, 400}
            after = loop.run_until_complete(here.papers())
            assert who == "Bo" or after.circle is now[0]
            now[0] = after.circle

        now = [before.circle]
        try:
            with heard() as lines:
                press()
            assert not [line for line in lines if SECRET in line or "rror" in line]
        finally:
            loop.run_until_complete(opened.__aexit__(None, None, None))
            loop.close()


def test_sixty_presses_of_nonsense_make_no_500() -> None:
    fuzz(60)


@pytest.mark.slow
def test_five_thousand_presses_of_nonsense_make_no_500() -> None:
    fuzz(5000)
