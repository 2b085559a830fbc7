"""A team's calendar: its meetings, nobody's name, and an address that can die."""

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from cards.render import Cards
from circle.between_events import FeedRenewed
from circle.happenings import MeetingMoved, MeetingSkipped
from circle.papers import Papers
from circle.rhythm import Weekday, Weekly
from dialogs.conversation import Conversation
from pages.app import Pages, make_app
from pages.doors import PublicDoor
from pages.feed import feed
from pages.links import PageLinks
from pages.screens import Screens
from storage.embedded import EmbeddedStore
from storage.papers import PaperCodec
from tests.circle.lives_between import DAY, MONDAY, Life, team_of

URL = "https://ordet.example"
SECRET = "x" * 40
TUESDAY = date(2026, 8, 11)


def read(content: bytes) -> list[dict[str, str]]:
    """The events of a calendar, as a reader of RFC 5545 finds them."""
    text = content.decode()
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = text.replace("\r\n ", "").rstrip("\r\n").split("\r\n")
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    events: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and name not in {"END", "BEGIN"}:
            assert name not in events[-1]
            events[-1][name] = value
    return events


@pytest.mark.parametrize("zone", ["Europe/Copenhagen", "Europe/Oslo", "UTC"])
def test_the_calendar_is_the_ledger(zone: str) -> None:
    life = Life.of(
        Weekly(Weekday.THURSDAY), datetime(2026, 8, 31, 6, tzinfo=UTC), team_of(zone=zone)
    )

    events = read(feed(life.papers, life.now))

    meetings = sorted(life.papers.between.meetings.values(), key=lambda each: each.begins)
    stamps = [datetime.strptime(e["DTSTART"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) for e in events]
    assert stamps == [meeting.begins for meeting in meetings]
    assert len({event["UID"] for event in events}) == len(events)
    if zone != "UTC":  # the clocks go back between these two
        assert {stamp.hour for stamp in stamps} == {12, 13}


def test_a_moved_meeting_is_cancelled_where_it_was_and_stands_where_it_is() -> None:
    life = Life.of(now=MONDAY)
    before = {e["UID"]: e for e in read(feed(life.papers, life.now))}
    to = TUESDAY + DAY
    life.does(MeetingMoved, "Bo", series="circle", days=(TUESDAY,), to=to, clock=time(9))
    life.does(MeetingSkipped, "Bo", series="circle", days=(TUESDAY + 7 * DAY,))

    after = {e["UID"]: e for e in read(feed(life.papers, life.now))}

    old, new = (f"circle-{day.isoformat()}-team@ordet" for day in (TUESDAY, to))
    assert (before[old]["STATUS"], after[old]["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert int(after[old]["SEQUENCE"]) > int(before[old]["SEQUENCE"])
    assert (after[new]["STATUS"], after[new]["DTSTART"]) == ("CONFIRMED", "20260812T070000Z")


def test_the_number_of_a_meeting_never_goes_down() -> None:
    """A calendar that has seen a higher number keeps what it has."""
    life, seen = Life.of(now=MONDAY), list[tuple[str, str]]()

    def looks() -> None:
        event = next(e for e in read(feed(life.papers, life.now)) if e["UID"].startswith(UID))
        seen.append((event["SEQUENCE"], event["STATUS"]))

    UID = f"circle-{TUESDAY.isoformat()}"
    looks()
    life.does(MeetingMoved, "Bo", series="circle", days=(TUESDAY,), to=TUESDAY + DAY, clock=time(9))
    looks()
    back = TUESDAY + DAY
    life.does(MeetingMoved, "Bo", series="circle", days=(back,), to=TUESDAY, clock=time(14, 30))
    looks()

    assert seen == [("0", "CONFIRMED"), ("1", "CANCELLED"), ("2", "CONFIRMED")]


def test_a_calendar_names_nobody_and_says_nothing_of_the_circle() -> None:
    life = Life.of()
    life.holds_a_circle()
    text = feed(life.papers, life.now).decode()

    assert not re.search("Anna|Bo|Carl|Why|Try it", text)


def test_a_day_off_is_tentative_until_somebody_chooses() -> None:
    life = Life.of(Weekly(Weekday.THURSDAY), datetime(2027, 3, 1, 8, tzinfo=UTC))

    events = {e["DTSTART"][:8]: e["STATUS"] for e in read(feed(life.papers, life.now))}

    assert (events["20270318"], events["20270325"]) == ("CONFIRMED", "TENTATIVE")


async def house(folder: Path, papers: Papers) -> tuple[TestClient, Conversation, PageLinks]:  # type: ignore[type-arg]
    store: EmbeddedStore[Papers] = EmbeddedStore(folder, PaperCodec())
    async with store.open(papers.team.id) as desk:
        await desk.keep(papers)
    screens, door = Screens(cards := Cards()), PublicDoor(URL, SECRET)
    links = PageLinks(door, URL)
    conversation = Conversation(store, {"table": screens}, {}, links=links)
    pages = Pages(conversation, cards, screens, door, lambda: MONDAY, "UTC", "da")
    client = TestClient(TestServer(make_app(pages)))
    await client.start_server()
    return client, conversation, links


async def test_the_address_is_signed_and_an_old_one_dies(tmp_path: Path) -> None:
    life = Life.of()
    client, conversation, links = await house(tmp_path, life.papers)
    path = links.feed(life.papers).removeprefix(URL)

    first = await client.get(path)
    again = await client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    forged = await client.get(path.replace("/calendar/", "/calendar/x"))

    assert (first.status, first.content_type) == (200, "text/calendar")
    assert (again.status, forged.status) == (304, 404)
    assert len(read(await first.read())) == len(life.papers.between.meetings)
    await conversation.hear("team", FeedRenewed(at=MONDAY, who="Anna", feed=0))
    await conversation.hear("team", FeedRenewed(at=MONDAY, who="Anna", feed=0))
    papers = await conversation.papers("team")
    assert papers is not None
    assert (await client.get(path)).status == 410
    assert (await client.get(links.feed(papers).removeprefix(URL))).status == 200
    assert papers.between.rhythm.feed == 1
    await client.close()


async def test_a_link_to_the_table_opens_no_calendar(tmp_path: Path) -> None:
    client, _, links = await house(tmp_path, Life.of().papers)
    table = links.table(Life.of().papers, MONDAY + timedelta(seconds=1)).rpartition("/")[2]

    assert (await client.get(f"/calendar/{table}.ics")).status == 404
    await client.close()
