"""Slack as a channel: promised notices become cards, lines in a thread and private words."""

from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from cards.render import Card
from channels.calling import SIGN, is_for_one, signed, speaker_in
from channels.painting import Painter
from channels.slack.api import Api
from channels.slack.book import CHANNEL, Book, Contact, Talk, user_in
from channels.slack.web import NoSuchMessage
from channels.slack.writing import Message, card_message, text_message
from circle.notices import Answer, Notice, Private
from circle.papers import Papers, Promise
from circle.people import PersonId
from circle.state import Circle
from dialogs.deliveries import is_shared_card
from dialogs.ports import Doubtful, Receipt, Unreachable

SHUT_FOR = timedelta(days=7)
"""How long we believe that somebody cannot be written to."""

CALL = "/"
"""What stands before a command, wherever it is written."""

NO_CARD, NO_CHAT = "no card", "no private chat"

REMOVED, ARCHIVED = "the bot was removed", "404 is_archived"
GONE = {"not_in_channel": REMOVED, "channel_not_found": REMOVED, "is_archived": ARCHIVED}
"""What Slack answers where nothing more can be posted, and how that is told."""

SHUT = frozenset(
    "channel_not_found user_not_found user_disabled account_inactive cannot_dm_bot is_archived"
    " restricted_action messages_tab_disabled user_not_visible".split()
)
"""What it answers where one person cannot be written to."""


class SlackChannel:
    """Shows promises in Slack. A circle is a thread, with its card as the root."""

    repeats = False

    def __init__(self, api: Api, book: Book, painter: Painter, now: Callable[[], datetime]) -> None:
        self._api, self._book, self._painter, self._now = api, book, painter, now

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
            return await self._line(talk, promise, papers)
        except Unreachable as error:
            reason = GONE.get(str(error))
            if reason is None:
                raise
            await self.lost(talk, reason)
            raise Unreachable(reason) from None

    async def tell(self, talk: Talk, thread: str, card: Card) -> str:
        """A card outside of any team's papers; its id. Raises NotShown, Doubtful or Unreachable."""
        message = card_message(card) if card.body else text_message(card.text)
        return await self._api.post(talk.at, talk.conversation, message, thread, bulk=True)

    async def change(self, talk: Talk, message: str, card: Card) -> None:
        """Such a card becomes another. Raises NotShown or Unreachable."""
        try:
            await self._api.change(talk.at, talk.conversation, message, card_message(card))
        except NoSuchMessage:
            return

    async def lost(self, talk: Talk, reason: str) -> None:
        """The bot is not in this conversation any more, or it is archived."""
        await self._book.change(
            talk, lambda t: msgspec.structs.replace(t, gone=reason, entered=False, welcomed=False)
        )

    async def _talk(self, promise: Promise) -> Talk:
        talk = await self._book.talk(promise.place.tenant, promise.place.conversation)
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
            message = card_message(await self._painter.kept(papers, promise.circle))
        else:
            message = card_message(await self._painter.picture(papers, circle))
        if posted is None:
            return Receipt(await self._posted(talk, message))
        try:
            await self._api.change(talk.at, talk.conversation, posted.message, message)
        except NoSuchMessage:
            return Receipt(await self._posted(talk, message) if circle else posted.message)
        return Receipt(posted.message)

    async def _posted(self, talk: Talk, message: Message) -> str:
        id = await self._api.post(talk.at, talk.conversation, message)
        if not id:
            raise Doubtful("no id")
        return id

    async def _line(self, talk: Talk, promise: Promise, papers: Papers) -> Receipt | None:
        """A line of text, or a card where there is something to press."""
        notice, circle = promise.notice, papers.find(promise.circle)
        if notice is None:  # its body has been forgotten
            return None
        thread = self._thread(promise, papers)
        if isinstance(notice, Answer) or not self._painter.is_line(type(notice)):
            message = card_message(self._painter.notice(notice, papers, circle, CALL))
        else:
            message = self._text(notice, papers, circle)
        bulk = not notice.in_circle
        id = await self._api.post(talk.at, talk.conversation, message, thread, bulk)
        return Receipt(id)

    def _thread(self, promise: Promise, papers: Papers) -> str:
        """The thread of the circle, or of who asked; nothing for what all should see."""
        if promise.asked:
            return promise.thread
        if not promise.circle:
            return ""
        posted = papers.posted.get(promise.circle)
        if posted is None:  # a line by itself would begin a thread of its own
            raise Unreachable(NO_CARD)
        return posted.message

    def _text(self, notice: Notice, papers: Papers, circle: Circle | None) -> Message:
        """The line; a new speaker is mentioned, so that they hear of it."""
        called = speaker_in(notice)
        with_sign = signed(circle, called) if circle and called else None
        if with_sign is None or called is None or not called.startswith(f"{CHANNEL}:"):
            return text_message(self._painter.said(notice, papers, circle))
        said = self._painter.said(notice, papers, with_sign[0])
        return text_message(said, (SIGN, user_in(called), with_sign[1]))

    async def _whisper(
        self, person: PersonId, notice: Notice, promise: Promise, papers: Papers
    ) -> Receipt | None:
        """A word in somebody's private chat, which is opened where there is none yet."""
        contact = await self.contact(person, papers)
        if contact is None or contact.is_shut(self._now()):
            raise Unreachable(NO_CHAT)
        circle = papers.find(promise.circle) or papers.shown
        above = papers.team.name if len(contact.teams) > 1 else ""
        card = self._painter.notice(notice, papers, circle, call=CALL, above=above)
        message = card_message(card) if card.body else text_message(card.text)
        try:
            chat = contact.chat or await self._opened(contact)
            bulk = not notice.in_circle
            return Receipt(await self._api.post(contact.at, chat, message, bulk=bulk))
        except Unreachable as error:
            if str(error) not in SHUT:
                raise
            await self._shut(contact)
            raise Unreachable(NO_CHAT) from None

    async def contact(self, person: PersonId, papers: Papers) -> Contact | None:
        """Somebody of this team; whom we have never met is of the workspace of its place."""
        known = await self._book.contact(person)
        home = papers.team.home
        if known is not None or home is None:
            return known
        talk = await self._book.talk(home.tenant, home.conversation)
        if talk is None:
            return None
        user = user_in(person)
        return Contact(person, talk.tenant, user, talk.workspace, talk.enterprise)

    async def _opened(self, contact: Contact) -> str:
        chat = await self._api.open_chat(contact.at, contact.known_as)
        await self._book.change(contact, lambda c: msgspec.structs.replace(c, chat=chat))
        return chat

    async def _shut(self, contact: Contact) -> None:
        until = self._now() + SHUT_FOR
        await self._book.change(
            contact, lambda c: msgspec.structs.replace(c, shut_until=until, chat="")
        )
