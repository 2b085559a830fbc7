"""What a form or an answer needs to know: whose papers, which guides, what time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from circle.calendar import Municipality
from circle.closing import Summary
from circle.guide import Guide
from circle.papers import Papers
from circle.people import PersonId
from dialogs.ports import Links
from locales import Words, words_in


@dataclass(frozen=True)
class Occasion:
    """A team at one moment (UTC). `who` asks, where the channel knows that; else it is empty.

    `calendars` are the municipalities whose free days are known, by id, and `resource` the team's
    resource persons. `summaries` are what the team has kept, where a form asks for them.
    """

    papers: Papers
    guides: Mapping[str, Guide]
    at: datetime
    who: PersonId = ""
    links: Links | None = None
    calendars: Mapping[str, Municipality] = field(default_factory=dict)
    resource: frozenset[PersonId] = frozenset()
    summaries: tuple[Summary, ...] = ()

    @property
    def words(self) -> Words:
        """The team's language."""
        return words_in(self.papers.team.language)

    @property
    def today(self) -> date:
        """The date on the team's wall."""
        return self.at.astimezone(ZoneInfo(self.papers.team.zone)).date()


def is_member(occasion: Occasion) -> bool:
    """Whether who asks is of the team; on a table everybody at it is."""
    return not occasion.who or occasion.papers.team.name_of(occasion.who) is not None
