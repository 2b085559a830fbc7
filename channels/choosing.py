"""Who is the team? Asked once in each chat's place, answered in a form, kept with its people."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from cards.form import Form
from channels.moment import Moment
from circle.answers import CannotSave as NothingSaved
from circle.answers import OnlyTheTeam
from circle.household import TeamChanged
from circle.notices import Answer
from circle.papers import Papers
from circle.people import Member, PersonId, Place, Team
from dialogs.chat_team_form import MOST_LISTED, chat_team_form, read_chat_team
from dialogs.conversation import Conversation
from dialogs.ports import Reply
from storage.errors import CannotSave

Values = Mapping[str, Sequence[str]]


class Spot(Protocol):
    """A conversation as an address book has it. `team` is the id that its team has or will have."""

    @property
    def tenant(self) -> str:
        """Whose it is."""

    @property
    def conversation(self) -> str:
        """What the chat calls it."""

    @property
    def team(self) -> str:
        """The id of its team."""

    @property
    def name(self) -> str:
        """What people call it."""


S = TypeVar("S", bound=Spot)
C = TypeVar("C", bound=Spot, contravariant=True)


class People(Protocol[C]):
    """Who is in a place, and what they know."""

    async def of(self, spot: C, chosen: Sequence[PersonId]) -> tuple[Member, ...] | None:
        """Everybody there, and those who were chosen; None where it takes too long to know."""

    async def know(self, spot: C, papers: Papers) -> None:
        """The team has been chosen: each of its people knows it in private, and the place does."""


@dataclass(frozen=True)
class Asked:
    """What is shown to who chooses: a form, an answer, the next form, or `later` to try again."""

    papers: Papers
    form: Form | None = None
    answer: Answer | None = None
    next: Reply | None = None
    later: bool = False


class TeamChoice(Generic[S]):
    """Asks who the team of a place is, and keeps what was chosen.

    `listed` is how many people are listed one by one; of more, a chat lets one search. `zone` is
    the IANA zone of teams that are new.
    """

    def __init__(
        self,
        channel: str,
        conversation: Conversation,
        people: People[S],
        now: Callable[[], datetime],
        zone: str,
        listed: int = MOST_LISTED,
    ) -> None:
        self._channel, self._conversation, self._people = channel, conversation, people
        self._now, self._zone, self._listed = now, zone, listed

    async def ask(self, moment: Moment, papers: Papers | None, spot: S) -> Asked:
        """Proposed by the bot, changed by the team's members."""
        found = await self._to_choose_from(moment, papers, spot, ())
        if isinstance(found, Asked):
            return found
        team, people = found
        return Asked(Papers(team), form=chat_team_form(team, people, listed=self._listed))

    async def chosen(self, values: Values, moment: Moment, papers: Papers | None, spot: S) -> Asked:
        """What came back; `members` are persons. Whoever was first has made the team."""
        members = tuple(values.get("members", ()))
        found = await self._to_choose_from(moment, papers, spot, members)
        if isinstance(found, Asked):
            return found
        team, people = found
        made = read_chat_team(team, people, values, self._listed)
        if isinstance(made, Reply):
            return Asked(Papers(team), form=made.form)
        try:
            kept = await self._keep(made, papers, moment.key)
        except CannotSave:
            return Asked(Papers(team), answer=NothingSaved())
        await self._people.know(spot, kept)
        reply = await self._conversation.open(kept.team.id, "start", {}, self._now(), moment.who)
        return Asked(kept, next=reply)

    async def _to_choose_from(
        self, moment: Moment, papers: Papers | None, spot: S, chosen: Sequence[PersonId]
    ) -> tuple[Team, tuple[Member, ...]] | Asked:
        """The team as it is, and everybody who is there; or why it cannot be chosen now."""
        if papers is not None and papers.team.name_of(moment.who) is None:
            return Asked(papers, answer=OnlyTheTeam())
        team = papers.team if papers else self._new(spot, moment.language)
        people = await self._people.of(spot, chosen)
        if people is None:
            return Asked(Papers(team), later=True)
        return team, people

    async def _keep(self, team: Team, papers: Papers | None, key: str) -> Papers:
        """Raises the store's CannotSave."""
        if papers is None:
            return await self._conversation.found(team)
        event = TeamChanged(at=self._now(), team=team)
        reply = await self._conversation.hear(team.id, event, key)
        if reply.answers or reply.papers is None:
            raise CannotSave
        return reply.papers

    def _new(self, spot: S, language: str) -> Team:
        """The team that this place will have."""
        home = Place(self._channel, spot.tenant, spot.conversation)
        return Team(spot.team, spot.name, spot.tenant, language, self._zone, home=home)
