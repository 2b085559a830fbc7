"""Who is in the team now: names are put right, people come and go for good."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cards.form import Choice, Field, Form, Option, Section, Text
from circle.household import TeamChanged
from circle.people import Member
from dialogs.occasion import Occasion
from dialogs.ports import Reply
from dialogs.team_form import LONGEST_TEAM, faults_of
from locales import LANGUAGES

Values = Mapping[str, Sequence[str]]


def members_form(occasion: Occasion) -> Form:
    """The team as it is, each name in a field of its own."""
    return _drawn(occasion, {}, {})


def read_members(occasion: Occasion, values: Values) -> TeamChanged | Reply:
    """The changed team, or the form again. An empty name takes a person out of the team."""
    team = occasion.papers.team
    kept = [(m, _text(values, f"member-{n}", m.name)) for n, m in enumerate(team.members)]
    new = [" ".join(line.split()) for line in _lines(values) if line.strip()]
    members = [Member(m.person, name) for m, name in kept if name]
    members += [Member(f"table:{team.id}:{secrets.token_hex(4)}", name) for name in new]
    language = _text(values, "language", team.language)
    changed = replace(
        team,
        name=_text(values, "name", team.name),
        language=language if language in LANGUAGES else team.language,
        members=tuple(members),
    )
    faults = dict(faults_of(team.language, changed.name, [m.name for m in members]))
    if faults:
        return Reply(papers=occasion.papers, form=_drawn(occasion, values, faults))
    return TeamChanged(at=occasion.at, team=changed)


def _drawn(occasion: Occasion, values: Values, faults: Mapping[str, str]) -> Form:
    words = occasion.words
    return Form(
        id="members",
        title=words("form.team.title"),
        lead=words("form.team.change"),
        sections=(Section(title="", fields=tuple(_fields(occasion, values, faults))),),
        submit=words("button.send"),
    )


def _fields(occasion: Occasion, values: Values, faults: Mapping[str, str]) -> Iterator[Field]:
    """One field for each name, as it was typed or as it is."""
    words, team = occasion.words, occasion.papers.team
    yield Text(
        name="name",
        label=words("form.team.name"),
        required=True,
        error=faults.get("name", ""),
        value=_text(values, "name", team.name),
        most=LONGEST_TEAM,
    )
    for number, member in enumerate(team.members):
        name = f"member-{number}"
        label = words("form.team.member", count=number + 1)
        yield Text(name=name, label=label, value=_text(values, name, member.name))
    yield Text(
        name="names",
        label=words("form.team.more"),
        error=faults.get("names", ""),
        value="\n".join(_lines(values)),
        lines=2,
    )
    yield Choice(
        name="language",
        label=words("form.team.language"),
        options=tuple(Option(each, words(f"language.{each}")) for each in LANGUAGES),
        chosen=(_text(values, "language", team.language),),
    )


def _text(values: Values, name: str, usual: str) -> str:
    found = values.get(name)
    return " ".join(found[0].split()) if found else usual


def _lines(values: Values) -> list[str]:
    found = values.get("names", ())
    return found[0].split("\n") if found else []
