"""Links that the operator asks for, and the screen's link that a table gives."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path

import pytest

from bot import HERE
from pages.asking import NoLink, ask, checked_name
from pages.doors import Kind, PublicDoor, cookie_name
from pages.operator import NO_TEAM, NOT_OURS, SEVERAL, order
from tests.pages.house import WORDS, House, open_house

SECRET = "a secret that nobody can guess at all"
HOST = "https://ordet.example"
DOOR = PublicDoor(HOST, SECRET)
OURS = {"Origin": HOST}


@pytest.fixture
async def public(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, DOOR) as opened:
        yield opened


async def ordered(house: House, name: str, kind: Kind = Kind.TABLE) -> tuple[int, str]:
    return await house.get(f"/order/{order(SECRET, name, house.clock(), kind)}")


async def opened(house: House, link: str, **cookies: str) -> tuple[dict[str, str], str]:
    """The cookie of a link, beside those that the browser has, and where it leads."""
    worn = "; ".join(f"{name}={value}" for name, value in cookies.items())
    path = link.removeprefix(HOST)
    async with house.browser.get(path, headers={"Cookie": worn}, allow_redirects=False) as response:
        assert response.status == 303
        name, value = response.headers["Set-Cookie"].split(";")[0].split("=", 1)
        return cookies | {name: value}, response.headers["Location"]


def jar(cookies: dict[str, str]) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}


async def test_the_operator_gets_a_link_to_the_screen_which_only_shows(public: House) -> None:
    team = await public.team()

    _, link = await ordered(public, "Team Blå", Kind.SCREEN)
    cookies, target = await opened(public, link)
    table, _ = await public.get(f"/table/{team}", headers=jar(cookies))

    assert target == f"/table/{team}/screen"
    assert table == 403


async def test_a_screen_of_a_team_that_nobody_made_has_no_link(public: House) -> None:
    assert await ordered(public, "Team Blå", Kind.SCREEN) == (404, NO_TEAM)


async def test_an_order_that_is_forged_or_old_is_answered_in_a_sentence(public: House) -> None:
    old = order(SECRET, "Team Blå", public.clock())
    public.clock.on(minutes=2)

    assert await public.get(f"/order/{old}") == (403, NOT_OURS)
    assert await public.get("/order/x") == (403, NOT_OURS)


async def test_the_table_gives_a_link_to_its_screen(public: House) -> None:
    team = await public.team()
    await public.circle(team)
    cookies, _ = await opened(public, DOOR.link(team, Kind.TABLE, public.clock()))

    _, table = await public.get(f"/table/{team}", headers=jar(cookies))
    status, page = await public.get(f"/table/{team}/screen-link", headers=jar(cookies))
    found = re.search(r'href="(/open/[^"]+)">([^<]+)</a>', page)
    assert found is not None
    screen, target = await opened(public, unescape(found[1]))
    refused, _ = await public.get(f"/table/{team}/screen-link", headers=jar(screen))

    assert f'href="/table/{team}/screen-link"' in table
    assert (status, unescape(found[2])) == (200, HOST + unescape(found[1]))
    assert target == f"/table/{team}/screen"
    assert refused == 403


async def test_a_screens_link_lives_no_longer_than_the_tables(public: House) -> None:
    team = await public.team()
    cookies, _ = await opened(public, DOOR.link(team, Kind.TABLE, public.clock()))
    public.clock.on(days=6)
    _, page = await public.get(f"/table/{team}/screen-link", headers=jar(cookies))
    path = re.search(r'href="(/open/[^"]+)"', page)
    assert path is not None

    public.clock.on(days=2)
    status, _ = await public.get(path[1])

    assert status == 403


async def test_a_screens_link_takes_no_table_away(public: House) -> None:
    team = await public.team()
    cookies, _ = await opened(public, DOOR.link(team, Kind.TABLE, public.clock()))

    both, _ = await opened(public, DOOR.link(team, Kind.SCREEN, public.clock()), **cookies)
    status, _ = await public.get(f"/table/{team}", headers=jar(both))

    assert set(both) == {cookie_name(team), cookie_name(team, Kind.SCREEN)}
    assert status == 200


async def test_on_ones_own_machine_the_screen_needs_no_link(house: House) -> None:
    team = await house.team()

    _, page = await house.get(f"/table/{team}")
    async with house.browser.get(f"/table/{team}/screen-link") as response:
        target = response.url.path

    assert f'href="/table/{team}/screen"' in page
    assert target == f"/table/{team}/screen"


async def test_two_links_for_one_new_team_make_one_team(public: House) -> None:
    links = [(await ordered(public, name))[1] for name in ("Team Blå", " team  BLÅ")]
    form = {"name": "Et helt andet navn", "names": "Anna\r\nBo", "language": "da"}
    worn = [jar((await opened(public, link))[0]) for link in links]

    pages = [(await public.get("/new", headers=each))[1] for each in worn]
    for each in worn:
        status, _, response = await public.post(
            "/new", form, headers=each | OURS, allow_redirects=False
        )
        assert status == 303
    teams = await public.conversation.teams()

    assert [team.name for team in teams] == ["Team Blå"]
    assert response.headers["Location"] == f"/table/{teams[0].id}"
    assert "Team Blå" in pages[0]
    assert all('name="name"' not in page for page in pages)


async def test_a_name_always_gives_the_same_team_and_only_here(public: House) -> None:
    links = [(await ordered(public, name))[1] for name in ("Team Blå", " team  BLÅ", "Team Rød")]
    ids = [DOOR.read_link(link.rsplit("/", 1)[1]).team for link in links]
    elsewhere = PublicDoor(HOST, SECRET + "!").id_for("Team Blå")

    assert ids[0] == ids[1]
    assert len({*ids, elsewhere}) == 3
    assert re.fullmatch(r"[0-9a-f]{12}", ids[0])


async def test_the_form_of_a_new_team_keeps_its_name_when_it_comes_again(public: House) -> None:
    _, link = await ordered(public, "Team <Blå>")
    cookies, _ = await opened(public, link)

    status, page, _ = await public.post("/new", {"names": "Anna"}, headers=jar(cookies) | OURS)

    assert status == 422
    assert "Team &lt;Blå&gt;" in page
    assert WORDS("answer.too_few") in page


async def test_a_name_that_several_teams_have_opens_none(public: House) -> None:
    await public.team()
    await public.team()
    signed = order(SECRET, "Team Blå", public.clock())

    with pytest.raises(NoLink) as none:
        await asyncio.to_thread(ask, f"{public.url}/", signed)

    assert str(none.value) == SEVERAL


async def test_a_bot_that_answers_otherwise_is_not_said_to_be_silent(house: House) -> None:
    with pytest.raises(NoLink) as none:
        await asyncio.to_thread(ask, f"{house.url}/", "x")

    assert str(none.value) == f"The bot at {house.url}/ answers: 404 Not Found."


async def test_a_bot_that_is_silent_is_said_to_be(unused_tcp_port: int) -> None:
    bot = f"http://127.0.0.1:{unused_tcp_port}/"

    with pytest.raises(NoLink) as none:
        await asyncio.to_thread(ask, bot, "x")

    assert str(none.value).startswith(f"The bot does not answer at {bot}: ")


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "\udcff"])
def test_a_name_that_can_be_none_is_refused_in_one_sentence(name: str) -> None:
    with pytest.raises(NoLink) as none:
        checked_name(name)

    assert str(none.value).endswith(".")
    assert "\n" not in str(none.value)


def test_a_name_is_joined_before_it_is_measured() -> None:
    assert checked_name("  " + "x" * 50 + " " * 60 + "y " * 10) == "x" * 50 + " y" * 10


def test_a_link_that_nobody_reads_ends_quietly(tmp_path: Path) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    environment = {**os.environ, "ORDET_DATA": str(tmp_path)}

    ended = subprocess.run(
        [sys.executable, str(HERE / "bot.py"), "link", "Team Blå"],
        stdout=writes,
        stderr=subprocess.PIPE,
        env=environment,
        timeout=20,
        check=False,
    )
    os.close(writes)

    assert (ended.returncode, ended.stderr) == (0, b"")
