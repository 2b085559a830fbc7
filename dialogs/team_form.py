"""Who is the team? Asked once, for a team that has only the table."""

from collections.abc import Iterator, Mapping, Sequence

from cards.form import Choice, Form, Option, Section, Text
from circle.people import LARGEST, SMALLEST, Member, Team
from dialogs.ports import Reply
from locales import LANGUAGES, words_in

LONGEST_NAME = 255
"""Of a person; long enough for every name on record."""

LONGEST_TEAM = 100


def team_form(
    language: str, name: str = "", names: str = "", faults: Mapping[str, str] | None = None
) -> Form:
    """The form in this language."""
    words, faults = words_in(language), faults or {}
    return Form(
        id="team",
        title=words("form.team.title"),
        sections=(
            Section(
                title="",
                fields=(
                    Text(
                        name="name",
                        label=words("form.team.name"),
                        required=True,
                        error=faults.get("name", ""),
                        value=name,
                        most=LONGEST_TEAM,
                    ),
                    Text(
                        name="names",
                        label=words("form.team.people"),
                        hint=words("form.team.people_hint"),
                        required=True,
                        error=faults.get("names", ""),
                        value=names,
                        lines=6,
                        most=LARGEST * (LONGEST_NAME + 1),
                    ),
                    Choice(
                        name="language",
                        label=words("form.team.language"),
                        options=tuple(
                            Option(each, words(f"language.{each}")) for each in LANGUAGES
                        ),
                        chosen=(language,),
                    ),
                ),
            ),
        ),
        submit=words("form.team.button"),
    )


def read_team(id: str, name: str, names: Sequence[str], language: str, zone: str) -> Team | Reply:
    """A team, or the form again with a sentence at each field that needs something."""
    language = language if language in LANGUAGES else "en"
    title = " ".join(name.split())
    people = [" ".join(line.split()) for line in names if line.strip()]
    faults = dict(faults_of(language, title, people))
    if faults:
        return Reply(form=team_form(language, title, "\n".join(people), faults))
    members = tuple(Member(f"table:{id}:{n}", person) for n, person in enumerate(people))
    return Team(id=id, name=title, tenant="table", language=language, zone=zone, members=members)


def faults_of(language: str, title: str, people: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What the name of a team and its people need, by field."""
    words = words_in(language)
    if not title:
        yield "name", words("answer.name_empty")
    if len(title) > LONGEST_TEAM:
        yield "name", words("err.toolong", max=LONGEST_TEAM)
    if any(len(person) > LONGEST_NAME for person in people):
        yield "names", words("err.toolong", max=LONGEST_NAME)
    elif len(people) < SMALLEST:
        yield "names", words("answer.too_few")
    elif len(people) > LARGEST:
        yield "names", words("answer.team_full")
    elif twice := next((p for n, p in enumerate(people) if _known(p, people[:n])), None):
        yield "names", words("answer.name_taken", name=twice)


def _known(person: str, others: Sequence[str]) -> bool:
    return person.casefold() in {other.casefold() for other in others}
