"""Only what is genuine, whole and ours comes in; all else gets a 4xx, and nobody hears of it."""

import asyncio
import base64
import gzip
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import msgspec
import pytest
from cryptography.hazmat.primitives import serialization
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from channels.teams.gate import may_serve
from channels.teams.keys import PATIENCE
from channels.teams.verified import MOST_TOKENS
from tests.channels.knocking import HOSTS, activity, house
from tests.channels.signing import FIRST, SECOND, SERVICE, STRANGE, jwk, token

PUBLIC = FIRST.public_key().public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
)


def bearer(**said: Any) -> str:
    return f"Bearer {token(**said)}"


def unsigned() -> str:
    head = base64.urlsafe_b64encode(b'{"alg":"none","kid":"k1"}').rstrip(b"=").decode()
    return f"Bearer {head}.{token().split('.')[1]}."


def with_a_shared_secret() -> str:
    """Signed with the public key as if it were a secret."""
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","kid":"k1"}').rstrip(b"=")
    body = token().split(".")[1].encode()
    sign = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    mark = base64.urlsafe_b64encode(sign.sign(head + b"." + body, PUBLIC)).rstrip(b"=")
    return "Bearer " + b".".join([head, body, mark]).decode()


FORGED = {
    "no token": None,
    "an empty one": "Bearer ",
    "garbage": "Bearer garbage",
    "three pieces of garbage": "Bearer a.b.c",
    "letters that are not ASCII": "Bearer æøå.æøå.æøå",
    "another scheme": f"Basic {token()}",
    "a strange key under our kid": bearer(key=STRANGE),
    "an unknown kid": bearer(key=STRANGE, kid="k9"),
    "no kid": bearer(kid=None),
    "expired": bearer(exp=time.time() - 600),
    "not yet": bearer(nbf=time.time() + 3000),
    "no end": bearer(exp=None),
    "an end that is no number": bearer(exp="soon"),
    "no issuer": bearer(iss=None),
    "another issuer": bearer(iss="https://api.example.com"),
    "the emulator's issuer": bearer(
        iss="https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/", appid="us"
    ),
    "for another bot": bearer(aud="somebody-else"),
    "for nobody": bearer(aud=None),
    "no service": bearer(serviceurl=None),
    "a service that is no text": bearer(serviceurl=7),
    "another service": bearer(serviceurl="https://smba.trafficmanager.net/amer/"),
    "unsigned": unsigned(),
    "a shared secret": with_a_shared_secret(),
    "a very long one": "Bearer " + "a" * 7000,
}


@pytest.mark.parametrize("authorization", FORGED.values(), ids=FORGED)
async def test_a_forged_token_is_refused_and_nobody_hears_it(authorization: str | None) -> None:
    async with house() as here:
        status = await here.knock(activity(), authorization)

        assert status == 401
        assert here.ledger.heard == []


async def test_a_good_token_is_let_in_with_what_it_brings() -> None:
    async with house() as here:
        statuses = [await here.knock(activity(id=str(n)), bearer()) for n in range(3)]

        assert statuses == [200, 200, 200]
        assert [each.text for each in here.ledger.heard] == ["cirkel"] * 3
        assert here.server.asked == 1


OTHERS = {
    "a foreign tenant": (activity(channelData={"tenant": {"id": "somebody"}}), 403),
    "no tenant": (activity(channelData={}), 403),
    "no channel data": (activity(channelData=None), 403),
    "another channel": (activity(channelId="slack"), 403),
    "no service": (activity(serviceUrl=None), 400),
    "another service": (activity(serviceUrl="https://smba.trafficmanager.net/amer/"), 401),
    "no JSON": (b"{", 400),
    "nothing": (b"", 400),
    "an array": (b"[]", 400),
    "null": (b"null", 400),
    "not UTF-8": (b'{"type": "\xff"}', 400),
    "deep": (b'{"type":"message","value":' + b"[" * 50_000, 400),
    "a text that is a number": (activity(text=7), 400),
    "a sender that is a text": (activity(**{"from": "Anna"}), 400),
    "no sender": (activity(**{"from": None}), 400),
    "an id without letters": (activity(conversation={"id": ""}), 400),
    "a long id": (activity(conversation={"id": "a" * 2000}), 400),
    "a long text": (activity(text="a" * 40_000), 400),
    "an unknown invoke": (activity(type="invoke", name="application/search"), 400),
    "an invoke without a name": (activity(type="invoke"), 400),
    "too large": (activity(text="a" * 300_000), 413),
}


@pytest.mark.parametrize(("sent", "status"), OTHERS.values(), ids=OTHERS)
async def test_what_is_not_whole_or_not_ours_is_refused(sent: Any, status: int) -> None:
    async with house() as here:
        found = await here.knock(sent, bearer())

        assert found == status
        assert here.ledger.heard == []


async def test_a_strange_service_is_refused_though_the_token_names_it() -> None:
    strange = "https://evil.trafficmanager.net/emea/"
    async with house() as here:
        status = await here.knock(activity(serviceUrl=strange), bearer(serviceurl=strange))

        assert status == 403
        assert here.ledger.heard == []


async def test_what_is_packed_is_refused() -> None:
    async with house() as here:
        packed = gzip.compress(msgspec.json.encode(activity()))

        status = await here.knock(packed, bearer(), **{"Content-Encoding": "gzip"})

        assert status == 400
        assert here.ledger.heard == []


@pytest.mark.parametrize(
    ("url", "may"),
    [
        (SERVICE, True),
        ("https://europe.botframework.com/x", True),
        ("https://SMBA.trafficmanager.net", True),
        ("http://smba.trafficmanager.net/", False),
        ("https://smba.trafficmanager.net:8443/", False),
        ("https://smba.trafficmanager.net.evil.dk/", False),
        ("https://evil.dk/smba.trafficmanager.net", False),
        ("https://evil.dk#smba.trafficmanager.net", False),
        ("https://a@smba.trafficmanager.net/", False),
        ("https://smba.trafficmanager.net@evil.dk/", False),
        ("https://botframework.com.evil.dk/", False),
        ("https://xbotframework.com/", False),
        ("https://[::1", False),
        ("//smba.trafficmanager.net", False),
        ("http://127.0.0.1:9/", False),
        ("", False),
    ],
)
def test_our_token_is_shown_to_known_hosts_alone(url: str, may: bool) -> None:
    assert may_serve(url, HOSTS) is may


async def test_a_key_without_teams_endorsement_lets_nobody_in() -> None:
    async with house() as here:
        here.server.keys = [jwk("k1", FIRST, endorsed=("webchat",))]

        assert await here.knock(activity(), bearer()) == 401


async def test_keys_change_within_the_day_and_valid_turns_go_on() -> None:
    time_now = [1000.0]
    async with house(clock=lambda: time_now[0]) as here:
        assert await here.knock(activity(), bearer()) == 200
        here.server.keys = [jwk("k1", FIRST), jwk("k2", SECOND)]

        too_soon = await here.knock(activity(), bearer(key=SECOND, kid="k2"))
        time_now[0] += 61
        found = await here.knock(activity(), bearer(key=SECOND, kid="k2"))
        unknown = [await here.knock(activity(), bearer(key=STRANGE, kid=f"x{n}")) for n in range(9)]

        assert (too_soon, found) == (401, 200)
        assert unknown == [401] * 9
        assert here.server.asked == 2


async def test_a_key_that_is_taken_away_lets_nobody_in_any_more() -> None:
    time_now = [1000.0]
    async with house(clock=lambda: time_now[0]) as here:
        remembered = bearer()
        assert await here.knock(activity(), remembered) == 200
        here.server.keys = [jwk("k2", SECOND)]
        time_now[0] += 61

        await here.knock(activity(), bearer(key=SECOND, kid="k2"))

        assert await here.knock(activity(), remembered) == 401


@pytest.mark.parametrize(
    "how", ["down", "nonsense", "endless", "bad keys", "no keys", "elsewhere", "slow"]
)
async def test_valid_turns_go_on_whatever_becomes_of_the_key_server(how: str) -> None:
    time_now = [1000.0]
    async with house(clock=lambda: time_now[0]) as here:
        assert await here.knock(activity(), bearer()) == 200
        here.server.how = how
        gaps = asyncio.create_task(longest_gap())

        statuses = []
        for hour in range(30):
            time_now[0] += 3600
            statuses.append(await here.knock(activity(id=str(hour)), bearer()))

        gaps.cancel()
        assert statuses == [200] * 30
        assert here.server.asked > 1
        assert await gaps < PATIENCE * 0.9  # a fetch that blocks would take all of it


async def longest_gap() -> float:
    """The longest time for which the event loop did nothing else."""
    longest, loop = 0.0, asyncio.get_running_loop()
    try:
        while True:
            before = loop.time()
            await asyncio.sleep(0.005)
            longest = max(longest, loop.time() - before - 0.005)
    except asyncio.CancelledError:
        return longest


async def test_a_slow_key_server_holds_up_only_those_who_need_a_new_key() -> None:
    time_now = [1000.0]
    async with house(clock=lambda: time_now[0]) as here:
        assert await here.knock(activity(), bearer()) == 200
        here.server.how = "slow"
        time_now[0] += 61
        unknown = asyncio.create_task(here.knock(activity(), bearer(key=SECOND, kid="k2")))
        await asyncio.sleep(0.05)

        began = time.monotonic()
        known = await here.knock(activity(), bearer())

        assert known == 200
        assert time.monotonic() - began < 1.0
        assert not unknown.done()
        unknown.cancel()


async def test_a_token_is_remembered_no_longer_than_it_lasts() -> None:
    ahead = [0.0]

    def now() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=ahead[0])

    async with house(now=now) as here:
        remembered = bearer(exp=time.time() + 30)
        assert await here.knock(activity(), remembered) == 200

        ahead[0] = 600

        assert await here.knock(activity(), remembered) == 401


async def test_only_so_many_tokens_are_remembered() -> None:
    async with house() as here:
        for n in range(3):
            await here.knock(activity(), bearer(jti=str(n)))
        for n in range(MOST_TOKENS):
            here.gate._remember(f"made up {n}", next(iter(here.gate._known.values())))

        assert len(here.gate._known) == MOST_TOKENS


JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | some.text(),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(), inner, max_size=4),
    max_leaves=12,
)
NAMES = some.sampled_from([*sorted(activity()), "value", "name", "membersAdded", "action"])
CHANGED = some.dictionaries(NAMES, JSON, max_size=6)
TYPES = some.sampled_from(
    ["message", "invoke", "conversationUpdate", "installationUpdate", "typing", "x"]
)
HEADERS = some.dictionaries(
    some.sampled_from(["Authorization", "Content-Type", "Host", "X-Forwarded-For"]),
    some.text(some.characters(min_codepoint=32, max_codepoint=126), max_size=40),
    max_size=3,
)


@pytest.mark.slow
def test_ten_thousand_made_up_activities_and_headers_make_no_500() -> None:
    """One door, one loop, ten thousand knocks; a handler runs only where the token is good."""
    loop = asyncio.new_event_loop()
    opened = house()
    here = loop.run_until_complete(opened.__aenter__())
    good = bearer()

    @settings(max_examples=10_000, suppress_health_check=list(HealthCheck), database=None)
    @given(changed=CHANGED, kind=TYPES, raw=some.none() | some.binary(max_size=60),
           headers=HEADERS, genuine=some.booleans())  # fmt: skip
    def knock(
        changed: dict[str, Any], kind: str, raw: bytes | None, headers: dict[str, str],
        genuine: bool,
    ) -> None:  # fmt: skip
        body = raw if raw is not None else msgspec.json.encode({**activity(type=kind), **changed})
        before = len(here.ledger.heard)
        head = {k: v.strip() for k, v in headers.items() if k != "Host"}
        if genuine:
            head["Authorization"] = good

        status = loop.run_until_complete(here.knock(body, **head))

        assert status in {200, 400, 401, 403, 413}
        assert genuine or len(here.ledger.heard) == before
        assert status == 200 or len(here.ledger.heard) == before

    try:
        knock()
    finally:
        loop.run_until_complete(opened.__aexit__(None, None, None))
        loop.close()
