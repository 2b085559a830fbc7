"""A conversation in a chat that we made up: everything goes through the outbox, people have
private chats, and cards are their text fallbacks. It stands for Teams and Slack until they come."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from cards.render import Cards, View
from circle.notices import Private
from circle.papers import Papers, Promise
from circle.people import Place, Team
from dialogs.ports import Channel, Reply, Unreachable
from tests.conversations.between import FORMS
from tests.conversations.clock import Clock
from tests.conversations.driver import TEAM, Driver, Shut
from tests.conversations.telling import Deed
from tests.conversations.values import form_values, person, press_values

CARDS = Cards()


class Room:
    """The chat: it remembers what was shown since somebody last looked."""

    repeats = False

    def __init__(self, clock: Clock, shut: Callable[[], Shut | None]) -> None:
        self._clock, self._shut = clock, shut
        self._last: dict[str, str] = {}
        self.shown: list[str] = []

    async def show(self, promise: Promise, papers: Papers) -> None:
        """Write down the text of the card, or take nothing."""
        to = promise.notice.to if isinstance(promise.notice, Private) else ""
        if self._shut() is Shut.PLACE and not to:
            raise Unreachable("413 RequestEntityTooLarge")
        if self._shut() is Shut.BO and to == papers.team.members[1].person:
            raise Unreachable("no private chat")
        circle = papers.find(promise.circle)
        if promise.notice is not None:
            text = CARDS.notice(promise.notice, papers, self._clock(), "text", circle).text
            self.shown.append(f"> {_addressed(promise, papers)}{text}")
        elif circle is not None:
            text = CARDS.picture(papers, circle, View.DEVICE, self._clock(), "text").text
            if self._last.get(circle.id) != text:
                self._last[circle.id] = text
                self.shown.append(f"= {text}")


def _addressed(promise: Promise, papers: Papers) -> str:
    if not isinstance(promise.notice, Private):
        return ""
    table = ", table: facilitator" if promise.notice.at_table else ""
    who = promise.notice.to
    seats = papers.shown.seats if papers.shown else ()
    known = [s.name for s in seats if s.person == who] + [papers.team.name_of(who) or who]
    return f"(to {known[0]}{table}) "


class ChatDriver(Driver):
    """Holds a told conversation in the room."""

    room: Room | None = None

    def channels(self) -> dict[str, Channel]:
        self.room = self.room or Room(self.clock, lambda: self.shut)
        return {"chat": self.room}

    async def listen(self) -> None:
        """The room hears everything."""

    def at_home(self, team: Team) -> Team:
        return replace(team, home=Place("chat", "tenant", "room"))

    def expected(self, shown: list[str]) -> list[str]:
        return shown

    async def news(self) -> list[str]:
        assert self.room is not None
        shown, self.room.shown = self.room.shown, []
        return shown

    async def act(self, deed: Deed) -> list[str]:
        reply = await self._reply(deed, await self.papers())
        return [f"> (only {deed.who}) {text}" for text in self._told(reply)]

    async def _reply(self, deed: Deed, papers: Papers) -> Reply:
        at = self.clock()
        if deed.verb == "ask":
            who = person(papers, deed.who)
            return await self.conversation.command(TEAM, deed.parts["words"], at, who)
        if deed.verb in {"start", "step", "text", *FORMS}:
            form, values = form_values(deed, papers, self.today())
            who = person(papers, deed.who) if deed.verb in FORMS else ""
            return await self.conversation.submit(TEAM, form, values, at, who=who)
        pressed = press_values(deed, papers, self.seen(deed), at)
        return await self.conversation.press(TEAM, pressed, at)

    def _told(self, reply: Reply) -> Iterator[str]:
        for answer in reply.answers:
            assert reply.papers is not None
            yield CARDS.notice(answer, reply.papers, self.clock(), "text").text
        if reply.form is not None and not reply.answers:
            fields = [field for section in reply.form.sections for field in section.fields]
            errors = [field.error for field in fields if field.error]
            yield " | ".join([f"[{reply.form.title}]", *errors])
