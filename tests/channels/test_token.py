"""One token for all: renewed in good time, and kept while Entra is slow or down."""

import asyncio
import threading
from typing import Any

import msgspec
import pytest
import requests

from channels.teams.entra import asker
from channels.teams.settings import AppType, read_teams_settings
from channels.teams.token import EARLY, PATIENCE, PAUSE, Ask, EntraTokens, NoToken

GUID = "5f0c6f3a-0000-4000-8000-000000000001"


class Entra:
    """Gives token after token, or what it is told to; it knows whether a new one was wanted."""

    def __init__(self, *answers: Any) -> None:
        self.answers, self.asked = list(answers), list[bool]()
        self.threads = set[str]()

    def __call__(self, anew: bool) -> dict[str, Any]:
        self.asked.append(anew)
        self.threads.add(threading.current_thread().name)
        answer = self.answers.pop(0) if self.answers else good(len(self.asked))
        if isinstance(answer, Exception):
            raise answer
        return answer


def good(number: int, lasts: Any = 3600) -> dict[str, Any]:
    return {"access_token": f"t{number}", "expires_in": lasts}


async def test_many_requests_share_one_token_and_one_asking() -> None:
    entra = Entra()
    tokens = EntraTokens(entra, lambda: 0.0)

    found = await asyncio.gather(*(tokens.get() for _ in range(50)))

    assert set(found) == {"t1"}
    assert len(entra.asked) == 1
    assert threading.current_thread().name not in entra.threads


async def test_it_is_renewed_before_its_end_while_the_old_one_goes_on() -> None:
    entra, clock = Entra(), [0.0]
    tokens = EntraTokens(entra, lambda: clock[0])
    await tokens.get()

    clock[0] = 3600 - EARLY + 1
    meanwhile = await tokens.get()
    await tokens._renewing  # type: ignore[misc]

    assert (meanwhile, await tokens.get()) == ("t1", "t2")
    assert len(entra.asked) == 2


WRONG = [
    RuntimeError("down"),
    {"error": "invalid_client"},
    {},
    {"access_token": "t"},
    {"access_token": "t", "expires_in": "soon"},
    {"access_token": "t", "expires_in": 0},
    {"access_token": "t", "expires_in": -5},
    None,
]


@pytest.mark.parametrize("answer", WRONG, ids=str)
async def test_a_wrong_answer_is_no_token_and_is_not_asked_for_again_at_once(answer: Any) -> None:
    entra, clock = Entra(answer), [100.0]
    tokens = EntraTokens(entra, lambda: clock[0])

    for _ in range(3):
        with pytest.raises(NoToken):
            await tokens.get()
    asked = len(entra.asked)
    clock[0] += PAUSE

    assert asked == 1
    assert await tokens.get() == "t2"


async def test_while_entra_is_down_the_token_is_used_to_its_end_and_then_there_is_none() -> None:
    entra, clock = Entra(good(1), *[OSError("down")] * 1000), [0.0]
    tokens = EntraTokens(entra, lambda: clock[0])
    await tokens.get()

    got = list[str]()
    for second in range(3000, 7200, 60):
        clock[0] = float(second)
        try:
            got.append(await tokens.get())
        except NoToken:
            got.append("")
        await asyncio.gather(*([tokens._renewing] if tokens._renewing else []))

    assert got == ["t1"] * 10 + [""] * 60


async def test_a_token_that_was_not_wanted_is_replaced_once_however_many_say_so() -> None:
    entra = Entra()
    tokens = EntraTokens(entra, lambda: 0.0)
    first = await tokens.get()

    for _ in range(5):
        tokens.forget(first)
        again = await tokens.get()

    assert (first, again) == ("t1", "t2")
    assert entra.asked == [False, True]


async def test_stopping_does_not_wait_for_entra() -> None:
    gate = threading.Event()
    tokens = EntraTokens(lambda anew: (gate.wait() and good(1)) or {}, lambda: 0.0)
    getting = asyncio.create_task(tokens.get())
    await asyncio.sleep(0)

    await asyncio.wait_for(tokens.stop(), 1)
    gate.set()

    with pytest.raises(asyncio.CancelledError):
        await getting


ENTRA = {
    "token_endpoint": f"https://login.microsoftonline.com/{GUID}/oauth2/v2.0/token",
    "authorization_endpoint": f"https://login.microsoftonline.com/{GUID}/oauth2/v2.0/authorize",
    "issuer": f"https://login.microsoftonline.com/{GUID}/v2.0",
}


class Library:
    """Answers what msal asks, where requests would go out to the world."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked, self.waits, self.status = list[str](), set[Any](), 200
        library = self

        def request(self: Any, method: str, url: str, **how: Any) -> requests.Response:
            return library.answer(url, how)

        monkeypatch.setattr("requests.Session.request", request)

    def answer(self, url: str, how: dict[str, Any]) -> requests.Response:
        self.waits.add(how.get("timeout"))
        found = requests.Response()
        found.status_code, found.url = self.status, url
        said: dict[str, Any] = ENTRA
        if "openid-configuration" not in url:
            self.asked.append(url)
            said = {**good(len(self.asked)), "token_type": "Bearer", "resource": "x"}
            said = said if self.status == 200 else {"error": "invalid_client"}
        found._content = msgspec.json.encode(said)
        return found


def ask_as(kind: AppType) -> Ask:
    password = "geheim" if kind is AppType.SINGLE_TENANT else ""
    settings = read_teams_settings(
        {"APP_ID": GUID, "APP_TENANTID": GUID, "APP_PASSWORD": password, "APP_TYPE": kind}
    )
    assert settings is not None
    return asker(settings)


@pytest.mark.parametrize("kind", AppType)
def test_the_library_does_not_give_the_token_again_that_was_not_wanted(
    kind: AppType, monkeypatch: pytest.MonkeyPatch
) -> None:
    Library(monkeypatch)
    ask = ask_as(kind)

    told = [ask(anew)["access_token"] for anew in (False, False, True, False)]

    assert told == ["t1", "t1", "t2", "t2"]


@pytest.mark.parametrize("kind", AppType)
def test_nobody_is_asked_for_ever(kind: AppType, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library(monkeypatch)

    ask_as(kind)(False)

    assert library.waits == {PATIENCE}


@pytest.mark.parametrize("kind", AppType)
async def test_an_error_of_entra_is_no_token(
    kind: AppType, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, clock = Library(monkeypatch), [0.0]
    tokens = EntraTokens(ask_as(kind), lambda: clock[0])
    library.status = 400
    with pytest.raises(NoToken):
        await tokens.get()

    library.status, clock[0] = 200, 120.0

    assert (await tokens.get()).startswith("t")
