"""Slack's bodies, read into what happened. What cannot be read is NotReadable, and kept nowhere."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from channels.slack.facts import (
    CameIn,
    Challenge,
    Check,
    Gone,
    Happened,
    HomeOpened,
    Left,
    Limited,
    Origin,
    Other,
    Said,
    Typed,
    Uninstalled,
)
from channels.slack.interactions import NotReadable, interacted, key_of
from channels.slack.payloads import Authorization, Command, Envelope, Event, Interaction

LARGEST = 512 * 1024
"""Bytes of a body; a modal alone may have 250 KB."""

MOST_FIELDS = 50
UNREADABLE = (msgspec.DecodeError, msgspec.ValidationError, UnicodeError, RecursionError)

PRIVATE = "im"
GONE = frozenset(
    "channel_archive channel_deleted channel_left group_archive group_deleted group_left".split()
)


_envelope = msgspec.json.Decoder(Envelope)
_interaction = msgspec.json.Decoder(Interaction)
_command = msgspec.json.Decoder(Command)


def read_json(body: bytes) -> Happened | Challenge:
    """An event, or Slack's question whether the address is ours. Raises NotReadable."""
    try:
        return _event(_envelope.decode(body))
    except UNREADABLE:
        raise NotReadable from None


def is_check(body: bytes) -> bool:
    """Whether Slack only looks at our certificate. Of anything else nothing is read."""
    try:
        return _is_check(_fields(body))
    except NotReadable:
        return False


def read_form(body: bytes) -> Happened | Check:
    """A command or an interaction, as a web form brings it. Raises NotReadable."""
    fields = _fields(body)
    if _is_check(fields):
        return Check()
    try:
        if "payload" in fields:
            return interacted(_interaction.decode(fields["payload"]))
        return _typed(msgspec.convert(fields, Command))
    except UNREADABLE:
        raise NotReadable from None


def _is_check(fields: Mapping[str, str]) -> bool:
    return fields.get("ssl_check") == "1"


def _fields(body: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        raise NotReadable from None
    return dict(pairs)


def read_envelope(kind: str, payload: Mapping[str, Any]) -> Happened:
    """What Socket Mode brings: `events_api`, `interactive` or `slash_commands`.

    Slack's client lets through what is no UTF-8; so it is written down and read as over HTTP.
    Raises NotReadable.
    """
    try:
        body = msgspec.json.encode(payload)
        if kind == "events_api":
            found = _event(_envelope.decode(body))
            if not isinstance(found, Challenge):
                return found
        if kind == "interactive":
            return interacted(_interaction.decode(body))
        if kind == "slash_commands":
            return _typed(_command.decode(body))
    except UNREADABLE:
        raise NotReadable from None
    raise NotReadable


def _event(envelope: Envelope) -> Happened | Challenge:
    if envelope.type == "url_verification":
        return Challenge(envelope.challenge or "")
    if envelope.type == "app_rate_limited":
        return Limited(_origin(envelope), "", envelope.minute_rate_limited)
    event, id = envelope.event, envelope.event_id
    if envelope.type != "event_callback" or event is None or not id:
        raise NotReadable
    origin = _origin(envelope)
    if not origin.tenant:
        raise NotReadable
    return _told(event, origin, id)


def _origin(envelope: Envelope) -> Origin:
    """Whose installation the event is for.

    That is told by the authorization. In a channel which two organisations share, the workspace
    of the envelope may be the other one's; only where both are the same does one fill the other.
    """
    first = next(iter(envelope.authorizations or ()), Authorization())
    ours = (first.team_id or "", first.enterprise_id or "")
    outer = (envelope.team_id or "", envelope.enterprise_id or "")
    same = any(own and own == other for own, other in zip(ours, outer, strict=True))
    if same or not any(ours):
        ours = (ours[0] or outer[0], ours[1] or outer[1])
    return Origin(*ours, bool(first.is_enterprise_install))


def _told(event: Event, origin: Origin, key: str) -> Happened:
    channel, user = _id_of(event.channel), _id_of(event.user)
    match event.type:
        case "app_mention" | "message" if _is_said(event) and channel and user:
            thread = event.thread_ts or ""
            return Said(origin, key, user, channel, event.text or "", event.ts or "", thread)
        case "app_home_opened" if user and event.tab in {None, "home"}:
            return HomeOpened(origin, key, user)
        case "member_joined_channel" if user and channel:
            return CameIn(origin, key, user, channel)
        case "member_left_channel" if user and channel:
            return Left(origin, key, user, channel)
        case "app_uninstalled":
            return Uninstalled(origin, key)
        case "tokens_revoked" if _lost_bot(event.tokens):
            return Uninstalled(origin, key)
        case kind if kind in GONE and channel:
            return Gone(origin, key, channel, kind)
    return Other(origin, key)


def _is_said(event: Event) -> bool:
    """Whether a person wrote it, to us, and for the first time."""
    by_person = event.bot_id is None and event.subtype is None
    return by_person and (event.type == "app_mention" or event.channel_type == PRIVATE)


def _lost_bot(tokens: Any) -> bool:
    """Whether it is the bot's own token that was taken back."""
    return isinstance(tokens, dict) and bool(tokens.get("bot"))


def _id_of(named: Any) -> str:
    """The id of a user or a channel, which some events give whole."""
    if isinstance(named, dict):
        named = named.get("id")
    return named if isinstance(named, str) and 0 < len(named) <= 255 else ""


def _typed(command: Command) -> Typed:
    whole = command.is_enterprise_install == "true"
    origin = Origin(command.team_id, command.enterprise_id, whole)
    if not origin.tenant:
        raise NotReadable
    return Typed(
        origin,
        key_of("command", command.trigger_id),
        command.user_id,
        command.user_name,
        command.channel_id,
        command.command,
        command.text,
        command.trigger_id,
    )
