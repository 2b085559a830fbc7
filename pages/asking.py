"""The operator's side of a link: a name that can be one, and the question to the running bot."""

from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from dialogs.team_form import LONGEST_TEAM

PATIENCE = 10
"""Seconds."""


class NoLink(Exception):
    """There is no link, and the sentence says why."""


def checked_name(text: str) -> str:
    """A team's name with single spaces. Raises NoLink."""
    name = " ".join(text.split())
    if not 1 <= len(name) <= LONGEST_TEAM:
        raise NoLink(f"A team's name has 1 to {LONGEST_TEAM} characters, not {len(name)}.")
    try:
        name.encode()
    except UnicodeEncodeError:
        raise NoLink("The team's name cannot be read as UTF-8.") from None
    return name


def ask(bot: str, order: str) -> str:
    """The link that the bot gives for a signed order. Raises NoLink."""
    try:
        with urlopen(f"{bot}order/{order}", timeout=PATIENCE) as answer:
            return str(answer.read().decode())
    except HTTPError as error:
        plain = error.headers.get_content_type() == "text/plain"
        said = error.read().decode(errors="replace") if plain else f"{error.code} {error.reason}"
        raise NoLink(said if plain else f"The bot at {bot} answers: {said}.") from None
    except (URLError, OSError) as error:
        why = getattr(error, "reason", error)
        raise NoLink(f"The bot does not answer at {bot}: {why}.") from None
