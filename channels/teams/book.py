"""The address book: where conversations are served, whose they are, and how to reach a person.

Kept beside the teams' papers in a store of its own kind, since it belongs to Teams alone. An
entry is written only when it changes, so that a turn in a known place costs nothing here.
"""

import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from channels.teams.activity import Activity
from storage.embedded import EmbeddedStore
from storage.errors import StoreError, TeamClosed

IN_USE = 100_000
"""Entries at hand; one is a few hundred bytes."""

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
E = TypeVar("E", Talk, Contact)


class BookCodec:
    """An entry is one part."""

    version = 1

    def __init__(self) -> None:
        self._encode = msgspec.json.Encoder().encode
        self._decode: msgspec.json.Decoder[Entry] = msgspec.json.Decoder(Entry)

    def new(self, parts: Mapping[str, bytes]) -> Entry:
        """The entry."""
        return self._decode.decode(parts["entry"])

    def changes(self, old: Entry | None, new: Entry) -> dict[str, bytes | None]:
        """All of it, where anything differs."""
        return {} if old == new else {"entry": self._encode(new)}

    def due(self, papers: Entry) -> datetime | None:
        """An address waits for nothing."""
        return None

    def upgrade(self, parts: Mapping[str, bytes], version: int) -> Mapping[str, bytes]:
        """There is one version yet."""
        return parts


class Book:
    """Conversations and people, by what Teams calls them."""

    def __init__(self, folder: Path) -> None:
        self._store: EmbeddedStore[Entry] = EmbeddedStore(folder, BookCodec(), in_use=IN_USE)

    async def talk(self, tenant: str, conversation: str) -> Talk | None:
        """A conversation, if we have met it."""
        found = await self._read(_key("c", tenant, conversation))
        return found if isinstance(found, Talk) else None

    async def contact(self, person: str) -> Contact | None:
        """A person, if we have met them."""
        found = await self._read(_key("p", person))
        return found if isinstance(found, Contact) else None

    async def _read(self, key: str) -> Entry | None:
        """An entry; one that is damaged is one that we do not have."""
        try:
            return await self._store.read(key)
        except TeamClosed:
            return None

    async def meet(self, activity: Activity) -> Talk:
        """The conversation of an activity, as it is now; what is heard from is not gone."""
        key = _key("c", activity.tenant, activity.place)
        return await self._met(key, Talk, lambda known: _talk_in(activity, known))

    async def meet_person(self, activity: Activity) -> Contact:
        """The one who acts, as they are now; in their private chat we also know where that is."""
        key = _key("p", person_of(activity))
        return await self._met(key, Contact, lambda known: _person_in(activity, known))

    async def _met(self, key: str, kind: type[E], how: Callable[[E | None], E]) -> E:
        """An entry as it is now. What others changed while we waited for the desk stays."""
        known = await self._read(key)
        met = how(known if isinstance(known, kind) else None)
        if met == known:
            return met
        with suppress(StoreError):
            async with self._store.open(key) as desk:
                met = how(desk.papers if isinstance(desk.papers, kind) else None)
                await desk.keep(met)
        return met

    async def write(self, entry: Entry) -> None:
        """Keep an entry. Where that cannot be done now, it is met again another time."""
        with suppress(StoreError):
            async with self._store.open(key_of(entry)) as desk:
                await desk.keep(entry)

    async def change(self, entry: E, how: Callable[[E], E]) -> None:
        """Change what stands of an entry now."""
        with suppress(StoreError):
            async with self._store.open(key_of(entry)) as desk:
                now = desk.papers if isinstance(desk.papers, type(entry)) else entry
                await desk.keep(how(now))

    async def keep_house(self) -> None:
        """Let nothing remain on disk of what was changed."""
        await self._store.compact()

    async def close(self) -> None:
        """Finish what is under way."""
        await self._store.close()


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
        return _key("c", entry.tenant, entry.conversation)
    return _key("p", entry.person)


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


def _key(kind: str, *facts: str) -> str:
    return f"{kind}-{sha256('|'.join(facts).encode('utf-8', 'surrogatepass')).hexdigest()[:40]}"
