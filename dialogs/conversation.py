"""The one conversation: hear what happened, keep it, say what follows. The same in each channel."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import structlog

from circle.answers import CannotSave
from circle.calendar import Municipality
from circle.closing import Summary
from circle.events import Event, TimePassed
from circle.guide import Guide
from circle.household import NightFell, Started, happen
from circle.notices import Answer, CircleIsOver
from circle.papers import Asked, Papers, Promise, remember
from circle.people import PersonId, Place, Team
from dialogs import commands, forms
from dialogs.between.reading import shown
from dialogs.checks import CHECK, SealedChecks
from dialogs.errands import AtOnce, Runner
from dialogs.linking import Linking
from dialogs.night import kept_summaries, night
from dialogs.occasion import Occasion
from dialogs.occasioned import read_any_press
from dialogs.ports import Channel, Links, Reply
from dialogs.promises import (
    answers_in,
    asked_once,
    at_hand,
    promises_of,
    tidied,
    unchanged,
    with_promises,
)
from dialogs.sending import Sender
from storage.errors import CannotSave as DiskRefused
from storage.store import Store

log = structlog.get_logger()

AT_ONCE = 16
"""Teams that hear the clock together; with 64 a press in a burst waited 300 ms, with 16 50."""


class NoSuchTeam(Exception):
    """There is no team with this id."""


class Conversation:
    """Hears events and says notices. Every channel, page and tick goes through here."""

    def __init__(
        self,
        store: Store[Papers],
        channels: Mapping[str, Channel],
        guides: Mapping[str, Guide],
        errands: Runner | None = None,
        links: Links | None = None,
        now: Callable[[], datetime] | None = None,
        calendars: Mapping[str, Municipality] | None = None,
        linking: Linking | None = None,
        checks: SealedChecks | None = None,
    ) -> None:
        self.guides = guides
        self._calendars, self.linking = calendars or {}, linking or Linking()
        self._store, self._checks = store, checks
        self._errands = errands or AtOnce()
        self._links = links
        self._sender = Sender(store, channels, self._answered, now)

    async def hear(self, team: str, event: Event, key: str | None = None) -> Reply:
        """Let an event happen to a team: state, promises and seen key in one commit.

        What is returned has been kept. Hearing the same key twice is hearing it once. Raises
        NoSuchTeam, or the store's TeamClosed.
        """
        async with self._store.open(team) as desk:
            before = desk.papers
            if before is None:
                raise NoSuchTeam(team)
            if key is not None and key in before.seen:
                return Reply(papers=before, circle=before.shown)
            after, told = happen(at_hand(before), event)
            promises = promises_of(before, after, told, event.at)
            passing, lasting = self._sender.sorted(promises)
            after = with_promises(after, lasting)
            if isinstance(event, NightFell):
                after = tidied(after, event.at)
            if not unchanged(before, after):
                try:
                    if self._checks is not None:
                        await self._checks.open_new(before, after, told)
                    await desk.keep(remember(after, key, event.at))
                except DiskRefused:
                    return Reply(papers=before, answers=(CannotSave(),), circle=before.shown)
        return Reply(papers=after, answers=answers_in(told), circle=after.shown, announced=passing)

    async def say(self, team: str, at: datetime) -> None:
        """Show what is promised. It may fail, and is tried again."""
        await self._sender.say(team, at)

    async def press(
        self, team: str, values: Mapping[str, str], at: datetime, key: str | None = None
    ) -> Reply:
        """A button was pressed: read it, hear it, say what follows."""
        occasion = await self._occasion(team, at, values.get("who", ""))
        papers = occasion.papers
        event = read_any_press(occasion, values)
        if isinstance(event, Answer):
            return Reply(papers=papers, answers=(event,), circle=papers.shown)
        if isinstance(event, Started):
            return await self._start(team, event)
        return await self.happens(team, event, key)

    async def open(
        self, team: str, form: str, asked: Mapping[str, str], at: datetime, who: PersonId = ""
    ) -> Reply:
        """Open a form. Opening changes nothing. `who` opens it, where the channel knows that."""
        values = {name: (value,) for name, value in asked.items()}
        occasion = await self._occasion(team, at, who)
        if form == CHECK and self._checks is not None:
            return shown(occasion, self._checks.form(occasion, values))
        if form in forms.OF_SUMMARIES:
            occasion = replace(occasion, summaries=await self.summaries(team))
        return forms.open_form(occasion, form, values)

    async def submit(
        self,
        team: str,
        form: str,
        values: Mapping[str, Sequence[str]],
        at: datetime,
        key: str | None = None,
        who: PersonId = "",
    ) -> Reply:
        """A form came back: an ordinary event, or the form again with what it needs."""
        occasion = await self._occasion(team, at, who)
        if form == CHECK and self._checks is not None:
            return await self._checks.answer(occasion, values)
        read = forms.read_form(occasion, form, values)
        if isinstance(read, Reply):
            return read
        if isinstance(read, Started):
            return await self._start(team, read)
        return await self.happens(team, read, key)

    async def _start(self, team: str, started: Started) -> Reply:
        """A form starts its circle once, however often it is sent."""
        if any(summary.id == started.circle for summary in await self.summaries(team)):
            return Reply(papers=await self.papers(team), answers=(CircleIsOver(),))
        return await self.happens(team, started, f"start {started.circle}")

    async def command(self, team: str, text: str, at: datetime, who: PersonId = "") -> Reply:
        """Somebody wrote to the bot; `who`, where the channel knows that."""
        return commands.answer(commands.read_command(text), await self._occasion(team, at, who))

    async def ask(
        self, team: str, asked: Asked, place: Place, thread: str, at: datetime, key: str
    ) -> bool:
        """Somebody wrote to the bot in a chat: the answer is promised in one commit with its key.

        False where it was heard before under the same key. Raises the store's CannotSave.
        """
        async with self._store.open(team) as desk:
            if desk.papers is None:
                raise NoSuchTeam(team)
            papers = asked_once(desk.papers, asked, place, thread, at, key)
            if papers is None:
                return False
            await desk.keep(at_hand(papers))
        await self._errands.send(f"say {team}", self.say(team, at))
        return True

    def answer(self, asked: Asked, papers: Papers, at: datetime) -> Answer:
        """The answer to a command in a chat, as things are now."""
        return commands.spoken_answer(asked.command, self.seen_by(papers, at, asked.who))

    async def found(self, team: Team) -> Papers:
        """A team is made, once; again gives it as it is. Raises the store's CannotSave."""
        async with self._store.open(team.id) as desk:
            if desk.papers is None:
                await desk.keep(Papers(team=team))
            assert desk.papers is not None
            return desk.papers

    async def papers(self, team: str) -> Papers | None:
        """The team's papers as they are."""
        return await self._store.read(team)

    async def teams(self) -> tuple[Team, ...]:
        """All teams that can be opened, by name."""
        found = [await self._store.read(id) for id in await self._store.teams()]
        return tuple(sorted((p.team for p in found if p), key=lambda team: team.name.casefold()))

    async def tick(self, at: datetime) -> None:
        """The clock moved on: each team that is due hears it, and says what is promised.

        Teams hear it many at a time, so that their commits share the disk's time.
        """
        due = await self._store.due(at)
        for first in range(0, len(due), AT_ONCE):
            together = due[first : first + AT_ONCE]
            await asyncio.gather(*(self._hear_clock(team, at) for team in together))

    async def keep_house(self, at: datetime) -> None:
        """Delete what has lived as long as was promised, and let nothing of it remain on disk."""
        if self._checks is not None:
            await self._checks.sweep(self._store)
        await night(self._store, self.hear, self._calendars, at)

    async def summaries(self, team: str) -> tuple[Summary, ...]:
        """What the team has kept, oldest first."""
        return await kept_summaries(self._store, team)

    async def _hear_clock(self, team: str, at: datetime) -> None:
        """One team's trouble is not another's."""
        try:
            papers = await self.papers(team)
            if papers is not None and papers.between.checks.open and self._checks is not None:
                await self._checks.close_due(papers, at, self.happens)
            await self.happens(team, TimePassed(at=at), None)
        except Exception as error:
            log.error("tick_failed", team=team, error=type(error).__name__)

    async def happens(self, team: str, event: Event, key: str | None) -> Reply:
        """Something happened to a team: it is heard and kept, and what follows is said."""
        reply = await self.hear(team, event, key)
        if reply.papers is not None:
            await self._sender.announce(reply.papers, reply.announced)
            if reply.papers.waiting:
                await self._errands.send(f"say {team}", self.say(team, event.at))
        return reply

    async def _occasion(self, team: str, at: datetime, who: PersonId = "") -> Occasion:
        papers = await self.papers(team)
        if papers is None:
            raise NoSuchTeam(team)
        return self.seen_by(papers, at, who)

    def seen_by(self, papers: Papers, at: datetime, who: PersonId) -> Occasion:
        """A team at one moment, as one person sees it."""
        resource = self.linking.resource_of(papers.team)
        return Occasion(papers, self.guides, at, who, self._links, self._calendars, resource)

    def _answered(self, promise: Promise, papers: Papers, at: datetime) -> Promise:
        """A promise to answer a command, with the answer as it is now."""
        asked = promise.asked
        return replace(promise, notice=self.answer(asked, papers, at)) if asked else promise
