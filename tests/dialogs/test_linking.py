"""A one-time code says who somebody is: once, for a week, and every team concerned is told."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from circle.answers import Help, OnlyTheTeam, Status
from circle.organisation import HelperCame, Linked, Organisation, Part, WrongCode
from dialogs.conversation import Conversation
from dialogs.invitations import LIFE, code_in, invite, read_code
from dialogs.linking import MOST_TRIES, Linking
from storage.handles import Handles
from storage.organisation import WrongOrganisation, read_organisation
from tests.dialogs.rooms import GUIDES, TEAM, Chat, store_in, team_in

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
    conversation: Conversation, code: str, who: str = "rita", at: datetime = NOW
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
    assert conversation.linking.resource_of(papers.team) == {"rita"}
    helped = await conversation.linking.helped_by("rita", conversation)
    assert [team.id for team in helped] == [TEAM]


async def test_a_code_is_used_once_and_its_own_person_may_press_twice(tmp_path: Path) -> None:
    conversation, chat = await house(tmp_path)
    code = invite(KEY, "resource-north", NOW)

    first, again = await link(conversation, code), await link(conversation, code)
    other = await link(conversation, code, "otto")

    assert first == again
    assert other == WrongCode()
    assert len(told(chat)) == 1


async def test_a_link_survives_a_restart_and_so_does_a_used_code(tmp_path: Path) -> None:
    conversation, _ = await house(tmp_path)
    code = invite(KEY, "resource-north", NOW)
    await link(conversation, code)

    linking = Linking(ORGANISATION, Handles(tmp_path / "links"), KEY)
    papers = await conversation.papers(TEAM)

    assert papers is not None
    assert linking.resource_of(papers.team) == {"rita"}
    assert await linking.link("otto", "Otto", code, NOW, conversation) == WrongCode()


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

    await handles.unlink("rita")

    assert b"rita" not in (tmp_path / "links").read_bytes()


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


async def test_a_resource_person_sees_whether_messages_came_and_no_text(tmp_path: Path) -> None:
    conversation, _ = await house(tmp_path)
    await link(conversation, invite(KEY, "resource-north", NOW))

    asked = {
        text: await conversation.command(TEAM, text, NOW, "rita")
        for text in ("næste", "rytme", "roller", "dagsorden", "tjek", "status", "hjælp")
    }

    told = {text: type(reply.answers[0]) for text, reply in asked.items()}
    assert told.pop("status") is Status
    assert told.pop("hjælp") is Help
    assert set(told.values()) == {OnlyTheTeam}
    assert all(reply.form is None and reply.circle is None for reply in asked.values())
