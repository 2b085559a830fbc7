"""How circles end, whoever is left, and what is left of people and forms afterwards."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from circle.answers import AlreadyRunning
from circle.closing import RETENTION
from circle.notices import CircleIsOver, MovedOn
from circle.people import Presence
from circle.state import Stage
from dialogs.conversation import Conversation
from dialogs.founding import make_team
from tests.dialogs.rooms import ANNA, BO, CLARA, NOON, START, TEAM, Chat, store_in, talk, team_in

END = {"verb": "end", "circle": "c1", "turn": "2", "who": ANNA}


async def begun(folder: Path) -> Conversation:
    store = store_in(folder)
    await team_in(store)
    conversation = talk(store, Chat())
    await conversation.submit(TEAM, "start", START, NOON)
    return conversation


async def test_a_form_that_is_sent_again_after_its_circle_starts_nothing(tmp_path: Path) -> None:
    conversation = await begun(tmp_path)
    await conversation.press(TEAM, END, NOON)

    await conversation.submit(TEAM, "start", START, NOON + timedelta(minutes=1))
    papers = await conversation.papers(TEAM)

    assert papers is not None
    assert papers.circle is None
    assert [draft.stage for draft in papers.drafts] == [Stage.DRAFT]


async def test_a_form_whose_circle_is_filed_long_ago_is_told_so(tmp_path: Path) -> None:
    conversation = await begun(tmp_path)
    await conversation.press(TEAM, END, NOON)
    await conversation.press(TEAM, {"verb": "approve", "circle": "c1", "who": BO}, NOON)

    reply = await conversation.submit(TEAM, "start", START, NOON + timedelta(days=30))

    assert reply.answers == (CircleIsOver(),)
    assert [summary.id for summary in await conversation.summaries(TEAM)] == ["c1"]


async def test_the_id_of_a_circle_is_ours_alone(tmp_path: Path) -> None:
    conversation = await begun(tmp_path)
    await conversation.press(TEAM, END, NOON)

    strange = {**START, "circle": ["../c1 \x00" * 40]}
    await conversation.submit(TEAM, "start", strange, NOON)

    papers = await conversation.papers(TEAM)
    assert papers is not None
    assert papers.circle is not None
    assert papers.circle.id.isalnum()


async def test_two_starts_at_once_are_one_circle(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    await team_in(store)
    conversation = talk(store, Chat())

    replies = await asyncio.gather(
        conversation.submit(TEAM, "start", START, NOON),
        conversation.submit(TEAM, "start", {**START, "circle": ["c2"]}, NOON),
    )

    told = [answer for reply in replies for answer in reply.answers]
    assert [type(answer) for answer in told] == [AlreadyRunning]


async def test_when_two_people_press_at_once_the_word_moves_once(tmp_path: Path) -> None:
    conversation = await begun(tmp_path)
    press = {"circle": "c1", "turn": "2"}

    replies = await asyncio.gather(
        conversation.press(TEAM, {**press, "verb": "done", "who": ANNA}, NOON),
        conversation.press(TEAM, {**press, "verb": "go_on", "who": ANNA}, NOON),
        conversation.press(TEAM, {**press, "verb": "skip_phase", "who": ANNA}, NOON),
    )

    papers = await conversation.papers(TEAM)
    told = [answer for reply in replies for answer in reply.answers]
    assert told == [MovedOn(), MovedOn()]
    assert papers is not None
    assert papers.circle is not None
    assert papers.circle.course.phase == 1


async def test_a_draft_can_be_approved_though_everybody_went_home(tmp_path: Path) -> None:
    conversation = await begun(tmp_path)
    for person in (ANNA, BO, CLARA):
        leave = {"verb": "leave", "circle": "c1", "person": person, "who": person}
        await conversation.press(TEAM, leave, NOON)

    await conversation.press(TEAM, {"verb": "approve", "circle": "c1"}, NOON)

    assert [summary.id for summary in await conversation.summaries(TEAM)] == ["c1"]


async def test_a_draft_can_be_approved_though_a_guest_facilitated(tmp_path: Path) -> None:
    conversation = await begun(tmp_path)
    await conversation.press(TEAM, {"verb": "join", "circle": "c1", "name": "Frida"}, NOON)
    papers = await conversation.papers(TEAM)
    assert papers is not None
    assert papers.circle is not None
    frida = papers.circle.seats[-1].person
    hand_over = {"verb": "hand_over", "circle": "c1", "to": frida, "who": ANNA}
    await conversation.press(TEAM, hand_over, NOON)
    turn = (await conversation.papers(TEAM)).circle.course.turn  # type: ignore[union-attr]

    await conversation.press(TEAM, {**END, "turn": str(turn), "who": frida}, NOON)
    await conversation.press(TEAM, {"verb": "approve", "circle": "c1"}, NOON)

    assert [summary.id for summary in await conversation.summaries(TEAM)] == ["c1"]


async def test_a_draft_knows_neither_guests_nor_who_was_out(tmp_path: Path) -> None:
    conversation = await begun(tmp_path)
    await conversation.press(TEAM, {"verb": "join", "circle": "c1", "name": "Frida"}, NOON)
    out = {"verb": "out", "circle": "c1", "person": BO, "who": BO}
    await conversation.press(TEAM, out, NOON)
    turn = (await conversation.papers(TEAM)).circle.course.turn  # type: ignore[union-attr]

    await conversation.press(TEAM, {**END, "turn": str(turn)}, NOON)

    papers = await conversation.papers(TEAM)
    assert papers is not None
    seats = papers.drafts[0].seats
    assert [seat.name for seat in seats] == ["Anna", "Bo", "Clara"]
    assert {seat.presence for seat in seats} == {Presence.HERE}


async def test_guests_who_come_at_once_all_get_a_seat(tmp_path: Path) -> None:
    conversation = await begun(tmp_path)
    names = ("Frida", "Gustav", "Hanne", "Ib")

    await asyncio.gather(
        *(
            conversation.press(TEAM, {"verb": "join", "circle": "c1", "name": name}, NOON)
            for name in names
        )
    )

    papers = await conversation.papers(TEAM)
    assert papers is not None
    assert papers.circle is not None
    assert {seat.name for seat in papers.circle.seats if seat.guest} == set(names)


async def test_what_was_agreed_is_forgotten_on_its_day_though_circles_were_held_since(
    tmp_path: Path,
) -> None:
    conversation = await begun(tmp_path)
    await conversation.press(TEAM, END, NOON)
    step = {"circle": ["c1"], "step": ["s"], "who": [BO], "by": ["2026-04-01"], "writer": [BO]}
    await conversation.submit(TEAM, "step", {**step, "what": ["Prøve"], "sign": ["Ro"]}, NOON)
    await conversation.press(TEAM, {"verb": "approve", "circle": "c1", "who": BO}, NOON)
    later = NOON + timedelta(days=300)
    await conversation.submit(TEAM, "start", {**START, "circle": ["c2"]}, later)
    await conversation.press(TEAM, {**END, "circle": "c2"}, later)
    await conversation.press(TEAM, {"verb": "keep_nothing", "circle": "c2", "who": BO}, later)
    between = await conversation.papers(TEAM)

    await conversation.keep_house(NOON + RETENTION)

    papers = await conversation.papers(TEAM)
    assert between is not None
    assert papers is not None
    assert [each.what for each in between.steps] == ["Prøve"]
    assert papers.steps == ()


@pytest.mark.parametrize("clock", ["08.30", "12.00", "25.99", ""])
async def test_a_circle_later_today_is_later_today(tmp_path: Path, clock: str) -> None:
    store = store_in(tmp_path)
    await team_in(store)

    later = {**START, "when": ["later"], "clock": [clock]}
    reply = await talk(store, Chat()).submit(TEAM, "start", later, NOON)

    assert reply.form is not None
    assert [f.name for s in reply.form.sections for f in s.fields if f.error] == ["clock"]


async def test_one_teams_trouble_at_night_is_not_anothers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = await begun(tmp_path)
    await make_team(conversation.found, "Andre", ["Ida", "Jo"], "da", "Europe/Copenhagen", "aaa")
    await conversation.press(TEAM, END, NOON)
    await conversation.press(TEAM, {"verb": "approve", "circle": "c1", "who": BO}, NOON)
    whole = conversation.summaries

    async def broken(team: str) -> tuple[object, ...]:
        if team == "aaa":
            raise ValueError
        return await whole(team)

    monkeypatch.setattr(conversation, "summaries", broken)
    await conversation.keep_house(NOON + RETENTION)

    assert await whole(TEAM) == ()
