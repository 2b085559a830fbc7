"""Forms as dialogs: opened by a button, filled in, sent back; what the team chose is kept."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from cards.form import Form
from channels.teams.activity import Activity
from channels.teams.book import CHANNEL, Book, Talk
from channels.teams.lately import WITHOUT_TURN, Lately, deed_of
from channels.teams.nobody import NAMELESS, language_of, nobodys_papers
from channels.teams.painting import Painter
from channels.teams.roster import Roster
from channels.teams.writing import DIALOG_CLOSES, dialog, dialog_says, single
from circle.answers import AlreadyRunning, NotReadable
from circle.household import TeamChanged
from circle.notices import Answer, OnlyMembers
from circle.papers import Papers
from circle.people import PersonId, Place, Team
from dialogs.chat_team_form import chat_team_form, read_chat_team
from dialogs.conversation import Conversation
from dialogs.ports import NotShown, Reply, Unreachable
from locales import words_in

Values = dict[str, list[str]]

LARGE = 3
"""Fields from which a dialog is large."""


class Dialogs:
    """Every form of a team, as a dialog."""

    def __init__(
        self,
        conversation: Conversation,
        book: Book,
        painter: Painter,
        roster: Roster,
        now: Callable[[], datetime],
        zone: str,
    ) -> None:
        self._conversation, self._book, self._painter = conversation, book, painter
        self._roster, self._now, self._zone = roster, now, zone
        self._lately = Lately(now)

    async def open(
        self, values: Values, who: PersonId, papers: Papers | None, talk: Talk, asked: Activity
    ) -> bytes:
        """A form to fill in. Opening changes nothing."""
        plain = single(values)
        form = plain.pop("form", "")
        if form == "team":
            return await self._ask_team(who, papers, talk, asked)
        if papers is None:
            return self._says(NotReadable(), nobodys_papers(asked))
        reply = await self._conversation.open(papers.team.id, form, plain, self._now(), who)
        return self._shown(reply, papers)

    async def sent(
        self, values: Values, who: PersonId, papers: Papers | None, talk: Talk, asked: Activity,
        key: str,
    ) -> bytes:  # fmt: skip
        """What came back: a whole form, a button that opens another, or a button that acts."""
        form, deed = values.get("sent"), deed_of(who, values)
        answered = self._lately.answered(deed)
        if answered is not None:
            return answered
        answer = await self._sent(values, who, papers, talk, asked, key)
        if answer == DIALOG_CLOSES and (form or single(values).get("verb") in WITHOUT_TURN):
            self._lately.done(deed, answer)
        return answer

    async def _sent(
        self, values: Values, who: PersonId, papers: Papers | None, talk: Talk, asked: Activity,
        key: str,
    ) -> bytes:  # fmt: skip
        form = next(iter(values.pop("sent", ())), "")
        if form == "team":
            return await self._team_chosen(values, who, papers, talk, asked, key)
        if papers is None:
            return self._says(NotReadable(), nobodys_papers(asked))
        if form:
            reply = await self._conversation.submit(
                papers.team.id, form, self._named(values, form, asked), self._now(), key, who
            )
            return self._shown(reply, papers, done=True)
        if "form" in values:
            return await self.open(values, who, papers, talk, asked)
        plain = single(values) | {"who": who}
        plain["name"] = asked.sender.name or NAMELESS
        reply = await self._conversation.press(papers.team.id, plain, self._now(), key)
        return self._shown(reply, papers, done=True)

    def _named(self, values: Values, form: str, asked: Activity) -> Values:
        """The values, with the name that Teams gives the sender, whatever the form says.

        In the form about the team's members the name is the team's.
        """
        return values if form == "members" else {**values, "name": [asked.sender.name or NAMELESS]}

    async def _ask_team(
        self, who: PersonId, papers: Papers | None, talk: Talk, asked: Activity
    ) -> bytes:
        """Who is the team? Proposed by the bot, changed by its members."""
        if papers is not None and papers.team.name_of(who) is None:
            return self._says(OnlyMembers(), papers)
        team = papers.team if papers else _new_team(talk, asked, self._zone)
        try:
            people = await self._roster.of(talk)
        except (NotShown, Unreachable):
            return dialog_says(words_in(team.language)("err.retry"))
        return self._form(chat_team_form(team, people), team)

    async def _team_chosen(
        self, values: Values, who: PersonId, papers: Papers | None, talk: Talk, asked: Activity,
        key: str,
    ) -> bytes:  # fmt: skip
        if papers is not None and papers.team.name_of(who) is None:
            return self._says(OnlyMembers(), papers)
        team = papers.team if papers else _new_team(talk, asked, self._zone)
        try:
            people = await self._roster.of(talk)
        except (NotShown, Unreachable):
            return dialog_says(words_in(team.language)("err.retry"))
        made = read_chat_team(team, people, values)
        if isinstance(made, Reply):
            assert made.form is not None
            return self._form(made.form, team)
        await self._keep(made, papers, key)
        reply = await self._conversation.open(made.id, "start", {}, self._now(), who)
        return self._shown(reply, Papers(team=made))

    async def _keep(self, team: Team, papers: Papers | None, key: str) -> None:
        """The team is kept, and each of its people knows it in their private chat."""
        if papers is None:
            await self._conversation.found(team)
        else:
            await self._conversation.hear(team.id, TeamChanged(at=self._now(), team=team), key)
        for member in team.members:
            contact = await self._book.contact(member.person)
            if contact is not None and team.id not in contact.teams:
                teams = (*contact.teams, team.id)
                await self._book.change(
                    contact,
                    lambda c, t=teams: msgspec.structs.replace(c, teams=t),  # type: ignore[misc]
                )

    def _shown(self, reply: Reply, papers: Papers, done: bool = False) -> bytes:
        papers = reply.papers or papers
        if reply.form is not None:
            return self._form(reply.form, papers.team)
        if reply.answers:
            return self._says(reply.answers[0], papers)
        if not done and reply.circle is not None:
            return self._says(AlreadyRunning(circle=reply.circle), papers)
        return DIALOG_CLOSES

    def _form(self, form: Form, team: Team) -> bytes:
        card = self._painter.form(form, team)
        fields = sum(len(section.fields) for section in form.sections)
        return dialog(form.title, card, large=fields >= LARGE)

    def _says(self, answer: Answer, papers: Papers) -> bytes:
        return dialog_says(self._painter.said(answer, papers))


def _new_team(talk: Talk, asked: Activity, zone: str) -> Team:
    """The team that this conversation will have."""
    home = Place(CHANNEL, talk.tenant, talk.conversation)
    return Team(talk.team, talk.name, talk.tenant, language_of(asked), zone, home=home)
