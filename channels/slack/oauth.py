"""Installing the app in a workspace: the way to Slack, and the way back with a code.

Who comes back must be who went: the state is signed, lives for ten minutes, can be used once, and
is bound to the browser by a cookie. Only workspaces that the operator has named may install.
"""

import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus

import structlog
from aiohttp import web
from slack_sdk.oauth import AuthorizeUrlGenerator

from channels.slack.exchange import Exchange, NotGranted
from channels.slack.installations import Installations
from channels.slack.settings import SlackSettings
from storage.errors import StoreError

log = structlog.get_logger()

INSTALL, BACK = "/slack/install", "/slack/oauth_redirect"
SCOPES = (
    "app_mentions:read",
    "channels:read",
    "chat:write",
    "commands",
    "groups:read",
    "im:history",
    "im:write",
    "mpim:read",
    "users:read",
)
"""The least with which all works; docs/slack.md says what each is for."""

COOKIE = "ordet-slack"
LIVES = 600
"""Seconds between going to Slack and coming back."""

MOST_USED = 10_000
LONGEST = 2048

Page = Callable[[str], str]
"""A page that says the sentence with this key."""


class Oauth:
    """The two pages. `public` is the bot's own https address."""

    def __init__(
        self,
        settings: SlackSettings,
        exchange: Exchange,
        installations: Installations,
        public: str,
        secret: str,
        now: Callable[[], datetime],
        page: Page,
    ) -> None:
        self._exchange, self._installations = exchange, installations
        self._allowed, self._now, self._page = settings.workspaces, now, page
        self._redirect = f"{public.rstrip('/')}{BACK}"
        self._key = hmac.digest(secret.encode(), b"slack oauth", sha256)
        self._used: OrderedDict[str, None] = OrderedDict()
        self._address = AuthorizeUrlGenerator(
            client_id=settings.client_id, scopes=list(SCOPES), redirect_uri=self._redirect
        )

    async def install(self, request: web.Request) -> web.Response:
        """To Slack, where somebody says yes or no."""
        nonce = secrets.token_urlsafe(24)
        state = self._signed(nonce, int(self._now().timestamp()) + LIVES)
        answer = web.Response(
            status=HTTPStatus.FOUND, headers={"Location": self._address.generate(state)}
        )
        answer.set_cookie(
            COOKIE, nonce, max_age=LIVES, path=BACK, httponly=True, secure=True, samesite="Lax"
        )
        return answer

    async def back(self, request: web.Request) -> web.Response:
        """From Slack, with a code for a token, or without."""
        query = request.query
        if not self._is_ours(query.get("state", "")[:LONGEST], request.cookies.get(COOKIE, "")):
            return self._says("slack.stale", HTTPStatus.BAD_REQUEST)
        if "code" not in query:
            return self._says("slack.denied", HTTPStatus.OK)
        try:
            code, now = query["code"][:LONGEST], self._now()
            installed = await self._exchange.granted(code, self._redirect, now)
            if self._allowed and installed.id not in self._allowed:
                log.warning("slack_foreign_workspace", workspace=installed.id[:32])
                return self._says("slack.foreign", HTTPStatus.FORBIDDEN)
            await self._installations.keep(installed)
        except NotGranted as error:
            log.warning("slack_not_installed", reason=str(error))
            return self._says("slack.failed", HTTPStatus.BAD_GATEWAY)
        except StoreError as error:
            log.error("slack_not_installed", reason=type(error).__name__)
            return self._says("slack.failed", HTTPStatus.SERVICE_UNAVAILABLE)
        log.info("slack_installed", workspace=installed.id)
        return self._says("slack.installed", HTTPStatus.OK)

    def _signed(self, nonce: str, until: int) -> str:
        said = f"{nonce}.{until}"
        return f"{said}.{hmac.new(self._key, said.encode(), sha256).hexdigest()}"

    def _is_ours(self, state: str, nonce: str) -> bool:
        """Whether this state was made for this browser, is fresh, and is used now first."""
        try:
            named, until, _ = state.split(".")
            fresh = 0 <= int(until) - int(self._now().timestamp()) <= LIVES
        except ValueError:
            return False
        genuine = hmac.compare_digest(self._signed(named, int(until)).encode(), state.encode())
        bound = hmac.compare_digest(named.encode(), nonce.encode())
        if not (genuine and bound and fresh) or state in self._used:
            return False
        self._used[state] = None
        if len(self._used) > MOST_USED:
            self._used.popitem(last=False)
        return True

    def _says(self, key: str, status: HTTPStatus) -> web.Response:
        answer = web.Response(text=self._page(key), content_type="text/html", status=status)
        answer.del_cookie(COOKIE, path=BACK)
        return answer
