"""What people do in Teams, brought to the conversation: messages, pressed buttons, dialogs."""

from functools import partial

import msgspec

from cards.render import Card
from channels.lately import Lately, was_said
from channels.moment import Moment
from channels.nobody import nobodys_papers
from channels.pressing import LOOKS, Pressed
from channels.private import about_codes, teams_of
from channels.speaking import Then
from channels.teams.activity import (
    Activity,
    read_card_action,
    read_dialog_action,
    read_submitted,
)
from channels.teams.book import CHANNEL, Contact, Talk
from channels.teams.channel import call_of
from channels.teams.forms import Dialogs
from channels.teams.inside import Inside
from channels.teams.reading import moment_of, packed, plain
from channels.teams.writing import dialog_says, pressed, single
from circle.answers import CannotSave as NothingSaved
from circle.answers import Help, NoTeamYet, NotReadable, NowIs, TeamAsked, WhichTeam
from circle.meeting_notices import ChoiceHeard
from circle.notices import Answer
from circle.papers import Asked, Papers
from circle.people import PersonId, Place
from circle.state import Circle
from dialogs.commands import Command, read_command
from storage.errors import CannotSave


class Hearing:
    """Hears one activity at a time, of somebody who has been let in."""

    def __init__(self, inside: Inside, dialogs: Dialogs) -> None:
        self._conversation, self._book = inside.conversation, inside.book
        self._painter, self._channel = inside.painter, inside.channel
        self._presser, self._speaker = inside.presser, inside.speaker
        self._dialogs, self._now, self._said = dialogs, inside.now, Lately(inside.now)

    async def message(self, activity: Activity) -> None:
        """Somebody wrote, or pressed a button of an old client. Raises NotAnActivity."""
        talk = await self._book.meet(activity)
        contact = await self._book.meet_person(activity)
        if not activity.text and bytes(activity.value) not in {b"", b"null"}:
            await self._submitted(activity)
            return
        text, moment = plain(activity.text or ""), moment_of(activity)
        told = await about_codes(self._conversation, moment, text, self._now())
        if told is not None:
            await self._say(activity, talk, told)
            return
        command = read_command(text)
        if talk.kind == "personal":
            await self._private(activity, talk, contact, command)
            return
        papers = await self._conversation.papers(talk.team)
        if was_said(self._said, moment, activity.text or "", [papers] if papers else []):
            return
        if papers is not None:
            await self._ask(papers, contact.person, command, activity)
            return
        if command is not None and command is not Command.CIRCLE:
            await self._say(activity, talk, Help())
            return
        await self._say(activity, talk, TeamAsked(team=talk.team), self._asked_in(talk))

    def _asked_in(self, talk: Talk) -> Then:
        """Remember the message that asks who the team is: it is changed once that is known."""

        async def asked(message: str) -> None:
            await self._book.change(talk, lambda t: msgspec.structs.replace(t, asked=message))

        return asked

    async def _private(
        self, activity: Activity, talk: Talk, contact: Contact, command: Command | None
    ) -> None:
        """In a private chat a command is about the person's only team, or they are asked."""
        own = await teams_of(self._conversation, contact.person, contact.teams)
        if was_said(self._said, moment_of(activity), activity.text or "", own):
            return
        if len(own) == 1:
            await self._ask(own[0], contact.person, command, activity)
        elif own:
            named = tuple((p.team.id, p.team.name) for p in own)
            await self._say(activity, talk, WhichTeam(teams=named, text=command or ""))
        else:
            await self._say(activity, talk, NoTeamYet())

    async def _ask(
        self, papers: Papers, who: PersonId, command: Command | None, activity: Activity
    ) -> None:
        place = Place(CHANNEL, activity.tenant, activity.place)
        who = self._conversation.linking.same.in_team(papers, who)
        alone = bool(activity.recipient.is_targeted) and activity.kind != "personal"
        asked = Asked(who=who, command=command or "", alone=alone)
        team, key = papers.team.id, moment_of(activity).key
        try:
            await self._conversation.ask(team, asked, place, activity.thread, self._now(), key)
        except CannotSave:
            talk = await self._book.meet(activity)
            await self._say(activity, talk, NothingSaved())

    async def _say(
        self, activity: Activity, talk: Talk, notice: Answer, then: Then | None = None
    ) -> None:
        """An answer where there are no papers that could promise it."""
        moment = moment_of(activity)
        papers = nobodys_papers(moment, talk.team)
        card = self._painter.notice(notice, papers, call=call_of(talk))
        tell = partial(self._channel.tell, talk, activity.thread, card, bulk=True)
        await self._speaker.once((moment.key, moment.key), tell, then)

    def failed(self, activity: Activity) -> bytes:
        """What somebody is told whose team cannot be opened, or whose deed could not be kept."""
        papers = nobodys_papers(moment_of(activity))
        if activity.name == "adaptiveCard/action":
            return pressed(self._painter.notice(NothingSaved(), papers))
        if activity.type == "invoke":
            return dialog_says(self._painter.said(NothingSaved(), papers))
        return b""

    async def card_action(self, activity: Activity) -> bytes:
        """A pressed button: the answer is the presser's own view. Raises NotAnActivity."""
        verb, values = read_card_action(activity)
        talk = await self._book.meet(activity)
        await self._book.meet_person(activity)
        moment = moment_of(activity)
        done = await self._presser.press({**single(values), "verb": verb}, moment)
        if done is None:
            return pressed(self._painter.notice(NotReadable(), nobodys_papers(moment)))
        return pressed(await self._after(done, moment, talk))

    async def _submitted(self, activity: Activity) -> None:
        """A button of a client that knows no `Action.Execute`: nothing private can be answered."""
        await self._presser.press(single(read_submitted(activity)), moment_of(activity))

    async def dialog_opened(self, activity: Activity) -> bytes:
        """A button that opens a form. Raises NotAnActivity."""
        values = read_dialog_action(activity)
        talk = await self._book.meet(activity)
        await self._book.meet_person(activity)
        moment = moment_of(activity)
        papers = await self._presser.entered(single(values), moment)
        moment = self._presser.as_member(papers, moment) if papers else moment
        return await self._dialogs.open(values, moment, papers, talk)

    async def dialog_sent(self, activity: Activity) -> bytes:
        """A form came back, or a button in it was pressed. Raises NotAnActivity."""
        values = read_dialog_action(activity)
        chosen = values.pop("press", [])
        if chosen and "sent" not in values:
            values |= packed(chosen[0])
        talk = await self._book.meet(activity)
        await self._book.meet_person(activity)
        moment = moment_of(activity)
        papers = await self._presser.entered(single(values), moment)
        moment = self._presser.as_member(papers, moment) if papers else moment
        return await self._dialogs.sent(values, moment, papers, talk)

    async def _after(self, done: Pressed, moment: Moment, talk: Talk) -> Card:
        """What the presser sees: in the team's place the card, in a private chat a line."""
        papers, circle = done.papers, done.running
        if done.verb == "ask":
            return self._painter.notice(done.answers[0], papers, call=call_of(talk))
        if done.verb in LOOKS:
            mine = circle is not None and done.verb == "mine"
            told = self._painter.own_words(circle, moment.who) if circle and mine else ""
            return await self._view(papers, circle, done.circle, moment.who, told)
        if not done.circle:
            return await self._between(done, moment.who)
        if moment.personal and circle is not None:
            said = done.answers[0] if done.answers else NowIs()
            return self._painter.notice(said, papers, circle)
        told = " ".join(self._painter.said(answer, papers) for answer in done.answers)
        return await self._view(papers, circle, done.circle, moment.who, told)

    async def _between(self, done: Pressed, who: PersonId) -> Card:
        """A press that belongs to no circle: its answer, or the circle that it began."""
        papers = done.papers
        if done.answers:
            return self._painter.notice(done.answers[0], papers)
        if papers.circle is not None:
            return await self._view(papers, papers.circle, papers.circle.id, who, "")
        return self._painter.notice(ChoiceHeard(), papers)

    async def _view(
        self, papers: Papers, circle: Circle | None, named: str, who: PersonId, told: str
    ) -> Card:
        if circle is None:
            return await self._painter.kept(papers, named)
        return await self._painter.picture(papers, circle, who, told)
