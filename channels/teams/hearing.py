"""What people do in Teams, brought to the conversation: messages, pressed buttons, dialogs."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

import msgspec

from cards.render import Card
from channels.teams.activity import (
    Activity,
    base_of,
    read_card_action,
    read_dialog_action,
    read_submitted,
)
from channels.teams.book import CHANNEL, Book, Contact, Talk, person_of
from channels.teams.channel import call_of
from channels.teams.forms import Dialogs
from channels.teams.lately import WITHOUT_TURN, Lately, deed_of, was_said
from channels.teams.nobody import NAMELESS, nobodys_papers
from channels.teams.painting import Painter
from channels.teams.private import teams_of, use_code
from channels.teams.reading import key_of, packed, plain
from channels.teams.speaking import Speaker, Then
from channels.teams.writing import dialog_says, pressed, single
from circle.answers import CannotSave as NothingSaved
from circle.answers import Help, NoTeamYet, NotReadable, NowIs, TeamAsked, WhichTeam
from circle.meeting_notices import ChoiceHeard
from circle.notices import Answer
from circle.papers import Asked, Papers
from circle.people import PersonId, Place
from circle.state import Circle
from dialogs.between.presses import READERS as BETWEEN
from dialogs.commands import Command, read_command
from dialogs.conversation import Conversation
from dialogs.invitations import code_in
from dialogs.ports import Reply
from storage.errors import CannotSave

OF_HELPERS = frozenset({"ask", "send_again"})
"""Buttons that a resource person may press outside of the team's place."""

TEAM = re.compile(r"[a-z0-9-]{1,64}")


class Hearing:
    """Hears one activity at a time, of somebody who has been let in."""

    def __init__(
        self,
        conversation: Conversation,
        book: Book,
        painter: Painter,
        dialogs: Dialogs,
        speaker: Speaker,
        now: Callable[[], datetime],
    ) -> None:
        self._conversation, self._book, self._painter = conversation, book, painter
        self._dialogs, self._speaker, self._now = dialogs, speaker, now
        self._lately, self._said = Lately(now), Lately(now)

    async def message(self, activity: Activity) -> None:
        """Somebody wrote, or pressed a button of an old client. Raises NotAnActivity."""
        talk = await self._book.meet(activity)
        contact = await self._book.meet_person(activity)
        if not activity.text and bytes(activity.value) not in {b"", b"null"}:
            await self._submitted(activity)
            return
        text = plain(activity.text or "")
        if code := code_in(text):
            name, now = activity.sender.name or NAMELESS, self._now()
            told = await use_code(self._conversation, talk, contact, name, code, now)
            await self._say(activity, talk, told)
            return
        command = read_command(text)
        if talk.kind == "personal":
            await self._private(activity, talk, contact, command)
            return
        papers = await self._conversation.papers(talk.team)
        if was_said(self._said, activity, [papers] if papers else []):
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
        own = await teams_of(self._conversation, contact)
        if was_said(self._said, activity, own):
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
        alone = bool(activity.recipient.is_targeted) and activity.kind != "personal"
        asked = Asked(who=who, command=command or "", alone=alone)
        team, key = papers.team.id, key_of(activity)
        try:
            await self._conversation.ask(team, asked, place, activity.thread, self._now(), key)
        except CannotSave:
            talk = await self._book.meet(activity)
            await self._say(activity, talk, NothingSaved())

    async def _say(
        self, activity: Activity, talk: Talk, notice: Answer, then: Then | None = None
    ) -> None:
        """An answer where there are no papers that could promise it."""
        papers = nobodys_papers(activity, talk.team)
        card = self._painter.notice(notice, papers, call=call_of(talk))
        key = key_of(activity)
        await self._speaker.once((key, key), talk, activity.thread, card, then)

    def failed(self, activity: Activity) -> bytes:
        """What somebody is told whose team cannot be opened, or whose deed could not be kept."""
        papers = nobodys_papers(activity)
        if activity.name == "adaptiveCard/action":
            return pressed(self._painter.notice(NothingSaved(), papers))
        if activity.type == "invoke":
            return dialog_says(self._painter.said(NothingSaved(), papers))
        return b""

    async def card_action(self, activity: Activity) -> bytes:
        """A pressed button: the answer is the presser's own view. Raises NotAnActivity."""
        verb, values = read_card_action(activity)
        await self._book.meet(activity)
        contact = await self._book.meet_person(activity)
        card = await self._pressed({**single(values), "verb": verb}, contact.person, activity)
        return pressed(card)

    async def _submitted(self, activity: Activity) -> None:
        """A button of a client that knows no `Action.Execute`: nothing private can be answered."""
        await self._pressed(single(read_submitted(activity)), person_of(activity), activity)

    async def dialog_opened(self, activity: Activity) -> bytes:
        """A button that opens a form. Raises NotAnActivity."""
        values = read_dialog_action(activity)
        talk = await self._book.meet(activity)
        contact = await self._book.meet_person(activity)
        papers = await self._entered(single(values), contact.person, activity)
        return await self._dialogs.open(values, contact.person, papers, talk, activity)

    async def dialog_sent(self, activity: Activity) -> bytes:
        """A form came back, or a button in it was pressed. Raises NotAnActivity."""
        values = read_dialog_action(activity)
        chosen = values.pop("press", [])
        if chosen and "sent" not in values:
            values |= packed(chosen[0])
        talk = await self._book.meet(activity)
        contact = await self._book.meet_person(activity)
        papers = await self._entered(single(values), contact.person, activity)
        key = key_of(activity)
        return await self._dialogs.sent(values, contact.person, papers, talk, activity, key)

    async def _pressed(self, values: dict[str, str], who: PersonId, activity: Activity) -> Card:
        papers = await self._entered(values, who, activity)
        if papers is None:
            return self._painter.notice(NotReadable(), nobodys_papers(activity))
        verb = values.get("verb", "")
        if verb == "ask":
            asked = Asked(who=who, command=values.get("text", ""))
            answer = self._conversation.answer(asked, papers, self._now())
            talk = await self._book.meet(activity)
            return self._painter.notice(answer, papers, call=call_of(talk))
        named = values.get("circle", "")
        if verb in {"look", "mine"}:
            circle = papers.find(named)
            told = self._painter.own_words(circle, who) if circle and verb == "mine" else ""
            return await self._view(papers, circle, named, who, told)
        values |= {"who": who, "name": activity.sender.name or NAMELESS}
        if verb in {"out", "here", "leave"}:
            values.setdefault("person", who)
        key = deed = ""
        if verb in WITHOUT_TURN or verb in BETWEEN:
            key, deed = key_of(activity), deed_of(who, values)
        if key in papers.seen or self._lately.answered(deed) is not None:
            return await self._after(Reply(papers=papers), papers, named, activity)
        reply = await self._conversation.press(papers.team.id, values, self._now(), key or None)
        if deed and (verb in BETWEEN or not reply.answers):
            self._lately.done(deed)
        return await self._after(reply, papers, named, activity)

    async def _after(self, reply: Reply, papers: Papers, named: str, activity: Activity) -> Card:
        """What the presser sees: in the team's place the card, in a private chat a line."""
        papers, who = reply.papers or papers, person_of(activity)
        if not named:
            return await self._between(reply, papers, who)
        circle = papers.find(named)
        if activity.kind == "personal" and circle is not None:
            said = reply.answers[0] if reply.answers else NowIs()
            return self._painter.notice(said, papers, circle)
        told = " ".join(self._painter.said(answer, papers) for answer in reply.answers)
        return await self._view(papers, circle, named, who, told)

    async def _between(self, reply: Reply, papers: Papers, who: PersonId) -> Card:
        """A press that belongs to no circle: its answer, or the circle that it began."""
        if reply.answers:
            return self._painter.notice(reply.answers[0], papers)
        if papers.circle is not None:
            return await self._view(papers, papers.circle, papers.circle.id, who, "")
        return self._painter.notice(ChoiceHeard(), papers)

    async def _view(
        self, papers: Papers, circle: Circle | None, named: str, who: PersonId, told: str
    ) -> Card:
        if circle is None:
            return await self._painter.kept(papers, named)
        return await self._painter.picture(papers, circle, who, told)

    async def _entered(
        self, values: Mapping[str, str], who: PersonId, activity: Activity
    ) -> Papers | None:
        """The papers of the team on the button, for somebody who is where they may be seen."""
        team = values.get("team", "")
        papers = await self._conversation.papers(team) if TEAM.fullmatch(team) else None
        if papers is None or papers.team.tenant != activity.tenant:
            return None
        home = papers.team.home
        at_home = home is not None and home.conversation == base_of(activity.thread)
        seats = [seat for circle in papers.circles for seat in circle.seats]
        known = papers.team.name_of(who) is not None or any(s.person == who for s in seats)
        helps = values.get("verb") in OF_HELPERS and who in self._helpers_of(papers)
        return papers if at_home or known or helps else None

    def _helpers_of(self, papers: Papers) -> frozenset[PersonId]:
        return self._conversation.linking.resource_of(papers.team)
