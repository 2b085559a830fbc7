"""Another day for one meeting, or a meeting that no rhythm gives."""

from collections.abc import Mapping
from datetime import date, datetime

from cards.form import Button, Clock, Day, Form, Section
from circle.between import MAIN, series_of
from circle.happenings import MeetingMoved, MeetingPlanned
from circle.occurrences import Occurrence, key_of
from circle.rhythm import moment
from dialogs.between.presses import USUAL_MINUTES
from dialogs.between.reading import Values, clock_in, date_in, one
from dialogs.between.rhythm_form import USUAL_CLOCK
from dialogs.occasion import Occasion
from dialogs.ports import Reply
from locales.dates import when_phrase


def meeting_form(
    occasion: Occasion, asked: Values, faults: Mapping[str, str] | None = None
) -> Form:
    """To move the meeting that was asked about, or to plan one where there is none."""
    words, faults = occasion.words, faults or {}
    meeting = open_meeting(occasion, asked)
    series = series_of(occasion.papers.between)
    usual = meeting.clock if meeting else series.clock if series else USUAL_CLOCK
    fields = (
        Day(
            name="to",
            label=words("form.meeting.to"),
            required=True,
            error=faults.get("to", ""),
            value=date_in(one(asked, "to")) or _proposed(meeting),
            earliest=occasion.today,
        ),
        Clock(
            name="clock",
            label=words("form.rhythm.clock"),
            error=faults.get("clock", ""),
            value=one(asked, "clock") or usual.strftime("%H:%M"),
        ),
    )
    return Form(
        id="meeting",
        title=words("form.meeting.move" if meeting else "form.meeting.add"),
        lead=_lead(occasion, meeting),
        sections=(Section("", fields, buttons=_others(occasion, meeting, asked)),),
        submit=words("button.meeting_move" if meeting else "button.meeting_add"),
        hidden={name: one(asked, name) for name in ("series", "day", "asked")},
    )


def _proposed(meeting: Occurrence | None) -> date | None:
    if meeting is None:
        return None
    return meeting.question.proposed if meeting.question else meeting.day


def _lead(occasion: Occasion, meeting: Occurrence | None) -> str:
    if meeting is None:
        return ""
    team = occasion.papers.team
    when = when_phrase(meeting.begins, team.zone, team.language, occasion.today)
    return occasion.words("form.meeting.is", when=when)


def _others(occasion: Occasion, meeting: Occurrence | None, asked: Values) -> tuple[Button, ...]:
    """A meeting can also be called off, and on a day off it can be kept."""
    if meeting is None:
        return ()
    words = occasion.words
    about = {
        "series": meeting.series,
        "days": meeting.day.isoformat(),
        "asked": one(asked, "asked"),
    }
    skip = Button(words("move.skip"), {"verb": "meeting_skip", **about}, quiet=True)
    if meeting.stands:
        return (skip,)
    return (Button(words("move.keep"), {"verb": "meeting_keep", **about}, quiet=True), skip)


def open_meeting(occasion: Occasion, asked: Values) -> Occurrence | None:
    """The meeting that was asked about, while something can be chosen about it."""
    day = date_in(one(asked, "day"))
    if day is None:
        return None
    found = occasion.papers.between.meetings.get(key_of(one(asked, "series") or MAIN, day))
    return found if found is not None and found.open else None


def read_meeting(occasion: Occasion, values: Values) -> MeetingMoved | MeetingPlanned | Reply:
    """A meeting on another day, or one more; or the form again."""
    words, faults = occasion.words, dict[str, str]()
    meeting, to = open_meeting(occasion, values), date_in(one(values, "to"))
    clock, zone = clock_in(one(values, "clock")), occasion.papers.team.zone
    if clock is None:
        faults["clock"] = words("form.needs_clock")
    elif to is None or moment(to, clock, zone) <= occasion.at:
        faults["to"] = words("form.needs_day")
    elif _is_taken(occasion, meeting, to):
        faults["to"] = words("form.meeting.taken")
    if faults or to is None or clock is None:
        return Reply(papers=occasion.papers, form=meeting_form(occasion, values, faults))
    if meeting is not None:
        asked = one(values, "asked")
        return MeetingMoved(
            at=occasion.at,
            series=meeting.series,
            days=(meeting.day,),
            who=occasion.who,
            asked=datetime.fromisoformat(asked) if asked else None,
            to=to,
            clock=clock,
        )
    series = series_of(occasion.papers.between)
    return MeetingPlanned(
        at=occasion.at,
        series=MAIN,
        days=(to,),
        who=occasion.who,
        clock=clock,
        zone=zone,
        minutes=series.minutes if series else USUAL_MINUTES,
    )


def _is_taken(occasion: Occasion, meeting: Occurrence | None, to: date) -> bool:
    """Whether the team meets that day already."""
    known = occasion.papers.between.meetings.get(key_of(MAIN, to))
    return known is not None and known.open and known is not meeting
