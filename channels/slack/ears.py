"""What happened, brought to whoever hears such a thing."""

import structlog

from channels.choosing import TeamChoice
from channels.slack.asking import PeopleOfTalk
from channels.slack.book import CHANNEL
from channels.slack.coming import Coming
from channels.slack.commanding import Commanding
from channels.slack.facts import (
    CameIn,
    Gone,
    Happened,
    HomeOpened,
    Left,
    Limited,
    Pressed,
    Said,
    Shortcut,
    Submitted,
    Typed,
    Uninstalled,
)
from channels.slack.hearing import Hearing
from channels.slack.inside import Inside
from channels.slack.modals import Modals
from channels.slack.presses import Presses
from circle.people import LARGEST

log = structlog.get_logger()


class Ears:
    """Hears everything, whichever way it came. `allowed` are workspaces and grids; none is all."""

    def __init__(self, inside: Inside, allowed: frozenset[str] = frozenset()) -> None:
        people = PeopleOfTalk(inside)
        choosing = TeamChoice(
            CHANNEL, inside.conversation, people, inside.now, inside.zone, listed=LARGEST
        )
        modals = Modals(inside, choosing)
        self._coming, self._hearing = Coming(inside), Hearing(inside)
        self._presses = Presses(inside, modals, self._coming.draw_home)
        self._commanding, self._allowed = Commanding(inside, modals), allowed

    async def hear(self, happened: Happened) -> bytes:
        """Keep what is to be kept; the answer, or nothing."""
        if isinstance(happened, Limited):
            log.warning("slack_limits_our_events", minute=happened.minute)
            return b""
        whence = {happened.origin.workspace, happened.origin.enterprise}
        if self._allowed and not self._allowed & whence:
            return b""
        match happened:
            case Said():
                return await self._hearing.said(happened)
            case Typed():
                return await self._commanding.typed(happened)
            case Pressed():
                return await self._presses.pressed(happened)
            case Submitted():
                return await self._presses.submitted(happened)
            case Shortcut():
                return await self._commanding.chosen(happened)
            case HomeOpened():
                return await self._coming.home(happened)
            case CameIn():
                return await self._coming.came(happened)
            case Left():
                return await self._coming.left(happened)
            case Gone():
                return await self._coming.gone(happened)
            case Uninstalled():
                return await self._coming.uninstalled(happened)
        return b""
