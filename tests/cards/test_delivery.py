"""What became of a message, in words: what it was, when, how far it came, and why not further."""

from dataclasses import replace
from datetime import date

import pytest

from cards.delivery import WHY, delivery_phrase, send_again
from channels.teams.framework import GONE
from circle.answers import DeliveryShown
from circle.notices import Private
from circle.people import Member, Team
from dialogs.sending import NO_USE, TOO_LATE
from locales import words_in
from tests.cards.scenes import NOON, leaves

BO = Member("teams:t:bo", "Bo")
TODAY = date(2026, 3, 4)
SHOWN = DeliveryShown(
    promise="row", kind="AgendaCame", to=None, at=NOON, state="sent", reason="", again=False,
    day=date(2026, 3, 5),
)  # fmt: skip


def said(each: DeliveryShown, language: str = "da") -> str:
    team = Team("t", "Team Blå", "t", language, "Europe/Copenhagen", (BO,))
    text = delivery_phrase(each, team, words_in(language), team.zone, TODAY)
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("da", "Dagsorden til torsdag den 5. marts: sendt tirsdag den 3. marts kl. 13.00."),
        ("nb", "Saksliste til torsdag 5. mars: sendt tirsdag 3. mars kl. 13.00."),
        ("en", "Agenda for Thursday 5 March: sent on Tuesday 3 March at 13:00."),
    ],
)
def test_an_agenda_is_named_with_its_day(language: str, sentence: str) -> None:
    assert said(SHOWN, language) == sentence
    assert "5" not in said(replace(SHOWN, day=None), language).partition(":")[0]


@pytest.mark.parametrize("language", ["da", "nb", "en"])
def test_private_words_are_all_called_the_same(language: str) -> None:
    kinds = {kind.__name__ for kind in leaves(Private) if not kind.in_circle}
    dead = replace(SHOWN, to=BO.person, day=None, state="dead", reason="no private chat")

    assert {"ForYou", "RoleNudge"} <= kinds
    assert len({said(replace(dead, kind=kind), language) for kind in kinds}) == 1


@pytest.mark.parametrize("language", ["da", "nb", "en"])
def test_each_reason_is_told_in_words_of_its_own(language: str) -> None:
    dead = replace(SHOWN, kind="ForYou", day=None, to=BO.person, state="dead")
    reasons = [*WHY, "403 MessageWritesBlocked", "413 too large"]
    told = {reason: said(replace(dead, reason=reason), language) for reason in reasons}

    assert told["403 MessageWritesBlocked"] == told["no private chat"]
    assert len(set(told.values())) == len(reasons) - 1
    assert "413" not in told["413 too large"]
    assert all(len(sentence) > len(said(SHOWN, language)) for sentence in told.values())


def test_the_reasons_are_those_that_are_given() -> None:
    assert {GONE, NO_USE, TOO_LATE} <= set(WHY)


def test_a_channel_that_is_closed_is_not_a_private_chat() -> None:
    line = replace(SHOWN, kind="TeamWord", day=None, state="dead", reason="404 not found")
    assert said(line).endswith("kl. 13.00. Samtalen er lukket for mig.")
    assert said(replace(line, reason=GONE)).endswith("Jeg er taget ud af samtalen.")


def test_only_a_word_of_a_circle_is_to_be_passed_on() -> None:
    dead = replace(SHOWN, to=BO.person, day=None, state="dead", reason="no private chat")
    assert "Giv den gerne videre" in said(replace(dead, kind=""))
    assert "Giv den gerne videre" not in said(replace(dead, kind="RoleNudge"))


def test_the_button_stands_only_where_it_helps() -> None:
    team = Team("t", "Team Blå", "t", "da", "Europe/Copenhagen", (BO,))
    ((button,),) = send_again(replace(SHOWN, again=True), team, words_in("da"))

    assert (button.verb, button.values) == ("send_again", {"team": "t", "promise": "row"})
    assert send_again(SHOWN, team, words_in("da")) == ()
