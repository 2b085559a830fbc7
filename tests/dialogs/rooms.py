"""A team whose home is a chat that can fail in every way, and what it takes to talk there."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from circle.papers import Papers, Promise
from circle.people import Member, Place, Team
from dialogs.conversation import Conversation
from storage.embedded import EmbeddedStore
from storage.guides import read_guides
from storage.papers import PaperCodec

GUIDES = read_guides(Path(__file__).parents[2] / "guides")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TEAM = "team-blue"
ANNA, BO, CLARA = (f"chat:blue:{name}" for name in ("anna", "bo", "clara"))


class Chat:
    """A channel that keeps a ledger and fails as it is told to, one failure for each showing.

    With `only`, the failures are for promises whose ids end with it.
    """

    repeats = False

    def __init__(self, *failures: Exception | None, only: str = "") -> None:
        self.failures = list(failures)
        self.only = only
        self.ledger: list[str] = []
        self.promises: list[Promise] = []

    async def show(self, promise: Promise, papers: Papers) -> None:
        """Write the promise down, or fail."""
        fails = self.failures and promise.id.endswith(self.only)
        failure = self.failures.pop(0) if fails else None
        if failure is not None:
            raise failure
        self.ledger.append(promise.id)
        self.promises.append(promise)


async def team_in(store: EmbeddedStore[Papers], talks: bool = True) -> None:
    """Three people whose home is the chat, or who have only the table."""
    members = (Member(ANNA, "Anna"), Member(BO, "Bo"), Member(CLARA, "Clara"))
    home = Place("chat", "tenant", "room") if talks else None
    team = Team(TEAM, "Team Blå", "tenant", "da", "Europe/Copenhagen", members, home)
    async with store.open(TEAM) as desk:
        await desk.keep(Papers(team=team))


def store_in(folder: Path) -> EmbeddedStore[Papers]:
    """The embedded store in this folder."""
    return EmbeddedStore(folder, PaperCodec())


def talk(store: EmbeddedStore[Papers], chat: Chat) -> Conversation:
    """The conversation, with the chat as its only channel."""
    return Conversation(store, {"chat": chat}, GUIDES)


START: Mapping[str, list[str]] = {
    "circle": ["c1"],
    "question": ["Hvad virker?"],
    "guide": ["laeringscirkel"],
    "minutes": ["25"],
    "present": [ANNA, BO, CLARA],
    "facilitator": [ANNA],
    "owner": [BO],
}
