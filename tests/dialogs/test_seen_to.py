"""What became of each message: who sees it, in which state, and who sends it again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from circle.again import HelpsNoMore, OnlyResourcePerson, SendsAgain, SentAgain
from circle.between import Reminder
from circle.between_notices import RoleNudge
from circle.household import happen
from circle.meeting_notices import AgendaCame, TeamWord
from circle.occurrences import State
from circle.papers import Delivery, Papers, Promise
from circle.people import Place, Role
from dialogs.conversation import Conversation
from dialogs.deliveries import MOST_AGAIN, MOST_SHOWN
from dialogs.occasion import Occasion
from dialogs.ports import Unreachable
from dialogs.promises import BODY_LIFE, STATE_LIFE, tidied
from dialogs.seen_to import LATELY, status_of
from storage.embedded import EmbeddedStore
from tests.dialogs.rooms import ANNA, BO, TEAM, Chat, store_in, talk, team_in
from tests.dialogs.test_between_sending import MORNING, rhythm, shown

PLACE = Place("chat", "tenant", "room")
RITA = "chat:rita"
SEEN_TO = frozenset({RITA})
CIRCLE = date(2026, 3, 5)
BEGINS = datetime(2026, 3, 5, 13, 30, tzinfo=UTC)
AGENDA = AgendaCame(series="circle", day=CIRCLE, begins=BEGINS)
NUDGE = RoleNudge(to=BO, roles=(Role.NOTES,), series="circle", day=CIRCLE, begins=BEGINS)


async def undelivered(folder: Path) -> tuple[EmbeddedStore[Papers], Conversation, Chat, str]:
    """An agenda that did not come."""
    store, _ = await rhythm(folder, Chat())
    chat = Chat(Unreachable("403 BotBlocked"))
    conversation = talk(store, chat)
    await conversation.tick(MORNING)
    papers = await conversation.papers(TEAM)
    assert papers is not None
    (row,) = [row for row in papers.told.values() if row.kind == "AgendaCame"]
    return store, conversation, chat, row.id


async def papers_with(folder: Path, *rows: Promise) -> Papers:
    """A team with these rows, done or not."""
    store = store_in(folder)
    await team_in(store)
    papers = await store.read(TEAM)
    await store.close()
    assert papers is not None
    waits = {row.id: row for row in rows if row.delivery is Delivery.PENDING}
    return replace(papers, promises=waits, told={r.id: r for r in rows if r.id not in waits})


def row(id: str, notice: Any = AGENDA, delivery: Delivery = Delivery.DEAD, **facts: Any) -> Promise:
    """A row as the outbox keeps it; later ids are newer."""
    at = facts.pop("at", MORNING + timedelta(minutes=len(id)))
    kind = facts.pop("kind", type(notice).__name__)
    return Promise(id, PLACE, facts.pop("circle", ""), at, notice, delivery, kind=kind, **facts)


def seen(
    papers: Papers, who: str, resource: frozenset[str] = SEEN_TO, at: datetime = MORNING
) -> Any:
    return status_of(Occasion(papers, {}, at, who, resource=resource))


async def test_a_resource_person_sees_every_state_the_newest_first(tmp_path: Path) -> None:
    papers = await papers_with(
        tmp_path,
        row("a", delivery=Delivery.SENT),
        row("bb", delivery=Delivery.DOUBT),
        row("ccc", delivery=Delivery.PENDING),
        row("dddd", NUDGE, reason="no private chat"),
    )

    rows = seen(papers, RITA).deliveries

    assert [(each.state, each.to, each.again) for each in rows] == [
        ("dead", BO, True), ("waiting", None, False), ("doubt", None, True), ("sent", None, False)
    ]  # fmt: skip
    assert [each.day for each in rows] == [None, CIRCLE, CIRCLE, CIRCLE]
    assert rows[0].reason == "no private chat"


async def test_the_course_of_a_circle_is_not_listed_and_never_sent_again(tmp_path: Path) -> None:
    papers = await papers_with(
        tmp_path,
        row("a", delivery=Delivery.SENT, circle="c1", kind=""),
        row("bb", circle="c1", kind=""),
    )

    (missed,) = seen(papers, RITA).deliveries

    assert (missed.promise, missed.again) == ("bb", False)


async def test_only_the_newest_are_shown(tmp_path: Path) -> None:
    rows = [row("x" * n, delivery=Delivery.SENT) for n in range(1, MOST_SHOWN + 3)]

    listed = seen(await papers_with(tmp_path, *rows), RITA).deliveries

    assert [each.promise for each in listed] == [each.id for each in rows[:1:-1]]


async def test_the_newest_are_sent_again_first(tmp_path: Path) -> None:
    rows = [row("x" * n) for n in range(1, MOST_SHOWN)]

    listed = seen(await papers_with(tmp_path, *rows), RITA).deliveries

    assert [each.again for each in listed] == [n < MOST_AGAIN for n in range(len(rows))]


async def test_without_a_resource_person_the_members_see_what_did_not_come(tmp_path: Path) -> None:
    papers = await papers_with(tmp_path, row("a", delivery=Delivery.SENT), row("bb"))

    listed = seen(papers, ANNA, frozenset()).deliveries

    assert [(each.promise, each.again) for each in listed] == [("bb", True)]
    assert seen(papers, "chat:stranger", frozenset()).deliveries == ()


async def test_with_one_the_members_see_what_they_saw_before(tmp_path: Path) -> None:
    papers = await papers_with(tmp_path, row("a"), row("bb", NUDGE))

    status = seen(papers, ANNA)

    assert status.deliveries == ()
    assert [(each.to, each.gone) for each in status.undelivered] == [(None, True), (BO, True)]
    stranger = seen(papers, "chat:stranger")
    assert [(each.to, each.gone) for each in stranger.undelivered] == [(None, True)]


async def test_a_member_sends_it_again_once_and_so_it_comes(tmp_path: Path) -> None:
    store, conversation, chat, missed = await undelivered(tmp_path)
    press = {"verb": "send_again", "promise": missed, "who": BO}

    first = await conversation.press(TEAM, press, MORNING)
    second = await conversation.press(TEAM, press, MORNING)

    papers = await conversation.papers(TEAM)
    assert papers is not None
    assert (first.answers, second.answers) == ((SendsAgain(),), (SendsAgain(),))
    assert [p.id for p in shown(chat, AgendaCame)] == [f"{missed}/again"]
    assert [each.state for each in seen(papers, RITA).deliveries] == ["sent"]
    await store.close()


async def test_what_fails_again_can_be_sent_a_third_time(tmp_path: Path) -> None:
    store, conversation, chat, missed = await undelivered(tmp_path)
    chat.failures = [Unreachable("403 BotBlocked")]
    press = {"verb": "send_again", "promise": missed, "who": BO}
    await conversation.press(TEAM, press, MORNING)

    await conversation.press(TEAM, {**press, "promise": f"{missed}/again"}, MORNING)

    assert len(shown(chat, AgendaCame)) == 1
    await store.close()


@pytest.mark.parametrize(("notice", "from_when"), [(AGENDA, BEGINS), (NUDGE, BEGINS)])
async def test_what_helps_no_more_is_not_sent_again(
    notice: Any, from_when: datetime, tmp_path: Path
) -> None:
    papers = await papers_with(tmp_path, row("a", notice))
    just_before = from_when - timedelta(seconds=1)

    late, refused = happen(papers, SentAgain(at=from_when, who=RITA, promise="a"))
    early, said = happen(papers, SentAgain(at=just_before, who=RITA, promise="a"))

    assert (late.promises, refused) == ({}, (HelpsNoMore(),))
    assert (list(early.promises), said) == (["a/again"], (SendsAgain(),))
    assert not seen(papers, RITA, at=from_when).deliveries[0].again


async def test_what_came_is_not_sent_again_nor_what_is_no_longer_kept(tmp_path: Path) -> None:
    papers = await papers_with(tmp_path, row("a", delivery=Delivery.SENT), row("bb", None))

    for promise in ("a", "bb", "no such"):
        after, told = happen(papers, SentAgain(at=MORNING, who=RITA, promise=promise))
        assert (after.promises, told) == ({}, (HelpsNoMore(),))


async def test_only_who_sees_to_it_sends_again(tmp_path: Path) -> None:
    store, conversation, chat, missed = await undelivered(tmp_path)
    press = {"verb": "send_again", "promise": missed}
    conversation.linking.resource_of = lambda team: SEEN_TO  # type: ignore[method-assign]

    replies = [await conversation.press(TEAM, {**press, "who": who}, MORNING) for who in ("", ANNA)]
    assert [reply.answers for reply in replies] == [(OnlyResourcePerson(),)] * 2
    assert shown(chat, AgendaCame) == []

    reply = await conversation.press(TEAM, {**press, "who": RITA}, MORNING)
    assert reply.answers == (SendsAgain(),)
    assert len(shown(chat, AgendaCame)) == 1
    await store.close()


async def test_what_it_was_outlives_what_it_said(tmp_path: Path) -> None:
    papers = await papers_with(tmp_path, row("a", TeamWord(items=()), Delivery.SENT, at=MORNING))

    week = seen(tidied(papers, MORNING + BODY_LIFE), RITA).deliveries
    month = seen(tidied(papers, MORNING + STATE_LIFE), RITA).deliveries

    assert [(each.kind, each.state) for each in week] == [("TeamWord", "sent")]
    assert month == ()


async def test_an_agenda_that_came_too_late_is_told_for_a_month(tmp_path: Path) -> None:
    store, conversation = await rhythm(tmp_path, Chat())
    papers = await conversation.papers(TEAM)
    assert papers is not None
    over = papers.between.meetings["circle/2026-03-05"]
    expired = replace(over, state=State.EXPIRED)
    after = BEGINS + timedelta(hours=2)

    def late(meeting: Any, at: datetime = after, **facts: Any) -> Any:
        rhythm_now = replace(papers.between.rhythm, **facts)
        between = replace(papers.between, meetings={over.key: meeting}, rhythm=rhythm_now)
        return seen(replace(papers, between=between), RITA, at=at).late

    assert late(expired) == (CIRCLE,)
    assert late(replace(expired, reminded=True)) == ()
    assert late(over) == ()
    assert late(expired, BEGINS + LATELY) == ()
    assert late(expired, off=(Reminder.AGENDA,)) == ()
    await store.close()
