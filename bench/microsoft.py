"""What Microsoft's services say: the roster, the keys, where a tenant is found, a token."""

from functools import lru_cache
from typing import Any

import msgspec

from bench.keys import ISSUER, TENANT, Keys

OPENID = "/v1/.well-known/openidconfiguration"
KEYS = "/v1/.well-known/keys"
PEOPLE = ("Anna", "Bo", "Carla", "Ditte", "Emil")
"""The people of every team of the bench; the fakes import nothing of the product."""

REASONS = {200: "OK", 201: "Created", 404: "Not Found"}


def answer(status: int, said: Any) -> bytes:
    """One whole answer in JSON."""
    body = msgspec.json.encode(said)
    head = f"HTTP/1.1 {status} {REASONS[status]}\r\nContent-Type: application/json; charset=utf-8"
    return f"{head}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def members(conversation: str) -> dict[str, Any]:
    """The people of a channel of the bench, as the roster tells them."""
    number = int(conversation[3:35], 16)
    people = [
        {
            "id": user_id(number, seat),
            "name": name,
            "aadObjectId": object_id(number, seat),
            "userRole": "user",
            "tenantId": TENANT,
        }
        for seat, name in enumerate(PEOPLE)
    ]
    return {"members": people}


def object_id(number: int, seat: int) -> str:
    """How Entra knows the person in this seat of the team with this number."""
    return f"00000000-0000-4000-8000-{number:08}{seat:04}"


def user_id(number: int, seat: int) -> str:
    """How Teams calls the same person to the bot."""
    return f"29:{number}-{seat}"


def metadata(base: str) -> dict[str, Any]:
    """Where the Bot Framework says its keys are."""
    return {
        "issuer": ISSUER,
        "authorization_endpoint": "https://invalid.botframework.com",
        "jwks_uri": f"{base}{KEYS}",
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
    }


def discovery(base: str) -> dict[str, Any]:
    """What Entra says of a tenant."""
    here = f"{base}/{TENANT}"
    return {
        "issuer": f"{here}/v2.0",
        "authorization_endpoint": f"{here}/oauth2/v2.0/authorize",
        "token_endpoint": f"{here}/oauth2/v2.0/token",
        "jwks_uri": f"{here}/discovery/v2.0/keys",
    }


@lru_cache(1)
def given_token(keys: Keys) -> dict[str, Any]:
    """A token for the bot, good for an hour as they all are."""
    given = {"token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599}
    return {**given, "access_token": keys.pass_for_us()}
