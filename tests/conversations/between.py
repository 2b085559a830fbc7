"""What people do between circles, as the values that a button or a form sends."""

from datetime import date, datetime, timedelta

from circle.again import MISSED
from circle.between import OF_TEAM, Reminder
from circle.checkin.rounds import CLOSING
from circle.occurrences import Occurrence
from circle.papers import Papers
from circle.people import PersonId
from circle.rhythm import Weekday, day_of
from tests.conversations.telling import Deed

FORMS = {"rhythm", "away", "swap", "less", "pauses", "agenda", "prepare", "snag", "checks", "check"}
PRESSES = {
    "meeting_move", "meeting_keep", "meeting_skip", "meeting_plan", "begin_planned",
    "swap_yes", "swap_no", "role_back", "step_said", "snag_open",
    "send_again",
}  # fmt: skip

Values = dict[str, list[str]]


def between_form(deed: Deed, papers: Papers, who: PersonId, today: date) -> tuple[str, Values]:
    """The name of a form, and what it sends; a table names who it is about."""
    parts = deed.parts
    match deed.verb:
        case "rhythm":
            weekday = str(int(Weekday[parts["weekday"].upper()]))
            clock = parts["clock"].replace(".", ":")
            return "rhythm", {"kind": [parts["kind"]], "weekday": [weekday], "clock": [clock]}
        case "pauses":
            days = {n: [later(parts[n], today).isoformat()] for n in ("pause_from", "pause_to")}
            return "rhythm", days
        case "away":
            return "away", {"until": [later(parts["until"], today).isoformat()], "person": [who]}
        case "agenda":
            return "agenda", {"text": [parts["text"]], "item": ["i1"], "operations": ["no"]}
        case "prepare":
            return "prepare", {"text": [parts["text"]], "person": [who]}
        case "snag":
            return "snag", {"text": [parts["text"]], "snag": ["s1"], "kind": ["snag"]}
        case "checks":
            return "checks", {"threshold": [parts["threshold"]]}
        case "check":
            steps = dict(zip(CLOSING, ([step] for step in parts["steps"].split()), strict=True))
            number = papers.between.checks.number
            return "check", {"round": [f"{papers.team.id}_{number}"], "person": [who], **steps}
        case "less":
            off = {each.strip() for each in parts["off"].split(",")}
            ticked = [each.value for each in Reminder if each.value not in off]
            ours = [each for each in ticked if Reminder(each) in OF_TEAM]
            return "less", {"ours": ours, "mine": [each for each in ticked if each not in ours]}
    return "swap", {"role": [parts["role"]], "other": [parts["other"]], "person": [who]}


def between_press(deed: Deed, papers: Papers, who: PersonId, at: datetime) -> dict[str, str]:
    """What a button sends, as it stands on the newest card about it."""
    parts, verb = deed.parts, deed.verb
    meeting = asked_about(papers, at)
    values = {"verb": verb, "who": who, "series": "circle"}
    if meeting is not None:
        day, question = meeting.day.isoformat(), meeting.question
        values |= {"day": day, "days": day, "clock": meeting.clock.strftime("%H:%M")}
        if question is not None and not meeting.stands:
            values["asked"] = question.asked.isoformat()
    match verb:
        case "meeting_move":
            today = day_of(at, papers.team.zone)
            values["to"] = later(parts["to"], today).isoformat()
        case "swap_yes" | "swap_no":
            values |= {"other": parts["other"], "role": parts["role"]}
        case "role_back":
            values |= {"role": parts["role"], "person": who}
        case "snag_open":
            return {"verb": verb, "who": who, "snag": papers.between.agenda.snags_of(who)[0].id}
        case "send_again":
            missed = [r.id for r in papers.told.values() if r.kind and r.delivery in MISSED]
            return {"verb": verb, "who": who, "promise": missed[-1]}
        case "step_said":
            step = papers.between.follow_up.steps[0].id
            return {"verb": f"step_{parts['outcome']}", "who": who, "step": step}
    return values


def asked_about(papers: Papers, at: datetime) -> Occurrence | None:
    """The meeting whose question waits, else the next one."""
    found = [each for each in papers.between.meetings.values() if each.open and each.ends > at]
    waiting = [each for each in found if each.question and not each.stands]
    return min(waiting or found, key=lambda each: each.begins, default=None)


def later(text: str, today: date) -> date:
    """`in 5 days`."""
    return today + timedelta(days=int(text.removeprefix("in ").split()[0]))
