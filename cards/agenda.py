"""The agenda of a meeting as it is shown: questions, what is only told, the task, and the roles."""

from dataclasses import dataclass
from datetime import date

from cards.names import name_of
from circle.between import with_rota_of
from circle.papers import Papers
from circle.rota import shown
from locales import Words


@dataclass(frozen=True, slots=True)
class AgendaShown:
    """Finished phrases; `roles` are pairs of a role and a name, without roles that are open."""

    questions: tuple[str, ...]
    operations: tuple[str, ...]
    task: str
    roles: tuple[tuple[str, str], ...]


def agenda_shown(papers: Papers, day: date, words: Words) -> AgendaShown:
    """What is planned for the meeting of that day."""
    agenda = papers.between.agenda
    rota = with_rota_of(papers.between, papers.team).rota
    return AgendaShown(
        questions=tuple(item.text for item in agenda.questions),
        operations=tuple(item.text for item in agenda.operations),
        task=agenda.task or words("pre.task_usual"),
        roles=tuple(
            (words(f"role_title.{each.role.value}"), name_of(each.holder, None, papers.team, words))
            for each in shown(rota, day)
            if each.holder is not None
        ),
    )
