"""Who comes in: this machine alone in local mode, and elsewhere only who holds a signed link."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession

from cards.render import marked
from pages.doors import Kind, Pass, PublicDoor, Refused, cookie_name, lives
from pages.signing import Forged, Seal
from tests.pages.house import NOON, WORDS, House, open_house

SECRET = "a secret that nobody can guess at all"
DOOR = PublicDoor("https://ordet.example", SECRET)
LINK_IS_OLD = str(marked(WORDS("err.link")))
OURS = {"Origin": "https://ordet.example"}


@pytest.fixture
async def public(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, DOOR) as opened:
        yield opened


async def cookie(house: House, link: str) -> dict[str, str]:
    """What a link is exchanged for."""
    path = link.removeprefix("https://ordet.example")
    async with house.browser.get(path, allow_redirects=False) as response:
        assert response.status == 303
        value = response.headers["Set-Cookie"].split(";")[0]
    return {"Cookie": value}


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:3978", "127.0.0.1:80", "[::1]:3978", "LOCALHOST"]
)
async def test_the_machine_itself_comes_in(house: House, host: str) -> None:
    status, _ = await house.get("/", headers={"Host": host})

    assert status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "192.168.1.2:3978",
        "localhost:port",
        "",
        "127.0.0.2",
        "user@localhost.example",
        "evil@localhost",
    ],
)
async def test_another_name_for_the_machine_is_refused(house: House, host: str) -> None:
    status, page = await house.get("/", headers={"Host": host})

    assert status == 403
    assert WORDS("page.refused") in page


@pytest.mark.parametrize(
    "header",
    ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Via", "X-Real-IP"],
)
async def test_what_came_through_a_proxy_is_refused_in_local_mode(
    house: House, header: str
) -> None:
    status, _ = await house.get("/", headers={header: "1.2.3.4"})

    assert status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_a_press_from_a_foreign_page_is_refused(
    house: House, headers: dict[str, str]
) -> None:
    team = await house.team()
    await house.circle(team)
    values = {"verb": "end", "circle": "c1", "turn": "1"}

    status, _, _ = await house.post(f"/table/{team}/press", values, headers=headers)

    assert status == 403
    assert (await house.papers(team)).circle is not None


async def test_without_a_link_a_public_table_is_shut(public: House) -> None:
    team = await public.team()

    status, page = await public.get(f"/table/{team}")

    assert status == 403
    assert LINK_IS_OLD in page


async def test_the_public_front_page_names_no_team(public: House) -> None:
    await public.team()

    status, page = await public.get("/")
    refused, _, _ = await public.post("/teams", {"name": "x"}, headers=OURS)

    assert status == 200
    assert "Team Blå" not in page
    assert refused == 403


async def test_a_link_is_exchanged_at_once_for_a_cookie_that_no_script_reads(
    public: House,
) -> None:
    team = await public.team()
    link = DOOR.link(team, Kind.TABLE, public.clock()).removeprefix("https://ordet.example")

    async with public.browser.get(link, allow_redirects=False) as response:
        given, target = response.headers["Set-Cookie"], response.headers["Location"]

    assert target == f"/table/{team}"
    assert given.startswith(f"{cookie_name(team)}=")
    for part in ("HttpOnly", "Secure", "SameSite=Lax", "Path=/"):
        assert part in given


async def test_the_table_link_acts_and_the_screen_link_only_shows(public: House) -> None:
    team = await public.team()
    await public.circle(team)
    table = await cookie(public, DOOR.link(team, Kind.TABLE, public.clock()))
    screen = await cookie(public, DOOR.link(team, Kind.SCREEN, public.clock()))
    circle = (await public.papers(team)).circle
    assert circle is not None
    values = {"verb": "done", "circle": "c1", "turn": str(circle.course.turn)}

    refused, _, _ = await public.post(f"/table/{team}/press", values, headers=screen | OURS)
    seen, _ = await public.get(f"/table/{team}/screen", headers=screen)
    cues, _ = await public.get(f"/table/{team}/facilitator", headers=screen)
    live, _ = await public.get(f"/table/{team}/live?view=device", headers=screen)
    done, _, _ = await public.post(f"/table/{team}/press", values, headers=table | OURS)

    assert (refused, seen, cues, live, done) == (403, 200, 403, 403, 200)


async def test_a_press_needs_our_own_origin(public: House) -> None:
    team = await public.team()
    await public.circle(team)
    table = await cookie(public, DOOR.link(team, Kind.TABLE, public.clock()))

    for headers in ({}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        status, _, _ = await public.post(
            f"/table/{team}/press", {"verb": "end"}, headers=table | headers
        )
        assert status == 403


async def test_a_cookie_opens_one_team(public: House) -> None:
    blue, red = await public.team(), await public.team("Ib", "Bo")
    blues = await cookie(public, DOOR.link(blue, Kind.TABLE, public.clock()))
    value = blues["Cookie"].split("=", 1)[1]

    plain, _ = await public.get(f"/table/{red}", headers=blues)
    moved, _ = await public.get(f"/table/{red}", headers={"Cookie": f"{cookie_name(red)}={value}"})

    assert (plain, moved) == (403, 403)


async def test_a_link_is_no_cookie_and_a_cookie_no_link(public: House) -> None:
    team = await public.team()
    link = DOOR.link(team, Kind.TABLE, public.clock())
    token = link.rsplit("/", 1)[1]
    worn = (await cookie(public, link))["Cookie"].split("=", 1)[1]

    as_cookie, _ = await public.get(
        f"/table/{team}", headers={"Cookie": f"{cookie_name(team)}={token}"}
    )
    as_link, _ = await public.get(f"/open/{worn}")

    assert (as_cookie, as_link) == (403, 403)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda link: link[:-2] + ("AA" if link[-2:] != "AA" else "BB"),
        lambda link: "x" + link,
        lambda link: link.split(".")[0],
        lambda link: link.split(".")[0] + ".",
        lambda link: "." + link.split(".")[1],
        lambda link: link * 20,
        lambda link: "ø.å",
        lambda link: "{}",
        lambda link: (
            PublicDoor("https://ordet.example", SECRET + "!")
            .link("t", Kind.TABLE, NOON)
            .rsplit("/", 1)[1]
        ),
    ],
)
async def test_a_forged_link_is_refused(public: House, spoil) -> None:  # type: ignore[no-untyped-def]
    team = await public.team()
    link = DOOR.link(team, Kind.TABLE, public.clock()).rsplit("/", 1)[1]

    status, page = await public.get(f"/open/{spoil(link)}")

    assert status == 403
    assert LINK_IS_OLD in page


async def test_a_link_to_a_team_that_is_gone_is_refused(public: House) -> None:
    link = DOOR.link("nobody", Kind.TABLE, public.clock())

    status, _ = await public.get(link.removeprefix("https://ordet.example"))

    assert status == 403


async def test_a_link_dies_four_hours_after_the_circle(public: House) -> None:
    team = await public.team()
    await public.circle(team)
    table = await cookie(public, DOOR.link(team, Kind.TABLE, public.clock()))
    public.clock.on(minutes=50)
    await public.press(team, "end")

    public.clock.on(hours=3, minutes=59)
    before, _ = await public.get(f"/table/{team}", headers=table)
    public.clock.on(minutes=2)
    after, _ = await public.get(f"/table/{team}", headers=table)
    anew = await cookie(public, DOOR.link(team, Kind.TABLE, public.clock()))
    again, _ = await public.get(f"/table/{team}", headers=anew)

    assert (before, after, again) == (200, 403, 200)


@pytest.mark.parametrize(
    ("age", "alive"),
    [
        (timedelta(), True),
        (timedelta(days=7), True),
        (timedelta(days=7, seconds=1), False),
        (-timedelta(minutes=2), False),
    ],
)
async def test_no_link_lives_longer_than_a_week(public: House, age: timedelta, alive: bool) -> None:
    papers = await public.papers(await public.team())
    given = Pass(team=papers.team.id, kind=Kind.TABLE, given=int(NOON.timestamp()))

    assert lives(given, papers, NOON + age) is alive


async def test_a_link_lives_as_long_as_a_circle_that_began_while_it_lived(public: House) -> None:
    team = await public.team()
    table = await cookie(public, DOOR.link(team, Kind.TABLE, public.clock()))
    public.clock.on(days=6, hours=23, minutes=30)
    await public.circle(team)

    public.clock.on(minutes=40)
    within, _ = await public.get(f"/table/{team}", headers=table)
    await public.press(team, "end")
    public.clock.on(minutes=1)
    after, _ = await public.get(f"/table/{team}", headers=table)

    assert (within, after) == (200, 403)


async def test_a_circle_that_begins_within_four_hours_keeps_the_link_alive(public: House) -> None:
    team = await public.team()
    table = await cookie(public, DOOR.link(team, Kind.TABLE, public.clock()))
    await public.circle(team)
    await public.press(team, "end")
    await public.press(team, "approve")
    public.clock.on(hours=3, minutes=50)
    await public.circle(team, circle=["c2"])

    public.clock.on(minutes=30)
    within, _ = await public.get(f"/table/{team}", headers=table)

    assert within == 200


async def test_a_circle_wakes_no_link_that_was_dead_before_it(public: House) -> None:
    team = await public.team()
    table = await cookie(public, DOOR.link(team, Kind.TABLE, public.clock()))
    public.clock.on(days=7, minutes=1)
    await public.circle(team)

    status, _ = await public.get(f"/table/{team}", headers=table)

    assert status == 403


def test_what_is_signed_for_one_purpose_is_refused_for_another() -> None:
    given = Pass(team="t", kind=Kind.TABLE, given=1)
    signed = Seal(SECRET, "link").sign(given)

    assert Seal(SECRET, "link").read(signed, Pass) == given
    with pytest.raises(Forged):
        Seal(SECRET, "cookie").read(signed, Pass)


def test_a_signed_fact_of_the_wrong_shape_is_refused() -> None:
    class Other(Pass, frozen=True):
        more: int = 3

    signed = Seal(SECRET, "link").sign(Other(team="t", kind="owner", given=1))  # type: ignore[arg-type]

    with pytest.raises(Forged):
        Seal(SECRET, "link").read(signed, Pass)


def test_a_team_with_an_odd_name_has_a_cookie_of_its_own() -> None:
    names = {cookie_name(team) for team in ("a", "b", "å", "a;b=c")}

    assert len(names) == 4
    assert all(name.startswith("__Host-ordet-") and name.isascii() for name in names)


def test_the_door_refuses_with_a_sentence() -> None:
    with pytest.raises(Refused) as refused:
        DOOR.read_link("nonsense")

    assert refused.value.sentence == "err.link"


async def test_a_browser_that_is_not_asked_for_a_link_may_look_at_health(public: House) -> None:
    async with ClientSession(base_url=public.url) as probe, probe.get("/healthz") as response:
        assert response.status == 200
