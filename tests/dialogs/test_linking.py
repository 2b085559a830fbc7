"""A one-time code says who somebody is: once, for a week, and every team concerned is told."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from circle.answers import Help, OnlyTheTeam, Status
from circle.organisation import (
    Handle,
    HelperCame,
    HelperWent,
    Linked,
    Organisation,
    Part,
    Unlinked,
    WrongCode,
)
from circle.papers import Papers
from circle.people import Place, Team
from dialogs.conversation import Conversation
from dialogs.invitations import LIFE, code_in, invite, read_code
from dialogs.linking import MOST_TRIES, Linking
from storage.handles import Handles
from storage.organisation import WrongOrganisation, read_organisation
from tests.dialogs.rooms import GUIDES, TEAM, Chat, store_in, team_in

RITA, OTTO = "chat:tenant:rita", "chat:tenant:otto"
KEY = b"a secret of thirty-two characters"
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[2] / "docs" / "organisation.toml"
ORGANISATION = read_organisation(EXAMPLE)


async def house(
    folder: Path, organisation: Organisation = ORGANISATION
) -> tuple[Conversation, Chat]:
    store, chat = store_in(folder / "data"), Chat()
    await team_in(store)
    linking = Linking(organisation, Handles(folder / "links"), KEY)
    return Conversation(store, {"chat": chat}, GUIDES, linking=linking), chat


async def link(
    conversation: Conversation, code: str, who: str = RITA, at: datetime = NOW
) -> object:
    return await conversation.linking.link(who, "Rita", code, at, conversation)


def told(chat: Chat) -> list[HelperCame]:
    return [p.notice for p in chat.promises if isinstance(p.notice, HelperCame)]


async def test_who_writes_the_code_is_the_teams_resource_person_and_the_team_is_told(
    tmp_path: Path,
) -> None:
    conversation, chat = await house(tmp_path)
    code = invite(KEY, "resource-north", NOW)

    answer = await link(conversation, code)

    papers = await conversation.papers(TEAM)
    assert papers is not None
    assert answer == Linked(part=Part.RESOURCE, teams=1)
    assert [(notice.name, notice.part) for notice in told(chat)] == [("Rita", Part.RESOURCE)]
    assert conversation.linking.resource_of(papers.team) == {RITA}
    helped = await conversation.linking.helped_by(RITA, conversation)
    assert [team.id for team in helped] == [TEAM]


async def test_a_code_is_used_once_and_its_own_person_may_press_twice(tmp_path: Path) -> None:
    conversation, chat = await house(tmp_path)
    code = invite(KEY, "resource-north", NOW)

    first, again = await link(conversation, code), await link(conversation, code)
    other = await link(conversation, code, OTTO)

    assert first == again
    assert other == WrongCode()
    assert [notice.name for notice in told(chat)] == ["Rita"]


async def test_a_link_survives_a_restart_and_so_does_a_used_code(tmp_path: Path) -> None:
    conversation, _ = await house(tmp_path)
    code = invite(KEY, "resource-north", NOW)
    await link(conversation, code)

    linking = Linking(ORGANISATION, Handles(tmp_path / "links"), KEY)
    papers = await conversation.papers(TEAM)

    assert papers is not None
    assert linking.resource_of(papers.team) == {RITA}
    assert await linking.link(OTTO, "Otto", code, NOW, conversation) == WrongCode()


async def test_an_old_a_foreign_or_a_made_up_code_are_answered_alike(tmp_path: Path) -> None:
    conversation, chat = await house(tmp_path)
    code = invite(KEY, "resource-north", NOW)
    late = NOW + LIFE + timedelta(days=2)

    answers = [
        await link(conversation, code, "a", late),
        await link(conversation, invite(b"another secret", "resource-north", NOW), "b"),
        await link(conversation, invite(KEY, "nobody", NOW), "c"),
        await link(conversation, "AAAA-" * 7, "d"),
    ]

    assert answers == [WrongCode()] * 4
    assert told(chat) == []


async def test_who_guesses_is_not_read_any_more(tmp_path: Path) -> None:
    conversation, _ = await house(tmp_path)
    code = invite(KEY, "resource-north", NOW)
    for _ in range(MOST_TRIES):
        await link(conversation, "AAAA-" * 7)

    assert await link(conversation, code) == WrongCode()
    assert isinstance(await link(conversation, code, at=NOW + timedelta(hours=2)), Linked)


async def test_of_an_erased_person_nothing_stays(tmp_path: Path) -> None:
    conversation, _ = await house(tmp_path)
    await link(conversation, invite(KEY, "resource-north", NOW))
    handles = Handles(tmp_path / "links")

    await handles.unlink(RITA)

    assert RITA.encode() not in (tmp_path / "links").read_bytes()


def test_a_code_is_found_in_what_people_write() -> None:
    code = invite(KEY, "resource-north", NOW)

    for text in (f"circle link {code}", f"/cirkel link {code.lower()}", f"link {code}"):
        found = read_code(KEY, code_in(text), ["resource-north"], NOW)
        assert found is not None
        assert found.handle == "resource-north"
    for text in ("circle link", "link to the table", f"{code}", "circle next"):
        assert code_in(text) == ""


FAULTS = {
    "line 3: unit 1: “teams” must be a list.": '[[unit]]\nid = "a"\nteams = "x"\nname = "A"',
    "already": '[[unit]]\nid = "a"\nname = "A"\nteams = ["x"]\n[[unit]]\nid = "b"\nname = "B"\n'
    'teams = ["X "]',
    "no unit “c”": '[[person]]\nhandle = "h"\npart = "resource"\nunit = "c"',
    "not an address": '[[unit]]\nid = "a"\nname = "A"\nteams = ["x"]\n'
    '[[person]]\nhandle = "h@x.dk"\npart = "resource"\nunit = "a"',
    "twice": '[[unit]]\nid = "a"\nname = "A"\nteams = ["x"]\n'
    + '[[person]]\nhandle = "h"\npart = "leader"\nunit = "a"\n' * 2,
    "is no team of": '[[unit]]\nid = "a"\nname = "A"\nteams = ["x"]\n'
    '[[person]]\nhandle = "h"\npart = "resource"\nunit = "a"\nteams = ["y"]',
    "not TOML": "[[unit",
}


@pytest.mark.parametrize("said", FAULTS)
def test_what_is_wrong_in_the_file_is_said_in_one_sentence(said: str, tmp_path: Path) -> None:
    file = tmp_path / "organisation.toml"
    file.write_text(FAULTS[said], encoding="utf-8")

    with pytest.raises(WrongOrganisation) as wrong:
        read_organisation(file)

    assert said.removeprefix("line 3: ").removesuffix("must be a list.") in str(wrong.value)
    assert str(wrong.value).startswith("organisation.toml, line ")


def test_without_a_file_there_is_no_organisation(tmp_path: Path) -> None:
    assert read_organisation(tmp_path / "none.toml") == Organisation()


BLUE = "Team Blå"


def helper(*teams: str, tenants: tuple[str, ...] = ()) -> Organisation:
    return Organisation((), (Handle("helper", Part.RESOURCE, "n", teams, frozenset(tenants)),))


async def another(conversation: Conversation, id: str, name: str, tenant: str) -> None:
    async with conversation._store.open(id) as desk:
        home = Place("chat", tenant, id)
        await desk.keep(Papers(team=Team(id, name, tenant, "da", "Europe/Copenhagen", (), home)))


async def helped(conversation: Conversation) -> set[str]:
    return {team.id for team in await conversation.linking.helped_by(RITA, conversation)}


@pytest.mark.parametrize(
    ("entry", "tenants", "reached"),
    [
        (BLUE, (), {TEAM}),
        (BLUE, ("foreign",), set[str]()),
        ("team-far", ("foreign",), {"team-far"}),
        ("team-far", ("FOREIGN",), {"team-far"}),
        ("team-far", (), set[str]()),
        ("team-blue", ("foreign",), {TEAM}),
    ],
)
async def test_a_team_of_the_same_name_elsewhere_is_not_helped(
    entry: str, tenants: tuple[str, ...], reached: set[str], tmp_path: Path
) -> None:
    conversation, _ = await house(tmp_path, helper(entry, tenants=tenants))
    await another(conversation, "team-far", "team  blå", "foreign")

    answer = await link(conversation, invite(KEY, "helper", NOW))

    assert answer == Linked(part=Part.RESOURCE, teams=len(reached))
    assert await helped(conversation) == reached


async def test_a_team_that_comes_later_is_told_before_anybody_helps_it(tmp_path: Path) -> None:
    conversation, chat = await house(tmp_path, helper(BLUE, "Team Ny"))
    await link(conversation, invite(KEY, "helper", NOW))
    await another(conversation, "team-new", "Team Ny", "tenant")
    assert await helped(conversation) == {TEAM}

    await conversation.linking.see_to(NOW, conversation)

    assert await helped(conversation) == {TEAM, "team-new"}
    assert [notice.name for notice in told(chat)] == ["Rita"] * 2


async def test_a_night_reads_the_teams_once_for_all_handles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation, _ = await house(tmp_path)
    for handle, who in (("resource-north", RITA), ("resource-green", OTTO)):
        await link(conversation, invite(KEY, handle, NOW), who)
    teams, read = await conversation.teams(), list[int]()

    async def counted() -> tuple[Team, ...]:
        read.append(1)
        return teams

    monkeypatch.setattr(conversation, "teams", counted)
    await conversation.linking.see_to(NOW, conversation)

    assert read == [1]


async def test_a_handle_that_is_gone_is_forgotten_and_its_teams_hear_of_it(tmp_path: Path) -> None:
    conversation, chat = await house(tmp_path, helper(BLUE))
    await link(conversation, invite(KEY, "helper", NOW))
    conversation.linking = Linking(Organisation(), Handles(tmp_path / "links"), KEY)

    await conversation.linking.see_to(NOW, conversation)

    assert await helped(conversation) == set()
    assert went(chat) == ["Rita"]
    assert RITA.encode() not in (tmp_path / "links").read_bytes()
    assert b"Rita" not in (tmp_path / "links").read_bytes()


async def test_who_gives_up_is_tied_to_nothing_and_the_team_hears_of_it(tmp_path: Path) -> None:
    conversation, chat = await house(tmp_path, helper(BLUE))
    await link(conversation, invite(KEY, "helper", NOW))

    assert await conversation.linking.unlink(RITA, NOW, conversation) == Unlinked()

    assert await helped(conversation) == set()
    assert went(chat) == ["Rita"]
    assert b"Rita" not in (tmp_path / "links").read_bytes()


async def test_a_successor_is_told_of_and_so_is_who_was_before(tmp_path: Path) -> None:
    conversation, chat = await house(tmp_path, helper(BLUE))
    await link(conversation, invite(KEY, "helper", NOW))
    later = NOW + timedelta(days=3)
    code = invite(KEY, "helper", later)

    await conversation.linking.link(OTTO, "Otto", code, later, conversation)

    assert went(chat) == ["Rita"]
    assert [notice.name for notice in told(chat)] == ["Rita", "Otto"]


async def test_who_comes_back_the_same_day_is_told_again(tmp_path: Path) -> None:
    conversation, chat = await house(tmp_path, helper(BLUE))
    await link(conversation, invite(KEY, "helper", NOW))
    soon = NOW + timedelta(hours=1)
    await conversation.linking.unlink(RITA, soon, conversation)
    soon += timedelta(hours=1)

    await link(conversation, invite(KEY, "helper", soon), at=soon)

    assert [notice.name for notice in told(chat)] == ["Rita", "Rita"]


async def test_who_gives_up_in_one_app_has_no_part_in_the_other(tmp_path: Path) -> None:
    conversation, chat = await house(tmp_path, helper(BLUE))
    await link(conversation, invite(KEY, "helper", NOW))
    handles = conversation.linking._handles
    assert handles is not None
    await handles.join(RITA, "slack:T1:U1")

    await conversation.linking.unlink("slack:T1:U1", NOW, conversation)

    assert await helped(conversation) == set()
    assert went(chat) == ["Rita"]


def went(chat: Chat) -> list[str]:
    return [p.notice.name for p in chat.promises if isinstance(p.notice, HelperWent)]


async def test_a_resource_person_sees_whether_messages_came_and_no_text(tmp_path: Path) -> None:
    conversation, _ = await house(tmp_path)
    await link(conversation, invite(KEY, "resource-north", NOW))

    asked = {
        text: await conversation.command(TEAM, text, NOW, RITA)
        for text in ("næste", "rytme", "roller", "dagsorden", "tjek", "status", "hjælp")
    }

    told = {text: type(reply.answers[0]) for text, reply in asked.items()}
    assert told.pop("status") is Status
    assert told.pop("hjælp") is Help
    assert set(told.values()) == {OnlyTheTeam}
    assert all(reply.form is None and reply.circle is None for reply in asked.values())
