"""What the facilitator alone should know now. It follows from the state, so a reload keeps it."""

from collections.abc import Iterator, Sequence

from circle.guide import Pace, Pattern
from circle.scaling import in_language
from circle.state import Circle, Part, Stage
from locales import Words


def cues_of(circle: Circle, words: Words, asides: Sequence[str] = ()) -> tuple[str, ...]:
    """The facilitator's cues: what waits for a decision first, then the guide's own."""
    guides_own = circle.phase.cue.get(circle.language) or circle.phase.cue.get("en") or ()
    own = guides_own if circle.stage in {Stage.RUNNING, Stage.PAUSED} else ()
    return (*_decisions(circle, words), *asides, *_hints(circle, words), *own)


def _decisions(circle: Circle, words: Words) -> Iterator[str]:
    course, facilitator = circle.course, circle.facilitator
    waits = course.waits_since is not None
    if circle.stage is Stage.GATHERING and waits:
        yield words("told.begin_now")
    if circle.stage is Stage.PAUSED and waits:
        yield words("told.break_over")
    if circle.stage is not Stage.RUNNING:
        return
    if circle.speaker and course.time_told and circle.speaker != facilitator:
        yield words("run.time.facilitator", speaker=circle.speaker.name)
    if course.phase_told:
        yield words("told.phase_time")
    if course.part is Part.REST:
        after_round = circle.phase.pattern is Pattern.ROUND
        yield words("cue.all_spoke" if after_round else "told.phase_done")


def _hints(circle: Circle, words: Words) -> Iterator[str]:
    number, course = circle.stands_in_for, circle.course
    if number is not None and circle.seats[number].here and circle.return_told:
        yield words("say_to", name=circle.seats[number].name, text=words("people.return"))
    timed = course.part is Part.WORD and course.began and course.ends
    if timed and course.began and course.ends and circle.phase.pace is Pace.EQUAL:
        seconds = (course.ends - course.began).total_seconds()
        if circle.phase.pattern is Pattern.ROUND and seconds <= circle.phase.shortest_turn:
            yield words("cue.short")


def reader_of(circle: Circle) -> str | None:
    """Who reads the draft aloud: the one who notes, else the facilitator."""
    holders = [s for s in circle.seats if s.here and "notes" in s.roles]
    reader = holders[0] if holders else circle.facilitator
    return reader.name if reader else None


def prompts_of(circle: Circle) -> tuple[str, ...]:
    """What the phase asks, the first of them large."""
    prompt = circle.phase.prompt
    return prompt.get(circle.language) or prompt.get("en") or ()


def after_this(circle: Circle, words: Words) -> str:
    """Who or what comes next: the next speaker, the free talk, the next phase."""
    number = circle.next_up
    if circle.course.part is Part.WORD and number is not None:
        return circle.seats[number].name
    phase = circle.phase
    if circle.course.part is Part.WORD and phase.then_free:
        return words("free.title")
    if circle.last_phase:
        return words("summary.title")
    return in_language(circle.plan.phases[circle.course.phase + 1].name, circle.language)
