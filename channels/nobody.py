"""Where there is no team yet there are no papers; something to speak from all the same."""

from channels.moment import Moment
from circle.papers import Papers
from circle.people import Team
from locales import LANGUAGES


def language_of(locale: str) -> str:
    """The language of a client, where we speak it; nynorsk reads bokmål, others English."""
    tongue = locale.replace("_", "-").split("-")[0].lower()
    known = {"no": "nb", "nn": "nb"}.get(tongue, tongue)
    return known if known in LANGUAGES else "en"


def nobodys_papers(moment: Moment, id: str = "") -> Papers:
    """Papers to speak from where there is no team yet: a language, and nothing else."""
    return Papers(team=Team(id, "", moment.tenant, moment.language, "Europe/Copenhagen"))
