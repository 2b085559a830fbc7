"""What a circle leaves behind: next steps, a line, a summary; and where a team lays it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from circle.between import Between
from circle.closing import RETENTION, summary_of
from circle.events import (
    Approved,
    DroppedStep,
    Ended,
    KeptNothing,
    Left,
    Spoke,
    SteppedOut,
    WentOn,
    Wrote,
    WroteStep,
)
from circle.filing import put_back
from circle.guide import Output
from circle.next_steps import Agreed
from circle.notices import (
    CircleIsOver,
    NotHere,
    NothingKept,
    NotYet,
    OnlyMembers,
    SummaryKept,
    ThreeSteps,
)
from circle.papers import MEMORY, UNSHOWN, Delivery, Papers, Promise, remember
from circle.people import Place, Role, Team
from circle.state import Approval, Circle, Kept, NextStep, Stage
from tests.circle.people import NOON, STEPS, Table, a_round, draft, gathering, table_of, writing

A_LINE = a_round(output=Output.LINE)
STEP = NextStep("old", ("Anna",), "Ask the children", date(2026, 2, 1), "They answer")
TEAM = Team("team", "Blue", "tenant", "en", "Europe/Copenhagen")
AGREED = Between(follow_up=Agreed((STEP,)))


def writes(table: Table, id: str, who: str = "Anna", **facts: Any) -> Table:
    values = {"doers": (who,), "what": "Try it", "by": date(2026, 3, 10), "sign": "It works"}
    return table.does(who, WroteStep, step=id, **{**values, **facts})


def kept(table: Table) -> list[str]:
    return [step.id for step in table.circle.kept.steps]


def test_next_steps_are_written_from_their_phase_on() -> None:
    table = table_of("Anna", "Bo", phases=[writing(), STEPS])

    assert writes(table, "a").told == (NotYet(),)
    table.does("Anna", WentOn)

    assert kept(writes(table, "a")) == ["a"]
    assert kept(writes(Table(table.does("Anna", Ended).circle), "b")) == ["a", "b"]


def test_nothing_is_written_before_the_circle_begins() -> None:
    table = Table(gathering("Anna", "Bo", phases=[STEPS]))

    assert not table.circle.writes_steps
    assert writes(table, "a").told == (NotYet(),)
    assert table.does("Anna", Wrote, what=Output.NOTE, text="x").told == (NotYet(),)


def test_there_are_at_most_three_next_steps_and_each_can_be_mended() -> None:
    table = table_of("Anna", "Bo", phases=[STEPS])
    for id in "abc":
        writes(table, id)

    assert writes(table, "d").told == (ThreeSteps(),)
    writes(table, "b", what="Try it twice")

    assert kept(table) == ["a", "b", "c"]
    assert table.circle.kept.steps[1].what == "Try it twice"


def test_a_next_step_has_doers_who_were_there() -> None:
    table = table_of("Anna", "Bo", phases=[STEPS])

    assert writes(table, "a", doers=()).told == (NotHere(),)
    assert writes(table, "a", doers=("Anna", "Zoe")).told == (NotHere(),)


def test_a_next_step_is_taken_out_once() -> None:
    table = writes(table_of("Anna", "Bo", phases=[STEPS]), "a")

    table.does("Bo", DroppedStep, step="a")
    assert kept(table) == []
    before = table.circle

    assert table.does("Bo", DroppedStep, step="a").circle is before


@pytest.mark.parametrize("what", [Output.LINE, Output.DECISION, Output.NOTE])
def test_the_line_the_decision_and_the_note_are_written_from_their_phase_on(what: Output) -> None:
    table = table_of("Anna", "Bo", phases=[writing(), a_round(output=what)])

    assert table.does("Anna", Wrote, what=what, text="One thing").told == (NotYet(),)
    table.does("Anna", WentOn).does("Anna", Wrote, what=what, text="One thing")

    assert getattr(table.circle.kept, what.value) == "One thing"


def test_what_the_guide_does_not_keep_is_not_even_written() -> None:
    table = table_of("Anna", "Bo", phases=[A_LINE, STEPS], keeps=()).does("Anna", Ended)

    assert table.does("Anna", Wrote, what=Output.LINE, text="Secret").told == (NotYet(),)
    assert writes(table, "a").told == (NotYet(),)
    assert table.circle.kept == Kept()


def test_next_steps_are_no_single_text() -> None:
    table = table_of("Anna", "Bo", phases=[STEPS])

    assert table.does("Anna", Wrote, what=Output.STEPS, text="x").told == (NotYet(),)


def test_who_was_not_there_writes_nothing_and_who_went_home_still_can() -> None:
    table = table_of("Anna", "Bo", phases=[STEPS]).does("Bo", Left, person="Bo")

    assert writes(table, "a", who="Zoe").told == (NotHere(),)
    assert kept(writes(table, "a", who="Bo")) == ["a"]


def test_any_member_who_was_there_approves_also_one_who_left_early() -> None:
    for name in ("Anna", "Bo", "Carl"):
        table = table_of("Anna", "Bo", "Carl").does("Bo", Left, person="Bo")
        table.does("Carl", SteppedOut, person="Carl").does("Anna", Ended)

        table.does(name, Approved)

        assert (table.circle.stage, table.circle.approved) == (Stage.CLOSED, Approval.TEAM)
        assert table.told == (SummaryKept(until=NOON + RETENTION),)


@pytest.mark.parametrize("kind", [Approved, KeptNothing])
def test_guests_and_people_who_were_not_there_decide_nothing_for_the_team(kind: type) -> None:
    table = table_of("Anna", "Gry", guests=["Gry"]).does("Anna", Ended)

    for name in ("Gry", "Zoe"):
        assert table.does(name, kind).told == (OnlyMembers(),)


def test_approving_twice_is_approving_once() -> None:
    table = table_of("Anna", "Bo").does("Anna", Ended).does("Anna", Approved)
    before = table.circle

    assert table.does("Bo", Approved).circle is before
    assert table.told == (CircleIsOver(),)


def written() -> Circle:
    table = table_of("Anna", "Bo", phases=[A_LINE, STEPS], roles={"Bo": (Role.NOTES, Role.LEADER)})
    table.does("Anna", Spoke).does("Anna", WentOn).does("Anna", WentOn)
    for what in (Output.LINE, Output.DECISION, Output.NOTE):
        table.does("Anna", Wrote, what=what, text=what.value)
    circle = writes(table, "a").does("Anna", Ended).circle
    return replace(circle, kept=replace(circle.kept, decision="decision", note="note"))


def test_an_approved_summary_holds_what_the_guide_keeps_and_who_had_which_role() -> None:
    summary = summary_of(Table(written()).does("Anna", Approved).circle)

    assert summary.question == "What helps?"
    assert (summary.kept.line, summary.kept.decision, summary.kept.note) == (
        "line",
        "decision",
        "note",
    )
    assert len(summary.kept.steps) == 1
    assert set(summary.roles) == {(Role.FACILITATOR, "Anna"), (Role.NOTES, "Bo")}


@pytest.mark.parametrize("keeps", ["question", "decision", "steps", "line", "note"])
def test_what_the_guide_does_not_keep_is_in_no_summary(keeps: str) -> None:
    circle = Table(written()).does("Anna", Approved).circle
    everything = summary_of(circle)

    summary = summary_of(replace(circle, plan=replace(circle.plan, keeps=(keeps,))))

    texts = {"question": summary.question, **vars(summary.kept)}
    assert {name for name, text in texts.items() if text} == {keeps}
    assert texts[keeps] == {"question": everything.question, **vars(everything.kept)}[keeps]


def test_a_team_that_keeps_nothing_keeps_the_date_and_the_guide() -> None:
    table = Table(written()).does("Bo", KeptNothing)
    summary = summary_of(table.circle)

    assert table.told == (NothingKept(),)
    assert table.circle.stage is Stage.CLOSED
    assert (summary.kept, summary.question, summary.roles) == (Kept(), "", ())
    assert (summary.guide, summary.held_at) == ("test", NOON)


def test_after_fourteen_days_a_draft_keeps_date_guide_and_next_steps() -> None:
    table = Table(written())
    assert table.tick(minutes=14 * 24 * 60 - 1).circle.stage is Stage.DRAFT

    table.tick(minutes=1)
    summary = summary_of(table.circle)

    assert table.circle.approved is Approval.EXPIRED
    assert [step.id for step in summary.kept.steps] == ["a"]
    assert (summary.kept.line, summary.question, summary.roles) == ("", "", ())


def closed(circle: Circle, approved: Approval = Approval.TEAM, *steps: NextStep) -> Circle:
    return replace(circle, stage=Stage.CLOSED, approved=approved, kept=Kept(steps=steps))


def test_a_circle_is_laid_among_the_drafts_when_it_is_over_and_filed_when_it_is_closed() -> None:
    running = table_of("Anna", "Bo")
    papers = put_back(Papers(TEAM), running.circle)
    assert papers.circle == papers.find("circle") == papers.shown == running.circle

    over = running.does("Anna", Ended).circle
    papers = put_back(papers, over)
    assert (papers.circle, papers.drafts, papers.closed_at) == (None, (over,), NOON)
    papers = put_back(papers, running.does("Anna", Approved).circle)

    assert (papers.drafts, papers.shown, papers.find("circle")) == ((), None, None)
    assert [summary.id for summary in papers.filed] == ["circle"]
    assert papers.held_at == NOON


def test_a_draft_keeps_its_place_among_the_others_and_the_new_circle_runs() -> None:
    papers = Papers(TEAM)
    for id in ("a", "b"):
        papers = put_back(papers, draft(id))
    papers = put_back(papers, replace(table_of("Anna").circle, id="c"))

    papers = put_back(papers, replace(draft("a"), question="Mended"))

    assert [each.id for each in papers.drafts] == ["a", "b"]
    assert papers.drafts[0].question == "Mended"
    assert papers.circle is not None
    assert papers.circle.id == "c"
    papers = put_back(papers, closed(draft("b")))
    assert ([each.id for each in papers.drafts], papers.circle.id) == (["a"], "c")


def test_what_a_circle_agreed_takes_the_place_of_what_was_agreed_before() -> None:
    papers = Papers(TEAM, between=AGREED)
    new = replace(STEP, id="new")

    assert put_back(papers, closed(draft(), Approval.TEAM, new)).steps == (new,)
    assert put_back(papers, closed(draft(), Approval.EXPIRED, new)).steps == (new,)
    assert put_back(papers, closed(draft(), Approval.TEAM)).steps == ()


def test_what_was_agreed_before_stays_when_a_circle_keeps_nothing_of_it() -> None:
    papers = Papers(TEAM, between=AGREED)
    nothing = closed(draft(), Approval.NOTHING, replace(STEP, id="new"))
    no_steps = closed(draft(keeps=("line",)))

    for circle in (nothing, no_steps, closed(draft(), Approval.EXPIRED)):
        assert put_back(papers, circle).steps == (STEP,)


def test_an_older_draft_does_not_undo_what_a_later_circle_agreed() -> None:
    older, newer = replace(STEP, id="older"), replace(STEP, id="newer")
    later = NOON + timedelta(days=7)
    papers = put_back(put_back(Papers(TEAM), draft("a")), draft("b", later))

    papers = put_back(papers, closed(draft("b", later), Approval.TEAM, newer))
    papers = put_back(papers, closed(draft("a"), Approval.EXPIRED, older))

    assert papers.steps == (newer,)
    assert papers.held_at == later
    assert [summary.id for summary in papers.filed] == ["b", "a"]


def test_a_circle_that_was_called_off_leaves_nothing() -> None:
    papers = put_back(Papers(TEAM, between=AGREED), gathering("Anna", "Bo"))

    papers = put_back(papers, Table(gathering("Anna", "Bo")).does("Anna", Ended).circle)

    assert papers == Papers(TEAM, between=AGREED)


def test_a_team_is_due_at_its_earliest_moment() -> None:
    place = Place("table", "tenant", "team")
    row = Promise("row", place, "circle", NOON, again_at=NOON + timedelta(hours=9))
    waiting = draft("a", NOON - timedelta(days=13))
    papers = put_back(Papers(TEAM), waiting)
    assert papers.due == waiting.closed_at + timedelta(days=14)

    papers = replace(papers, promises={"row": row})
    assert papers.due == row.again_at

    assert put_back(papers, table_of("Anna", "Bo").circle).due == NOON + timedelta(minutes=4)
    assert Papers(TEAM).due is None


def test_a_key_is_remembered_for_a_week() -> None:
    papers = remember(Papers(TEAM), "a", NOON)

    assert remember(papers, None, NOON) is papers
    assert set(remember(papers, "b", NOON + MEMORY - timedelta(seconds=1)).seen) == {"a", "b"}
    assert set(remember(papers, "b", NOON + MEMORY).seen) == {"b"}


def test_a_guide_that_keeps_nothing_keeps_no_names_either() -> None:
    circle = Table(written()).does("Anna", Approved).circle

    summary = summary_of(replace(circle, plan=replace(circle.plan, keeps=())))

    assert (summary.kept, summary.roles) == (Kept(), ())


def test_a_later_circle_undoes_what_an_earlier_one_agreed() -> None:
    older, newer = replace(STEP, id="older"), replace(STEP, id="newer")
    later = NOON + timedelta(days=7)

    papers = put_back(Papers(TEAM), closed(draft("a"), Approval.TEAM, older))
    papers = put_back(papers, closed(draft("b", later), Approval.TEAM, newer))

    assert (papers.steps, papers.held_at) == ((newer,), later)


def test_what_was_agreed_last_is_in_the_newest_draft_if_it_says_anything() -> None:
    new = replace(STEP, id="new")
    empty = Papers(TEAM, between=AGREED, drafts=(draft("a"),))
    drafted = replace(empty, drafts=(draft("a"), replace(draft("b"), kept=Kept(steps=(new,)))))

    assert (Papers(TEAM, between=AGREED).agreed, empty.agreed) == ((STEP,), (STEP,))
    assert drafted.agreed == (new,)


def test_a_circle_is_found_by_its_id_wherever_it_lies() -> None:
    running = table_of("Anna").circle
    papers = Papers(TEAM, circle=running, drafts=(draft("a"), draft("b")))

    assert [papers.find(id) for id in ("circle", "a", "b", "c")] == [running, *papers.drafts, None]
    assert papers.shown is running
    assert replace(papers, circle=None).shown is papers.drafts[1]


def test_what_was_sent_is_not_waited_for() -> None:
    place = Place("table", "tenant", "team")
    rows = [Promise(d.value, place, "circle", NOON, delivery=d) for d in Delivery]
    waits = {row.id: row for row in rows if row.delivery in UNSHOWN}
    told = {row.id: row for row in rows if row.delivery not in UNSHOWN}

    papers = Papers(TEAM, promises=waits, told=told)

    assert [row.id for row in papers.waiting] == ["pending", "sending"]
    assert papers.due == NOON
    assert set(papers.deliveries) == set(Delivery)
