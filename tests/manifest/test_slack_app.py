"""The app in Slack: what it asks for, in which words, and that Slack takes it."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from channels.chats import SLACK
from channels.slack.oauth import BACK, SCOPES
from dialogs.commands import Command, read_command
from manifest import slack_app
from manifest.build import LANGUAGES
from manifest.slack_app import faults, made, main

HOME = Path(__file__).resolve().parents[2]
TOOLS = HOME / ".tools" / "slack" / "node_modules"
URL = "https://ordet.example.dk"
MISSING = "Slack's types are not installed: run sh tests/manifest/get_slack_types.sh"
EVENTS_NEED = {
    "app_mention": "app_mentions:read",
    "channel_archive": "channels:read",
    "channel_left": "channels:read",
    "group_archive": "groups:read",
    "group_left": "groups:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "message.im": "im:history",
}
"""Which scope Slack wants for an event; the others need none."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("url", ["", URL])
def test_slack_takes_the_app_in_every_language(url: str, language: str) -> None:
    manifest = made(url, language)

    assert list(faults(manifest)) == []
    assert "{words" not in json.dumps(manifest)
    assert "{name" not in json.dumps(manifest)


def test_the_app_asks_for_what_the_bot_asks_for_and_for_nothing_else() -> None:
    scopes = made()["oauth_config"]["scopes"]

    assert scopes == {"bot": list(SCOPES)}
    assert not [s for s in SCOPES if s.startswith(("channels:history", "groups:history", "mpim:h"))]


def test_every_event_has_its_scope() -> None:
    events = made()["settings"]["event_subscriptions"]["bot_events"]

    assert {EVENTS_NEED[each] for each in events if each in EVENTS_NEED} <= set(SCOPES)


def test_socket_mode_has_no_address_and_https_has_the_bots_own() -> None:
    by_socket, by_https = made(), made(URL)

    assert "https" not in json.dumps(by_socket)
    assert by_socket["settings"]["socket_mode_enabled"]
    assert not by_https["settings"]["socket_mode_enabled"]
    assert by_https["settings"]["token_rotation_enabled"]
    assert by_https["settings"]["event_subscriptions"]["request_url"] == f"{URL}{SLACK}"
    assert by_https["settings"]["interactivity"]["request_url"] == f"{URL}{SLACK}"
    assert by_https["oauth_config"]["redirect_urls"] == [f"{URL}{BACK}"]
    assert {each["url"] for each in by_https["features"]["slash_commands"]} == {f"{URL}{SLACK}"}


def test_every_command_and_every_hint_is_one_that_the_bot_knows() -> None:
    for each in made()["features"]["slash_commands"]:
        assert read_command(each["command"]) is Command.CIRCLE
        for hint in each["usage_hint"].strip("[]").split(" | "):
            assert read_command(f"{each['command']} {hint}") not in {None, Command.CIRCLE}, hint


def test_there_is_a_home_to_look_at_and_to_write_in() -> None:
    home = made()["features"]["app_home"]

    assert home == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }


@pytest.mark.parametrize(
    ("path", "text", "named"),
    [
        (("display_information", "name"), "x" * 36, "name"),
        (("display_information", "description"), "x" * 141, "description"),
        (("display_information", "long_description"), "kort", "long description"),
        (("features", "bot_user", "display_name"), "", "display name"),
    ],
)
def test_what_is_too_long_or_too_short_is_named(
    path: tuple[str, ...], text: str, named: str
) -> None:
    manifest = made()
    place: Any = manifest
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = text

    (fault,) = faults(manifest)
    assert named in fault


@pytest.mark.parametrize(
    "flags",
    [
        ["--url", "http://ordet.example"],
        ["--url", f"{URL}/path"],
        ["--language", "sv"],
        ["--name", "Slackbot"],
        ["--name", "<b>"],
        ["--nonsense"],
        ["--grid"],
    ],
)
def test_a_wrong_flag_is_named_in_one_sentence(
    flags: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(flags)

    out, error = capsys.readouterr()
    assert (status, out) == (2, "")
    assert flags[0] in error
    assert error.count("\n") == 1


def test_the_manifest_is_printed_for_pasting(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["--url", URL, "--language", "nb"])

    printed = json.loads(capsys.readouterr().out)
    assert (status, printed) == (0, made(URL, "nb"))


def test_the_app_is_for_a_whole_grid_only_where_that_is_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["--url", URL, "--grid"])

    printed = json.loads(capsys.readouterr().out)
    usual = made(URL)
    assert usual["settings"]["org_deploy_enabled"] is False
    usual["settings"]["org_deploy_enabled"] = True
    assert printed == usual == made(URL, grid=True)


def test_the_manifest_that_lies_ready_is_the_one_that_is_made() -> None:
    ready = (slack_app.SOURCE / "manifest.json").read_text("utf-8")

    assert json.loads(ready) == made()


def test_the_words_have_the_same_keys_in_each_language() -> None:
    keys = [sorted(slack_app.words(slack_app.SOURCE / f"{tag}.toml", "x")) for tag in LANGUAGES]

    assert keys[0] == keys[1] == keys[2]


@pytest.fixture
def types() -> Path:
    """Where Slack's types are; on a build machine they must be there, so nothing is skipped."""
    if (TOOLS / "typescript").is_dir():
        return TOOLS
    if os.environ.get("CI"):
        pytest.fail(MISSING)
    pytest.skip(MISSING)


def checked(manifest: dict[str, Any], types: Path, folder: Path) -> str:
    """What Slack's own description of manifests says of one."""
    node = shutil.which("node") or str(HOME / ".venv" / "bin" / "node")
    source = folder / "manifest.ts"
    kind = types / "@slack/web-api/dist/types/request/manifest"
    source.write_text(
        f"import type {{ Manifest }} from {json.dumps(str(kind))};\n"
        "type Known<T> = { [K in keyof T as string extends K ? never : K]: T[K] };\n"
        f"const manifest: Known<Manifest> = {json.dumps(manifest)};\nexport default manifest;\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [node, str(types / "typescript/bin/tsc"), "--noEmit", "--strict", "--skipLibCheck",
         "--module", "nodenext", "--moduleResolution", "nodenext", str(source)],
        capture_output=True, text=True, check=False, cwd=folder,
    )  # fmt: skip
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("manifest", [made(), made(URL), made(URL, grid=True)])
def test_the_app_is_valid_by_slacks_own_types(
    manifest: dict[str, Any], types: Path, tmp_path: Path
) -> None:
    assert checked(manifest, types, tmp_path) == ""


@pytest.mark.slow
def test_slacks_own_types_notice_what_is_wrong(types: Path, tmp_path: Path) -> None:
    wrong = made()
    wrong["settings"]["event_subscriptions"]["bot_events"].append("no.such.event")
    wrong["oauth_config"]["scopes"]["bot"].append("no:such")

    assert "no.such.event" in checked(wrong, types, tmp_path)
