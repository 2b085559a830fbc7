"""A card in JSON that has room in its message: whole if it can be, else with shorter texts."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from cards import markdown, mrkdwn
from cards.limits import SLACK_MESSAGE, SLACK_VIEW, TEAMS_BYTES, size_in_teams
from cards.quoted import JsonRoom

CARD = TEAMS_BYTES - 4 * 1024
"""What a card may take of a message; the rest is for the message round it."""

WHOLE, SHORTER = 100_000, (120, 40, 12)
"""Letters of each text. Only a card that is too large is drawn again with shorter texts."""

LENGTHS = (WHOLE, *SHORTER)


class Fitted:
    """Draws a card that has room, whatever people typed."""

    def __init__(self, rooms: list[JsonRoom], has_room: Callable[[str, str], bool]) -> None:
        self._rooms, self._has_room = rooms, has_room

    def draw(self, name: str, holes: Mapping[str, Any]) -> str:
        """The card of this template."""
        body = ""
        for room in self._rooms:
            body = room.draw(name, holes)
            if self._has_room(name, body):
                break
        return body


def teams(folder: Path) -> Fitted:
    """Cards for Teams, which counts bytes."""
    rooms = [JsonRoom(folder, most, markdown.marks_for(most)) for most in LENGTHS]
    return Fitted(rooms, lambda name, body: size_in_teams(body) <= CARD)


def slack(folder: Path) -> Fitted:
    """Cards for Slack, which counts letters; a modal has room for many."""
    rooms = [JsonRoom(folder, most, mrkdwn.marks_for(most), mrkdwn.SHEETS) for most in LENGTHS]
    return Fitted(rooms, lambda name, body: len(body) <= room_in_slack(name))


def room_in_slack(name: str) -> int:
    """Letters of JSON that this template may take."""
    return SLACK_VIEW if name == "form" else SLACK_MESSAGE


FITTED: Mapping[str, Callable[[Path], Fitted]] = {"teams": teams, "slack": slack}
"""The chats that we draw for."""
