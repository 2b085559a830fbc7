"""Calls to the Bot Connector: post, change, open a chat, who is there. One session for all.

What its answers mean for a promise:

    2xx                                  shown
    412, 429, 503, nobody answered yet   not shown; again later
    500, 502, 504, silence, a cut line   doubt after a post; a change is simply made again
    403, 404                             the conversation is gone, or a changed message is
    400, 413 and the like                this message will never be taken

Where an answer has a Retry-After, nothing goes to the conversation before that.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

import msgspec
from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    InvalidURL,
    ServerTimeoutError,
    StreamReader,
)
from yarl import URL

from channels.after import seconds_in
from channels.teams.activity import Account, base_of
from channels.teams.answers import Page, code_in, id_in, whole
from channels.teams.pace import ROSTER, SENDS, ComeBack, Limits, Pace
from channels.teams.token import NoToken, Tokens
from dialogs.ports import Doubtful, NotShown, Unreachable

PATIENCE = ClientTimeout(total=15.0, connect=5.0)
LARGEST = 1024 * 1024
LATER = {401, 412, 429, 503}
IN_DOUBT = 500
"""From this status on nobody knows what was done; 408 says no more."""

WRONG_DOOR = {407}
"""Some proxy between wants something; so does whoever answers with another address (3xx)."""


PAGE = 500
MOST_PAGES = 20
JSON = "application/json; charset=utf-8"


class NoSuchMessage(Exception):
    """The message that was to be changed is not there any more."""


@dataclass(frozen=True)
class Service:
    """Where a tenant's conversations are served."""

    url: str
    tenant: str


@dataclass(frozen=True)
class Call:
    """One request. `again` says that making it twice is making it once."""

    method: str
    path: str
    body: bytes = b""
    again: bool = False
    limits: Limits = SENDS
    bulk: bool = False


class Connector:
    """Talks to the Bot Connector, as fast as it may be talked to."""

    def __init__(
        self, session: ClientSession, tokens: Tokens, pace: Pace, now: Callable[[], datetime]
    ) -> None:
        self._session, self._tokens, self._pace, self._now = session, tokens, pace, now

    async def post(self, at: Service, conversation: str, body: bytes, bulk: bool = False) -> str:
        """A new message; its id, or nothing where the answer could not be read.

        Raises NotShown, Doubtful or Unreachable.
        """
        call = Call("POST", f"{_path(conversation)}/activities", body, bulk=bulk)
        _, answer = await self._asked(at, conversation, call)
        return id_in(answer)

    async def change(self, at: Service, conversation: str, message: str, body: bytes) -> None:
        """A message becomes another. Raises NotShown, Unreachable or NoSuchMessage."""
        path = f"{_path(conversation)}/activities/{quote(message, safe='')}"
        await self._asked(at, conversation, Call("PUT", path, body, again=True))

    async def remove(self, at: Service, conversation: str, message: str) -> None:
        """A message is taken away. Raises NotShown, Unreachable or NoSuchMessage."""
        path = f"{_path(conversation)}/activities/{quote(message, safe='')}"
        await self._asked(at, conversation, Call("DELETE", path, again=True))

    async def open_chat(self, at: Service, person: str, body: bytes) -> str:
        """The private chat with a person, made where there is none; making it again gives it.

        Raises NotShown or Unreachable.
        """
        call = Call("POST", "", body, again=True, bulk=True)
        _, answer = await self._asked(at, person, call)
        if not (chat := id_in(answer)):
            raise NotShown("no chat")
        return chat

    async def people(self, at: Service, conversation: str) -> list[Account]:
        """Everybody in a conversation, page by page. Raises NotShown or Unreachable."""
        found: list[Account] = []
        more = ""
        for _ in range(MOST_PAGES):
            path = f"{_path(conversation)}/pagedmembers?pageSize={PAGE}"
            path += f"&continuationToken={quote(more, safe='')}" if more else ""
            call = Call("GET", path, again=True, limits=ROSTER)
            _, answer = await self._asked(at, conversation, call)
            try:
                page = msgspec.json.decode(answer, type=Page)
            except msgspec.DecodeError:
                raise NotShown("roster") from None
            found += page.members
            more = page.continuation_token or ""
            if not more:
                break
        return found

    async def _asked(self, at: Service, conversation: str, call: Call) -> tuple[int, bytes]:
        """The answer to a call that went well."""
        token = await self._token()
        status, retry, answer = await self._sent(at, conversation, call, token)
        if status == 401:
            self._tokens.forget(token)
            token = await self._token()
            status, retry, answer = await self._sent(at, conversation, call, token)
        if 200 <= status < 300:
            return status, answer
        reason, later = f"{status} {code_in(answer)}".strip(), self._held(conversation, retry)
        doubtful = status >= IN_DOUBT or status == 408
        if status in LATER or status < 400 or status in WRONG_DOOR or (doubtful and call.again):
            raise NotShown(reason, later)
        if doubtful:
            raise Doubtful(reason)
        if status == 404 and call.method in {"PUT", "DELETE"}:
            raise NoSuchMessage
        raise Unreachable(reason)

    async def _token(self) -> str:
        try:
            return await self._tokens.get()
        except NoToken:
            raise NotShown("no token") from None

    async def _sent(
        self, at: Service, conversation: str, call: Call, token: str
    ) -> tuple[int, str, bytes]:
        try:
            await self._pace.go(at.tenant, base_of(conversation), call.limits, call.bulk)
        except ComeBack as error:
            raise NotShown("pace", self._now() + timedelta(seconds=error.seconds)) from None
        headers = {"Content-Type": JSON} | ({"Authorization": f"Bearer {token}"} if token else {})
        url = URL(f"{at.url.rstrip('/')}/v3/conversations{call.path}", encoded=True)
        try:
            async with self._session.request(
                call.method,
                url,
                data=call.body or None,
                headers=headers,
                timeout=PATIENCE,
                allow_redirects=False,
            ) as answer:
                retry = answer.headers.get("Retry-After", "")
                return answer.status, retry, await _whole(answer.content)
        except (ClientConnectorError, ServerTimeoutError, InvalidURL) as error:
            raise NotShown(type(error).__name__) from None
        except (ClientError, TimeoutError, OSError) as error:
            kind = NotShown if call.again else Doubtful
            raise kind(type(error).__name__) from None

    def _held(self, conversation: str, retry: str) -> datetime | None:
        """Until when nothing goes to this conversation, as the connector said."""
        seconds = seconds_in(retry, self._now())
        if seconds is None:
            return None
        self._pace.hold(base_of(conversation), seconds)
        return self._now() + timedelta(seconds=seconds)


async def _whole(content: StreamReader) -> bytes:
    """The body of an answer. One that breaks off has been answered all the same."""
    try:
        return await whole(content, LARGEST)
    except (ClientError, TimeoutError, OSError):
        return b""


def _path(conversation: str) -> str:
    return f"/{quote(conversation, safe='')}"
