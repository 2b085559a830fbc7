"""Where Teams knocks: `POST /api/messages`. Gate, facts, and then whoever hears such a thing.

What is kept is kept before the answer, and what is said is said after it. Answers are 200, or
401, 403, 400, 413; what is sent to us wrong never makes a 500, is not kept, and is not logged.
"""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Protocol

import structlog
from aiohttp import web

from channels.teams.activity import LARGEST, Activity, NotAnActivity, read_activity
from channels.teams.gate import Gate, Refused
from channels.teams.hearing import Hearing
from dialogs.conversation import NoSuchTeam
from storage.errors import StoreError

log = structlog.get_logger()

JSON = "application/json"
RARE = {"installationUpdate", "conversationUpdate"}
Invoked = Callable[[Activity], Awaitable[bytes]]


class Rare(Protocol):
    """Hears what happens seldom: the bot comes and goes, people leave."""

    async def hear(self, activity: Activity) -> None:
        """One such event."""


class Door:
    """Answers Teams. `rare` gives whoever hears rare events, which may take a moment."""

    def __init__(self, gate: Gate, hearing: Hearing, rare: Callable[[], Awaitable[Rare]]) -> None:
        self._gate, self._hearing, self._rare = gate, hearing, rare
        self._invoked: dict[str, Invoked] = {
            "adaptiveCard/action": hearing.card_action,
            "task/fetch": hearing.dialog_opened,
            "task/submit": hearing.dialog_sent,
        }

    async def knock(self, request: web.Request) -> web.Response:
        """One activity."""
        try:
            token = await self._gate.know(request.headers)
            activity = read_activity(await _body(request))
            self._gate.admit(token, activity)
            return _answered(await self._heard(activity))
        except Refused as refused:
            return web.Response(status=refused.status)
        except NotAnActivity:
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        except (NoSuchTeam, StoreError) as error:
            log.warning("not_heard", error=type(error).__name__)
            return _answered(self._hearing.failed(activity))

    async def _heard(self, activity: Activity) -> bytes:
        """The body of the answer. Raises NotAnActivity."""
        if activity.type == "message":
            await self._hearing.message(activity)
        elif activity.type == "invoke":
            invoked = self._invoked.get(activity.name or "")
            if invoked is None:
                raise NotAnActivity
            return await invoked(activity)
        elif activity.type in RARE:
            await (await self._rare()).hear(activity)
        return b""


async def _body(request: web.Request) -> bytes:
    """What was sent, where it is JSON of a size that Teams would send. Raises NotAnActivity."""
    if "Content-Encoding" in request.headers:
        raise NotAnActivity
    if (request.content_length or 0) > LARGEST:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    body = bytearray()
    try:
        async for chunk in request.content.iter_any():
            body += chunk
            if len(body) > LARGEST:
                raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    except (web.RequestPayloadError, web.HTTPException):
        raise NotAnActivity from None
    return bytes(body)


def _answered(body: bytes) -> web.Response:
    return web.Response(body=body, content_type=JSON) if body else web.Response()
