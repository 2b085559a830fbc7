"""Is it genuine, whole and ours? Asked of everything that comes in, before anything is done.

    no token, or one that is not good   401
    somebody else's tenant or service   403
    what is no activity                 400

The checks are those of Microsoft's guidance for bots, and what it leaves to the bot: the tenant,
the host of the service, and that `exp` and the service's address are there at all.
"""

import hmac
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urlsplit

import jwt

from channels.teams.activity import Activity
from channels.teams.keys import Keys, SigningKey

ISSUER = "https://api.botframework.com"
CHANNEL = "msteams"
LEEWAY = 300
"""Seconds by which the two clocks may differ."""

LONGEST_TOKEN = 16_384
MOST_TOKENS = 1024
HTTPS = 443
REQUIRED = ["exp", "iss", "aud"]


class Refused(Exception):
    """It is not let in; `status` says why, and nothing else is said."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


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


class TeamsGate:
    """The gate of a bot that is registered with Microsoft."""

    def __init__(
        self,
        app_id: str,
        tenants: frozenset[str],
        hosts: tuple[str, ...],
        keys: Keys,
        now: Callable[[], datetime],
    ) -> None:
        self._app_id, self._tenants, self._hosts = app_id, tenants, hosts
        self._keys, self._now = keys, now
        self._known: OrderedDict[str, Token] = OrderedDict()

    async def know(self, headers: Mapping[str, str]) -> Token:
        """The verified token of a request. A whole token that was good is good until it ends."""
        scheme, _, sent = headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not sent or len(sent) > LONGEST_TOKEN:
            raise Refused(401)
        known = self._known.get(sent)
        if known is None:
            known = await self._verified(sent)
            self._remember(sent, known)
        if self._now().timestamp() > known.until or not self._keys.still(known.key):
            self._known.pop(sent, None)
            raise Refused(401)
        return known

    def admit(self, token: Token | None, activity: Activity) -> None:
        """The service that the token names, our tenants, and Teams alone."""
        if token is None or not same_service(token.service, activity.service_url):
            raise Refused(401)
        if activity.channel_id != CHANNEL or activity.channel_id not in token.key.endorsements:
            raise Refused(401 if activity.channel_id == CHANNEL else 403)
        if not may_serve(activity.service_url, self._hosts):
            raise Refused(403)
        if activity.tenant not in self._tenants:
            raise Refused(403)

    async def _verified(self, sent: str) -> Token:
        try:
            head = jwt.get_unverified_header(sent)
            key = await self._keys.find(str(head.get("kid", "")))
            if key is None:
                raise Refused(401)
            claims: dict[str, Any] = jwt.decode(
                sent,
                key.key,
                algorithms=["RS256"],
                audience=self._app_id,
                issuer=ISSUER,
                leeway=LEEWAY,
                options={"require": REQUIRED},
            )
        except (jwt.PyJWTError, ValueError, TypeError, UnicodeError, RecursionError):
            raise Refused(401) from None
        service = claims.get("serviceurl")
        if not isinstance(service, str) or not service:
            raise Refused(401)
        return Token(key=key, until=float(claims["exp"]) + LEEWAY, service=service)

    def _remember(self, sent: str, token: Token) -> None:
        self._known[sent] = token
        if len(self._known) > MOST_TOKENS:
            self._known.popitem(last=False)


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
    if "@" in parts.netloc or parts.query or parts.fragment:
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
    except ValueError:
        return False
    return "@" not in parts.netloc and parts.hostname in {"127.0.0.1", "localhost", "::1"}
