"""What a team chose when it starts a circle: read from the form, or proposed."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from circle.guide import Guide, Plan
from circle.people import Role, Seat
from circle.scaling import LONGEST, SHORTEST, plan_of, tight_rounds
from dialogs.between.planned import proposed
from dialogs.occasion import Occasion

Values = Mapping[str, Sequence[str]]

OURS = re.compile(r"[a-z0-9-]{1,24}")

LENGTHS = (25, 45, 60, 90)
"""Minutes that the form offers; a guide's table or its formula serves each of them."""

USUAL_LENGTH = 45
LONGEST_QUESTION = 300
FIRST_GUIDE, EMPTY_GUIDE = "laeringscirkel", "blank"


@dataclass(frozen=True)
class Choices:
    """What the form holds: as it was sent, or as it is proposed."""

    circle: str
    question: str
    guide: Guide
    minutes: int
    present: tuple[str, ...]
    facilitator: str
    owner: str
    second: str
    notes: str
    observer: str
    leader: str
    when: str
    clock: str
    tight: str


def choices_of(occasion: Occasion, values: Values) -> Choices:
    """What was sent; a form that nobody has seen yet is filled in with what is proposed."""
    if "circle" not in values:
        values = {**proposed(occasion, _one(values, "day")), **values}
    members = {m.person for m in occasion.papers.team.members}
    guides = occasion.guides
    guide = (
        guides.get(_one(values, "guide")) or guides.get(FIRST_GUIDE) or next(iter(guides.values()))
    )
    sent = [person for person in values.get("present", ()) if person in members]
    everybody = tuple(m.person for m in occasion.papers.team.members)
    present = tuple(sent) if sent or "circle" in values else everybody
    sent_minutes, tight = _one(values, "minutes"), _one(values, "tight")
    minutes = _minutes(sent_minutes) if sent_minutes else _proposed(guide, len(present), occasion)
    if tight.startswith("longer:"):
        minutes = _minutes(tight.removeprefix("longer:"))
    return Choices(
        circle=_own_id(_one(values, "circle")),
        question=" ".join(_one(values, "question").split()),
        guide=guide,
        minutes=minutes,
        present=present,
        facilitator=_one(values, "facilitator"),
        owner=_one(values, "owner"),
        second=_one(values, "second"),
        notes=_one(values, "notes"),
        observer=_one(values, "observer"),
        leader=_one(values, "leader"),
        when=_one(values, "when") or "now",
        clock=_one(values, "clock"),
        tight=tight,
    )


def _one(values: Values, name: str) -> str:
    found = values.get(name, ())
    return found[0].strip() if found else ""


def _own_id(text: str) -> str:
    """The id that our form gave the circle; a new one for anything else."""
    return text if OURS.fullmatch(text) else secrets.token_hex(5)


def _minutes(text: str) -> int:
    number = int(text) if text.isdecimal() and len(text) <= len(str(LONGEST)) else 0
    return number if SHORTEST <= number <= LONGEST else 0


def _proposed(guide: Guide, people: int, occasion: Occasion) -> int:
    """The usual length, or the next one in which no round is too short for so many."""
    seats = [Seat(person=str(number), name="") for number in range(people)]
    language = occasion.papers.team.language
    roomy = (
        length
        for length in LENGTHS
        if length >= USUAL_LENGTH and not tight_rounds(plan_of(guide, length, language), seats)
    )
    return next(roomy, USUAL_LENGTH)


def seats_of(occasion: Occasion, choices: Choices) -> tuple[Seat, ...]:
    return tuple(
        Seat(person=m.person, name=m.name, roles=_roles(choices, m.person))
        for m in occasion.papers.team.members
        if m.person in choices.present
    )


def _roles(choices: Choices, person: str) -> tuple[Role, ...]:
    owner = choices.owner or choices.facilitator
    held = {
        Role.FACILITATOR: choices.facilitator,
        Role.OWNER: owner if Role.FOCUS not in choices.guide.roles else "",
        Role.FOCUS: owner if Role.FOCUS in choices.guide.roles else "",
        Role.CO_FACILITATOR: choices.second,
        Role.NOTES: choices.notes,
        Role.OBSERVER: choices.observer,
        Role.LEADER: choices.leader,
    }
    return tuple(role for role, holder in held.items() if holder == person)


def plan_for(occasion: Occasion, choices: Choices, seats: Sequence[Seat]) -> Plan:
    language = occasion.papers.team.language
    minutes = choices.minutes or USUAL_LENGTH
    plan = plan_of(choices.guide, minutes, language)
    if choices.tight != "free":
        return plan
    free = tuple(tight.phase.id for tight in tight_rounds(plan, seats))
    return plan_of(choices.guide, minutes, language, free)


def begins_at(occasion: Occasion, choices: Choices) -> datetime | None:
    """When the dialogue happens: now, or later today on the team's own clock; None if neither."""
    if choices.when == "now":
        return occasion.at
    try:
        wall = time.fromisoformat(choices.clock.replace(".", ":"))
    except ValueError:
        return None
    zone = ZoneInfo(occasion.papers.team.zone)
    begins = datetime.combine(occasion.today, wall, zone).astimezone(occasion.at.tzinfo)
    return begins if begins > occasion.at else None
