"""Who is who in Slack: asked for a moment, known the next time, and nobody is left out unseen."""

import asyncio

from channels.slack.api import Person
from channels.slack.book import Talk
from channels.slack.people import People
from channels.slack.workspace import Workspace
from dialogs.ports import NotShown

TALK = Talk("T1", "C1", "T1", team="blue")
AT = TALK.at


class SlowApi:
    """Tells of each person when it may."""

    def __init__(self, **names: str) -> None:
        self.names, self.may = names, {each: asyncio.Event() for each in names}
        self.asked: list[str] = []

    async def people(self, at: Workspace, channel: str) -> list[str]:
        return list(self.names)

    async def person(self, at: Workspace, user: str) -> Person:
        self.asked.append(user)
        await self.may[user].wait()
        if not self.names[user]:
            raise NotShown("full")
        return Person(self.names[user])


def people_of(api: SlowApi) -> People:
    return People(api, patience=0.01)  # type: ignore[arg-type]


async def test_where_somebody_is_not_known_in_time_nobody_is_proposed() -> None:
    api = SlowApi(U1="Anna", U2="Bo")
    api.may["U1"].set()
    people = people_of(api)

    await people.learn(TALK)

    assert await people.of(TALK, ()) == ()


async def test_what_is_told_late_is_known_the_next_time_and_not_asked_again() -> None:
    api = SlowApi(U1="Anna", U2="Bo")
    people = people_of(api)
    await people.learn(TALK)

    for each in api.may.values():
        each.set()
    await asyncio.sleep(0)
    await people.learn(TALK)

    assert [member.name for member in await people.of(TALK, ()) or ()] == ["Anna", "Bo"]
    assert api.asked == ["U1", "U2"]


async def test_only_the_chosen_are_waited_for() -> None:
    api = SlowApi(U1="Anna", U2="Bo")
    api.may["U1"].set()

    chosen = await people_of(api).of(TALK, ["slack:T1:U1"])

    assert [member.name for member in chosen or ()] == ["Anna"]
    assert api.asked == ["U1"]


async def test_without_the_name_of_somebody_who_was_chosen_it_is_asked_another_time() -> None:
    api = SlowApi(U1="Anna", U2="")
    for each in api.may.values():
        each.set()

    assert await people_of(api).of(TALK, ["slack:T1:U1", "slack:T1:U2"]) is None
