"""Forms as dialogs: opened by a button, filled in, sent back; what the team chose is kept."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial

import msgspec

from cards.form import Form
from cards.render import Card
from channels.teams.activity import Activity
from channels.teams.book import CHANNEL, Book, Contact, Talk, person_id
from channels.teams.channel import TeamsChannel
from channels.teams.lately import WITHOUT_TURN, Lately, deed_of
from channels.teams.nobody import NAMELESS, language_of, nobodys_papers
from channels.teams.painting import Painter
from channels.teams.roster import Roster
from channels.teams.writing import DIALOG_CLOSES, dialog, dialog_says, single
from circle.answers import CannotSave as NothingSaved
from circle.answers import NotReadable, OnlyTheTeam, RunsElsewhere, TeamChosen
from circle.household import TeamChanged
from circle.notices import Answer
from circle.papers import Papers
from circle.people import Member, PersonId, Place, Team
from dialogs.chat_team_form import chat_team_form, read_chat_team
from dialogs.conversation import Conversation
from dialogs.errands import Runner
from dialogs.ports import Doubtful, NotShown, Reply, Unreachable
from locales import words_in
from storage.errors import CannotSave

Values = dict[str, list[str]]

ROSTER_PATIENCE = 3.0
"""Seconds; Teams waits five for a dialog."""

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
        channel: TeamsChannel,
        errands: Runner,
        now: Callable[[], datetime],
        zone: str,
    ) -> None:
        self._conversation, self._book, self._painter = conversation, book, painter
        self._channel, self._errands = channel, errands
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
        if form and form != ["team"] and papers and key in papers.seen:
            return DIALOG_CLOSES
        answer = await self._sent(values, who, papers, talk, asked, key)
        acted = answer in {DIALOG_CLOSES, self._out(papers)} or await self._has_moved(papers)
        if acted and (form or single(values).get("verb") in WITHOUT_TURN):
            self._lately.done(deed, answer)
        return answer

    async def _has_moved(self, papers: Papers | None) -> bool:
        """Whether what is between circles changed: such a form is answered, and does not close."""
        after = await self._conversation.papers(papers.team.id) if papers else None
        return after is not None and papers is not None and after.between is not papers.between

    def _out(self, papers: Papers | None) -> bytes:
        """What somebody is told who has stepped out: how to come back."""
        if papers is None:
            return DIALOG_CLOSES
        return dialog_says(words_in(papers.team.language)("people.you_are_out"))

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
        if plain.get("verb") == "out" and plain.get("person") == who and not reply.answers:
            return self._out(papers)
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
        found = await self._to_choose_from(who, papers, talk, asked)
        if isinstance(found, bytes):
            return found
        team, people = found
        return self._form(chat_team_form(team, people), team)

    async def _to_choose_from(
        self, who: PersonId, papers: Papers | None, talk: Talk, asked: Activity
    ) -> tuple[Team, tuple[Member, ...]] | bytes:
        """The team as it is, and everybody who is there; or why it cannot be chosen now."""
        if papers is not None and papers.team.name_of(who) is None:
            return self._says(OnlyTheTeam(), papers)
        team = papers.team if papers else _new_team(talk, asked, self._zone)
        people = await self._people(talk)
        if people is None:
            return dialog_says(words_in(team.language)("err.retry"))
        return team, people

    async def _people(self, talk: Talk) -> tuple[Member, ...] | None:
        """Who is there; None where Teams takes too long, though it may be known next time."""
        asking = asyncio.ensure_future(self._roster.of(talk))
        try:
            return await asyncio.wait_for(asyncio.shield(asking), ROSTER_PATIENCE)
        except (NotShown, Unreachable, Doubtful):
            return None
        except TimeoutError:
            asking.add_done_callback(lambda done: done.cancelled() or done.exception())
            return None

    async def _team_chosen(
        self, values: Values, who: PersonId, papers: Papers | None, talk: Talk, asked: Activity,
        key: str,
    ) -> bytes:  # fmt: skip
        found = await self._to_choose_from(who, papers, talk, asked)
        if isinstance(found, bytes):
            return found
        team, people = found
        chosen = [person_id(talk.tenant, user_in(each)) for each in values.get("members", ())]
        made = read_chat_team(team, people, {**values, "members": chosen})
        if isinstance(made, Reply):
            assert made.form is not None
            return self._form(made.form, team)
        try:
            kept = await self._keep(made, papers, talk, key)
        except CannotSave:
            return self._says(NothingSaved(), Papers(team=team))
        reply = await self._conversation.open(kept.team.id, "start", {}, self._now(), who)
        return self._shown(reply, kept)

    async def _keep(self, team: Team, papers: Papers | None, talk: Talk, key: str) -> Papers:
        """The team is kept, and each of its people knows it in their private chat.

        Whoever was first has made it. Raises the store's CannotSave.
        """
        if papers is None:
            kept = await self._conversation.found(team)
        else:
            event = TeamChanged(at=self._now(), team=team)
            reply = await self._conversation.hear(team.id, event, key)
            if reply.answers or reply.papers is None:
                raise CannotSave
            kept = reply.papers
        for member in kept.team.members:
            contact = await self._roster.meet(member.person, talk)
            if contact is not None and team.id not in contact.teams:
                await self._book.change(contact, partial(_with_team, team=team.id))
        await self._answered(talk, kept)
        return kept

    async def _answered(self, talk: Talk, papers: Papers) -> None:
        """The message that asked who the team is says now that it is known."""
        if not talk.asked:
            return
        card = self._painter.notice(TeamChosen(), papers)
        await self._errands.send(f"asked {talk.team}", self._changed(talk, talk.asked, card))

    async def _changed(self, talk: Talk, message: str, card: Card) -> None:
        with suppress(NotShown, Unreachable):
            await self._channel.change(talk, message, card)

    def _shown(self, reply: Reply, papers: Papers, done: bool = False) -> bytes:
        papers = reply.papers or papers
        if reply.form is not None:
            return self._form(reply.form, papers.team)
        if reply.answers:
            return self._says(reply.answers[0], papers)
        if not done and reply.circle is not None:
            return self._says(RunsElsewhere(), papers)
        return DIALOG_CLOSES

    def _form(self, form: Form, team: Team) -> bytes:
        card = self._painter.form(form, team)
        fields = sum(len(section.fields) for section in form.sections)
        return dialog(form.title, card, large=fields >= LARGE)

    def _says(self, answer: Answer, papers: Papers) -> bytes:
        return dialog_says(self._painter.said(answer, papers))


def user_in(chosen: str) -> str:
    """The user in what was chosen: a person of ours, or what Teams' own list gives."""
    return chosen.rpartition(":")[2] if chosen.startswith(f"{CHANNEL}:") else chosen


def _with_team(contact: Contact, team: str) -> Contact:
    return msgspec.structs.replace(contact, teams=tuple(dict.fromkeys((*contact.teams, team))))


def _new_team(talk: Talk, asked: Activity, zone: str) -> Team:
    """The team that this conversation will have."""
    home = Place(CHANNEL, talk.tenant, talk.conversation)
    return Team(talk.team, talk.name, talk.tenant, language_of(asked), zone, home=home)
