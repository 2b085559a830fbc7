"""The agenda is kept; what people prepare or keep for themselves is theirs, and leaves no trace."""

from dataclasses import replace
from datetime import timedelta

from circle.agenda import MOST_ITEMS, MOST_SNAGS, SNAG_LIFE
from circle.agenda_events import (
    AgendaFull,
    AgendaKept,
    AgendaWritten,
    DraftGone,
    DraftKept,
    ItemDropped,
    ItemMoved,
    NoCircleNow,
    OnTheTable,
    Prepared,
    SnagKept,
    SnagOpened,
    SnagsFull,
    SnagWithdrawn,
)
from circle.aired import Air
from circle.household import TeamChanged
from circle.meeting_notices import AgendaCame
from circle.notices import NotHere, Notice, NotYet
from circle.rhythm import day_of
from circle.state import Stage
from storage.papers import PaperCodec
from tests.circle.lives_between import DAY, HOUR, MONDAY, Life

SECRET = "Jeg kan ikke få ro i klassen"


def writes(life: Life, text: str, item: str = "i1") -> tuple[Notice, ...]:
    return life.does(AgendaWritten, "Anna", item=item, text=text, operations=False, task="")


def bytes_of(life: Life) -> bytes:
    changes = PaperCodec().changes(None, life.papers)
    return b"".join(part for part in changes.values() if part)


def snag(life: Life, who: str = "Bo", id: str = "s1") -> tuple[Notice, ...]:
    return life.does(SnagKept, who, snag=id, text=SECRET, success=False)


def test_the_first_question_is_what_the_circle_is_about_and_leaves_with_it() -> None:
    life = Life.of()
    writes(life, "Why?")
    writes(life, "How?", "i2")
    assert life.papers.between.agenda.question == "Why?"

    life.holds_a_circle()

    assert [item.text for item in life.papers.between.agenda.items] == ["How?"]


def test_what_was_only_to_be_told_goes_with_the_circle_that_the_team_was_reminded_of() -> None:
    life, next_week = Life.of(), MONDAY + 8 * DAY
    life.until(MONDAY + 2 * DAY)
    life.does(AgendaWritten, "Anna", item="i1", text="Copier", operations=True, task="Read")
    life.holds_a_circle()
    assert len(life.papers.between.agenda.operations) == 1

    meeting = life.meeting(day_of(next_week, "UTC"))
    life.until(meeting.begins - HOUR)
    told = [each.notice for each in life.said if isinstance(each.notice, AgendaCame)]
    assert told[-1].day == meeting.day
    life.does(AgendaWritten, "Bo", item="i2", text="Keys", operations=True, task=None)
    life.until(meeting.begins)
    life.holds_a_circle()

    agenda = life.papers.between.agenda
    assert ([item.text for item in agenda.operations], agenda.task) == (["Keys"], "")


def test_a_task_that_somebody_wrote_since_stands() -> None:
    life, next_week = Life.of(), MONDAY + 8 * DAY
    life.until(MONDAY + 2 * DAY)
    life.does(AgendaWritten, "Anna", item="i1", text="", operations=False, task="Read")
    meeting = life.meeting(day_of(next_week, "UTC"))
    life.until(meeting.begins - HOUR)
    life.does(AgendaWritten, "Bo", item="i2", text="", operations=False, task="Count")
    life.until(meeting.begins)

    life.holds_a_circle()

    assert life.papers.between.agenda.task == "Count"


def test_operations_are_moved_out_of_the_circle_and_back() -> None:
    life = Life.of()
    writes(life, "New copier?")
    life.does(ItemMoved, "Bo", item="i1", operations=True)
    agenda = life.papers.between.agenda
    assert (agenda.question, len(agenda.operations)) == ("", 1)

    life.does(ItemMoved, "Bo", item="i1", operations=False)
    assert life.papers.between.agenda.question == "New copier?"
    life.does(ItemDropped, "Carl", item="i1")
    assert life.papers.between.agenda.items == ()


def test_there_is_room_for_seven_and_the_same_form_twice_is_once() -> None:
    life = Life.of()
    for number in range(MOST_ITEMS):
        assert writes(life, "Why?", f"i{number}") == (AgendaKept(),)

    assert writes(life, "Why?", "i0") == (AgendaKept(),)
    assert writes(life, "One more?", "more") == (AgendaFull(),)
    assert len(life.papers.between.agenda.items) == MOST_ITEMS


def test_what_was_prepared_is_shown_when_the_circle_opens() -> None:
    life = Life.of()
    assert life.does(Prepared, "Bo", person="Bo", text="Three cards")[0] == DraftKept()
    life.does(Prepared, "Eva", person="Eva", text="A film")
    life.does(Prepared, "Eva", person="Eva", text="")

    life.until(life.meeting(life.next_day).begins)
    running = life.starts()

    assert [(each.person, each.text) for each in running.aired] == [("Bo", "Three cards")]
    assert running.aired[0].kind is Air.PREPARED
    assert life.papers.between.agenda.prepared == {}
    life.moves_on()
    assert life.papers.circle is not None
    assert life.papers.circle.aired == ()
    assert b"Three cards" not in bytes_of(life)


def test_what_was_prepared_waits_for_the_planned_circle() -> None:
    life = Life.of()
    life.does(Prepared, "Bo", person="Bo", text="Three cards")

    assert life.starts().aired == ()
    assert life.papers.between.agenda.prepared == {"Bo": "Three cards"}


def test_what_was_prepared_for_a_circle_that_never_came_is_gone_after_thirty_days() -> None:
    life = Life.of()
    life.does(Prepared, "Bo", person="Bo", text="Three cards")

    life.until(life.now + SNAG_LIFE - DAY)
    assert b"Three cards" in bytes_of(life)
    life.until(life.now + 2 * DAY)
    assert b"Three cards" not in bytes_of(life)


def test_a_snag_stays_with_its_owner_who_has_no_seat() -> None:
    life = Life.of()
    snag(life, who="Bo")
    circle = life.starts()
    others = tuple(seat for seat in circle.seats if seat.person != "Bo")
    life.papers = replace(life.papers, circle=replace(circle, seats=others))

    assert life.does(SnagOpened, "Bo", snag="s1")[0] == NotHere()
    assert SECRET.encode() in bytes_of(life)


def test_a_snag_is_opened_in_a_circle_that_has_begun() -> None:
    life = Life.of()
    snag(life)
    gathering = replace(life.starts(), stage=Stage.GATHERING)
    life.papers = replace(life.papers, circle=gathering)

    assert life.does(SnagOpened, "Bo", snag="s1")[0] == NotYet()
    assert SECRET.encode() in bytes_of(life)


def test_a_snag_is_its_owners_and_is_put_on_the_table_by_nobody_else() -> None:
    life = Life.of()
    assert snag(life) == (DraftKept(),)
    assert life.does(SnagOpened, "Bo", snag="s1") == (NoCircleNow(),)
    life.starts()

    assert life.does(SnagOpened, "Anna", snag="s1")[0] == DraftGone()
    assert life.papers.circle is not None
    assert life.papers.circle.aired == ()
    assert life.does(SnagOpened, "Bo", snag="s1")[0] == OnTheTable()
    assert [each.text for each in life.papers.circle.aired] == [SECRET]
    life.moves_on()
    assert SECRET.encode() not in bytes_of(life)


def test_a_snag_that_nobody_opens_is_gone_without_a_trace() -> None:
    for ends in ("withdrawn", "old", "left"):
        life = Life.of()
        snag(life)
        if ends == "withdrawn":
            life.does(SnagWithdrawn, "Anna", snag="s1")
            assert SECRET.encode() in bytes_of(life)
            life.does(SnagWithdrawn, "Bo", snag="s1")
        if ends == "old":
            life.until(life.now + SNAG_LIFE + 2 * DAY)
        if ends == "left":
            team = life.papers.team
            others = tuple(m for m in team.members if m.person != "Bo")
            life.hears(TeamChanged(at=life.now, team=replace(team, members=others)))
            life.until(life.now + DAY)

        assert SECRET.encode() not in bytes_of(life)
        assert not any(SECRET in str(said.notice) for said in life.said)


def test_one_person_keeps_five_at_most() -> None:
    life = Life.of()
    for number in range(MOST_SNAGS):
        snag(life, id=f"s{number}")

    assert snag(life, id="more") == (SnagsFull(),)
    assert snag(life, "Eva", "more") == (DraftKept(),)


def test_a_circle_that_ends_takes_what_was_on_the_table_with_it() -> None:
    life = Life.of()
    snag(life)
    life.starts()
    life.does(SnagOpened, "Bo", snag="s1")

    life.until(life.now + timedelta(hours=4))

    assert SECRET.encode() not in bytes_of(life)
