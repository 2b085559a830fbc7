"""Microsoft's side, as the bench plays it."""

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import jwt
import msgspec
import pytest

from bench.connector import channel_of, place
from bench.keys import APP_ID, ISSUER, TENANT, Keys, make_keys
from bench.microsoft import KEYS, OPENID, PEOPLE, object_id
from bench.people import NAMES
from bench.teams_asking import channel
from tests.bench_teams.played import Played, asks

MESSAGE = {"type": "message", "text": "Bo har ordet."}
SERVICE = "http://127.0.0.1:1/"
THREAD = "/v3/conversations/19%3Ablue%40thread.tacv2%3Bmessageid%3D5/activities"
BLUE = "19:blue@thread.tacv2"


async def test_a_message_is_given_an_id_and_counted_in_its_channel(played: Played) -> None:
    first = await played.ask("POST", THREAD, MESSAGE)
    second = await played.ask("POST", f"{THREAD}/5", MESSAGE)

    assert (first[0], second[0]) == (201, 201)
    assert first[1]["id"] != second[1]["id"]
    counts = played.world.counts
    assert (counts.messages, counts.connector, counts.connections) == (2, 2, 2)
    assert counts.posts == {BLUE: 2}
    assert counts.message_bytes == 2 * len(msgspec.json.encode(MESSAGE))


async def test_a_connection_is_counted_once(played: Played) -> None:
    wire = await played.wire()

    for _ in range(3):
        await wire.ask(asks("POST", THREAD, MESSAGE))

    assert (played.world.counts.connections, played.world.counts.connector) == (1, 3)


async def test_two_questions_in_one_piece_have_two_answers(played: Played) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", played.port)

    writer.write(asks("POST", THREAD, MESSAGE) * 2)
    for _ in range(2):
        await asyncio.wait_for(reader.readuntil(b'"}'), 5)
    writer.close()

    assert played.world.counts.messages == 2


async def test_a_sign_of_typing_is_no_message(played: Played) -> None:
    await played.ask("POST", THREAD, {"type": "typing"})

    assert (played.world.counts.connector, played.world.counts.messages) == (1, 0)


async def test_a_changed_card_keeps_its_id(played: Played) -> None:
    answer = await played.ask("PUT", f"{THREAD}/77", MESSAGE)

    assert answer == (200, {"id": "77"})
    assert played.world.counts.messages == 0


async def test_a_new_conversation_has_an_id_and_a_first_activity(played: Played) -> None:
    status, made = await played.ask("POST", "/v3/conversations", {"members": [{"id": "29:bo"}]})

    assert status == 201
    assert made["id"]
    assert made["activityId"]


async def test_a_new_thread_is_counted_in_its_channel(played: Played) -> None:
    asked = {"activity": MESSAGE, "channelData": {"channel": {"id": BLUE}}}

    await played.ask("POST", "/v3/conversations", asked)

    assert played.world.counts.posts == {BLUE: 1}


async def test_the_roster_has_the_people_of_the_bench(played: Played) -> None:
    path = f"/v3/conversations/{quote(channel(7))}/pagedmembers?pageSize=500"

    _, roster = await played.ask("GET", path)

    assert [member["name"] for member in roster["members"]] == list(PEOPLE) == list(NAMES)
    assert [m["aadObjectId"] for m in roster["members"]] == [object_id(7, n) for n in range(5)]


async def test_who_waits_for_a_message_is_told_when_it_has_come(played: Played) -> None:
    path = f"/posts/{BLUE}?beyond="
    assert await played.ask("GET", f"{path}-1") == (200, {"posts": 0})
    waiting = asyncio.create_task(played.ask("GET", f"{path}1"))

    await played.ask("POST", THREAD, MESSAGE)
    after_one = waiting.done()
    await played.ask("POST", THREAD, MESSAGE)

    assert not after_one
    assert await asyncio.wait_for(waiting, 5) == (200, {"posts": 2})


async def test_a_slow_connector_takes_a_message_when_it_answers(played: Played) -> None:
    await played.ask("POST", "/slower?delay_ms=60&token_ms=0")

    sent = asyncio.create_task(played.ask("POST", THREAD, MESSAGE))
    while not played.world.counts.connector:
        await asyncio.sleep(0)
    before = await played.ask("GET", "/counts")
    await asyncio.wait_for(sent, 5)

    assert before[1]["messages"] == 0
    assert played.world.counts.messages == 1


async def test_a_token_is_found_through_the_tenant(played: Played) -> None:
    path = f"/{TENANT}/v2.0/.well-known/openid-configuration"
    _, found = await played.ask("GET", path)

    endpoint = found["token_endpoint"].removeprefix(f"http://127.0.0.1:{played.port}")
    _, given = await played.ask("POST", endpoint, {})

    claims = jwt.decode(given["access_token"], options={"verify_signature": False})
    assert (claims["appid"], claims["aud"]) == (APP_ID, ISSUER)
    assert given["expires_in"] > 3000
    assert played.world.counts.of_entra == 2


async def test_what_nobody_knows_is_counted(played: Played) -> None:
    status, _ = await played.ask("GET", "/somewhere")

    assert (status, played.world.counts.unknown) == (404, 1)


async def test_our_tokens_are_good_for_those_who_ask_for_our_keys(
    played: Played, keys: Keys
) -> None:
    _, metadata = await played.ask("GET", OPENID)
    assert metadata["jwks_uri"].endswith(KEYS)
    _, published = await played.ask("GET", KEYS)

    token = keys.token(SERVICE)
    key = jwt.PyJWKSet.from_dict(published)[jwt.get_unverified_header(token)["kid"]]
    claims = jwt.decode(token, key, algorithms=["RS256"], audience=APP_ID, issuer=ISSUER)

    assert claims["serviceurl"] == SERVICE
    assert published["keys"][0]["endorsements"] == ["msteams"]


def test_a_token_of_another_key_or_another_time_is_not_good(keys: Keys, tmp_path: Path) -> None:
    forged = make_keys(tmp_path).token(SERVICE)
    old = keys.token(SERVICE, datetime.now(UTC) - timedelta(hours=2))
    key = jwt.PyJWKSet.from_json(keys.key_set.read_text("utf-8")).keys[0]

    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(forged, key, algorithms=["RS256"], audience=APP_ID)
    with pytest.raises(jwt.ExpiredSignatureError):
        jwt.decode(old, key, algorithms=["RS256"], audience=APP_ID)


async def test_tls_is_trusted_by_those_who_trust_our_authority(played: Played, keys: Keys) -> None:
    context = ssl.create_default_context(cafile=str(keys.authority))
    context.verify_flags |= ssl.VERIFY_X509_STRICT

    reader, writer = await asyncio.open_connection("127.0.0.1", played.tls_port, ssl=context)
    writer.write(asks("POST", THREAD, MESSAGE))
    answer = await asyncio.wait_for(reader.readuntil(b"}"), 5)
    writer.close()

    assert answer.startswith(b"HTTP/1.1 201")
    with pytest.raises(ssl.SSLCertVerificationError):
        await asyncio.open_connection(
            "127.0.0.1", played.tls_port, ssl=ssl.create_default_context()
        )


def test_a_place_is_a_conversation_without_its_thread() -> None:
    assert place(THREAD) == (BLUE, "activities")
    assert place("/v3/conversations") == ("", "")
    assert channel_of(b'{"isGroup":true}') == ""
