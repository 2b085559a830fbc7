"""What a picture of a circle shows, before a channel draws it: facts and finished phrases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cards.cues import after_this, cues_of, prompts_of, reader_of
from cards.names import Name, name_of, shown_name
from cards.pace import Pace, pace_of, tide_words
from cards.presses import Press, check_of, row_of_crew, row_of_turn, take_back, take_overs
from cards.seats import SeatShown, crowded, seats_shown
from cards.view import View
from circle.guide import Output, Pattern
from circle.papers import Papers
from circle.scaling import in_language, names_of
from circle.state import Circle, NextStep, Stage
from locales import Words, words_in
from locales.dates import date_phrase, listing, time_phrase


@dataclass(frozen=True, slots=True)
class StepShown:
    """A next step, read aloud."""

    id: str
    who: str
    what: str
    by: str
    sign: str


@dataclass(frozen=True, slots=True)
class Acts:
    """What can be pressed, and what the facilitator should know."""

    turn: tuple[Press, ...]
    crew: tuple[Press, ...]
    overs: tuple[Press, ...]
    back: Press | None
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What is read before it is kept: who reads, what was written, and what is promised."""

    reader: str
    closed: str
    lines: tuple[tuple[str, str, str], ...]
    promise: str


@dataclass(frozen=True)
class Scene:
    """One picture. Without `acts` it only shows; `draft` is there when the circle is over."""

    kind: str
    view: View
    words: Words
    team: str
    language: str
    circle: Circle
    guide: str
    speaker: Name | None
    prompts: tuple[str, ...]
    listen: str
    aside: str
    after: str
    ends: str
    begins: str
    resumes: str
    pace: Pace | None
    tide: tuple[tuple[str, str], ...]
    phases: tuple[str, ...]
    seats: tuple[SeatShown, ...]
    listed: bool
    facilitator: str
    steps: tuple[StepShown, ...]
    last: tuple[StepShown, ...]
    aired: tuple[str, ...]
    acts: Acts | None
    draft: Draft | None
    opening: bool

    @property
    def look(self) -> str:
        """The name of the look, as the style sheet has it."""
        look = {"draft": "close", "word": "in-turn"}.get(self.kind, self.kind)
        return f"{look} opening" if self.opening else look


def kind_of(circle: Circle) -> str:
    """Which picture a circle is now."""
    if circle.stage is Stage.RUNNING:
        return circle.course.part.value
    names = {Stage.GATHERING: "gathering", Stage.PAUSED: "pause"}
    return names.get(circle.stage, "draft")


def scene_of(
    papers: Papers,
    circle: Circle,
    view: View,
    at: datetime,
    asides: Sequence[str] = (),
    seated: bool = True,
) -> Scene:
    """All that this view shows. A chat has no ring of people: its card is not `seated`."""
    language, phase, words = circle.language, circle.phase, words_in(circle.language)
    acts = acts_of(papers, circle, words, asides) if seated and view is not View.SCREEN else None
    over = circle.stage in {Stage.DRAFT, Stage.CLOSED}
    seats = seats_shown(circle, words, acts is not None) if seated and not over else ()
    opening = not over and circle.course.phase == 0
    return Scene(
        kind=kind_of(circle),
        view=view,
        words=words,
        team=papers.team.name,
        language=language,
        circle=circle,
        guide=in_language(circle.plan.name, language),
        speaker=shown_name(circle.speaker.name) if circle.speaker else None,
        prompts=prompts_of(circle),
        listen=in_language(phase.listen, language),
        aside="" if circle.course.freed else in_language(phase.aside, language),
        after=after_this(circle, words),
        ends=time_phrase(circle.expected_end(at), circle.zone, language),
        begins=time_phrase(circle.begins, circle.zone, language) if opening else "",
        resumes=time_phrase(circle.resumes_at, circle.zone, language) if circle.resumes_at else "",
        pace=pace_of(circle, at, words),
        tide=tide_words(words),
        phases=names_of(circle.plan, language),
        seats=seats,
        listed=crowded(seats),
        facilitator=circle.facilitator.name if circle.facilitator else "",
        steps=_steps(circle.kept.steps, papers, circle, at),
        last=_steps(last_agreed(papers, circle), papers, None, at) if opening else (),
        aired=aired_phrases(circle, papers, words),
        acts=acts,
        draft=_draft(circle, at, words) if over else None,
        opening=opening,
    )


def aired_phrases(circle: Circle, papers: Papers, words: Words) -> tuple[str, ...]:
    """What people show the others while the phase lasts, each with a name."""
    return tuple(
        words(
            f"air.{each.kind.value}",
            name=name_of(each.person, circle, papers.team, words),
            text=each.text,
        )
        for each in circle.aired
    )


def acts_of(papers: Papers, circle: Circle, words: Words, asides: Sequence[str]) -> Acts:
    """The buttons of this moment, likeliest first, and the facilitator's cues."""
    turn = (*row_of_turn(circle, words), *check_of(papers, circle, words))
    return Acts(
        turn=turn,
        crew=row_of_crew(circle, words, turn),
        overs=take_overs(circle, words),
        back=take_back(circle, words),
        cues=cues_of(circle, words, asides),
    )


def _draft(circle: Circle, at: datetime, words: Words) -> Draft:
    return Draft(
        reader=reader_of(circle) or "",
        closed=time_phrase(circle.closed_at or at, circle.zone, circle.language),
        lines=_lines(circle, words),
        promise=_promise(circle),
    )


def _lines(circle: Circle, words: Words) -> tuple[tuple[str, str, str], ...]:
    """What is kept in writing beside the steps: which, under what title, and the text."""
    kept = {"decision": circle.kept.decision, "line": circle.kept.line, "note": circle.kept.note}
    titles = {"decision": "summary.decision", "line": "summary.line", "note": "form.note.title"}
    keeps = circle.plan.keeps
    return tuple((w, words(titles[w]), text) for w, text in kept.items() if w in keeps)


def _promise(circle: Circle) -> str:
    """The promise that this guide keeps, and no more."""
    keeps = circle.plan.keeps
    if "question" in keeps and "steps" in keeps:
        return "form.approve.promise" if "line" in keeps else "form.approve.promise_steps"
    return "form.approve.promise_nothing"


def last_agreed(papers: Papers, circle: Circle) -> tuple[NextStep, ...]:
    """What the team agreed last time, which opens the circle."""
    drafts = [draft for draft in papers.drafts if draft.id != circle.id]
    return drafts[-1].kept.steps if drafts and drafts[-1].kept.steps else papers.steps


def facts_of(scene: Scene) -> dict[str, Any]:
    """The scene's facts by name, as a template wants them."""
    circle, phase = scene.circle, scene.circle.phase
    return {
        **vars(scene),
        "look": scene.look,
        "paired": phase.pattern is Pattern.PAIR,
        "after_round": phase.pattern is Pattern.ROUND,
        "mends": circle.writes_steps and phase.output is Output.STEPS,
    }


def _steps(
    steps: Sequence[NextStep], papers: Papers, circle: Circle | None, at: datetime
) -> tuple[StepShown, ...]:
    return tuple(step_shown(step, papers, circle, at) for step in steps)


def step_shown(step: NextStep, papers: Papers, circle: Circle | None, at: datetime) -> StepShown:
    """A next step with names and a date that can be read aloud."""
    team = papers.team
    language = circle.language if circle else team.language
    words = words_in(language)
    today = at.astimezone(ZoneInfo(team.zone)).date()
    return StepShown(
        id=step.id,
        who=listing([name_of(p, circle, team, words) for p in step.who], language),
        what=_with_outcome(step, papers, words),
        by=date_phrase(step.by, language, today),
        sign=step.sign,
    )


def _with_outcome(step: NextStep, papers: Papers, words: Words) -> str:
    """What was agreed, and what the team has said of it since."""
    outcome = papers.between.follow_up.outcomes.get(step.id)
    if outcome is None:
        return step.what
    return words("step.with_outcome", what=step.what, now=words(f"step.is.{outcome.value}"))
