"""The one or two buttons that people need next, on a private word or an answer in a chat."""

from collections.abc import Iterator

from cards.between_buttons import GATHERED, between_buttons, pieces_of
from cards.presses import press_of
from cards.rows import ChatButton, button, chat_button, main
from circle import agenda_events, answers, between_answers, notices, whispers
from circle.notices import Notice
from circle.papers import Papers
from circle.possible import Move, possible_moves
from circle.state import Circle, Stage
from locales import Words

MOST_TEAMS = 5
"""Teams that have a button each; of more, one is chosen from a list."""


def buttons_of(
    notice: Notice, papers: Papers, circle: Circle | None, words: Words
) -> list[ChatButton]:
    """The buttons of a notice. What can no longer be done has none."""
    if isinstance(notice, GATHERED):
        return pieces_of(notice, papers, words)[1]
    found = list(_in_circle(notice, circle, words)) if circle else []
    found = found or between_buttons(notice, papers, words)
    found = found or list(_anywhere(notice, papers, words))
    if isinstance(notice, answers.WhichTeam) or not found:
        return found
    return [main(found[0]), *found[1:]]


def _in_circle(notice: Notice, circle: Circle, words: Words) -> Iterator[ChatButton]:
    """What can be done with the circle as it is now."""
    match notice:
        case whispers.YourWord() | whispers.TimeIsUp() if circle.speaking == notice.to:
            yield button(circle, words, "done", "done")
            yield button(circle, words, "pass", "pass")
        case whispers.SpeakerTimeIsUp() | whispers.PhaseTimeIsUp():
            yield from _moves(circle, words, Move.MORE_TIME, Move.GO_ON)
        case whispers.ReadyForNext():
            yield from _moves(circle, words, Move.GO_ON)
        case whispers.BreakIsOver():
            yield from _moves(circle, words, Move.BEGIN, Move.RESUME)
        case whispers.RoleOfferedBack() if circle.stands_in_for is not None:
            yield button(circle, words, "take_back", "take_back")
        case notices.TakeOverOffered() if circle.course.offered:
            yield button(circle, words, "take_over", "take_over")
        case notices.CircleEnded() | notices.CircleClosedItself() if circle.stage is Stage.DRAFT:
            yield _draft(circle, words)
        case (
            notices.MovedOn() | answers.AlreadyRunning() | answers.NowIs() | answers.RunsElsewhere()
        ):
            yield button(circle, words, "look", "show")


def _moves(circle: Circle, words: Words, *wanted: Move) -> Iterator[ChatButton]:
    """Those of these moves that the facilitator has now."""
    possible = possible_moves(circle)
    for move in wanted:
        if move in possible:
            yield chat_button(circle, press_of(circle, move, words))


def _draft(circle: Circle, words: Words) -> ChatButton:
    """The draft is read before it is kept, as it is when it is read; some leave nothing to read."""
    if circle.plan.keeps:
        return button(circle, words, "look", "to_summary")
    return button(circle, words, "keep_nothing", "keep_nothing")


def _anywhere(notice: Notice, papers: Papers, words: Words) -> Iterator[ChatButton]:
    """What can be done without looking at the circle of the notice."""
    team = {"team": papers.team.id}
    match notice:
        case answers.WhichTeam(teams=teams) if len(teams) <= MOST_TEAMS:
            for id, name in teams:
                yield ChatButton(name, "ask", values={"team": id, "text": notice.text})
        case _ if not papers.team.members:
            yield from _without_team(notice, papers, words)
        case answers.Help() | answers.NotUnderstood():
            yield _begin(papers, words)
            yield ChatButton(words("button.next"), "ask", values={**team, "text": "next"})
            yield ChatButton(words("button.status"), "ask", values={**team, "text": "status"})
            yield _mend_team(papers, words)
        case answers.StartOffered() | answers.TeamChosen():
            yield _begin(papers, words)
            yield _mend_team(papers, words)
        case answers.NextSteps() if papers.between.follow_up.steps:
            yield ChatButton(words("button.follow_up"), form="follow_up", values=team)
            yield _begin(papers, words)
        case answers.Status() | notices.CircleIsOver() | answers.Guides() | answers.NextSteps():
            yield _begin(papers, words)
        case agenda_events.AgendaAsked() | agenda_events.AgendaKept():
            yield ChatButton(words("button.agenda_mend"), form="agenda", values=team)
            yield ChatButton(words("button.prepare"), form="prepare", values=team)
        case between_answers.FeedMadeNew():
            yield ChatButton(words("button.feed"), form="feed", values=team)
        case answers.MyDataOffered():
            yield ChatButton(words("button.mydata"), form="mydata", values=team)
        case agenda_events.SnagOffered():
            yield ChatButton(words("button.snag"), form="snag", values=team)
        case between_answers.RhythmShown():
            yield ChatButton(words("button.rhythm_mend"), form="rhythm", values=team)
            yield ChatButton(words("button.roles"), form="roles", values=team)
        case between_answers.RolesShown():
            yield ChatButton(words("button.roles_mend"), form="roles", values=team)
            yield ChatButton(words("button.rhythm"), form="rhythm", values=team)
        case answers.TableLink():
            yield ChatButton(words("button.screen"), url=notice.url)


def _without_team(notice: Notice, papers: Papers, words: Words) -> Iterator[ChatButton]:
    """Where nobody has said yet who the team is, that comes first."""
    match notice:
        case answers.TeamAsked():
            yield ChatButton(words("button.team"), form="team", values={"team": notice.team})
        case answers.Help() | answers.NotUnderstood() if papers.team.id:
            yield ChatButton(words("button.team"), form="team", values={"team": papers.team.id})


def _mend_team(papers: Papers, words: Words) -> ChatButton:
    values = {"team": papers.team.id}
    return ChatButton(words("button.team_mend"), form="team", values=values)


def _begin(papers: Papers, words: Words) -> ChatButton:
    """To the running circle, or to the form that starts one."""
    if papers.circle is not None:
        return button(papers.circle, words, "look", "show")
    return ChatButton(words("start.title"), form="start", values={"team": papers.team.id})
