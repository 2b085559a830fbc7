"""What a chat draws: the running card, for all or for one; notices; what is left of a circle."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Protocol

from cards.form import Form
from cards.render import Card, Cards, View
from circle.closing import Summary
from circle.notices import CircleIsOver, Notice
from circle.papers import Papers
from circle.people import PersonId, Team
from circle.positions import position_of
from circle.state import Circle, Part
from dialogs.ports import Links
from locales import words_in

Summaries = Callable[[str], Awaitable[tuple[Summary, ...]]]


class Known(Protocol):
    """A person, as an address book knows them. `known_as` is what the chat calls them."""

    @property
    def known_as(self) -> str:
        """Their id for the bot."""

    def is_shut(self, at: datetime) -> bool:
        """Whether there is no use in writing to them in private."""


class People(Protocol):
    """An address book."""

    async def contact(self, person: PersonId) -> Known | None:
        """A person, if we have met them."""


class Painter:
    """Draws the cards of one chat. `own_views` says that it asks for each facilitator's view."""

    def __init__(
        self,
        channel: str,
        cards: Cards,
        people: People,
        links: Links | None,
        summaries: Summaries,
        now: Callable[[], datetime],
        own_views: bool = False,
    ) -> None:
        self.cards, self._channel, self._own_views = cards, channel, own_views
        self._people, self._links, self._summaries, self._now = people, links, summaries, now

    async def picture(
        self, papers: Papers, circle: Circle, who: PersonId = "", told: str = ""
    ) -> Card:
        """The running card, for everybody or as one person sees it."""
        view = View.FACILITATOR if who and circle.facilitates(who) else View.DEVICE
        now = self._now()
        return self.cards.picture(
            papers,
            circle,
            view,
            now,
            channel=self._channel,
            screen=self._links.screen(papers, circle.pressed) if self._links else "",
            viewers=await self._viewers(circle) if self._own_views else (),
            mine=await self._somebody_is_shut(circle, now),
            told=told,
        )

    def form(self, form: Form, team: Team, more: Mapping[str, str] | None = None) -> Card:
        """A form as a dialog, or what the chat has in its place; `more` goes back with it."""
        words, data = words_in(team.language), {"team": team.id, **(more or {})}
        return self.cards.form(form, words, channel=self._channel, data=data)

    def own_words(self, circle: Circle, who: PersonId) -> str:
        """What one person would have been told in private, had they a private chat."""
        number = circle.seat_of(who)
        if number is None:
            return ""
        words, seat = words_in(circle.language), circle.seats[number]
        if number == circle.next_up and circle.course.part is Part.WORD:
            return words("run.soon")
        return f"{seat.name}: {words(f'position.{position_of(circle, number)}')}"

    async def kept(self, papers: Papers, circle: str) -> Card:
        """The card of a circle that is over: what was kept of it, or that it is over."""
        for summary in reversed(await self._summaries(papers.team.id)):
            if summary.id == circle:
                return self.cards.kept(papers, summary, self._now(), channel=self._channel)
        return self.notice(CircleIsOver(), papers)

    def notice(
        self,
        notice: Notice,
        papers: Papers,
        circle: Circle | None = None,
        call: str = "",
        above: str = "",
    ) -> Card:
        """A notice as a card; `call` is what a command is written after in this place."""
        return self.cards.notice(notice, papers, self._now(), self._channel, circle, call, above)

    def is_line(self, kind: type[Notice]) -> bool:
        """Whether a notice is one line of text in this chat, and no card."""
        return self.cards.is_line(kind, self._channel)

    def said(self, notice: Notice, papers: Papers, circle: Circle | None = None) -> str:
        """A notice in plain words."""
        return self.cards.said(notice, papers, self._now(), circle, chat=True)

    async def _viewers(self, circle: Circle) -> tuple[str, ...]:
        """Whose clients ask for a view of their own: those who facilitate."""
        found = []
        for seat in circle.seats:
            if seat.here and circle.facilitates(seat.person):
                contact = await self._people.contact(seat.person)
                found += [contact.known_as] if contact else []
        return tuple(found)

    async def _somebody_is_shut(self, circle: Circle, now: datetime) -> bool:
        """Whether somebody here cannot be told in private what is theirs."""
        for seat in circle.seats:
            if seat.here:
                contact = await self._people.contact(seat.person)
                if contact is None or contact.is_shut(now):
                    return True
        return False
