"""Between circles: what is sent keeps quiet hours and leaves no trace of private words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from circle.between_notices import ForYou
from circle.meeting_notices import AgendaCame
from circle.papers import Delivery, Papers, Promise
from circle.people import Role
from circle.rota_events import ChoseRoles
from circle.rota_notices import FocusAsked
from dialogs.conversation import Conversation
from dialogs.deliveries import delivered, deliveries_of, undelivered
from dialogs.ports import Doubtful, NotShown, Unreachable
from storage.embedded import EmbeddedStore
from tests.dialogs.rooms import ANNA, BO, CLARA, TEAM, Chat, store_in, talk, team_in

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


class Shy(Chat):
    """A chat in which the question to the focus person meets these failures."""

    async def show(self, promise: Promise, papers: Papers) -> None:
        self.only = "" if asked_in(promise) else "never"
        await super().show(promise, papers)


def asked_in(promise: Promise) -> list[str]:
    items = getattr(promise.notice, "items", ())
    return [each.to for each in items if isinstance(each, FocusAsked)]


async def asked_for_focus(folder: Path, *failures: Exception | None) -> tuple[Any, Any, Shy]:
    chat = Shy()
    store, conversation = await rhythm(folder, chat)
    roles = ChoseRoles(
        at=EVENING, day=date(2026, 3, 5), who=ANNA, roles=(Role.FACILITATOR, Role.FOCUS)
    )
    chat.failures = list(failures)
    await conversation.hear(TEAM, roles)
    await conversation.say(TEAM, EVENING)
    return store, conversation, chat


async def later(conversation: Any, *hours: int) -> list[str]:
    """Time goes on; everything in the outbox then, as text."""
    for hour in hours:
        await conversation.tick(EVENING + timedelta(hours=hour))
    papers = await conversation.papers(TEAM)
    return [str(row) for row in papers.deliveries.values()]


async def test_who_was_asked_to_be_the_focus_person_stands_nowhere(tmp_path: Path) -> None:
    store, conversation, chat = await asked_for_focus(tmp_path)

    assert [who for p in chat.promises for who in asked_in(p)] == [BO]
    assert not any("ForYou" in row for row in await later(conversation, 1))
    await store.compact()
    await store.close()
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"FocusAsked" not in kept


async def test_who_cannot_be_asked_is_passed_by_without_a_trace(tmp_path: Path) -> None:
    store, conversation, chat = await asked_for_focus(tmp_path, Unreachable("no private chat"))

    rows = await later(conversation, 1)
    await later(conversation, 24)

    assert [who for p in chat.promises for who in asked_in(p)] == [CLARA]
    (row,) = [row for row in rows if "ForYou" in row]
    assert "FocusAsked" not in row
    assert "RoleLeftYou" in row
    await store.close()


async def test_when_nobody_can_be_asked_the_asking_ends(tmp_path: Path) -> None:
    store, conversation, chat = await asked_for_focus(
        tmp_path, *[Unreachable("no private chat")] * 9
    )

    rows = await later(conversation, 1, 24, 48, 49)

    assert not any("FocusAsked" in row for row in rows)
    assert len(chat.failures) == 9 - len((BO, CLARA))
    await store.close()


async def test_a_question_in_doubt_is_left_with_who_may_have_read_it(tmp_path: Path) -> None:
    store, conversation, chat = await asked_for_focus(tmp_path, *[Doubtful("timeout")] * 2)

    rows = await later(conversation, 1, 24, 48)

    assert [who for p in chat.promises for who in asked_in(p)] == []
    assert chat.failures == []
    assert not any("FocusAsked" in row for row in rows)
    await store.close()


async def test_status_is_the_same_while_somebody_is_asked(tmp_path: Path) -> None:
    store, conversation, _ = await asked_for_focus(tmp_path)
    papers = await conversation.papers(TEAM)
    assert papers is not None
    asked = ForYou(to=BO, items=(FocusAsked(to=BO, day=date(2026, 3, 5)),))
    (place,) = {row.place for row in papers.told.values()} or {papers.team.home}

    for delivery in Delivery:
        row = Promise("r", place, "", EVENING, asked, delivery=delivery, kind="ForYou")
        with_it = delivered(replace(papers, promises={"r": replace(row, tries=1)}), row, None)
        assert deliveries_of(with_it, EVENING) == deliveries_of(papers, EVENING)
        assert tuple(undelivered(with_it)) == tuple(undelivered(papers))
    await store.close()
