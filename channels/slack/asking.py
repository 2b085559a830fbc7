"""Who may be in a team of Slack, and how they and their place hear that the team is known."""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial

import msgspec

from cards.render import Card
from channels.slack.book import Contact, Talk, user_in
from channels.slack.facts import Origin
from channels.slack.inside import Inside
from circle.answers import TeamChosen
from circle.papers import Papers
from circle.people import Member, PersonId
from dialogs.ports import NotShown, Unreachable


class PeopleOfTalk:
    """The people of a conversation, as the choice of a team needs them."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    async def of(self, spot: Talk, chosen: Sequence[PersonId]) -> tuple[Member, ...] | None:
        """Everybody there and those who were chosen; None where Slack takes too long."""
        return await self._inside.people.of(spot, chosen)

    async def know(self, spot: Talk, papers: Papers) -> None:
        """Each member knows the team in private; the message that asked says that it is known."""
        team, book = papers.team, self._inside.book
        origin = Origin(spot.workspace, spot.enterprise)
        for member in team.members:
            contact = await book.meet_person(origin, user_in(member.person))
            if team.id not in contact.teams:
                await book.change(contact, partial(_with_team, team=team.id))
        if spot.asked:
            card = self._inside.painter.notice(TeamChosen(), papers)
            errand = self._changed(spot, spot.asked, card)
            await self._inside.errands.send(f"asked {spot.team}", errand)

    async def _changed(self, talk: Talk, message: str, card: Card) -> None:
        with suppress(NotShown, Unreachable):
            await self._inside.channel.change(talk, message, card)


def _with_team(contact: Contact, team: str) -> Contact:
    return msgspec.structs.replace(contact, teams=tuple(dict.fromkeys((*contact.teams, team))))
