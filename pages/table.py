"""The table: the running circle, or the form that starts one; presses and typed commands."""

from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from aiohttp import web

from cards.form import Form
from cards.render import View
from circle.papers import Papers
from circle.state import Approval, Circle
from locales import words_in
from locales.dates import date_phrase
from pages.answers import answered, place_of, view_of
from pages.between import season_holes
from pages.doors import Kind, PublicDoor
from pages.forms import form_page, shown_form
from pages.house import House, NotHere, as_page
from pages.reading import Unreadable, read_form, single

LONGEST_COMMAND = 500
JUST_CLOSED = 3600
"""Seconds in which the table thanks for today before it asks about the next circle."""


class Table:
    """The pages of one team's table."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def device(self, request: web.Request) -> web.StreamResponse:
        """One shared device: the screen with the facilitator's row."""
        return await self._look(request, View.DEVICE, Kind.TABLE)

    async def facilitator(self, request: web.Request) -> web.StreamResponse:
        """The facilitator's own view: buttons and cues."""
        return await self._look(request, View.FACILITATOR, Kind.TABLE)

    async def screen(self, request: web.Request) -> web.StreamResponse:
        """The big screen, which only shows."""
        return await self._look(request, View.SCREEN, Kind.SCREEN)

    async def screen_link(self, request: web.Request) -> web.Response:
        """A link to the big screen for another machine; on one's own machine the screen itself."""
        papers = await self._house.enter(request, Kind.TABLE)
        door, language = self._house.door, papers.team.language
        if not isinstance(door, PublicDoor):
            raise web.HTTPSeeOther(f"{place_of(papers)}/screen")
        link = door.screen_link(request, papers, self._house.now())
        holes = {"link": link, "path": link.removeprefix(door.origin), "back": place_of(papers)}
        title = words_in(language)("button.screen")
        return as_page(self._house.painter.page("link", language, title, **holes))

    async def _look(self, request: web.Request, view: View, kind: Kind) -> web.Response:
        papers = await self._house.enter(request, kind)
        answer = self._house.told.take(request.query.get("told", ""))
        if papers.shown is not None:
            return as_page(self._picture(papers, papers.shown, view, answer))
        if view is not View.DEVICE:
            return as_page(await self._quiet(papers, view))
        if self._thanks(papers) and "new" not in request.query:
            return as_page(await self._quiet(papers, view, answer))
        reply = await self._house.conversation.open(papers.team.id, "start", {}, self._house.now())
        if reply.form is None:
            raise NotHere
        return as_page(self._start(papers, reply.form, answer))

    def _picture(self, papers: Papers, circle: Circle, view: View, answer: str) -> str:
        house = self._house
        card = house.painter.card(papers, circle, view, house.now(), house.screens.asides(papers))
        title = house.painter.title(papers, circle)
        return self._page("table", papers, view, title, card=card.body, told=answer)

    async def _quiet(self, papers: Papers, view: View, answer: str = "") -> str:
        thanks = self._thanks(papers)
        title = words_in(papers.team.language)("page.over" if thanks else "page.start")
        holes = {
            "told": answer,
            "thanks": thanks,
            "kept": await self._kept(papers) if thanks else "",
            **self._season(papers),
        }
        return self._page("quiet", papers, view, title, **holes)

    async def _kept(self, papers: Papers) -> str:
        """What became of the circle that was just over: kept until when, or not."""
        summaries = await self._house.conversation.summaries(papers.team.id)
        if not summaries or summaries[-1].closed_at != papers.closed_at:
            return ""
        team, last = papers.team, summaries[-1]
        words = words_in(team.language)
        if last.approved is not Approval.TEAM:
            return words("summary.nothing")
        day = last.until.astimezone(ZoneInfo(team.zone)).date()
        today = self._house.now().astimezone(ZoneInfo(team.zone)).date()
        return words("sum.saved", date=date_phrase(day, team.language, today))

    def _start(self, papers: Papers, form: Form, answer: str) -> str:
        shown = shown_form(self._house, papers, form, View.DEVICE)
        title = words_in(papers.team.language)("page.start")
        holes = {"form": form, "shown": shown, "told": answer}
        return self._page("start", papers, View.DEVICE, title, **holes, **self._season(papers))

    def _season(self, papers: Papers) -> dict[str, object]:
        """When the next circle is, what is open until then, and the steps that were agreed."""
        return season_holes(papers, self._house.cards, self._house.now())

    def _page(self, name: str, papers: Papers, view: View, title: str, **holes: object) -> str:
        circle = papers.shown
        return self._house.painter.page(
            name,
            circle.language if circle else papers.team.language,
            title,
            place=place_of(papers),
            screen="screen-link" if self._house.door.public else "screen",
            view=view,
            team=papers.team.name,
            shown_page=circle.id if circle else "",
            **holes,
        )

    def _thanks(self, papers: Papers) -> bool:
        closed = papers.closed_at
        if closed is None or papers.shown is not None:
            return False
        return (self._house.now() - closed).total_seconds() < JUST_CLOSED

    async def press(self, request: web.Request) -> web.Response:
        """A button was pressed."""
        papers = await self._house.enter(request, Kind.TABLE)
        values = single(await read_form(request))
        view = view_of(values.pop("view", ""))
        if form := values.pop("form", ""):
            asked = urlencode({**values, "view": view})
            raise web.HTTPSeeOther(f"{place_of(papers)}/form/{quote(form, safe='')}?{asked}")
        if "verb" not in values:
            raise Unreadable
        reply = await self._house.conversation.press(papers.team.id, values, self._house.now())
        return answered(self._house, request, reply.papers or papers, reply, view)

    async def say(self, request: web.Request) -> web.Response:
        """Somebody wrote to Ordet."""
        papers = await self._house.enter(request, Kind.TABLE)
        values = single(await read_form(request))
        text, view = values.get("text", ""), view_of(values.get("view", ""))
        if len(text) > LONGEST_COMMAND:
            raise Unreadable(413, "page.too_large")
        reply = await self._house.conversation.command(papers.team.id, text, self._house.now())
        if reply.form is not None:
            _, said = self._house.answer(reply.answers, papers)
            return form_page(self._house, request, papers, reply.form, view, said=said)
        return answered(self._house, request, papers, reply, view)
