"""The rare events, by way of botbuilder: the bot comes and goes, people leave."""

from datetime import timedelta
from pathlib import Path

import msgspec
from botbuilder.core import MessageFactory, TurnContext

from channels.teams.activity import read_activity
from channels.teams.framework import Adapter, as_schema
from tests.channels.fake_teams import BOT, TENANT
from tests.channels.knocking import activity
from tests.channels.rooms import PLACES, Room, room

BOT_ADDED = {"type": "conversationUpdate", "membersAdded": [{"id": BOT}]}


async def posted(here: Room, who: str, where: str = "channel", **facts: object) -> list[str]:
    """The texts of what is posted after an event."""
    before = len(here.fake.ledger)
    await here.send(who, where, **facts)
    return [entry.text for entry in here.fake.ledger[before:]]


async def test_a_place_is_welcomed_once_and_nobody_by_name(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo") as here:
        told = await posted(here, "Anna", type="installationUpdate", action="add")
        again = await posted(here, "Anna", **BOT_ADDED)
        people = [{"id": "29:Bo", "aadObjectId": "aad-bo"}]
        somebody = await posted(here, "Anna", type="conversationUpdate", membersAdded=people)

        assert len(told) == 1
        assert "maskine" in told[0]
        assert again == somebody == []


async def test_two_places_are_welcomed_in_the_same_moment_and_one_that_comes_back_again(
    tmp_path: Path,
) -> None:
    async with room(tmp_path, "Anna", "Bo") as here:
        private = await posted(here, "Anna", "private", type="installationUpdate", action="add")
        channel = await posted(here, "Anna", type="installationUpdate", action="add")
        await here.send("Anna", type="installationUpdate", action="remove")
        here.clock.at += timedelta(minutes=1)
        back = await posted(here, "Anna", type="installationUpdate", action="add")

        assert [len(private), len(channel), len(back)] == [1, 1, 1]


async def test_a_private_chat_is_welcomed_and_known_from_then_on(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo") as here:
        told = await posted(here, "Anna", "private", type="installationUpdate", action="add")

        contact = await here.teams._book.contact(here.person("Anna"))
        assert len(told) == 1
        assert contact is not None
        assert contact.chat == "a:29:Anna"


async def test_where_the_bot_was_taken_out_nothing_more_is_sent(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo", "Clara") as here:
        team = await here.circle("Anna", "Bo", "Clara")
        await here.send("Anna", type="installationUpdate", action="remove")
        papers = await here.papers()
        assert papers.circle is not None
        before = len(here.fake.requests)

        values = {"team": team, "circle": papers.circle.id, "turn": "2", "verb": "done"}
        await here.press("Anna", values, "private")

        dead = [p for p in (await here.papers()).deliveries.values() if p.reason]
        places = {path.partition(";")[0] for _, _, path in here.fake.requests[before:]}
        assert PLACES["channel"][0] not in places
        assert {p.reason for p in dead} == {"the bot was removed"}


async def test_the_bot_is_heard_again_where_it_comes_back(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo") as here:
        await here.team("Anna", "Bo")
        await here.send("Anna", type="installationUpdate", action="remove")

        welcome = await posted(here, "Anna", type="installationUpdate", action="add")
        status = await here.say("Anna", "status")

        assert len(welcome) == 1
        assert status[0].text.startswith("Der er ingen cirkel i gang.")


async def test_who_leaves_the_channel_is_no_longer_in_the_team(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo", "Clara") as here:
        await here.team("Anna", "Bo", "Clara")
        left = [{"id": "29:Clara", "aadObjectId": "aad-clara"}]

        await here.send("Anna", type="conversationUpdate", membersRemoved=left)
        await here.send("Anna", type="conversationUpdate", membersRemoved=left)

        assert [m.name for m in (await here.papers()).team.members] == ["Anna", "Bo"]


async def test_a_team_is_not_left_with_one_member(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo") as here:
        await here.team("Anna", "Bo")
        left = [{"id": "29:Bo", "aadObjectId": "aad-bo"}]

        await here.send("Anna", type="conversationUpdate", membersRemoved=left)

        assert len((await here.papers()).team.members) == 2


async def test_who_leaves_the_team_of_teams_leaves_what_meets_in_its_channels(
    tmp_path: Path,
) -> None:
    data = {"tenant": {"id": TENANT}, "team": {"id": "19:general", "name": "Skolen"}}
    async with room(tmp_path, "Anna", "Bo", "Clara") as here:
        await here.say("Anna", "hej", channelData=data)
        await here.team("Anna", "Bo", "Clara")
        left = [{"id": "29:Clara", "aadObjectId": "aad-clara"}]
        general = {"id": "19:general", "conversationType": "channel"}

        await here.send(
            "Anna", type="conversationUpdate", membersRemoved=left, channelData=data,
            conversation=general,
        )  # fmt: skip

        assert [m.name for m in (await here.papers()).team.members] == ["Anna", "Bo"]


async def test_the_framework_sends_changes_and_takes_away_through_our_connector(
    tmp_path: Path,
) -> None:
    async with room(tmp_path, "Anna") as here:
        heard = read_activity(_bytes(serviceUrl=here.service))
        adapter = Adapter(here.teams._connector)
        context = TurnContext(adapter, as_schema(heard))

        sent = await context.send_activity(MessageFactory.text("hej"))
        assert sent is not None
        changed = MessageFactory.text("hej igen")
        changed.id = sent.id
        await context.update_activity(changed)
        await context.delete_activity(sent.id)

        methods = [method for _, method, _ in here.fake.requests]
        assert methods == ["POST", "PUT", "DELETE"]
        assert [entry.text for entry in here.fake.ledger] == ["hej", "hej igen"]


def _bytes(**changed: object) -> bytes:
    return msgspec.json.encode(activity(**changed))
