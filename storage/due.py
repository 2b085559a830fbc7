"""Which teams need the tick, found without asking each of them."""

from datetime import datetime
from heapq import heappop, heappush


class Calendar:
    """Teams by the second in which they are due.

    A second is on the heap once, however many teams share it (at eight on a Monday, all of
    them). When it has come, its teams are ripe, and stay so until they are moved.
    """

    def __init__(self) -> None:
        self._times: dict[str, float] = {}
        self._teams: dict[int, dict[str, None]] = {}
        self._seconds: list[int] = []
        self._ripe: dict[str, None] = {}

    def move(self, team: str, due: datetime | None) -> None:
        """Put a team where it belongs now, or nowhere."""
        before = self._times.pop(team, None)
        if before is not None:
            self._ripe.pop(team, None)
            self._teams.get(int(before), {}).pop(team, None)
        if due is None:
            return
        time = self._times[team] = due.timestamp()
        second = int(time)
        if second not in self._teams:
            self._teams[second] = {}
            heappush(self._seconds, second)
        self._teams[second][team] = None

    def due(self, now: datetime) -> tuple[str, ...]:
        """Every team whose time has come, those first that have waited through most ticks."""
        time = now.timestamp()
        while self._seconds and self._seconds[0] <= time:
            self._ripe.update(self._teams.pop(heappop(self._seconds)))
        times = self._times
        return tuple(team for team in self._ripe if times[team] <= time)
