"""The chats of one installation: Teams and Slack, as far as they are set up.

Each is loaded when it is wanted, since a table needs neither.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from aiohttp import web

from cards.render import Cards
from channels.painting import Summaries
from channels.slack.settings import SlackSettings, WrongSlackSetting, read_slack_settings
from channels.teams.house import Teams
from channels.teams.settings import TeamsSettings, WrongTeamsSetting, read_teams_settings
from dialogs.conversation import Conversation
from dialogs.errands import Runner
from dialogs.ports import Channel, Links

TEAMS, SLACK = "/api/messages", "/api/slack"
"""Where Teams knocks, as Azure has it, and where Slack does."""

SLACK_HOUSE = "channels.slack.house"

NOT_REACHED = "ORDET_PUBLIC_URL is missing: Teams reaches the bot at a public https address."
SLACK_NOT_REACHED = (
    "ORDET_PUBLIC_URL is missing: Slack reaches the bot at a public https address,"
    " unless SLACK_APP_TOKEN is given for Socket Mode."
)
NO_INSTALLING = "ORDET_PUBLIC_URL is missing: workspaces install Ordet from a public https address."

WRONG = (WrongTeamsSetting, WrongSlackSetting)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class ChatSettings:
    """What an operator sets for chats. Without a public address the bot is `local`."""

    teams: TeamsSettings | None
    slack: SlackSettings | None
    public_url: str
    secret: str = field(repr=False)

    @property
    def local(self) -> bool:
        """Whether only this machine reaches the bot."""
        return not self.public_url


@dataclass(frozen=True)
class Around:
    """What the chats need from the rest of the bot. `page` makes a page of a sentence's key."""

    data: Path
    cards: Cards
    links: Links
    summaries: Summaries
    now: Callable[[], datetime]
    page: Callable[[str], str]


@dataclass(frozen=True)
class Doors:
    """What is posted to, and what is visited, by path."""

    knocks: Mapping[str, Handler]
    visits: Mapping[str, Handler]


def read_chat_settings(
    environment: Mapping[str, str], public_url: str, secret: str
) -> ChatSettings:
    """The settings. Raises WrongTeamsSetting or WrongSlackSetting."""
    teams, slack = read_teams_settings(environment), read_slack_settings(environment)
    if teams and not public_url:
        raise WrongTeamsSetting(NOT_REACHED)
    if slack and not public_url and not slack.by_socket:
        raise WrongSlackSetting(SLACK_NOT_REACHED)
    if slack and not public_url and slack.installs:
        raise WrongSlackSetting(NO_INSTALLING)
    return ChatSettings(teams, slack, public_url, secret)


class Chats:
    """Every chat that is set up; on one's own machine also a playground for Teams."""

    def __init__(self, settings: ChatSettings, around: Around) -> None:
        self._settings, self._around = settings, around
        self._teams = self._slack = None
        if settings.local or settings.teams:
            self._teams = Teams(
                settings.teams,
                around.data / "teams.book",
                around.cards,
                around.links,
                around.summaries,
                around.now,
            )
        if settings.slack:
            house: Any = import_module(SLACK_HOUSE)
            self._slack = house.furnished(settings.slack, around, settings.local)

    @property
    def channels(self) -> Mapping[str, Channel]:
        """The channels, by the name that places have."""
        found: dict[str, Channel] = {}
        if self._teams:
            found["teams"] = self._teams.channel
        if self._slack:
            found["slack"] = self._slack.channel
        return found

    def open(
        self,
        conversation: Conversation,
        errands: Runner,
        zone: str,
        language: str,
        check: Callable[[Mapping[str, str]], bool],
    ) -> Doors:
        """Begin to hear for this conversation. `check` guards the playground."""
        knocks: dict[str, Handler] = {}
        visits: dict[str, Handler] = {}
        if self._teams:
            knocks[TEAMS] = self._teams.door(conversation, errands, zone, check).knock
        if self._slack:
            door = self._slack.open(conversation, errands, zone, language)
            knocks |= {SLACK: door.knock} if door else {}
            visits |= self._slack.pages(self._settings.public_url, self._settings.secret)
        return Doors(knocks, visits)

    async def keep_house(self) -> None:
        """What the night does."""
        for each in (self._teams, self._slack):
            if each:
                await each.keep_house()

    async def hush(self) -> None:
        """Hear nothing more through lines of our own."""
        if self._slack:
            await self._slack.hush()

    async def stop(self) -> None:
        """Let go of everything."""
        for each in (self._teams, self._slack):
            if each:
                await each.stop()
