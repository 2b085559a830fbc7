"""The keys with which Microsoft signs what it sends: fetched beside the loop, kept for a day.

While a fetch is slow or fails, the keys that we have go on being used. A key that nobody knows
makes us look again, but not more often than once a minute.
"""

import asyncio
import time
from collections.abc import Callable

import jwt
import msgspec
import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout

from channels.teams.answers import whole
from channels.teams.gate import SigningKey

log = structlog.get_logger()

PATIENCE = 5.0
"""Seconds for each of the two requests of a fetch."""

DAY = 24 * 3600.0
PAUSE = 60.0
"""Seconds between two looks for a key that we do not know, and between failed fetches."""

SHORT_PAUSE = 5.0
"""The same while there is no key at all, and nobody can come in."""

LARGEST = 1024 * 1024
MOST_KEYS = 200


class Jwk(msgspec.Struct):
    """A key as it is published. `endorsements` are the channels that it may sign for."""

    kid: str
    kty: str
    n: str = ""
    e: str = ""
    endorsements: list[str] = []


class Jwks(msgspec.Struct):
    """All keys."""

    keys: list[Jwk]


class OpenId(msgspec.Struct):
    """Where the keys are."""

    jwks_uri: str


class Keys:
    """Signing keys by their id. `find` never waits longer than a fetch may last."""

    def __init__(
        self, session: ClientSession, url: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._session, self._url, self._clock = session, url, clock
        self._keys: dict[str, SigningKey] = {}
        self._fetched_at: float | None = None
        self._tried_at: float | None = None
        self._fetching: asyncio.Task[None] | None = None

    async def find(self, kid: str) -> SigningKey | None:
        """The key with this id; None where there is none, or none can be had now."""
        known = self._keys.get(kid)
        if known is not None:
            if self._clock() - (self._fetched_at or 0.0) > DAY:
                self._fetch()  # beside this turn, which goes on with the key that we have
            return known
        fetching = self._fetch()
        if fetching is not None:
            await asyncio.shield(fetching)
        return self._keys.get(kid)

    def still(self, key: SigningKey) -> bool:
        """Whether a key that we once found has not been taken away since."""
        return self._keys.get(key.kid) is key

    def warm(self) -> None:
        """Begin to fetch, so that the first turn need not wait."""
        self._fetch()

    async def stop(self) -> None:
        """Fetch no more."""
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.gather(self._fetching, return_exceptions=True)

    def _fetch(self) -> asyncio.Task[None] | None:
        """The fetch that is under way, or a new one; None where one has just been tried."""
        if self._fetching is not None and not self._fetching.done():
            return self._fetching
        now = self._clock()
        pause = PAUSE if self._keys else SHORT_PAUSE
        if self._tried_at is not None and now - self._tried_at < pause:
            return None
        self._tried_at = now
        self._fetching = asyncio.create_task(self._load())
        return self._fetching

    async def _load(self) -> None:
        try:
            where = msgspec.json.decode(await self._read(self._url), type=OpenId)
            found = msgspec.json.decode(await self._read(where.jwks_uri), type=Jwks)
            keys = {jwk.kid: jwk for jwk in found.keys[:MOST_KEYS] if jwk.kty == "RSA"}
            if not keys:
                raise ValueError("no keys")
            made = {kid: key for kid, jwk in keys.items() if (key := self._made(jwk))}
            if not made:
                raise ValueError("no keys")
            self._keys = made
            self._fetched_at = self._clock()
        except (ClientError, TimeoutError, OSError, ValueError, jwt.PyJWTError) as error:
            log.warning("keys_not_fetched", error=type(error).__name__)

    def _made(self, jwk: Jwk) -> SigningKey | None:
        """The key, if it is one; the very one that we had where nothing has changed in it."""
        known = self._keys.get(jwk.kid)
        try:
            facts = {"kty": "RSA", "n": jwk.n, "e": jwk.e}
            key = jwt.PyJWK.from_dict(facts, algorithm="RS256").key
        except (jwt.PyJWTError, ValueError):
            return None
        if known is not None and known.key.public_numbers() == key.public_numbers():
            same = known.endorsements == frozenset(jwk.endorsements)
            return known if same else SigningKey(jwk.kid, known.key, frozenset(jwk.endorsements))
        return SigningKey(jwk.kid, key, frozenset(jwk.endorsements))

    async def _read(self, url: str) -> bytes:
        async with self._session.get(url, timeout=ClientTimeout(total=PATIENCE)) as answer:
            answer.raise_for_status()
            return await whole(answer.content, LARGEST)
