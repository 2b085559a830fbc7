"""Ordet in Teams, running: teams at home in channels, each in a circle, and its address book."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from bench.keys import APP_ID, APP_PASSWORD, TENANT
from bench.microsoft import OPENID, object_id, user_id
from bench.people import UNSAFE, circles, furnish, now
from bench.processes import BOT, SERVED, folder, free_port, running
from bench.teams_asking import BOT_ID, Talk, channel, chat, message
from bench.teams_servers import (
    UNWATCHED,
    Fakes,
    Server,
    exchange,
    until_heard,
    until_posted,
    watched,
)
from channels.teams.book import Contact, Entry, book_codec, key_of, person_id
from channels.teams.book import Talk as Known
from circle.papers import Papers
from circle.people import Place
from storage.embedded import EmbeddedStore

T = TypeVar("T")
SECRET = "a secret of the bench, longer than it need be"
BOOK = "teams.book"
"""Where the bot keeps its address book, beside its teams."""


@contextmanager
def ordet_teams(around: Fakes, crowd: int, seen: Path = UNWATCHED) -> Iterator[Server | None]:
    """Ordet with so many teams for messages and as many whose cards are pressed, and some more."""
    with folder() as place:
        data, port = place / "data", free_port()
        talks = furnish_teams(data, around, crowd)
        arguments = watched(BOT, seen) or [BOT]
        with running(arguments, SERVED, settings_of(around, data, port)) as child:
            if not until_heard(child, port):
                print("Ordet is left out: it does not start with the settings for Teams.")
                yield None
                return
            if trouble := trouble_with(port, talks[0], around):
                print(f"Ordet is left out: {trouble}", flush=True)
                yield None
                return
            yield Server(port, child, *shared_out(talks, crowd))


def trouble_with(port: int, talk: Talk, around: Fakes) -> str:
    """What is wrong with the answer to a first message, if anything is."""
    token = around.keys.token(around.service_url)
    answer = exchange(port, message(port, talk, around.service_url, token))
    if not answer.startswith(b"HTTP/1.1 20"):
        status = answer.partition(b"\r\n")[0].decode()
        return f"it answers a message in Teams with {status}."
    if not until_posted(around, talk):
        return "its card does not reach the connector."
    return ""


def settings_of(around: Fakes, data: Path, port: int) -> dict[str, str]:
    """Ordet as an operator sets it up, with this machine in Microsoft's place."""
    return {
        **around.keys.trusted,
        "ORDET_PUBLIC_URL": "https://ordet.example",
        "ORDET_SECRET": SECRET,
        "ORDET_DATA": str(data),
        "ORDET_PORT": str(port),
        "ORDET_LOG": "warning",
        "APP_ID": APP_ID,
        "APP_PASSWORD": APP_PASSWORD,
        "APP_TYPE": "SingleTenant",
        "APP_TENANTID": TENANT,
        "TEAMS_LOGIN_URL": around.tls_base,
        "TEAMS_OPENID_URL": around.base + OPENID,
        "TEAMS_SERVICE_HOSTS": f"127.0.0.1:{around.port},127.0.0.1:{around.tls_port}",
        "TEAMS_RATE": "100000",
    }


def furnish_teams(data: Path, around: Fakes, crowd: int) -> list[Talk]:
    """Put teams into a folder, and their addresses beside them; a talk for each of them."""
    nothing_is_due = now() + timedelta(hours=1)
    circling = circles(2 * crowd + 2 * (crowd // 2), nothing_is_due)
    teams = [at_home(papers, number) for number, papers in enumerate(circling)]
    posts, presses, tls, alone = shared_out(teams, crowd)
    teams = [*posts, *presses, *tls, *map(homeless, alone)]
    furnish(data, teams)
    entries: list[Entry] = []
    for number, papers in enumerate(teams):
        over_tls = 0 <= number - 2 * crowd < crowd // 2
        url = around.tls_service_url if over_tls else around.service_url
        entries += entries_of(papers, number, url)
    asyncio.run(_furnish_book(data / BOOK, entries))
    return [talk_of(papers, number) for number, papers in enumerate(teams)]


def shared_out(all_of_them: list[T], crowd: int) -> Iterator[list[T]]:
    """Those for messages, those to be pressed, those over TLS, and those to be pressed alone."""
    begins = 0
    for many in (crowd, crowd, crowd // 2, crowd // 2):
        yield all_of_them[begins : begins + many]
        begins += many


def homeless(papers: Papers) -> Papers:
    """The same team without a channel: a press is answered, and no line or card is posted."""
    return replace(papers, team=replace(papers.team, home=None))


async def _furnish_book(place: Path, entries: list[Entry]) -> None:
    store: EmbeddedStore[Entry] = EmbeddedStore(place, book_codec(), disk=UNSAFE)
    for entry in entries:
        async with store.open(key_of(entry)) as desk:
            await desk.keep(entry)
    await store.close()


def at_home(papers: Papers, number: int) -> Papers:
    """The same team with its home in a channel of Teams, and people whom Entra knows."""
    assert papers.circle is not None
    home = Place("teams", TENANT, channel(number))
    members = tuple(
        replace(member, person=person_id(TENANT, object_id(number, seat)))
        for seat, member in enumerate(papers.team.members)
    )
    seats = tuple(
        replace(seat, person=member.person)
        for seat, member in zip(papers.circle.seats, members, strict=True)
    )
    team = replace(papers.team, tenant=TENANT, home=home, members=members)
    return replace(papers, team=team, circle=replace(papers.circle, seats=seats))


def entries_of(papers: Papers, number: int, url: str) -> list[Entry]:
    """The channel of a team and its people with their private chats, as the bot has met them."""
    place = channel(number)
    known = Known(TENANT, place, "channel", url, BOT_ID, team=papers.team.id, group=place)
    people = [
        Contact(member.person, TENANT, user_id(number, seat), url, BOT_ID, chat=chat(number, seat))
        for seat, member in enumerate(papers.team.members)
    ]
    return [known, *people]


def talk_of(papers: Papers, number: int) -> Talk:
    """The talk in a team's channel."""
    assert papers.circle is not None
    course = papers.circle.course
    return Talk(channel(number), number, papers.team.id, papers.circle.id, course.turn)
