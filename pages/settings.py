"""What an operator can choose. bot.py reads the environment; here it is understood."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from locales import LANGUAGES

SHORTEST_SECRET = 32
LOGS = ("debug", "info", "warning", "error")
HTTPS = 443
WHOLE = re.compile(r"https://(\[[0-9a-f:.]+\]|[\w.-]+)(:\d*)?/?", re.IGNORECASE)


class WrongSetting(Exception):
    """A setting is missing or cannot be used; the sentence names it."""


@dataclass(frozen=True)
class Settings:
    """Everything that an operator can choose, from the environment.

    `keys` is the folder of keys that belongs in no backup, so it stands beside `data`.
    `calendars` is a folder with the free days of municipalities, `organisation` the file that says
    who helps and leads which teams; neither need be there.
    """

    data: Path
    keys: Path
    calendars: Path
    organisation: Path
    host: str
    port: int
    zone: str
    language: str
    public_url: str
    secret: str
    log: str

    @property
    def local(self) -> bool:
        """Without a public address the bot answers this machine only."""
        return not self.public_url

    @property
    def own_url(self) -> str:
        """Where the bot itself listens, as a browser writes it."""
        return f"http://{_bracketed(self.host)}:{self.port}"


DEFAULTS = {
    "ORDET_DATA": "data",
    "ORDET_KEYS": "",
    "ORDET_CALENDARS": "",
    "ORDET_ORGANISATION": "",
    "ORDET_HOST": "127.0.0.1",
    "ORDET_PORT": "3978",
    "ORDET_ZONE": "Europe/Copenhagen",
    "ORDET_LANGUAGE": "da",
    "ORDET_PUBLIC_URL": "",
    "ORDET_SECRET": "",
    "ORDET_LOG": "info",
}


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings, or WrongSetting with one sentence that names the setting."""
    strange = [n for n in environment if n.startswith("ORDET_") and n not in DEFAULTS]
    if strange:
        raise WrongSetting(f"{strange[0]} is no setting of Ordet. Known: {', '.join(DEFAULTS)}.")
    chosen = {name: environment.get(name, "").strip() or usual for name, usual in DEFAULTS.items()}
    settings = Settings(
        data=Path(chosen["ORDET_DATA"]),
        keys=Path(chosen["ORDET_KEYS"] or f"{Path(chosen['ORDET_DATA'])}.keys"),
        calendars=_beside(chosen, "ORDET_CALENDARS", "calendars"),
        organisation=_beside(chosen, "ORDET_ORGANISATION", "organisation.toml"),
        host=chosen["ORDET_HOST"],
        port=_port(chosen["ORDET_PORT"]),
        zone=_zone(chosen["ORDET_ZONE"]),
        language=_one_of("ORDET_LANGUAGE", chosen["ORDET_LANGUAGE"], LANGUAGES),
        public_url=_address(chosen["ORDET_PUBLIC_URL"]),
        secret=chosen["ORDET_SECRET"],
        log=_one_of("ORDET_LOG", chosen["ORDET_LOG"], LOGS),
    )
    if settings.keys.resolve().is_relative_to(settings.data.resolve()):
        raise WrongSetting("ORDET_KEYS must not lie in ORDET_DATA: keys belong in no backup.")
    if not settings.local and len(settings.secret) < SHORTEST_SECRET:
        raise WrongSetting(
            f"ORDET_SECRET must have at least {SHORTEST_SECRET} characters"
            " when ORDET_PUBLIC_URL is set."
        )
    if settings.local and settings.host not in {"127.0.0.1", "::1", "localhost"}:
        raise WrongSetting("ORDET_HOST can leave this machine only when ORDET_PUBLIC_URL is set.")
    return settings


def _beside(chosen: Mapping[str, str], name: str, usual: str) -> Path:
    """A path of its own, or the usual name in the data folder."""
    return Path(chosen[name]) if chosen[name] else Path(chosen["ORDET_DATA"]) / usual


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise WrongSetting(f"ORDET_PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, ValueError):
        raise WrongSetting(f"ORDET_ZONE must be a zone like Europe/Oslo, not {text!r}.") from None


def _one_of(name: str, text: str, known: tuple[str, ...]) -> str:
    if text not in known:
        raise WrongSetting(f"{name} must be one of {', '.join(known)}, not {text!r}.")
    return text


def _address(text: str) -> str:
    """The address as a browser names it in `Origin`; no complaint repeats it."""
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError:  # brackets that do not close, a port that is no number, no such name
        host, port = "", None
    if not host or port == 0 or not WHOLE.fullmatch(text):
        raise WrongSetting(
            "ORDET_PUBLIC_URL must be an https address with nothing after the host and port,"
            " such as https://ordet.example.dk."
        )
    return f"https://{host}" if port in {None, HTTPS} else f"https://{host}:{port}"


def _host(name: str) -> str:
    """The host in small letters, and letters such as æ as the network writes them."""
    return _bracketed(name) if ":" in name else name.encode("idna").decode()


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
