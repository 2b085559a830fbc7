"""What Slack's answers mean: shown, again later, in doubt, or never."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, ClientTimeout, TCPConnector
from aiohttp.test_utils import TestServer
from aiohttp.web import Application, Request, Response

from channels.slack.api import Api
from channels.slack.pace import SlackPace
from channels.slack.tokens import NoToken, OneToken
from channels.slack.web import NoSuchMessage, TooLate, Web
from channels.slack.workspace import Workspace
from dialogs.ports import Doubtful, NotShown, Unreachable
from tests.channels.fake_slack import TEAM, TOKEN, FakeSlack, Fault

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
AT = Workspace(TEAM)
HELLO = {"text": "hej"}
SAYS = {"type": "plain_text", "text": "x", "emoji": False}
VIEW = json.dumps({"type": "modal", "title": SAYS, "blocks": [{"type": "section", "text": SAYS}]})


class Turning:
    """A token that can be renewed once."""

    def __init__(self, first: str, then: str) -> None:
        self.token, self._then, self.renewed = first, then, 0

    async def get(self, at: Workspace) -> str:
        return self.token

    async def renew(self, at: Workspace, old: str) -> None:
        self.renewed += 1
        if self.token == self._then:
            raise NoToken(at.team)
        self.token = self._then

    async def forget(self, at: Workspace) -> None:
        self.token = ""


@asynccontextmanager
async def slack(
    fault: Fault | None = None, tokens: Any = None, url: str = "", connections: int = 0
) -> AsyncIterator[tuple[FakeSlack, Api]]:
    fake = FakeSlack({"U1": "Anna", "U2": "Bo", "U3": "Clara"}, {"C1": ["U1", "U2", "U3"]})
    if fault is not None:
        fake.faults = lambda method, facts: fault
    async with (
        TestServer(fake.app(), host="127.0.0.1") as server,
        ClientSession(
            connector=TCPConnector(limit=connections), timeout=ClientTimeout(total=0.5)
        ) as session,
        ClientSession() as hasty,
    ):
        pace = SlackPace(clock=iter(range(10**9)).__next__)
        base = url or str(server.make_url("/api/"))
        yield fake, Api(Web(session, hasty, tokens or OneToken(TOKEN), pace, lambda: NOW, base))


async def test_a_message_is_posted_with_its_thread_and_without_previews() -> None:
    async with slack() as (fake, api):
        first = await api.post(AT, "C1", HELLO)
        await api.post(AT, "C1", HELLO, thread=first)

    assert [entry.thread for entry in fake.ledger] == ["", first]
    assert fake.ledger[0].body["unfurl_links"] is False


async def test_a_message_is_changed_and_one_that_is_gone_is_not() -> None:
    async with slack() as (fake, api):
        id = await api.post(AT, "C1", HELLO)
        await api.change(AT, "C1", id, {"text": "hej igen"})
        fake.lose(id)

        with pytest.raises(NoSuchMessage):
            await api.change(AT, "C1", id, HELLO)

    assert fake.ledger[-1].text == "hej igen"


async def test_a_conversation_has_all_its_people_and_each_has_a_name() -> None:
    async with slack() as (_, api):
        people = await api.people(AT, "C1")
        names = [(await api.person(AT, user)).name for user in people]

    assert names == ["Anna", "Bo", "Clara"]


async def test_a_private_chat_is_opened_and_a_trigger_is_used_once() -> None:
    async with slack() as (fake, api):
        fake.triggers.add("t")
        chat = await api.open_chat(AT, "U1")
        await api.open_view(AT, "t", VIEW)

        with pytest.raises(TooLate):
            await api.open_view(AT, "t", VIEW)

    assert chat == "DU1"


@pytest.mark.parametrize(
    ("fault", "meant"),
    [
        (Fault(429), NotShown),
        (Fault(error="ratelimited"), NotShown),
        (Fault(500), Doubtful),
        (Fault(503), Doubtful),
        (Fault(error="internal_error"), Doubtful),
        (Fault(error="fatal_error"), Doubtful),
        (Fault(200, wire="nonsense"), Doubtful),
        (Fault(wire="reset"), Doubtful),
        (Fault(wire="silence"), Doubtful),
        (Fault(error="not_in_channel"), Unreachable),
        (Fault(error="channel_not_found"), Unreachable),
        (Fault(error="is_archived"), Unreachable),
        (Fault(error="invalid_blocks"), Unreachable),
        (Fault(error="msg_too_long"), Unreachable),
        (Fault(error="invalid_auth"), Unreachable),
        (Fault(error="missing_scope"), Unreachable),
    ],
)
async def test_what_an_answer_to_a_post_means(fault: Fault, meant: type[Exception]) -> None:
    async with slack(fault) as (_, api):
        with pytest.raises(meant):
            await api.post(AT, "C1", HELLO)


OTHER = [
    ("[]", "application/json"),
    ('["ok"]', "application/json"),
    ('"ok"', "application/json"),
    ("true", "application/json"),
    ("7", "application/json"),
    ("null", "application/json"),
    ("", "application/json"),
    ('{"ok": true, "ts": "1.', "application/json"),
    ("[" * 100_000, "application/json"),
    ("<html>Log in</html>", "text/html"),
    ("<html>Log in</html>", "text/plain"),
    ("ok", "text/plain"),
    ('{"ok": true, "ts": "1.1"}', "application/gzip"),
]


@pytest.mark.parametrize(("body", "kind"), OTHER)
async def test_an_answer_that_is_no_object_leaves_a_post_in_doubt(body: str, kind: str) -> None:
    async with slack(Fault(wire="other", body=body, kind=kind)) as (_, api):
        with pytest.raises(Doubtful):
            await api.post(AT, "C1", HELLO)
        with pytest.raises(NotShown):
            await api.person(AT, "U1")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 400, 403, 404, 407])
async def test_what_a_proxy_refuses_was_not_shown(status: int) -> None:
    page = Fault(status, wire="other", body="<html>No</html>", kind="text/html")
    async with slack(page) as (_, api):
        with pytest.raises(NotShown):
            await api.post(AT, "C1", HELLO)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_nobody_else_is_asked_whom_an_answer_points_to(status: int) -> None:
    async with slack() as (other, elsewhere), slack() as (fake, api):
        base = elsewhere._web._usual.base_url
        away = {"Location": f"{base}chat.postMessage"}
        fake.faults = lambda method, facts: Fault(status, wire="other", headers=away)
        with pytest.raises(NotShown):
            await api.post(AT, "C1", HELLO)

    assert (len(fake.calls), other.calls) == (1, [])


async def test_a_proxy_that_lets_nobody_through_has_shown_nothing() -> None:
    async def refused(request: Request) -> Response:
        return Response(status=407)

    proxy = Application()
    proxy.router.add_route("*", "/{tail:.*}", refused)
    async with TestServer(proxy, host="127.0.0.1") as server, ClientSession() as session:
        pace, address = SlackPace(), str(server.make_url("/"))
        web = Web(
            session, session, OneToken(TOKEN), pace, lambda: NOW, "https://ordet.example/", address
        )
        with pytest.raises(NotShown):
            await Api(web).post(AT, "C1", HELLO)


@pytest.mark.parametrize("retry", ["", "soon", "-5", "0", "nan", "1e999", "3.5", "\udcff"])
async def test_slack_is_left_alone_however_it_says_for_how_long(retry: str) -> None:
    page = Fault(429, wire="other", body="<html>", headers={"Retry-After": retry} if retry else {})
    async with slack(page) as (_, api):
        with pytest.raises(NotShown) as later:
            await api.post(AT, "C1", HELLO)

    again = later.value.again_at
    assert again is not None
    assert timedelta(seconds=1) <= again - NOW <= timedelta(days=1)


@pytest.mark.parametrize(
    "fault",
    [Fault(500), Fault(error="internal_error"), Fault(wire="reset"), Fault(wire="silence")],
)
async def test_what_can_be_done_again_is_never_in_doubt(fault: Fault) -> None:
    async with slack(fault) as (_, api):
        with pytest.raises(NotShown):
            await api.change(AT, "C1", "1.1", HELLO)


async def test_a_post_is_made_once_whatever_becomes_of_it() -> None:
    async with slack(Fault(wire="reset")) as (fake, api):
        with pytest.raises(Doubtful):
            await api.post(AT, "C1", HELLO)

    assert len(fake.calls) == 1


async def test_where_nobody_answers_nothing_was_shown() -> None:
    async with slack(url="http://127.0.0.1:1/api/") as (_, api):
        with pytest.raises(NotShown):
            await api.post(AT, "C1", HELLO)


async def test_slack_says_how_long_to_wait_to_the_second() -> None:
    fault = Fault(429, headers={"Retry-After": "30"})
    async with slack(fault) as (fake, api):
        with pytest.raises(NotShown) as later:
            await api.post(AT, "C1", HELLO)
        with pytest.raises(NotShown):
            await api.post(AT, "C1", HELLO)

    assert later.value.again_at == NOW + timedelta(seconds=30)
    assert len(fake.calls) == 1


async def test_a_limit_of_one_method_holds_back_no_other() -> None:
    async with slack() as (fake, api):
        id = await api.post(AT, "C1", HELLO)
        fake.faults = lambda method, facts: (
            Fault(429, headers={"Retry-After": "60"}) if method == "chat.update" else None
        )
        with pytest.raises(NotShown):
            await api.change(AT, "C1", id, HELLO)

        assert await api.post(AT, "C1", HELLO)


async def test_a_token_that_has_run_out_is_renewed_once() -> None:
    tokens = Turning("xoxb-old", TOKEN)

    def fault(method: str, facts: dict[str, Any]) -> Fault | None:
        return Fault(error="token_expired") if tokens.token != TOKEN else None

    async with slack(tokens=tokens) as (fake, api):
        fake.faults = fault
        assert await api.post(AT, "C1", HELLO)

    assert tokens.renewed == 1


async def test_a_token_that_stays_old_is_not_tried_for_ever() -> None:
    async with slack(Fault(error="token_expired"), Turning("a", "b")) as (fake, api):
        with pytest.raises(Unreachable):
            await api.post(AT, "C1", HELLO)

    assert len(fake.calls) == 2


async def test_a_modal_opens_though_every_connection_waits_for_a_slow_slack() -> None:
    async with slack(connections=1) as (fake, api):
        fake.triggers.add("t")
        fake.faults = lambda method, facts: (
            Fault(wire="silence") if method == "chat.postMessage" else None
        )
        post = asyncio.create_task(api.post(AT, "C1", HELLO))
        while not fake.calls:
            await asyncio.sleep(0)

        assert await api.open_view(AT, "t", VIEW)
        assert not post.done()

        post.cancel()


async def test_two_in_one_moment_share_one_session() -> None:
    async with slack() as (fake, api):
        await asyncio.gather(*(api.person(AT, user) for user in ("U1", "U2", "U3")))

    assert len(fake.calls) == 3


@pytest.mark.parametrize("word", ["<script>", "a" * 200, "not a word", 7])
async def test_no_strange_word_of_slack_is_told_on(word: Any) -> None:
    async with slack(Fault(error=word)) as (_, api):
        with pytest.raises((Unreachable, Doubtful)) as told:
            await api.post(AT, "C1", HELLO)

    assert str(word) not in str(told.value)
