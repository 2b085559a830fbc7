"""What is promised is shown: once, or once more where there is doubt, and never silently not."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from circle.events import Event
from circle.papers import Delivery, Papers, Promise
from dialogs.conversation import Conversation
from dialogs.ports import Doubtful, NotShown, Unreachable
from dialogs.presses import read_press
from dialogs.sending import IN_DOUBT, lane_of
from tests.dialogs.rooms import ANNA, GUIDES, NOON, START, TEAM, Chat, store_in, talk, team_in

SECOND = timedelta(seconds=1)


BEGINS = ["card", "CircleBegan", "WordWent"]
"""What the place is told when a circle begins, in this order; Anna is told that she speaks."""


def told(chat: Chat) -> dict[str, list[str]]:
    """What was shown, in order: to the place, and to each person."""
    found: dict[str, list[str]] = {}
    for promise in chat.promises:
        name = type(promise.notice).__name__ if promise.notice else "card"
        found.setdefault(lane_of(promise).person, []).append(name)
    return found


async def test_everything_promised_is_shown_once_and_in_order(tmp_path: Path) -> None:
    store, chat = store_in(tmp_path), Chat()
    await team_in(store)

    await talk(store, chat).submit(TEAM, "start", START, NOON)
    await talk(store, chat).tick(NOON + SECOND)

    papers = await store.read(TEAM)
    assert papers is not None
    assert told(chat) == {"": BEGINS, ANNA: ["YourWord"]}
    assert not papers.waiting
    await store.close()


async def test_of_a_course_that_was_shown_nothing_remains(tmp_path: Path) -> None:
    store, chat = store_in(tmp_path), Chat()
    await team_in(store)
    conversation = talk(store, chat)
    await conversation.submit(TEAM, "start", START, NOON)
    done = {"verb": "done", "circle": "c1", "turn": "2", "who": ANNA}

    await conversation.press(TEAM, done, NOON + SECOND)

    papers = await store.read(TEAM)
    assert papers is not None
    assert len(chat.promises) > 4
    assert papers.deliveries == {}
    await store.close()
    assert "WordWent" not in whole_files(tmp_path)


def whole_files(folder: Path) -> str:
    """The teams' files, as they stand after a clean stop."""
    files = (file.read_text("utf-8") for file in (folder / "teams").iterdir())
    return "".join(files)


async def test_what_the_channel_did_not_take_is_tried_again_later_and_in_order(
    tmp_path: Path,
) -> None:
    store, chat = store_in(tmp_path), Chat(NotShown("busy"), only="card")
    await team_in(store)
    conversation = talk(store, chat)

    await conversation.submit(TEAM, "start", START, NOON)
    held_back = told(chat)
    await conversation.tick(NOON + SECOND)
    too_soon = told(chat)
    await conversation.tick(NOON + 3 * SECOND)

    assert held_back == too_soon == {ANNA: ["YourWord"]}
    assert told(chat) == {"": BEGINS, ANNA: ["YourWord"]}
    await store.close()


async def test_the_wait_begins_with_the_failure_and_lasts_as_long_as_was_asked(
    tmp_path: Path,
) -> None:
    at_failure, asked = NOON + 12 * SECOND, NOON + 15 * SECOND
    for failure, least in (
        (NotShown("slow"), at_failure + SECOND),
        (NotShown("429", asked), asked),
    ):
        store, chat = store_in(tmp_path / str(failure)), Chat(failure, only="card")
        await team_in(store)
        conversation = Conversation(store, {"chat": chat}, GUIDES, now=lambda: at_failure)

        await conversation.submit(TEAM, "start", START, NOON)

        papers = await store.read(TEAM)
        assert papers is not None
        again = papers.promises["c1/chat/card"].again_at
        assert again is not None
        assert least <= again < at_failure + 4 * SECOND
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
    assert told(chat) == {"": BEGINS[1:], ANNA: ["YourWord"]}
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
    assert set(told(chat)) == {"", ANNA}
    assert set(told(chat)[""]) == set(BEGINS)
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
    store, chat = store_in(tmp_path), Chat(*[NotShown("busy")] * 3, only="card")
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


async def test_a_repaint_leaves_the_row_of_one_that_is_being_sent_alone(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    await team_in(store)
    chat = Chat(Doubtful("silence"), only="card")
    conversation = talk(store, chat)
    show = chat.show

    async def show_while_somebody_presses(promise: Promise, papers: Papers) -> None:
        if promise.id == "c1/chat/card" and not promise.reason:
            done = {"verb": "done", "circle": "c1", "turn": "2", "who": ANNA}
            await talk(store, Chat()).hear(TEAM, event_of(done, papers))
        await show(promise, papers)

    chat.show = show_while_somebody_presses  # type: ignore[method-assign]
    await conversation.submit(TEAM, "start", START, NOON)
    await conversation.tick(NOON + 3 * SECOND)

    papers = await store.read(TEAM)
    assert papers is not None
    assert papers.deliveries["c1/chat/card"].reason == IN_DOUBT
    assert chat.ledger.count("c1/chat/card+") == 1
    await store.close()


def event_of(values: dict[str, str], papers: Papers) -> Event:
    """A press as an event."""
    event = read_press(values, papers, NOON + SECOND)
    assert isinstance(event, Event)
    return event


async def test_bodies_go_after_a_week_and_deliveries_after_a_month(tmp_path: Path) -> None:
    store, chat = store_in(tmp_path), Chat(*[Unreachable("archived")] * 9)
    await team_in(store)
    conversation = talk(store, chat)
    await conversation.submit(TEAM, "start", START, NOON)

    await conversation.keep_house(NOON + timedelta(days=8))
    week = await store.read(TEAM)
    await conversation.keep_house(NOON + timedelta(days=31))
    month = await store.read(TEAM)

    assert week is not None
    assert month is not None
    assert week.told
    assert all(p.notice is None for p in week.told.values())
    assert all(p.at > NOON for p in month.told.values())
    await store.close()
