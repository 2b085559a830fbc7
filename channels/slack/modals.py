"""Forms as modals: opened by a button or a command, filled in, sent back; and what they say.

Opening changes nothing. A modal's metadata says which team, which place and which form it is, so
that after a press inside it the same form can be shown as things are now.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import structlog

from cards.form import Form
from cards.render import Card
from channels.choosing import Asked, TeamChoice
from channels.lately import WITHOUT_TURN, Lately, deed_of
from channels.moment import Moment
from channels.nobody import nobodys_papers
from channels.slack.book import Talk, person_id, user_in
from channels.slack.channel import CALL
from channels.slack.facts import PLACE, TENANT, View
from channels.slack.inside import Inside
from channels.slack.web import TooLate
from channels.slack.workspace import Workspace
from channels.slack.writing import MODALS_CLOSE, needs, text_message, view_updates, view_with
from circle.answers import NotReadable, RunsElsewhere
from circle.notices import Answer
from circle.papers import Papers
from circle.people import Team
from circle.state import Circle
from dialogs.checks import CHECK
from dialogs.ports import Doubtful, NotShown, Reply, Unreachable
from locales import words_in

log = structlog.get_logger()

Values = Mapping[str, Sequence[str]]

SAYS, LOOK, HOME = "says", "look", "home"
"""Views that are no forms: a sentence, the circle as one person sees it, the bot's home."""

WHENCE = frozenset({PLACE, TENANT})

LATE = (NotShown, Doubtful, Unreachable, TooLate)


class Modals:
    """Everything that is shown in a modal."""

    def __init__(self, inside: Inside, choosing: TeamChoice[Talk]) -> None:
        self._inside, self._choosing = inside, choosing
        self._conversation, self._painter = inside.conversation, inside.painter
        self._lately = Lately(inside.now)

    async def form(
        self, values: Mapping[str, str], moment: Moment, papers: Papers | None, talk: Talk
    ) -> str:
        """The modal with a form to fill in, or with why there is none."""
        plain = {name: value for name, value in values.items() if name not in WHENCE}
        form = plain.pop("form", "")
        if form == "team":
            return await self._asked(await self._choosing.ask(moment, papers, talk), moment)
        if papers is None:
            return self.says(NotReadable(), nobodys_papers(moment))
        now, team = self._inside.now(), papers.team.id
        reply = await self._conversation.open(team, form, plain, now, moment.who)
        return await self.shown(reply, papers, moment)

    async def sent(self, view: View, moment: Moment, papers: Papers | None, talk: Talk) -> bytes:
        """A form came back. The answer closes it, mends it, or shows what comes next."""
        hidden = {name: (value,) for name, value in view.carried.items() if name not in WHENCE}
        values = {**hidden, **view.values}
        deed = deed_of(moment.who, {**values, "form": view.callback})
        answered = self._lately.answered(deed)
        if answered is not None:
            return answered
        if view.callback != "team" and papers and moment.key in papers.seen:
            return MODALS_CLOSE
        answer = await self._sent(view, values, moment, papers, talk)
        if answer == MODALS_CLOSE and view.callback != CHECK:
            self._lately.done(deed, answer)
        return answer

    async def _sent(
        self, view: View, values: Values, moment: Moment, papers: Papers | None, talk: Talk
    ) -> bytes:
        if view.callback == "team":
            chosen = [person_id(talk.tenant, user_in(each)) for each in values.get("members", ())]
            found = {**values, "members": chosen}
            asked = await self._choosing.chosen(found, moment, papers, talk)
            return self._mended(asked.form, view) or view_updates(await self._asked(asked, moment))
        if papers is None:
            return view_updates(self.says(NotReadable(), nobodys_papers(moment)))
        named = values if view.callback == "members" else {**values, "name": (moment.name,)}
        reply = await self._conversation.submit(
            papers.team.id, view.callback, named, self._inside.now(), moment.key, moment.who
        )
        if reply.form is None and not reply.answers:
            return MODALS_CLOSE
        return self._mended(reply.form, view) or view_updates(
            await self.shown(reply, papers, moment)
        )

    def _mended(self, form: Form | None, view: View) -> bytes:
        """A sentence at each field that needs something, as long as the form is the same."""
        if form is None or form.id != view.callback:
            return b""
        fields = {field.name: field for section in form.sections for field in section.fields}
        faults = {name: field.error for name, field in fields.items() if field.error.strip()}
        return needs(faults) if faults and set(fields) == set(view.values) else b""

    async def pressed(
        self, view: View, values: Mapping[str, str], moment: Moment, papers: Papers
    ) -> str:
        """A button in a modal did something: the modal as it is now."""
        plain = {**values, "who": moment.who, "name": moment.name}
        deed = deed_of(moment.who, plain)
        if self._lately.answered(deed) is not None:
            return await self.again(view, moment, papers)
        reply = await self._conversation.press(
            papers.team.id, plain, self._inside.now(), moment.key
        )
        papers = reply.papers or papers
        if not reply.answers and plain.get("verb") in WITHOUT_TURN:
            self._lately.done(deed)
        if reply.answers:
            return self.says(reply.answers[0], papers)
        return await self.again(view, moment, papers)

    async def again(self, view: View, moment: Moment, papers: Papers) -> str:
        """The same modal as things are now."""
        values = view.carried
        if view.callback == LOOK:
            return await self.look(papers, values.get("circle", ""), moment)
        plain = {name: value for name, value in values.items() if name not in WHENCE | {"team"}}
        reply = await self._conversation.open(
            papers.team.id, view.callback, plain, self._inside.now(), moment.who
        )
        return await self.shown(reply, papers, moment)

    async def look(self, papers: Papers, named: str, moment: Moment, told: str = "") -> str:
        """The circle as one person sees it: the facilitator with cues and moves."""
        circle = papers.find(named)
        if circle is None:
            card = await self._painter.kept(papers, named)
        else:
            card = await self._painter.picture(papers, circle, moment.who, told)
        return self._view(card, papers, LOOK, moment, circle)

    async def shown(self, reply: Reply, papers: Papers, moment: Moment) -> str:
        """What a reply is in a modal."""
        papers = reply.papers or papers
        if reply.form is not None:
            return self._form(reply.form, papers.team, moment)
        if reply.answers:
            return self.says(reply.answers[0], papers)
        if reply.circle is not None:
            told = self._painter.said(RunsElsewhere(), papers)
            return await self.look(papers, reply.circle.id, moment, told)
        return self.says(RunsElsewhere(), papers)

    def says(self, answer: Answer, papers: Papers) -> str:
        """A modal that only says something."""
        said = self._painter.said(answer, papers)
        return self._view(Card("", said), papers, SAYS, None, None)

    def tells(self, answer: Answer, papers: Papers, moment: Moment) -> str:
        """A modal with an answer and its buttons."""
        card = self._painter.notice(answer, papers, call=CALL)
        return self._view(card, papers, SAYS, moment, None)

    def later(self, team: Team) -> str:
        """A modal that asks for another try."""
        card = Card("", words_in(team.language)("err.retry"))
        return self._view(card, Papers(team), SAYS, None, None)

    def _form(self, form: Form, team: Team, moment: Moment) -> str:
        return self._painter.form(form, team, _whence(moment)).body

    async def _asked(self, asked: Asked, moment: Moment) -> str:
        """What is shown to who chooses the team."""
        if asked.later:
            return self.later(asked.papers.team)
        if asked.next is not None:
            return await self.shown(asked.next, asked.papers, moment)
        if asked.answer is not None:
            return self.says(asked.answer, asked.papers)
        assert asked.form is not None
        return self._form(asked.form, asked.papers.team, moment)

    def _view(
        self,
        card: Card,
        papers: Papers,
        callback: str,
        moment: Moment | None,
        circle: Circle | None,
    ) -> str:
        words = words_in(circle.language if circle else papers.team.language)
        facts = {"team": papers.team.id, **_whence(moment)} if moment else {}
        metadata = urlencode(facts | ({"circle": circle.id} if circle else {}))
        return view_with(card, words("card.app"), words("button.close"), metadata, callback)

    async def open(
        self, at: Workspace, trigger: str, view: str, moment: Moment, above: bool = False
    ) -> None:
        """Show a modal, `above` an open one or alone.

        The trigger lives for three seconds; too late is told in one line.
        """
        api = self._inside.api
        try:
            await (api.push_view if above else api.open_view)(at, trigger, view)
        except LATE as error:
            log.warning("not_opened", error=type(error).__name__, reason=str(error))
            await self._sorry(at, moment)

    async def change(self, at: Workspace, view: View, shown: str) -> None:
        """An open modal becomes another; where it was closed meanwhile there is nothing to do."""
        try:
            await self._inside.api.change_view(at, view.id, shown)
        except LATE as error:
            log.warning("not_changed", error=type(error).__name__, reason=str(error))

    async def _sorry(self, at: Workspace, moment: Moment) -> None:
        said = text_message(words_in(moment.language)("err.retry"))
        try:
            user = user_in(moment.who)
            await self._inside.api.whisper(at, moment.place, user, said)
        except LATE as error:
            log.warning("not_told", error=type(error).__name__)


def _whence(moment: Moment) -> dict[str, str]:
    return {PLACE: moment.place, TENANT: moment.tenant}
