"""A team changes: names are put right, people come and go."""

from pathlib import Path

from circle.answers import TeamIsElsewhere
from circle.people import Member
from tests.dialogs.rooms import ANNA, BO, CLARA, NOON, START, TEAM, Chat, store_in, talk, team_in

SAME = {"member-0": ["Anna"], "member-1": ["Bo"], "member-2": ["Clara"]}


async def test_a_misspelt_name_is_put_right_and_stays_the_same_person(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    await team_in(store, talks=False)
    conversation = talk(store, Chat())
    await conversation.submit(TEAM, "start", START, NOON)

    await conversation.submit(TEAM, "members", {**SAME, "member-0": [" Anne "]}, NOON)

    papers = await conversation.papers(TEAM)
    assert papers is not None
    assert papers.circle is not None
    assert papers.team.members[0] == Member(ANNA, "Anne")
    assert papers.circle.seats[0].name == "Anne"


async def test_somebody_leaves_the_team_and_somebody_new_comes(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    await team_in(store, talks=False)
    conversation = talk(store, Chat())

    values = {**SAME, "member-1": [""], "names": ["Dorte\n\n  Erik "]}
    await conversation.submit(TEAM, "members", values, NOON)

    papers = await conversation.papers(TEAM)
    assert papers is not None
    assert [m.name for m in papers.team.members] == ["Anna", "Clara", "Dorte", "Erik"]
    assert papers.team.name_of(BO) is None
    assert len({m.person for m in papers.team.members}) == 4
    assert papers.team.name_of(CLARA) == "Clara"


async def test_a_team_keeps_two_people_and_no_name_twice(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    await team_in(store, talks=False)
    conversation = talk(store, Chat())

    alone = await conversation.submit(
        TEAM, "members", {**SAME, "member-1": [""], "member-2": [""]}, NOON
    )
    twice = await conversation.submit(TEAM, "members", {**SAME, "names": ["anna"]}, NOON)

    assert alone.form is not None
    assert [f.value for f in alone.form.sections[0].fields[1:4]] == ["Anna", "", ""]  # type: ignore[attr-defined]
    assert twice.form is not None
    papers = await conversation.papers(TEAM)
    assert papers is not None
    assert len(papers.team.members) == 3


async def test_who_is_in_a_team_that_talks_in_a_chat_is_chosen_there(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    await team_in(store)
    conversation = talk(store, Chat())

    opened = await conversation.open(TEAM, "members", {}, NOON)
    sent = await conversation.submit(TEAM, "members", {**SAME, "member-1": [""]}, NOON)

    assert opened.answers == sent.answers == (TeamIsElsewhere(),)
    await store.close()
