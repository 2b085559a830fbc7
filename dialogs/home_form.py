"""What one person sees when they look at the bot itself: their teams, and what is theirs to do."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from cards.form import Button, Fact, Form, Section
from circle.between import next_meeting
from circle.next_steps import Agreed
from circle.rota import shown
from dialogs.between.roles_form import day_of_roles, rota_of
from dialogs.commands import Command, only_helps
from dialogs.occasion import Occasion
from locales import LANGUAGES, Words, words_in
from locales.dates import date_phrase, listing, when_phrase

MOST_HELPED = 25
"""Teams from outside that one page has room for."""


def home_form(seen: Sequence[Occasion], language: str) -> Form:
    """A section for each team of who asks and for each that they help, and the page's language."""
    words = words_in(language)
    helped = sorted((each for each in seen if only_helps(each)), key=_begins)
    own = [each for each in seen if not only_helps(each)]
    tongues = tuple(
        Button(words(f"language.{each}"), {"verb": "language", "to": each})
        for each in LANGUAGES
        if each != language
    )
    return Form(
        id="home",
        title=words("home.title"),
        lead=words(_lead(own, helped)),
        sections=(
            *(_of_team(each, words) for each in own),
            *_of_helped(helped, words),
            Section(words("home.language"), buttons=tongues),
        ),
        note=words("who.machine"),
    )


def _lead(own: Sequence[Occasion], helped: Sequence[Occasion]) -> str:
    if own:
        return "home.lead"
    return "home.lead_helper" if helped else "home.no_team"


def _begins(occasion: Occasion) -> datetime:
    """When the team meets next; those for whom nothing is planned come last."""
    ahead = next_meeting(occasion.papers.between, occasion.at)
    return ahead.begins if ahead else datetime.max.replace(tzinfo=UTC)


def _of_helped(helped: Sequence[Occasion], words: Words) -> Iterator[Section]:
    """Of a team that this person helps from afar: when it meets, and whether messages came."""
    if not helped:
        return
    few = len(helped) <= MOST_HELPED
    yield Section(words("home.helped") if few else words("home.helped_first", count=MOST_HELPED))
    for each in helped[:MOST_HELPED]:
        asks = {"verb": "ask", "text": Command.STATUS.value, "team": each.papers.team.id}
        yield Section(
            title=each.papers.team.name,
            facts=(Fact(words("home.next"), _next(each, words)),),
            buttons=(Button(words("button.status"), asks),),
        )


def _of_team(occasion: Occasion, words: Words) -> Section:
    """When the team meets, what this person looks after then, and what they said they would do."""
    team = {"team": occasion.papers.team.id}
    running = occasion.papers.circle
    look = {"verb": "look", "circle": running.id if running else "", **team}
    first = look if running else {"form": "start", **team}
    return Section(
        title=occasion.papers.team.name,
        facts=(
            Fact(words("home.next"), _next(occasion, words)),
            Fact(words("home.roles"), _roles(occasion, words)),
            *_steps(occasion, words),
        ),
        buttons=(
            Button(words("button.show" if running else "button.start"), first),
            *_follow_up(occasion, words, team),
            Button(words("button.roles"), {"form": "roles", **team}),
            Button(words("button.rhythm"), {"form": "rhythm", **team}),
        ),
    )


def _follow_up(occasion: Occasion, words: Words, team: Mapping[str, str]) -> Iterator[Button]:
    """What was agreed can be looked at as long as something was."""
    if occasion.papers.between.follow_up.steps:
        yield Button(words("button.next"), {"form": "follow_up", **team})


def _next(occasion: Occasion, words: Words) -> str:
    ahead, zone = next_meeting(occasion.papers.between, occasion.at), occasion.papers.team.zone
    if ahead is None:
        return words("home.no_next")
    return when_phrase(ahead.begins, zone, words.language, occasion.today)


def _roles(occasion: Occasion, words: Words) -> str:
    """The roles that are this person's at the next circle, or today."""
    roles = shown(rota_of(occasion), day_of_roles(occasion))
    mine = [words(f"role_title.{each.role.value}") for each in roles if each.holder == occasion.who]
    return listing(mine, words.language) if mine else words("home.no_roles")


def _steps(occasion: Occasion, words: Words) -> Iterator[Fact]:
    agreed: Agreed = occasion.papers.between.follow_up
    mine = [step for step in agreed.going_on if occasion.who in step.who]
    for step in mine:
        by = date_phrase(step.by, words.language, occasion.today)
        yield Fact(words("home.step"), words("home.what_by", what=step.what, by=by))
    if not mine:
        yield Fact(words("home.step"), words("home.no_step"))
