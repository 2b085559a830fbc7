"""How long a platform wants us to wait, as it says in Retry-After."""

from datetime import datetime
from email.utils import parsedate_to_datetime

LONGEST_AFTER = 86400.0
"""Seconds that we let ourselves be told to wait; by then a line is too old to be said."""


def seconds_in(retry: str, now: datetime) -> float | None:
    """Retry-After, which is a number of seconds or a date."""
    if not retry:
        return None
    try:
        seconds = float(retry)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(retry) - now).total_seconds()
        except (ValueError, TypeError):
            return None
    return min(max(0.0, seconds), LONGEST_AFTER) if seconds == seconds else None
