"""Codes and refresh tokens, exchanged with Slack for tokens."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from aiohttp import ClientError, ClientSession
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from channels.slack.client import Client
from channels.slack.installations import Installed, NotRenewed, Renewed
from channels.slack.settings import SlackSettings

FOR_GOOD = frozenset(
    "invalid_refresh_token token_revoked invalid_client_id bad_client_secret".split()
)
"""What Slack answers where the app must be installed again, or set up anew."""

FAILS = (ClientError, SlackClientError, TimeoutError, OSError, ValueError, RecursionError)


class NotGranted(Exception):
    """Slack did not give a token for this code."""


class Exchange:
    """Asks Slack for tokens, as this app."""

    def __init__(self, settings: SlackSettings, session: ClientSession) -> None:
        self._settings = settings
        self._client = Client(
            base_url=settings.api_url,
            session=session,
            proxy=settings.proxy or None,
            retry_handlers=[],
        )

    async def granted(self, code: str, redirect: str, at: datetime) -> Installed:
        """The installation for which somebody said yes. Raises NotGranted."""
        try:
            answer = await self._asked(code=code, redirect_uri=redirect)
        except SlackApiError as error:
            raise NotGranted(_word(error)) from None
        except FAILS as error:
            raise NotGranted(type(error).__name__) from None
        told: Mapping[str, Any] = answer.data if isinstance(answer.data, dict) else {}
        return _installed(told, at)

    async def renewed(self, refresh: str) -> Renewed:
        """A new token for a refresh token, which is used up by this. Raises NotRenewed."""
        try:
            answer = await self._asked(grant_type="refresh_token", refresh_token=refresh)
        except SlackApiError as error:
            word = _word(error)
            raise NotRenewed(word, for_good=word in FOR_GOOD) from None
        except FAILS as error:
            raise NotRenewed(type(error).__name__) from None
        told: Mapping[str, Any] = answer.data if isinstance(answer.data, dict) else {}
        try:
            return Renewed(
                str(told["access_token"]), str(told["refresh_token"]), int(told["expires_in"])
            )
        except (KeyError, ValueError, TypeError):
            raise NotRenewed("no token in the answer") from None

    async def _asked(self, **facts: str) -> AsyncSlackResponse:
        """What Slack answers to this app. Raises what the client raises."""
        own = {
            "client_id": self._settings.client_id,
            "client_secret": self._settings.client_secret,
        }
        return await self._client.api_call("oauth.v2.access", data={**own, **facts})


def _installed(told: Mapping[str, Any], at: datetime) -> Installed:
    """What Slack tells of an installation: of a workspace, or of a whole grid."""
    grid = told.get("enterprise") if told.get("is_enterprise_install") else None
    whose = grid or told.get("team") or {}
    token, lasts = told.get("access_token"), told.get("expires_in")
    if not isinstance(whose, dict) or not whose.get("id") or not token:
        raise NotGranted("no token in the answer")
    try:
        ends = at + timedelta(seconds=int(lasts)) if lasts else None
    except (ValueError, TypeError, OverflowError):
        raise NotGranted("no end in the answer") from None
    return Installed(
        id=str(whose["id"]),
        token=str(token),
        name=str(whose.get("name") or ""),
        refresh=str(told.get("refresh_token") or ""),
        ends=ends,
    )


def _word(error: SlackApiError) -> str:
    """Slack's own word for what is wrong."""
    data = getattr(error.response, "data", None)
    word = str(data.get("error", "")) if isinstance(data, dict) else ""
    return word if word.replace("_", "").isalnum() and len(word) <= 64 else "refused"
