"""What is kept of somebody is shown to them, all of it, and nothing of anybody else."""

from datetime import UTC, datetime
from pathlib import Path

from circle.answers import MyDataOffered, OnlyTheTeam, PrivacyShown
from dialogs.conversation import Conversation
from tests.dialogs.rooms import ANNA, BO, CLARA, TEAM, Chat, store_in, talk, team_in

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECRETS = {"prepare": "Min forberedelse", "snag": "Mit bøvl", "agenda": "Min orientering"}


async def house(folder: Path) -> Conversation:
    store = store_in(folder)
    await team_in(store)
    conversation = talk(store, Chat())
    for form, text in SECRETS.items():
        sent = {"text": [text], "kind": ["snag"], "operations": ["yes"], "item": ["i1"]}
        await conversation.submit(TEAM, form, sent, NOW, who=ANNA)
    await conversation.submit(TEAM, "away", {"until": ["2026-03-05"]}, NOW, who=ANNA)
    return conversation


async def shown(conversation: Conversation, who: str) -> dict[str, str]:
    form = (await conversation.open(TEAM, "mydata", {}, NOW, who)).form
    assert form is not None
    assert form.submit == ""
    return {fact.label: fact.value for section in form.sections for fact in section.facts}


async def test_all_that_is_kept_of_somebody_is_shown_to_them(tmp_path: Path) -> None:
    conversation = await house(tmp_path)

    mine = await shown(conversation, ANNA)

    assert (mine["Navn"], mine["Dit id"]) == ("Anna", ANNA)
    assert set(SECRETS.values()) < set(mine.values())
    assert "5.\N{NO-BREAK SPACE}marts" in mine["Væk til og med"]


async def test_nobody_is_shown_what_is_another_s(tmp_path: Path) -> None:
    conversation = await house(tmp_path)

    for who in (BO, CLARA):
        theirs = " ".join((await shown(conversation, who)).values())
        assert not [text for text in (*SECRETS.values(), ANNA, "Anna") if text in theirs]


async def test_a_stranger_is_shown_nothing(tmp_path: Path) -> None:
    conversation = await house(tmp_path)

    opened = await conversation.open(TEAM, "mydata", {}, NOW, "chat:blue:stranger")
    asked = await conversation.command(TEAM, "minedata", NOW, "chat:blue:stranger")

    assert opened.answers == asked.answers == (OnlyTheTeam(),)
    assert opened.form is asked.form is None


async def test_in_the_channel_only_the_button_is_seen_and_a_table_is_told_what_is_kept(
    tmp_path: Path,
) -> None:
    conversation = await house(tmp_path)

    asked = await conversation.command(TEAM, "mydata", NOW, ANNA)
    table = await conversation.command(TEAM, "mydata", NOW, "")

    assert (asked.answers, asked.form) == ((MyDataOffered(),), None)
    assert table.answers == (PrivacyShown(),)
    shared = await conversation.open(TEAM, "mydata", {}, NOW, "")
    assert (shared.form, shared.answers) == (None, (PrivacyShown(),))
