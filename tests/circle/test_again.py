"""What did not come is sent again as it is now, or not at all."""

from dataclasses import replace
from datetime import timedelta

import pytest

from circle.again import HelpsNoMore, SendsAgain, SentAgain
from circle.between_notices import ForYou
from circle.calendar import Free, FreeDays
from circle.meeting_notices import DayOffAsked, MeetingFellOut, TeamWord
from circle.notices import Notice
from circle.occurrences import Question, key_of
from circle.papers import Delivery, Promise
from circle.people import Place, Role
from circle.rota import planned
from circle.rota_notices import RoleLeftYou, SwapKept
from tests.circle.lives_between import DAY, HOUR, MONDAY, Life

TUESDAY = (MONDAY + DAY).date()
LEADS = Role.FACILITATOR
WORD = "w1"


def failed(notice: Notice) -> Life:
    """A message that did not come, and a team whose next circle is the day after."""
    life = Life.of()
    place = Place("teams", "tenant", "a")
    row = Promise(WORD, place, "", life.now, notice, delivery=Delivery.DEAD)
    life.papers = replace(life.papers, told={WORD: row})
    return life


def again(life: Life) -> tuple[tuple[Notice, ...], Notice | None]:
    told = life.hears(SentAgain(at=life.now, who="Rita", promise=WORD))
    row = next((each for each in life.papers.promises.values() if each.id.startswith(WORD)), None)
    return told, row.notice if row else None


HOLDER = next(who for role, who in planned(Life.of().papers.between.rota, TUESDAY) if role is LEADS)
LEFT = RoleLeftYou(to=HOLDER, role=LEADS, day=TUESDAY, holder=None)
KEPT = SwapKept(to=HOLDER, role=LEADS, day=TUESDAY, other="Bo")


def test_of_a_gathered_message_only_what_is_still_so_is_sent_again() -> None:
    told, sent = again(failed(ForYou(to=HOLDER, items=(LEFT, KEPT))))

    assert told == (SendsAgain(),)
    assert sent == ForYou(to=HOLDER, items=(KEPT,))


def test_when_nothing_of_it_is_so_any_more_it_is_not_sent() -> None:
    assert again(failed(ForYou(to=HOLDER, items=(LEFT,)))) == ((HelpsNoMore(),), None)


@pytest.mark.parametrize("decided", [False, True])
def test_a_question_that_the_team_has_decided_is_not_asked_again(decided: bool) -> None:
    free, asked = FreeDays(Free.PAUSE, "", TUESDAY, TUESDAY), MONDAY - DAY
    ask = DayOffAsked(
        series="circle", days=(TUESDAY,), free=free, clock=MONDAY.time(), proposed=None, asked=asked
    )
    life = failed(TeamWord(items=(ask,)))
    between, key = life.papers.between, key_of("circle", TUESDAY)
    meeting = replace(between.meetings[key], question=Question(asked), kept=decided)
    between = replace(between, meetings={**between.meetings, key: meeting})
    life.papers = replace(life.papers, between=between)

    told, _ = again(life)

    assert told == ((HelpsNoMore(),) if decided else (SendsAgain(),))


@pytest.mark.parametrize(("ahead", "answer"), [(-HOUR, HelpsNoMore()), (HOUR, SendsAgain())])
def test_a_next_circle_that_has_been_is_not_announced(ahead: timedelta, answer: Notice) -> None:
    word = MeetingFellOut(series="circle", day=TUESDAY - 7 * DAY, next=MONDAY + ahead)

    assert again(failed(TeamWord(items=(word,))))[0] == (answer,)
