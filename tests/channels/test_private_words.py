"""What is for one person alone comes to them alone, and what cannot come is found on the card."""

from datetime import timedelta
from pathlib import Path

import pytest

from circle.papers import Delivery
from circle.people import Presence
from storage.errors import CannotSave
from tests.channels.fake_teams import BOT, Fault
from tests.channels.rooms import PLACES, data_of, name_in, room, texts, verbs

FIVE = ("Anna", "Bo", "Clara", "David", "Eva")


async def test_a_slash_command_that_only_its_writer_sees_is_answered_to_them_alone(
    tmp_path: Path,
) -> None:
    async with room(tmp_path, *FIVE) as here:
        await here.team("Anna", "Bo")
        to_me = {"id": BOT, "name": "Ordet", "isTargeted": True}

        alone = await here.say("Anna", "status", recipient=to_me)
        for_all = await here.say("Bo", "status")

        assert [e.conversation for e in alone] == ["a:29:Anna"]
        assert [e.conversation for e in for_all] == [PLACES["channel"][0]]


async def test_who_is_in_two_teams_reads_which_one_is_meant(tmp_path: Path) -> None:
    async with room(tmp_path, *FIVE) as here:
        await here.team("Anna", "Bo", where="group")
        await here.circle("Anna", "Clara", "David")

        to_anna = [e for e in here.fake.ledger if e.conversation == "a:29:Anna"][-1]
        circle = (await here.papers()).circle
        assert circle is not None
        await here.press(
            "Anna", {"team": (await here.papers()).team.id, "circle": circle.id,
                     "turn": str(circle.course.turn), "verb": "done"},
        )  # fmt: skip
        to_clara = [e for e in here.fake.ledger if e.conversation == "a:29:Clara"][-1]

        assert texts(to_anna.card)[0] == "Team Blå"
        assert "Team Blå" not in texts(to_clara.card)


async def test_when_somebody_turns_out_to_be_shut_the_shared_card_offers_their_own(
    tmp_path: Path,
) -> None:
    async with room(tmp_path, *FIVE) as here:
        later = Fault(500)
        here.fake.faults = lambda request: later if "a:29:Anna" in request.path else None
        await here.circle("Anna", "Bo", "Clara")

        here.fake.faults = lambda request: Fault(403) if "a:29:Anna" in request.path else None
        for _ in range(2):
            here.clock.at += timedelta(seconds=10)
            await here.conversation.tick(here.clock.at)

        posted = (await here.papers()).posted
        (root,) = [each.message for each in posted.values()]
        shown = [e for e in here.fake.ledger if e.message == root]
        assert "mine" not in verbs(shown[0].card)
        assert "mine" in verbs(shown[-1].card)


async def test_my_card_says_what_the_private_word_would_have_said(tmp_path: Path) -> None:
    async with room(tmp_path, *FIVE) as here:
        here.fake.faults = lambda request: Fault(403) if "a:29:" in request.path else None
        team = await here.circle("Anna", "Bo", "Clara")
        circle = (await here.papers()).circle
        assert circle is not None
        about = {"team": team, "circle": circle.id}
        speaker = await here.press("Anna", {**about, "verb": "mine"})
        while circle.next_up is None:
            move = {**about, "turn": str(circle.course.turn)}
            who = name_in(circle.speaking) if circle.speaking else "Anna"
            await here.press(who, {**move, "verb": "done" if circle.speaking else "go_on"})
            circle = (await here.papers()).circle
            assert circle is not None
        waits = circle.seats[circle.next_up]

        soon = await here.press(waits.name, {**about, "verb": "mine"})

        assert texts(speaker)[0] == "Anna: har ordet"
        assert texts(soon)[0] == "Du er den næste, der får ordet."


async def test_a_press_in_a_private_chat_is_answered_there_in_one_line(tmp_path: Path) -> None:
    async with room(tmp_path, *FIVE) as here:
        await here.circle("Anna", "Bo", "Clara")
        own = [e for e in here.fake.ledger if e.conversation == "a:29:Anna"][-1]

        first = await here.press("Anna", data_of(own.card, "verb", "done"), "private")
        again = await here.press("Anna", data_of(own.card, "verb", "done"), "private")

        assert texts(first)[0] == "Bo har ordet."
        assert len(texts(first)) == 1
        assert texts(again)[0] == "Her er cirklen, som den er nu."


async def test_who_leaves_the_channel_in_the_middle_of_a_circle_leaves_their_seat(
    tmp_path: Path,
) -> None:
    async with room(tmp_path, *FIVE) as here:
        await here.circle("Anna", "Bo", "Clara", "David")
        left = [{"id": "29:Anna", "aadObjectId": "aad-anna"}]

        await here.send("Bo", type="conversationUpdate", membersRemoved=left)

        papers = await here.papers()
        circle = papers.circle
        assert circle is not None
        seat = circle.seats[circle.seat_of(here.person("Anna")) or 0]
        assert [m.name for m in papers.team.members] == ["Bo", "Clara", "David"]
        assert seat.presence is Presence.GONE
        assert circle.speaking is None


async def test_where_the_card_could_not_be_posted_no_line_stands_alone(tmp_path: Path) -> None:
    async with room(tmp_path, *FIVE) as here:
        await here.team("Anna", "Bo")
        here.fake.faults = lambda r: Fault(403) if r.path.count("19:") else None
        team = (await here.papers()).team.id
        form = await here.dialog("Anna", {"team": team, "form": "start"})
        before = len(here.fake.ledger)
        await here.dialog(
            "Anna",
            {
                **data_of(form, "sent", "start"), "question": "Hvad virker?",
                "guide": "laeringscirkel", "minutes": "25", "facilitator": here.person("Anna"),
                "present": f"{here.person('Anna')},{here.person('Bo')}",
            },
            sent=True,
        )  # fmt: skip

        dead = [p for p in (await here.papers()).deliveries.values() if p.reason]
        posted = [e.conversation for e in here.fake.ledger[before:]]
        assert not [each for each in posted if each.startswith("19:")]
        assert dead
        assert all(p.delivery is Delivery.DEAD for p in dead)


async def test_a_circle_that_goes_on_calls_the_speaker(tmp_path: Path) -> None:
    async with room(tmp_path, *FIVE) as here:
        team = await here.circle("Anna", "Bo", "Clara")
        circle = (await here.papers()).circle
        assert circle is not None
        about = {"team": team, "circle": circle.id, "turn": str(circle.course.turn)}
        form = await here.dialog("Anna", {**about, "form": "pause"})
        await here.dialog("Anna", {**data_of(form, "verb", "pause"), "minutes": "10"}, sent=True)
        circle = (await here.papers()).circle
        assert circle is not None
        before = len(here.fake.ledger)

        about["turn"] = str(circle.course.turn)
        await here.press("Anna", {**about, "verb": "resume"})

        called = [e for e in here.fake.ledger[before:] if e.body.get("entities")]
        assert [e.body["entities"][0]["mentioned"]["id"] for e in called] == ["29:Anna"]


async def test_where_nothing_can_be_kept_a_command_is_answered_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with room(tmp_path, *FIVE) as here:
        await here.team("Anna", "Bo")
        here.clock.at += timedelta(minutes=1)

        async def full(*_: object, **__: object) -> None:
            raise CannotSave("full")

        monkeypatch.setattr(here.conversation, "ask", full)
        told = await here.say("Anna", "status")

        assert len(told) == 1
        assert "gem" in told[0].text
