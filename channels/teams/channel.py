"""Teams as a channel: promised notices become lines, cards and private words."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import msgspec

from cards.render import Card
from channels.calling import SIGN, is_for_one, signed, speaker_in
from channels.painting import Painter
from channels.teams.activity import base_of
from channels.teams.book import Book, Contact, Talk
from channels.teams.connector import Connector, NoSuchMessage, Service
from channels.teams.writing import card_message, chat_with, text_message
from circle.answers import RunsElsewhere
from circle.notices import Answer, Notice, Private
from circle.papers import Papers, Promise
from circle.people import PersonId
from circle.state import Circle
from dialogs.deliveries import is_shared_card
from dialogs.ports import Doubtful, Receipt, Unreachable

MOST_BELOW = 10
"""Lines below a card in a group chat, which has no threads, until the card is posted anew."""

SHUT_FOR = timedelta(days=7)
"""How long we believe that somebody has no private chat with us."""

NO_CARD = "no card"
USUAL_NAME = "Ordet"


class TeamsChannel:
    """Shows promises in Teams."""

    repeats = False

    def __init__(
        self, connector: Connector, book: Book, painter: Painter, now: Callable[[], datetime]
    ) -> None:
        self._connector, self._book, self._painter, self._now = connector, book, painter, now

    async def show(self, promise: Promise, papers: Papers) -> Receipt | None:
        """Show one promise. Raises NotShown, Doubtful or Unreachable."""
        if isinstance(promise.notice, Private):
            return await self._whisper(promise.notice.to, promise.notice, promise, papers)
        private = promise.asked and (promise.asked.alone or is_for_one(promise.notice))
        if private and promise.asked and promise.notice:
            return await self._whisper(promise.asked.who, promise.notice, promise, papers)
        talk = await self._talk(promise)
        try:
            if is_shared_card(promise):
                return await self._card(talk, promise, papers)
            if promise.message:
                await self._old_card(talk, promise, papers)
                return None
            return await self._line(talk, promise, papers)
        except Unreachable as error:
            reason = str(error)
            if reason.startswith(("403", "404")):
                await self._book.change(talk, lambda t: msgspec.structs.replace(t, gone=reason))
            raise

    async def tell(self, talk: Talk, thread: str, card: Card, bulk: bool = False) -> str:
        """A card outside of any team's papers; its id. Raises NotShown, Doubtful or Unreachable."""
        body = card_message(card, talk.bot)
        return await self._connector.post(_service(talk), thread, body, bulk)

    async def change(self, talk: Talk, message: str, card: Card) -> None:
        """Such a card becomes another. Raises NotShown or Unreachable."""
        body = card_message(card, talk.bot)
        with suppress(NoSuchMessage):
            await self._connector.change(_service(talk), talk.conversation, message, body)

    async def _talk(self, promise: Promise) -> Talk:
        place = promise.place
        talk = await self._book.talk(place.tenant, base_of(place.conversation))
        if talk is None:
            raise Unreachable("unknown conversation")
        if talk.gone:
            raise Unreachable(talk.gone)
        return talk

    async def _card(self, talk: Talk, promise: Promise, papers: Papers) -> Receipt | None:
        """Post the shared card, or change the one that stands there."""
        circle, posted = papers.find(promise.circle), papers.posted.get(promise.circle)
        if circle is None and posted is None:
            return None
        if circle is None:
            body = card_message(await self._painter.kept(papers, promise.circle), talk.bot)
        else:
            body = card_message(await self._painter.picture(papers, circle), talk.bot)
        if posted is None:
            return Receipt(await self._posted(talk, body))
        if circle is not None and talk.kind == "groupChat" and posted.below >= MOST_BELOW:
            return Receipt(await self._posted(talk, body), instead_of=posted.message)
        try:
            await self._connector.change(_service(talk), talk.conversation, posted.message, body)
        except NoSuchMessage:
            return Receipt(await self._posted(talk, body) if circle else posted.message)
        return Receipt(posted.message)

    async def _posted(self, talk: Talk, body: bytes) -> str:
        message = await self._connector.post(_service(talk), talk.conversation, body)
        if not message:
            raise Doubtful("no id")
        return message

    async def _old_card(self, talk: Talk, promise: Promise, papers: Papers) -> None:
        """The card above says that the circle goes on below."""
        assert promise.notice is not None
        body = card_message(self._painter.notice(promise.notice, papers), talk.bot)
        try:
            await self._connector.change(_service(talk), talk.conversation, promise.message, body)
        except NoSuchMessage:
            return

    async def _line(self, talk: Talk, promise: Promise, papers: Papers) -> Receipt | None:
        """A line of text, or a card where there is something to press."""
        notice, circle = promise.notice, papers.find(promise.circle)
        if notice is None:  # its body has been forgotten
            return None
        thread = self._thread(talk, promise, papers)
        if isinstance(notice, RunsElsewhere) and talk.kind == "groupChat" and papers.circle:
            return await self._card_anew(talk, papers, papers.circle)
        if isinstance(notice, Answer) or not self._painter.is_line(type(notice)):
            call = call_of(talk)
            body = card_message(self._painter.notice(notice, papers, circle, call), talk.bot)
        else:
            body = await self._text(talk, notice, papers, circle)
        bulk = not notice.in_circle
        return Receipt(await self._connector.post(_service(talk), thread, body, bulk))

    async def _card_anew(self, talk: Talk, papers: Papers, circle: Circle) -> Receipt:
        """Where there are no threads, the running circle is opened by bringing its card down."""
        body = card_message(await self._painter.picture(papers, circle), talk.bot)
        posted = papers.posted.get(circle.id)
        above = posted.message if posted else ""
        return Receipt(await self._posted(talk, body), instead_of=above, circle=circle.id)

    def _thread(self, talk: Talk, promise: Promise, papers: Papers) -> str:
        """In a channel a circle is a thread, with the card as its root."""
        posted = papers.posted.get(promise.circle)
        if promise.asked:
            return promise.thread or talk.conversation
        if talk.kind != "channel" or not promise.circle:
            return talk.conversation
        if posted is None:  # a line by itself would begin a thread of its own
            raise Unreachable(NO_CARD)
        return f"{talk.conversation};messageid={posted.message}"

    async def _text(
        self, talk: Talk, notice: Notice, papers: Papers, circle: Circle | None
    ) -> bytes:
        """The line; a new speaker is mentioned, so that they hear of it."""
        called = speaker_in(notice)
        with_sign = signed(circle, called) if circle and called else None
        contact = await self._book.contact(called) if called else None
        if with_sign is None or contact is None:
            return text_message(self._painter.said(notice, papers, circle), talk.bot)
        said = self._painter.said(notice, papers, with_sign[0])
        return text_message(said, talk.bot, (SIGN, contact.known_as, with_sign[1]))

    async def _whisper(
        self, person: PersonId, notice: Notice, promise: Promise, papers: Papers
    ) -> Receipt | None:
        """A word in somebody's private chat, which is opened where there is none yet."""
        contact = await self._book.contact(person)
        if contact is None or contact.is_shut(self._now()):
            raise Unreachable("no private chat")
        circle = papers.find(promise.circle) or papers.shown
        above = papers.team.name if len(contact.teams) > 1 else ""
        card = self._painter.notice(notice, papers, circle, above=above)
        body = card_message(card, contact.bot)
        try:
            chat = contact.chat or await self._opened(contact)
            bulk = not notice.in_circle
            return Receipt(await self._connector.post(_service(contact), chat, body, bulk))
        except Unreachable as error:
            if str(error).startswith(("403", "404")):
                await self._shut(contact)
            raise

    async def _opened(self, contact: Contact) -> str:
        body = chat_with(contact.bot, contact.known_as, contact.tenant)
        chat = await self._connector.open_chat(_service(contact), contact.person, body)
        await self._book.change(contact, lambda c: msgspec.structs.replace(c, chat=chat))
        return chat

    async def _shut(self, contact: Contact) -> None:
        until = self._now() + SHUT_FOR
        await self._book.change(
            contact, lambda c: msgspec.structs.replace(c, shut_until=until, chat="")
        )


def call_of(talk: Talk) -> str:
    """What stands before a command: in a private chat nothing, elsewhere the bot's name."""
    return "" if talk.kind == "personal" else f"@{talk.called or USUAL_NAME} "


def _service(entry: Talk | Contact) -> Service:
    return Service(entry.service_url, entry.tenant)
