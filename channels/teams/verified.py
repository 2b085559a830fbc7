"""The gate of a bot that is registered with Microsoft: a token is verified, then believed."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import jwt

from channels.teams.activity import Activity
from channels.teams.gate import CHANNEL, Refused, Token, may_serve, same_service
from channels.teams.keys import Keys

ISSUER = "https://api.botframework.com"
LEEWAY = 300
"""Seconds by which the two clocks may differ."""

LONGEST_TOKEN = 16_384
MOST_TOKENS = 1024
REQUIRED = ["exp", "iss", "aud"]


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
