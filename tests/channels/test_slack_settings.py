"""What an operator sets for Slack, and what is said of what is wrong."""

import pytest

from channels.chats import read_chat_settings
from channels.slack.settings import WrongSlackSetting, read_slack_settings

ONE = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "abc"}
SOCKET = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
SEVERAL = {
    "SLACK_SIGNING_SECRET": "abc",
    "SLACK_CLIENT_ID": "12.34",
    "SLACK_CLIENT_SECRET": "def",
    "SLACK_WORKSPACES": "T012AB3CD, E034EF5GH",
}


def test_without_settings_there_is_no_slack() -> None:
    assert read_slack_settings({"PATH": "/bin", "SLACK_BOT_TOKEN": " "}) is None


def test_an_app_token_means_socket_mode() -> None:
    by_socket, by_https = read_slack_settings(SOCKET), read_slack_settings(ONE)

    assert by_socket
    assert by_socket.by_socket
    assert by_https
    assert not by_https.by_socket


def test_several_workspaces_install_the_app_and_are_named() -> None:
    settings = read_slack_settings(SEVERAL)

    assert settings
    assert settings.installs
    assert settings.workspaces == {"T012AB3CD", "E034EF5GH"}


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"SLACK_TOKEN": "x"}, "SLACK_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxp-1"}, "SLACK_BOT_TOKEN"),
        ({**SOCKET, "SLACK_APP_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN"),
        ({"SLACK_SIGNING_SECRET": "abc"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN"),
        ({**ONE, "SLACK_CLIENT_ID": "12.34"}, "SLACK_CLIENT_SECRET"),
        ({**SEVERAL, "SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_BOT_TOKEN"),
        ({**SEVERAL, "SLACK_CLIENT_ID": "abc"}, "SLACK_CLIENT_ID"),
        ({**SEVERAL, "SLACK_WORKSPACES": ""}, "SLACK_WORKSPACES"),
        ({**SEVERAL, "SLACK_WORKSPACES": "skolen"}, "SLACK_WORKSPACES"),
        ({**ONE, "SLACK_API_URL": "http://slack.example/api/"}, "SLACK_API_URL"),
        ({**ONE, "SLACK_API_URL": "http://[::"}, "SLACK_API_URL"),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence(environment: dict[str, str], named: str) -> None:
    with pytest.raises(WrongSlackSetting) as wrong:
        read_slack_settings(environment)

    assert named in str(wrong.value)
    assert "\n" not in str(wrong.value)
    assert not [s for s in ("xoxb-1", "xoxp-1", "abc", "def") if s in str(wrong.value).split()]


def test_slack_over_https_and_installing_need_a_public_address_and_socket_mode_does_not() -> None:
    for environment in (ONE, {**SEVERAL, "SLACK_APP_TOKEN": "xapp-1"}):
        with pytest.raises(WrongSlackSetting) as wrong:
            read_chat_settings(environment, "", "")
        assert str(wrong.value).startswith("ORDET_PUBLIC_URL")

    assert read_chat_settings(SOCKET, "", "").slack
    assert read_chat_settings(ONE, "https://ordet.example", "s" * 32).slack
