"""Forms: a page of their own, or a panel over the table where there is a script."""

import secrets
from dataclasses import replace

from aiohttp import web

from cards.form import Form
from cards.render import View
from circle.papers import Papers
from locales import words_in
from pages.answers import PATHS, answered, place_of, view_of
from pages.doors import Kind
from pages.house import House, as_json, as_page, wants_json
from pages.reading import fields_of, read_form, single

LONGEST_KEY = 64


class Forms:
    """The forms of one team's table."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def open(self, request: web.Request) -> web.Response:
        """Open a form. Opening changes nothing."""
        papers = await self._house.enter(request, Kind.TABLE)
        asked = single(fields_of(request.rel_url.raw_query_string.encode()))
        view = view_of(asked.pop("view", ""))
        return await self._opened(request, papers, request.match_info["form"], asked, view)

    async def submit(self, request: web.Request) -> web.Response:
        """A form came back: it is done, it comes again with what it needs, or it opens another."""
        papers = await self._house.enter(request, Kind.TABLE)
        values = dict(await read_form(request))
        view = view_of(next(iter(values.pop("view", ())), ""))
        key = next(iter(values.pop("key", ())), "")[:LONGEST_KEY] or None
        name, now = request.match_info["form"], self._house.now()
        if opened := next(iter(values.pop("form", ())), ""):
            return await self._opened(request, papers, opened, single(values), view)
        reply = await self._house.conversation.submit(papers.team.id, name, values, now, key)
        if reply.form is None:
            return answered(self._house, request, reply.papers or papers, reply, view)
        return form_page(self._house, request, papers, reply.form, view, status=422)

    async def _opened(
        self, request: web.Request, papers: Papers, form: str, asked: dict[str, str], view: View
    ) -> web.Response:
        now = self._house.now()
        reply = await self._house.conversation.open(papers.team.id, form, asked, now)
        if reply.form is None:
            return answered(self._house, request, papers, reply, view)
        return form_page(self._house, request, papers, reply.form, view)


def form_page(
    house: House,
    request: web.Request,
    papers: Papers,
    form: Form,
    view: View,
    status: int = 200,
    said: str = "",
) -> web.Response:
    """A form as a panel for our script, else as a page; `said` is the same in a sentence."""
    shown = shown_form(house, papers, form, view)
    if wants_json(request):
        return as_json(status, form=shown, title=form.title, lead=form.lead, said=said)
    language = papers.team.language
    back = f"{place_of(papers)}{PATHS[view]}"
    page = house.painter.page("form", language, form.title, form=form, shown=shown, back=back)
    return as_page(page, status)


def shown_form(house: House, papers: Papers, form: Form, view: View) -> str:
    """A form with a key of its own, so that sending it twice is sending it once."""
    key = {"view": view.value, "key": secrets.token_urlsafe(12)}
    keyed = replace(form, hidden={**form.hidden, **key})
    words = words_in(papers.team.language)
    return house.painter.form(keyed, words, f"{place_of(papers)}/form/{form.id}")
