"""Whole pages round a card: drawn once for everybody who looks at the same thing."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, Environment

from cards.form import Form
from cards.render import FOLDER as CARDS
from cards.render import Card, Cards, View, make_environment
from circle.papers import Papers
from circle.state import Circle
from locales import Words, words_in
from pages.between import season_holes

FOLDER = Path(__file__).parent / "templates"
MOST_KEPT = 256
HALF_MINUTE = 30


def hold(environment: Environment) -> None:
    """Read all templates now, so that a change on the disk breaks no running page."""
    loader = environment.loader
    if loader is None or isinstance(loader, DictLoader):
        return
    names = environment.list_templates(extensions=("html", "txt", "json"))
    sources = {name: loader.get_source(environment, name)[0] for name in names}
    environment.loader = DictLoader(sources)


@cache
def _pages() -> Environment:
    """The pages' own templates: read and compiled once in the life of a process."""
    environment = make_environment(FOLDER, CARDS)
    hold(environment)
    return environment


@dataclass(frozen=True)
class Painted:
    """A card and what it was painted from: the same papers in the same half minute."""

    papers: Papers
    half_minute: int
    asides: Sequence[str]
    card: Card


class Painter:
    """Draws pages in the reader's language."""

    def __init__(self, cards: Cards, addresses: Mapping[str, str]) -> None:
        self._cards = cards
        self._addresses = addresses
        self._environment = _pages()
        hold(cards.environment)
        self._kept: OrderedDict[tuple[str, View], Painted] = OrderedDict()

    def card(
        self, papers: Papers, circle: Circle, view: View, at: datetime, asides: Sequence[str]
    ) -> Card:
        """The picture of a circle, painted once in each half minute of each state."""
        key, now = (papers.team.id, view), int(at.timestamp()) // HALF_MINUTE
        kept = self._kept.get(key)
        same = kept is not None and kept.papers is papers and kept.half_minute == now
        if kept is None or not same or kept.asides != asides:
            card = self._cards.picture(papers, circle, view, at, asides=asides)
            kept = self._kept[key] = Painted(papers, now, asides, card)
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return kept.card

    def title(self, papers: Papers, circle: Circle) -> str:
        """What the browser's tab says."""
        return self._cards.title(papers, circle)

    def form(self, form: Form, words: Words, action: str) -> str:
        """A form that is sent to this address."""
        return self._cards.form(form, words, action=action).body

    def season(self, papers: Papers, view: View, at: datetime, place: str) -> str:
        """What stands on the page between two circles, by itself."""
        holes = {
            **season_holes(papers, self._cards, at),
            "words": words_in(papers.team.language),
            "view": view,
            "place": place,
        }
        return self._environment.get_template("season.html").render(holes)

    def page(self, name: str, language: str, title: str, **holes: Any) -> str:
        """A whole page."""
        template = self._environment.get_template(f"{name}.html")
        words = words_in(language)
        return template.render(
            words=words, language=words.language, title=title, files=self._addresses, **holes
        )
