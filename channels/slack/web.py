"""One call of Slack's Web API, through Slack's own client, and what its answer means.

What the answers mean for a promise:

    ok                                    shown
    ratelimited, nobody answered yet      not shown; again, and not before Retry-After
    a refusal without Slack's word,       not shown, for that was some proxy between
    or to look elsewhere
    an error on their side, silence,      doubt after a post, for Slack knows no key under which
    a cut line                            a message is posted once; all else is simply done again
    a message that is not there           NoSuchMessage, where one was to be changed
    a trigger that has run out            TooLate
    token_expired                         once more with a newer token
    any other error                       this will never be taken: Unreachable, with Slack's word

Slack answers 200 also where it refuses; its own word for why says nothing of what was sent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientHttpProxyError,
    ClientSession,
    InvalidURL,
    ServerTimeoutError,
)
from slack_sdk.errors import SlackApiError, SlackClientError

from channels.after import seconds_in
from channels.slack.client import Client
from channels.slack.pace import TRIGGERED, ComeBack, SlackPace
from channels.slack.tokens import NoToken, Tokens
from channels.slack.workspace import Workspace
from dialogs.ports import Doubtful, NotShown, Unreachable

LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
THEIRS = frozenset(
    "internal_error fatal_error service_unavailable team_added_to_org request_timeout"
    " accesslimited org_login_required ekm_access_denied".split()
)
"""What Slack answers where something is wrong on its side, or will be over in a while."""

NO_MESSAGE = frozenset("message_not_found cant_update_message edit_window_closed".split())
RUN_OUT = frozenset(
    "expired_trigger_id exchanged_trigger_id invalid_trigger trigger_expired".split()
)
EXPIRED = frozenset({"token_expired"})

HOME = Client.BASE_URL
"""Where Slack's Web API is."""

NOT_REACHED = (ClientConnectorError, ClientHttpProxyError, ServerTimeoutError, InvalidURL)
LOST = (ClientError, SlackClientError, TimeoutError, OSError, ValueError, RecursionError)
"""How a call fails before Slack has heard it, and when nobody knows."""

SHORTEST_WAIT = 1.0
"""Seconds that we wait where Slack is full and does not say how long, or says none."""

Facts = Mapping[str, Any]


class NoSuchMessage(Exception):
    """The message that was to be changed is not there any more."""


class TooLate(Exception):
    """A modal can be opened within three seconds of a press; they are over."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `again` says that making it twice is making it once."""

    method: str
    facts: Facts
    again: bool = True
    channel: str = ""
    bulk: bool = False
    by_form: bool = False

    @property
    def is_hasty(self) -> bool:
        """Whether it must be made within seconds, or not at all."""
        return self.method in TRIGGERED


class Web:
    """Talks to Slack, as fast as it may be talked to. `hasty` is for what can wait for nobody."""

    def __init__(
        self,
        session: ClientSession,
        hasty: ClientSession,
        tokens: Tokens,
        pace: SlackPace,
        now: Callable[[], datetime],
        base: str = HOME,
        proxy: str = "",
    ) -> None:
        self._usual, self._hasty = (
            Client(base_url=base, session=each, proxy=proxy or None, retry_handlers=[])
            for each in (session, hasty)
        )
        self._tokens, self._pace, self._now = tokens, pace, now

    async def asked(self, at: Workspace, call: Call) -> Facts:
        """The answer to a call that went well.

        Raises NotShown, Doubtful, Unreachable, NoSuchMessage or TooLate.
        """
        token = await self._token(at)
        try:
            return await self._sent(at, call, token)
        except _Expired:
            await self._renewed(at, token)
            token = await self._token(at)
        try:
            return await self._sent(at, call, token)
        except _Expired:
            raise Unreachable("token_expired") from None

    async def _token(self, at: Workspace) -> str:
        try:
            return await self._tokens.get(at)
        except NoToken:
            raise Unreachable("no token") from None

    async def _renewed(self, at: Workspace, token: str) -> None:
        try:
            await self._tokens.renew(at, token)
        except NoToken:
            raise Unreachable("token_expired") from None

    async def _sent(self, at: Workspace, call: Call, token: str) -> Facts:
        try:
            await self._pace.go(at.tenant, call.method, call.channel, call.bulk)
        except ComeBack as error:
            raise NotShown("pace", self._now() + timedelta(seconds=error.seconds)) from None
        headers = {"Authorization": f"Bearer {token}"}
        client = self._hasty if call.is_hasty else self._usual
        form, json = (dict(call.facts), None) if call.by_form else (None, dict(call.facts))
        try:
            answer = await client.api_call(call.method, data=form, json=json, headers=headers)
            return answer.data if isinstance(answer.data, dict) else {}
        except SlackApiError as error:
            raise self._meant(at, call, error) from None
        except NOT_REACHED as error:
            raise NotShown(type(error).__name__) from None
        except LOST as error:
            raise _doubt(call, type(error).__name__) from None

    def _meant(self, at: Workspace, call: Call, error: SlackApiError) -> Exception:
        """What an answer means that is not ok."""
        status, word, retry = _told(error)
        if status == 429 or word in LIMITED:
            seconds = max(SHORTEST_WAIT, seconds_in(retry, self._now()) or 0.0)
            self._pace.hold(at.tenant, call.method, seconds)
            return NotShown(f"{status} {word}".strip(), self._now() + timedelta(seconds=seconds))
        if word in EXPIRED:
            return _Expired()
        if word in RUN_OUT:
            return TooLate(word)
        if word in NO_MESSAGE and call.method == "chat.update":
            return NoSuchMessage(word)
        if not word and 300 <= status < 500 and status != 408:
            return NotShown(str(status))
        if status >= 500 or word in THEIRS or not word:
            return _doubt(call, f"{status} {word}".strip())
        return Unreachable(word)


class _Expired(Exception):
    """The token has run out."""


def _doubt(call: Call, reason: str) -> NotShown | Doubtful:
    """Nobody knows what was done: what can be done again is done again."""
    return NotShown(reason) if call.again else Doubtful(reason)


def _told(error: SlackApiError) -> tuple[int, str, str]:
    """The status, Slack's own word for what is wrong, and how long to wait."""
    response = error.response
    status = getattr(response, "status_code", None) or getattr(response, "status", 0)
    data = getattr(response, "data", None)
    word = data.get("error") if isinstance(data, dict) else ""
    known = isinstance(word, str) and len(word) <= 64 and word.replace("_", "").isalnum()
    headers = getattr(response, "headers", None) or {}
    return (
        int(status or 0),
        word if known and isinstance(word, str) else "",
        headers.get("Retry-After", ""),
    )
