"""Ways to forge a request of Slack's, each from a body that Slack might have sent."""

from collections.abc import Callable
from datetime import datetime, timedelta

from multidict import CIMultiDict

from channels.slack.gate import FUTURE, OLDEST
from tests.channels.slack_wire import signed

SIGNATURE, TIME = "X-Slack-Signature", "X-Slack-Request-Timestamp"

Headers = CIMultiDict[str]
Forge = Callable[[bytes, datetime], Headers]


def genuine(body: bytes, at: datetime) -> Headers:
    """The headers that Slack would send."""
    return Headers(signed(body, at))


def _by(secret: str) -> Forge:
    return lambda body, at: Headers(signed(body, at, secret))


def _at(seconds: int) -> Forge:
    return lambda body, at: genuine(body, at + timedelta(seconds=seconds))


def _of(change: Callable[[bytes], bytes]) -> Forge:
    """The signature is that of another body."""
    return lambda body, at: genuine(change(body), at)


def _with(name: str, change: Callable[[str], str]) -> Forge:
    """A header says something else."""

    def forge(body: bytes, at: datetime) -> Headers:
        headers = genuine(body, at)
        headers[name] = change(headers[name])
        return headers

    return forge


def _without(*names: str) -> Forge:
    def forge(body: bytes, at: datetime) -> Headers:
        headers = genuine(body, at)
        for name in names:
            del headers[name]
        return headers

    return forge


def _doubled(name: str, first: str) -> Forge:
    """A header stands twice, and the second is genuine."""

    def forge(body: bytes, at: datetime) -> Headers:
        headers = genuine(body, at)
        second = headers.popone(name)
        headers.add(name, first)
        headers.add(name, second)
        return headers

    return forge


FORGERIES: dict[str, Forge] = {
    "wrong secret": _by("another secret"),
    "no secret": _by(""),
    "old": _at(-OLDEST - 1),
    "of yesterday": _at(-86_400),
    "of the future": _at(FUTURE + 1),
    "of another body": _of(lambda body: body + b" "),
    "of no body": _of(lambda body: b""),
    "of a body cut off": _of(lambda body: body[:-1]),
    "of another moment": _with(TIME, lambda time: str(int(time) + 1)),
    "signature cut off": _with(SIGNATURE, lambda signature: signature[:-1]),
    "signature too long": _with(SIGNATURE, lambda signature: f"{signature}0"),
    "signature turned": _with(SIGNATURE, lambda signature: f"v0={signature[:2:-1]}"),
    "signature of zeros": _with(SIGNATURE, lambda _: f"v0={'0' * 64}"),
    "signature in capitals": _with(SIGNATURE, lambda signature: f"v0={signature[3:].upper()}"),
    "signature not of letters": _with(SIGNATURE, lambda _: f"v0={'æ' * 64}"),
    "empty signature": _with(SIGNATURE, lambda _: ""),
    "only a version": _with(SIGNATURE, lambda _: "v0="),
    "another version": _with(SIGNATURE, lambda signature: f"v1={signature[3:]}"),
    "no version": _with(SIGNATURE, lambda signature: signature[3:]),
    "two in one": _with(SIGNATURE, lambda signature: f"v0={'0' * 64},{signature}"),
    "empty time": _with(TIME, lambda _: ""),
    "no time of day": _with(TIME, lambda _: "now"),
    "a time with a sign": _with(TIME, lambda time: f"+{time}"),
    "a time with a fraction": _with(TIME, lambda time: f"{time}.0"),
    "a time not of digits": _with(TIME, lambda _: "١٧٧٢٥٣٩٢٠٠"),
    "an endless time": _with(TIME, lambda _: "9" * 4000),
    "no signature": _without(SIGNATURE),
    "no time": _without(TIME),
    "no headers": _without(SIGNATURE, TIME),
    "two signatures": _doubled(SIGNATURE, f"v0={'0' * 64}"),
    "two times": _doubled(TIME, "1"),
}
