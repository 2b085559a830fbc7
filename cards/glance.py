"""What everybody should see at a glance on a shared card in a chat, beside the scene itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from cards.cues import cues_of
from cards.limits import TEAMS_VIEWERS
from cards.pace import minutes_phrase
from cards.phrases import stopped
from cards.rows import ChatButton, rows_of
from cards.scene import Scene, facts_of
from cards.view import View
from circle.guide import Output
from circle.state import Circle, Part, Stage
from circle.turns import has_round
from locales import Words
from locales.dates import listing


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks at a shared card, and what is shown to them alone.

    `told` is a sentence on top; `viewers` are those for whom the card is drawn anew by itself;
    `screen` is the address of the big screen; `mine` adds the button to one's own card.
    """

    view: View
    asides: tuple[str, ...] = ()
    told: str = ""
    viewers: tuple[str, ...] = ()
    screen: str = ""
    mine: bool = False


def glance_of(scene: Scene, look: Look) -> Mapping[str, Any]:
    """All that the template wants."""
    circle, words, here = scene.circle, scene.words, scene.circle.course.phase
    following = scene.phases[here + 1] if here + 1 < len(scene.phases) else ""
    cues = cues_of(circle, words, look.asides) if look.view is View.FACILITATOR else ()
    return {
        **facts_of(scene),
        "told": look.told,
        "viewers": look.viewers[:TEAMS_VIEWERS],
        "rows": rows_of(circle, words, look.view, look.screen, look.mine),
        "cues": cues,
        "before": scene.phases[here - 1] if here else "",
        "following": following,
        "when": " ".join(_when(scene, following)),
        "people": listing([seat.name for seat in circle.seats if seat.here], scene.language),
        "agreed": _agreed(scene),
        "aloud": partial(_aloud, scene),
    }


def _aloud(scene: Scene, each: ChatButton) -> str:
    """What a screen reader says of a button that hands on the word: who or what comes next."""
    if each.verb not in {"done", "pass"} or not scene.after:
        return ""
    words = scene.words
    then = stopped(words("run.after", next=scene.after))
    return words("card.aloud", label=each.label, then=then)


def _when(scene: Scene, following: str) -> Iterator[str]:
    """How long it takes, and who or what comes next, unless the next phase is told already."""
    yield from _length(scene.circle, scene.words)
    if scene.after != following:
        yield stopped(scene.words("run.after", next=scene.after))


def _length(circle: Circle, words: Words) -> Iterator[str]:
    """How long a turn is, or the phase where nobody has turns; never a clock that runs."""
    course = circle.course
    if circle.stage is not Stage.RUNNING or course.part is Part.REST:
        return
    if course.part is Part.WORD:
        each = "card.each" if has_round(circle) and course.waiting else "card.about"
        if circle.phase.sentence:
            yield words("card.sentence")
        elif course.share is not None:
            yield words(each, minutes=minutes_phrase(course.share, words))
    elif course.phase_began and course.phase_ends:
        seconds = int((course.phase_ends - course.phase_began).total_seconds())
        yield words("card.about", minutes=minutes_phrase(seconds, words))


def _agreed(scene: Scene) -> bool:
    """Whether the steps of today are shown: while they are made, and after that."""
    phases = scene.circle.plan.phases[: scene.circle.course.phase + 1]
    return bool(scene.steps) and any(phase.output is Output.STEPS for phase in phases)
