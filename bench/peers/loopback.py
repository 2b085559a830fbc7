"""Let Microsoft's login library ask a token server on this machine.

MSAL wants https and asks Microsoft's own servers whether it may trust an unknown host. Here it is
told not to (an option it has: `instance_discovery=False`), and http is let through: the token
server is then as cheap as it can be, which favours whoever asks it often. Everything else is as
it is shipped: the caches, the discovery of the tenant, the blocking session.
"""

# mypy: disable-error-code="import-not-found, import-untyped"

from typing import Any
from urllib.parse import ParseResult

import msal.authority
import msal.token_cache
from msal import ConfidentialClientApplication

strictly = msal.authority.canonicalize


def canonicalize(url: str) -> tuple[ParseResult, str, str]:
    """As MSAL does it, for http as well."""
    parsed, host, tenant = strictly(url.replace("http://", "https://", 1))
    scheme = url.partition(":")[0]
    return parsed._replace(scheme=scheme), host, tenant


msal.authority.canonicalize = msal.token_cache.canonicalize = canonicalize


class LoopbackApplication(ConfidentialClientApplication):  # type: ignore[misc]
    """A bot's own login, which does not ask Microsoft about the host it is sent to."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **{**named, "instance_discovery": False})
