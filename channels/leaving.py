"""Who has left a conversation is no longer in the team that meets there."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import datetime

from circle.household import TeamChanged
from circle.people import SMALLEST, PersonId, Place
from dialogs.conversation import Conversation

WasThere = Callable[[Place], Awaitable[bool]]
"""Whether a team's place is the conversation that somebody left, or a part of it."""


async def leave(
    conversation: Conversation,
    person: PersonId,
    teams: Iterable[str],
    was_there: WasThere,
    at: datetime,
) -> None:
    """Somebody goes from these teams, as far as they meet there; a team keeps two people."""
    for team in teams:
        papers = await conversation.papers(team)
        if papers is None or papers.team.home is None or not await was_there(papers.team.home):
            continue
        if papers.circle is not None:
            gone = {"verb": "leave", "circle": papers.circle.id, "who": person}
            await conversation.press(team, {**gone, "person": person}, at)
        left = tuple(m for m in papers.team.members if m.person != person)
        if len(left) in range(SMALLEST, len(papers.team.members)):
            changed = TeamChanged(at=at, team=replace(papers.team, members=left))
            await conversation.hear(team, changed)
