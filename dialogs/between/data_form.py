"""What is kept of one person in one team, shown to that person alone (GDPR, article 15)."""

from collections.abc import Iterator
from datetime import date

from cards.form import Fact, Form, Section
from circle.answers import PrivacyShown
from circle.between import Reminder, day_of_next
from circle.notices import Answer
from circle.people import PersonId
from circle.rhythm import day_of
from circle.rota import GOES_ROUND, history, planned
from dialogs.occasion import Occasion
from locales.dates import date_phrase


def data_form(occasion: Occasion) -> Form | Answer:
    """Each thing under what it is; what cannot be found, since it bears no name, is said."""
    if not occasion.who:  # a table, where all read the same screen
        return PrivacyShown()
    words, person = occasion.words, occasion.who
    facts = tuple(Fact(words(f"mydata.{what}"), value) for what, value in _kept(occasion, person))
    return Form(
        id="mydata",
        title=words("button.mydata"),
        lead=words("mydata.lead", team=occasion.papers.team.name),
        sections=(Section("", facts=facts),),
        note=words("mydata.note"),
    )


def _kept(occasion: Occasion, person: PersonId) -> Iterator[tuple[str, str]]:
    words, papers = occasion.words, occasion.papers
    yield "name", papers.team.name_of(person) or ""
    yield "id", person
    between = papers.between
    for away in between.rota.away:
        if away.person == person:
            yield "away", _date(occasion, away.until)
    day = day_of_next(between, papers.team, occasion.at)
    if roles := [role for role, who in planned(between.rota, day) if who == person]:
        yield "roles", ", ".join(words(f"role_title.{role.value}") for role in roles)
    if between.rota.willing == person:
        yield "willing", words("mydata.yes")
    had = {
        day_of(at, papers.team.zone)
        for role in GOES_ROUND
        for at, who in history(occasion.summaries, role)
        if who == person
    }
    if had:
        yield "had", ", ".join(_date(occasion, each) for each in sorted(had))
    for step in between.follow_up.steps:
        if person in step.who:
            yield "step", step.what
    for item in between.agenda.items:
        if item.who == person:
            yield "item", item.text
    if prepared := between.agenda.prepared.get(person, ""):
        yield "prepared", prepared
    for snag in between.agenda.snags_of(person):
        yield "snag", snag.text
    off = between.lighter.get(person, ())
    if off:
        names = (words(f"form.less.{each.value}") for each in Reminder if each in off)
        yield "off", ", ".join(names)
    if last := between.said.get(person):
        yield "said", _date(occasion, day_of(last, papers.team.zone))
    for circle in papers.circles:
        if any(seat.person == person for seat in circle.seats):
            yield "circle", _date(occasion, day_of(circle.begins, papers.team.zone))


def _date(occasion: Occasion, day: date) -> str:
    return date_phrase(day, occasion.papers.team.language, occasion.today)
