"""What an operator sets for Slack. bot.py reads the environment; here it is understood."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

DEFAULTS = {
    "SLACK_SIGNING_SECRET": "",
    "SLACK_BOT_TOKEN": "",
    "SLACK_APP_TOKEN": "",
    "SLACK_CLIENT_ID": "",
    "SLACK_CLIENT_SECRET": "",
    "SLACK_WORKSPACES": "",
    "SLACK_API_URL": "https://slack.com/api/",
}
WORKSPACE = re.compile(r"[TE][A-Z0-9]{2,20}")
CLIENT = re.compile(r"[0-9]{1,20}\.[0-9]{1,20}")
NOBODY_SPEAKS = "Give SLACK_BOT_TOKEN for one workspace, or SLACK_CLIENT_ID for several."
NOTHING_HEARD = (
    "Give SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET where Slack comes over HTTPS."
)
WHOSE = "SLACK_WORKSPACES is missing: the ids (T… or E…) of the workspaces that may install Ordet."


class WrongSlackSetting(Exception):
    """A setting of Slack is missing or cannot be used; the sentence names it."""


@dataclass(frozen=True)
class SlackSettings:
    """Slack as the operator has set it up.

    With an `app_token` Slack is heard through Socket Mode, else over HTTPS, signed with the
    `signing_secret`. One workspace has its `bot_token`; several install the app by OAuth, and
    only those in `workspaces`. `proxy` is what stands between the bot and the world.
    """

    signing_secret: str = field(repr=False)
    bot_token: str = field(repr=False)
    app_token: str = field(repr=False)
    client_id: str
    client_secret: str = field(repr=False)
    workspaces: frozenset[str]
    api_url: str
    proxy: str = ""

    @property
    def by_socket(self) -> bool:
        """Whether the bot calls Slack, so that it needs no address of its own."""
        return bool(self.app_token)

    @property
    def installs(self) -> bool:
        """Whether workspaces install the app by themselves."""
        return bool(self.client_id)


def read_slack_settings(environment: Mapping[str, str]) -> SlackSettings | None:
    """The settings, or None where Slack is not set up. Raises WrongSlackSetting."""
    strange = [n for n in environment if n.startswith("SLACK_") and n not in DEFAULTS]
    if strange:
        known = ", ".join(DEFAULTS)
        raise WrongSlackSetting(f"{strange[0]} is no setting of Ordet for Slack. Known: {known}.")
    given = {name: environment.get(name, "").strip() for name in DEFAULTS}
    if not any(given.values()):
        return None
    settings = SlackSettings(
        signing_secret=given["SLACK_SIGNING_SECRET"],
        bot_token=_begins("SLACK_BOT_TOKEN", given["SLACK_BOT_TOKEN"], "xoxb-"),
        app_token=_begins("SLACK_APP_TOKEN", given["SLACK_APP_TOKEN"], "xapp-"),
        client_id=_client(given["SLACK_CLIENT_ID"]),
        client_secret=given["SLACK_CLIENT_SECRET"],
        workspaces=frozenset(_workspaces(given["SLACK_WORKSPACES"])),
        api_url=_address(given["SLACK_API_URL"] or DEFAULTS["SLACK_API_URL"]),
        proxy=environment.get("HTTPS_PROXY", "").strip() or environment.get("https_proxy", ""),
    )
    _whole(settings)
    return settings


def _whole(settings: SlackSettings) -> None:
    """Raises WrongSlackSetting where settings are missing, or do not go together."""
    if bool(settings.client_id) != bool(settings.client_secret):
        raise WrongSlackSetting("SLACK_CLIENT_ID and SLACK_CLIENT_SECRET go together.")
    if bool(settings.bot_token) == bool(settings.client_id):
        raise WrongSlackSetting(NOBODY_SPEAKS)
    if not settings.app_token and not settings.signing_secret:
        raise WrongSlackSetting(NOTHING_HEARD)
    if settings.client_id and not settings.workspaces:
        raise WrongSlackSetting(WHOSE)


def _begins(name: str, text: str, sign: str) -> str:
    if text and not text.startswith(sign):
        raise WrongSlackSetting(f"{name} must begin with {sign}, as Slack shows it.")
    return text


def _client(text: str) -> str:
    if text and not CLIENT.fullmatch(text):
        raise WrongSlackSetting("SLACK_CLIENT_ID must be two numbers with a point between.")
    return text


def _workspaces(text: str) -> list[str]:
    found = [each for each in re.split(r"[\s,;]+", text) if each]
    for each in found:
        if not WORKSPACE.fullmatch(each):
            raise WrongSlackSetting(f"SLACK_WORKSPACES has ids such as T012AB3CD, not {each!r}.")
    return found


def _address(text: str) -> str:
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        host = None
    at_home = host in {"127.0.0.1", "localhost", "::1"}
    if host is None or not (parts.scheme == "https" or (parts.scheme == "http" and at_home)):
        raise WrongSlackSetting("SLACK_API_URL must be an https address.")
    return text if text.endswith("/") else f"{text}/"
