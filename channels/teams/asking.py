"""Who may be in a team of Teams: the people of the conversation, and how each is reached."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

import msgspec

from cards.render import Card
from channels.teams.book import CHANNEL, Contact, Talk
from channels.teams.inside import Inside
from channels.teams.roster import Roster
from circle.answers import TeamChosen
from circle.papers import Papers
from circle.people import Member, PersonId
from dialogs.ports import Doubtful, NotShown, Unreachable

ROSTER_PATIENCE = 3.0
"""Seconds; Teams waits five for a dialog."""


class PeopleOfTalk:
    """The people of a conversation, as the choice of a team needs them."""

    def __init__(self, inside: Inside, roster: Roster) -> None:
        self._inside, self._roster = inside, roster

    async def of(self, spot: Talk, chosen: Sequence[PersonId]) -> tuple[Member, ...] | None:
        """Who is there; None where Teams takes too long, though it may be known next time."""
        asking = asyncio.ensure_future(self._roster.of(spot))
        try:
            return await asyncio.wait_for(asyncio.shield(asking), ROSTER_PATIENCE)
        except (NotShown, Unreachable, Doubtful):
            return None
        except TimeoutError:
            asking.add_done_callback(lambda done: done.cancelled() or done.exception())
            return None

    async def know(self, spot: Talk, papers: Papers) -> None:
        """Each member knows the team in private; the message that asked says that it is known."""
        team = papers.team
        for member in team.members:
            contact = await self._roster.meet(member.person, spot)
            if contact is not None and team.id not in contact.teams:
                await self._inside.book.change(contact, partial(_with_team, team=team.id))
        if spot.asked:
            card = self._inside.painter.notice(TeamChosen(), papers)
            errand = self._changed(spot, spot.asked, card)
            await self._inside.errands.send(f"asked {spot.team}", errand)

    async def _changed(self, talk: Talk, message: str, card: Card) -> None:
        with suppress(NotShown, Unreachable):
            await self._inside.channel.change(talk, message, card)


def user_in(chosen: str) -> str:
    """The user in what was chosen: a person of ours, or what Teams' own list gives."""
    return chosen.rpartition(":")[2] if chosen.startswith(f"{CHANNEL}:") else chosen


def _with_team(contact: Contact, team: str) -> Contact:
    return msgspec.structs.replace(contact, teams=tuple(dict.fromkeys((*contact.teams, team))))
