"""Whatever is promised is the same after a restart, also what holds other notices."""

from typing import Any

import pytest

from circle.notices import Line, Private
from circle.papers import Papers, Promise
from circle.people import Place
from storage.papers import PaperCodec
from tests.cards.scenes import NOON, NOTICES, begun, notices_of, team_of

PROMISED = [kind for kind in NOTICES if issubclass(kind, Line | Private)]
CODEC = PaperCodec()


@pytest.mark.parametrize("kind", PROMISED, ids=lambda kind: kind.__name__)
def test_a_promised_notice_survives_a_restart(kind: Any) -> None:
    circle, place = begun(team_of()), Place("teams", "tenant", "channel")
    for notice in notices_of(kind, circle, "text"):
        row = Promise("row", place, "c1", NOON, notice)
        papers = Papers(team_of(), promises={"row": row})

        parts = {name: part for name, part in CODEC.changes(None, papers).items() if part}

        assert CODEC.new(parts) == papers


def test_a_team_of_the_first_version_keeps_its_next_steps() -> None:
    step = b'{"id":"s","who":["a"],"what":"w","by":"2026-04-01","sign":"x"}'
    parts = {
        "team": CODEC.changes(None, Papers(team_of()))["team"] or b"",
        "desk": CODEC.changes(None, Papers(team_of()))["desk"] or b"",
        "steps": b"[%b]" % step,
    }

    papers = CODEC.new(CODEC.upgrade(parts, 1))

    assert [each.what for each in papers.steps] == ["w"]
