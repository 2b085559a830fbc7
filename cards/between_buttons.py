"""The buttons of what is said between circles. What can no longer be chosen has none."""

from collections.abc import Iterator, Sequence

from cards.limits import TEAMS_BUTTONS
from cards.rows import ChatButton, main
from circle import between_notices, focus, meeting_notices, rota_notices, step_events
from circle.checkin import told
from circle.notices import Notice
from circle.occurrences import key_of
from circle.papers import Papers
from circle.rota import planned
from locales import Words

Buttons = list[ChatButton]

GATHERED = (
    meeting_notices.AgendaCame,
    meeting_notices.CanBegin,
    meeting_notices.TeamWord,
    between_notices.ForYou,
    between_notices.RoleNudge,
)
"""Messages of several things, with buttons of their own below."""


def between_buttons(notice: Notice, papers: Papers, words: Words) -> Buttons:
    """All buttons of one notice, the likeliest first."""
    return list(_buttons(notice, papers, words))


def pieces_of(
    notice: Notice, papers: Papers, words: Words
) -> tuple[list[tuple[Notice, Buttons]], Buttons]:
    """Each thing that is gathered in a message with its buttons, and the message's own below.

    A card has room for few: of several things each gets what it needs most.
    """
    items: Sequence[Notice] = getattr(notice, "items", ())
    own = list(_own(notice, papers, words, alone=not items))
    room, pieces = TEAMS_BUTTONS - len(own), list[tuple[Notice, Buttons]]()
    for item in items:
        found = between_buttons(item, papers, words)
        if len(items) > 1 or len(found) > room:
            found = _brief(item, found, papers, words)
        pieces.append((item, found[:room]))
        room -= len(found[:room])
    return pieces, own


def _own(notice: Notice, papers: Papers, words: Words, alone: bool) -> Iterator[ChatButton]:
    """What belongs to the whole message; the last makes it less."""
    team = {"team": papers.team.id}
    match notice:
        case meeting_notices.AgendaCame():
            about = {**team, "series": notice.series, "day": notice.day.isoformat()}
            yield main(ChatButton(words("button.prepare"), form="prepare", values=team))
            yield ChatButton(words("button.agenda"), form="agenda", values=team)
            if alone:
                yield ChatButton(words("button.meeting_move"), form="meeting", values=about)
        case between_notices.RoleNudge():
            yield ChatButton(words("button.roles"), form="roles", values=team)
        case meeting_notices.CanBegin():
            about = {**team, "series": notice.series, "day": notice.day.isoformat()}
            if _is_open(papers, notice.series, notice.day) and papers.circle is None:
                yield from _begin(papers, words, about)
    yield ChatButton(words("button.less"), form="less", values=team)


def _begin(papers: Papers, words: Words, about: dict[str, str]) -> Iterator[ChatButton]:
    """One press begins what was planned; without a question the form asks for it."""
    if not papers.between.agenda.question:
        yield main(ChatButton(words("button.start"), form="start", values=about))
        return
    yield main(ChatButton(words("button.start"), "begin_planned", values=about))
    yield ChatButton(words("button.begin_first"), form="start", values=about)


def _is_open(papers: Papers, series: str, day: object) -> bool:
    meeting = papers.between.meetings.get(f"{series}/{day}")
    return meeting is not None and meeting.open


def _brief(item: Notice, found: Buttons, papers: Papers, words: Words) -> Buttons:
    """The fewest buttons with which something can be answered: a form holds the rest."""
    match item:
        case meeting_notices.DayOffAsked(days=days) if len(days) == 1:
            forms = [each for each in found if each.form == "meeting"]
            return [
                ChatButton(words("button.choose"), form=each.form, values=each.values)
                for each in forms
            ]
        case step_events.StepNudge() if found:
            team = {"team": papers.team.id}
            return [ChatButton(words("button.follow_up"), form="follow_up", values=team)]
    return found[:2]


def _buttons(notice: Notice, papers: Papers, words: Words) -> Iterator[ChatButton]:
    match notice:
        case meeting_notices.DayOffAsked():
            yield from _day_off(notice, papers, words)
        case meeting_notices.MonthProposed(day=day) | meeting_notices.MeetingWentBy(proposed=day):
            about = {"team": papers.team.id, "series": notice.series}
            if day is not None and key_of(notice.series, day) not in papers.between.meetings:
                plan = {**about, "day": day.isoformat(), "clock": notice.clock.strftime("%H:%M")}
                yield main(ChatButton(words("move.plan"), "meeting_plan", values=plan))
                yield ChatButton(words("move.other"), form="meeting", values=about)
        case meeting_notices.MeetingFellOut():
            yield ChatButton(
                words("button.meeting_add"), form="meeting", values={"team": papers.team.id}
            )
        case _:
            yield from _of_person(notice, papers, words)


def _day_off(
    notice: meeting_notices.DayOffAsked, papers: Papers, words: Words
) -> Iterator[ChatButton]:
    """Move, another day, keep, skip; while the question waits."""
    meetings = papers.between.meetings
    asked = [meetings.get(key_of(notice.series, day)) for day in notice.days]
    waiting = [
        each
        for each in asked
        if each and each.open and not each.stands
        and each.question and each.question.asked == notice.asked
    ]  # fmt: skip
    if not waiting:
        return
    days = ",".join(each.day.isoformat() for each in waiting)
    about = {"team": papers.team.id, "series": notice.series, "asked": notice.asked.isoformat()}
    one = len(waiting) == 1 and waiting[0].day.isoformat()
    if one and notice.proposed is not None:
        clock, to = notice.clock.strftime("%H:%M"), notice.proposed.isoformat()
        move = {**about, "day": one, "to": to, "clock": clock}
        yield main(ChatButton(words("move.yes"), "meeting_move", values=move))
    if one:
        yield ChatButton(words("move.other"), form="meeting", values={**about, "day": one})
    yield ChatButton(words("move.skip"), "meeting_skip", values={**about, "days": days})
    yield ChatButton(words("move.keep"), "meeting_keep", values={**about, "days": days})


def _of_person(notice: Notice, papers: Papers, words: Words) -> Iterator[ChatButton]:
    team, rota = {"team": papers.team.id}, papers.between.rota
    match notice:
        case rota_notices.RoleCameToYou():
            yield ChatButton(words("button.roles"), form="roles", values=team)
        case rota_notices.SwapAsked() if (notice.role, notice.asker) in planned(rota, notice.day):
            about = {"role": notice.role.value, "day": notice.day.isoformat()}
            swap = {**team, **about, "other": notice.asker}
            yield main(ChatButton(words("swap.yes"), "swap_yes", values=swap))
            yield ChatButton(words("swap.no"), "swap_no", values=swap)
        case rota_notices.FocusAsked() if focus.asked(rota, notice.day) == notice.to:
            about = {**team, "day": notice.day.isoformat()}
            yield ChatButton(words("focus.yes"), "focus_yes", values=about)
            yield ChatButton(words("focus.no"), "focus_no", values=about)
        case told.CheckInvited(round=id) if papers.between.checks.find(id):
            yield ChatButton(words("check.answer"), form="check", values={**team, "round": id})
        case told.CheckOffered(round=open) if papers.between.checks.find(open.id):
            about = {**team, "round": open.id}
            yield ChatButton(words("check.answer"), form="check", values=about)
        case told.ChecksOffered() | told.CheckShown():
            yield ChatButton(words("check.choose_checks"), form="checks", values=team)
        case step_events.StepNudge() if papers.between.follow_up.find(notice.step.id):
            about = {**team, "step": notice.step.id}
            yield ChatButton(words("step.done"), "step_done", values=about)
            yield ChatButton(words("step.going"), form="step_persist", values=about)
            yield ChatButton(words("step.adjust"), form="step_adjust", values=about)
            yield ChatButton(words("step.rest"), "step_let_go", values=about)
