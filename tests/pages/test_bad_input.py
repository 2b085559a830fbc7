"""What cannot be read gets a clear answer in one sentence; nothing is kept, nothing is logged."""

import gzip
from typing import Any

import pytest
from aiohttp import web
from aiohttp.http_exceptions import ContentEncodingError
from markupsafe import escape
from structlog.testing import capture_logs

from dialogs.conversation import Conversation
from locales import LANGUAGES, words_in
from storage.errors import NotATeam
from tests.pages.house import JSON, WORDS, House

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SECRET_WORDS = "hemmelige-ord"


async def sent(house: House, path: str, body: Any, **headers: str) -> tuple[int, str]:
    async with house.browser.post(path, data=body, headers=headers) as response:
        return response.status, await response.text()


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b'{"verb": "done"', "application/json", 415),
        (b"[" * 10_000, "application/json", 415),
        (b"<xml/>", "text/xml", 415),
        (b"verb=done", "multipart/form-data", 415),
        (b"verb=done", "text/plain", 415),
        (b"text=%ff%fe", "application/x-www-form-urlencoded", 400),
        ("text=åben".encode(), "application/x-www-form-urlencoded", 400),
        (b"text=%00", "application/x-www-form-urlencoded", 400),
        (b"press=verb%3d%ff", "application/x-www-form-urlencoded", 400),
        (b"&".join(b"a=1" for _ in range(300)), "application/x-www-form-urlencoded", 400),
        (b"text=" + b"a" * 70_000, "application/x-www-form-urlencoded", 413),
    ],
)
@pytest.mark.parametrize("place", ["press", "form/people"])
async def test_a_body_that_is_no_form_is_refused_and_changes_nothing(
    house: House, body: bytes, kind: str, status: int, place: str
) -> None:
    team = await house.team()
    before = await house.circle(team)

    got, page = await sent(house, f"/table/{team}/{place}", body, **{"Content-Type": kind})

    assert got == status
    assert "<h1" in page
    assert "Traceback" not in page
    assert await house.papers(team) == before


@pytest.mark.parametrize("packing", ["gzip", "deflate", "br", "zstd", "identity", "x"])
@pytest.mark.parametrize(
    "body", [b"no such thing", b"", gzip.compress(b"verb=done")], ids=["bad", "empty", "good"]
)
async def test_a_packed_body_is_refused(house: House, packing: str, body: bytes) -> None:
    team = await house.team()

    got, page = await sent(
        house, f"/table/{team}/press", body, **FORM, **{"Content-Encoding": packing}
    )

    by_the_library = {400} if packing in {"br", "zstd"} else set()
    assert got in {415} | by_the_library
    assert WORDS("page.wrong") not in page


@pytest.mark.parametrize(
    "error", [web.RequestPayloadError("torn"), ContentEncodingError("torn"), NotATeam("A")]
)
async def test_what_was_sent_wrong_is_no_error_of_ours(
    house: House, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    team = await house.team()

    async def fails(*words: Any, **more: Any) -> None:
        raise error

    monkeypatch.setattr(Conversation, "command", fails)
    status, page, _ = await house.post(f"/table/{team}/say", {"text": "x"})

    assert status in {400, 404}
    assert WORDS("page.wrong") not in page


async def test_a_press_without_a_verb_is_refused(house: House) -> None:
    team = await house.team()

    got, _ = await sent(house, f"/table/{team}/press", b"circle=c1", **FORM)

    assert got == 400


async def test_a_body_without_a_length_is_cut_off(house: House) -> None:
    team = await house.team()

    async def endless() -> Any:
        for _ in range(100):
            yield b"a" * 1024

    got, _ = await sent(house, f"/table/{team}/press", endless(), **FORM)

    assert got == 413


@pytest.mark.parametrize(
    "values",
    [
        {"verb": "fly"},
        {"verb": ""},
        {"verb": "more_time", "minutes": "many"},
        {"verb": "more_time", "minutes": "-1"},
        {"verb": "pause", "minutes": "99999999999999999999"},
        {"verb": "pause"},
        {"verb": "give"},
        {"verb": "hand_over", "to": "x", "role": "king"},
        {"verb": "done", "turn": "first"},
        {"verb": "done", "turn": "１"},
        {"verb": "drop_step"},
        {"verb": "join", "name": ""},
        {"verb": "join", "name": "x" * 256},
    ],
)
async def test_a_press_that_makes_no_sense_is_refused_and_changes_nothing(
    house: House, values: dict[str, str]
) -> None:
    team = await house.team()
    before = await house.circle(team)

    async with house.browser.post(
        f"/table/{team}/press", data={"circle": "c1", "turn": "1", **values}, headers=JSON
    ) as response:
        told = await response.json()

    assert response.status in (200, 400)
    assert told["said"]
    assert (await house.papers(team)).circle == before.circle


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/table/nobody",
        "/table/a%2Fb",
        "/table/..%2f..%2fetc",
        "/table/" + "x" * 99,
        "/table/ABC",
        "/table/a_b",
        "/table/a_b/live",
        "/static/table.js",
        "/static/..%2fapp.py",
        "/open/x",
    ],
)
async def test_an_address_that_leads_nowhere_says_so(house: House, path: str) -> None:
    status, page = await house.get(path)

    assert status == 404
    assert WORDS("page.not_found") in page


@pytest.mark.parametrize("form", ["fly", "a" * 32])
async def test_a_form_that_we_do_not_have_is_refused(house: House, form: str) -> None:
    team = await house.team()
    await house.circle(team)

    status, _ = await house.get(f"/table/{team}/form/{form}")

    assert status == 400


async def test_the_wrong_method_is_refused(house: House) -> None:
    team = await house.team()

    status, _ = await house.get(f"/table/{team}/press")

    assert status == 405


async def test_a_long_command_is_refused(house: House) -> None:
    team = await house.team()

    status, _, _ = await house.post(f"/table/{team}/say", {"text": "a" * 501})

    assert status == 413


async def test_an_error_of_ours_shows_no_trace_and_logs_no_content(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = await house.team()

    async def fails(*words: Any, **more: Any) -> None:
        raise RuntimeError(SECRET_WORDS)

    monkeypatch.setattr(Conversation, "command", fails)
    with capture_logs() as logs:
        status, page, _ = await house.post(f"/table/{team}/say", {"text": SECRET_WORDS})

    assert status == 500
    assert WORDS("page.wrong") in page
    assert SECRET_WORDS not in page + str(logs)
    assert logs[0]["error"] == "RuntimeError"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_of_ours_claims_nothing_about_what_was_saved(language: str) -> None:
    said = words_in(language)("page.wrong")

    assert not any(word in said for word in ("gemt", "lagret", "saved"))


async def test_errors_speak_the_language_of_the_browser(house: House) -> None:
    _, page = await house.get("/nowhere", headers={"Accept-Language": "nn-NO, en;q=0.5"})

    assert 'lang="nb"' in page
    assert words_in("nb")("page.not_found") in page


@pytest.mark.parametrize(
    "name",
    [
        "<at>Bo</at>",
        '"quotes" {braces} {{7*7}}',
        "`code` **bold** <!channel>",
        "👩‍👩‍👧‍👦",
        "محمد",
        "x" * 255,
        "O'Neill & <b>Søn</b>",
        "</script><script>alert(1)</script>",
    ],
)
async def test_a_name_is_shown_as_it_is_and_is_never_read_as_anything_else(
    house: House, name: str
) -> None:
    team = await house.team(name, "Bo Brun", "Eva")
    await house.circle(team)

    for view in ("", "/screen", "/facilitator", "/form/people"):
        status, page = await house.get(f"/table/{team}{view}")
        assert status == 200
        assert str(escape(name.split()[0])) in page
        assert "<script>alert" not in page
