"""What goes wrong in Slack is logged without who it was about, and without what was written."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from dialogs.errands import AtOnce, Errand, Errands
from tests.cards.slack_reading import read_blocks
from tests.channels.fake_slack import Fault
from tests.channels.slack_rooms import CHANNEL, Room, button_of, person, room, user

SECRET = "hemmelig sætning"
PEOPLE = ("Anna", "Bo", "Clara")


class Named(AtOnce):
    """Remembers what errands are called: a failed one is logged by its name."""

    def __init__(self) -> None:
        self.names: list[str] = []

    async def send(self, name: str, errand: Errand) -> None:
        self.names.append(name)
        await super().send(name, errand)


async def looks_at_home(it: Room) -> None:
    await it.wire.event(type="app_home_opened", user=user("Anna"), tab="home")


async def an_evening(it: Room) -> None:
    """A little of everything that people do."""
    await it.wire.mention(user("Anna"), CHANNEL, SECRET, "asked")
    await it.wire.write(user("Anna"), SECRET)
    await it.circle(*PEOPLE)
    await it.presses("Anna", it.card(), "done")
    await it.types("Bo", SECRET)
    await looks_at_home(it)
    home = it.fake.views[-1]
    (norsk,) = [b for b in read_blocks(home.body["blocks"]).buttons if "to=nb" in b["value"]]
    await it.wire.press_in(user("Anna"), home.message, home.body, norsk)
    await it.wire.press_in(
        user("Anna"), home.message, home.body, button_of(home.body["blocks"], "roles")
    )
    await it.wire.event(type="member_left_channel", user=user("Clara"), channel=CHANNEL)


def names_nobody(text: str) -> bool:
    """Whether no person and nothing that was typed is in it."""
    own = [SECRET, *PEOPLE, *map(user, PEOPLE), *map(person, PEOPLE)]
    return not any(each in text for each in own)


async def test_no_errand_is_called_by_a_person_or_by_what_was_written(tmp_path: Path) -> None:
    errands = Named()
    async with room(tmp_path, *PEOPLE, errands=errands) as it:
        await an_evening(it)

        assert {name.split()[0] for name in errands.names} >= {"home", "modal", "name", "tell"}
        assert [name for name in errands.names if not names_nobody(name)] == []


async def test_a_home_that_cannot_be_drawn_is_logged_without_its_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError(user("Anna"))

    errands = Errands()
    async with room(tmp_path, *PEOPLE, errands=errands) as it:
        monkeypatch.setattr("channels.slack.coming.Coming.draw_home", broken)
        with capture_logs() as entries:
            await looks_at_home(it)
            await it.settled()

    assert [each["event"] for each in entries] == ["errand_failed"]
    assert names_nobody(str(entries))


@pytest.mark.parametrize("word", ["internal_error", "user_not_found"])
async def test_whatever_slack_refuses_is_logged_without_people_and_words(
    tmp_path: Path, word: str
) -> None:
    async with room(tmp_path, *PEOPLE) as it:
        await it.circle(*PEOPLE)
        await looks_at_home(it)
        home, card = it.fake.views[-1], it.card()
        it.fake.faults = lambda method, facts: Fault(error=word)
        with capture_logs() as entries:
            await it.presses("Anna", card, "done")
            await it.wire.write(user("Bo"), SECRET)
            await it.wire.press_in(
                user("Anna"), home.message, home.body, button_of(home.body["blocks"], "roles")
            )
            await looks_at_home(it)

    assert entries
    assert [each for each in entries if not names_nobody(str(each))] == []
