"""What concerns one person in a private chat: their teams, and the code that says who they are."""

from collections.abc import Iterable
from datetime import datetime

from channels.moment import Moment
from circle.answers import CannotSave as NothingSaved
from circle.notices import Answer
from circle.organisation import CodeOffered, LinkInPrivate
from circle.papers import Papers
from circle.people import PersonId
from dialogs.conversation import Conversation
from dialogs.invitations import asks_to_unlink, code_in, is_about_codes
from storage.errors import CannotSave


async def teams_of(conversation: Conversation, who: PersonId, known: Iterable[str]) -> list[Papers]:
    """The papers of the teams that a person is in, and of those that they help.

    `known` are the ids of teams in which the address book has seen them.
    """
    same = conversation.linking.same
    there = [*known, *await _elsewhere(conversation, who)]
    teams = [p for id in dict.fromkeys(there) if (p := await conversation.papers(id))]
    own = [p for p in teams if p.team.name_of(same.in_team(p, who)) is not None]
    helped = await conversation.linking.helped_by(who, conversation)
    ids = [team.id for team in helped if team.id not in {papers.team.id for papers in own}]
    return own + [p for id in ids if (p := await conversation.papers(id))]


async def _elsewhere(conversation: Conversation, who: PersonId) -> list[str]:
    """The teams in which somebody is by another id of theirs."""
    others = conversation.linking.same.ids_of(who) - {who}
    if not others:
        return []
    teams = await conversation.teams()
    return [each.id for each in teams if any(m.person in others for m in each.members)]


async def about_codes(
    conversation: Conversation, moment: Moment, text: str, at: datetime
) -> Answer | None:
    """What somebody is told who writes a one-time code, or asks for one; None for other words.

    Codes are for a private chat, and for nowhere else.
    """
    if not is_about_codes(text):
        return None
    if not moment.personal:
        return LinkInPrivate()
    linking = conversation.linking
    try:
        if asks_to_unlink(text):
            return await linking.unlink(moment.who, at, conversation)
        if code := code_in(text):
            return await linking.link(moment.who, moment.name, code, at, conversation)
        return CodeOffered(code=linking.same.offer(moment.who, moment.name, at))
    except CannotSave:
        return NothingSaved()
