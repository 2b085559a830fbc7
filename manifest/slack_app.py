"""`python -m manifest.slack_app`: the manifest that an operator pastes into Slack.

python -m manifest.slack_app                                   Socket Mode, in Danish
python -m manifest.slack_app --url https://ordet.example.dk    over HTTPS, with OAuth
python -m manifest.slack_app --url https://… --grid            the same for a whole Enterprise Grid
python -m manifest.slack_app --language nb --name Ordet        in bokmål or English
"""

import json
import re
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from manifest.build import LANGUAGES, fill, words

SOURCE = Path(__file__).parent / "slack"
KNOCK, BACK = "/api/slack", "/slack/oauth_redirect"
"""Where Slack knocks, and where a browser comes back after installing."""

LONGEST = {
    "name": 35,
    "description": 140,
    "display_name": 80,
    "shortcut": 24,
    "shortcut_description": 150,
    "command": 32,
    "usage_hint": 1000,
}
SHORTEST_LONG, LONGEST_LONG = 175, 4000
"""Letters, as Slack's published schema has them."""

NAME = re.compile(r"[^\s<>&@#*_~`{}][^<>&@#*_~`{}]*")


class WrongFlag(Exception):
    """A flag cannot be used; the sentence names it."""


class Flags(ArgumentParser):
    """A parser that complains in one sentence."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the flags, without the page of help."""
        raise WrongFlag(f"{message[:1].upper()}{message[1:]}.")


def made(
    url: str = "", language: str = LANGUAGES[0], name: str = "Ordet", grid: bool = False
) -> dict[str, Any]:
    """The manifest: with an address for events over HTTPS, without one for Socket Mode.

    With `grid` the app can be installed for a whole organisation.
    """
    skeleton = json.loads((SOURCE / "app.json").read_text("utf-8"))
    spoken = words(SOURCE / f"{language}.toml", name)
    manifest: dict[str, Any] = fill(skeleton, {"name": name, **spoken})
    if grid:
        manifest["settings"]["org_deploy_enabled"] = True
    return over_https(manifest, url.rstrip("/")) if url else manifest


def over_https(manifest: dict[str, Any], url: str) -> dict[str, Any]:
    """The same app for a bot that Slack reaches, and that workspaces install by themselves."""
    knock, settings = f"{url}{KNOCK}", manifest["settings"]
    events = {"request_url": knock, **settings["event_subscriptions"]}
    commands = [{**each, "url": knock} for each in manifest["features"]["slash_commands"]]
    return {
        **manifest,
        "features": {**manifest["features"], "slash_commands": commands},
        "oauth_config": {"redirect_urls": [f"{url}{BACK}"], **manifest["oauth_config"]},
        "settings": {
            **settings,
            "event_subscriptions": events,
            "interactivity": {"is_enabled": True, "request_url": knock},
            "socket_mode_enabled": False,
            "token_rotation_enabled": True,
        },
    }


def faults(manifest: Mapping[str, Any]) -> Iterator[str]:
    """What Slack would not take, each in one sentence."""
    about, features = manifest["display_information"], manifest["features"]
    yield from _long("name", about["name"])
    yield from _long("description", about["description"])
    yield from _long("display_name", features["bot_user"]["display_name"])
    if not SHORTEST_LONG <= len(about["long_description"]) <= LONGEST_LONG:
        yield f"The long description has {len(about['long_description'])} letters."
    for shortcut in features["shortcuts"]:
        yield from _long("shortcut", shortcut["name"])
        yield from _long("shortcut_description", shortcut["description"])
    for command in features["slash_commands"]:
        yield from _long("command", command["command"])
        yield from _long("usage_hint", command["usage_hint"])


def _long(what: str, text: str) -> Iterator[str]:
    if not 1 <= len(text) <= LONGEST[what]:
        yield f"The {what.replace('_', ' ')} {text!r} must have 1 to {LONGEST[what]} letters."


def main(arguments: Sequence[str]) -> int:
    """Print the manifest; 2 where a flag is wrong."""
    try:
        manifest = made(*_read(arguments))
        if wrong := list(faults(manifest)):
            raise WrongFlag("\n".join(wrong))
    except WrongFlag as wrong_flag:
        print(wrong_flag, file=sys.stderr)
        return 2
    print(json.dumps(manifest, ensure_ascii=False, indent=2))
    return 0


def _read(arguments: Sequence[str]) -> tuple[str, str, str, bool]:
    """The address, the language, the name, and whether it is for a grid. Raises WrongFlag."""
    flags = Flags(prog="python -m manifest.slack_app", description=__doc__)
    flags.add_argument("--url", default="", help="the bot's public https address")
    flags.add_argument("--language", default=LANGUAGES[0], choices=LANGUAGES)
    flags.add_argument("--name", default="Ordet", help="what the app is called")
    flags.add_argument(
        "--grid", action="store_true", help="for a whole Enterprise Grid; needs --url"
    )
    chosen = flags.parse_args(arguments)
    if chosen.url and not _is_address(chosen.url):
        raise WrongFlag("--url must be an https address without a path.")
    if not NAME.fullmatch(chosen.name) or "slack" in chosen.name.lower():
        raise WrongFlag("--name must be plain words, and not Slack's own name.")
    if chosen.grid and not chosen.url:
        raise WrongFlag("--grid needs --url: an organisation installs the app over HTTPS.")
    return chosen.url, chosen.language, chosen.name, chosen.grid


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    bare = parts.path in {"", "/"} and not (parts.query or parts.fragment or parts.username)
    return parts.scheme == "https" and bool(host) and bare


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
