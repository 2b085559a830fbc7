"""Pages that say one sentence, for whoever has pages of its own to answer with."""

from collections.abc import Callable

from cards.render import Cards
from locales import words_in
from pages.painting import Painter
from pages.statics import load_statics


def sentences(cards: Cards, language: str) -> Callable[[str], str]:
    """A page for the sentence with a key, in the language of the installation."""
    addresses, _ = load_statics()
    painter, words = Painter(cards, addresses), words_in(language)

    def page(key: str) -> str:
        said = words(key)
        return painter.page("message", language, words("page.brand"), sentence=said, back="")

    return page
