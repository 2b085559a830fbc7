"""Where a request comes from: this machine itself, or another one between."""

from collections.abc import Mapping
from urllib.parse import urlsplit

LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}
FORWARDED = ("Forwarded", "Via", "X-Real-IP")


def is_own(host: str) -> bool:
    """Whether the asker calls this machine by its own name."""
    return _name(host) in LOCAL_HOSTS


def is_forwarded(headers: Mapping[str, str]) -> bool:
    """Whether another machine passed the request on."""
    names = {name.lower() for name in headers}
    return any(n.startswith("x-forwarded") for n in names) or any(
        name.lower() in names for name in FORWARDED
    )


def is_from_here(headers: Mapping[str, str], changes: bool = True) -> bool:
    """Whether it was sent on this machine itself; what changes something, from no foreign page."""
    host = headers.get("Host", "")
    if not is_own(host) or is_forwarded(headers):
        return False
    if not changes:
        return True
    ours = headers.get("Origin") in {None, f"http://{host}"}
    return ours and headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}


def _name(host: str) -> str:
    try:
        parts = urlsplit(f"//{host}")
        parts.port  # noqa: B018  a port that is no number is refused
    except ValueError:
        return ""
    return "" if "@" in host else parts.hostname or ""
