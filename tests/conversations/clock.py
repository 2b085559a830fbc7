"""A clock that stands still until a test moves it."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = "Europe/Copenhagen"
MONDAY = datetime(2026, 3, 2, 13, 0, tzinfo=ZoneInfo(ZONE))


class Clock:
    """The time, as the test says."""

    def __init__(self, at: datetime = MONDAY) -> None:
        self.at = at.astimezone(UTC)

    def __call__(self) -> datetime:
        return self.at

    def set(self, wall: str) -> None:
        """Today at this time on the wall: `13.05`."""
        hour, minute = wall.split(".")
        local = self.at.astimezone(ZoneInfo(ZONE))
        moment = local.replace(hour=int(hour), minute=int(minute), second=0)
        if moment < local:
            moment += timedelta(days=1)
        self.at = moment.astimezone(UTC)


def span(text: str) -> timedelta:
    """How long `3 minutes`, `90 seconds`, `2 hours` or `15 days` are."""
    number, unit = re.fullmatch(r"(\d+) (second|minute|hour|day)s?", text).groups()  # type: ignore[union-attr]
    return timedelta(**{f"{unit}s": int(number)})
