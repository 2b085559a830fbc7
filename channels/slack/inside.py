"""What everybody needs who hears Slack: the conversation, the book, the painter, the voice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from channels.moment import NAMELESS, Moment
from channels.painting import Painter
from channels.pressing import Presser
from channels.slack.api import Api, Person
from channels.slack.book import Book, Talk, is_private, person_id
from channels.slack.channel import SlackChannel
from channels.slack.facts import Origin
from channels.slack.people import People
from channels.slack.tokens import Tokens
from channels.speaking import Speaker
from dialogs.conversation import Conversation
from dialogs.errands import Runner
from dialogs.ports import Unreachable


@dataclass(frozen=True)
class Inside:
    """The inner side of the door.

    `zone` is the IANA zone of teams that are new, and `language` what is spoken to strangers.
    """

    conversation: Conversation
    api: Api
    tokens: Tokens
    book: Book
    painter: Painter
    channel: SlackChannel
    people: People
    presser: Presser
    speaker: Speaker
    errands: Runner
    now: Callable[[], datetime]
    zone: str
    language: str

    async def moment(
        self, origin: Origin, user: str, channel: str, key: str, thread: str = "", name: str = ""
    ) -> Moment:
        """Who did something, and where, with the name that people know them by.

        Where Slack takes too long to say it, `name` is used.
        """
        found = await self.people.known(origin.at, origin.tenant, user)
        return self._moment(found, origin, user, channel, key, thread, name)

    def quick_moment(
        self, origin: Origin, user: str, channel: str, key: str, thread: str = "", name: str = ""
    ) -> Moment:
        """The same as far as it is remembered; Slack is asked nothing, for a modal is waiting."""
        found = self.people.remembered(origin.tenant, user)
        return self._moment(found, origin, user, channel, key, thread, name)

    def _moment(
        self,
        found: Person | None,
        origin: Origin,
        user: str,
        channel: str,
        key: str,
        thread: str,
        name: str,
    ) -> Moment:
        return Moment(
            who=person_id(origin.tenant, user),
            name=(found.name if found else "") or name or NAMELESS,
            tenant=origin.tenant,
            place=channel,
            thread=f"{channel} {thread}",
            personal=is_private(channel),
            language=(found.language if found else "") or self.language,
            key=key,
        )

    async def look_around(self, talk: Talk, user: str = "") -> Talk | None:
        """A conversation with its name; who is there, and who asks, is remembered.

        None where the bot is not in it. Where Slack does not say in time, it is taken to be in.
        """
        asks = [self.people.known(talk.at, talk.tenant, user)] if user else []
        inside, *_ = await self.people.in_time(self._enters(talk), self.people.learn(talk), *asks)
        if inside is False:
            return None
        return await self.book.talk(talk.tenant, talk.conversation) or talk

    async def learn(self, talk: Talk) -> None:
        """The same before anybody waits for it."""
        await self.look_around(talk)

    async def _enters(self, talk: Talk) -> bool:
        """Whether the bot is in a conversation; what it is called is kept."""
        if talk.entered and talk.name:
            return True
        try:
            name, inside = await self.api.name_of(talk.at, talk.conversation)
        except Unreachable:
            return talk.entered
        known, entered = name or talk.name, inside or talk.entered
        await self.book.change(talk, lambda t: replace(t, name=known, entered=entered))
        return entered
