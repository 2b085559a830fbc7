"""Workspaces install the app: from a link to a kept token, and how it stays fresh."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer

from channels.slack.exchange import Exchange
from channels.slack.installations import EARLY, PAUSE, Installations, Installed, NotRenewed, Renewed
from channels.slack.oauth import BACK, COOKIE, INSTALL, LIVES, SCOPES, Oauth
from channels.slack.settings import SlackSettings
from channels.slack.tokens import NoToken
from channels.slack.workspace import Workspace

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
AT = Workspace("T0000001")
SECRET = "s" * 40


class Clock:
    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


class Slack:
    """Gives tokens for codes and refresh tokens, each once."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.answer: Any = {
            "ok": True,
            "access_token": "xoxe.xoxb-first",
            "refresh_token": "xoxe-1",
            "expires_in": 43200,
            "team": {"id": "T0000001", "name": "Skolen"},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    async def access(self, request: web.Request) -> web.Response:
        self.asked.append({name: str(value) for name, value in (await request.post()).items()})
        return web.json_response(self.answer)


@asynccontextmanager
async def house(
    folder: Path, allowed: frozenset[str] = frozenset({"T0000001", "E01"})
) -> AsyncIterator[tuple[Slack, ClientSession, Installations, Clock]]:
    """The pages, a made-up Slack, and a browser."""
    slack, clock = Slack(), Clock()
    app = web.Application()
    app.router.add_post("/api/oauth.v2.access", slack.access)
    async with TestServer(app, host="127.0.0.1") as service, ClientSession() as out:
        api = str(service.make_url("/api/"))
        settings = SlackSettings("x", "", "", "1.2", "hush", allowed, api)
        exchange = Exchange(settings, out)
        kept = Installations(folder / "slack", exchange.renewed, clock)
        oauth = Oauth(settings, exchange, kept, "https://ordet.example", SECRET, clock, str)
        pages = web.Application()
        pages.add_routes([web.get(INSTALL, oauth.install), web.get(BACK, oauth.back)])
        jar = CookieJar(unsafe=True)
        async with (
            TestServer(pages, host="127.0.0.1") as server,
            ClientSession(base_url=server.make_url("/"), cookie_jar=jar) as browser,
        ):
            yield slack, browser, kept, clock
        await kept.close()


async def gone(browser: ClientSession) -> tuple[str, str]:
    """Go to Slack; the state, and what the cookie holds."""
    async with browser.get(INSTALL, allow_redirects=False) as answer:
        query = parse_qs(urlsplit(answer.headers["Location"]).query)
        assert set(query["scope"][0].split(",")) == set(SCOPES)
        return query["state"][0], answer.cookies[COOKIE].value


async def back(browser: ClientSession, nonce: str, **query: str) -> tuple[int, str]:
    """Come back from Slack; what the page says."""
    cookies = {"Cookie": f"{COOKIE}={nonce}"} if nonce else {}
    async with browser.get(BACK, params=query, headers=cookies) as answer:
        return answer.status, await answer.text()


async def test_a_workspace_installs_the_app_and_has_a_token(tmp_path: Path) -> None:
    async with house(tmp_path) as (slack, browser, kept, _):
        state, nonce = await gone(browser)

        told = await back(browser, nonce, state=state, code="c1")

        assert told == (200, "slack.installed")
        assert await kept.get(AT) == "xoxe.xoxb-first"
        assert slack.asked[0]["code"] == "c1"
        assert slack.asked[0]["redirect_uri"] == f"https://ordet.example{BACK}"


async def test_the_cookie_is_for_this_way_back_alone(tmp_path: Path) -> None:
    async with house(tmp_path) as (_, browser, _, _):
        async with browser.get(INSTALL, allow_redirects=False) as answer:
            cookie = answer.cookies[COOKIE]

        assert cookie["httponly"]
        assert cookie["secure"]
        assert (cookie["samesite"], cookie["path"]) == ("Lax", BACK)


async def test_a_state_is_used_once_by_the_browser_that_went_and_not_too_late(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as (slack, browser, _, clock):
        state, nonce = await gone(browser)
        other, _ = await gone(browser)
        stale = (400, "slack.stale")

        assert await back(browser, "", state=state, code="c") == stale
        assert await back(browser, "another", state=state, code="c") == stale
        assert await back(browser, nonce, state=other, code="c") == stale
        assert await back(browser, nonce, state=state[:-1] + "x", code="c") == stale
        assert await back(browser, nonce, state="", code="c") == stale
        assert await back(browser, nonce, state="a.b.c", code="c") == stale
        clock.at += timedelta(seconds=LIVES + 1)
        assert await back(browser, nonce, state=state, code="c") == stale
        clock.at = NOW
        assert (await back(browser, nonce, state=state, code="c"))[0] == 200
        assert await back(browser, nonce, state=state, code="c") == stale
        assert len(slack.asked) == 1


async def test_who_says_no_is_not_asked_again(tmp_path: Path) -> None:
    async with house(tmp_path) as (slack, browser, kept, _):
        state, nonce = await gone(browser)

        told = await back(browser, nonce, state=state, error="access_denied")

        assert told == (200, "slack.denied")
        assert slack.asked == []
        with pytest.raises(NoToken):
            await kept.get(AT)


async def test_a_workspace_that_nobody_named_is_not_let_in(tmp_path: Path) -> None:
    async with house(tmp_path, frozenset({"T0OTHERS0"})) as (_, browser, kept, _):
        state, nonce = await gone(browser)

        told = await back(browser, nonce, state=state, code="c")

        assert told == (403, "slack.foreign")
        with pytest.raises(NoToken):
            await kept.get(AT)


TOKEN = {"ok": True, "access_token": "xoxb-1", "team": {"id": "T0000001"}}


@pytest.mark.parametrize(
    "answer",
    [
        {"ok": False, "error": "invalid_code"},
        {"ok": True},
        {"ok": True, "team": "x"},
        {**TOKEN, "expires_in": "soon"},
        {**TOKEN, "expires_in": [1]},
        {**TOKEN, "expires_in": 10**30},
        [TOKEN],
        "ok",
    ],
)
async def test_where_slack_gives_no_token_the_page_says_so(tmp_path: Path, answer: Any) -> None:
    async with house(tmp_path) as (slack, browser, _, _):
        slack.answer = answer
        state, nonce = await gone(browser)

        assert await back(browser, nonce, state=state, code="c") == (502, "slack.failed")


async def test_a_whole_grid_installs_the_app_for_each_of_its_workspaces(tmp_path: Path) -> None:
    async with house(tmp_path) as (slack, browser, kept, _):
        slack.answer |= {"is_enterprise_install": True, "enterprise": {"id": "E01"}, "team": None}
        state, nonce = await gone(browser)
        await back(browser, nonce, state=state, code="c")

        assert await kept.get(Workspace("T0ANY0000", "E01")) == "xoxe.xoxb-first"
        with pytest.raises(NoToken):
            await kept.get(Workspace("T0ANY0000"))


class Refreshing:
    """Gives new tokens, each refresh token once."""

    def __init__(self) -> None:
        self.used: list[str] = []
        self.error: NotRenewed | None = None
        self.slow = asyncio.Event()
        self.slow.set()

    async def __call__(self, refresh: str) -> Renewed:
        await self.slow.wait()
        if self.error:
            raise self.error
        assert refresh not in self.used, "a refresh token was used twice"
        self.used.append(refresh)
        n = len(self.used)
        return Renewed(f"token-{n}", f"refresh-{n}", 43200)


@asynccontextmanager
async def kept_in(folder: Path) -> AsyncIterator[tuple[Installations, Refreshing, Clock]]:
    renew, clock = Refreshing(), Clock()
    kept = Installations(folder / "slack", renew, clock)
    ends = NOW + timedelta(hours=12)
    await kept.keep(Installed("T0000001", "token-0", "Skolen", "refresh-0", ends))
    yield kept, renew, clock
    await kept.close()


async def test_a_token_is_renewed_in_good_time_and_by_one_alone(tmp_path: Path) -> None:
    async with kept_in(tmp_path) as (kept, renew, clock):
        assert await kept.get(AT) == "token-0"
        clock.at += timedelta(hours=12) - EARLY + timedelta(seconds=1)

        tokens = await asyncio.gather(*(kept.get(AT) for _ in range(20)))

        assert set(tokens) == {"token-1"}
        assert renew.used == ["refresh-0"]


async def test_a_new_token_is_on_disk_before_it_is_used(tmp_path: Path) -> None:
    async with kept_in(tmp_path) as (kept, renew, clock):
        clock.at += timedelta(hours=11)
        used = await kept.get(AT)

    again = Installations(tmp_path / "slack", renew, clock)
    assert await again.get(AT) == used
    assert renew.used == ["refresh-0"]
    await again.close()


async def test_while_slack_gives_no_new_token_the_old_one_goes_on_until_its_end(
    tmp_path: Path,
) -> None:
    async with kept_in(tmp_path) as (kept, renew, clock):
        renew.error = NotRenewed("internal_error")
        clock.at += timedelta(hours=11)
        assert await kept.get(AT) == "token-0"
        clock.at += timedelta(hours=2)
        with pytest.raises(NoToken):
            await kept.get(AT)
        renew.error, clock.at = None, clock.at + PAUSE

        assert await kept.get(AT) == "token-1"


async def test_a_token_that_slack_calls_old_is_renewed(tmp_path: Path) -> None:
    async with kept_in(tmp_path) as (kept, renew, _):
        await asyncio.gather(*(kept.renew(AT, "token-0") for _ in range(5)))
        assert await kept.get(AT) == "token-1"
        assert renew.used == ["refresh-0"]

        renew.error = NotRenewed("invalid_refresh_token", for_good=True)
        with pytest.raises(NoToken):
            await kept.renew(AT, "token-1")


async def test_who_takes_the_app_out_is_forgotten_also_on_disk(tmp_path: Path) -> None:
    async with kept_in(tmp_path) as (kept, _, _):
        await kept.forget(AT)
        await kept.keep_house()

        with pytest.raises(NoToken):
            await kept.get(AT)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(b"token-0" in path.read_bytes() for path in files)


async def test_what_is_kept_is_for_its_owner_alone(tmp_path: Path) -> None:
    async with kept_in(tmp_path):
        files = [path for path in tmp_path.rglob("*") if path.is_file()]

        assert files
        assert all(path.stat().st_mode & 0o077 == 0 for path in files)


def test_no_token_shows_when_something_is_printed() -> None:
    settings = SlackSettings("sign", "xoxb-b", "xapp-a", "1.2", "hush", frozenset(), "https://x/")
    shown = f"{Installed('T1', 'xoxb-c', 'x', 'xoxe-d')}{Renewed('xoxb-e', 'xoxe-f', 1)}{settings}"

    assert not [s for s in ("sign", "xoxb", "xapp", "hush", "xoxe") if s in shown]
