"""Slash commands and shortcuts: a form at once, or an answer that only the asker sees."""

from collections.abc import Sequence
from dataclasses import replace

from channels.moment import Moment
from channels.nobody import nobodys_papers
from channels.private import about_codes, teams_of
from channels.slack.book import Contact, Talk
from channels.slack.channel import CALL
from channels.slack.facts import Shortcut, Typed
from channels.slack.inside import Inside
from channels.slack.modals import Modals
from channels.slack.writing import card_message, text_message, told_alone
from circle.answers import (
    AlreadyRunning,
    Help,
    NoTeamYet,
    OnlyTheTeam,
    RunsElsewhere,
    WhichTeam,
)
from circle.notices import Answer
from circle.papers import Papers
from dialogs.commands import Command, only_helps, read_command
from dialogs.invitations import is_about_codes
from locales import words_in

ELSEWHERE = (RunsElsewhere, AlreadyRunning)
"""Answers that lead to the running circle, which a modal can show at once."""


class Commanding:
    """Answers what people type behind a slash, and what they choose from Slack's own menus."""

    def __init__(self, inside: Inside, modals: Modals) -> None:
        self._inside, self._modals = inside, modals
        self._conversation, self._book = inside.conversation, inside.book

    async def typed(self, typed: Typed) -> bytes:
        """A slash command. The answer is its answer; a form is opened beside it."""
        moment = self._quickly(typed)
        talk = await self._book.meet(typed.origin, typed.channel)
        contact = await self._book.meet_person(typed.origin, typed.user)
        text = f"{typed.command} {typed.text}"
        if is_about_codes(text):
            return await self._linked(await self._known(typed), text)
        if moment.personal:
            return await self._in_private(typed, moment, contact, text)
        papers = await self._conversation.papers(talk.team)
        if papers is not None:
            return await self._of_team(typed, moment, papers, text)
        if read_command(text) is Command.CIRCLE:
            return await self._first(typed, talk)
        moment = await self._known(typed)
        return self._told(Help(), nobodys_papers(moment, talk.team), moment)

    async def _known(self, typed: Typed) -> Moment:
        """Who typed it, by the name and in the language that Slack tells."""
        return await self._inside.moment(
            typed.origin, typed.user, typed.channel, typed.key, name=typed.name
        )

    def _quickly(self, typed: Typed | Shortcut) -> Moment:
        """The same as far as it is remembered."""
        return self._inside.quick_moment(
            typed.origin, typed.user, typed.channel, typed.key, name=typed.name
        )

    async def _linked(self, moment: Moment, text: str) -> bytes:
        """A code behind a slash is seen by nobody else, wherever it is typed."""
        private = replace(moment, personal=True)
        told = await about_codes(self._conversation, private, text, self._inside.now())
        assert told is not None
        return self._told(told, nobodys_papers(moment), moment)

    async def _in_private(self, typed: Typed, moment: Moment, contact: Contact, text: str) -> bytes:
        own = await teams_of(self._conversation, moment.who, contact.teams)
        if len(own) == 1 and self._looks_in(own[0], moment, text):
            return self._told(OnlyTheTeam(), own[0], moment)
        if len(own) == 1:
            return await self._of_team(typed, moment, own[0], text)
        moment = await self._known(typed)
        if not own:
            return self._told(NoTeamYet(), nobodys_papers(moment), moment)
        return self._told(_which(own, text), nobodys_papers(moment), moment)

    def _looks_in(self, papers: Papers, moment: Moment, text: str) -> bool:
        """Whether who only helps the team asks for its circle, away from where it is held."""
        occasion = self._conversation.seen_by(papers, self._inside.now(), moment.who)
        return read_command(text) is Command.CIRCLE and only_helps(occasion)

    async def _of_team(
        self, typed: Typed | Shortcut, moment: Moment, papers: Papers, text: str
    ) -> bytes:
        """What the command gives: a form or the running circle in a modal, or an answer."""
        team, moment = papers.team.id, self._inside.presser.as_member(papers, moment)
        reply = await self._conversation.command(team, text, self._inside.now(), moment.who)
        answer = next(iter(reply.answers), None)
        if isinstance(answer, ELSEWHERE) and papers.circle is not None:
            reply = replace(reply, answers=(), circle=papers.circle)
        elif answer is not None:
            return self._told(answer, papers, moment)
        view = await self._modals.shown(reply, papers, moment)
        await self._show(typed, view, moment)
        return b""

    async def _first(self, typed: Typed, talk: Talk) -> bytes:
        """The first command in a place: who is the team? Unless the bot is not let in there."""
        entered = await self._inside.look_around(talk, typed.user)
        moment = self._quickly(typed)
        if entered is None:
            said = words_in(moment.language)("err.invite")
            return told_alone(text_message(said))
        view = await self._modals.form({"form": "team"}, moment, None, entered)
        await self._show(typed, view, moment)
        return b""

    async def chosen(self, shortcut: Shortcut) -> bytes:
        """A shortcut: a circle of the person's team, or first of all which team."""
        moment = self._quickly(shortcut)
        contact = await self._book.meet_person(shortcut.origin, shortcut.user)
        own = await teams_of(self._conversation, moment.who, contact.teams)
        if len(own) == 1:
            await self._of_team(shortcut, moment, own[0], Command.CIRCLE)
            return b""
        answer = _which(own, Command.CIRCLE) if own else NoTeamYet()
        view = self._modals.tells(answer, nobodys_papers(moment), moment)
        await self._show(shortcut, view, moment)
        return b""

    async def _show(self, typed: Typed | Shortcut, view: str, moment: Moment) -> None:
        opening = self._modals.open(typed.origin.at, typed.trigger, view, moment)
        await self._inside.errands.send(f"modal {moment.key}", opening)

    def _told(self, answer: Answer, papers: Papers, moment: Moment) -> bytes:
        card = self._inside.painter.notice(answer, papers, call=CALL)
        return told_alone(card_message(card) if card.body else text_message(card.text))


def _which(own: Sequence[Papers], text: str) -> WhichTeam:
    """Which of the person's teams they mean."""
    named = tuple((papers.team.id, papers.team.name) for papers in own)
    return WhichTeam(teams=named, text=read_command(text) or "")
