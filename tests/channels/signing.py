"""A made-up Microsoft: signs tokens, and publishes its keys as badly as it is told."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

import jwt
import msgspec
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

APP = "5f0c6f3a-0000-4000-8000-000000000001"
ISSUER = "https://api.botframework.com"
SERVICE = "https://smba.trafficmanager.net/emea/"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


FIRST, SECOND, STRANGE = new_key(), new_key(), new_key()


def jwk(kid: str, key: rsa.RSAPrivateKey, endorsed: tuple[str, ...] = ("msteams",)) -> Any:
    """A key as it is published."""
    raw = msgspec.json.decode(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    return {**raw, "kid": kid, "use": "sig", "endorsements": list(endorsed)}


def claims(**changed: Any) -> dict[str, Any]:
    """What a good token says; a claim that is None is left out."""
    now = time.time()
    said = {
        "iss": ISSUER,
        "aud": APP,
        "exp": now + 3600,
        "nbf": now - 10,
        "serviceurl": SERVICE,
        **changed,
    }
    return {name: value for name, value in said.items() if value is not None}


def token(key: Any = FIRST, kid: str | None = "k1", alg: str = "RS256", **changed: Any) -> str:
    """A signed token."""
    headers = {} if kid is None else {"kid": kid}
    return jwt.encode(claims(**changed), key, algorithm=alg, headers=headers)


@dataclass
class KeyServer:
    """Publishes `keys`. `how` is a way to fail, `asked` counts."""

    keys: list[Any] = field(default_factory=lambda: [jwk("k1", FIRST)])
    how: str = ""
    asked: int = 0
    url: str = ""

    def app(self) -> web.Application:
        """The server."""
        app = web.Application()
        app.router.add_get("/openid", self._openid)
        app.router.add_get("/keys", self._keys)
        return app

    async def _openid(self, request: web.Request) -> web.Response:
        self.asked += 1
        match self.how:
            case "slow":
                await asyncio.sleep(30)
            case "down":
                return web.Response(status=503)
            case "nonsense":
                return web.Response(text="<html>")
            case "endless":
                return web.Response(body=b"[" * 2_000_000)
            case "elsewhere":
                return web.json_response({"jwks_uri": "http://127.0.0.1:1/keys"})
        return web.json_response({"jwks_uri": str(request.url.with_path("/keys"))})

    async def _keys(self, request: web.Request) -> web.Response:
        if self.how == "bad keys":
            return web.json_response({"keys": [{"kid": "k1", "kty": "RSA", "n": "!", "e": "?"}]})
        if self.how == "no keys":
            return web.json_response({"keys": []})
        return web.json_response({"keys": self.keys})
