"""Teams for the bench: five people in a learning circle, in the middle of a round."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bench.asking import ROUND
from bench.processes import HOME
from circle.events import Event, Spoke, WentBack, WentOn
from circle.guide import Guide, Pattern
from circle.household import Started, happen
from circle.papers import Papers
from circle.people import Member, Role, Seat, Team
from circle.scaling import plan_of
from circle.turns import takes_turns
from storage.disk import Disk
from storage.embedded import EmbeddedStore
from storage.guides import read_guides
from storage.papers import PaperCodec

NAMES = ("Anna", "Bo", "Carla", "Ditte", "Emil")
GUIDE = "laeringscirkel"
QUESTION = "Hvordan får vi flere af børnene med i fællesskabet om formiddagen?"
UNSAFE = Disk(fsync=lambda _: None)
"""A disk that never waits, to furnish a folder with."""


def now() -> datetime:
    return datetime.now(UTC)


def team_id(number: int) -> str:
    return f"team-{number:06}"


def team_of(number: int) -> Team:
    """A team of five at the table."""
    id = team_id(number)
    members = tuple(Member(f"table:{id}:{n}", name) for n, name in enumerate(NAMES))
    return Team(
        id=id, name=f"Team {number}", tenant="table", language="da",
        zone="Europe/Copenhagen", members=members,
    )  # fmt: skip


def guides() -> dict[str, Guide]:
    return dict(read_guides(HOME / "guides"))


def circle_of(number: int, guide: Guide, at: datetime, minutes: int = 45) -> Papers:
    """The papers of a team whose circle has just come to its first round."""
    team = team_of(number)
    papers = begun(Papers(team=team), guide, at, minutes)
    while papers.circle and not (
        papers.circle.phase.pattern is Pattern.ROUND and takes_turns(papers.circle)
    ):
        papers, _ = happen(papers, _press(WentOn, papers, at))
    return papers


def begun(papers: Papers, guide: Guide, at: datetime, minutes: int) -> Papers:
    """The papers with a circle that begins now; the first member facilitates, the second brings."""
    roles = {0: (Role.FACILITATOR,), 1: (Role.OWNER,)}
    seats = tuple(
        Seat(person=m.person, name=m.name, roles=roles.get(n, ()))
        for n, m in enumerate(papers.team.members)
    )
    started = Started(
        at=at, circle=f"c{papers.team.id[5:]}", question=QUESTION,
        plan=plan_of(guide, minutes, papers.team.language), seats=seats, begins=at,
    )  # fmt: skip
    return happen(papers, started)[0]


def _press(
    kind: type[Spoke] | type[WentOn] | type[WentBack], papers: Papers, at: datetime
) -> Event:
    circle = papers.circle
    assert circle is not None
    facilitator = circle.facilitator or circle.seats[0]
    who = circle.speaking if kind is Spoke and circle.speaking else facilitator.person
    return kind(at=at, who=who, circle=circle.id, turn=circle.course.turn)


def turns_of(papers: Papers, at: datetime) -> Iterator[Papers]:
    """The papers after each turn of a circle that goes round for ever."""
    kinds: Sequence[type[Spoke] | type[WentBack]] = [
        Spoke if verb == "done" else WentBack for verb in ROUND
    ]
    while True:
        for kind in kinds:
            before = papers
            papers, _ = happen(papers, _press(kind, papers, at))
            assert papers is not before
            yield papers


def furnish(folder: Path, teams: Sequence[Papers]) -> None:
    """Put these teams into a folder, each in a file of its own, as after a clean stop."""
    asyncio.run(_furnish(folder, teams))


async def _furnish(folder: Path, teams: Sequence[Papers]) -> None:
    store = EmbeddedStore(folder, PaperCodec(), disk=UNSAFE)
    for papers in teams:
        async with store.open(papers.team.id) as desk:
            await desk.keep(papers)
    await store.close()


def circles(count: int, at: datetime | None = None) -> list[Papers]:
    """So many teams, all in the middle of a circle that began now, or at another time."""
    first = circle_of(1, guides()[GUIDE], at or now())
    assert first.circle is not None
    return [_as(first, number) for number in range(1, count + 1)]


def _as(papers: Papers, number: int) -> Papers:
    """The same papers for another team."""
    team, circle = team_of(number), papers.circle
    assert circle is not None
    seats = tuple(
        replace(seat, person=member.person)
        for seat, member in zip(circle.seats, team.members, strict=True)
    )
    moved = replace(circle, id=f"c{team.id[5:]}", team=team.id, seats=seats)
    return replace(papers, team=team, circle=moved)
