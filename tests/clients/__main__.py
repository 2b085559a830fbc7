"""Go through Microsoft's playground with the real bot, and leave a picture of every state.

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
from tests.clients.wrong_presses import wrong

SCENES: dict[str, Callable[[Teams, list[str]], Awaitable[None]]] = {
    "channel": channel,
    "group": group,
    "private": private,
    "wrong": wrong,
    "forms": forms,
}

STUCK = (NoForm, NoButton, NoField, NoDialog, NothingCame, PageError)


class NoSuchScene(Exception):
    """There is no such scene."""


async def visit(name: str) -> list[str]:
    """Play a scene from the beginning; what differs, in sentences."""
    faults: list[str] = []
    for old in PICTURES.glob(f"{name}-*.png"):
        old.unlink()
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
    if strange := [name for name in names if name not in SCENES]:
        raise NoSuchScene(f"{NoSuchScene.__doc__} {strange[0]!r} is none of {', '.join(SCENES)}.")
    faults = [fault for name in names or SCENES for fault in await visit(name)]
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    sys.stdout.write(f"The pictures lie in {PICTURES}.\n")
    return 1 if faults else 0


if __name__ == "__main__":
    try:
        sys.exit(asyncio.run(main(sys.argv[1:])))
    except (NoNode, NotFetched, NoSuchScene) as missing:
        sys.exit(str(missing))
