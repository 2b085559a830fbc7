"""In Teams: what did not come between circles is seen and sent again by who sees to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from circle.organisation import Handle, Organisation, Part, Unit
from circle.papers import Delivery
from dialogs.invitations import invite
from dialogs.linking import Linking
from storage.handles import Handles
from tests.channels.fake_teams import Entry, Fault
from tests.channels.rooms import PLACES, Room, data_of, room, texts, verbs

KEY = b"a secret of thirty-two characters"
ORGANISATION = Organisation(
    (Unit("north", "North", ("Team Blå",)),),
    (Handle("helper", Part.RESOURCE, "north", ("Team Blå",)),),
)
AGENDA = datetime(2026, 3, 3, 6, 30, tzinfo=UTC)
"""Half past seven in Copenhagen, two working days before Thursday's circle."""

NUDGE = datetime(2026, 3, 4, 6, 30, tzinfo=UTC)
HOME = PLACES["channel"][0]


@asynccontextmanager
async def team_with_rhythm(folder: Path, helper: bool = True) -> AsyncIterator[tuple[Room, str]]:
    """Anna, Bo and Clara meet on Thursdays; Rita helps them, and is in no team."""
    async with room(folder, "Anna", "Bo", "Clara", "Rita") as here:
        if helper:
            here.conversation.linking = Linking(ORGANISATION, Handles(folder / "links"), KEY)
        team = await here.team("Anna", "Bo", "Clara")
        await here.send("Bo", "private", type="message", text="hjælp")
        form = await here.dialog("Anna", {"team": team, "form": "rhythm"})
        sent = {**data_of(form, "sent", "rhythm"), "kind": "weekly", "weekday": "3"}
        await here.dialog("Anna", {**sent, "clock": "14:30"}, sent=True)
        if helper:
            code = invite(KEY, "helper", here.clock.at)
            await here.say("Rita", f"circle link {code}", "private")
        yield here, team


async def tick(here: Room, at: datetime) -> list[Entry]:
    """What is said when it is so late."""
    before, here.clock.at = len(here.fake.ledger), at
    await here.conversation.tick(at)
    return here.fake.ledger[before:]


def shut(conversation: str) -> Any:
    return lambda request: Fault(403) if conversation in request.path else None


async def test_the_resource_person_sends_an_agenda_again_when_the_channel_is_open_again(
    tmp_path: Path,
) -> None:
    async with team_with_rhythm(tmp_path) as (here, _):
        here.fake.faults = lambda request: Fault(413) if HOME in request.path else None
        assert await tick(here, AGENDA) == []
        here.fake.faults = lambda request: None

        (status,) = await here.say("Rita", "status", "private")
        pressed = await here.press("Rita", data_of(status.card, "verb", "send_again"), "private")

        assert status.conversation == "a:29:Rita"
        assert "Dagsorden til torsdag den 5. marts" in status.text
        assert "ikke kommet frem" in status.text
        assert texts(pressed) == ["Den sendes en gang til."]
        assert [e.conversation for e in here.fake.ledger if "Cirkel torsdag" in e.text] == [HOME]
        (after,) = await here.say("Rita", "status?", "private")
        assert "sendt" in after.text
        assert "send_again" not in verbs(after.card)


async def test_what_a_resource_person_asks_in_the_channel_is_answered_to_them_alone(
    tmp_path: Path,
) -> None:
    async with team_with_rhythm(tmp_path) as (here, _):
        await tick(here, AGENDA)

        (of_helper,) = await here.say("Rita", "<at>Ordet</at> status")
        (of_member,) = await here.say("Bo", "<at>Ordet</at> status")

        assert of_helper.conversation == "a:29:Rita"
        assert "sendt" in of_helper.text
        assert of_member.conversation == HOME
        assert "sendt" not in of_member.text


async def test_only_the_resource_person_may_press_it_from_outside(tmp_path: Path) -> None:
    async with team_with_rhythm(tmp_path) as (here, team):
        here.fake.faults = shut(HOME)
        await tick(here, AGENDA)
        here.fake.faults = lambda request: None
        (row,) = [r for r in (await here.papers()).told.values() if r.kind == "AgendaCame"]
        press = {"verb": "send_again", "team": team, "promise": row.id}

        of_member = await here.press("Anna", press, "private")
        stranger = await here.press("Otto", press, "private")
        of_helper = await here.press("Rita", {**press, "verb": "look"}, "private")

        assert texts(of_member) == ["Det tager jeres ressourceperson sig af."]
        assert texts(of_helper) == texts(stranger)
        assert "sendes" not in texts(stranger)[0]
        assert (await here.papers()).waiting == ()


async def test_who_has_no_private_chat_is_told_when_they_have_one(tmp_path: Path) -> None:
    async with team_with_rhythm(tmp_path) as (here, _):
        await tick(here, AGENDA)
        here.fake.faults = shut("a:29:Bo")
        told = await tick(here, NUDGE)
        assert "a:29:Bo" not in [e.conversation for e in told]
        here.fake.faults = lambda request: None

        (status,) = await here.say("Rita", "status", "private")
        await here.press("Rita", data_of(status.card, "verb", "send_again"), "private")
        (still,) = await here.say("Rita", "circle status", "private")
        await here.say("Bo", "hjælp", "private")
        again = data_of(still.card, "verb", "send_again")
        await here.press("Rita", again, "private")

        assert "Bo har ingen privat chat med mig." in status.text
        assert "noterer" not in status.text
        assert "send_again" in verbs(still.card)
        to_bo = [e.text for e in here.fake.ledger if e.conversation == "a:29:Bo"]
        assert "noterer" in to_bo[-1]
        assert not [r for r in (await here.papers()).deliveries.values() if r.kind == "RoleNudge"]


async def test_where_nobody_helps_a_member_sends_it_again(tmp_path: Path) -> None:
    async with team_with_rhythm(tmp_path, helper=False) as (here, _):
        here.fake.faults = lambda request: Fault(413) if HOME in request.path else None
        await tick(here, AGENDA)
        here.fake.faults = lambda request: None

        (status,) = await here.say("Clara", "status")
        await here.press("Clara", data_of(status.card, "verb", "send_again"), "private")

        assert status.conversation == "a:29:Clara"
        assert [e.conversation for e in here.fake.ledger if "Cirkel torsdag" in e.text] == [HOME]


async def test_a_doubt_is_said_to_be_one(tmp_path: Path) -> None:
    async with team_with_rhythm(tmp_path) as (here, _):
        here.fake.faults = lambda request: Fault(wire="reset") if HOME in request.path else None
        for minutes in range(3):
            await tick(here, AGENDA + timedelta(minutes=minutes))
        here.fake.faults = lambda request: None

        (status,) = await here.say("Rita", "status", "private")

        rows = (await here.papers()).told.values()
        assert [r.delivery for r in rows if r.kind == "AgendaCame"] == [Delivery.DOUBT]
        assert "måske kommet frem" in status.text
        assert "send_again" in verbs(status.card)


async def test_a_copy_of_a_form_that_was_answered_does_not_undo_the_next(tmp_path: Path) -> None:
    async with team_with_rhythm(tmp_path, helper=False) as (here, team):
        form = await here.dialog("Anna", {"team": team, "form": "rhythm"})
        friday = {**data_of(form, "sent", "rhythm"), "kind": "weekly", "clock": "09:00"}
        first = await here.dialog("Anna", {**friday, "weekday": "4"}, sent=True)
        await here.dialog("Anna", {**friday, "weekday": "1"}, sent=True)

        copy = await here.dialog("Anna", {**friday, "weekday": "4"}, sent=True)

        (series,) = (await here.papers()).between.rhythm.series
        assert copy == first
        assert series.rule.weekday == 1


async def test_an_agenda_that_waited_is_not_sent_once_its_circle_is_off(tmp_path: Path) -> None:
    async with team_with_rhythm(tmp_path) as (here, team):
        here.fake.faults = lambda request: Fault(429) if HOME in request.path else None
        assert await tick(here, AGENDA) == []
        here.fake.faults = lambda request: None
        papers = await here.conversation.papers(team)
        assert papers is not None
        who = papers.team.members[0].person
        off = {"verb": "meeting_skip", "series": "circle", "days": "2026-03-05", "who": who}
        await here.conversation.press(team, off, AGENDA + timedelta(seconds=1))

        later = await tick(here, AGENDA + timedelta(hours=1))

        assert [entry.text for entry in later if "Cirkel torsdag" in entry.text] == []
