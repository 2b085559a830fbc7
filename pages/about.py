"""Two pages that everybody can read and the app in Teams names: what is kept, and the terms."""

from aiohttp import web

from locales import words_in
from pages.house import House, as_page, language_of


class About:
    """Pages without a door: they say nothing of anybody."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def privacy(self, request: web.Request) -> web.Response:
        """What Ordet keeps, for how long, and what it does not keep."""
        return self._page(request, "privacy")

    async def terms(self, request: web.Request) -> web.Response:
        """Who runs Ordet, and on what terms."""
        return self._page(request, "terms")

    def _page(self, request: web.Request, name: str) -> web.Response:
        language = language_of(request, self._house.language)
        words = words_in(language)
        lines = words.numbered(name)
        title = words(f"{name}.title")
        return as_page(
            self._house.painter.page("about", language, title, lines=lines, heading=title)
        )
