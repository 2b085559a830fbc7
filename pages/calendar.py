"""The address to which a calendar subscribes: no cookie, no page, only the file."""

import re

from aiohttp import web

from pages.doors import NEWEST, Refused
from pages.feed import feed, tag_of
from pages.house import House, NotHere

TEAM = re.compile(r"[a-z0-9-]{1,64}")
FRESH = "private, max-age=900"
KIND = "text/calendar"


class Calendar:
    """Answers whoever holds the address of a team's calendar."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def file(self, request: web.Request) -> web.Response:
        """The calendar; 304 where nothing has changed, 410 for an address that was given up."""
        try:
            asked = self._house.door.feed(request.match_info["link"])
        except Refused:
            raise NotHere from None
        if not TEAM.fullmatch(asked.team):
            raise NotHere
        papers = await self._house.conversation.papers(asked.team)
        if papers is None:
            raise NotHere
        if asked.number not in (NEWEST, papers.between.rhythm.feed):
            return web.Response(status=410)
        content = feed(papers, self._house.now())
        headers = {"ETag": tag_of(content), "Cache-Control": FRESH, "X-Robots-Tag": "noindex"}
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
        return web.Response(body=content, content_type=KIND, charset="utf-8", headers=headers)
