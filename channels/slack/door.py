"""Where Slack knocks: `POST /api/slack`, for events, commands and interactions alike.

What is kept is kept before the answer, and what is said is said after it. Answers are 200, or
400, 401, 413; what is sent to us wrong never makes a 500, is not kept, and is not logged. Where
our own disk refuses, the answer is 503, so that Slack sends its event again.
"""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

import structlog
from aiohttp import web

from channels.slack.facts import Challenge, Check, Happened
from channels.slack.gate import Gate, Refused
from channels.slack.interactions import NotReadable
from channels.slack.reading import LARGEST, is_check, read_form, read_json
from dialogs.conversation import NoSuchTeam
from storage.errors import StoreError

log = structlog.get_logger()

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"

Hear = Callable[[Happened], Awaitable[bytes]]
"""Hears what happened and keeps it; the answer, or nothing."""


class Door:
    """Answers Slack."""

    def __init__(self, gate: Gate, hear: Hear) -> None:
        self._gate, self._hear = gate, hear

    async def knock(self, request: web.Request) -> web.Response:
        """One request."""
        try:
            body = await _body(request)
            happened = self._admitted(request, body)
        except Refused as refused:
            return web.Response(status=refused.status)
        except NotReadable:
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        if isinstance(happened, Check):
            return web.Response()
        if isinstance(happened, Challenge):
            return web.json_response({"challenge": happened.text})
        try:
            answer = await self._hear(happened)
        except (NoSuchTeam, StoreError) as error:
            log.warning("not_heard", error=type(error).__name__)
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return web.Response(body=answer, content_type=JSON) if answer else web.Response()

    def _admitted(self, request: web.Request, body: bytes) -> Happened | Challenge | Check:
        """What a signed request tells. Only the look at our certificate is not signed.

        Raises Refused or NotReadable.
        """
        kind = request.content_type
        unsigned = "X-Slack-Signature" not in request.headers
        if unsigned and kind == FORM and is_check(body):
            return Check()
        self._gate.admit(request.headers, body)
        if kind == JSON:
            return read_json(body)
        if kind == FORM:
            return read_form(body)
        raise NotReadable


async def _body(request: web.Request) -> bytes:
    """What was sent, up to a size that Slack would send. Raises Refused or NotReadable."""
    if "Content-Encoding" in request.headers:
        raise NotReadable
    if (request.content_length or 0) > LARGEST:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    body = bytearray()
    try:
        async for chunk in request.content.iter_any():
            body += chunk
            if len(body) > LARGEST:
                raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    except (web.RequestPayloadError, web.HTTPException):
        raise NotReadable from None
    return bytes(body)
