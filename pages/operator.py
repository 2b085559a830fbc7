"""Links that the operator asks for: `python bot.py link "Team Blå"`, answered by the running bot.

The order is signed with the installation's secret and lives a minute. For a team that nobody has
made yet the link opens the form that makes it, under the name that the operator gave.
"""

from dataclasses import replace
from datetime import datetime

import msgspec
from aiohttp import web

from cards.form import Form
from circle.people import Team
from dialogs.team_form import team_form
from locales import words_in
from pages.answers import place_of
from pages.doors import ORDERS, Kind, PublicDoor, plain_name
from pages.home import team_of
from pages.house import House, NotHere, as_page, language_of
from pages.reading import read_form, single
from pages.signing import Forged, Seal

ORDER_LIFE = 60
"""Seconds."""

NOT_OURS = "The bot has another ORDET_SECRET, or its clock and yours are more than a minute apart."
SEVERAL = "Several teams have this name, so it does not tell which one you mean."
NO_TEAM = "No team has this name yet. Make it with a link to its table first."


class Order(msgspec.Struct, frozen=True):
    """What the operator asks for: a link to the table or the screen of the team with this name."""

    team: str
    given: int
    kind: Kind = Kind.TABLE


def order(secret: str, team: str, at: datetime, kind: Kind = Kind.TABLE) -> str:
    """A signed order, as it stands in the address that the command asks."""
    return Seal(secret, ORDERS).sign(Order(team=team, given=int(at.timestamp()), kind=kind))


def under_name(form: Form, name: str) -> Form:
    """The form that makes a team, under a name that stands."""
    sections = tuple(
        replace(part, fields=tuple(field for field in part.fields if field.name != "name"))
        for part in form.sections
    )
    return replace(form, lead=name, sections=sections)


class Operator:
    """Answers the operator, and lets a new team be made by whoever has its link."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def link(self, request: web.Request) -> web.Response:
        """A link to the team's table or screen, or why there is none, as plain text."""
        door, now = self._door, self._house.now()
        try:
            asked = door.orders.read(request.match_info["order"], Order)
        except Forged:
            return web.Response(status=403, text=NOT_OURS)
        if abs(now.timestamp() - asked.given) > ORDER_LIFE:
            return web.Response(status=403, text=NOT_OURS)
        found = await self._named(asked.team)
        if len(found) > 1:
            return web.Response(status=409, text=SEVERAL)
        if found:
            return web.Response(text=door.link(found[0].id, asked.kind, now))
        if asked.kind is Kind.SCREEN:
            return web.Response(status=404, text=NO_TEAM)
        new = door.id_for(asked.team)
        return web.Response(text=door.link(new, Kind.TABLE, now, asked.team))

    async def _named(self, name: str) -> list[Team]:
        teams = await self._house.conversation.teams()
        return [team for team in teams if plain_name(team.name) == plain_name(name)]

    async def form(self, request: web.Request) -> web.Response:
        """The form that makes the team of the link."""
        given, _ = self._door.maker(request, self._house.now())
        language = language_of(request, self._house.language)
        return self._page(language, given.name, team_form(language, given.name))

    async def make(self, request: web.Request) -> web.Response:
        """The team is made, once, under the id of the link; then its table opens."""
        given, cookie = self._door.maker(request, self._house.now())
        values = single(await read_form(request))
        language, made = await team_of(self._house, request, values, given.name, given.team)
        if isinstance(made, Form):
            return self._page(language, given.name, made, status=422)
        response = web.Response(status=303, headers={"Location": place_of(made)})
        cookie.give(response)
        return response

    def _page(self, language: str, name: str, form: Form, status: int = 200) -> web.Response:
        form = under_name(form, name)
        shown = self._house.painter.form(form, words_in(language), "/new")
        page = self._house.painter.page(
            "form", language, form.title, form=form, shown=shown, back="/"
        )
        return as_page(page, status)

    @property
    def _door(self) -> PublicDoor:
        if not isinstance(self._house.door, PublicDoor):
            raise NotHere
        return self._house.door
