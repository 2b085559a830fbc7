"""A pressed button in any chat: may they, is it new, what comes of it. How it looks is not here."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from channels.lately import WITHOUT_TURN, Lately, deed_of
from channels.moment import Moment
from circle.notices import Answer
from circle.papers import Asked, Papers
from circle.people import PersonId
from circle.state import Circle
from dialogs.between.presses import READERS as BETWEEN
from dialogs.conversation import Conversation

OF_HELPERS = frozenset({"ask", "send_again"})
"""Buttons that a resource person may press outside of the team's place."""

LOOKS = frozenset({"look", "mine"})
"""Buttons that change nothing and show the circle: everybody's card, or one's own."""

TEAM = re.compile(r"[a-z0-9-]{1,64}")


@dataclass(frozen=True)
class Pressed:
    """What came of a press: the papers as they are now, and what the presser is told.

    `circle` is the id that the button named, if it named one. `verb` is what was pressed.
    """

    papers: Papers
    verb: str
    circle: str = ""
    answers: tuple[Answer, ...] = ()

    @property
    def running(self) -> Circle | None:
        """The circle of the button, as long as it is there."""
        return self.papers.find(self.circle)


class Presser:
    """Presses buttons for people who have been let in."""

    def __init__(self, conversation: Conversation, now: Callable[[], datetime]) -> None:
        self._conversation, self._now = conversation, now
        self._lately = Lately(now)

    async def press(self, values: dict[str, str], moment: Moment) -> Pressed | None:
        """Press a button with these values; None where they may not see this team."""
        papers = await self.entered(values, moment)
        if papers is None:
            return None
        moment = self.as_member(papers, moment)
        verb, named = values.get("verb", ""), values.get("circle", "")
        if verb == "ask":
            asked = Asked(who=moment.who, command=values.get("text", ""))
            answer = self._conversation.answer(asked, papers, self._now())
            return Pressed(papers, verb, answers=(answer,))
        if verb in LOOKS:
            return Pressed(papers, verb, named)
        return await self._act(values, moment, papers, named)

    async def _act(
        self, values: dict[str, str], moment: Moment, papers: Papers, named: str
    ) -> Pressed:
        """Do what the button says, once."""
        verb = values.get("verb", "")
        values = {**values, "who": moment.who, "name": moment.name}
        if verb in {"out", "here", "leave"}:
            values.setdefault("person", moment.who)
        key = deed = ""
        if verb in WITHOUT_TURN or verb in BETWEEN:
            key, deed = moment.key, deed_of(moment.who, values)
        if key in papers.seen or self._lately.answered(deed) is not None:
            return Pressed(papers, verb, named)
        reply = await self._conversation.press(papers.team.id, values, self._now(), key or None)
        if deed and (verb in BETWEEN or not reply.answers):
            self._lately.done(deed)
        return Pressed(reply.papers or papers, verb, named, reply.answers)

    async def entered(self, values: Mapping[str, str], moment: Moment) -> Papers | None:
        """The papers of the team on the button, for somebody who is where they may be seen."""
        team = values.get("team", "")
        papers = await self._conversation.papers(team) if TEAM.fullmatch(team) else None
        if papers is None:
            return None
        moment, home = self.as_member(papers, moment), papers.team.home
        same = papers.team.tenant == moment.tenant
        at_home = same and home is not None and home.conversation == moment.place
        known = moment.who in _people_in(papers)
        helps = values.get("verb") in OF_HELPERS and moment.who in self._helpers_of(papers)
        return papers if at_home or known or helps else None

    def as_member(self, papers: Papers, moment: Moment) -> Moment:
        """The same moment of somebody whom this team knows from another platform."""
        who = self._conversation.linking.same.in_team(papers, moment.who)
        return moment if who == moment.who else replace(moment, who=who)

    def _helpers_of(self, papers: Papers) -> frozenset[PersonId]:
        return self._conversation.linking.resource_of(papers.team)


def _people_in(papers: Papers) -> set[PersonId]:
    """The team's members, and everybody who sits in one of its circles."""
    seated = {seat.person for circle in papers.circles for seat in circle.seats}
    return seated | {member.person for member in papers.team.members}
