"""What people do in Teams, from the first word to the last card."""

from datetime import timedelta
from pathlib import Path

from circle.papers import Delivery
from circle.people import Presence
from circle.state import Stage
from tests.channels.fake_teams import Fault
from tests.channels.rooms import PLACES, data_of, name_in, room, texts, verbs

FIVE = ("Anna", "Bo", "Clara", "David", "Eva")


async def test_the_first_circle_asks_who_the_team_is_and_goes_on_to_the_start(
    tmp_path: Path,
) -> None:
    async with room(tmp_path, *FIVE) as here:
        (asked,) = await here.say("Bo", "<at>Ordet</at> /cirkel")
        form = await here.dialog("Bo", data_of(asked.card, "form", "team"))
        sent = data_of(form, "sent", "team")
        proposed = next(each for each in form["body"] if each.get("id") == "members")

        few = await here.dialog("Bo", {**sent, "name": "Team Blå", "members": ""}, sent=True)
        start = await here.dialog(
            "Bo", {**sent, "name": "Team Blå", "members": proposed["value"]}, sent=True
        )

        papers = await here.papers()
        assert few["title"] == form["title"]
        assert "En cirkel er for mindst to personer. Vælg én til." in texts(few)
        assert [member.name for member in papers.team.members] == list(FIVE)
        assert papers.team.home is not None
        assert papers.team.home.conversation == PLACES["channel"][0]
        assert data_of(start, "sent", "start")["team"] == papers.team.id


async def test_a_team_is_made_once_however_often_its_form_is_sent(tmp_path: Path) -> None:
    async with room(tmp_path, *FIVE) as here:
        first = await here.team("Anna", "Bo", "Clara")
        again = await here.say("Anna", "cirkel")

        assert verbs(again[0].card)[0] == "start"
        assert (await here.papers()).team.id == first
        assert len(await here.conversation.teams()) == 1


async def test_of_more_than_twelve_nobody_is_proposed(tmp_path: Path) -> None:
    names = [f"Person{n:02}" for n in range(15)]
    async with room(tmp_path, *names) as here:
        (asked,) = await here.say(names[0], "cirkel")
        form = await here.dialog(names[0], data_of(asked.card, "form", "team"))

        proposed = next(each for each in form["body"] if each.get("id") == "members")
        assert "value" not in proposed
        assert [choice["title"] for choice in proposed["choices"]] == sorted(names)


async def test_the_card_is_the_root_and_what_moves_is_an_answer_that_mentions(
    tmp_path: Path,
) -> None:
    async with room(tmp_path, *FIVE) as here:
        await here.circle("Anna", "Bo", "Clara")
        posted = [e for e in here.fake.ledger if e.conversation.startswith("19:")]
        root = next(entry for entry in posted if "sent" not in entry.body and entry.card
                    and "done" in verbs(entry.card))  # fmt: skip
        lines = [e for e in posted if e.conversation.endswith(f";messageid={root.message}")]

        mentioned = [line for line in lines if line.body.get("entities")]
        assert root.conversation == PLACES["channel"][0]
        assert verbs(root.card) == ["done", "pass", "join", "moves", "Action.OpenUrl"]
        assert [e["mentioned"]["id"] for e in mentioned[0].body["entities"]] == ["29:Anna"]
        assert "<at>Anna</at>" in mentioned[0].body["text"]
        assert all("attachments" not in line.body for line in mentioned)


async def test_a_press_is_answered_with_the_card_as_it_is_then(tmp_path: Path) -> None:
    async with room(tmp_path, *FIVE) as here:
        await here.circle("Anna", "Bo", "Clara")
        card = here.fake.ledger[-1].card or next(
            e.card for e in reversed(here.fake.ledger) if e.card and "done" in verbs(e.card)
        )

        others = await here.press("Bo", data_of(card, "verb", "done"))
        own = await here.press("Anna", data_of(card, "verb", "done"))
        late = await here.press("Anna", data_of(card, "verb", "done"))

        assert texts(others)[0] == "Lige nu har Anna ordet."
        assert "Bo" in texts(own)
        assert texts(late)[0] == "Her er cirklen, som den er nu."
        papers = await here.papers()
        assert papers.circle is not None
        assert papers.circle.speaking == here.person("Bo")


async def test_nobody_acts_for_somebody_else(tmp_path: Path) -> None:
    async with room(tmp_path, *FIVE) as here:
        team = await here.circle("Anna", "Bo", "Clara")
        papers = await here.papers()
        assert papers.circle is not None
        values = {"team": team, "circle": papers.circle.id, "turn": "2", "verb": "done",
                  "who": here.person("Anna"), "writer": here.person("Anna")}  # fmt: skip

        card = await here.press("Bo", values)

        assert texts(card)[0] == "Lige nu har Anna ordet."
        assert (await here.papers()).circle == papers.circle


async def test_who_is_not_of_the_place_sees_nothing_of_the_team(tmp_path: Path) -> None:
    async with room(tmp_path, *FIVE) as here:
        team = await here.circle("Anna", "Bo", "Clara")
        papers = await here.papers()
        assert papers.circle is not None
        values = {"team": team, "circle": papers.circle.id, "turn": "2", "verb": "look"}

        outside = await here.press("Eva", values, where="group")
        at_home = await here.press("Eva", values)

        assert "Hvad virker?" not in str(outside)
        assert "Hvad virker?" in str(at_home)


async def test_a_member_starts_a_circle_and_somebody_who_looks_on_does_not(tmp_path: Path) -> None:
    async with room(tmp_path, *FIVE) as here:
        team = await here.team("Anna", "Bo")

        refused = await here.dialog("Eva", {"team": team, "form": "start"})

        assert "medlem" in refused["text"]


async def test_a_private_chat_is_about_the_only_team_or_asks_which(tmp_path: Path) -> None:
    async with room(tmp_path, *FIVE) as here:
        nobody = await here.say("Anna", "cirkel", "private")
        await here.team("Anna", "Bo")
        one = await here.say("Anna", "næste", "private")
        await here.team("Anna", "Bo", "Clara", where="group")
        here.clock.at += timedelta(minutes=1)
        (which,) = await here.say("Anna", "status", "private")
        chosen = await here.press("Anna", data_of(which.card, "verb", "ask"), "private")

        assert nobody[0].conversation == "a:29:Anna"
        assert one[0].text == "Der er ingen næste skridt endnu. De kommer fra jeres cirkler."
        assert verbs(which.card) == ["ask", "ask"]
        assert "Der er ingen cirkel i gang." in texts(chosen)[0]


async def test_who_has_no_private_chat_gets_one_and_is_told_there(tmp_path: Path) -> None:
    async with room(tmp_path, *FIVE) as here:
        await here.circle("Anna", "Bo", "Clara")

        told = [e for e in here.fake.ledger if e.conversation == "a:29:Anna"]
        assert told[-1].text == "Du har ordet i ca. 2 minutter. Tag den tid, du har brug for."
        assert verbs(told[-1].card) == ["done", "pass"]


async def test_who_has_shut_the_private_chat_finds_their_card_on_the_shared_one(
    tmp_path: Path,
) -> None:
    async with room(tmp_path, *FIVE) as here:
        here.fake.faults = lambda request: Fault(403) if "a:29:Anna" in request.path else None
        team = await here.circle("Anna", "Bo", "Clara")
        asked = [path for _, _, path in here.fake.requests if path == "a:29:Anna"]
        papers = await here.papers()
        assert papers.circle is not None
        values = {"team": team, "circle": papers.circle.id, "turn": "2"}
        first = await here.press("Bo", {**values, "verb": "look"})

        await here.press("Anna", {**values, "verb": "done"})
        await here.press("Anna", {**values, "turn": "3", "verb": "go_on"})

        dead = [p for p in papers.deliveries.values() if p.delivery is Delivery.DEAD]
        again = [path for _, _, path in here.fake.requests if path == "a:29:Anna"]
        assert [p.reason for p in dead] == ["403 Code403"]
        assert "mine" in verbs(first)
        assert asked == again == ["a:29:Anna"]


async def test_status_tells_what_did_not_come(tmp_path: Path) -> None:
    async with room(tmp_path, *FIVE) as here:
        here.fake.faults = lambda request: Fault(403) if "a:29:Anna" in request.path else None
        await here.circle("Anna", "Bo", "Clara")

        status = (await here.say("Bo", "status"))[-1]

        assert "Privat besked til Anna" in status.text


async def test_a_card_that_somebody_deleted_is_posted_anew(tmp_path: Path) -> None:
    async with room(tmp_path, *FIVE) as here:
        team = await here.circle("Anna", "Bo", "Clara")
        papers = await here.papers()
        assert papers.circle is not None
        before = papers.posted[papers.circle.id].message
        here.fake.lose(before)
        values = {"team": team, "circle": papers.circle.id, "turn": "2", "verb": "done"}

        await here.press("Anna", values)

        after = (await here.papers()).posted[papers.circle.id].message
        assert after != before
        assert [e.how for e in here.fake.ledger if e.message == after] == ["post"]


async def test_in_a_group_chat_the_card_follows_when_ten_lines_lie_below(tmp_path: Path) -> None:
    async with room(tmp_path, *FIVE) as here:
        team = await here.circle("Anna", "Bo", "Clara", where="group")
        papers = await here.papers("group")
        assert papers.circle is not None
        first = papers.posted[papers.circle.id].message

        for _ in range(12):
            circle = (await here.papers("group")).circle
            assert circle is not None
            turn = {"team": team, "circle": circle.id, "turn": str(circle.course.turn)}
            verb = "go_on" if circle.speaking is None else "done"
            who = "Anna" if circle.speaking is None else name_in(circle.speaking)
            await here.press(who, {**turn, "verb": verb}, "group")

        posted = (await here.papers("group")).posted[papers.circle.id]
        old = [e for e in here.fake.ledger if e.message == first][-1]
        assert posted.message != first
        assert posted.below < 10
        assert not verbs(old.card)
        assert "nedenfor" in old.text


async def test_in_a_channel_who_asks_for_a_circle_is_led_to_the_running_one(
    tmp_path: Path,
) -> None:
    async with room(tmp_path, *FIVE) as here:
        await here.circle("Anna", "Bo", "Clara")

        (shown,) = await here.say("Eva", "<at>Ordet</at>&nbsp;cirkel", "channel;asked1")
        own = await here.press("Eva", data_of(shown.card, "verb", "look"))

        assert shown.conversation.endswith(";messageid=asked1")
        assert texts(shown.card)[0].startswith("I har allerede en cirkel i gang.")
        assert "done" in verbs(own)


async def test_in_a_group_chat_the_running_card_comes_down_to_who_asks(tmp_path: Path) -> None:
    async with room(tmp_path, *FIVE) as here:
        team = await here.circle("Anna", "Bo", "Clara", where="group")
        papers = await here.papers("group")
        assert papers.circle is not None
        first = papers.posted[papers.circle.id].message

        new, old = await here.say("Eva", "cirkel", "group")
        about = {"team": team, "circle": papers.circle.id, "turn": "2"}
        await here.press("Anna", {**about, "verb": "done"}, "group")

        after = (await here.papers("group")).posted[papers.circle.id].message
        assert "done" in verbs(new.card)
        assert (old.how, old.message, verbs(old.card)) == ("change", first, [])
        assert after == new.message
        assert [e.message for e in here.fake.ledger if e.how == "change"][-1] == new.message


async def test_somebody_who_looks_on_sits_down_as_a_guest(tmp_path: Path) -> None:
    async with room(tmp_path, *FIVE) as here:
        team = await here.circle("Anna", "Bo", "Clara")
        papers = await here.papers()
        assert papers.circle is not None
        about = {"team": team, "circle": papers.circle.id, "turn": "2"}

        await here.press("Eva", {**about, "verb": "join"})
        own = await here.dialog("Eva", {**about, "form": "moves"})
        await here.dialog("Eva", data_of(own, "verb", "out"), sent=True)

        circle = (await here.papers()).circle
        assert circle is not None
        seat = circle.seats[-1]
        assert (seat.name, seat.guest, seat.presence) == ("Eva", True, Presence.AWAY)
        assert any("Anna" in text for text in texts(own))


async def test_an_old_client_presses_without_being_answered_in_public(tmp_path: Path) -> None:
    async with room(tmp_path, *FIVE) as here:
        team = await here.circle("Anna", "Bo", "Clara")
        papers = await here.papers()
        assert papers.circle is not None
        value = {"team": team, "circle": papers.circle.id, "turn": "2", "verb": "done"}
        before = len(here.fake.ledger)

        await here.send("Bo", type="message", value=value)
        nothing = here.fake.ledger[before:]
        await here.send("Anna", type="message", value=value)

        circle = (await here.papers()).circle
        assert circle is not None
        assert nothing == []
        assert circle.speaking == here.person("Bo")


async def test_the_last_card_says_what_was_kept(tmp_path: Path) -> None:
    async with room(tmp_path, *FIVE) as here:
        team = await here.circle("Anna", "Bo", "Clara")
        papers = await here.papers()
        assert papers.circle is not None
        about = {"team": team, "circle": papers.circle.id, "turn": "2"}
        await here.press("Anna", {**about, "verb": "end"})
        form = await here.dialog("Bo", {**about, "form": "line"})
        await here.dialog("Bo", {**data_of(form, "sent", "line"), "text": "Ro er nok"}, sent=True)

        approved = await here.press("Bo", {**about, "verb": "approve"})

        root = papers.posted[papers.circle.id].message
        last = [entry for entry in here.fake.ledger if entry.message == root][-1]
        assert (await here.papers()).circles == ()
        for card in (approved, last.card):
            assert verbs(card) == []
            assert "Ro er nok" in str(card)


async def test_called_off_leaves_a_card_that_says_so(tmp_path: Path) -> None:
    async with room(tmp_path, *FIVE) as here:
        team = await here.team("Anna", "Bo")
        form = await here.dialog("Anna", {"team": team, "form": "start"})
        later = {
            **data_of(form, "sent", "start"),
            "question": "Hvad virker?", "guide": "laeringscirkel", "minutes": "25",
            "present": f"{here.person('Anna')},{here.person('Bo')}",
            "facilitator": here.person("Anna"), "when": "later", "clock": "15:00",
        }  # fmt: skip
        await here.dialog("Anna", later, sent=True)
        papers = await here.papers()
        assert papers.circle is not None
        assert papers.circle.stage is Stage.GATHERING
        about = {"team": team, "circle": papers.circle.id, "turn": str(papers.circle.course.turn)}

        card = await here.press("Anna", {**about, "verb": "end"})

        assert verbs(card) == ["start"]
        assert "Cirklen er slut" in card["fallbackText"]


async def test_the_table_link_goes_to_the_one_who_asked_alone(tmp_path: Path) -> None:
    async with room(tmp_path, *FIVE) as here:
        team = await here.team("Anna", "Bo")

        told = await here.say("Anna", "cirkel bord")

        assert [entry.conversation for entry in told] == ["a:29:Anna"]
        assert f"/table/{team}" in str(told[0].card)
