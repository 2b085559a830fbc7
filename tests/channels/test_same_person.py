"""Somebody who is in Teams and in Slack is one person, once they have said so on both."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from circle.organisation import SameKnown, WrongCode
from dialogs.linking import MOST_TRIES, Linking
from dialogs.same_person import LIFE
from storage.handles import Handles
from tests.channels.fake_slack import said_in
from tests.channels.slack_rooms import CHANNEL, Room, button_of, person, room, user

ANNA_IN_TEAMS = "teams:tenant:aad-anna"


@asynccontextmanager
async def house(folder: Path) -> AsyncIterator[tuple[Room, Linking]]:
    """A Slack with a team, and a house that can keep who is who."""
    async with room(folder, "Anna", "Bo", "Clara") as it:
        linking = Linking(handles=Handles(folder / "links"))
        it.conversation.linking = linking
        yield it, linking


async def link(it: Room, linking: Linking, who: str, code: str) -> object:
    return await linking.link(who, "Anna", code, it.clock(), it.conversation)


async def test_a_code_from_one_platform_makes_two_ids_one_person(tmp_path: Path) -> None:
    async with house(tmp_path) as (it, linking):
        code = linking.same.offer(ANNA_IN_TEAMS, "Anna B.", it.clock())

        answer = await link(it, linking, person("Anna"), code)

        assert answer == SameKnown(name="Anna B.")
        assert linking.same.ids_of(ANNA_IN_TEAMS) == {ANNA_IN_TEAMS, person("Anna")}
        again = Handles(tmp_path / "links")
        assert again.same_as(person("Anna")) == {ANNA_IN_TEAMS, person("Anna")}
        assert await link(it, linking, person("Bo"), code) == WrongCode()


async def test_a_code_is_good_for_ten_minutes_on_another_platform(tmp_path: Path) -> None:
    async with house(tmp_path) as (it, linking):
        mine = linking.same.offer(person("Anna"), "Anna", it.clock())
        late = linking.same.offer(ANNA_IN_TEAMS, "Anna B.", it.clock())
        newer = linking.same.offer(ANNA_IN_TEAMS, "Anna B.", it.clock())

        assert await link(it, linking, person("Bo"), mine) == WrongCode()
        assert late == newer or await link(it, linking, person("Bo"), late) == WrongCode()
        it.clock.at += LIFE
        assert await link(it, linking, person("Bo"), newer) == WrongCode()


async def test_nobody_can_try_all_codes(tmp_path: Path) -> None:
    async with house(tmp_path) as (it, linking):
        code = linking.same.offer(ANNA_IN_TEAMS, "Anna B.", it.clock())
        wrong = [f"{(int(code) + n) % 1_000_000:06}" for n in range(1, MOST_TRIES + 1)]
        for each in wrong:
            assert await link(it, linking, person("Bo"), each) == WrongCode()

        assert await link(it, linking, person("Bo"), code) == WrongCode()
        it.clock.at += timedelta(minutes=1)
        assert await link(it, linking, person("Clara"), code) == SameKnown(name="Anna B.")


@pytest.mark.parametrize("text", ["link", "circle link", "kobl", "/cirkel koble"])
async def test_who_asks_in_private_gets_a_code(tmp_path: Path, text: str) -> None:
    async with house(tmp_path) as (it, linking):
        await it.wire.write(user("Anna"), text)

        (code,) = linking.same._offered
        assert f"`/cirkel link {code}`" in it.fake.ledger[-1].text


async def test_behind_a_slash_nobody_else_sees_the_code(tmp_path: Path) -> None:
    async with house(tmp_path) as (it, linking):
        await it.team("Anna", "Bo", "Clara")

        answer = await it.types("Anna", "link")

        (code,) = linking.same._offered
        assert answer["response_type"] == "ephemeral"
        assert code in answer["text"]


async def test_somebody_is_in_a_team_by_any_id_of_theirs(tmp_path: Path) -> None:
    async with house(tmp_path) as (it, linking):
        await it.team("Anna", "Bo", "Clara")
        code = linking.same.offer(ANNA_IN_TEAMS, "Anna B.", it.clock())
        await link(it, linking, person("Anna"), code)

        papers = await it.papers()
        assert linking.same.in_team(papers, ANNA_IN_TEAMS) == person("Anna")
        assert linking.same.in_team(papers, "teams:tenant:aad-dan") == "teams:tenant:aad-dan"


async def test_who_is_known_from_elsewhere_may_press_as_the_member_that_they_are(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as (it, linking):
        await it.circle("Anna", "Bo", "Clara")
        other = "slack:T0OTHER00:U0ANNA2"
        await linking.same._handles.join(person("Anna"), other)  # type: ignore[union-attr]
        turn = (await it.papers()).circle
        assert turn is not None

        await it.wire.interact(
            "U0ANNA2",
            type="block_actions",
            team={"id": "T0OTHER00", "domain": "andre"},
            channel={"id": CHANNEL},
            message={"ts": "1.1"},
            actions=[{**button_of(it.card().blocks, "done"), "action_ts": "1"}],
        )

        after = (await it.papers()).circle
        assert after is not None
        assert after.course.turn > turn.course.turn


async def test_the_home_shows_the_teams_of_both_platforms(tmp_path: Path) -> None:
    async with house(tmp_path) as (it, linking):
        await it.team("Anna", "Bo")
        await linking.same._handles.join(person("Anna"), person("Clara"))  # type: ignore[union-attr]

        await it.wire.event(type="app_home_opened", user=user("Clara"), tab="home")

        assert "Team Blå" in said_in(it.fake.views[-1].body)


async def test_nothing_stays_of_who_is_forgotten(tmp_path: Path) -> None:
    handles = Handles(tmp_path / "links")
    await handles.join("teams:a", "slack:a")

    await handles.unlink("teams:a")

    assert handles.same_as("slack:a") == {"slack:a"}
    assert b"teams:a" not in (tmp_path / "links").read_bytes()
