"""Go through Microsoft's playground and a local Slack with the real bot, and leave pictures.

python -m tests.clients          every scene
python -m tests.clients group    one of them
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable

from playwright.async_api import Error as PageError

from tests.clients.all_forms import forms
from tests.clients.bridge import NoForm
from tests.clients.cards import NoButton, NoField
from tests.clients.driver import PICTURES, Teams, in_teams
from tests.clients.in_channel import channel
from tests.clients.in_group import group
from tests.clients.in_private import private
from tests.clients.others import NoDialog
from tests.clients.playground import NoNode, NotFetched
from tests.clients.record import NothingCame
from tests.clients.slack.circle import by_https, by_socket
from tests.clients.slack.server import NotThisMachine
from tests.clients.wrong_presses import wrong

SCENES: dict[str, Callable[[Teams, list[str]], Awaitable[None]]] = {
    "channel": channel,
    "group": group,
    "private": private,
    "wrong": wrong,
    "forms": forms,
}

IN_SLACK: dict[str, Callable[[list[str]], Awaitable[None]]] = {
    "slack": by_socket,
    "slack-https": by_https,
}

STUCK = (NoForm, NoButton, NoField, NoDialog, NothingCame, PageError)


class NoSuchScene(Exception):
    """There is no such scene."""


async def visit(name: str) -> list[str]:
    """Play a scene from the beginning; what differs, in sentences."""
    faults: list[str] = []
    for old in PICTURES.glob(f"{name}-[0-9s]*.png"):
        old.unlink()
    if name in IN_SLACK:
        await IN_SLACK[name](faults)
        return faults
    async with in_teams() as teams:
        try:
            await SCENES[name](teams, faults)
        except STUCK as stuck:
            faults.append(f"{name}: it goes no further. {stuck}")
            await teams.window.picture(f"{name}-stuck")
        faults += [f"{name}: refused by {each}" for each in teams.record.refused]
    return faults


async def main(names: list[str]) -> int:
    """Play the scenes one after another; 1 where anything differs."""
    known = [*SCENES, *IN_SLACK]
    if strange := [name for name in names if name not in known]:
        raise NoSuchScene(f"{NoSuchScene.__doc__} {strange[0]!r} is none of {', '.join(known)}.")
    faults = [fault for name in names or known for fault in await visit(name)]
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    sys.stdout.write(f"The pictures lie in {PICTURES}.\n")
    return 1 if faults else 0


if __name__ == "__main__":
    try:
        sys.exit(asyncio.run(main(sys.argv[1:])))
    except (NoNode, NotFetched, NotThisMachine, NoSuchScene) as missing:
        sys.exit(str(missing))
