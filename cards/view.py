"""Who looks at a picture."""

from enum import StrEnum


class View(StrEnum):
    """Who looks. On one shared device the facilitator's cues lie folded."""

    DEVICE = "device"
    SCREEN = "screen"
    FACILITATOR = "facilitator"
