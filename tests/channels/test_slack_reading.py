"""What Slack sends, read into what happened: events, commands, presses, modals."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from channels.slack import facts
from channels.slack.facts import Origin
from channels.slack.interactions import NotReadable
from channels.slack.reading import read_envelope, read_form, read_json
from tests.channels.slack_wire import sent_view

GRID = {"id": "E01", "name": "Kommunen"}


SAID: dict[str, Any] = {
    "type": "event_callback",
    "team_id": "T01",
    "event_id": "Ev1",
    "event": {"type": "app_mention", "user": "U1", "channel": "C1", "text": "x", "ts": "1.1"},
}
TYPED = {
    "command": "/circle",
    "user_id": "U1",
    "channel_id": "C1",
    "team_id": "T01",
    "trigger_id": "1.2.a",
}


def event(envelope: dict[str, Any] | None = None, **inner: Any) -> Any:
    whole = {"type": "event_callback", "team_id": "T01", "event_id": "Ev1", "event": inner}
    return read_json(json.dumps(whole | (envelope or {})).encode())


def interaction(**sent: Any) -> Any:
    payload = {
        "user": {"id": "U1", "username": "anna", "team_id": "T01"},
        "team": {"id": "T01", "domain": "skolen"},
        "trigger_id": "1.2.a",
        **sent,
    }
    return read_form(urlencode({"payload": json.dumps(payload)}).encode())


def command(**more: str) -> Any:
    fields = {
        "command": "/circle",
        "text": "next",
        "user_id": "U1",
        "user_name": "anna",
        "channel_id": "C1",
        "team_id": "T01",
        "trigger_id": "1.2.a",
        "response_url": "https://hooks.slack.com/x",
        **more,
    }
    return read_form(urlencode(fields).encode())


def test_a_mention_is_said_in_its_channel() -> None:
    said = event(type="app_mention", user="U1", channel="C1", text="<@U0> cirkel", ts="1.1")

    assert said == facts.Said(Origin("T01"), "Ev1", "U1", "C1", "<@U0> cirkel", "1.1")


def test_a_mention_in_a_thread_tells_which() -> None:
    said = event(type="app_mention", user="U1", channel="C1", text="x", ts="1.2", thread_ts="1.1")

    assert said.thread == "1.1"


def test_a_private_message_is_said_and_one_in_a_channel_is_not_ours() -> None:
    facts_of = {"type": "message", "user": "U1", "channel": "D1", "text": "hej", "ts": "1.1"}

    assert isinstance(event(**facts_of, channel_type="im"), facts.Said)
    assert isinstance(event(**facts_of, channel_type="channel"), facts.Other)


@pytest.mark.parametrize("more", [{"bot_id": "B1"}, {"subtype": "message_changed"}])
def test_what_bots_write_and_what_is_changed_is_nothing_to_us(more: dict[str, str]) -> None:
    told = event(
        type="message", channel_type="im", user="U1", channel="D1", text="x", ts="1.1", **more
    )

    assert isinstance(told, facts.Other)


def test_in_a_grid_the_workspace_may_stand_in_the_authorizations() -> None:
    grid = [{"enterprise_id": "E01", "team_id": None, "is_enterprise_install": True}]
    told = event(
        {"team_id": None, "authorizations": grid}, type="app_home_opened", user="U1", tab="home"
    )

    assert told.origin == Origin("", "E01", True)
    assert told.origin.tenant == "E01"


@pytest.mark.parametrize(
    ("outer", "authorized", "origin"),
    [
        (("T99", "E99"), ("T01", None, False), Origin("T01")),
        (("T99", "E99"), ("T01", "E01", False), Origin("T01", "E01")),
        (("T99", "E99"), (None, "E01", True), Origin("", "E01", True)),
        (("T99", None), (None, "E01", True), Origin("", "E01", True)),
        (("T02", "E01"), (None, "E01", True), Origin("T02", "E01", True)),
        (("T01", "E01"), ("T01", None, False), Origin("T01", "E01")),
        (("T01", None), (None, None, False), Origin("T01")),
    ],
)
def test_what_happens_in_a_shared_channel_is_for_who_installed_the_app(
    outer: tuple[str, str | None], authorized: tuple[str | None, str | None, bool], origin: Origin
) -> None:
    names = ("team_id", "enterprise_id", "is_enterprise_install")
    envelope = dict(zip(names, outer, strict=False))
    listed = [dict(zip(names, authorized, strict=True))]
    told = event({**envelope, "authorizations": listed}, type="app_mention", user="U9")

    assert told.origin == origin


def test_people_come_and_go() -> None:
    came = event(type="member_joined_channel", user="U1", channel="C1", inviter="U2")
    left = event(type="member_left_channel", user="U1", channel="C1")
    gone = event(type="channel_left", channel="C1", actor_id="U1")

    assert isinstance(came, facts.CameIn)
    assert isinstance(left, facts.Left)
    assert gone == facts.Gone(Origin("T01"), "Ev1", "C1", "channel_left")


def test_the_app_may_be_taken_out() -> None:
    mine = event(type="tokens_revoked", tokens={"oauth": [], "bot": ["U0"]})
    theirs = event(type="tokens_revoked", tokens={"oauth": ["U1"], "bot": []})

    assert isinstance(mine, facts.Uninstalled)
    assert isinstance(theirs, facts.Other)
    assert isinstance(event(type="app_uninstalled"), facts.Uninstalled)


def test_an_event_that_we_do_not_know_is_genuine_all_the_same() -> None:
    assert event(type="emoji_changed", subtype="add", user={"id": "U1"}) == facts.Other(
        Origin("T01"), "Ev1"
    )


def test_slack_says_that_it_tells_no_more_for_a_while() -> None:
    body = b'{"token":"x","type":"app_rate_limited","team_id":"T01","api_app_id":"A"'
    told = read_json(body + b',"minute_rate_limited":1518467820}')

    assert told == facts.Limited(Origin("T01"), "", 1518467820)


def test_slack_asks_whether_the_address_is_ours() -> None:
    asked = read_json(b'{"type":"url_verification","challenge":"abc","token":"x"}')

    assert asked == facts.Challenge("abc")


def test_slack_looks_at_our_certificate() -> None:
    assert read_form(b"ssl_check=1&token=x") == facts.Check()


def test_a_command_comes_with_its_words() -> None:
    typed = command()

    assert (typed.user, typed.channel, typed.command, typed.text) == ("U1", "C1", "/circle", "next")
    assert command(trigger_id="2").key != typed.key


def test_a_press_on_a_message_tells_where() -> None:
    press = interaction(
        type="block_actions",
        channel={"id": "C1", "name": "blaa"},
        container={"type": "message", "message_ts": "1.1", "channel_id": "C1", "thread_ts": "1.0"},
        message={"ts": "1.1", "thread_ts": "1.0", "blocks": [{"type": "section"}]},
        actions=[{"type": "button", "action_id": "done.1", "value": "verb=done", "action_ts": "9"}],
    )

    assert (press.channel, press.message, press.thread) == ("C1", "1.1", "1.0")
    assert (press.action, press.value, press.view) == ("done.1", "verb=done", None)


def test_a_choice_from_a_list_on_a_message_is_a_press() -> None:
    chosen = {"text": {"type": "plain_text", "text": "Blå"}, "value": "verb=ask&team=t1"}
    press = interaction(
        type="block_actions",
        container={"type": "message", "message_ts": "1.1", "channel_id": "D1"},
        actions=[{"type": "static_select", "action_id": "which", "selected_option": chosen}],
    )

    assert press.value == "verb=ask&team=t1"
    assert press.channel == "D1"


ELEMENTS: list[tuple[dict[str, Any], list[str] | None, tuple[str, ...]]] = [
    ({"type": "plain_text_input"}, ["en tekst"], ("en tekst",)),
    ({"type": "plain_text_input"}, None, ()),
    ({"type": "datepicker"}, ["2026-03-03"], ("2026-03-03",)),
    ({"type": "timepicker"}, ["14:30"], ("14:30",)),
    ({"type": "multi_users_select"}, ["slack:T01:U1", "slack:T01:U2"], ("U1", "U2")),
    ({"type": "radio_buttons", "options": [{"value": "a"}]}, ["a"], ("a",)),
    ({"type": "static_select", "options": [{"value": "-"}]}, [""], ("",)),
    ({"type": "checkboxes", "options": [{"value": "a"}, {"value": "b"}]}, ["a", "b"], ("a", "b")),
    ({"type": "checkboxes", "options": [{"value": "a"}]}, [], ()),
]


@pytest.mark.parametrize(("element", "typed", "read"), ELEMENTS)
def test_every_field_of_a_modal_is_read(
    element: dict[str, Any], typed: list[str] | None, read: tuple[str, ...]
) -> None:
    blocks = [{"type": "input", "block_id": "a", "element": element}]
    view = {"type": "modal", "callback_id": "f", "private_metadata": "team=t1", "blocks": blocks}
    sent = sent_view("V1", view, {} if typed is None else {"a": typed})

    told = interaction(type="view_submission", view=sent)

    assert told.view.values == {"a": read}
    assert (told.view.callback, told.view.metadata) == ("f", "team=t1")


def test_a_shortcut_is_chosen_anywhere_or_on_a_message() -> None:
    anywhere = interaction(type="shortcut", callback_id="circle")
    on_message = interaction(type="message_action", callback_id="circle", channel={"id": "C1"})

    assert (anywhere.callback, anywhere.channel) == ("circle", "")
    assert on_message.channel == "C1"


def test_a_person_of_a_grid_belongs_to_the_grid() -> None:
    press = interaction(type="shortcut", callback_id="c", team=None, enterprise=GRID)

    assert press.origin == Origin("T01", "E01")


@pytest.mark.parametrize(
    ("installed", "carried", "theirs", "origin"),
    [
        ("T01", "tenant=T01", GRID, Origin("T01")),
        ("T01", "tenant=E02", GRID, Origin("T01", "E02")),
        ("T01", "tenant=T01", None, Origin("T01")),
        ("T01", "", None, Origin("T01")),
        ("E02", "", GRID, Origin("", "E02")),
        ("E01", "tenant=E01", GRID, Origin("T99", "E01")),
        (None, "", GRID, Origin("T99", "E01")),
    ],
)
def test_a_modal_in_a_shared_channel_is_of_who_installed_the_app(
    installed: str | None, carried: str, theirs: Any, origin: Origin
) -> None:
    view = {"id": "V1", "private_metadata": carried, "app_installed_team_id": installed}
    for kind in ({"type": "view_submission"}, {"type": "block_actions", "actions": [{}]}):
        told = interaction(**kind, view=view, team={"id": "T99"}, enterprise=theirs)

        assert told.origin == origin


def test_socket_mode_brings_the_same() -> None:
    assert read_envelope("events_api", SAID) == event(**SAID["event"])


LONE = "\ud800"
"""Half of a sign: JSON can write it, UTF-8 and our disk cannot."""


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("events_api", {"type": "url_verification", "challenge": LONE}),
        ("events_api", {**SAID, "event_id": LONE}),
        ("events_api", {**SAID, "event": {**SAID["event"], "text": f"cirkel {LONE}"}}),
        ("events_api", {**SAID, "event": {**SAID["event"], "user": LONE}}),
        ("events_api", {**SAID, "event": {**SAID["event"], "channel": {"id": LONE}}}),
        ("interactive", {"type": LONE, "user": {"id": "U1"}, "team": {"id": "T01"}}),
        ("interactive", {"type": "shortcut", "user": {"id": LONE}, "team": {"id": "T01"}}),
        ("interactive", {"type": "x", "user": {"id": "U1"}, "team": {"id": "T01"}, "more": [LONE]}),
        ("slash_commands", {**TYPED, "text": LONE}),
        ("slash_commands", {**TYPED, "user_name": LONE}),
    ],
)
def test_half_a_sign_cannot_be_read_whichever_way_it_comes(
    kind: str, payload: dict[str, Any]
) -> None:
    with pytest.raises(NotReadable):
        read_envelope(kind, payload)
    with pytest.raises(NotReadable):
        as_request(kind, payload)


def as_request(kind: str, payload: dict[str, Any]) -> Any:
    """The same over HTTP."""
    if kind == "events_api":
        return read_json(json.dumps(payload).encode())
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return read_form(urlencode(fields, errors="surrogatepass").encode())


@pytest.mark.parametrize(
    ("read", "body"),
    [
        (read_json, b""),
        (read_json, b"[]"),
        (read_json, b'"x"'),
        (read_json, b"{}"),
        (read_json, b"\xff"),
        (read_json, b'{"type":"event_callback","event_id":"E","event":{"type":7},"team_id":"T"}'),
        (read_json, b'{"type":"event_callback","event":{"type":"x"},"team_id":"T"}'),
        (read_json, b'{"type":"event_callback","event_id":"E","event":{"type":"x"}}'),
        (read_json, b"[" * 100_000),
        (read_form, b""),
        (read_form, b"payload"),
        (read_form, b"payload=%ff"),
        (read_form, b"payload=[]"),
        (read_form, b"payload=%7B%7D"),
        (read_form, b"command=/circle"),
        (read_form, b"&" * 100),
        (read_form, "payload=æ".encode()),
    ],
)
def test_what_cannot_be_read_is_refused(read: Any, body: bytes) -> None:
    with pytest.raises(NotReadable):
        read(body)


@pytest.mark.parametrize("kind", ["events_api", "interactive", "slash_commands", "hello", ""])
def test_an_envelope_that_cannot_be_read_is_refused(kind: str) -> None:
    with pytest.raises(NotReadable):
        read_envelope(kind, {"type": "x"})
