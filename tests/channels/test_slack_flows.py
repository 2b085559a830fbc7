"""What people do in Slack: commands, private chats, modals, the bot's home, coming and going."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from circle.organisation import Handle, Organisation, Part, Unit
from circle.state import Stage
from dialogs.invitations import invite
from dialogs.linking import Linking
from locales import words_in
from storage.handles import Handles
from tests.cards.slack_reading import read_blocks
from tests.channels.fake_slack import BOT, TEAM, Fault, said_in
from tests.channels.slack_rooms import CHANNEL, Room, button_of, person, room, user
from tests.channels.slack_wire import JSON, sent_view

WORDS = words_in("da")


KEY = b"a secret of thirty-two characters"


async def test_the_first_command_in_a_channel_asks_who_the_team_is(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo", "Clara") as it:
        modal = await it.types("Anna")

        assert modal.body["callback_id"] == "team"
        (people,) = [b for b in modal.body["blocks"] if b.get("block_id") == "members"]
        chosen = [each["value"] for each in people["element"]["initial_options"]]
        assert chosen == [person(name) for name in ("Anna", "Bo", "Clara")]


async def test_in_a_large_channel_people_are_searched_for(tmp_path: Path) -> None:
    names = [f"N{n:02}x" for n in range(30)]
    async with room(tmp_path, *names) as it:
        modal = await it.types(names[0])
        (people,) = [b for b in modal.body["blocks"] if b.get("block_id") == "members"]
        answer = await it.sends(
            names[0], modal, name="Team Blå", members=[person(n) for n in names[:3]], language="da"
        )

        assert people["element"]["type"] == "multi_users_select"
        assert "initial_users" not in people["element"]
        assert answer["view"]["callback_id"] == "start"
        assert len((await it.papers()).team.members) == 3


async def test_a_team_is_made_and_the_next_modal_starts_a_circle(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo") as it:
        modal = await it.types("Anna")
        answer = await it.sends(
            "Anna", modal, name="Team Blå", members=[person("Anna"), person("Bo")], language="da"
        )

        assert answer["response_action"] == "update"
        assert answer["view"]["callback_id"] == "start"
        assert [m.name for m in (await it.papers()).team.members] == ["Anna", "Bo"]


async def test_what_a_modal_needs_stands_at_its_field(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo") as it:
        modal = await it.types("Anna")
        answer = await it.sends("Anna", modal, name="Team Blå", members=[person("Anna")])

        assert answer["response_action"] == "errors"
        assert list(answer["errors"]) == ["members"]


async def test_a_command_where_the_bot_is_not_says_how_to_let_it_in(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo") as it:
        it.fake.outside.add(CHANNEL)

        answer = await it.types("Anna")

        assert answer["text"] == WORDS("err.invite")
        assert it.fake.views == []


async def test_a_command_in_a_private_channel_that_is_not_seen_says_the_same(
    tmp_path: Path,
) -> None:
    async with room(tmp_path, "Anna", "Bo") as it:
        answer = await it.types("Anna", channel="C0SECRET0")

        assert answer["text"] == WORDS("err.invite")


async def test_an_answer_to_a_command_is_for_the_asker_alone(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo") as it:
        await it.team("Anna", "Bo")
        before = len(it.fake.ledger)

        answer = await it.types("Anna", "status")

        assert answer["response_type"] == "ephemeral"
        assert WORDS("command.status.none").partition("`")[0] in answer["text"]
        assert len(it.fake.ledger) == before


async def test_a_command_during_a_circle_shows_it_as_the_asker_sees_it(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo", "Clara") as it:
        await it.circle("Anna", "Bo", "Clara")

        shown = await it.types("Anna")
        other = await it.types("Bo")

        assert shown.body["callback_id"] == other.body["callback_id"] == "look"
        assert WORDS("cue.title") in said_in(shown.body)
        assert WORDS("cue.title") not in said_in(other.body)


async def test_a_circle_is_one_thread_under_its_card(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo", "Clara") as it:
        await it.circle("Anna", "Bo", "Clara")
        posted = [e for e in it.fake.ledger if e.channel == CHANNEL and e.how == "post"]
        card = next(e for e in posted if not e.thread)

        await it.presses("Anna", it.card(), "done")

        lines = [e for e in it.fake.ledger if e.channel == CHANNEL and e.thread]
        assert {e.thread for e in lines} == {card.message}
        assert it.card().message == card.message


async def test_a_new_speaker_is_called_by_id_and_nobody_by_what_was_typed(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo", "Clara") as it:
        await it.circle("Anna", "Bo", "Clara")
        for _ in range(6):
            circle = (await it.papers()).circle
            assert circle is not None
            if circle.speaker is None:
                break
            await it.presses(circle.speaker.name, it.card(), "done")

        texts = [e.body["text"] for e in it.fake.ledger if e.channel == CHANNEL and e.thread]
        assert any(f"<@{user('Bo')}>" in text for text in texts)


async def test_who_may_not_press_is_told_alone(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo", "Clara") as it:
        await it.circle("Anna", "Bo", "Clara")

        (told,) = await it.presses("Bo", it.card(), "done")

        assert (told.how, told.user) == ("whisper", user("Bo"))


async def test_the_facilitators_moves_stay_open_and_follow_the_circle(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo", "Clara") as it:
        team = await it.circle("Anna", "Bo", "Clara")
        circle = (await it.papers()).circle
        assert circle
        modal = await it.opens("Anna", form="moves", team=team, circle=circle.id)
        go_on = button_of(modal.body["blocks"], "go_on")

        await it.wire.press_in(user("Anna"), modal.message, modal.body, go_on)

        after = it.fake.views[-1]
        assert (after.how, after.message) == ("update", modal.message)
        assert after.body["callback_id"] == "moves"
        changed = (await it.papers()).circle
        assert changed is not None
        assert changed.course != circle.course


async def test_a_press_comes_once_however_often_slack_sends_it(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo", "Clara") as it:
        await it.circle("Anna", "Bo", "Clara")
        card = it.card()

        await it.presses("Anna", card, "done")
        turn = (await it.papers()).circle
        await it.presses("Anna", card, "done")

        again = (await it.papers()).circle
        assert turn is not None
        assert again is not None
        assert turn.course.turn == again.course.turn


async def test_an_event_comes_once_however_often_slack_sends_it(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo") as it:
        await it.team("Anna", "Bo")
        facts = {"type": "app_mention", "user": user("Anna"), "channel": CHANNEL, "ts": "asked1"}
        before = len(it.fake.ledger)

        for _ in range(3):
            await it.wire.event("Ev-same", **facts, text=f"<@{BOT}> status")
            it.clock.at += timedelta(seconds=60)

        assert len(it.fake.ledger) == before + 1


async def test_a_private_message_is_answered_in_private(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo") as it:
        await it.team("Anna", "Bo")

        await it.wire.write(user("Bo"), "status")

        assert it.fake.ledger[-1].channel == f"D{user('Bo')}"


async def test_a_stranger_is_told_where_to_begin(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo", "Dan") as it:
        await it.team("Anna", "Bo")

        await it.wire.write(user("Dan"), "hej")

        assert "`/cirkel`" in it.fake.ledger[-1].text


async def test_a_word_in_private_becomes_its_answer(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo", "Clara") as it:
        await it.circle("Anna", "Bo", "Clara")
        word = [e for e in it.fake.ledger if e.channel == f"D{user('Anna')}"][-1]

        after = await it.presses("Anna", word, "done")

        changed = [e for e in after if e.how == "change" and e.message == word.message]
        assert len(changed) == 1
        assert "done" not in [b["action_id"][:4] for b in read_blocks(changed[0].blocks).buttons]


async def test_who_cannot_be_written_to_is_left_alone_for_a_week(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo", "Clara") as it:
        await it.team("Anna", "Bo", "Clara")
        it.fake.faults = lambda method, facts: (
            Fault(error="cannot_dm_bot") if facts.get("users") == user("Anna") else None
        )
        modal = await it.types("Anna")
        await it.sends("Anna", modal, question="Hvad?", minutes="25", facilitator=person("Anna"))

        await it.presses("Anna", it.card(), "done")

        contact = await it.slack.book.contact(person("Anna"))
        assert contact is not None
        assert contact.is_shut(it.clock())
        assert "mine" in [b["action_id"][:4] for b in read_blocks(it.card().blocks).buttons]


async def test_the_home_shows_ones_teams_roles_and_steps(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo") as it:
        await it.team("Anna", "Bo")

        await it.wire.event(type="app_home_opened", user=user("Anna"), tab="home")

        home = it.fake.views[-1]
        said = said_in(home.body)
        assert (home.how, home.user) == ("home", user("Anna"))
        assert "Team Blå" in said
        assert WORDS("home.no_step") in said


async def test_the_home_speaks_the_language_that_its_reader_chose(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo") as it:
        await it.team("Anna", "Bo")
        await it.wire.event(type="app_home_opened", user=user("Anna"), tab="home")
        home = it.fake.views[-1]
        (norsk,) = [
            button
            for button in read_blocks(home.body["blocks"]).buttons
            if "to=nb" in button.get("value", "")
        ]

        await it.wire.press_in(user("Anna"), home.message, home.body, norsk)

        assert words_in("nb")("home.title") in said_in(it.fake.views[-1].body)


async def test_a_form_opens_from_the_home(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo") as it:
        await it.team("Anna", "Bo")
        await it.wire.event(type="app_home_opened", user=user("Anna"), tab="home")
        home, trigger = it.fake.views[-1], it.wire.trigger()
        roles = button_of(home.body["blocks"], "roles")

        await it.wire.press_in(user("Anna"), home.message, home.body, roles, trigger)

        assert it.fake.opened[trigger].body["callback_id"] == "roles"


async def test_a_shortcut_opens_the_start_of_ones_only_team(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo") as it:
        await it.team("Anna", "Bo")

        await it.wire.interact(user("Bo"), type="shortcut", callback_id="circle")

        assert it.fake.views[-1].body["callback_id"] == "start"


async def test_a_shortcut_of_somebody_without_a_team_says_where_to_begin(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo", "Dan") as it:
        await it.wire.interact(user("Dan"), type="shortcut", callback_id="circle")

        assert any("/cirkel" in text for text in said_in(it.fake.views[-1].body))


async def test_the_bot_says_welcome_once_and_to_nobody_else_who_comes(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo") as it:
        for who in (BOT, BOT, user("Bo")):
            await it.wire.event(type="member_joined_channel", user=who, channel=CHANNEL)

        assert [e.text[:14] for e in it.fake.ledger] == [WORDS("welcome.what")[:14]]


async def test_who_leaves_the_channel_leaves_the_team_and_the_circle(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo", "Clara") as it:
        await it.circle("Anna", "Bo", "Clara")

        await it.wire.event(type="member_left_channel", user=user("Clara"), channel=CHANNEL)

        papers = await it.papers()
        assert [m.name for m in papers.team.members] == ["Anna", "Bo"]
        assert papers.circle is not None
        assert [s.name for s in papers.circle.seats if s.here] == ["Anna", "Bo"]


@pytest.mark.parametrize("how", ["channel_left", "channel_archive", "group_archive"])
async def test_where_the_bot_is_not_any_more_nothing_is_sent(tmp_path: Path, how: str) -> None:
    async with room(tmp_path, "Anna", "Bo") as it:
        await it.team("Anna", "Bo")
        await it.wire.event(type=how, channel=CHANNEL)

        talk = await it.slack.book.talk(TEAM, CHANNEL)
        assert talk is not None
        assert talk.gone
        await it.wire.event(type="member_joined_channel", user=BOT, channel=CHANNEL)
        again = await it.slack.book.talk(TEAM, CHANNEL)
        assert again is not None
        assert not again.gone


async def test_a_card_that_somebody_deleted_is_posted_anew(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo", "Clara") as it:
        await it.circle("Anna", "Bo", "Clara")
        old = it.card()
        it.fake.lose(old.message)

        await it.presses("Anna", old, "done")

        assert it.card().message != old.message


async def test_a_modal_that_opens_too_late_is_told_in_one_line(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo") as it:
        team = await it.team("Anna", "Bo")
        button = {"action_id": "x", "value": f"form=start&team={team}"}

        await it.wire.press(user("Anna"), CHANNEL, button, "1.1", trigger="gone")

        assert it.fake.ledger[-1].how == "whisper"
        assert it.fake.ledger[-1].text == WORDS("err.retry")


async def test_the_team_of_another_workspace_is_not_seen(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo") as it:
        team = await it.team("Anna", "Bo")
        foreign = {"id": "T0FOREIGN", "domain": "andre"}
        before = len(it.fake.views)

        await it.wire.interact(
            user("Anna"),
            type="block_actions",
            team=foreign,
            channel={"id": CHANNEL},
            message={"ts": "1.1"},
            actions=[{"action_id": "x", "value": f"form=roles&team={team}", "action_ts": "1"}],
        )

        (shown,) = it.fake.views[before:]
        assert shown.body["callback_id"] == "says"
        assert "Team Blå" not in str(shown.body)


async def test_a_guest_of_a_shared_channel_sends_a_modal_as_one_of_the_team(
    tmp_path: Path,
) -> None:
    async with room(tmp_path, "Anna", "Bo") as it:
        await it.team("Anna", "Bo")
        modal = await it.types("Anna")
        typed = {"question": "Hvad virker?", "facilitator": person("Bo"), "owner": person("Anna")}
        view = sent_view(modal.message, modal.body, {name: [typed[name]] for name in typed})
        view |= {"app_installed_team_id": TEAM}

        await it.wire.interact(
            user("Bo"), type="view_submission", view=view, team={"id": "T99"}, enterprise=None
        )

        circle = (await it.papers()).circle
        assert circle is not None
        assert circle.facilitator is not None
        assert circle.facilitator.person == person("Bo")


async def test_that_slack_limits_our_events_is_logged_and_kept_nowhere(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo") as it:
        body = {"type": "app_rate_limited", "team_id": TEAM, "minute_rate_limited": 1518467820}
        with capture_logs() as entries:
            answer = await it.wire.post(json.dumps(body).encode(), JSON)

        told = [each for each in entries if each["event"] == "slack_limits_our_events"]
        assert answer is None
        assert [(each["log_level"], each["minute"]) for each in told] == [("warning", 1518467820)]
        kept = [path.name for path in (tmp_path / "book").rglob("*") if path.is_file()]
        assert kept == ["lock"]


async def test_a_circle_of_three_is_held_to_its_end(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo", "Clara") as it:
        team = await it.circle("Anna", "Bo", "Clara")
        circle = (await it.papers()).circle
        assert circle is not None
        end = {"verb": "end", "team": team, "circle": circle.id, "turn": str(circle.course.turn)}
        button = {"action_id": "x", "value": "&".join(f"{k}={v}" for k, v in end.items())}
        await it.wire.press(user("Anna"), CHANNEL, button, it.card().message)

        draft = (await it.papers()).drafts[0]
        await it.presses("Bo", it.card(), "approve")

        assert draft.stage is Stage.DRAFT
        assert (await it.papers()).drafts == ()
        assert read_blocks(it.card().blocks).buttons == []


async def test_a_modal_is_the_first_thing_that_slack_is_asked_after_a_press(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo", "Clara") as it:
        await it.wire.mention(user("Bo"), CHANNEL, "cirkel", "asked1")
        asked, calls = it.fake.ledger[-1], len(it.fake.calls)
        await it.presses("Clara", asked, "team")
        after_mention = [method for _, method, _ in it.fake.calls[calls:]]

        team = await it.team("Anna", "Bo", "Clara")
        calls = len(it.fake.calls)
        await it.opens("Clara", form="start", team=team)
        await it.types("Clara")

        assert after_mention == ["views.open"]
        assert [method for _, method, _ in it.fake.calls[calls:]] == ["views.open", "views.open"]


async def test_a_command_between_two_people_makes_their_chat_nobody_elses(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo") as it:
        await it.team("Anna", "Bo")

        answer = await it.types("Anna", "status", channel="D0ANNABO0")

        contact = await it.slack.book.contact(person("Anna"))
        assert answer["response_type"] == "ephemeral"
        assert contact is not None
        assert contact.chat != "D0ANNABO0"


async def test_nothing_is_kept_of_a_press_in_the_home(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo") as it:
        await it.team("Anna", "Bo")
        await it.wire.event(type="app_home_opened", user=user("Anna"), tab="home")
        home = it.fake.views[-1]
        roles = button_of(home.body["blocks"], "roles")

        await it.wire.press_in(user("Anna"), home.message, home.body, roles)

        assert await it.slack.book.talk(TEAM, "") is None
        assert await it.slack.book.talk(TEAM, person("Anna")) is None


async def helps(it: Room, name: str, folder: Path) -> None:
    """Somebody is known as the resource person of the team that meets in the channel."""
    helped = (await it.papers()).team.name
    units = (Unit("north", "North", (helped,)),)
    handles = (Handle("helper", Part.RESOURCE, "north", (helped,)),)
    it.conversation.linking = Linking(Organisation(units, handles), Handles(folder / "links"), KEY)
    code = invite(KEY, "helper", it.clock())
    await it.wire.write(user(name), f"circle link {code}")


async def test_the_home_of_a_resource_person_shows_whether_messages_came_and_nothing_else(
    tmp_path: Path,
) -> None:
    async with room(tmp_path, "Anna", "Bo", "Clara", "Rita") as it:
        await it.circle("Anna", "Bo", "Clara")
        await helps(it, "Rita", tmp_path)

        await it.wire.event(type="app_home_opened", user=user("Rita"), tab="home")
        home, trigger = it.fake.views[-1], it.wire.trigger()
        said, buttons = said_in(home.body), read_blocks(home.body["blocks"]).buttons
        await it.wire.press_in(user("Rita"), home.message, home.body, buttons[0], trigger)

        assert said.index(WORDS("home.helped")) < said.index("Team Blå")
        assert WORDS("home.lead_helper") in said
        assert WORDS("home.next") in said
        assert WORDS("home.roles") not in said
        labels = [button["text"]["text"] for button in buttons]
        assert labels == [WORDS("button.status"), WORDS("language.nb"), WORDS("language.en")]
        told = it.fake.opened[trigger].body
        assert any("sendt" in text for text in said_in(told))
        assert read_blocks(told["blocks"]).buttons == []


async def test_a_resource_person_does_not_look_into_a_circle_from_afar(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Bo", "Clara", "Rita") as it:
        await it.circle("Anna", "Bo", "Clara")
        await helps(it, "Rita", tmp_path)
        opened = len(it.fake.views)

        for text in ("", "næste"):
            answer = await it.types("Rita", text, channel=f"D{user('Rita')}")
            assert words_in("da")("answer.only_team") in str(answer)

        assert len(it.fake.views) == opened


async def test_a_tie_is_undone_by_the_slash_command_too(tmp_path: Path) -> None:
    async with room(tmp_path, "Anna", "Rita") as it:
        answer = await it.types("Rita", "unlink", channel=f"D{user('Rita')}")

        assert words_in("da")("house.unlinked") in str(answer)
