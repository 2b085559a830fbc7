"""Who may come in: on one's own machine everybody at it, else those who hold a signed link."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Protocol
from urllib.parse import urlsplit

import msgspec
from aiohttp import web

from circle.papers import Papers
from pages.senders import is_from_here
from pages.signing import Forged, Seal

AFTER_THE_CIRCLE = timedelta(hours=4)
"""A link that was given before a circle closed lives this long after it."""

UNUSED = timedelta(days=7)
"""No link lives longer than this, and neither does what it was exchanged for."""

SLACK = timedelta(minutes=1)
"""A clock that was set back a little makes no link into one from the future."""

ORDERS = "order"
"""The purpose under which the operator's command signs what it asks of the running bot."""

NEW_TEAM = "__Host-ordet-new"
"""The cookie of somebody who may make one team."""

NEWEST = -1
"""The number of an address that is not signed, and cannot be made new."""

READS = {"GET", "HEAD"}


class Refused(Exception):
    """The door stays shut; `sentence` is the key of what is said."""

    def __init__(self, sentence: str = "page.refused") -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Kind(StrEnum):
    """What a link opens: a screen that only shows, or the table, which acts for the names."""

    SCREEN = "screen"
    TABLE = "table"


class Pass(msgspec.Struct, frozen=True):
    """What is signed: which team, what it opens, and when it was given (seconds).

    `name` is the name of a team that nobody has made yet: the link lets its holder make it.
    """

    team: str
    kind: Kind
    given: int
    name: str = ""

    @property
    def given_at(self) -> datetime:
        """When the link was given (UTC)."""
        return datetime.fromtimestamp(self.given, UTC)


class Feed(msgspec.Struct, frozen=True):
    """What is signed in the address of a calendar: the team, and which of its addresses it is."""

    team: str
    number: int


class Door(Protocol):
    """Decides about each request."""

    public: bool

    def check(self, request: web.BaseRequest) -> None:
        """Refuse what comes from elsewhere. Raises Refused."""

    def kind(self, request: web.BaseRequest, papers: Papers, at: datetime) -> Kind:
        """What the one who asks may do at this team's table. Raises Refused."""

    def feed(self, link: str) -> Feed:
        """Which calendar an address means. Raises Refused."""


class LocalDoor:
    """Local mode: one machine, no links; nothing that came through another machine."""

    public = False

    def check(self, request: web.BaseRequest) -> None:
        """Only this machine's own address, no proxy between, no foreign page behind a press."""
        if not is_from_here(request.headers, changes=request.method not in READS):
            raise Refused

    def kind(self, request: web.BaseRequest, papers: Papers, at: datetime) -> Kind:
        """Whoever sits at the machine sits at the table."""
        return Kind.TABLE

    def feed(self, link: str) -> Feed:
        """On one's own machine the address is the team's id; any number is the newest."""
        return Feed(link, NEWEST)


@dataclass(frozen=True)
class Cookie:
    """What a link is exchanged for."""

    name: str
    value: str
    lasts: int = int(UNUSED.total_seconds())

    def give(self, response: web.Response) -> None:
        """Set it where no script and no other host can read it."""
        response.set_cookie(
            self.name,
            self.value,
            max_age=self.lasts,
            path="/",
            secure=True,
            httponly=True,
            samesite="Lax",
        )


class PublicDoor:
    """A server that others can reach: a signed link, exchanged at once for a cookie."""

    public = True

    def __init__(self, url: str, secret: str) -> None:
        parts = urlsplit(url)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self._links = Seal(secret, "link")
        self._cookies = Seal(secret, "cookie")
        self._names = Seal(secret, "team")
        self._feeds, self.orders = Seal(secret, "feed"), Seal(secret, ORDERS)

    def check(self, request: web.BaseRequest) -> None:
        """A press comes from our own page."""
        if request.method not in READS and request.headers.get("Origin") != self.origin:
            raise Refused

    def link(self, team: str, kind: Kind, at: datetime, name: str = "") -> str:
        """A new link to this team's table or screen; with a name, to make the team."""
        given = Pass(team=team, kind=kind, given=int(at.timestamp()), name=name)
        return f"{self.origin}/open/{self._links.sign(given)}"

    def screen_link(self, request: web.BaseRequest, papers: Papers, at: datetime) -> str:
        """A link to the screen, which lives no longer than the asker's own. Raises Refused."""
        own = self._given(request, papers, at)
        return self.link(papers.team.id, Kind.SCREEN, own.given_at)

    def id_for(self, name: str) -> str:
        """The id of a team that nobody has made yet: one name, one team."""
        return self._names.digest(plain_name(name))

    def read_link(self, link: str) -> Pass:
        """What a link says, whether it still lives or not. Raises Refused."""
        return _read(self._links, link)

    def feed_link(self, papers: Papers) -> str:
        """What stands in the address of a team's calendar."""
        return self._feeds.sign(Feed(papers.team.id, papers.between.rhythm.feed))

    def feed(self, link: str) -> Feed:
        """Which calendar an address means. Raises Refused."""
        try:
            return self._feeds.read(link, Feed)
        except Forged:
            raise Refused("err.link") from None

    def exchange(self, link: str, papers: Papers, at: datetime) -> Cookie:
        """The cookie for a link that lives. Raises Refused."""
        given = self.read_link(link)
        if not lives(given, papers, at):
            raise Refused("err.link")
        return Cookie(cookie_name(given.team, given.kind), self._cookies.sign(given))

    def may_make(self, link: str, at: datetime) -> Cookie:
        """The cookie of somebody who may make the team of the link. Raises Refused."""
        given = self.read_link(link)
        if not given.name or not is_young(given, at):
            raise Refused("err.link")
        return Cookie(NEW_TEAM, self._cookies.sign(given))

    def maker(self, request: web.BaseRequest, at: datetime) -> tuple[Pass, Cookie]:
        """Whose team may be made with the cookie, and the key to its table. Raises Refused."""
        signed = request.cookies.get(NEW_TEAM, "")
        given = _read(self._cookies, signed)
        if not given.name or not is_young(given, at):
            raise Refused("err.link")
        return given, Cookie(cookie_name(given.team), signed)

    def kind(self, request: web.BaseRequest, papers: Papers, at: datetime) -> Kind:
        """What the stronger cookie of this team allows."""
        return self._given(request, papers, at).kind

    def _given(self, request: web.BaseRequest, papers: Papers, at: datetime) -> Pass:
        team = papers.team.id
        for kind in (Kind.TABLE, Kind.SCREEN):
            signed = request.cookies.get(cookie_name(team, kind), "")
            with suppress(Refused):
                given = _read(self._cookies, signed)
                if given.team == team and lives(given, papers, at):
                    return given
        raise Refused("err.link")


def lives(given: Pass, papers: Papers, at: datetime) -> bool:
    """Until four hours after the circle closed, and a week at most; never shorter than a circle."""
    if at < given.given_at - SLACK:
        return False
    end, closed, circle = given.given_at + UNUSED, papers.closed_at, papers.circle
    if closed is not None and given.given_at <= closed:
        end = min(end, closed + AFTER_THE_CIRCLE)
    return at <= end or (circle is not None and circle.begins <= end)


def is_young(given: Pass, at: datetime) -> bool:
    """Given within the last week, and not in the future."""
    return -SLACK <= at - given.given_at <= UNUSED


def plain_name(name: str) -> str:
    """A team's name as it is compared: spaces and capitals tell no two teams apart."""
    return " ".join(name.split()).casefold()


def cookie_name(team: str, kind: Kind = Kind.TABLE) -> str:
    """One cookie for each team and kind, so that a screen's link takes no table away."""
    shown = "screen-" if kind is Kind.SCREEN else ""
    return f"__Host-ordet-{shown}{sha256(team.encode()).hexdigest()[:12]}"


def _read(seal: Seal, signed: str) -> Pass:
    try:
        return seal.read(signed, Pass)
    except Forged:
        raise Refused("err.link") from None
