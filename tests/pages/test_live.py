"""The line to the browsers: the state at once, each change soon, and only the newest."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from aiohttp import ClientResponse

from cards.render import View
from circle.notices import NewFacilitator
from circle.papers import Promise
from circle.people import Place
from circle.whispers import SeatKept, TimeIsUp, YourWord
from pages import live
from pages.doors import Kind, PublicDoor
from tests.pages.house import CARDS, WORDS, House, open_house

SOON = 1.0


async def event(line: ClientResponse) -> dict[str, Any]:
    """The next event on the line, within a second."""
    async with asyncio.timeout(SOON):
        while True:
            raw = await line.content.readuntil(b"\n\n")
            if raw.startswith(b"data: "):
                return msgspec.json.decode(raw[6:])


@asynccontextmanager
async def line_to(house: House, team: str, view: str = "device") -> AsyncIterator[ClientResponse]:
    async with house.browser.get(f"/table/{team}/live?view={view}") as line:
        yield line


async def test_a_browser_sees_the_state_at_once(house: House) -> None:
    team = await house.team()
    await house.circle(team)

    async with line_to(house, team) as line:
        first = await event(line)

    assert line.content_type == "text/event-stream"
    assert first["page"] == "c1"
    assert "Anna</bdi>" in first["html"]
    assert first["title"] == WORDS("page.word", speaker="Anna")
    assert first["now"] == int(house.clock().timestamp() * 1000)


async def test_two_browsers_see_each_change_within_a_second(house: House) -> None:
    team = await house.team()
    await house.circle(team)

    async with line_to(house, team) as one, line_to(house, team, "screen") as two:
        await event(one)
        await event(two)
        await house.press(team, "done")
        seen = [await event(one), await event(two)]

    for each in seen:
        assert "Bo" not in each["title"] or "har ordet" in each["title"]
        assert each["said"]
    assert "<button" in seen[0]["html"]
    assert "<button" not in seen[1]["html"]


async def test_a_browser_without_a_circle_hears_that_one_began(house: House) -> None:
    team = await house.team()

    async with line_to(house, team) as line:
        first = await event(line)
        await house.circle(team)
        second = await event(line)

    assert first["page"] == ""
    assert second["page"] == "c1"


async def test_a_slow_browser_gets_only_the_newest(house: House) -> None:
    team = await house.team()
    await house.circle(team)

    with house.screens.watch(team, View.DEVICE) as slow:
        for verb in ("skip_phase", "done", "done", "done"):
            await house.press(team, verb)
        said = await slow.news(SOON)
        more = await slow.news(0.05)

    assert slow.papers == await house.papers(team)
    assert said is not None
    assert said.count("Ordet går videre") <= 3
    assert more is None


async def test_a_line_with_nothing_new_has_a_heart(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "BEAT", 0.01)
    team = await house.team()

    async with line_to(house, team) as line:
        await event(line)
        beat = await event(line)

    assert set(beat) == {"now"}


@pytest.mark.parametrize("by", ["beat", "change"])
async def test_a_line_ends_when_its_link_dies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    monkeypatch.setattr(live, "BEAT", 0.05 if by == "beat" else 60)
    door = PublicDoor("https://ordet.example", "s" * 32)
    async with open_house(tmp_path, door) as house:
        team = await house.team()
        link = door.link(team, Kind.SCREEN, house.clock())
        papers = await house.papers(team)
        worn = door.exchange(link.rsplit("/", 1)[1], papers, house.clock())
        headers = {"Cookie": f"{worn.name}={worn.value}"}
        path = f"/table/{team}/live?view=screen"

        async with house.browser.get(path, headers=headers) as line:
            first = await event(line)
            house.clock.on(days=8)
            if by == "change":
                await house.circle(team)
            async with asyncio.timeout(SOON):
                rest = await line.content.read()

    assert first["page"] == ""
    assert b"html" not in rest


async def test_nobody_asks_for_the_head_of_a_line_that_never_ends(house: House) -> None:
    team = await house.team()

    async with asyncio.timeout(SOON), house.browser.head(f"/table/{team}/live") as response:
        assert response.status == 405


async def test_a_browser_that_goes_is_forgotten(house: House) -> None:
    team = await house.team()
    async with line_to(house, team) as line:
        await event(line)
        watched = dict(house.screens._watchers)
    async with asyncio.timeout(SOON):
        while house.screens._watchers:
            await house.circle(team)
            await asyncio.sleep(0.01)

    assert team in watched
    assert not house.screens._watchers


async def test_a_word_to_one_person_reaches_only_the_facilitators_view(house: House) -> None:
    team = await house.team()
    papers = await house.circle(team)
    bo = papers.team.members[1].person
    place = Place("table", "table", team)
    promise = Promise("p", place, "c1", house.clock(), SeatKept(to=bo))

    with (
        house.screens.watch(team, View.FACILITATOR) as facilitator,
        house.screens.watch(team, View.SCREEN) as screen,
        house.screens.watch(team, View.DEVICE) as device,
    ):
        await house.screens.show(promise, papers)
        heard = [await each.news(0.05) for each in (facilitator, screen, device)]
        asides = house.screens.asides(papers)

    line = WORDS("say_to", name="Bo", text=WORDS("people.back"))
    assert heard == [line, None, ""]
    assert asides == (line,)


@pytest.mark.parametrize("kind", [YourWord, TimeIsUp])
async def test_a_word_about_a_person_is_not_shown_at_the_table(house: House, kind: Any) -> None:
    team = await house.team()
    papers = await house.circle(team)
    facts = {"seconds": 60} if kind is YourWord else {}
    notice = kind(to=papers.team.members[1].person, **facts)
    promise = Promise("p", Place("table", "table", team), "c1", house.clock(), notice)

    with house.screens.watch(team, View.FACILITATOR) as facilitator:
        await house.screens.show(promise, papers)
        heard = await facilitator.news(0.05)

    assert heard is None


async def test_what_the_facilitator_should_say_is_gone_when_the_circle_has_moved_on(
    house: House,
) -> None:
    team = await house.team()
    papers = await house.circle(team)
    bo = papers.team.members[1].person
    promise = Promise("p", Place("table", "table", team), "c1", house.clock(), SeatKept(to=bo))
    await house.screens.show(promise, papers)

    _, before = await house.get(f"/table/{team}/facilitator")
    await house.press(team, "done")
    _, after = await house.get(f"/table/{team}/facilitator")

    assert "Sig til Bo" in before
    assert "Sig til Bo" not in after


async def test_a_circle_in_a_chat_shows_here_too(house: House) -> None:
    team = await house.team()
    papers = await house.circle(team)
    notice = NewFacilitator(person=papers.team.members[2].person)
    promise = Promise("p", Place("table", "elsewhere", team), "c1", house.clock(), notice)

    async with line_to(house, team, "screen") as line:
        await event(line)
        await house.screens.show(promise, papers)
        told = await event(line)

    assert told["said"] == CARDS.notice(notice, papers, house.clock()).text
    assert told["said"] == WORDS("people.tookover", name="Cecilie")


async def test_the_picture_is_painted_once_for_all_who_look(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = await house.team()
    await house.circle(team)
    painted = []
    picture = CARDS.picture

    def counted(*words: Any, **more: Any) -> Any:
        painted.append(words)
        return picture(*words, **more)

    monkeypatch.setattr(CARDS, "picture", counted)
    for _ in range(3):
        await house.get(f"/table/{team}")
    house.clock.on(seconds=31)
    await house.get(f"/table/{team}")

    assert len(painted) == 2


async def test_when_the_server_stops_every_line_is_closed(house: House) -> None:
    team = await house.team()

    async with line_to(house, team) as line:
        await event(line)
        house.screens.close()
        async with asyncio.timeout(SOON):
            rest = await line.content.read()

    assert rest.count(b"data: ") <= 1
