"""Forms between circles, opened and sent back: what they say, need, and change."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from circle.answers import OnlyTheTeam
from circle.papers import Papers
from circle.rhythm import (
    EveryOtherWeek,
    Monthly,
    MonthlyMinimum,
    SingleDates,
    Weekday,
    Weekly,
    Weeks,
    Which,
)
from dialogs.between.forms import OPENED
from dialogs.conversation import Conversation
from dialogs.ports import Reply
from tests.dialogs.rooms import ANNA, BO, CLARA, START, TEAM, Chat, store_in, talk, team_in

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
WEEKLY = {"kind": ["weekly"], "weekday": ["3"], "clock": ["14.30"], "minutes": ["45"]}


async def house(folder: Path) -> Conversation:
    store = store_in(folder)
    await team_in(store)
    return talk(store, Chat())


async def papers_of(conversation: Conversation) -> Papers:
    papers = await conversation.papers(TEAM)
    assert papers is not None
    return papers


def errors(reply: Reply) -> dict[str, str]:
    assert reply.form is not None
    fields = [field for section in reply.form.sections for field in section.fields]
    return {field.name: field.error for field in fields if field.error}


RULES: Mapping[str, tuple[dict[str, str], Any]] = {
    "weekly": ({}, Weekly(Weekday.THURSDAY)),
    "odd": ({}, Weekly(Weekday.THURSDAY, Weeks.ODD)),
    "even": ({}, Weekly(Weekday.THURSDAY, Weeks.EVEN)),
    "other": ({"first": "2026-03-12"}, EveryOtherWeek(Weekday.THURSDAY, date(2026, 3, 12))),
    "monthly": ({"which": "-1"}, Monthly(Which.LAST, Weekday.THURSDAY)),
    "minimum": ({}, MonthlyMinimum()),
    "dates": (
        {"dates": "3.4.2026\n2026-05-07, 1.1.2020"},
        SingleDates((date(2026, 4, 3), date(2026, 5, 7))),
    ),
}


@pytest.mark.parametrize("kind", RULES)
async def test_a_team_chooses_when_it_meets(kind: str, tmp_path: Path) -> None:
    conversation = await house(tmp_path)
    more, rule = RULES[kind]
    sent = {**WEEKLY, "kind": [kind], **{name: [text] for name, text in more.items()}}

    await conversation.submit(TEAM, "rhythm", sent, NOW, who=ANNA)

    (series,) = (await papers_of(conversation)).between.rhythm.series
    assert (series.rule, series.clock, series.minutes) == (rule, time(14, 30), 45)
    again = await conversation.open(TEAM, "rhythm", {}, NOW, ANNA)
    assert again.form is not None
    fields = {f.name: f for s in again.form.sections for f in s.fields}
    assert fields["kind"].chosen == (kind,)  # type: ignore[attr-defined]


async def test_a_rhythm_that_is_sent_again_unchanged_changes_no_meeting(tmp_path: Path) -> None:
    conversation = await house(tmp_path)
    await conversation.submit(TEAM, "rhythm", WEEKLY, NOW, who=ANNA)
    before = await papers_of(conversation)

    await conversation.submit(TEAM, "rhythm", WEEKLY, NOW + timedelta(days=1), who=BO)

    after = await papers_of(conversation)
    assert after.between.rhythm == before.between.rhythm
    assert after.between.meetings.keys() >= before.between.meetings.keys()


async def test_a_team_that_has_no_fixed_day_any_more_has_no_meetings_to_come(
    tmp_path: Path,
) -> None:
    conversation = await house(tmp_path)
    await conversation.submit(TEAM, "rhythm", WEEKLY, NOW, who=ANNA)

    later = NOW - timedelta(hours=1)
    await conversation.submit(TEAM, "rhythm", {"kind": ["none"]}, later, who=ANNA)

    between = (await papers_of(conversation)).between
    assert between.rhythm.series == ()
    assert [m for m in between.meetings.values() if m.open and not m.reminded] == []


NEEDS = {
    "clock": {"clock": ["noon"]},
    "dates": {"kind": ["dates"], "dates": ["someday"]},
    "pause_to": {"pause_from": ["2026-07-10"], "pause_to": ["2026-07-01"]},
    "quiet_to": {"quiet_from": ["07:00"], "quiet_to": ["07:00"]},
}


@pytest.mark.parametrize("field", NEEDS)
async def test_the_rhythm_form_says_what_it_needs(field: str, tmp_path: Path) -> None:
    conversation = await house(tmp_path)

    reply = await conversation.submit(TEAM, "rhythm", {**WEEKLY, **NEEDS[field]}, NOW, who=ANNA)

    assert field in errors(reply)
    assert (await papers_of(conversation)).between.rhythm.series == ()


async def test_a_pause_is_a_year_at_most_and_can_be_given_up(tmp_path: Path) -> None:
    conversation = await house(tmp_path)
    long = {"pause_from": ["2026-07-01"], "pause_to": ["2027-08-01"]}
    reply = await conversation.submit(TEAM, "rhythm", {**WEEKLY, **long}, NOW, who=ANNA)
    assert "pause_to" in errors(reply)
    summer = {"pause_from": ["2026-07-01"], "pause_to": ["2026-08-01"]}

    await conversation.submit(TEAM, "rhythm", {**WEEKLY, **summer}, NOW, who=ANNA)
    kept = {**WEEKLY, "pauses": ["2026-07-01/2026-08-01"]}
    await conversation.submit(TEAM, "rhythm", kept, NOW, who=ANNA)
    assert len((await papers_of(conversation)).between.rhythm.pauses) == 1

    await conversation.submit(TEAM, "rhythm", WEEKLY, NOW, who=ANNA)
    assert (await papers_of(conversation)).between.rhythm.pauses == ()


@pytest.mark.parametrize("form", OPENED)
async def test_who_is_no_member_opens_no_form_of_the_team(form: str, tmp_path: Path) -> None:
    conversation = await house(tmp_path)

    opened = await conversation.open(TEAM, form, {}, NOW, "stranger")
    sent = await conversation.submit(TEAM, form, {}, NOW, who="stranger")

    assert opened.answers == sent.answers == (OnlyTheTeam(),)


async def test_the_start_form_holds_what_was_planned_and_one_press_begins_it(
    tmp_path: Path,
) -> None:
    conversation = await house(tmp_path)
    await conversation.submit(TEAM, "rhythm", WEEKLY, NOW, who=ANNA)
    item = {"text": ["Hvorfor?"], "operations": ["no"], "item": ["i1"]}
    await conversation.submit(TEAM, "agenda", item, NOW, who=BO)
    await conversation.submit(TEAM, "away", {"until": ["2026-03-05"]}, NOW, who=CLARA)
    begins = datetime(2026, 3, 5, 13, 30, tzinfo=UTC)
    press = {"verb": "begin_planned", "series": "circle", "day": "2026-03-05", "who": ANNA}

    reply = await conversation.press(TEAM, press, begins)
    again = await conversation.press(TEAM, press, begins)

    circle = (await papers_of(conversation)).circle
    assert reply.circle is not None
    assert circle is not None
    assert again.answers != ()
    assert (circle.question, circle.plan.minutes) == ("Hvorfor?", 45)
    assert {seat.person for seat in circle.seats} == {ANNA, BO}
    assert circle.facilitator is not None
    meeting = (await papers_of(conversation)).between.meetings["circle/2026-03-05"]
    assert meeting.circle == circle.id


async def test_an_old_form_does_not_undo_the_task_that_somebody_wrote_since(tmp_path: Path) -> None:
    conversation = await house(tmp_path)
    old = (await conversation.open(TEAM, "agenda", {}, NOW, ANNA)).form
    assert old is not None
    hidden = {name: [value] for name, value in old.hidden.items()}
    kind = {"operations": ["no"]}
    bo = {**kind, "item": ["i9"], "task": ["Tæl stole"], "text": [""]}
    await conversation.submit(TEAM, "agenda", bo, NOW, who=BO)

    anna = {**kind, **hidden, "text": ["Hvorfor?"], "task": [""]}
    await conversation.submit(TEAM, "agenda", anna, NOW, who=ANNA)

    agenda = (await papers_of(conversation)).between.agenda
    assert (agenda.question, agenda.task) == ("Hvorfor?", "Tæl stole")


async def test_who_had_which_role_stands_in_the_kept_summaries(tmp_path: Path) -> None:
    conversation = await house(tmp_path)
    await conversation.submit(TEAM, "start", START, NOW)
    papers = await papers_of(conversation)
    assert papers.circle is not None
    turn = str(papers.circle.course.turn)
    await conversation.press(TEAM, {"verb": "end", "circle": "c1", "turn": turn, "who": ANNA}, NOW)
    await conversation.press(TEAM, {"verb": "approve", "circle": "c1", "who": BO}, NOW)

    reply = await conversation.open(TEAM, "history", {}, NOW, ANNA)

    assert reply.form is not None
    facts = {s.title: [f.value for f in s.facts] for s in reply.form.sections}
    assert facts["Facilitator"] == ["Anna"]
