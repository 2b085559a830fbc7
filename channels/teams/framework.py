"""The rare events, by way of botbuilder: the bot comes and goes, people leave.

They go through the framework's own pipeline, so that whoever knows it can hang middleware in and
find its names; `Adapter` sends through our connector. Messages, buttons and dialogs do not come
here: the framework takes some eighty times as long for one of them (docs/adr), and answers 500
to each pressed button.
"""

from collections.abc import Awaitable, Callable
from functools import partial

import msgspec
from botbuilder.core import ActivityHandler, BotAdapter, TurnContext
from botbuilder.schema import Activity as Schema
from botbuilder.schema import (
    ChannelAccount,
    ConversationAccount,
    ConversationReference,
    ResourceResponse,
)

from channels.leaving import leave
from channels.nobody import nobodys_papers
from channels.teams.activity import Account, Activity
from channels.teams.book import Talk, person_id, person_of
from channels.teams.channel import call_of
from channels.teams.connector import Connector, Service
from channels.teams.inside import Inside
from channels.teams.reading import moment_of
from circle.answers import Welcome
from circle.people import Place

GONE = "the bot was removed"


class Adapter(BotAdapter):  # type: ignore[misc]
    """What the framework sends goes through our connector, with its one session and its pace."""

    def __init__(self, connector: Connector) -> None:
        super().__init__()
        self._connector = connector

    async def send_activities(
        self, context: TurnContext, activities: list[Schema]
    ) -> list[ResourceResponse]:
        """Post each. Raises NotShown, Doubtful or Unreachable."""
        return [ResourceResponse(id=await self._post(context, each)) for each in activities]

    async def _post(self, context: TurnContext, activity: Schema) -> str:
        at, conversation = _where(context.activity)
        return await self._connector.post(at, conversation, _body(activity))

    async def update_activity(self, context: TurnContext, activity: Schema) -> ResourceResponse:
        """Change a message. Raises NotShown, Unreachable or NoSuchMessage."""
        at, conversation = _where(context.activity)
        await self._connector.change(at, conversation, activity.id, _body(activity))
        return ResourceResponse(id=activity.id)

    async def delete_activity(self, context: TurnContext, reference: ConversationReference) -> None:
        """Take a message away. Raises NotShown, Unreachable or NoSuchMessage."""
        at, conversation = _where(context.activity)
        await self._connector.remove(at, conversation, reference.activity_id)


class RareEvents(ActivityHandler):  # type: ignore[misc]
    """What the bot does when it comes to a place, and when people leave one."""

    def __init__(self, inside: Inside) -> None:
        super().__init__()
        self._conversation, self._book = inside.conversation, inside.book
        self._painter, self._channel = inside.painter, inside.channel
        self._speaker, self._now = inside.speaker, inside.now

    async def on_installation_update_add(self, turn_context: TurnContext) -> None:
        """The bot has come: one welcome for the place, and none for each person."""
        await self._welcome(turn_context.turn_state[KEY])

    async def on_installation_update_remove(self, turn_context: TurnContext) -> None:
        """The bot was taken out: nothing more is sent here."""
        await self._gone(turn_context.turn_state[KEY])

    async def on_members_added_activity(
        self, members_added: list[ChannelAccount], turn_context: TurnContext
    ) -> None:
        """Only the bot's own coming matters; who joins a channel joins no team by that."""
        activity: Activity = turn_context.turn_state[KEY]
        if any(each.id == activity.recipient.id for each in members_added):
            await self._welcome(activity)

    async def on_members_removed_activity(
        self, members_removed: list[ChannelAccount], turn_context: TurnContext
    ) -> None:
        """Who has left the conversation is no longer in the team that meets there."""
        activity: Activity = turn_context.turn_state[KEY]
        for member in activity.members_removed or ():
            if member.id == activity.recipient.id:
                await self._gone(activity)
            elif member.aad_object_id:
                await self._left(member, activity)

    async def _welcome(self, activity: Activity) -> None:
        talk = await self._book.meet(activity)
        if activity.kind == "personal":
            await self._book.meet_person(activity)
        if talk.welcomed:
            return

        async def welcomed(message: str) -> None:
            await self._book.change(talk, lambda t: msgspec.structs.replace(t, welcomed=True))

        moment = moment_of(activity)
        card = self._painter.notice(Welcome(), nobodys_papers(moment), call=call_of(talk))
        keys = (moment.key, f"welcome {talk.tenant} {talk.conversation}")
        tell = partial(self._channel.tell, talk, talk.conversation, card, bulk=True)
        await self._speaker.once(keys, tell, welcomed)

    async def _gone(self, activity: Activity) -> None:
        talk = await self._book.meet(activity)
        await self._book.write(msgspec.structs.replace(talk, gone=GONE, welcomed=False))
        if activity.kind == "personal":
            contact = await self._book.contact(person_of(activity))
            if contact is not None:
                await self._book.write(msgspec.structs.replace(contact, chat=""))

    async def _left(self, member: Account, activity: Activity) -> None:
        person = person_id(activity.tenant, member.aad_object_id or member.id)
        contact = await self._book.contact(person)

        async def was_there(home: Place) -> bool:
            talk = await self._book.talk(home.tenant, home.conversation)
            return talk is not None and _is_of(talk, activity)

        teams = contact.teams if contact else ()
        await leave(self._conversation, person, teams, was_there, self._now())


KEY = "activity"
"""Under which a turn of the framework carries what we have read ourselves."""


class Framework:
    """Lets an activity go through the framework."""

    def __init__(self, adapter: Adapter, handler: ActivityHandler) -> None:
        self.adapter, self._handler = adapter, handler

    async def hear(self, activity: Activity) -> None:
        """One rare event."""
        context = TurnContext(self.adapter, as_schema(activity))
        context.turn_state[KEY] = activity
        turn: Callable[[TurnContext], Awaitable[None]] = self._handler.on_turn
        await self.adapter.run_pipeline(context, turn)


def made(inside: Inside) -> Framework:
    """The framework with what Ordet does in it."""
    return Framework(Adapter(inside.connector), RareEvents(inside))


def as_schema(activity: Activity) -> Schema:
    """What we have read, in the framework's own type."""
    return Schema(
        type=activity.type,
        id=activity.id,
        channel_id=activity.channel_id,
        service_url=activity.service_url,
        action=activity.action,
        from_property=_account(activity.sender),
        recipient=_account(activity.recipient),
        conversation=ConversationAccount(
            id=activity.conversation.id,
            conversation_type=activity.kind,
            tenant_id=activity.tenant,
        ),
        channel_data={"tenant": {"id": activity.tenant}},
        members_added=_accounts(activity.members_added),
        members_removed=_accounts(activity.members_removed),
    )


def _account(account: Account) -> ChannelAccount:
    return ChannelAccount(id=account.id, name=account.name, aad_object_id=account.aad_object_id)


def _accounts(accounts: list[Account] | None) -> list[ChannelAccount] | None:
    return None if accounts is None else [_account(each) for each in accounts]


def _is_of(talk: Talk, activity: Activity) -> bool:
    """Whether a conversation is the one that somebody left, or a channel of that team."""
    if talk.conversation == activity.place:
        return True
    data = activity.channel_data
    return bool(data and data.team and talk.group and data.team.id == talk.group)


def _where(activity: Schema) -> tuple[Service, str]:
    tenant = str((activity.channel_data or {}).get("tenant", {}).get("id", ""))
    return Service(activity.service_url, tenant), activity.conversation.id


def _body(activity: Schema) -> bytes:
    return msgspec.json.encode(activity.serialize())
