"""Presses that need more than the papers: the guides, or who sees to the team."""

from collections.abc import Mapping

from circle.events import Event
from circle.notices import Answer
from dialogs.occasion import Occasion
from dialogs.presses import read_press
from dialogs.seen_to import read_send_again
from dialogs.start import planned_start


def read_any_press(occasion: Occasion, values: Mapping[str, str]) -> Event | Answer:
    """The event of a pressed button, or the answer to one that cannot be."""
    match values.get("verb"):
        case "begin_planned":
            return planned_start(occasion, values)
        case "send_again":
            return read_send_again(occasion, values)
    return read_press(values, occasion.papers, occasion.at)
