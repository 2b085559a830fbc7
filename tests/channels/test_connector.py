"""What the connector answers, on true wires: shown, later, in doubt, gone, or never."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from aiohttp import ClientSession, ClientTimeout, web
from aiohttp.test_utils import TestServer, unused_port

from channels.teams import connector as module
from channels.teams.connector import Connector, NoSuchMessage, Service
from channels.teams.keys import Keys
from channels.teams.pace import Pace
from channels.teams.token import NoToken
from dialogs.ports import Doubtful, NotShown, Unreachable
from tests.channels.fake_teams import BOT, TENANT, FakeTeams, Fault
from tests.channels.signing import FIRST, jwk

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOME = "19:blaa@thread.tacv2"
BODY = msgspec.json.encode({"type": "message", "from": {"id": BOT}, "text": "Hej"})
PEOPLE = [(f"29:{n}", f"aad-{n}", f"Nr. {n}") for n in range(5)]


@dataclass
class Purse:
    """Gives a new token whenever the last was not wanted."""

    number: int = 1
    forgotten: list[str] = field(default_factory=list)

    async def get(self) -> str:
        if not self.number:
            raise NoToken
        return f"t{self.number}"

    def forget(self, token: str) -> None:
        self.forgotten.append(token)
        self.number += 1


@dataclass
class Line:
    """A connector, and the service at its other end."""

    fake: FakeTeams
    connector: Connector
    at: Service
    purse: Purse
    held: list[float]

    async def post(self) -> str:
        return await self.connector.post(self.at, HOME, BODY)


@asynccontextmanager
async def line(*faults: Fault | None) -> AsyncIterator[Line]:
    """A line on which these things go wrong, one for each request."""
    fake, purse, clock = FakeTeams(PEOPLE), Purse(), [0.0]
    left = list(faults)
    fake.faults = lambda request: left.pop(0) if left else None
    pace = Pace(10**6, lambda: clock[0])
    async with TestServer(fake.app(), host="127.0.0.1") as server, ClientSession() as session:
        connector = Connector(session, purse, pace, lambda: NOW)
        at = Service(str(server.make_url("/")), TENANT)
        yield Line(fake, connector, at, purse, clock)


async def test_what_is_posted_can_be_changed_and_taken_away() -> None:
    async with line() as here:
        message = await here.post()
        await here.connector.change(here.at, HOME, message, BODY)
        await here.connector.remove(here.at, HOME, message)

        with pytest.raises(NoSuchMessage):
            await here.connector.change(here.at, HOME, message, BODY)

        assert [entry.how for entry in here.fake.ledger] == ["post", "change"]


POSTS: dict[str, tuple[Fault, type[Exception]]] = {
    "401": (Fault(401), NotShown),
    "408": (Fault(408), Doubtful),
    "412": (Fault(412), NotShown),
    "429": (Fault(429), NotShown),
    "503": (Fault(503), NotShown),
    "500": (Fault(500), Doubtful),
    "501": (Fault(501), Doubtful),
    "502": (Fault(502), Doubtful),
    "504": (Fault(504), Doubtful),
    "599": (Fault(599), Doubtful),
    "reset": (Fault(wire="reset"), Doubtful),
    "reset after": (Fault(wire="reset", taken=True), Doubtful),
    "400": (Fault(400), Unreachable),
    "403": (Fault(403), Unreachable),
    "404": (Fault(404), Unreachable),
    "413": (Fault(413), Unreachable),
    "302": (Fault(302, {"Location": "http://127.0.0.1:1/"}), NotShown),
}


@pytest.mark.parametrize(("fault", "means"), POSTS.values(), ids=POSTS)
async def test_a_post_that_fails_is_tried_later_or_in_doubt_or_given_up(
    fault: Fault, means: type[Exception]
) -> None:
    async with line(fault, fault) as here:
        with pytest.raises(means):
            await here.post()

        assert len(here.fake.requests) == (2 if fault.status == 401 else 1)


@pytest.mark.parametrize("name", [n for n in POSTS if n not in {"400", "403", "404", "413", "302"}])
async def test_a_change_that_fails_is_never_in_doubt(name: str) -> None:
    fault, _ = POSTS[name]
    async with line(None, fault, fault) as here:
        message = await here.post()

        with pytest.raises(NotShown):
            await here.connector.change(here.at, HOME, message, BODY)


@pytest.mark.parametrize("status", [500, 501, 502, 504])
async def test_who_is_there_is_never_in_doubt(status: int) -> None:
    async with line(Fault(status)) as here:
        with pytest.raises(NotShown):
            await here.connector.people(here.at, HOME)


@pytest.mark.parametrize("wire", ["half", "nonsense"])
async def test_an_answer_that_cannot_be_read_was_an_answer(wire: str) -> None:
    async with line(Fault(wire=wire, taken=True)) as here:
        assert await here.post() == ""
        assert len(here.fake.ledger) == 1


async def test_silence_is_doubt_after_a_post(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", ClientTimeout(total=0.05))
    async with line(Fault(wire="silent")) as here:
        with pytest.raises(Doubtful):
            await here.post()


async def test_where_nobody_listens_nothing_was_shown() -> None:
    async with line() as here:
        here.at = Service(f"http://127.0.0.1:{unused_port()}", TENANT)

        with pytest.raises(NotShown):
            await here.post()


AFTER: dict[str, tuple[str, float]] = {
    "seconds": ("7", 7),
    "a part of one": ("0.5", 0.5),
    "a date": ("Mon, 02 Mar 2026 12:00:09 GMT", 9),
    "a date that is over": ("Mon, 02 Mar 2026 11:00:09 GMT", 0),
    "less than nothing": ("-5", 0),
    "for ever": ("1e400", 86400),
}


@pytest.mark.parametrize(("told", "seconds"), AFTER.values(), ids=AFTER)
@pytest.mark.parametrize("status", [429, 503])
async def test_retry_after_is_kept_to_the_second(status: int, told: str, seconds: float) -> None:
    async with line(Fault(status, {"Retry-After": told})) as here:
        with pytest.raises(NotShown) as first:
            await here.post()
        if seconds > 5:
            with pytest.raises(NotShown) as again:
                await here.post()
            assert again.value.again_at == NOW + timedelta(seconds=seconds)
        asked = len(here.fake.requests)
        here.held[0] = seconds
        await here.post()

        assert first.value.again_at == NOW + timedelta(seconds=seconds)
        assert asked == 1


@pytest.mark.parametrize("told", ["", "soon", "nan", "Mon, 99 Foo 2026"])
async def test_a_retry_after_that_says_nothing_is_no_date(told: str) -> None:
    async with line(Fault(429, {"Retry-After": told})) as here:
        with pytest.raises(NotShown) as busy:
            await here.post()

        assert busy.value.again_at is None


async def test_retry_after_holds_also_where_it_is_doubtful_what_was_done() -> None:
    async with line(Fault(502, {"Retry-After": "30"})) as here:
        with pytest.raises(Doubtful):
            await here.post()
        with pytest.raises(NotShown):
            await here.post()

        assert len(here.fake.requests) == 1


async def test_a_token_that_is_not_wanted_is_renewed_once() -> None:
    async with line(Fault(401)) as here:
        await here.post()

        assert here.purse.forgotten == ["t1"]
        assert here.purse.number == 2


async def test_without_a_token_nothing_is_asked() -> None:
    async with line() as here:
        here.purse.number = 0

        with pytest.raises(NotShown):
            await here.post()

        assert here.fake.requests == []


async def test_everybody_is_found_page_by_page() -> None:
    async with line() as here:
        found = await here.connector.people(here.at, HOME)

        assert [each.id for each in found] == [id for id, _, _ in PEOPLE]


async def test_the_reason_never_repeats_what_was_sent() -> None:
    async with line(Fault(400, {})) as here:
        with pytest.raises(Unreachable) as gone:
            await here.post()

        assert str(gone.value) == "400 Code400"


Answer = Callable[[], bytes]


@asynccontextmanager
async def in_pieces(answers: dict[str, Answer]) -> AsyncIterator[str]:
    """A server whose answers come in many small pieces, as large ones do."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        whole = answers[request.path.rpartition("/")[2]]()
        for begin in range(0, len(whole), 400):
            await response.write(whole[begin : begin + 400])
            await asyncio.sleep(0)
        return response

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    async with TestServer(app, host="127.0.0.1") as server:
        yield str(server.make_url("/")).rstrip("/")


def roster() -> bytes:
    members = [{"id": f"29:{n}", "aadObjectId": f"aad-{n}", "name": "Navn"} for n in range(100)]
    return msgspec.json.encode({"members": members})


async def test_a_roster_that_comes_in_pieces_is_read_whole() -> None:
    async with in_pieces({"pagedmembers": roster}) as at, ClientSession() as session:
        connector = Connector(session, Purse(), Pace(100), lambda: NOW)

        assert len(await connector.people(Service(at, TENANT), HOME)) == 100


async def test_keys_that_come_in_pieces_are_read_whole() -> None:
    published: list[Any] = [jwk(f"k{n}", FIRST) for n in range(20)]
    answers: dict[str, Answer] = {"keys": lambda: msgspec.json.encode({"keys": published})}
    async with in_pieces(answers) as at, ClientSession() as session:
        answers["openid"] = lambda: msgspec.json.encode({"jwks_uri": f"{at}/keys"})
        keys = Keys(session, f"{at}/openid")

        assert await keys.find("k19") is not None
        await keys.stop()


async def test_a_stolen_path_stays_within_the_conversation() -> None:
    async with line() as here:
        await here.connector.post(here.at, "19:a/../../x?y#z", BODY)

        ((_, _, conversation),) = here.fake.requests
        assert conversation == "19:a/../../x?y#z"
