"""A card in JSON that has room in its message: whole if it can be, else with shorter texts."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cards.limits import TEAMS_BYTES, size_in_teams
from cards.quoted import JsonRoom

CARD = TEAMS_BYTES - 4 * 1024
"""What a card may take of a message; the rest is for the message round it."""

WHOLE, SHORTER = 100_000, (120, 40, 12)
"""Letters of each text. Only a card that is too large is drawn again with shorter texts."""


class Fitted:
    """Draws a card that has room, whatever people typed."""

    def __init__(self, folder: Path) -> None:
        self._rooms = [JsonRoom(folder, most) for most in (WHOLE, *SHORTER)]

    def draw(self, name: str, holes: Mapping[str, Any]) -> str:
        """The card of this template."""
        body = ""
        for room in self._rooms:
            body = room.draw(name, holes)
            if size_in_teams(body) <= CARD:
                break
        return body
