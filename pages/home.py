"""The front page: the teams of this machine and a new one; elsewhere, one plain sentence."""

from collections.abc import Mapping

from aiohttp import web

from cards.form import Form
from circle.papers import Papers
from dialogs.founding import make_team
from dialogs.team_form import team_form
from locales import LANGUAGES, words_in
from pages.answers import place_of
from pages.doors import Kind, PublicDoor, Refused
from pages.house import House, NotHere, as_page, language_of
from pages.reading import read_form, single


class Home:
    """The front page and the links that open a table."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def front(self, request: web.Request) -> web.Response:
        """Choose a team or make one; where links open the tables, say so."""
        language = language_of(request, self._house.language)
        if self._house.door.public:
            words = words_in(language)
            holes = {"sentence": words("page.public"), "back": ""}
            return as_page(
                self._house.painter.page("message", language, words("page.brand"), **holes)
            )
        return await self._home(language, team_form(language))

    async def make_team(self, request: web.Request) -> web.Response:
        """A new team, which has only the table."""
        if self._house.door.public:
            raise Refused
        values = single(await read_form(request))
        language, made = await team_of(self._house, request, values, values.get("name", ""))
        if isinstance(made, Form):
            return await self._home(language, made, status=422)
        raise web.HTTPSeeOther(place_of(made))

    async def _home(self, language: str, form: Form, status: int = 200) -> web.Response:
        words = words_in(language)
        teams = await self._house.conversation.teams()
        shown = self._house.painter.form(form, words, "/teams")
        title = words("page.local.title")
        page = self._house.painter.page(
            "home", language, title, teams=teams, form=form, shown=shown, wrong=status != 200
        )
        return as_page(page, status)

    async def open(self, request: web.Request) -> web.Response:
        """Exchange a signed link for a cookie, at once, so that the link stays in no history."""
        door = self._house.door
        if not isinstance(door, PublicDoor):
            raise NotHere
        link = request.match_info["link"]
        given = door.read_link(link)
        papers = await self._house.conversation.papers(given.team)
        response = web.Response(status=303)
        if papers is None:
            door.may_make(link, self._house.now()).give(response)
            response.headers["Location"] = "/new"
            return response
        door.exchange(link, papers, self._house.now()).give(response)
        target = "/screen" if given.kind is Kind.SCREEN else ""
        response.headers["Location"] = place_of(papers) + target
        return response


async def team_of(
    house: House, request: web.Request, values: Mapping[str, str], name: str, id: str = ""
) -> tuple[str, Papers | Form]:
    """The language and papers of a team that was just made, or the form that needs mending."""
    chosen = values.get("language", "")
    language = chosen if chosen in LANGUAGES else language_of(request, house.language)
    names = values.get("names", "").split("\n")
    reply = await make_team(house.conversation.found, name, names, language, house.zone, id)
    made = reply.form or reply.papers
    if made is None:
        raise web.HTTPServiceUnavailable
    return language, made
