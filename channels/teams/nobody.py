"""Where there is no team yet there are no papers; something to speak from all the same."""

from channels.teams.activity import Activity
from circle.papers import Papers
from circle.people import Team
from locales import LANGUAGES

NAMELESS = "?"
"""The name of somebody to whom Teams gives none."""


def language_of(activity: Activity) -> str:
    """The language of the client, where we speak it; nynorsk reads bokmål, others English."""
    tongue = (activity.locale or "").split("-")[0].lower()
    known = {"no": "nb", "nn": "nb"}.get(tongue, tongue)
    return known if known in LANGUAGES else "en"


def nobodys_papers(activity: Activity, id: str = "") -> Papers:
    """Papers to speak from where there is no team yet: a language, and nothing else."""
    team = Team(id, "", activity.tenant, language_of(activity), "Europe/Copenhagen")
    return Papers(team=team)
