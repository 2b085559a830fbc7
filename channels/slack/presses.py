"""Pressed buttons and sent modals, brought to the conversation.

What is kept is kept before this returns; what is only shown is an errand beside the answer, and a
modal is the first thing that is asked of Slack, since its trigger lives for three seconds.
"""

from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl

from msgspec.structs import replace

from cards.render import Card
from channels.moment import Moment
from channels.nobody import nobodys_papers
from channels.pressing import LOOKS
from channels.pressing import Pressed as Done
from channels.slack.book import Talk
from channels.slack.channel import CALL
from channels.slack.facts import PLACE, Origin, Pressed, Submitted
from channels.slack.inside import Inside
from channels.slack.modals import HOME, Modals
from channels.slack.writing import card_message, text_message
from circle.answers import NotReadable, NowIs
from circle.meeting_notices import ChoiceHeard
from circle.notices import Answer
from circle.papers import Papers
from dialogs.ports import NotShown, Unreachable
from locales import LANGUAGES

DrawHome = Callable[[Origin, str], Coroutine[Any, Any, None]]
"""Shows somebody the bot's home anew."""


class Presses:
    """Hears presses of people who have been let in."""

    def __init__(self, inside: Inside, modals: Modals, draw_home: DrawHome) -> None:
        self._inside, self._modals, self._draw_home = inside, modals, draw_home
        self._book, self._painter = inside.book, inside.painter

    async def pressed(self, press: Pressed) -> bytes:
        """A button: on a message, in a modal, or in the bot's home."""
        values = unpacked(press.value)
        if values.get("verb") == "language":
            return await self._speaks(press, values.get("to", ""))
        carried = press.view.carried if press.view else {}
        place = press.channel or carried.get(PLACE, "")
        know = self._moment if values.get("verb") == "join" else self._quick_moment
        moment = await know(press, place, press.thread, press.name)
        values.setdefault("team", carried.get("team", ""))
        if not values.get("verb") and not values.get("form"):
            return b""
        talk = await self._talk(press.origin, place)
        await self._book.meet_person(press.origin, press.user)
        papers = await self._inside.presser.entered(values, moment)
        moment = self._inside.presser.as_member(papers, moment) if papers else moment
        if values.get("form"):
            await self._open(press, values, moment, papers, talk)
        elif press.view is not None and press.view.callback != HOME and papers is not None:
            shown = await self._modals.pressed(press.view, values, moment, papers)
            await self._change(press, shown)
        else:
            await self._on_message(press, values, moment, talk)
        return b""

    async def _speaks(self, press: Pressed, language: str) -> bytes:
        """In the bot's home somebody chose its language."""
        contact = await self._book.meet_person(press.origin, press.user)
        if language in LANGUAGES:
            await self._book.change(contact, lambda c: replace(c, language=language))
        await self._inside.errands.send(
            f"home {press.key}", self._draw_home(press.origin, press.user)
        )
        return b""

    async def _talk(self, origin: Origin, place: str) -> Talk:
        """Where it was done; the bot's home is no conversation, and nothing is kept of it."""
        if place:
            return await self._book.meet(origin, place)
        return Talk(origin.tenant, "", origin.workspace, origin.enterprise)

    async def _open(
        self, press: Pressed, values: dict[str, str], moment: Moment, papers: Papers | None,
        talk: Talk,
    ) -> None:  # fmt: skip
        if values["form"] == "team" and talk.conversation:
            talk = await self._inside.look_around(talk) or talk
        view = await self._modals.form(values, moment, papers, talk)
        await self._show(press.origin, press.trigger, view, moment, press.view is not None)

    async def _show(
        self, origin: Origin, trigger: str, view: str, moment: Moment, above: bool = False
    ) -> None:
        opening = self._modals.open(origin.at, trigger, view, moment, above)
        await self._inside.errands.send(f"modal {moment.key}", opening)

    async def _change(self, press: Pressed, shown: str) -> None:
        assert press.view is not None
        changing = self._modals.change(press.origin.at, press.view, shown)
        await self._inside.errands.send(f"modal {press.key}", changing)

    async def _on_message(
        self, press: Pressed, values: dict[str, str], moment: Moment, talk: Talk
    ) -> None:
        done = await self._inside.presser.press(values, moment)
        if done is None:
            await self._alone(press, moment, NotReadable(), nobodys_papers(moment))
        elif done.verb in LOOKS:
            told = self._own_words(done, moment)
            view = await self._modals.look(done.papers, done.circle, moment, told)
            await self._show(press.origin, press.trigger, view, moment)
        elif done.verb == "ask":
            await self._alone(press, moment, done.answers[0], done.papers)
        elif moment.personal and press.message and not press.fleeting:
            await self._instead(press, done, moment)
        elif done.answers:
            await self._alone(press, moment, done.answers[0], done.papers)
        elif not done.circle and not done.papers.circle:
            await self._alone(press, moment, ChoiceHeard(), done.papers)

    def _own_words(self, done: Done, moment: Moment) -> str:
        circle = done.running
        mine = circle is not None and done.verb == "mine"
        return self._painter.own_words(circle, moment.who) if circle and mine else ""

    async def _alone(self, press: Pressed, moment: Moment, answer: Answer, papers: Papers) -> None:
        """What the presser alone is told, and may lose without harm; asking again gives it."""
        card = self._painter.notice(answer, papers, call=CALL)
        if not press.channel:  # in the bot's home nothing can be written
            view = self._modals.says(answer, papers)
            await self._show(press.origin, press.trigger, view, moment)
            return
        telling = self._whispered(press, card)
        await self._inside.errands.send(f"alone {press.key}", telling)

    async def _whispered(self, press: Pressed, card: Card) -> None:
        message = card_message(card) if card.body else text_message(card.text)
        with suppress(NotShown, Unreachable):
            await self._inside.api.whisper(
                press.origin.at, press.channel, press.user, message, press.thread
            )

    async def _instead(self, press: Pressed, done: Done, moment: Moment) -> None:
        """In a private chat what was asked becomes what was answered, and asks no more."""
        papers, circle = done.papers, done.running
        usual = NowIs() if circle is not None else ChoiceHeard()
        said = done.answers[0] if done.answers else usual
        card = self._painter.notice(said, papers, circle)
        talk = await self._book.meet(press.origin, press.channel)
        changing = self._changed(talk, press.message, card)
        await self._inside.errands.send(f"instead {press.key}", changing)

    async def _changed(self, talk: Talk, message: str, card: Card) -> None:
        with suppress(NotShown, Unreachable):
            await self._inside.channel.change(talk, message, card)

    async def submitted(self, sent: Submitted) -> bytes:
        """A form came back: the answer closes it, mends it, or shows what comes next."""
        carried = sent.view.carried
        place = carried.get(PLACE, "")
        moment = await self._moment(sent, place, name=sent.name)
        papers = await self._inside.presser.entered(carried, moment)
        moment = self._inside.presser.as_member(papers, moment) if papers else moment
        talk = await self._talk(sent.origin, place)
        await self._book.meet_person(sent.origin, sent.user)
        return await self._modals.sent(sent.view, moment, papers, talk)

    async def _quick_moment(
        self, happened: Pressed | Submitted, place: str, thread: str = "", name: str = ""
    ) -> Moment:
        """Of all presses only who joins is asked for by name: a modal is the first call."""
        return self._inside.quick_moment(
            happened.origin, happened.user, place, happened.key, thread, name
        )

    async def _moment(
        self, happened: Pressed | Submitted, place: str, thread: str = "", name: str = ""
    ) -> Moment:
        return await self._inside.moment(
            happened.origin, happened.user, place, happened.key, thread, name
        )


def unpacked(value: str) -> dict[str, str]:
    """What a button brings; one that we did not make brings nothing."""
    try:
        return dict(parse_qsl(value, max_num_fields=40))
    except ValueError:
        return {}
