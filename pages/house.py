"""What every page needs, and who may come in to which team."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from aiohttp import web

from cards.render import Cards
from circle.notices import Answer
from circle.papers import Papers
from dialogs.conversation import Conversation
from locales import LANGUAGES
from pages.doors import Door, Kind, Refused
from pages.painting import Painter
from pages.screens import Screens
from pages.statics import Static
from pages.told import Told

JSON = "application/json"


class NotHere(Exception):
    """There is no such page, or no such team."""


@dataclass(frozen=True)
class House:
    """Given to each page; nothing in it is made by a page."""

    conversation: Conversation
    cards: Cards
    screens: Screens
    painter: Painter
    door: Door
    now: Callable[[], datetime]
    zone: str
    language: str
    statics: Mapping[str, Static]
    told: Told
    ready: Callable[[], bool]

    async def enter(self, request: web.Request, wanted: Kind) -> Papers:
        """The papers of the team in the address, for somebody who may do this.

        Raises NotHere or Refused.
        """
        papers = await self.conversation.papers(request.match_info["team"])
        if papers is None:
            raise NotHere
        self.admit(request, papers, wanted)
        return papers

    def admit(self, request: web.Request, papers: Papers, wanted: Kind) -> None:
        """Whether who asks may do this at this team's table now. Raises Refused."""
        if self.door.kind(request, papers, self.now()) is Kind.SCREEN and wanted is Kind.TABLE:
            raise Refused

    def answer(self, answers: Sequence[Answer], papers: Papers) -> tuple[str, str]:
        """Answers as HTML and in plain words."""
        cards = [self.cards.notice(answer, papers, self.now()) for answer in answers]
        return "".join(card.body for card in cards), " ".join(card.text for card in cards)


def wants_json(request: web.BaseRequest) -> bool:
    """Whether our own script asks."""
    return request.headers.get("Accept", "").startswith(JSON)


def as_json(status: int = 200, **values: Any) -> web.Response:
    """What our own script gets."""
    return web.Response(body=msgspec.json.encode(values), content_type=JSON, status=status)


def as_page(text: str, status: int = 200) -> web.Response:
    """A page."""
    return web.Response(text=text, content_type="text/html", status=status)


def language_of(request: web.BaseRequest, usual: str) -> str:
    """The browser's first language that we speak, else the usual one; nynorsk reads bokmål."""
    for part in request.headers.get("Accept-Language", "").split(","):
        tongue = part.split(";")[0].strip().split("-")[0].lower()
        known = {"no": "nb", "nn": "nb"}.get(tongue, tongue)
        if known in LANGUAGES:
            return known
    return usual
