"""The bench's own arithmetic, and that what it drives is a real circle."""

from itertools import islice

import pytest

from bench.asking import RAISED, ROUND, Table
from bench.figures import Found, Target, figure, judged, percentile, table, together
from bench.people import NAMES, circles, now, turns_of
from bench.replay import records
from bench.wires import is_whole
from storage.journal import Record, read


@pytest.mark.parametrize(
    ("share", "value"), [(0.5, 50), (0.99, 99), (0.999, 100), (1, 100), (0.01, 1), (0, 1)]
)
def test_a_percentile_is_a_value_that_was_measured(share: float, value: float) -> None:
    assert percentile([float(n) for n in range(100, 0, -1)], share) == value


def test_a_percentile_of_one_value_is_that_value() -> None:
    assert percentile([7.0], 0.5) == percentile([7.0], 0.99) == 7.0


def test_a_target_is_met_at_its_limit() -> None:
    assert Target("P9", "s", 0.5, 0.5).ok
    assert not Target("P9", "s", 0.51, 0.5).ok
    assert Target("P8", "kept", 0.7, 0.7, "at least").ok
    assert not Target("P8", "kept", 0.69, 0.7, "at least").ok


def test_a_target_reads_as_one_line() -> None:
    assert str(Target("P9", "s to ready", 0.3, 0.5)) == (
        "TARGET P9 s to ready: 0.3000 (at most 0.5000) ok"
    )


def test_a_target_of_several_parts_is_ok_when_all_are() -> None:
    parts = [
        Target("P8", "fsyncs", 1, 1),
        Target("P8", "bytes", 2000, 1024),
        Target("P1", "x", 2, 10),
    ]

    found = judged(parts)

    assert found["P1"] == {"value": 2, "limit": 10, "ok": True}
    assert found["P8"]["value"] == {"fsyncs": 1, "bytes": 2000}
    assert found["P8"]["ok"] is False


def test_groups_are_put_together() -> None:
    whole = together([Found(["a"], {"x": 1}), Found(["b"], {"y": 2}, [Target("P1", "x", 1, 2)])])

    assert whole.tables == ["a", "b"]
    assert whole.keys == {"x": 1, "y": 2}
    assert len(whole.targets) == 1


def test_columns_stand_under_each_other() -> None:
    lines = table("Title", ["what", "us"], [["a", 1.5], ["longer", 12345.6]]).splitlines()

    assert lines == [
        "Title",
        "what        us",
        "------  ------",
        "a         1.50",
        "longer  12,346",
    ]


def test_figures_have_as_many_digits_as_anybody_needs() -> None:
    assert [figure(n) for n in (0, 3, 0.0123, 1.5, 123.45, 12345.6)] == [
        "0", "3", "0.0123", "1.50", "123.5", "12,346",
    ]  # fmt: skip


def test_an_answer_is_whole_when_all_that_its_head_promises_has_come() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"

    assert not is_whole(head[:-1])
    assert not is_whole(head + b"four")
    assert is_whole(head + b"fives")
    assert is_whole(b"HTTP/1.1 204 No Content\r\n\r\n")


def test_the_presses_lead_the_word_round_and_back_again_for_ever() -> None:
    papers = circles(1)[0]
    assert papers.circle
    began = papers.circle.course

    courses = [p.circle.course for p in islice(turns_of(papers, now()), len(ROUND)) if p.circle]

    assert [course.speaker for course in courses] == [1, 2, 3, 4, 3, 2, 1, 0]
    assert {course.phase for course in courses} == {began.phase}
    assert [c.turn - began.turn for c in courses] == [RAISED * n for n in range(1, len(ROUND) + 1)]


def test_every_team_of_the_bench_is_a_team_of_its_own() -> None:
    papers = circles(3)

    people = {seat.person for p in papers if p.circle for seat in p.circle.seats}
    assert len(people) == 3 * len(NAMES)
    assert len({p.circle.id for p in papers if p.circle}) == 3


def test_a_table_knows_its_turn_by_what_was_acknowledged() -> None:
    table = Table(team="t", circle="c", turn=4)

    table.go_on()

    assert (table.turn, table.step) == (6, 1)
    assert table.field == b'name="turn" value="6"'
    assert table.field_in_json == b'name=\\"turn\\" value=\\"6\\"'


def test_the_journal_to_be_replayed_is_whole_and_without_gaps() -> None:
    found = list(read(b"".join(records(25, 10))))

    assert [type(each) for each in found] == [Record] * 25
    revisions = {(r.team, r.revision) for r in found if isinstance(r, Record)}
    assert len(revisions) == 25
    assert max(revision for _, revision in revisions) == 3
