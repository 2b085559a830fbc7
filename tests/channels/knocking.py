"""A door with nobody behind it but a ledger: who was let in, and with what."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from aiohttp.web import Application, post

from channels.teams.activity import Activity
from channels.teams.door import Door
from channels.teams.keys import Keys
from channels.teams.verified import TeamsGate
from tests.channels.signing import APP, SERVICE, KeyServer

OURS = "11111111-1111-1111-1111-111111111111"
HOSTS = ("smba.trafficmanager.net", ".botframework.com")


@dataclass
class Ledger:
    """Hears everything and does nothing."""

    heard: list[Activity] = field(default_factory=list)

    async def message(self, activity: Activity) -> None:
        self.heard.append(activity)

    async def card_action(self, activity: Activity) -> bytes:
        self.heard.append(activity)
        return b"{}"

    dialog_opened = dialog_sent = card_action

    async def hear(self, activity: Activity) -> None:
        self.heard.append(activity)


@dataclass
class House:
    """A door, its keys, and a way to knock."""

    ledger: Ledger
    gate: TeamsGate
    server: KeyServer
    session: ClientSession
    at: str

    async def knock(self, body: Any, authorization: str | None = None, **headers: str) -> int:
        """The status that somebody gets."""
        raw = body if isinstance(body, bytes) else msgspec.json.encode(body)
        head = {**headers, **({"Authorization": authorization} if authorization else {})}
        async with self.session.post(self.at, data=raw, headers=head) as answer:
            assert await answer.read() in {b"", b"{}"}
            return answer.status


@asynccontextmanager
async def house(
    clock: Callable[[], float] | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> AsyncIterator[House]:
    """A house that is open."""
    published = KeyServer()
    async with TestServer(published.app(), host="127.0.0.1") as keys_at, ClientSession() as session:
        more = {"clock": clock} if clock else {}
        keys = Keys(session, str(keys_at.make_url("/openid")), **more)
        ledger = Ledger()
        gate = TeamsGate(APP, frozenset({OURS}), HOSTS, keys, now)

        async def rare() -> Ledger:
            return ledger

        door = Door(gate, ledger, rare)  # type: ignore[arg-type]
        app = Application(client_max_size=64 * 1024)
        app.add_routes([post("/api/messages", door.knock)])
        async with TestServer(app, host="127.0.0.1") as server:
            at = str(server.make_url("/api/messages"))
            yield House(ledger, gate, published, session, at)
        await keys.stop()


def activity(**changed: Any) -> dict[str, Any]:
    """A message as Teams sends it; what is None is left out."""
    whole = {
        "type": "message",
        "id": "1",
        "text": "cirkel",
        "channelId": "msteams",
        "serviceUrl": SERVICE,
        "conversation": {"id": "19:a@thread.tacv2", "conversationType": "channel"},
        "from": {"id": "29:anna", "aadObjectId": "aad-anna", "name": "Anna"},
        "recipient": {"id": "28:ordet", "name": "Ordet"},
        "channelData": {"tenant": {"id": OURS}},
        **changed,
    }
    return {name: value for name, value in whole.items() if value is not None}
