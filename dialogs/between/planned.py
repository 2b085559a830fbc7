"""The circle that was planned: what the start form proposes, and one press that begins it."""

from collections.abc import Mapping, Sequence
from datetime import date

from circle.between import MAIN, next_meeting, series_of, with_rota_of
from circle.occurrences import Occurrence, key_of
from circle.people import PersonId, Role
from circle.rhythm import day_of
from circle.rota import Rota, planned
from dialogs.occasion import Occasion

Values = Mapping[str, Sequence[str]]


def todays_meeting(occasion: Occasion, day: str = "") -> Occurrence | None:
    """The meeting on the button, else the one of today."""
    between, team = occasion.papers.between, occasion.papers.team
    if day:
        try:
            return between.meetings.get(key_of(MAIN, date.fromisoformat(day)))
        except ValueError:
            return None
    ahead = next_meeting(between, occasion.at)
    today = day_of(occasion.at, team.zone)
    return ahead if ahead is not None and ahead.day == today else None


def proposed(occasion: Occasion, day: str = "") -> Mapping[str, Sequence[str]]:
    """What the start form holds before anybody has chosen: who is here, and whose turn it is."""
    between, team = occasion.papers.between, occasion.papers.team
    meeting, series = todays_meeting(occasion, day), series_of(between)
    rota, today = with_rota_of(between, team).rota, day_of(occasion.at, team.zone)
    here = rota.here_on(today)
    members = [member.person for member in team.members]
    held = dict(planned(rota, today)) if _goes_round(rota, occasion) else {}
    question = between.agenda.question
    found: dict[str, Sequence[str]] = {
        "question": [question] if question else [],
        "present": [person for person in members if person in here] or members,
        "facilitator": _holder(held, Role.FACILITATOR),
        "second": _holder(held, Role.CO_FACILITATOR),
        "owner": _holder(held, Role.FOCUS) or _holder(held, Role.OWNER),
        "notes": _holder(held, Role.NOTES),
        "observer": _holder(held, Role.OBSERVER),
    }
    if meeting is not None or series is not None:
        minutes = meeting.minutes if meeting else series.minutes if series else 0
        found["minutes"] = [str(minutes)]
    if meeting is not None and meeting.open:
        found["circle"] = [f"m-{meeting.day.isoformat()}"]
    return {name: value for name, value in found.items() if value}


def _goes_round(rota: Rota, occasion: Occasion) -> bool:
    """Roles are proposed where they have begun to go round; a first circle is free to choose."""
    return bool(occasion.papers.between.rhythm.series) or any(line.had for line in rota.lines)


def _holder(held: Mapping[Role, PersonId], role: Role) -> list[str]:
    return [held[role]] if role in held else []
