"""The bot's home in Slack, for whoever is in few teams or helps many."""

from datetime import UTC, datetime

import msgspec
import pytest

from channels.slack.home import home_view
from circle.papers import Papers
from circle.people import Member, Team
from dialogs.home_form import MOST_HELPED
from dialogs.occasion import Occasion
from locales import LANGUAGES, words_in
from tests.cards.slack_reading import faults_of_view, read_blocks
from tests.channels.fake_slack import said_in
from tests.conversations.table import CARDS

NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
RITA = "slack:T1:U1"


def seen(name: str, *members: Member) -> Occasion:
    """A team as Rita sees it, who helps it from afar if she is no member."""
    team = Team(name.lower(), name, "T1", "da", "Europe/Copenhagen", members=members)
    return Occasion(Papers(team), {}, NOON, RITA, resource=frozenset({RITA}))


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_helps_a_whole_town_sees_the_teams_that_slack_has_room_for(language: str) -> None:
    helped = [seen(f"Hold {n}") for n in range(60)]
    own = [seen(f"Team {n}", Member(RITA, "Rita"), Member("slack:T1:U2", "Bo")) for n in range(3)]

    view = home_view(CARDS, [*own, *helped], language)

    assert faults_of_view(view) == []
    blocks = msgspec.json.decode(view)["blocks"]
    asked = [b for b in read_blocks(blocks).buttons if b["action_id"].startswith("ask.")]
    assert len(asked) == MOST_HELPED
    heading = words_in(language)("home.helped_first", count=MOST_HELPED)
    assert heading in said_in({"blocks": blocks})


def test_who_is_in_the_team_that_they_help_has_it_among_their_own() -> None:
    own = seen("Team", Member(RITA, "Rita"), Member("slack:T1:U2", "Bo"))

    said = said_in(msgspec.json.decode(home_view(CARDS, [own], "da")))

    assert words_in("da")("home.lead") in said
    assert words_in("da")("home.helped") not in said
