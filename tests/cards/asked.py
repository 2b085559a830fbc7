"""Every form of the house, filled in for a team, as a chat opens them."""

from collections.abc import Mapping
from dataclasses import replace

from cards.form import Form
from circle import events
from circle.agenda import MOST_ITEMS, MOST_SNAGS, Agenda, Item, Snag
from circle.between import with_rota_of
from circle.papers import Papers
from circle.people import Member, Team
from circle.rota import Away
from dialogs.chat_team_form import chat_team_form
from dialogs.forms import open_form, read_form
from dialogs.occasion import Occasion
from dialogs.ports import Reply
from dialogs.team_form import team_form
from tests.cards.scenes import GUIDES, SOON, after, begun, in_phase, moments

FACILITATOR = "table:t1:0"


def forms_of(team: Team) -> Mapping[str, Form]:
    """Each form by its name."""
    shown = moments(team)
    running = in_phase(begun(team), "meaning")
    out = after(running, events.SteppedOut, person=team.members[-1].person)
    gone = after(out, events.Left, person=team.members[2].person)
    found = {name: opened(gone, name) for name in ("moves", "people", "order", "pause", "end")}
    found |= {name: opened(running, name) for name in ("hand_over", "give", "note", "decision")}
    found["mine"] = opened(out, "moves", who=team.members[-1].person)
    found["start"] = opened(Papers(team=team), "start")
    found["start wrong"] = sent(Papers(team=team), "start", circle="c9", minutes="45", clock="1")
    found["members"] = opened(Papers(team=team), "members")
    found["team"] = team_form(team.language, team.name)
    found["chat team"] = chat_team_form(team, people(team), {"names": "Vælg mindst to."})
    found["step"] = opened(shown["steps"], "step")
    found["step wrong"] = sent(shown["steps"], "step", step="s9", what="", by="")
    found["line"] = opened(shown["line"], "line")
    found["mydata"] = opened(with_drafts(running), "mydata")
    found["mend"] = opened(with_three(shown["line"]), "mend")
    return found


def with_drafts(papers: Papers) -> Papers:
    """The first of the team keeps as much as anybody can: drafts, items, an absence."""
    who, text = papers.team.members[0].person, "x" * 300
    agenda = Agenda(
        items=tuple(Item(f"i{n}", text, who) for n in range(MOST_ITEMS)),
        prepared={who: text},
        snags=tuple(Snag(f"s{n}", who, text, SOON) for n in range(MOST_SNAGS)),
    )
    between = with_rota_of(papers.between, papers.team)
    rota = replace(between.rota, away=(Away(who, SOON.date()),))
    between = replace(between, agenda=agenda, rota=rota, said={who: SOON})
    return replace(papers, between=between)


def people(team: Team) -> list[Member]:
    return [replace(each) for each in team.members]


def with_three(papers: Papers) -> Papers:
    """A draft with three next steps."""
    draft = papers.drafts[0]
    first = draft.kept.steps[0]
    steps = tuple(replace(first, id=f"s{n}") for n in range(3))
    return replace(papers, drafts=(replace(draft, kept=replace(draft.kept, steps=steps)),))


def opened(papers: Papers, name: str, who: str = "") -> Form:
    """The form as it opens."""
    asking = who or papers.team.members[0].person
    reply = open_form(Occasion(papers, GUIDES, SOON, asking), name, {})
    assert reply.form is not None, (name, reply.answers)
    return reply.form


def sent(papers: Papers, name: str, **values: str) -> Form:
    """The form again, since something in it needs a word."""
    occasion = Occasion(papers, GUIDES, SOON, papers.team.members[0].person)
    reply = read_form(occasion, name, {key: (value,) for key, value in values.items()})
    assert isinstance(reply, Reply), name
    assert reply.form is not None, name
    return reply.form
