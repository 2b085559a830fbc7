"""Forms as dialogs: opened by a button, filled in, sent back; what the team chose is kept."""

from cards.form import Form
from channels.choosing import Asked, TeamChoice
from channels.lately import WITHOUT_TURN, Lately, deed_of
from channels.moment import Moment
from channels.nobody import nobodys_papers
from channels.teams.asking import user_in
from channels.teams.book import Talk, person_id
from channels.teams.inside import Inside
from channels.teams.writing import DIALOG_CLOSES, dialog, dialog_says, single
from circle.answers import NotReadable, RunsElsewhere
from circle.notices import Answer
from circle.papers import Papers
from circle.people import Team
from dialogs.checks import CHECK
from dialogs.ports import Reply
from locales import words_in

Values = dict[str, list[str]]

LARGE = 3
"""Fields from which a dialog is large."""


class Dialogs:
    """Every form of a team, as a dialog."""

    def __init__(self, inside: Inside, choosing: TeamChoice[Talk]) -> None:
        self._conversation, self._painter = inside.conversation, inside.painter
        self._choosing, self._now = choosing, inside.now
        self._lately = Lately(inside.now)

    async def open(
        self, values: Values, moment: Moment, papers: Papers | None, talk: Talk
    ) -> bytes:
        """A form to fill in. Opening changes nothing."""
        plain = single(values)
        form = plain.pop("form", "")
        if form == "team":
            return self._told(await self._choosing.ask(moment, papers, talk))
        if papers is None:
            return self._says(NotReadable(), nobodys_papers(moment))
        reply = await self._conversation.open(papers.team.id, form, plain, self._now(), moment.who)
        return self._shown(reply, papers)

    async def sent(
        self, values: Values, moment: Moment, papers: Papers | None, talk: Talk
    ) -> bytes:
        """What came back: a whole form, a button that opens another, or a button that acts."""
        form, deed = values.get("sent"), deed_of(moment.who, values)
        answered = self._lately.answered(deed)
        if answered is not None:
            return answered
        if form and form != ["team"] and papers and moment.key in papers.seen:
            return DIALOG_CLOSES
        answer = await self._sent(values, moment, papers, talk)
        acted = answer in {DIALOG_CLOSES, self._out(papers)} or await self._has_moved(papers)
        if acted and form != [CHECK] and (form or single(values).get("verb") in WITHOUT_TURN):
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
        self, values: Values, moment: Moment, papers: Papers | None, talk: Talk
    ) -> bytes:
        form = next(iter(values.pop("sent", ())), "")
        if form == "team":
            chosen = [person_id(talk.tenant, user_in(each)) for each in values.get("members", ())]
            found = {**values, "members": chosen}
            return self._told(await self._choosing.chosen(found, moment, papers, talk))
        if papers is None:
            return self._says(NotReadable(), nobodys_papers(moment))
        if form:
            reply = await self._conversation.submit(
                papers.team.id,
                form,
                self._named(values, form, moment),
                self._now(),
                moment.key,
                moment.who,
            )
            return self._shown(reply, papers, done=True)
        if "form" in values:
            return await self.open(values, moment, papers, talk)
        plain = single(values) | {"who": moment.who, "name": moment.name}
        reply = await self._conversation.press(papers.team.id, plain, self._now(), moment.key)
        if plain.get("verb") == "out" and plain.get("person") == moment.who and not reply.answers:
            return self._out(papers)
        return self._shown(reply, papers, done=True)

    def _named(self, values: Values, form: str, moment: Moment) -> Values:
        """The values, with the name that Teams gives the sender, whatever the form says.

        In the form about the team's members the name is the team's.
        """
        return values if form == "members" else {**values, "name": [moment.name]}

    def _told(self, asked: Asked) -> bytes:
        """What is shown to who chooses the team."""
        team = asked.papers.team
        if asked.later:
            return dialog_says(words_in(team.language)("err.retry"))
        if asked.next is not None:
            return self._shown(asked.next, asked.papers)
        if asked.answer is not None:
            return self._says(asked.answer, asked.papers)
        assert asked.form is not None
        return self._form(asked.form, team)

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
