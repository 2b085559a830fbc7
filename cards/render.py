"""Notices, pictures and forms as cards: one Jinja2 template for each and each channel."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Template

from cards.between_buttons import pieces_of
from cards.filed import filed_holes
from cards.fitting import FITTED
from cards.form import Form
from cards.form_sheet import sheet_of
from cards.glance import Look, glance_of
from cards.holes import holes_of
from cards.html import make_environment, marked
from cards.modal_sheet import modal_of
from cards.noticed import buttons_of
from cards.rows import in_rows
from cards.same import Same
from cards.scene import StepShown, facts_of, kind_of, last_agreed, scene_of, step_shown
from cards.view import View
from circle.between import Between
from circle.closing import Summary
from circle.next_steps import Agreed, StepOutcome
from circle.notices import Line, Notice
from circle.papers import Papers
from circle.people import Team
from circle.state import Circle, NextStep
from locales import Words, words_in
from locales.dates import time_phrase

__all__ = ["FOLDER", "Card", "Cards", "View", "make_environment", "marked", "template_of"]

FOLDER = Path(__file__).parent
SUFFIXES = {"table": "html", "text": "txt"}
SHEETS = {"teams": sheet_of, "slack": modal_of}
MOST_KEPT = 512
"""Shared cards that are drawn already; some megabytes at most."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a channel shows: `body` is HTML at the table and the JSON of a card in a chat.

    `text` says the same in plain words. A line has no body in a chat: there its text is enough.
    """

    body: str
    text: str


class Cards:
    """All cards. Templates are compiled once and kept."""

    def __init__(self) -> None:
        self.environment = make_environment(FOLDER)
        self._kept: dict[str, Template] = {}
        self._fitted = {chat: made(FOLDER / chat) for chat, made in FITTED.items()}
        self._shared = lru_cache(MOST_KEPT)(self._drawn)

    def picture(
        self,
        papers: Papers,
        circle: Circle,
        view: View,
        at: datetime,
        channel: str = "table",
        asides: Sequence[str] = (),
        screen: str = "",
        told: str = "",
        viewers: Sequence[str] = (),
        mine: bool = False,
    ) -> Card:
        """The running card: a picture of the state. `asides` are lines for the facilitator.

        The last four are for chats, and told where a Look is.
        """
        if channel not in SUFFIXES:
            look = Look(view, tuple(asides), told, tuple(viewers), screen, mine)
            today = at.astimezone(ZoneInfo(papers.team.zone)).date()
            agreed = Same(last_agreed(papers, circle))
            said = Same(papers.between.follow_up.outcomes)
            return self._shared(channel, Same(papers.team), Same(circle), agreed, said, look, today)
        scene = scene_of(papers, circle, view, at, asides)
        holes = facts_of(scene)
        body = self._template(channel, f"picture/{scene.kind}").render(holes)
        return Card(body=body, text=self._text(f"picture/{scene.kind}", holes))

    def _drawn(
        self,
        channel: str,
        team: Same[Team],
        circle: Same[Circle],
        agreed: Same[tuple[NextStep, ...]],
        said: Same[Mapping[str, StepOutcome]],
        look: Look,
        today: date,
    ) -> Card:
        """A shared card. No clock runs on it, so any hour of the day will do."""
        between = Between(follow_up=Agreed(agreed.it, said.it))
        papers = Papers(team=team.it, circle=circle.it, between=between)
        noon = datetime.combine(today, time(12), UTC)
        scene = scene_of(papers, circle.it, look.view, noon, seated=False)
        holes = glance_of(scene, look)
        text = self._text(f"picture/{scene.kind}", holes)
        text = f"{look.told} {text}" if look.told else text
        body = self._fitted[channel].draw(f"picture/{scene.kind}", {**holes, "text": text})
        return Card(body, text)

    def kept(self, papers: Papers, summary: Summary, at: datetime, channel: str = "teams") -> Card:
        """The card of a circle that is over and filed; nothing on it can be pressed."""
        holes = filed_holes(papers, summary, at)
        text = self._text("picture/kept", holes)
        return Card(self._fitted[channel].draw("picture/kept", {**holes, "text": text}), text)

    def title(self, papers: Papers, circle: Circle) -> str:
        """What the browser's tab says."""
        words = words_in(circle.language)
        kind = kind_of(circle)
        if kind == "word" and circle.speaker:
            return words("page.word", speaker=circle.speaker.name)
        if kind == "gathering":
            begins = time_phrase(circle.begins, circle.zone, circle.language)
            return words("page.gather", time=begins)
        keys = {"writing": "write", "free": "free", "rest": "rest", "pause": "pause"}
        return words(f"page.{keys.get(kind, 'approve')}")

    def notice(
        self,
        notice: Notice,
        papers: Papers,
        at: datetime,
        channel: str = "table",
        circle: Circle | None = None,
        call: str = "",
        above: str = "",
    ) -> Card:
        """A line, a private word or an answer.

        In a chat: `call` is what a command is written after, and `above` stands over the words.
        """
        name, circle = template_of(type(notice)), circle or papers.shown
        holes = {**self._holes(notice, papers, circle, at, call), "above": above}
        said = self._text(name, holes)
        text = f"{above}: {said}" if above else said
        if channel in SUFFIXES:
            return Card(self._template(channel, name).render(holes, text=text), text)
        if is_line(type(notice), channel):
            return Card("", text)
        words = holes["words"]
        rows = in_rows(buttons_of(notice, papers, circle, words))
        pieces = [
            {"said": holes["told"](item), "rows": in_rows(buttons)}
            for item, buttons in pieces_of(notice, papers, words)[0]
        ]
        drawn = {**holes, "text": text, "said": said, "rows": rows, "pieces": pieces}
        return Card(self._fitted[channel].draw(name, drawn), text)

    def _holes(
        self,
        notice: Notice,
        papers: Papers,
        circle: Circle | None,
        at: datetime,
        call: str = "",
        chat: bool = False,
    ) -> dict[str, Any]:
        """The holes of a notice; what is gathered in it is `told` in its own words."""
        holes = holes_of(notice, papers, circle, at, call, chat)
        return {**holes, "told": lambda item: self.said(item, papers, at, circle, chat)}

    def said(
        self,
        notice: Notice,
        papers: Papers,
        at: datetime,
        circle: Circle | None = None,
        chat: bool = False,
    ) -> str:
        """A notice in plain words alone."""
        holes = self._holes(notice, papers, circle or papers.shown, at, chat=chat)
        return self._text(template_of(type(notice)), holes)

    def form(
        self,
        form: Form,
        words: Words,
        channel: str = "table",
        action: str = "",
        data: Mapping[str, str] | None = None,
    ) -> Card:
        """Any form, from the one template that the channel has for all.

        At the table it is sent to `action`; in a chat `data` goes with each of its buttons.
        """
        if channel not in SUFFIXES:
            sheet = SHEETS[channel](form, words, data or {})
            return Card(self._fitted[channel].draw("form", sheet), form.title)
        holes = {"form": form, "words": words, "action": action}
        return Card(body=self._template(channel, "form").render(holes), text=form.title)

    def step(self, step: NextStep, papers: Papers, at: datetime) -> StepShown:
        """A next step with names and a date that can be read aloud."""
        return step_shown(step, papers, None, at)

    @staticmethod
    def is_line(kind: type[Notice], channel: str = "teams") -> bool:
        """Whether a notice is one line of text in this chat, and no card."""
        return is_line(kind, channel)

    def _text(self, name: str, holes: Mapping[str, Any]) -> str:
        return " ".join(self._template("text", name).render(holes).split())

    def _template(self, channel: str, name: str) -> Template:
        path = f"{channel}/{name}.{SUFFIXES[channel]}"
        kept = self._kept.get(path)
        if kept is None:
            kept = self._kept[path] = self.environment.get_template(path)
        return kept


def is_line(kind: type[Notice], channel: str) -> bool:
    """A line for everybody that has no template of its own in this chat."""
    return issubclass(kind, Line) and not _drawn_in(channel, template_of(kind))


@cache
def _drawn_in(channel: str, name: str) -> bool:
    return (FOLDER / channel / f"{name}.json").exists()


def template_of(notice: type[Notice]) -> str:
    """The name of a notice's template: WordWent is word_went."""
    return _in_small_letters(notice.__name__)


@cache
def _in_small_letters(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
