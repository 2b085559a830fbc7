"""A deed of a conversation as the values that a button or a form sends."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from zlib import crc32

from circle.papers import Papers
from circle.people import PersonId
from circle.state import Circle
from tests.conversations.between import FORMS, PRESSES, between_form, between_press
from tests.conversations.telling import Deed

LIST = ", "


def person(papers: Papers, name: str) -> PersonId:
    """The person with this name: seated today, or of the team."""
    circle = papers.shown
    seats = circle.seats if circle else ()
    found = [s.person for s in seats if s.name == name]
    found += [m.person for m in papers.team.members if m.name == name]
    return found[0] if found else f"stranger:{name}"


def press_values(
    deed: Deed, papers: Papers, seen: tuple[str, int, int], at: datetime | None = None
) -> dict[str, str]:
    """What a button sends; `seen` is circle, turn and extra of the card that was pressed."""
    if deed.verb in PRESSES and at is not None:
        return between_press(named(deed, papers), papers, person(papers, deed.who), at)
    circle, turn, extra = seen
    values = {"verb": deed.parts.get("verb", deed.verb), "circle": circle, "turn": str(turn)}
    values["who"] = person(papers, deed.who)
    if deed.verb in {"out", "here", "leave"}:
        values["person"] = values["who"]
    if deed.verb == "more_time":
        values["extra"] = str(extra)
    if deed.verb == "join":
        values["name"] = deed.who
        if values["who"].startswith("stranger:"):
            del values["who"]
    if "to" in deed.parts:
        values["to"] = person(papers, deed.parts["to"])
    if "order" in deed.parts:
        people = deed.parts["order"].split(LIST)
        values["order"] = ",".join(person(papers, name) for name in people)
    if deed.verb == "drop_step" and papers.shown:
        values["step"] = papers.shown.kept.steps[int(deed.parts["step"]) - 1].id
    for name in ("role", "minutes"):
        if name in deed.parts:
            values[name] = deed.parts[name]
    return values


def named(deed: Deed, papers: Papers) -> Deed:
    """The deed with the person that it names."""
    if "other" not in deed.parts:
        return deed
    return replace(deed, parts={**deed.parts, "other": person(papers, deed.parts["other"])})


def form_values(deed: Deed, papers: Papers, today: date) -> tuple[str, dict[str, list[str]]]:
    """The name of a form, and what it sends."""
    if deed.verb in FORMS:
        return between_form(named(deed, papers), papers, person(papers, deed.who), today)
    parts = deed.parts
    if deed.verb == "start":
        return "start", _start(deed, papers)
    circle = papers.shown.id if papers.shown else ""
    writer = {"circle": [circle], "writer": [person(papers, deed.who)]}
    if deed.verb == "text":
        return parts["kind"], {**writer, "text": [parts.get("text", "")]}
    doers = [person(papers, name.strip()) for name in parts["doers"].split(",")]
    by = today + timedelta(days=int(parts["by"].removeprefix("in ").split()[0]))
    step = {"step": [f"step{parts['nth']}"], "who": doers, "by": [by.isoformat()]}
    return "step", {**writer, **step, "what": [parts["what"]], "sign": [parts["sign"]]}


def _start(deed: Deed, papers: Papers) -> dict[str, list[str]]:
    parts = deed.parts
    roles = dict(role.strip().split(" ", 1) for role in parts["roles"].split(",") if role.strip())
    away = {name.strip() for name in roles.pop("without", "").split(" and ")}
    present = [m.person for m in papers.team.members if m.name not in away]
    values = {
        "circle": [f"circle-{crc32(repr(deed).encode()):x}"],
        "question": [parts.get("question", "")],
        "guide": [parts["guide"]],
        "minutes": [parts["length"]],
        "present": present,
    }
    when = roles.pop("at", "")
    if when:
        values |= {"when": ["later"], "clock": [when]}
    if "round" in roles:
        values["tight"] = [roles.pop("round")]
    return values | {role: [person(papers, name)] for role, name in roles.items()}


def card_of(circle: Circle | None) -> tuple[str, int, int]:
    """Circle, turn and extra as the card on the screen has them."""
    if circle is None:
        return ("", 0, 0)
    return (circle.id, circle.course.turn, circle.course.extra)


Values = Mapping[str, str]
