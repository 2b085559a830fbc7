"""Whose token speaks: a workspace, or the whole grid that it belongs to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace of Slack by its id, `T…`, and its Enterprise Grid, `E…`, where it has one."""

    team: str
    enterprise: str = ""

    @property
    def tenant(self) -> str:
        """Whose people are whose: the grid's, or the workspace's."""
        return self.enterprise or self.team
