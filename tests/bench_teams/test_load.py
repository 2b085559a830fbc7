"""The load on a bot in Teams: what is asked, what counts as a turn, what counts as wrong."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, cast

import jwt
import msgspec
import pytest

from bench import teams_load
from bench.asking import RAISED, ROUND
from bench.keys import Keys
from bench.load import connected
from bench.microsoft import answer, user_id
from bench.teams_asking import Talk, card_action, channel, message
from bench.teams_load import TeamsDriven, TeamsLoad, drive
from bench.wires import Wire, is_whole
from tests.bench_teams.played import Played, asks

CARD = "application/vnd.microsoft.card.adaptive"
SERVICE = "http://127.0.0.1:1/"
Answers = Callable[[dict[str, Any]], bytes]


class Bot(asyncio.Protocol):
    """A bot that answers each activity as it is told."""

    def __init__(self, answers: Answers) -> None:
        self._answers, self._got = answers, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._got += data
        if is_whole(self._got):
            asked = body_of(self._got)
            self._got = b""
            self._transport.write(self._answers(asked))


@asynccontextmanager
async def bot(answers: Answers) -> AsyncIterator[int]:
    server = await asyncio.get_running_loop().create_server(lambda: Bot(answers), "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()


def body_of(asked: bytes) -> dict[str, Any]:
    return dict(msgspec.json.decode(asked.partition(b"\r\n\r\n")[2]))


async def driven(played: Played, port: int, ends: str, once: bool = False) -> TeamsDriven:
    load = TeamsLoad(
        port=port, pid=os.getpid(), at_once=2, fakes=played.port, service_url=SERVICE,
        token="signed", seconds=0.05, talks=[Talk(channel(n), n, turn=4) for n in range(4)],
        ends=ends, warm=0.01, once=once,
    )  # fmt: skip
    return await drive(load)


def card_of(turn: int) -> bytes:
    value = {"type": "AdaptiveCard", "actions": [{"data": {"turn": str(turn)}}]}
    return answer(200, {"statusCode": 200, "type": CARD, "value": value})


async def test_every_activity_is_a_new_one_and_brings_its_token(keys: Keys) -> None:
    token = keys.token(SERVICE)
    talk = Talk(channel(1))

    asked = [message(1, talk, SERVICE, token), message(1, talk, SERVICE, token)]

    assert len({body_of(each)["id"] for each in asked}) == 2
    assert all(is_whole(each) for each in asked)
    head = asked[0].partition(b"\r\n\r\n")[0].decode().split("\r\n")
    sent = next(line for line in head if line.startswith("Authorization: Bearer "))
    claims = jwt.decode(sent.split()[-1], options={"verify_signature": False})
    assert claims["serviceurl"] == body_of(asked[0])["serviceUrl"]


def test_a_press_names_the_turn_it_was_made_in() -> None:
    talk = Talk(channel(1), 1, team="team-000007", circle="c000007", turn=12, step=4)

    asked = body_of(card_action(1, talk, SERVICE, "signed"))

    assert (asked["type"], asked["name"]) == ("invoke", "adaptiveCard/action")
    assert asked["value"]["action"] == {
        "type": "Action.Execute",
        "verb": ROUND[4],
        "data": {"team": "team-000007", "circle": "c000007", "turn": "12"},
    }
    assert asked["from"]["id"] == user_id(1, 0)


def test_a_talk_has_gone_on_when_the_card_is_that_of_the_next_turn() -> None:
    talk = Talk(channel(1), turn=4)

    assert talk.has_gone_on(card_of(4 + RAISED))
    assert not talk.has_gone_on(card_of(4))
    assert not talk.has_gone_on(card_of((4 + RAISED) * 10))
    assert not talk.has_gone_on(b'HTTP/1.1 200 OK\r\n\r\n{"turn":"%d"}' % (4 + RAISED))


async def test_an_answer_of_another_status_is_wrong(played: Played) -> None:
    async with bot(lambda _: answer(404, {})) as port:
        came = await driven(played, port, "answer")

    assert came.wrong >= came.turns > 0


async def test_an_answer_that_was_asked_for_is_right(played: Played) -> None:
    async with bot(lambda _: answer(200, {})) as port:
        came = await driven(played, port, "answer")

    assert (came.wrong, came.late) == (0, 0)
    assert came.turns > 0


async def test_a_press_answered_without_a_card_is_wrong(played: Played) -> None:
    async with bot(lambda _: answer(200, {"statusCode": 200})) as port:
        came = await driven(played, port, "card")

    assert came.wrong >= came.turns > 0


async def test_a_press_that_moved_nothing_is_wrong(played: Played) -> None:
    async with bot(lambda _: card_of(4)) as port:
        came = await driven(played, port, "moved")

    assert came.wrong >= came.turns > 0
    assert {talk.turn for talk in came.talks} == {4}


async def test_a_press_that_moved_the_word_moves_the_talk(played: Played) -> None:
    def moves(asked: dict[str, Any]) -> bytes:
        return card_of(int(asked["value"]["action"]["data"]["turn"]) + RAISED)

    async with bot(moves) as port:
        came = await driven(played, port, "moved")

    assert came.wrong == 0
    assert all(talk.turn == 4 + RAISED * talk.step for talk in came.talks)
    assert all(talk.step > 0 for talk in came.talks)


async def test_a_message_is_answered_when_the_connector_has_the_reply(played: Played) -> None:
    wire = await connected(played.port, Wire, played.stack)
    waiting = asyncio.Lock()
    replies = set()

    async def reply(conversation: str) -> None:
        async with waiting:
            await asyncio.sleep(0.005)
            path = f"/v3/conversations/{conversation}/activities"
            await wire.ask(asks("POST", path, {"type": "message"}))

    def answers_and_then_replies(asked: dict[str, Any]) -> bytes:
        replies.add(asyncio.ensure_future(reply(asked["conversation"]["id"])))
        return answer(200, {})

    async with bot(answers_and_then_replies) as port:
        came = await driven(played, port, "post")

    assert came.wrong == 0
    assert came.p50_ms >= 5
    assert sum(talk.posts for talk in came.talks) == played.world.counts.messages == len(replies)


def test_whoever_has_the_word_puts_it_down_and_the_facilitator_goes_back() -> None:
    talk = Talk(channel(1))
    seats = []

    for _ in ROUND:
        seats.append(talk.presser)
        talk.go_on()

    assert seats == [0, 1, 2, 3, 0, 0, 0, 0]


async def test_a_visit_goes_to_each_talk_once(played: Played) -> None:
    heard: list[str] = []

    def answers(asked: dict[str, Any]) -> bytes:
        heard.append(asked["conversation"]["id"].partition(";")[0])
        return answer(200, {})

    async with bot(answers) as port:
        came = await driven(played, port, "answer", once=True)

    assert sorted(heard) == [channel(n) for n in range(4)]
    assert came.turned == 4


async def test_who_is_never_answered_is_late(
    played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(teams_load, "PATIENCE", 0.1)
    async with bot(lambda _: b"") as port:
        came = await driven(played, port, "answer")

    assert (came.late, came.wrong) == (2, 0)
