"""What is promised is shown: once, or once more where there is doubt, and never silently not."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from circle.papers import Delivery, Papers
from dialogs.ports import Doubtful, NotShown, Unreachable
from dialogs.sending import Lane, lane_of
from tests.dialogs.rooms import ANNA, NOON, START, TEAM, Chat, store_in, talk, team_in

SECOND = timedelta(seconds=1)


def by_lane(ids: list[str], papers: Papers) -> dict[Lane, list[str]]:
    """What was shown, in order, in each conversation."""
    found: dict[Lane, list[str]] = {}
    for id in ids:
        found.setdefault(lane_of(papers.deliveries[id]), []).append(id)
    return found


async def test_everything_promised_is_shown_once_and_in_order(tmp_path: Path) -> None:
    store, chat = store_in(tmp_path), Chat()
    await team_in(store)

    await talk(store, chat).submit(TEAM, "start", START, NOON)
    await talk(store, chat).tick(NOON + SECOND)

    papers = await store.read(TEAM)
    assert papers is not None
    assert [p.delivery for p in papers.deliveries.values()] == [Delivery.SENT] * len(chat.ledger)
    assert by_lane(chat.ledger, papers) == by_lane(list(papers.deliveries), papers)
    await store.close()


async def test_what_the_channel_did_not_take_is_tried_again_later_and_in_order(
    tmp_path: Path,
) -> None:
    store, chat = store_in(tmp_path), Chat(NotShown("busy"))
    await team_in(store)
    conversation = talk(store, chat)

    await conversation.submit(TEAM, "start", START, NOON)
    held_back = list(chat.ledger)
    await conversation.tick(NOON + SECOND)
    too_soon = list(chat.ledger)
    await conversation.tick(NOON + 3 * SECOND)

    papers = await store.read(TEAM)
    assert papers is not None
    lane = next(lane_of(p) for p in papers.deliveries.values() if p.tries > 1)
    assert not [id for id in held_back + too_soon if lane_of(papers.deliveries[id]) == lane]
    assert by_lane(chat.ledger, papers) == by_lane(list(papers.deliveries), papers)
    await store.close()


async def test_a_doubt_that_stands_holds_nothing_back(tmp_path: Path) -> None:
    store, chat = store_in(tmp_path), Chat(*[Doubtful("no answer")] * 2, only="card")
    await team_in(store)

    await talk(store, chat).submit(TEAM, "start", START, NOON)
    await talk(store, chat).tick(NOON + 3 * SECOND)

    papers = await store.read(TEAM)
    assert papers is not None
    card = papers.deliveries["c1/chat/card"]
    assert (card.delivery, card.reason) == (Delivery.DOUBT, "no answer")
    assert {*papers.deliveries} - {card.id} == {*chat.ledger}
    await store.close()


async def test_a_place_that_is_gone_is_marked_dead_with_its_reason(tmp_path: Path) -> None:
    store, chat = store_in(tmp_path), Chat(*[Unreachable("archived")] * 9)
    await team_in(store)

    await talk(store, chat).submit(TEAM, "start", START, NOON)

    papers = await store.read(TEAM)
    assert papers is not None
    assert {(p.delivery, p.reason) for p in papers.deliveries.values()} == {
        (Delivery.DEAD, "archived")
    }
    await store.close()


class Crash(BaseException):
    """The process dies in the middle of a send."""


async def test_a_crash_in_the_middle_of_a_send_shows_it_at_most_once_more(tmp_path: Path) -> None:
    store, chat = store_in(tmp_path), Chat()
    await team_in(store)
    chat.failures = [Crash()]  # type: ignore[list-item]

    with suppress(Crash):
        await talk(store, chat).submit(TEAM, "start", START, NOON)
    await store.close()
    store = store_in(tmp_path)
    left = await store.read(TEAM)
    await talk(store, chat).tick(NOON + SECOND)
    await talk(store, chat).tick(NOON + 2 * SECOND)

    papers = await store.read(TEAM)
    assert left is not None
    assert papers is not None
    in_doubt = {p.id for p in left.waiting if p.delivery is Delivery.SENDING}
    assert in_doubt
    assert set(chat.ledger) == set(papers.deliveries)
    assert {id for id in chat.ledger if chat.ledger.count(id) > 1} <= in_doubt
    assert all(chat.ledger.count(id) <= 2 for id in chat.ledger)
    assert not papers.waiting
    await store.close()


async def test_a_second_crash_in_the_same_send_leaves_a_doubt_for_people_to_see(
    tmp_path: Path,
) -> None:
    store, chat = store_in(tmp_path), Chat(only="card")
    await team_in(store)
    for tick in range(2):
        chat.failures = [Crash()]  # type: ignore[list-item]
        conversation = talk(store, chat)
        with suppress(Crash):
            await conversation.submit(TEAM, "start", START, NOON)
            await conversation.tick(NOON + tick * SECOND)

    await talk(store, chat).tick(NOON + 3 * SECOND)

    papers = await store.read(TEAM)
    assert papers is not None
    assert papers.deliveries["c1/chat/card"].delivery is Delivery.DOUBT
    assert not papers.waiting
    await store.close()


async def test_a_repaint_that_waits_is_merged_into_the_newest(tmp_path: Path) -> None:
    store, chat = store_in(tmp_path), Chat(*[NotShown("busy")] * 3)
    await team_in(store)
    conversation = talk(store, chat)
    await conversation.submit(TEAM, "start", START, NOON)

    for turn in (2, 3, 4):
        values = {"verb": "go_on", "circle": "c1", "turn": str(turn), "who": ANNA}
        await conversation.press(TEAM, values, NOON + SECOND)

    papers = await store.read(TEAM)
    assert papers is not None
    assert sum(1 for id in papers.deliveries if id.endswith("card")) == 1
    await store.close()


async def test_bodies_go_after_a_week_and_deliveries_after_a_month(tmp_path: Path) -> None:
    store, chat = store_in(tmp_path), Chat()
    await team_in(store)
    conversation = talk(store, chat)
    await conversation.submit(TEAM, "start", START, NOON)

    await conversation.command(TEAM, "status", NOON)
    await conversation.press(TEAM, END, NOON + timedelta(days=8))
    await conversation.keep_house(NOON + timedelta(days=8))
    week = await store.read(TEAM)
    await conversation.submit(TEAM, "line", LINE, NOON + timedelta(days=31))
    await conversation.keep_house(NOON + timedelta(days=31))
    month = await store.read(TEAM)

    assert week is not None
    assert month is not None
    old = [p for p in week.deliveries.values() if p.at == NOON]
    assert old
    assert all(p.notice is None for p in old)
    assert all(p.at > NOON for p in month.deliveries.values())
    await store.close()


END = {"verb": "end", "circle": "c1", "turn": "2", "who": ANNA}
LINE = {"circle": ["c1"], "text": ["Noget"], "writer": [ANNA]}
