"""What concerns one person in a private chat: their teams, and the code that says who they are."""

from collections.abc import Iterable
from datetime import datetime

from channels.moment import Moment
from circle.answers import CannotSave as NothingSaved
from circle.notices import Answer
from circle.organisation import LinkInPrivate
from circle.papers import Papers
from circle.people import PersonId
from dialogs.conversation import Conversation
from storage.errors import CannotSave


async def teams_of(conversation: Conversation, who: PersonId, known: Iterable[str]) -> list[Papers]:
    """The papers of the teams that a person is in, and of those that they help.

    `known` are the ids of teams in which the address book has seen them.
    """
    teams = [p for id in known if (p := await conversation.papers(id))]
    own = [p for p in teams if p.team.name_of(who) is not None]
    helped = await conversation.linking.helped_by(who, conversation)
    ids = [team.id for team in helped if team.id not in {papers.team.id for papers in own}]
    return own + [p for id in ids if (p := await conversation.papers(id))]


async def use_code(conversation: Conversation, moment: Moment, code: str, at: datetime) -> Answer:
    """A one-time code is used in a private chat, and nowhere else."""
    if not moment.personal:
        return LinkInPrivate()
    try:
        return await conversation.linking.link(moment.who, moment.name, code, at, conversation)
    except CannotSave:
        return NothingSaved()
