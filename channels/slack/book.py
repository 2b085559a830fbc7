"""The address book of Slack: conversations with their teams, and how to reach a person.

Slack calls everything by ids; names are asked for when they are needed, and not kept.
"""

import secrets
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec.structs import replace

from channels.addresses import Addresses, EntryCodec, key_for
from channels.slack.facts import Origin
from channels.slack.workspace import Workspace

CHANNEL = "slack"

PRIVATE = "D"
"""How the ids of private chats with the bot begin."""


class Talk(msgspec.Struct, frozen=True, tag=True, omit_defaults=True):
    """A conversation. `team` is the id that its team has or will have; `gone` says why it is dead.

    `asked` is the message that asks who the team is. `entered` says that the bot is in it.
    """

    tenant: str
    conversation: str
    workspace: str
    enterprise: str = ""
    team: str = ""
    name: str = ""
    asked: str = ""
    gone: str = ""
    entered: bool = False
    welcomed: bool = False

    @property
    def at(self) -> Workspace:
        """Whose token speaks here."""
        return Workspace(self.workspace, self.enterprise)


class Contact(msgspec.Struct, frozen=True, tag=True, omit_defaults=True):
    """A person. `known_as` is their user id; `chat` their private chat with the bot.

    Until `shut_until` (UTC) there is no use in trying to open one. `teams` are those of which
    they were a member when somebody last looked. `language` is that of their App Home, where
    they chose one.
    """

    person: str
    tenant: str
    known_as: str
    workspace: str
    enterprise: str = ""
    chat: str = ""
    shut_until: datetime | None = None
    teams: tuple[str, ...] = ()
    language: str = ""

    @property
    def at(self) -> Workspace:
        """Whose token speaks to them."""
        return Workspace(self.workspace, self.enterprise)

    def is_shut(self, at: datetime) -> bool:
        """Whether there is no use in writing to them in private."""
        return self.shut_until is not None and self.shut_until > at


Entry = Talk | Contact


def book_codec() -> EntryCodec[Entry]:
    """How an entry is written down."""
    return EntryCodec(Entry)


class Book(Addresses[Entry]):
    """Conversations and people, by what Slack calls them."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, book_codec(), key_of)

    async def talk(self, tenant: str, conversation: str) -> Talk | None:
        """A conversation, if we have met it."""
        return await self.read(key_for("c", tenant, conversation), Talk)

    async def contact(self, person: str) -> Contact | None:
        """A person, if we have met them."""
        return await self.read(key_for("p", person), Contact)

    async def meet(self, origin: Origin, channel: str, entered: bool = False) -> Talk:
        """A conversation as it is now; where the bot is `entered`, it is not gone."""

        def as_now(known: Talk | None) -> Talk:
            talk = known or Talk(
                tenant=origin.tenant,
                conversation=channel,
                workspace=origin.workspace,
                enterprise=origin.enterprise,
                team=secrets.token_hex(10),
            )
            talk = replace(talk, workspace=origin.workspace or talk.workspace)
            return replace(talk, entered=True, gone="") if entered else talk

        return await self.met(key_for("c", origin.tenant, channel), Talk, as_now)

    async def meet_person(self, origin: Origin, user: str, channel: str = "") -> Contact:
        """The one who acts, as they are now; in their private chat we also know where that is."""
        person = person_id(origin.tenant, user)

        def as_now(known: Contact | None) -> Contact:
            contact = known or Contact(
                person=person,
                tenant=origin.tenant,
                known_as=user,
                workspace=origin.workspace,
                enterprise=origin.enterprise,
            )
            if is_private(channel):
                contact = replace(contact, chat=channel, shut_until=None)
            return contact

        return await self.met(key_for("p", person), Contact, as_now)


def key_of(entry: Entry) -> str:
    """Under which key an entry stands."""
    if isinstance(entry, Talk):
        return key_for("c", entry.tenant, entry.conversation)
    return key_for("p", entry.person)


def person_id(tenant: str, user: str) -> str:
    """`slack:tenant:user`: the person, as the rules know them, and never by the name."""
    return f"{CHANNEL}:{tenant}:{user}"


def user_in(person: str) -> str:
    """The user id in a person's id, or what Slack's own list gives."""
    return person.rpartition(":")[2]


def is_private(channel: str) -> bool:
    """Whether this is somebody's private chat with the bot."""
    return channel.startswith(PRIVATE)
