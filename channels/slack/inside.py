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
from dialogs.ports import Doubtful, NotShown, Unreachable


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

    async def learn(self, talk: Talk) -> None:
        """Ask Slack who is in a conversation and what it is called, before a modal proposes it."""
        await self.people.of(talk, ())
        if talk.name:
            return
        try:
            name, _ = await self.api.name_of(talk.at, talk.conversation)
        except (NotShown, Doubtful, Unreachable):
            return
        await self.book.change(talk, lambda t: replace(t, name=name))
