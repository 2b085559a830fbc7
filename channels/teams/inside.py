"""What everybody needs who hears Teams: the conversation, the book, the painter, the voice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from channels.painting import Painter
from channels.pressing import Presser
from channels.speaking import Speaker
from channels.teams.book import Book
from channels.teams.channel import TeamsChannel
from channels.teams.connector import Connector
from dialogs.conversation import Conversation
from dialogs.errands import Runner


@dataclass(frozen=True)
class Inside:
    """The inner side of the door. `zone` is the IANA zone of teams that are new."""

    conversation: Conversation
    book: Book
    painter: Painter
    channel: TeamsChannel
    connector: Connector
    presser: Presser
    speaker: Speaker
    errands: Runner
    now: Callable[[], datetime]
    zone: str
