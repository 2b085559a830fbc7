"""Socket Mode: what is heard is acknowledged, what is not comes again, a lost line is renewed."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from channels.slack import socket
from channels.slack.facts import Happened, Said
from channels.slack.line import HANGS_UP_IN
from channels.slack.socket import Socket
from storage.errors import CannotSave

EVENT = {
    "type": "event_callback",
    "team_id": "T01",
    "event_id": "Ev1",
    "event": {"type": "app_mention", "user": "U1", "channel": "C1", "text": "x", "ts": "1.1"},
}


class Line:
    """Slack's side of the line: sends envelopes, and writes down what is acknowledged."""

    def __init__(self) -> None:
        self.acknowledged: list[dict[str, Any]] = []
        self.lines: list[web.WebSocketResponse] = []
        self.refused: str = ""
        self.strange: str | None = None
        self.asked = self.called = 0
        self.url = ""
        self.silent: set[str] = set()
        self.over = asyncio.Event()

    async def opened(self, request: web.Request) -> web.Response:
        self.asked += 1
        if "address" in self.silent:
            await self.over.wait()
        if self.strange is not None:
            return web.Response(text=self.strange, content_type="application/json")
        if self.refused:
            return web.json_response({"ok": False, "error": self.refused})
        return web.json_response({"ok": True, "url": f"{self.url}line"})

    async def line(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        self.called += 1
        if "greeting" in self.silent:
            await self.over.wait()
        await socket.prepare(request)
        self.lines.append(socket)
        if "goodbye" in self.silent:
            await self.over.wait()
        await socket.send_json({"type": "hello", "num_connections": 1})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self.acknowledged.append(json.loads(message.data))
        return socket

    async def send(self, id: str = "e1", payload: Any = EVENT) -> None:
        envelope = {"envelope_id": id, "type": "events_api", "payload": payload}
        await self.lines[-1].send_json({**envelope, "accepts_response_payload": False})


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(8):
        while not true():
            await asyncio.sleep(0.01)


@asynccontextmanager
async def lined(
    hear: Any, monkeypatch: pytest.MonkeyPatch, *silent: str
) -> AsyncIterator[tuple[Line, Socket]]:
    for name, seconds in {"LOOKS_EVERY": 0.02, "DEAD_FOR": 0.1, "FIRST_WAIT": 0.02}.items():
        monkeypatch.setattr(socket, name, seconds)
    line = Line()
    line.silent.update(silent)
    app = web.Application()
    app.router.add_post("/api/apps.connections.open", line.opened)
    app.router.add_get("/line", line.line)
    async with TestServer(app, host="127.0.0.1") as server:
        line.url = str(server.make_url("/")).replace("http", "ws")
        ears = Socket("xapp-1", hear, str(server.make_url("/api/")))
        ears.start()
        yield line, ears
        await ears.stop()
        line.over.set()
        for each in line.lines:
            await each.close()


class Ear:
    """Remembers what it heard, and answers as it is told."""

    def __init__(self, answer: bytes = b"") -> None:
        self.heard: list[Happened] = []
        self.answer, self.error = answer, None
        self.may = asyncio.Event()
        self.may.set()

    async def __call__(self, happened: Happened) -> bytes:
        await self.may.wait()
        self.heard.append(happened)
        if self.error:
            raise self.error
        return self.answer


async def test_what_is_heard_is_acknowledged_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    ear = Ear()
    ear.may.clear()
    async with lined(ear, monkeypatch) as (line, _):
        await until(lambda: bool(line.lines))
        await line.send()
        await asyncio.sleep(0.05)
        before = list(line.acknowledged)
        ear.may.set()
        await until(lambda: bool(line.acknowledged))

    assert before == []
    assert line.acknowledged[0]["envelope_id"] == "e1"
    assert [type(each) for each in ear.heard] == [Said]


async def test_the_answer_goes_with_the_acknowledgement(monkeypatch: pytest.MonkeyPatch) -> None:
    async with lined(Ear(b'{"response_action":"clear"}'), monkeypatch) as (line, _):
        await until(lambda: bool(line.lines))
        await line.send()
        await until(lambda: bool(line.acknowledged))

    assert line.acknowledged[0]["payload"] == {"response_action": "clear"}


async def test_what_could_not_be_kept_is_not_acknowledged_and_comes_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ear = Ear()
    ear.error = CannotSave()  # type: ignore[assignment]
    async with lined(ear, monkeypatch) as (line, _):
        await until(lambda: bool(line.lines))
        await line.send()
        await until(lambda: bool(ear.heard))
        ear.error = None
        await line.send()
        await until(lambda: bool(line.acknowledged))

    assert (len(ear.heard), len(line.acknowledged)) == (2, 1)


@pytest.mark.parametrize("more", [{"type": "nonsense"}, {"event_id": "\ud800"}])
async def test_what_cannot_be_read_is_acknowledged_so_that_it_does_not_come_again(
    monkeypatch: pytest.MonkeyPatch, more: dict[str, str]
) -> None:
    ear = Ear()
    async with lined(ear, monkeypatch) as (line, _):
        await until(lambda: bool(line.lines))
        await line.send(payload={**EVENT, **more})
        await until(lambda: bool(line.acknowledged))

    assert ear.heard == []


async def test_a_line_that_is_cut_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    ear = Ear()
    async with lined(ear, monkeypatch) as (line, _):
        await until(lambda: bool(line.lines))
        transport = line.lines[0]._req.transport  # type: ignore[union-attr]
        assert transport is not None
        transport.abort()
        await until(lambda: len(line.lines) == 2)
        await line.send()
        await until(lambda: bool(line.acknowledged))

    assert len(ear.heard) == 1


async def test_slack_may_ask_for_another_line(monkeypatch: pytest.MonkeyPatch) -> None:
    ear = Ear()
    async with lined(ear, monkeypatch) as (line, _):
        await until(lambda: bool(line.lines))
        await line.lines[0].send_json({"type": "disconnect", "reason": "refresh_requested"})
        await until(lambda: len(line.lines) == 2)
        await line.send()
        await until(lambda: bool(line.acknowledged))

    assert len(ear.heard) == 1


async def test_a_wrong_token_is_tried_again_with_longer_pauses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ear = Ear()
    async with lined(ear, monkeypatch) as (line, _):
        line.refused = "invalid_auth"
        for each in line.lines:
            await each.close()
        await until(lambda: line.asked >= 3)
        line.refused = ""
        await until(lambda: bool(line.lines) and not line.lines[-1].closed)
        await line.send()
        await until(lambda: bool(line.acknowledged))

    assert len(ear.heard) == 1


@pytest.mark.parametrize("strange", ["", "[]", '["ok"]', '"ok"', "null", '{"ok": true}', "<p>"])
async def test_a_strange_answer_is_no_line_and_another_try_is_made(
    monkeypatch: pytest.MonkeyPatch, strange: str
) -> None:
    async with lined(Ear(), monkeypatch) as (line, _):
        line.strange = strange
        await until(lambda: line.asked >= 2)
        line.strange = None
        await until(lambda: bool(line.lines))


async def test_what_is_under_way_is_finished_before_the_line_is_hung_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ear = Ear()
    ear.may.clear()
    async with lined(ear, monkeypatch) as (line, ears):
        await until(lambda: bool(line.lines))
        await line.send()
        await asyncio.sleep(0.05)
        stopping = asyncio.create_task(ears.stop())
        await asyncio.sleep(0.05)
        ear.may.set()
        await stopping
        await until(lambda: bool(line.acknowledged))

    assert len(ear.heard) == 1


@pytest.mark.parametrize("silent", ["address", "greeting", "goodbye"])
async def test_the_bot_stops_at_once_though_slack_is_silent(
    monkeypatch: pytest.MonkeyPatch, silent: str
) -> None:
    monkeypatch.setattr("channels.slack.line.HANGS_UP_IN", 0.05)
    async with lined(Ear(), monkeypatch, silent) as (line, ears):
        await until(lambda: bool(line.asked if silent == "address" else line.called))
        await asyncio.sleep(0.02)
        async with asyncio.timeout(1):
            await ears.stop()


async def test_the_bot_stops_at_once_though_slack_gives_no_other_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with lined(Ear(), monkeypatch) as (line, ears):
        await until(lambda: bool(line.lines))
        line.silent.add("address")
        await line.lines[0].send_json({"type": "disconnect", "reason": "refresh_requested"})
        await until(lambda: line.asked == 2)
        async with asyncio.timeout(1):
            await ears.stop()


def test_a_goodbye_has_less_time_than_a_stop() -> None:
    assert HANGS_UP_IN < 2
