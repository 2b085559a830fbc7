"""Is it genuine, whole and ours? Asked of everything that comes in, before anything is done.

    no token, or one that is not good   401
    somebody else's tenant or service   403
    what is no activity                 400

The checks are those of Microsoft's guidance for bots, and what it leaves to the bot: the tenant,
the host of the service, and that `exp` and the service's address are there at all.
"""

import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

from channels.teams.activity import Activity

CHANNEL = "msteams"

HTTPS = 443
HOST = re.compile(r"[a-z0-9.:-]+")


class Refused(Exception):
    """It is not let in; `status` says why, and nothing else is said."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True)
class SigningKey:
    """One key, ready to verify with."""

    kid: str
    key: Any
    endorsements: frozenset[str]


@dataclass(frozen=True)
class Token:
    """A token that was verified: by which key, until when (seconds), for which service."""

    key: SigningKey
    until: float
    service: str


class Gate(Protocol):
    """Stands before the door. First the sender is asked for, then what was sent is looked at."""

    async def know(self, headers: Mapping[str, str]) -> Token | None:
        """Who sends it. Raises Refused."""

    def admit(self, token: Token | None, activity: Activity) -> None:
        """Whether this may come in from them. Raises Refused."""


class LocalGate:
    """Local mode: a playground on this machine, which sends no token.

    `check` refuses what did not come from this machine itself; it raises what the door of the
    pages raises.
    """

    def __init__(self, check: Callable[[Mapping[str, str]], bool]) -> None:
        self._check = check

    async def know(self, headers: Mapping[str, str]) -> None:
        """Nobody needs a token who is on this machine already."""
        if not self._check(headers):
            raise Refused(403)

    def admit(self, token: Token | None, activity: Activity) -> None:
        """Answers go to this machine alone."""
        if activity.channel_id != CHANNEL or not at_home(activity.service_url):
            raise Refused(403)
        if not activity.tenant:
            raise Refused(403)


def same_service(claimed: str, given: str) -> bool:
    """Whether the token was made for this very address."""
    return hmac.compare_digest(
        claimed.rstrip("/").encode("utf-8", "surrogatepass"),
        given.rstrip("/").encode("utf-8", "surrogatepass"),
    )


def may_serve(url: str, hosts: tuple[str, ...]) -> bool:
    """Whether our outgoing token may be shown to this address."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return False
    if not HOST.fullmatch(host) or "@" in parts.netloc or parts.query or parts.fragment:
        return False
    if port not in {None, HTTPS}:
        host = f"{host}:{port}"
    if parts.scheme != "https" and not (parts.scheme == "http" and at_home(url)):
        return False
    return any(host.endswith(known) if known.startswith(".") else host == known for known in hosts)


def at_home(url: str) -> bool:
    """Whether an address is on this machine."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  a port that is no number is refused
    except ValueError:
        return False
    return "@" not in parts.netloc and parts.hostname in {"127.0.0.1", "localhost", "::1"}
