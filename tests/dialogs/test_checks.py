"""A team check from the first answer to the release: no trace, no half round, nothing before."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from cards.render import Cards, View
from circle.answers import CannotSave as NotSaved
from circle.answers import NotReadable, OnlyTheTeam
from circle.checkin.told import (
    CheckInPrivate,
    CheckIsClosed,
    CheckLost,
    ChecksChosen,
    CheckShown,
    CheckThanks,
)
from circle.notices import Answer
from circle.papers import Papers
from circle.people import Member
from dialogs.checks import SealedChecks
from dialogs.conversation import Conversation
from dialogs.ports import Reply
from storage.boxes import Boxes
from storage.embedded import EmbeddedStore
from storage.errors import CannotSave, TeamClosed
from storage.keys import Keys
from tests.conversations.driver import Driver
from tests.conversations.slack import SlackDriver
from tests.conversations.table import TableDriver
from tests.conversations.teams import TeamsDriver
from tests.conversations.telling import FOLDER, read
from tests.dialogs.rooms import ANNA, GUIDES, NOON, START, TEAM, Chat, store_in, team_in

PEOPLE = (ANNA, *(f"chat:blue:{name}" for name in ("bo", "clara", "david", "eva")))
OVER = NOON + timedelta(days=3)
ROUND = f"{TEAM}_1"


class House:
    """A team of five that has chosen team checks, on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.chat = folder, Chat()
        self.store: EmbeddedStore[Papers] = store_in(folder / "data")
        self.keys = Keys(folder / "keys")
        self.boxes = Boxes(folder / "data" / "boxes", self.keys)
        self.checks = SealedChecks(self.boxes)
        self.conversation = Conversation(
            self.store, {"chat": self.chat}, GUIDES, checks=self.checks
        )

    async def move_in(self) -> None:
        await team_in(self.store)
        async with self.store.open(TEAM) as desk:
            assert desk.papers is not None
            team = desk.papers.team
            members = tuple(Member(person, person.rpartition(":")[2]) for person in PEOPLE)
            await desk.keep(replace(desk.papers, team=replace(team, members=members)))
        await self.submit("checks", ANNA, threshold="5")

    async def hold(self, circle: str = "c1", at: datetime = NOON) -> None:
        """A circle begins and is over; its round is open."""
        start = {**START, "circle": [circle], "present": list(PEOPLE)}
        await self.conversation.submit(TEAM, "start", start, at)
        papers = await self.papers()
        assert papers.circle is not None
        ends = {"verb": "end", "circle": circle, "turn": str(papers.circle.course.turn)}
        await self.conversation.press(TEAM, {**ends, "who": ANNA}, at)

    async def submit(self, form: str, who: str, at: datetime = NOON, **values: str) -> Reply:
        sent = {name: [value] for name, value in values.items()}
        return await self.conversation.submit(TEAM, form, sent, at, who=who)

    async def answers(self, who: str, step: int, at: datetime = NOON) -> Answer:
        steps = dict.fromkeys(("knew", "invited", "welcome"), str(step))
        reply = await self.submit("check", who, at, round=ROUND, **steps)
        return reply.answers[0]

    async def papers(self) -> Papers:
        papers = await self.conversation.papers(TEAM)
        assert papers is not None
        return papers

    def told(self) -> list[object]:
        return [promise.notice for promise in self.chat.promises]


@pytest.fixture
async def house(tmp_path: Path) -> House:
    house = House(tmp_path)
    await house.move_in()
    await house.hold()
    return house


def kept(folder: Path) -> Mapping[str, bytes]:
    """Everything on disk but the sealed box itself."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".box")
    return {str(path): path.read_bytes() for path in files}


async def test_an_answer_leaves_no_trace_beside_the_box(house: House) -> None:
    before = kept(house.folder)

    with capture_logs() as logs:
        for number, person in enumerate(PEOPLE):
            assert isinstance(await house.answers(person, 1 + number % 2), CheckThanks)
            assert isinstance(await house.answers("chat:blue:finn", 5), OnlyTheTeam)

    assert kept(house.folder) == before
    assert logs == []


def shown(papers: Papers) -> list[str]:
    """Every picture of the team, on every channel."""
    cards, circle = Cards(), papers.shown
    assert circle is not None
    return [
        cards.picture(papers, circle, view, NOON, channel).body
        for channel, view in product(("table", "teams", "slack"), View)
    ]


async def test_nothing_can_be_seen_before_the_round_is_closed(house: House) -> None:
    """After no answer, one, four or all: the same papers, pictures, statuses and offers."""
    told, seen = list(house.chat.ledger), set[str]()
    for person in ("", *PEOPLE):
        if person:
            await house.answers(person, 3)
        await house.conversation.tick(NOON + timedelta(seconds=5))
        papers = await house.papers()
        said = [await house.conversation.command(TEAM, t, NOON, ANNA) for t in ("tjek", "status")]
        seen.add(repr((papers.between, shown(papers), [(r.answers, r.form) for r in said])))

    assert len(seen) == 1
    assert house.chat.ledger == told


@pytest.mark.parametrize("step", ["6", "-1", "x", "9" * 5000])
async def test_what_cannot_be_read_does_not_tell_who_has_answered(house: House, step: str) -> None:
    await house.answers(ANNA, 3)
    sent = {"knew": step, "invited": "1", "welcome": "1"}

    said = [await house.submit("check", person, round=ROUND, **sent) for person in PEOPLE]

    assert [reply.answers for reply in said] == [(NotReadable(),)] * len(PEOPLE)


async def test_a_draft_that_is_written_on_is_not_asked_about_again(house: House) -> None:
    """Else somebody who left in between could be worked out, round by round."""
    later = NOON + timedelta(minutes=5)
    await house.hold("c2", later)
    written = {"by": ["2026-04-01"], "what": ["Prøve"], "sign": ["Ro"], "who": [ANNA]}
    for circle in ("c1", "c2"):
        step = {**written, "circle": [circle], "step": [f"step of {circle}"]}
        await house.conversation.submit(TEAM, "step", step, later, who=ANNA)

    papers = await house.papers()
    assert [len(draft.kept.steps) for draft in papers.drafts] == [1, 1]
    assert [each.circle for each in papers.between.checks.open] == ["c1", "c2"]


async def test_what_was_answered_is_gone_when_it_is_shown(house: House) -> None:
    key = house.keys.read(ROUND)
    assert key is not None
    for person in PEOPLE:
        await house.answers(person, 4)

    await house.conversation.tick(OVER)
    await house.conversation.tick(OVER + timedelta(minutes=5))

    (found,) = [notice for notice in house.told() if isinstance(notice, CheckShown)]
    assert [line.tenths for line in found.outcome.lines] == [40, 40, 40]
    assert house.keys.names() == house.boxes.names() == ()
    assert not any(key in content for content in kept(house.folder).values())
    assert isinstance(await house.answers(ANNA, 4, OVER), CheckIsClosed)
    assert (await house.papers()).between.checks.shown == (found.outcome,)


async def test_what_was_shown_is_kept_for_two_years(house: House) -> None:
    for person in PEOPLE:
        await house.answers(person, 4)
    await house.conversation.tick(OVER)

    await house.conversation.keep_house(OVER + timedelta(days=700))
    assert len((await house.papers()).between.checks.shown) == 1
    await house.conversation.keep_house(OVER + timedelta(days=731))
    assert (await house.papers()).between.checks.shown == ()


async def test_a_late_answer_is_refused_though_the_round_is_not_closed_yet(house: House) -> None:
    assert isinstance(await house.answers(ANNA, 4, OVER), CheckIsClosed)

    assert set((await house.boxes.counts(ROUND)).values()) == {(0,) * 5}


async def test_a_round_whose_key_is_lost_is_told_and_not_empty(house: House) -> None:
    for person in PEOPLE:
        await house.answers(person, 4)
    house.keys.destroy(ROUND)

    with capture_logs() as logs:
        await house.conversation.tick(OVER)

    assert [type(n) for n in house.told() if isinstance(n, CheckLost | CheckShown)] == [CheckLost]
    assert logs == [{"event": "check_lost", "team": TEAM, "error": "BoxLost", "log_level": "error"}]
    assert house.boxes.names() == ()


def unreadable(*_: object) -> None:
    raise OSError(5, "Input/output error")


async def test_a_disk_that_gives_nothing_now_is_asked_again_and_the_clock_goes_on(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in PEOPLE:
        await house.answers(person, 4)
    round = (await house.papers()).between.checks.find(ROUND)
    assert round is not None
    assert round.closes is not None
    with monkeypatch.context() as broken, capture_logs() as logs:
        broken.setattr(house.keys, "read", unreadable)
        assert isinstance(await house.answers(ANNA, 4), NotSaved)
        await house.conversation.tick(round.closes)
    assert [each["event"] for each in logs] == ["check_not_read"]
    assert (await house.papers()).between.checks.find(ROUND) is not None

    await house.conversation.tick(round.closes + timedelta(minutes=1))

    assert [type(n) for n in house.told() if isinstance(n, CheckLost | CheckShown)] == [CheckShown]


async def test_a_box_that_stays_unreadable_is_told_as_lost_after_a_day(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house.keys, "read", unreadable)

    await house.conversation.tick(OVER)
    await house.conversation.tick(OVER + timedelta(days=1))

    assert [type(n) for n in house.told() if isinstance(n, CheckLost | CheckShown)] == [CheckLost]
    assert (await house.papers()).between.checks.open == ()


async def test_who_answers_while_the_box_is_counted_is_late_and_not_thanked(house: House) -> None:
    for person in PEOPLE[1:]:
        await house.answers(person, 4)
    before = await house.boxes.counts(ROUND, last=True)

    assert isinstance(await house.answers(ANNA, 5), CheckIsClosed)

    assert await house.boxes.counts(ROUND) == before


async def test_a_round_keeps_the_threshold_that_people_were_told(house: House) -> None:
    for person in PEOPLE:
        await house.answers(person, 4)
    await house.submit("checks", ANNA, threshold="8")

    await house.conversation.tick(OVER)

    outcome = (await house.papers()).between.checks.shown[-1]
    assert outcome.lines


async def test_a_stranger_does_not_learn_that_a_round_is_open(house: House) -> None:
    stranger = await house.conversation.open(TEAM, "check", {}, NOON, "chat:blue:finn")
    member = await house.conversation.open(TEAM, "check", {}, NOON, ANNA)

    assert stranger.answers == (OnlyTheTeam(),)
    assert (stranger.form, member.form is None) == (None, False)


async def test_nobody_chooses_a_threshold_below_five(house: House) -> None:
    await house.conversation.hear(TEAM, ChecksChosen(at=NOON, who=ANNA, threshold=3), None)

    assert (await house.papers()).between.checks.threshold >= 5


async def test_after_a_crash_at_the_close_the_key_goes_at_the_next_start(house: House) -> None:
    """The papers say that the round is over, and the box is still there."""
    papers = await house.papers()
    closed = replace(papers.between, checks=replace(papers.between.checks, open=()))
    async with house.store.open(TEAM) as desk:
        await desk.keep(replace(papers, between=closed))
    assert house.boxes.names() == (ROUND,)

    await house.checks.sweep(house.store)

    assert house.boxes.names() == house.keys.names() == ()


async def test_a_key_that_could_not_be_destroyed_goes_at_night(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk refuses at the close, and the bot is not started again for weeks."""

    async def refuse(*_: object) -> None:
        raise CannotSave

    with monkeypatch.context() as full:
        full.setattr(house.boxes, "destroy", refuse)
        await house.conversation.tick(OVER)
    assert (await house.papers()).between.checks.open == ()
    assert house.keys.names() == (ROUND,)

    await house.conversation.keep_house(OVER + timedelta(hours=12))

    assert house.boxes.names() == house.keys.names() == ()


async def test_the_sweep_touches_nothing_of_others(house: House) -> None:
    """A folder of keys may hold an operator's own, and one closed team holds up no start."""
    theirs = house.folder / "keys" / "my_server.key"
    theirs.write_bytes(b"a certificate")
    (house.folder / "keys" / "mine_1.key").write_bytes(b"too short")
    closed = house.folder / "data" / "boxes" / "another-team_1.box"
    closed.write_bytes(b"noise")

    await house.checks.sweep(house.store)

    assert theirs.read_bytes() == b"a certificate"
    assert (house.folder / "keys" / "mine_1.key").exists()
    assert not closed.exists()
    assert house.boxes.names() == (ROUND,)


async def test_a_team_that_cannot_be_opened_does_not_stop_the_start(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: str) -> None:
        raise TeamClosed

    monkeypatch.setattr(house.store, "open", refuse)

    with capture_logs() as logs:
        await house.checks.sweep(house.store)

    assert [each["event"] for each in logs] == ["check_not_swept"]
    assert house.boxes.names() == (ROUND,)


async def test_nobody_answers_for_others_on_the_page_of_a_team_with_a_chat(house: House) -> None:
    steps = dict.fromkeys(("knew", "invited", "welcome"), "1")

    opened = await house.conversation.open(TEAM, "check", {}, NOON)
    asked = await house.conversation.command(TEAM, "tjek", NOON)
    sent = await house.submit("check", "", person=ANNA, round=ROUND, **steps)

    for reply in (opened, asked, sent):
        assert [type(each) for each in reply.answers] == [CheckInPrivate]
        assert reply.form is None
    assert sum((await house.boxes.counts(ROUND))["knew"]) == 0


async def test_at_the_start_an_open_round_stays(house: House) -> None:
    await house.answers(ANNA, 4)

    await house.checks.sweep(house.store)

    assert sum((await house.boxes.counts(ROUND))["knew"]) == 1


async def test_where_no_box_can_be_made_nobody_is_asked(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object) -> None:
        raise CannotSave

    await house.conversation.tick(OVER)
    before, told = await house.papers(), len(house.chat.ledger)
    monkeypatch.setattr(house.boxes, "open", refuse)

    await house.conversation.press(
        TEAM, {"verb": "keep_nothing", "circle": "c1", "who": ANNA}, OVER
    )
    await house.hold("c2", OVER)

    after = await house.papers()
    assert after.between.checks == before.between.checks
    assert after.circle is not None
    assert not [n for n in house.told()[told:] if type(n).__name__ == "CheckInvited"]


@pytest.mark.parametrize("driver", [TableDriver, TeamsDriver, SlackDriver])
async def test_no_channel_keeps_anything_of_an_answer(driver: type[Driver], tmp_path: Path) -> None:
    """Each told answer leaves all files as they were, but for the box.

    Finn was never met before, so a chat notes how he is reached.
    """
    name = "47-a-team-check-at-a-table" if driver is TableDriver else "43-a-team-check"
    told, changed = driver(tmp_path / "data", read(FOLDER / f"{name}.txt")), list[str]()
    await told.begin()
    for move in told.telling.moves:
        before = kept(tmp_path)
        await told.move(move.text)
        answers = "answers the check" in move.text and not move.text.startswith("Finn")
        if answers and kept(tmp_path) != before:
            changed.append(move.text)
    await told.sleep()

    assert changed == []
