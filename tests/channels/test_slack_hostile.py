"""Whatever is sent to Slack's door: never a 500, and nothing is heard without a signature."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import ClientError, ClientSession, web
from aiohttp.test_utils import TestServer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from multidict import CIMultiDict

from channels.slack.door import Door
from channels.slack.facts import Happened, Said
from channels.slack.gate import Gate
from channels.slack.reading import LARGEST
from dialogs.conversation import NoSuchTeam
from storage.errors import CannotSave
from tests.channels.slack_corpus import CORPUS
from tests.channels.slack_forging import FORGERIES, genuine
from tests.channels.slack_wire import FORM, JSON, SECRET, signed

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
MENTION = {
    "type": "event_callback",
    "team_id": "T01",
    "event_id": "Ev1",
    "event": {"type": "app_mention", "user": "U1", "channel": "C1", "text": "x", "ts": "1.1"},
}
SIGNED = "signed"

PRINTED = some.characters(min_codepoint=32, max_codepoint=255, exclude_categories=["Cc"])
FIELDS = ["command", "user_id", "channel_id", "trigger_id", "ssl_check", "payload"]
NAMES = some.sampled_from(sorted(MENTION)) | some.text(max_size=8)

json_values: some.SearchStrategy[Any] = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=40),
    lambda inner: (
        some.lists(inner, max_size=4)
        | some.dictionaries(
            some.sampled_from(sorted(MENTION)) | some.text(max_size=8), inner, max_size=4
        )
    ),
    max_leaves=12,
)
bodies = (
    some.binary(max_size=200)
    | json_values.map(lambda value: json.dumps(value).encode())
    | some.dictionaries(
        some.sampled_from(["type", "event", "event_id", "team_id", "authorizations", "challenge"]),
        json_values,
    ).map(lambda value: json.dumps(value).encode())
    | json_values.map(lambda value: urlencode({"payload": json.dumps(value)}).encode())
    | some.dictionaries(
        some.sampled_from(
            ["command", "user_id", "channel_id", "trigger_id", "ssl_check", "payload"]
        ),
        some.text(max_size=30),
    ).map(lambda value: urlencode(value, errors="replace").encode())
)
headers = some.dictionaries(
    some.sampled_from(["X-Slack-Retry-Num", "X-Forwarded-For", "Content-Encoding", "Cookie"]),
    some.text(PRINTED, max_size=80).map(str.strip),
    max_size=3,
)
kinds = some.sampled_from([JSON, FORM, "text/plain", "multipart/form-data", ""])
ways = some.just(SIGNED) | some.sampled_from(list(FORGERIES))
made_up = some.tuples(kinds, bodies)
real = some.sampled_from([(kind, body) for kind, body, _ in CORPUS.values()])


@asynccontextmanager
async def door(hear: Any) -> AsyncIterator[ClientSession]:
    app = web.Application()
    app.router.add_post("/api/slack", Door(Gate(SECRET, lambda: NOW), hear).knock)
    async with (
        TestServer(app, host="127.0.0.1") as server,
        ClientSession(base_url=server.make_url("/")) as client,
    ):
        yield client


class Ear:
    """Remembers what it heard."""

    def __init__(self, error: Exception | None = None) -> None:
        self.heard: list[Happened] = []
        self.error = error

    async def __call__(self, happened: Happened) -> bytes:
        if self.error:
            raise self.error
        self.heard.append(happened)
        return b""


async def knock(client: ClientSession, body: bytes, kind: str, given: Mapping[str, str]) -> int:
    sent = CIMultiDict(given)
    sent.update({"Content-Type": kind} if kind else {})
    async with client.post("/api/slack", data=body, headers=sent) as answer:
        await answer.read()
        return answer.status


async def test_what_is_signed_is_heard_and_answered() -> None:
    ear = Ear()
    body = json.dumps(MENTION).encode()

    async with door(ear) as client:
        status = await knock(client, body, JSON, signed(body, NOW))

    assert status == 200
    assert [type(each) for each in ear.heard] == [Said]


async def test_slack_hears_its_challenge_back_only_if_it_was_signed() -> None:
    body = b'{"type":"url_verification","challenge":"abc"}'

    async with door(Ear()) as client:
        given = {"Content-Type": JSON, **signed(body, NOW)}
        async with client.post("/api/slack", data=body, headers=given) as answer:
            told = await answer.json()
        alone = await knock(client, body, JSON, {})

    assert told == {"challenge": "abc"}
    assert alone == 401


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"ssl_check=1&token=x", 200),
        (b"token=x&ssl_check=1", 200),
        (b"token=x&ssl_check=1&command=%2Fcircle&user_id=U1&channel_id=C1&trigger_id=1", 200),
        (b"token=x&ssl_check=0", 401),
        (b"token=ssl_check=1", 401),
        (b"token=x&xssl_check=1", 401),
        (b"&" * 100 + b"ssl_check=1", 401),
        (b"token=\xff&ssl_check=1", 401),
    ],
)
async def test_a_look_at_the_certificate_needs_no_signature_and_does_nothing(
    body: bytes, told: int
) -> None:
    ear = Ear()

    async with door(ear) as client:
        given = {"Content-Type": FORM}
        async with client.post("/api/slack", data=body, headers=given) as answer:
            assert (answer.status, await answer.read()) == (told, b"")

    assert ear.heard == []


@pytest.mark.parametrize("error", [CannotSave(), NoSuchTeam("t1")])
async def test_what_could_not_be_kept_is_sent_again_by_slack(error: Exception) -> None:
    body = json.dumps(MENTION).encode()

    async with door(Ear(error)) as client:
        status = await knock(client, body, JSON, signed(body, NOW))

    assert status == 503


async def test_a_body_that_slack_would_never_send_is_not_read() -> None:
    ear, body = Ear(), b"x" * (LARGEST + 1)

    async def pieces() -> AsyncIterator[bytes]:
        yield body

    async with door(ear) as client:
        whole = await knock(client, body, JSON, signed(body, NOW))
        packed = await knock(client, b"{}", JSON, {"Content-Encoding": "gzip"})
        with suppress(ClientError):  # hung up on in the middle
            async with client.post("/api/slack", data=pieces(), headers=signed(b"", NOW)) as answer:
                assert answer.status == 413

    assert (whole, packed) == (413, 400)
    assert ear.heard == []


@pytest.mark.parametrize("name", CORPUS)
async def test_what_slack_really_sends_is_heard_once(name: str) -> None:
    kind, body, heard = CORPUS[name]
    ear = Ear()

    async with door(ear) as client:
        first = await knock(client, body, kind, genuine(body, NOW))
        copy = await knock(client, body, kind, genuine(body, NOW))

    assert (first, copy) == (200, 401)
    assert [type(each) for each in ear.heard] == [heard]


async def test_nothing_is_heard_of_what_is_forged_though_slack_might_have_sent_it() -> None:
    ear = Ear()
    told = {}

    async with door(ear) as client:
        for how, forge in FORGERIES.items():
            for name, (kind, body, _) in CORPUS.items():
                told[how, name] = await knock(client, body, kind, forge(body, NOW))

    assert {each: status for each, status in told.items() if status != 401} == {}
    assert ear.heard == []


@pytest.mark.parametrize(
    "most", [pytest.param(150, id="some"), pytest.param(10_000, id="many", marks=pytest.mark.slow)]
)
async def test_whatever_is_sent_makes_no_error_and_is_not_heard_unsigned(most: int) -> None:
    ear = Ear()
    sent: list[tuple[tuple[str, bytes], dict[str, str], str]] = []

    @given(body=real | made_up, more=headers, how=ways)
    @settings(
        max_examples=most, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    def whatever(body: tuple[str, bytes], more: dict[str, str], how: str) -> None:
        sent.append((body, more, how))

    whatever()
    heard = 0
    async with door(ear) as client:
        for (kind, body), more, how in sent:
            ear.heard.clear()
            signature = FORGERIES.get(how, genuine)(body, NOW)
            signature.extend(more)
            status = await knock(client, body, kind, signature)

            assert status in {200, 400, 401}
            assert how == SIGNED or status != 200 or b"ssl_check=1" in body
            assert how == SIGNED or ear.heard == []
            heard += len(ear.heard)

    assert len(sent) >= most
    assert heard
