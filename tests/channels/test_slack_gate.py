"""Only Slack comes in: signed with our secret, just now, and never before."""

from datetime import UTC, datetime, timedelta

import pytest

from channels.slack.gate import FUTURE, MOST_SEEN, OLDEST, Gate, Refused
from tests.channels.slack_wire import SECRET, signed

BODY = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
    b"&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
    b"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands"
    b"%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
    b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)
THEN = datetime.fromtimestamp(1531420618, UTC)
SIGNATURE = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
"""The example in Slack's documentation of signed requests, which its own library tests with."""


def headers(signature: str = SIGNATURE, at: str = "1531420618") -> dict[str, str]:
    return {"X-Slack-Signature": signature, "X-Slack-Request-Timestamp": at}


def gate(at: datetime = THEN) -> Gate:
    return Gate(SECRET, lambda: at)


def refused(gate: Gate, headers: dict[str, str], body: bytes = BODY) -> int:
    with pytest.raises(Refused) as refusal:
        gate.admit(headers, body)
    return int(refusal.value.status)


def test_the_example_of_slack_is_let_in() -> None:
    gate().admit(headers(), BODY)


def test_our_own_signature_is_that_of_slack() -> None:
    assert signed(BODY, THEN) == headers()


def test_another_body_secret_or_time_is_not_let_in() -> None:
    assert refused(gate(), headers(), BODY + b"&x=1") == 401
    assert refused(Gate("another secret", lambda: THEN), headers()) == 401
    assert refused(gate(), headers(at="1531420619")) == 401


@pytest.mark.parametrize("age", [-FUTURE, 0, OLDEST])
def test_what_was_signed_within_the_window_is_let_in(age: int) -> None:
    gate(THEN + timedelta(seconds=age)).admit(headers(), BODY)


@pytest.mark.parametrize("age", [-FUTURE - 1, OLDEST + 1, -240, 86400])
def test_what_is_old_or_from_the_future_is_not_let_in(age: int) -> None:
    assert refused(gate(THEN + timedelta(seconds=age)), headers()) == 401


def test_the_very_same_request_is_let_in_once() -> None:
    door = gate()
    door.admit(headers(), BODY)

    assert refused(door, headers()) == 401


def test_slack_may_send_the_same_again_with_a_new_signature() -> None:
    door, later = gate(), THEN + timedelta(seconds=60)
    door.admit(signed(BODY, THEN), BODY)

    door.admit(signed(BODY, later), BODY)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"X-Slack-Signature": SIGNATURE},
        {"X-Slack-Request-Timestamp": "1531420618"},
        headers(at="abc"),
        headers(at=""),
        headers(at="1531420618.5"),
        headers(at="-1531420618"),
        headers(at="٠١٢٣"),
        headers(at="9" * 400),
        headers("v0=æøå"),
        headers("v0="),
        headers(SIGNATURE.upper()),
        headers(f" {SIGNATURE}"),
        headers(SIGNATURE.removeprefix("v0=")),
        headers(f"v1={SIGNATURE.removeprefix('v0=')}"),
    ],
)
def test_headers_that_slack_would_not_send_are_refused(wrong: dict[str, str]) -> None:
    assert refused(gate(), wrong) == 401


def test_a_body_that_is_no_text_is_refused_though_it_is_signed() -> None:
    body = b"\xff\xfe\x00"

    assert refused(gate(), signed(body, THEN), body) == 400


def test_what_is_remembered_of_signatures_is_bounded_and_forgotten_in_time() -> None:
    clock = [THEN]
    door = Gate(SECRET, lambda: clock[0])
    door.admit(signed(b"a", clock[0]), b"a")
    clock[0] += timedelta(seconds=OLDEST + FUTURE + 1)

    door.admit(signed(b"b", clock[0]), b"b")

    assert len(door._seen) == 1
    assert MOST_SEEN >= 100 * OLDEST
