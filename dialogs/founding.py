"""A team that has only the table is made: its name, its people, its language."""

import secrets
from collections.abc import Awaitable, Callable, Sequence

from circle.answers import CannotSave
from circle.papers import Papers
from circle.people import Team
from dialogs.ports import Reply
from dialogs.team_form import read_team
from storage.errors import CannotSave as DiskRefused


async def make_team(
    found: Callable[[Team], Awaitable[Papers]],
    name: str,
    names: Sequence[str],
    language: str,
    zone: str,
    id: str = "",
) -> Reply:
    """Make a team, or give the form back where something is missing.

    Making a team that is there already, under the same `id`, gives it as it is.
    """
    made = read_team(id or secrets.token_hex(6), name, names, language, zone)
    if isinstance(made, Reply):
        return made
    try:
        return Reply(papers=await found(made))
    except DiskRefused:
        return Reply(answers=(CannotSave(),))
