"""All pages as one web application. bot.py gives it what it needs and says where it listens."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from aiohttp import web
from aiohttp.typedefs import Handler

from cards.render import Cards
from dialogs.conversation import Conversation
from pages.about import About
from pages.calendar import Calendar
from pages.doors import Door
from pages.forms import Forms
from pages.guards import add_headers, guard
from pages.home import Home
from pages.house import House, NotHere
from pages.live import Live, let_go
from pages.operator import Operator
from pages.painting import Painter
from pages.reading import LARGEST
from pages.screens import Screens
from pages.statics import FOREVER, load_statics
from pages.table import Table
from pages.told import Told

TEAM = "/table/{team:[a-z0-9-]{1,64}}"
ASLEEP = timedelta(seconds=10)
"""A clock that rings each second and was not heard for so long does not ring."""

FORM = TEAM + "/form/{form:[a-z_]{1,32}}"


def always_ready() -> bool:
    """Ready from the first moment."""
    return True


def is_awake(rang_at: datetime | None, started: datetime, at: datetime) -> bool:
    """Whether the clock rang a moment ago, or the bot has only just begun."""
    return at - (rang_at or started) < ASLEEP


@dataclass(frozen=True)
class Pages:
    """What the pages are given. `zone` and `language` are for teams and readers yet unknown."""

    conversation: Conversation
    cards: Cards
    screens: Screens
    door: Door
    now: Callable[[], datetime]
    zone: str
    language: str
    ready: Callable[[], bool] = always_ready
    knocks: Mapping[str, Handler] = field(default_factory=dict)
    visits: Mapping[str, Handler] = field(default_factory=dict)


def make_app(pages: Pages) -> web.Application:
    """The pages, with a door before them; whoever knocks at an address of a chat has its own."""
    addresses, statics = load_statics()
    house = House(
        conversation=pages.conversation,
        cards=pages.cards,
        screens=pages.screens,
        painter=Painter(pages.cards, addresses),
        door=pages.door,
        now=pages.now,
        zone=pages.zone,
        language=pages.language,
        statics=statics,
        told=Told(),
        ready=pages.ready,
    )
    app = web.Application(
        middlewares=[guard(house, frozenset(pages.knocks), frozenset(pages.visits))],
        client_max_size=LARGEST,
    )
    app.add_routes(routes(house))
    app.add_routes([web.post(path, knock) for path, knock in pages.knocks.items()])
    app.add_routes([web.get(path, visit) for path, visit in pages.visits.items()])
    app.on_response_prepare.append(add_headers)
    app.on_shutdown.append(partial(let_go, house=house))
    return app


def routes(house: House) -> list[web.RouteDef]:
    """Every address and who answers there."""
    home, table, forms, live = Home(house), Table(house), Forms(house), Live(house)
    operator, about = Operator(house), About(house)
    return [
        web.get("/", home.front),
        web.post("/teams", home.make_team),
        web.get("/open/{link:[^/]+}", home.open),
        web.get("/order/{order:[^/]+}", operator.link),
        web.get("/new", operator.form),
        web.post("/new", operator.make),
        web.get(TEAM, table.device),
        web.get(TEAM + "/screen", table.screen),
        web.get(TEAM + "/facilitator", table.facilitator),
        web.get(TEAM + "/screen-link", table.screen_link),
        web.get(TEAM + "/live", live.follow, allow_head=False),
        web.post(TEAM + "/press", table.press),
        web.post(TEAM + "/say", table.say),
        web.get(FORM, forms.open),
        web.post(FORM, forms.submit),
        web.get("/calendar/{link:[^/]+}.ics", Calendar(house).file),
        web.get("/privacy", about.privacy),
        web.get("/terms", about.terms),
        web.get("/healthz", partial(health, lambda: True)),
        web.get("/readyz", partial(health, house.ready)),
        web.get("/static/{name}", partial(static, house)),
    ]


async def health(ready: Callable[[], bool], request: web.Request) -> web.Response:
    """Whether the bot lives, or is ready to serve."""
    well = ready()
    return web.json_response({"ok": well}, status=200 if well else 503)


async def static(house: House, request: web.Request) -> web.Response:
    """Our own style, script or mark; its address changes when it does."""
    file = house.statics.get(request.match_info["name"])
    if file is None:
        raise NotHere
    return web.Response(
        body=file.body,
        content_type=file.kind,
        charset="utf-8",
        headers={"Cache-Control": FOREVER},
    )
