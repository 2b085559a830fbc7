"""Between circles: what is sent keeps quiet hours and no trace, and can be sent again."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from circle.again import HelpsNoMore, SendsAgain
from circle.answers import Status
from circle.between_notices import ForYou
from circle.meeting_notices import AgendaCame
from circle.people import Role
from circle.rota_events import ChoseRoles
from dialogs.conversation import Conversation
from dialogs.occasion import Occasion
from dialogs.ports import NotShown, Unreachable
from dialogs.seen_to import status_of
from storage.embedded import EmbeddedStore
from tests.dialogs.rooms import ANNA, BO, TEAM, Chat, store_in, talk, team_in

MORNING = datetime(2026, 3, 3, 6, tzinfo=UTC)
"""Seven o'clock in Copenhagen, two working days before Thursday's circle."""

EVENING = datetime(2026, 3, 2, 12, tzinfo=UTC)
RHYTHM = {"kind": ["weekly"], "weekday": ["3"], "clock": ["14:30"]}


async def rhythm(folder: Path, chat: Chat) -> tuple[EmbeddedStore[Any], Conversation]:
    store = store_in(folder)
    await team_in(store)
    conversation = talk(store, chat)
    await conversation.submit(TEAM, "rhythm", RHYTHM, EVENING, who=ANNA)
    return store, conversation


def shown(chat: Chat, kind: type) -> list[Any]:
    return [p for p in chat.promises if isinstance(p.notice, kind)]


async def test_what_the_channel_did_not_take_before_the_evening_comes_in_the_morning(
    tmp_path: Path,
) -> None:
    chat = Chat(only="never")
    store, conversation = await rhythm(tmp_path, chat)
    chat.failures = [NotShown("busy")] * 500
    chat.only = ""
    at = MORNING
    while at < MORNING + timedelta(hours=14):
        await conversation.tick(at)
        at += timedelta(minutes=5)
    chat.failures = []
    await conversation.tick(at)
    assert shown(chat, AgendaCame) == []

    await conversation.tick(MORNING + timedelta(days=1))

    assert len(shown(chat, AgendaCame)) == 1
    await store.close()


async def test_a_reminder_that_helps_nobody_any_more_is_not_sent(tmp_path: Path) -> None:
    chat = Chat(*[NotShown("busy")] * 5000)
    store, conversation = await rhythm(tmp_path, chat)
    await conversation.tick(MORNING)
    chat.failures = []

    await conversation.tick(datetime(2026, 3, 5, 14, tzinfo=UTC))

    assert shown(chat, AgendaCame) == []
    papers = await conversation.papers(TEAM)
    assert papers is not None
    assert "too late to help" in [row.reason for row in papers.told.values()]
    await store.close()


async def asked_for_focus(folder: Path, *failures: Exception | None) -> tuple[Any, Any, Chat]:
    chat = Chat()
    store, conversation = await rhythm(folder, chat)
    roles = ChoseRoles(
        at=EVENING, day=date(2026, 3, 5), who=ANNA, roles=(Role.FACILITATOR, Role.FOCUS)
    )
    chat.failures, chat.only = list(failures), ""
    await conversation.hear(TEAM, roles)
    await conversation.say(TEAM, EVENING)
    return store, conversation, chat


async def test_who_was_asked_to_be_the_focus_person_stands_nowhere(tmp_path: Path) -> None:
    store, conversation, chat = await asked_for_focus(tmp_path)

    told = [type(item).__name__ for p in shown(chat, ForYou) for item in p.notice.items]
    assert "FocusAsked" in told
    papers = await conversation.papers(TEAM)
    assert not any("ForYou" in str(row) for row in papers.deliveries.values())
    await store.compact()
    await store.close()
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"FocusAsked" not in kept


async def test_who_cannot_be_asked_is_passed_by_without_a_trace(tmp_path: Path) -> None:
    store, conversation, chat = await asked_for_focus(tmp_path, Unreachable("no private chat"))

    await conversation.tick(EVENING + timedelta(minutes=1))

    asked = [p.notice.to for p in shown(chat, ForYou)]
    papers = await conversation.papers(TEAM)
    assert len(asked) == 1
    assert papers.told == {} or not any("FocusAsked" in str(r) for r in papers.told.values())
    await store.close()


async def undelivered(folder: Path) -> tuple[Any, Conversation, Chat, str]:
    """An agenda that did not come."""
    chat = Chat(Unreachable("403 BotBlocked"))
    store, conversation = await rhythm(folder, Chat())
    conversation = talk(store, chat)
    await conversation.tick(MORNING)
    papers = await conversation.papers(TEAM)
    assert papers is not None
    (row,) = [row for row in papers.told.values() if row.kind == "AgendaCame"]
    return store, conversation, chat, row.id


async def test_a_member_sees_what_did_not_come_and_sends_it_again_once(tmp_path: Path) -> None:
    store, conversation, chat, row = await undelivered(tmp_path)
    papers = await conversation.papers(TEAM)
    assert papers is not None
    status = status_of(Occasion(papers, {}, MORNING, ANNA))
    assert [(each.kind, each.state, each.again) for each in status.deliveries] == [
        ("AgendaCame", "dead", True)
    ]
    press = {"verb": "send_again", "promise": row, "who": BO}

    first = await conversation.press(TEAM, press, MORNING)
    second = await conversation.press(TEAM, press, MORNING)

    assert first.answers == (SendsAgain(),)
    assert second.answers == (HelpsNoMore(),)
    assert len(shown(chat, AgendaCame)) == 1
    await store.close()


async def test_what_helps_no_more_is_not_sent_again(tmp_path: Path) -> None:
    store, conversation, chat, row = await undelivered(tmp_path)
    press = {"verb": "send_again", "promise": row, "who": ANNA}

    reply = await conversation.press(TEAM, press, datetime(2026, 3, 5, 14, tzinfo=UTC))

    assert reply.answers == (HelpsNoMore(),)
    assert shown(chat, AgendaCame) == []
    await store.close()


async def test_with_a_resource_person_the_members_do_not_see_to_it(tmp_path: Path) -> None:
    store, conversation, _, _ = await undelivered(tmp_path)
    papers = await conversation.papers(TEAM)
    assert papers is not None
    seen_to = frozenset({"rita"})

    members = status_of(Occasion(papers, {}, MORNING, ANNA, resource=seen_to))
    resource = status_of(Occasion(papers, {}, MORNING, "rita", resource=seen_to))

    assert (len(members.deliveries), len(members.undelivered)) == (0, 1)
    assert len(resource.deliveries) == 1
    assert isinstance(resource, Status)
    await store.close()
