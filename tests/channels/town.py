"""Several teams in two tenants, whose circles go on while the connector does what it likes."""

from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from cards.render import Cards
from channels.painting import Painter
from channels.teams.book import Book, Contact, Talk
from channels.teams.channel import TeamsChannel
from channels.teams.connector import Connector
from channels.teams.pace import Pace
from channels.teams.token import NoTokens, Tokens
from circle.papers import Delivery, Papers, Promise
from circle.people import Member, Place, Team
from dialogs.conversation import Conversation
from dialogs.deliveries import is_shared_card
from dialogs.night import kept_summaries
from dialogs.sending import IN_DOUBT, lane_of
from pages.doors import LocalDoor
from pages.links import PageLinks
from storage.embedded import EmbeddedStore
from storage.guides import read_guides
from storage.papers import PaperCodec
from tests.channels.fake_teams import BOT
from tests.channels.wire import Time, Watched, Wire, name_of
from tests.storage.child import UNSYNCED

GUIDES = read_guides(Path(__file__).parents[2] / "guides")
CARDS = Cards()
RATE = 40
TENANTS = ("north.example", "south.example")
NAMES = ("Anna", "Bo", "Clara")


class Watching:
    """A store that tells what it has kept."""

    def __init__(self, store: EmbeddedStore[Papers], note: Callable[[Papers], None]) -> None:
        self._store, self._note = store, note

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    @asynccontextmanager
    async def open(self, team: str) -> AsyncIterator[Any]:
        """A desk that does."""
        async with self._store.open(team) as desk:
            yield Desk(desk, self._note)


class Desk:
    """One team's papers, while somebody has them."""

    def __init__(self, desk: Any, note: Callable[[Papers], None]) -> None:
        self.papers, self._desk, self._note = desk.papers, desk, note

    async def keep(self, papers: Papers) -> None:
        """Keep them, and tell."""
        await self._desk.keep(papers)
        self.papers = papers
        self._note(papers)


class Town:
    """The bot, and how its teams get on."""

    def __init__(self, folder: Path, time: Time, wire: Wire, tokens: Tokens | None = None) -> None:
        self.folder, self.time, self.wire = folder, time, wire
        self._tokens = tokens or NoTokens()
        self.ids: list[str] = []
        self.promised: dict[str, Promise] = {}
        """Everything that was promised, in order."""
        self.wake()

    def wake(self) -> None:
        """Start the bot on its folder."""
        self.store: EmbeddedStore[Papers] = EmbeddedStore(
            self.folder / "data", PaperCodec(), disk=UNSYNCED
        )
        self.book = Book(self.folder / "book")
        now, links = self.time.now, PageLinks(LocalDoor(), "http://127.0.0.1:3978")
        pace = Pace(RATE, self.time, self.time.sleep)
        connector = Connector(self.wire, self._tokens, pace, now)  # type: ignore[arg-type]

        async def summaries(team: str) -> Any:
            return await kept_summaries(self.store, team)

        painter = Painter("teams", CARDS, self.book, links, summaries, now, own_views=True)
        channel = Watched(TeamsChannel(connector, self.book, painter, now))
        store = Watching(self.store, self._note)
        self.conversation = Conversation(store, {"teams": channel}, GUIDES, now=now)  # type: ignore[arg-type]

    def _note(self, papers: Papers) -> None:
        """What a commit promises."""
        for promise in papers.promises.values():
            self.promised.setdefault(name_of(promise), promise)

    async def sleep(self) -> None:
        """Stop the bot."""
        await self.store.close()
        await self.book.close()

    async def settle(self, count: int) -> None:
        """So many teams move in; every second person has no private chat yet."""
        for number in range(count):
            tenant, id = TENANTS[number % 2], f"team-{number}"
            place = Place("teams", tenant, f"19:{id}@thread.tacv2")
            url = f"http://{tenant}"
            kind = "channel" if number % 3 else "groupChat"
            await self.book.write(Talk(tenant, place.conversation, kind, url, BOT, team=id))
            for each, _ in enumerate(NAMES):
                known = f"29:{id}-{each}"
                chat = f"a:{known}" if each % 2 else ""
                person = f"teams:{tenant}:{id}-{each}"
                await self.book.write(Contact(person, tenant, known, url, BOT, chat))
            members = tuple(
                Member(f"teams:{tenant}:{id}-{n}", name) for n, name in enumerate(NAMES)
            )
            team = Team(id, f"Team {number}", tenant, "da", "Europe/Copenhagen", members, place)
            await self.conversation.found(team)
            self.ids.append(id)

    async def start(self, team: str) -> None:
        """A circle begins."""
        papers = await self.papers(team)
        anna, bo, clara = (member.person for member in papers.team.members)
        values = {
            "circle": [f"c-{team}"],
            "question": ["Hvad virker?"],
            "guide": ["laeringscirkel"],
            "minutes": ["25"],
            "present": [anna, bo, clara],
            "facilitator": [anna],
            "owner": [bo],
        }
        await self.conversation.submit(team, "start", values, self.time.now(), who=anna)

    async def go_on(self, team: str, verb: str = "go_on") -> None:
        """The facilitator goes on, never twice in the same moment."""
        self.time.seconds += 0.001
        papers = await self.papers(team)
        if papers.circle is None or papers.circle.facilitator is None:
            return
        values = {
            "verb": verb,
            "circle": papers.circle.id,
            "turn": str(papers.circle.course.turn),
            "who": papers.circle.facilitator.person,
        }
        await self.conversation.press(team, values, self.time.now())

    async def pass_time(self, seconds: int) -> None:
        """The clock ticks, each second or whenever something is due."""
        until = self.time() + seconds
        while self.time() < until:
            self.time.seconds += 1
            await self.conversation.tick(self.time.now())

    async def drained(self, each: float = 1.0) -> None:
        """The clock ticks until nothing waits any more; for hours if it must be."""
        for _ in range(2000):
            waiting = [p for id in self.ids for p in (await self.papers(id)).waiting]
            if not waiting:
                return
            self.time.seconds += each
            await self.conversation.tick(self.time.now())
        raise AssertionError(f"{len(waiting)} wait for ever: {waiting[0]}")

    async def papers(self, team: str) -> Papers:
        """A team's papers."""
        papers = await self.conversation.papers(team)
        assert papers is not None
        return papers

    async def rows(self, team: str) -> list[Promise]:
        """Everything that a team was promised, with what became of it.

        What was shown leaves no trace in the papers.
        """
        known = {name_of(p): p for p in (await self.papers(team)).deliveries.values()}
        place = f"19:{team}@thread.tacv2"
        own = {n: p for n, p in self.promised.items() if p.place.conversation == place}
        return [known.get(n) or replace(p, delivery=Delivery.SENT) for n, p in own.items()]

    async def faults(self) -> list[str]:
        """What is not as it was promised."""
        taken = defaultdict(list)
        for number, asked in enumerate(self.wire.asked):
            if asked.taken and asked.method == "POST" and not asked.conversation.startswith("open"):
                taken[asked.promise].append(number)
        found = list(self.wire.wrong)
        for id in self.ids:
            rows = await self.rows(id)
            found += [why for p in rows for why in _wrong(p, taken)]
            found += list(_disorder(rows, taken))
        return found


def _wrong(promise: Promise, taken: Mapping[str, list[int]]) -> Iterator[str]:
    times = len(taken.get(name_of(promise), ()))
    doubtful = promise.reason == IN_DOUBT or promise.delivery is Delivery.DOUBT
    if times > 1 + (doubtful or is_shared_card(promise)):
        yield f"{promise.id} came {times} times and is {promise.delivery} ({promise.reason})"
    if promise.delivery in {Delivery.PENDING, Delivery.SENDING}:
        yield f"{promise.id} still waits"
    if promise.delivery is Delivery.DEAD and not promise.reason:
        yield f"{promise.id} is dead, and nobody knows why"
    changed = is_shared_card(promise) or bool(promise.message)
    if promise.delivery is Delivery.SENT and not times and not changed:
        yield f"{promise.id} never came"


def _disorder(rows: list[Promise], taken: Mapping[str, list[int]]) -> Iterator[str]:
    lanes = defaultdict(list)
    for promise in rows:
        came = taken.get(name_of(promise))
        if came and not is_shared_card(promise):
            lanes[lane_of(promise)].append(came[0])
    for lane, came_at in lanes.items():
        if came_at != sorted(came_at):
            yield f"out of order in {lane}"
