"""What an operator sets for Teams. bot.py reads the environment; here it is understood."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
FASTEST = 1_000_000
NO_MSI_PASSWORD = "APP_PASSWORD is not used with APP_TYPE=UserAssignedMSI; leave it out."


class WrongTeamsSetting(Exception):
    """A setting of Teams is missing or cannot be used; the sentence names it."""


class AppType(StrEnum):
    """How the bot proves who it is. Multi-tenant bots can no longer be made, and are refused."""

    SINGLE_TENANT = "SingleTenant"
    MANAGED_IDENTITY = "UserAssignedMSI"


DEFAULTS = {
    "APP_ID": "",
    "APP_PASSWORD": "",
    "APP_TYPE": AppType.SINGLE_TENANT.value,
    "APP_TENANTID": "",
    "TEAMS_TENANTS": "",
    "TEAMS_SERVICE_HOSTS": "smba.trafficmanager.net .botframework.com",
    "TEAMS_OPENID_URL": "https://login.botframework.com/v1/.well-known/openidconfiguration",
    "TEAMS_LOGIN_URL": "https://login.microsoftonline.com",
    "TEAMS_RATE": "40",
}
"""A host that begins with a dot stands for all hosts below it. Bare `.trafficmanager.net` would
let in whoever makes a name there. Government clouds have other hosts and addresses."""


@dataclass(frozen=True)
class TeamsSettings:
    """Teams as the operator has set it up. `tenants` are those whose people are let in.

    `rate` is requests a second to one tenant; `proxy` is what stands between the bot and the world.
    """

    app_id: str
    password: str = field(repr=False)
    app_type: AppType
    tenant: str
    tenants: frozenset[str]
    hosts: tuple[str, ...]
    openid_url: str
    login_url: str
    rate: int
    proxy: str = ""


def read_teams_settings(environment: Mapping[str, str]) -> TeamsSettings | None:
    """The settings, or None where Teams is not set up. Raises WrongTeamsSetting.

    The names that Microsoft's own bots use (APP_ID …) keep them; ours begin with TEAMS_.
    """
    strange = [n for n in environment if n.startswith("TEAMS_") and n not in DEFAULTS]
    if strange:
        known = ", ".join(DEFAULTS)
        raise WrongTeamsSetting(f"{strange[0]} is no setting of Ordet for Teams. Known: {known}.")
    chosen = {name: environment.get(name, "").strip() or usual for name, usual in DEFAULTS.items()}
    given = [name for name in DEFAULTS if environment.get(name, "").strip()]
    if not given:
        return None
    settings = TeamsSettings(
        app_id=_guid("APP_ID", chosen["APP_ID"]),
        password=chosen["APP_PASSWORD"],
        app_type=_app_type(chosen["APP_TYPE"]),
        tenant=_guid("APP_TENANTID", chosen["APP_TENANTID"]),
        tenants=frozenset(
            _guid("TEAMS_TENANTS", each)
            for each in _several(chosen["TEAMS_TENANTS"] or chosen["APP_TENANTID"])
        ),
        hosts=tuple(each.lower() for each in _several(chosen["TEAMS_SERVICE_HOSTS"])),
        openid_url=_address("TEAMS_OPENID_URL", chosen["TEAMS_OPENID_URL"]),
        login_url=_address("TEAMS_LOGIN_URL", chosen["TEAMS_LOGIN_URL"]).rstrip("/"),
        rate=_rate(chosen["TEAMS_RATE"]),
        proxy=environment.get("HTTPS_PROXY", "").strip() or environment.get("https_proxy", ""),
    )
    if settings.app_type is AppType.SINGLE_TENANT and not settings.password:
        raise WrongTeamsSetting("APP_PASSWORD is missing: the client secret of the Entra app.")
    if settings.app_type is AppType.MANAGED_IDENTITY and settings.password:
        raise WrongTeamsSetting(NO_MSI_PASSWORD)
    return settings


def _several(text: str) -> list[str]:
    return [each for each in re.split(r"[\s,;]+", text) if each]


def _guid(name: str, text: str) -> str:
    if not text:
        raise WrongTeamsSetting(
            f"{name} is missing. Teams needs it; docs/teams.md says where it is."
        )
    if not GUID.fullmatch(text):
        raise WrongTeamsSetting(f"{name} must be an id such as 5f0c6f3a-…, as Azure shows it.")
    return text.lower()


def _app_type(text: str) -> AppType:
    for each in AppType:
        if each.value.lower() == text.lower():
            return each
    known = " or ".join(AppType)
    raise WrongTeamsSetting(f"APP_TYPE must be {known}. New multi-tenant bots cannot be made.")


def _address(name: str, text: str) -> str:
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        host = None
    at_home = host in {"127.0.0.1", "localhost", "::1"}
    if host is None or not (parts.scheme == "https" or (parts.scheme == "http" and at_home)):
        raise WrongTeamsSetting(f"{name} must be an https address.")
    return text


def _rate(text: str) -> int:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0
    if not 1 <= number <= FASTEST:
        raise WrongTeamsSetting(
            "TEAMS_RATE must be a whole number of requests a second, 1 or more."
        )
    return number
