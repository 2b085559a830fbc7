"""What concerns one person in a private chat: their teams, and the code that says who they are."""

from datetime import datetime

from channels.teams.book import Contact, Talk
from circle.answers import CannotSave as NothingSaved
from circle.notices import Answer
from circle.organisation import LinkInPrivate
from circle.papers import Papers
from dialogs.conversation import Conversation
from storage.errors import CannotSave


async def teams_of(conversation: Conversation, contact: Contact) -> list[Papers]:
    """The papers of the teams that a person is in, and of those that they help."""
    teams = [p for id in contact.teams if (p := await conversation.papers(id))]
    own = [p for p in teams if p.team.name_of(contact.person) is not None]
    helped = await conversation.linking.helped_by(contact.person, conversation)
    known = {papers.team.id for papers in own}
    ids = [team.id for team in helped if team.id not in known]
    return own + [p for id in ids if (p := await conversation.papers(id))]


async def use_code(
    conversation: Conversation, talk: Talk, contact: Contact, name: str, code: str, at: datetime
) -> Answer:
    """A one-time code is used in a private chat, and nowhere else."""
    if talk.kind != "personal":
        return LinkInPrivate()
    try:
        return await conversation.linking.link(contact.person, name, code, at, conversation)
    except CannotSave:
        return NothingSaved()
