"""The address book of Teams: where conversations are served, and how to reach a person."""

import secrets
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec.structs import replace

from channels.addresses import Addresses, EntryCodec, key_for
from channels.teams.activity import Activity

CHANNEL = "teams"
LONGEST_NAME = 64


class Talk(msgspec.Struct, frozen=True, tag=True, omit_defaults=True):
    """A conversation. `team` is the id that its team has or will have; `gone` says why it is dead.

    `bot` is the bot's own id there and `called` its name; `group` is the team of Teams that a
    channel belongs to. `asked` is the message that asks who the team is.
    """

    tenant: str
    conversation: str
    kind: str
    service_url: str
    bot: str
    team: str = ""
    name: str = ""
    group: str = ""
    called: str = ""
    asked: str = ""
    gone: str = ""
    welcomed: bool = False


class Contact(msgspec.Struct, frozen=True, tag=True, omit_defaults=True):
    """A person. `known_as` is their id for this bot; `chat` their private chat with it.

    Until `shut_until` (UTC) there is no use in trying to open one. `teams` are those of which
    they were a member when somebody last looked.
    """

    person: str
    tenant: str
    known_as: str
    service_url: str
    bot: str
    chat: str = ""
    shut_until: datetime | None = None
    teams: tuple[str, ...] = ()

    def is_shut(self, at: datetime) -> bool:
        """Whether there is no use in writing to them in private."""
        return self.shut_until is not None and self.shut_until > at


Entry = Talk | Contact


def book_codec() -> EntryCodec[Entry]:
    """How an entry is written down."""
    return EntryCodec(Entry)


class Book(Addresses[Entry]):
    """Conversations and people, by what Teams calls them."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, book_codec(), key_of)

    async def talk(self, tenant: str, conversation: str) -> Talk | None:
        """A conversation, if we have met it."""
        return await self.read(key_for("c", tenant, conversation), Talk)

    async def contact(self, person: str) -> Contact | None:
        """A person, if we have met them."""
        return await self.read(key_for("p", person), Contact)

    async def meet(self, activity: Activity) -> Talk:
        """The conversation of an activity, as it is now; what is heard from is not gone."""
        key = key_for("c", activity.tenant, activity.place)
        return await self.met(key, Talk, lambda known: _talk_in(activity, known))

    async def meet_person(self, activity: Activity) -> Contact:
        """The one who acts, as they are now; in their private chat we also know where that is."""
        key = key_for("p", person_of(activity))
        return await self.met(key, Contact, lambda known: _person_in(activity, known))


def _talk_in(activity: Activity, known: Talk | None) -> Talk:
    return Talk(
        tenant=activity.tenant,
        conversation=activity.place,
        kind=activity.kind,
        service_url=activity.service_url,
        bot=activity.recipient.id,
        team=known.team if known else secrets.token_hex(10),
        name=_name_of(activity) or (known.name if known else ""),
        group=_group_of(activity) or (known.group if known else ""),
        called=(activity.recipient.name or "")[:LONGEST_NAME],
        asked=known.asked if known else "",
        welcomed=known.welcomed if known else False,
    )


def _person_in(activity: Activity, known: Contact | None) -> Contact:
    met = Contact(
        person=person_of(activity),
        tenant=activity.tenant,
        known_as=activity.sender.id,
        service_url=activity.service_url,
        bot=activity.recipient.id,
        chat=known.chat if known else "",
        shut_until=known.shut_until if known else None,
        teams=known.teams if known else (),
    )
    if activity.kind == "personal":
        met = replace(met, chat=activity.place, shut_until=None)
    return met


def key_of(entry: Entry) -> str:
    """Under which key an entry stands."""
    if isinstance(entry, Talk):
        return key_for("c", entry.tenant, entry.conversation)
    return key_for("p", entry.person)


def person_of(activity: Activity) -> str:
    """The person who acts, as the rules know them: by the Entra id, and never by the name."""
    return person_id(activity.tenant, activity.sender.aad_object_id or activity.sender.id)


def person_id(tenant: str, user: str) -> str:
    """`teams:tenant:user`; what could be taken for something else in a list is left out."""
    return f"{CHANNEL}:{tenant}:{user.lower().replace(',', '')}"


def _name_of(activity: Activity) -> str:
    data = activity.channel_data
    if data and data.channel and data.channel.name:
        return data.channel.name
    if data and data.team and data.team.name:
        return data.team.name
    return activity.conversation.name or ""


def _group_of(activity: Activity) -> str:
    data = activity.channel_data
    return data.team.id if data and data.team else ""
