"""Who is the team? Asked once in a chat, where the people are known to the platform."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cards.form import Choice, Field, Form, Option, Section, Text
from circle.people import LARGEST, SMALLEST, Member, Team
from dialogs.ports import Reply
from dialogs.team_form import LONGEST_TEAM, faults_of
from locales import LANGUAGES, words_in

MOST_LISTED = 50
"""People who are listed one by one; of more, a chat lets one search."""

Values = Mapping[str, Sequence[str]]


def chat_team_form(
    team: Team,
    people: Sequence[Member],
    faults: Mapping[str, str] | None = None,
    listed: int = MOST_LISTED,
) -> Form:
    """The form, with the people of the conversation to choose from.

    They are proposed when they are few enough to be a team; of more, nobody is. Where there are
    more than `listed`, or where nobody is known, they are searched for.
    """
    words = words_in(team.language)
    fields = tuple(_fields(team, people, faults or {}, listed))
    return Form(
        id="team",
        title=words("form.team.title"),
        sections=(Section(title="", fields=fields),),
        submit=words("button.team_save"),
    )


def _fields(
    team: Team, people: Sequence[Member], faults: Mapping[str, str], listed: int
) -> Iterator[Field]:
    words = words_in(team.language)
    proposed = team.members or (people if len(people) <= LARGEST else ())
    known = {person.person for person in people}
    offered = (*people, *(member for member in team.members if member.person not in known))
    searched = not people or len(offered) > listed
    yield Text(
        name="name",
        label=words("form.team.name"),
        required=True,
        error=faults.get("name", ""),
        value=team.name,
        most=LONGEST_TEAM,
    )
    yield Choice(
        name="members",
        label=words("form.team.people"),
        hint=words("form.team.people_search" if searched else "form.team.people_few"),
        required=True,
        error=faults.get("names", ""),
        options=tuple(
            Option(each.person, each.name) for each in (proposed if searched else offered)
        ),
        chosen=tuple(member.person for member in proposed),
        many=True,
        searched=searched,
    )
    yield Choice(
        name="language",
        label=words("form.team.language"),
        options=tuple(Option(each, words(f"language.{each}")) for each in LANGUAGES),
        chosen=(team.language,),
        listed=True,
    )


def read_chat_team(
    team: Team, people: Sequence[Member], values: Values, listed: int = MOST_LISTED
) -> Team | Reply:
    """The team as it was chosen, or the form again with a sentence where it needs one."""
    language = next(iter(values.get("language", ())), team.language)
    chosen = set(values.get("members", ()))
    offered = {each.person: each for each in (*people, *team.members)}
    made = replace(
        team,
        name=" ".join(next(iter(values.get("name", ())), "").split()),
        language=language if language in LANGUAGES else team.language,
        members=tuple(offered[person] for person in offered if person in chosen),
    )
    faults = dict(_faults(made))
    return Reply(form=chat_team_form(made, people, faults, listed)) if faults else made


def _faults(team: Team) -> Iterator[tuple[str, str]]:
    """Two people of the same name are two people here; all else is as at a table."""
    words, count = words_in(team.language), len(team.members)
    yield from faults_of(team.language, team.name, [str(n) for n in range(SMALLEST)])
    if not SMALLEST <= count <= LARGEST:
        yield "names", words("answer.too_few" if count < SMALLEST else "answer.team_full")
