"""Local mode: only this machine talks to the bot, and the bot only to this machine."""

from pathlib import Path
from typing import Any

import pytest

from tests.channels.fake_teams import BOT, TENANT
from tests.channels.rooms import Room, room


async def knock(here: Room, headers: dict[str, str], **facts: Any) -> int:
    """The status of a message."""
    activity = {
        "type": "message",
        "id": "1",
        "text": "hjælp",
        "channelId": "msteams",
        "serviceUrl": here.service,
        "from": {"id": "29:Anna", "aadObjectId": "aad-anna", "name": "Anna"},
        "recipient": {"id": BOT, "name": "Ordet"},
        "conversation": {"id": "a:29:Anna", "conversationType": "personal"},
        "channelData": {"tenant": {"id": TENANT}},
        **facts,
    }
    async with here.client.post("/api/messages", json=activity, headers=headers) as answer:
        return answer.status


async def test_a_playground_on_this_machine_is_heard_without_a_token(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna") as here:
        assert await knock(here, {}) == 200
        assert len(here.fake.ledger) == 1


FOREIGN = {
    "forwarded": {"Forwarded": "for=10.0.0.7"},
    "forwarded for": {"X-Forwarded-For": "10.0.0.7"},
    "forwarded host": {"X-Forwarded-Host": "ordet.kommune.dk"},
    "by a proxy": {"Via": "1.1 proxy"},
    "with a real address": {"X-Real-IP": "10.0.0.7"},
    "to another host": {"Host": "ordet.kommune.dk"},
    "to a host that sounds like ours": {"Host": "localhost.evil.example"},
    "to a host with a name before it": {"Host": "evil@localhost"},
    "from a foreign page": {"Origin": "https://evil.example"},
    "from a page without a name": {"Origin": "null"},
    "from another port": {"Origin": "http://127.0.0.1:1"},
    "from another site": {"Sec-Fetch-Site": "cross-site"},
}


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
async def test_what_comes_from_elsewhere_is_refused(
    headers: dict[str, str], tmp_path: Path
) -> None:
    async with room(tmp_path, "Anna") as here:
        assert await knock(here, headers) == 403
        assert here.fake.requests == []


SERVICES = [
    "https://smba.trafficmanager.net/emea/",
    "http://10.0.0.7:9000",
    "http://127.0.0.1.evil.example/",
    "http://evil@127.0.0.1/",
    "http://127.0.0.1@evil.example/",
    "http://[::1",
    "//localhost@evil.example",
    "file:///etc/passwd",
    "localhost",
]


@pytest.mark.parametrize("service", SERVICES)
async def test_an_answer_goes_nowhere_else(service: str, tmp_path: Path) -> None:
    async with room(tmp_path, "Anna") as here:
        assert await knock(here, {}, serviceUrl=service) == 403


async def test_another_channel_and_no_tenant_are_refused(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna") as here:
        statuses = [
            await knock(here, {}, channelId="emulator"),
            await knock(here, {}, channelId="directline"),
            await knock(here, {}, channelData={}),
            await knock(here, {}, channelData=None),
        ]

        assert statuses == [403] * 4
        assert here.fake.requests == []
