"""Who is the team? Asked in a dialog, changed later, with many people, slowly, by two at once."""

import asyncio
from pathlib import Path

import pytest

from tests.channels import rooms
from tests.channels.fake_teams import Entry
from tests.channels.rooms import Room, data_of, room, texts, verbs

FIVE = ("Anna", "Bo", "Clara", "David", "Eva")


async def asked(here: Room, who: str) -> Entry:
    """The message that asks who the team is."""
    (found,) = await here.say(who, "cirkel")
    return found


def members(form: object) -> dict[str, object]:
    """The field with the people."""
    assert isinstance(form, dict)
    found: dict[str, object] = next(e for e in form["body"] if e.get("id") == "members")
    return found


async def test_the_message_that_asked_says_that_the_team_is_known(tmp_path: Path) -> None:
    async with room(tmp_path, *FIVE) as here:
        await here.team("Anna", "Bo")

        first = next(e for e in here.fake.ledger if e.card and "team" in verbs(e.card))
        (changed,) = [e for e in here.fake.ledger if e.how == "change"]
        assert changed.message == first.message
        assert verbs(changed.card) == ["start", "team"]
        assert changed.text != first.text


async def test_a_member_changes_who_the_team_is_and_nobody_else_does(tmp_path: Path) -> None:
    async with room(tmp_path, *FIVE) as here:
        team = await here.team("Anna", "Bo")
        (helped,) = await here.say("Anna", "hjælp")
        opens = data_of(helped.card, "form", "team")

        refused = await here.dialog("Eva", opens)
        form = await here.dialog("Anna", opens)
        people = ",".join(here.person(name) for name in ("Anna", "Bo", "Clara"))
        sent = {**data_of(form, "sent", "team"), "members": people, "name": "Team Grøn"}
        late = await here.dialog("Eva", sent, sent=True)
        before = await here.papers()
        await here.dialog("Anna", sent, sent=True)

        after = await here.papers()
        assert "medlem" in refused["text"]
        assert late == refused
        assert members(form)["value"] == ",".join(here.person(n) for n in ("Anna", "Bo"))
        assert [m.name for m in before.team.members] == ["Anna", "Bo"]
        assert (after.team.id, after.team.name) == (team, "Team Grøn")
        assert [m.name for m in after.team.members] == ["Anna", "Bo", "Clara"]


async def test_whoever_is_first_has_made_the_team(tmp_path: Path) -> None:
    async with room(tmp_path, *FIVE) as here:
        opens = data_of((await asked(here, "Anna")).card, "form", "team")
        forms = [await here.dialog(name, opens) for name in ("Anna", "Bo")]
        people = ",".join(here.person(name) for name in FIVE)
        sent = [data_of(form, "sent", "team") | {"members": people} for form in forms]

        answers = await asyncio.gather(
            here.dialog("Anna", {**sent[0], "name": "Team Blå"}, sent=True),
            here.dialog("Bo", {**sent[1], "name": "Team Rød"}, sent=True),
        )

        assert len(await here.conversation.teams()) == 1
        assert (await here.papers()).team.name in {"Team Blå", "Team Rød"}
        for answer in answers:
            assert data_of(answer, "sent", "start")


async def test_among_very_many_people_one_searches(tmp_path: Path) -> None:
    names = [f"Person{n:03}" for n in range(120)]
    async with room(tmp_path, *names) as here:
        here.fake.page = 50
        opens = data_of((await asked(here, names[0])).card, "form", "team")
        form = await here.dialog(names[0], opens)
        field = members(form)
        # What Teams' own list of people gives is the Entra id alone.
        chosen = f"aad-{names[7].lower()},aad-{names[90].lower()}"
        sent = {**data_of(form, "sent", "team"), "members": chosen, "name": "Team Blå"}
        start = await here.dialog(names[0], sent, sent=True)

        assert field["choices.data"] == {
            "type": "Data.Query",
            "dataset": "graph.microsoft.com/users?scope=currentContext",
        }
        assert [m.name for m in (await here.papers()).team.members] == [names[7], names[90]]
        assert "text" in start  # who is not of the team cannot start its circle


async def test_a_slow_list_of_people_is_there_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("channels.teams.asking.ROSTER_PATIENCE", 0.05)
    async with room(tmp_path, *FIVE) as here:
        opens = data_of((await asked(here, "Anna")).card, "form", "team")
        slow = asyncio.Event()
        here.fake.slow = lambda: nothing_until(slow)
        first = await here.dialog("Anna", opens)
        slow.set()
        await asyncio.sleep(0.1)
        second = await here.dialog("Anna", opens)

        assert first == {"text": "Det gik ikke igennem. Der er ikke gemt noget. Tryk en gang til."}
        assert len(members(second)["choices"]) == len(FIVE)  # type: ignore[arg-type]


async def test_help_where_there_is_no_team_leads_to_one(tmp_path: Path) -> None:
    async with room(tmp_path, *FIVE) as here:
        (helped,) = await here.say("Anna", "<at>Ordet</at> hjælp")
        form = await here.dialog("Anna", data_of(helped.card, "form", "team"))

        assert members(form)
        assert "@Ordet cirkel" in " ".join(texts(helped.card))
        assert rooms.PLACES["channel"][0] in helped.conversation


async def test_a_full_disk_is_told_and_nobody_has_a_team(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with room(tmp_path, *FIVE) as here:
        opens = data_of((await asked(here, "Anna")).card, "form", "team")
        form = await here.dialog("Anna", opens)
        people = ",".join(here.person(name) for name in FIVE)
        sent = {**data_of(form, "sent", "team"), "members": people, "name": "Team Blå"}

        with monkeypatch.context() as full:
            full.setattr("storage.disk.Disk.append", no_room, raising=True)
            told = await here.dialog("Anna", sent, sent=True)
        teams = await here.conversation.teams()

        assert "text" in told
        assert list(teams) == []


async def nothing_until(slow: asyncio.Event) -> None:
    await slow.wait()


def no_room(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")
