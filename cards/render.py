"""Notices, pictures and forms as cards: one Jinja2 template for each and each channel."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from cards.form import Form
from cards.names import name_of
from cards.pace import minutes_phrase
from cards.parts import Parts
from cards.presses import sent
from cards.scene import Scene, StepShown, View, kind_of, scene_of, step_shown
from circle.notices import Notice
from circle.papers import Papers
from circle.scaling import in_language
from circle.state import Circle, NextStep
from locales import Words, words_in
from locales.dates import date_phrase, time_phrase

__all__ = ["Card", "Cards", "View", "marked", "template_of"]

FOLDER = Path(__file__).parent
PICTURES = ("gathering", "word", "writing", "free", "rest", "pause", "draft")
SUFFIXES = {"table": "html", "text": "txt"}


@dataclass(frozen=True, slots=True)
class Card:
    """What a channel shows: `body` is HTML at the table; `text` says the same in plain words."""

    body: str
    text: str


class Cards:
    """All cards. Templates are compiled once and kept."""

    def __init__(self) -> None:
        self.environment = make_environment(FOLDER)
        self._kept: dict[str, Template] = {}

    def picture(
        self,
        papers: Papers,
        circle: Circle,
        view: View,
        at: datetime,
        channel: str = "table",
        asides: Sequence[str] = (),
    ) -> Card:
        """The running card: a picture of the state. `asides` are lines for the facilitator."""
        scene = scene_of(papers, circle, view, at, asides)
        holes = facts_of(scene)
        text = self._text(f"picture/{scene.kind}", holes)
        body = self._template(channel, f"picture/{scene.kind}").render(holes)
        return Card(body=body, text=text)

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
    ) -> Card:
        """A line, a private word or an answer."""
        name = template_of(type(notice))
        holes = _holes(notice, papers, circle or papers.shown, at)
        text = self._text(name, holes)
        return Card(self._template(channel, name).render(holes, text=text), text)

    def said(
        self, notice: Notice, papers: Papers, at: datetime, circle: Circle | None = None
    ) -> str:
        """A notice in plain words alone."""
        holes = _holes(notice, papers, circle or papers.shown, at)
        return self._text(template_of(type(notice)), holes)

    def form(self, form: Form, words: Words, channel: str = "table", action: str = "") -> Card:
        """Any form, from the one template that the channel has for all; it is sent to `action`."""
        holes = {"form": form, "words": words, "action": action}
        body = self._template(channel, "form").render(holes)
        return Card(body=body, text=form.title)

    def step(self, step: NextStep, papers: Papers, at: datetime) -> StepShown:
        """A next step with names and a date that can be read aloud."""
        return step_shown(step, papers, None, at)

    def _text(self, name: str, holes: Mapping[str, Any]) -> str:
        return " ".join(self._template("text", name).render(holes).split())

    def _template(self, channel: str, name: str) -> Template:
        path = f"{channel}/{name}.{SUFFIXES.get(channel, 'json')}"
        kept = self._kept.get(path)
        if kept is None:
            kept = self._kept[path] = self.environment.get_template(path)
        return kept


def make_environment(*folders: Path) -> Environment:
    """Templates from these folders: what is HTML is escaped, what is missing is an error."""
    environment = Environment(
        loader=FileSystemLoader(folders),
        autoescape=lambda name: name is not None and name.endswith(".html"),
        undefined=StrictUndefined,
        auto_reload=False,
        cache_size=-1,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["marked"] = marked
    environment.filters["stopped"] = stopped
    environment.filters["small"] = small
    environment.globals["sent"] = sent
    environment.globals["part"] = Parts(environment)
    return environment


def marked(sentence: str) -> Markup:
    """A sentence of ours with `commands` in it, as HTML."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(sentence))))


def stopped(sentence: str) -> str:
    """A sentence that ends in a full stop, unless it ends in a mark of its own."""
    return sentence if sentence.endswith((".", "?", "!", "…", ":")) else f"{sentence}."


def small(phrase: str) -> str:
    """A phrase that comes after a colon: its first letter is small, but for the word I."""
    first = phrase.split(" ")[0]
    return phrase if first in {"I", ""} else phrase[0].lower() + phrase[1:]


def template_of(notice: type[Notice]) -> str:
    """The name of a notice's template: WordWent is word_went."""
    return _in_small_letters(notice.__name__)


@cache
def _in_small_letters(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def facts_of(scene: Scene) -> dict[str, Any]:
    """The scene's facts by name, as a template wants them."""
    return {**vars(scene), "look": scene.look}


def _holes(notice: Notice, papers: Papers, circle: Circle | None, at: datetime) -> dict[str, Any]:
    team = papers.team
    language = circle.language if circle else team.language
    zone = circle.zone if circle else team.zone
    words = words_in(language)
    today = at.astimezone(ZoneInfo(zone)).date()
    return {
        "notice": notice,
        "words": words,
        "circle": circle,
        "language": language,
        "name": lambda person: name_of(person, circle, team, words),
        "time": lambda moment: time_phrase(moment, zone, language),
        "date": lambda day: date_phrase(_day(day, zone), language, today),
        "minutes": partial(minutes_phrase, words=words),
        "spoken": lambda texts: in_language(texts, language),
        "step": lambda each: step_shown(each, papers, circle, at),
        "ends": lambda each: time_phrase(each.expected_end(at), zone, language),
        "lengths": lambda lengths: _lengths(lengths, words),
    }


def _lengths(lengths: Sequence[int], words: Words) -> str:
    """25, 45 or more minutes, as one phrase."""
    first = ", ".join(str(length) for length in lengths[:-1])
    last = words("unit.minutes", count=lengths[-1])
    return f"{first}, {last}" if first else last


def _day(moment: date, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date() if isinstance(moment, datetime) else moment
