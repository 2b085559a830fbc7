"""Addresses of a team's pages, for those who are told of them in a chat."""

from dataclasses import dataclass
from datetime import datetime

from circle.papers import Papers
from pages.doors import Door, Kind, PublicDoor


@dataclass(frozen=True)
class PageLinks:
    """Signed links where others can reach the bot; plain addresses on one's own machine."""

    door: Door
    own_url: str

    def screen(self, papers: Papers, at: datetime) -> str:
        """The page that only shows."""
        return self._link(papers, Kind.SCREEN, at, "/screen")

    def table(self, papers: Papers, at: datetime) -> str:
        """The page that acts for the names."""
        return self._link(papers, Kind.TABLE, at, "")

    def feed(self, papers: Papers) -> str:
        """The team's calendar."""
        if isinstance(self.door, PublicDoor):
            return f"{self.door.origin}/calendar/{self.door.feed_link(papers)}.ics"
        return f"{self.own_url}/calendar/{papers.team.id}.ics"

    def _link(self, papers: Papers, kind: Kind, at: datetime, page: str) -> str:
        if isinstance(self.door, PublicDoor):
            return self.door.link(papers.team.id, kind, at)
        return f"{self.own_url}/table/{papers.team.id}{page}"
