"""What people write to the bot, in a channel by its name or in their private chat."""

import re
from functools import partial
from html import unescape

import msgspec

from channels.lately import Lately, was_said
from channels.moment import Moment
from channels.nobody import nobodys_papers
from channels.private import about_codes, teams_of
from channels.slack.book import CHANNEL, Talk, is_private
from channels.slack.channel import CALL
from channels.slack.facts import Said
from channels.slack.inside import Inside
from channels.speaking import Then
from circle.answers import CannotSave as NothingSaved
from circle.answers import Help, NoTeamYet, TeamAsked, WhichTeam
from circle.notices import Answer
from circle.papers import Asked, Papers
from circle.people import Place
from dialogs.commands import LONGEST, Command, read_command
from storage.errors import CannotSave

MARK = re.compile(r"<[^<>]*>")
"""A mention, a channel or a link, as Slack writes them into a text."""


class Hearing:
    """Hears what is written; the answer is promised before this returns."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside
        self._conversation, self._book = inside.conversation, inside.book
        self._painter, self._said = inside.painter, Lately(inside.now)

    async def said(self, said: Said) -> bytes:
        """Somebody wrote to the bot, in a channel by its name or in their private chat."""
        talk = await self._book.meet(said.origin, said.channel, entered=True)
        contact = await self._book.meet_person(said.origin, said.user, said.channel)
        thread = said.thread or ("" if is_private(said.channel) else said.message)
        moment = await self._inside.moment(said.origin, said.user, said.channel, said.key, thread)
        text = plain(said.text)
        told = await about_codes(self._conversation, moment, text, self._inside.now())
        if told is not None:
            await self._tell(moment, talk, thread, told)
            return b""
        command = read_command(text)
        if moment.personal:
            await self._private(moment, talk, contact.teams, text, thread)
            return b""
        papers = await self._conversation.papers(talk.team)
        if was_said(self._said, moment, said.text, [papers] if papers else []):
            return b""
        if papers is not None:
            await self._ask(papers, moment, command, thread, talk)
        elif command is not None and command is not Command.CIRCLE:
            await self._tell(moment, talk, thread, Help())
        else:
            await self._tell(moment, talk, thread, TeamAsked(team=talk.team), self._asked_in(talk))
            await self._inside.errands.send(f"name {talk.team}", self._inside.learn(talk))
        return b""

    async def _private(
        self, moment: Moment, talk: Talk, teams: tuple[str, ...], text: str, thread: str
    ) -> None:
        """In a private chat a command is about the person's only team, or they are asked."""
        own = await teams_of(self._conversation, moment.who, teams)
        if was_said(self._said, moment, text, own):
            return
        command = read_command(text)
        if len(own) == 1:
            await self._ask(own[0], moment, command, thread, talk)
        elif own:
            named = tuple((p.team.id, p.team.name) for p in own)
            await self._tell(moment, talk, thread, WhichTeam(teams=named, text=command or ""))
        else:
            await self._tell(moment, talk, thread, NoTeamYet())

    async def _ask(
        self, papers: Papers, moment: Moment, command: Command | None, thread: str, talk: Talk
    ) -> None:
        place = Place(CHANNEL, moment.tenant, moment.place)
        who = self._conversation.linking.same.in_team(papers, moment.who)
        asked = Asked(who=who, command=command or "")
        now, team = self._inside.now(), papers.team.id
        try:
            await self._conversation.ask(team, asked, place, thread, now, moment.key)
        except CannotSave:
            await self._tell(moment, talk, thread, NothingSaved())

    def _asked_in(self, talk: Talk) -> Then:
        """Remember the message that asks who the team is: it is changed once that is known."""

        async def asked(message: str) -> None:
            await self._book.change(talk, lambda t: msgspec.structs.replace(t, asked=message))

        return asked

    async def _tell(
        self, moment: Moment, talk: Talk, thread: str, notice: Answer, then: Then | None = None
    ) -> None:
        """An answer where there are no papers that could promise it."""
        papers = nobodys_papers(moment, talk.team)
        card = self._painter.notice(notice, papers, call=CALL)
        tell = partial(self._inside.channel.tell, talk, thread, card)
        await self._inside.speaker.once((moment.key, moment.key), tell, then)


def plain(text: str) -> str:
    """What somebody wrote, without mentions and without Slack's marks."""
    if len(text) > LONGEST:
        return text
    return " ".join(unescape(MARK.sub(" ", text)).split())
