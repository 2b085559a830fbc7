"""The token with which a workspace is spoken to."""

from typing import Protocol

from channels.slack.workspace import Workspace


class NoToken(Exception):
    """There is no token for this workspace: it has not installed the app, or has taken it out."""


class Tokens(Protocol):
    """Gives the token that a call carries."""

    async def get(self, at: Workspace) -> str:
        """The token. Raises NoToken."""

    async def renew(self, at: Workspace, old: str) -> None:
        """Slack says that this token has run out. Raises NoToken where there is no newer one."""

    async def forget(self, at: Workspace) -> None:
        """The workspace has taken the app out, and its token with it."""


class OneToken:
    """One workspace, whose token the operator gave."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def get(self, at: Workspace) -> str:
        """The token."""
        return self._token

    async def renew(self, at: Workspace, old: str) -> None:
        """It does not change. Raises NoToken."""
        raise NoToken(at.team)

    async def forget(self, at: Workspace) -> None:
        """The operator gave it, and takes it back."""
