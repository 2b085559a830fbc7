"""What only a bot that is registered with Microsoft needs: its keys, its gate, its own token.

Loaded where Teams is set up, and not in local mode: the libraries behind it take a while to start.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

from aiohttp import ClientSession

from channels.teams.keys import Keys
from channels.teams.settings import TeamsSettings
from channels.teams.token import Ask, EntraTokens
from channels.teams.verified import TeamsGate

ENTRA = "channels.teams.entra"
"""Loaded in the thread that asks, since msal takes a while to start."""


@dataclass(frozen=True)
class Registered:
    """The gate, and the token for the connector, of one registered bot."""

    gate: TeamsGate
    tokens: EntraTokens
    keys: Keys

    async def stop(self) -> None:
        """Fetch nothing more."""
        await self.keys.stop()
        await self.tokens.stop()


def made(
    settings: TeamsSettings, session: ClientSession, now: Callable[[], datetime]
) -> Registered:
    """For this registration."""
    keys = Keys(session, settings.openid_url)
    gate = TeamsGate(settings.app_id, settings.tenants, settings.hosts, keys, now)
    return Registered(gate, EntraTokens(_asker(settings)), keys)


def _asker(settings: TeamsSettings) -> Ask:
    loaded: list[Ask] = []

    def ask(anew: bool) -> dict[str, Any]:
        if not loaded:
            loaded.append(import_module(ENTRA).asker(settings))
        return loaded[0](anew)

    return ask
