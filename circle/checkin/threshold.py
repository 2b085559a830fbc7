"""How many answers it takes before anything is shown.

Five is what Culture Amp and Viva Glint use as their default, and what Microsoft's Reflect uses in
schools. A team may ask for more; nobody can ask for less, an operator no more than a leader.
"""

LEAST = 5


class NotLower(Exception):
    """A threshold can only be raised."""


def raised(known: int, wanted: int) -> int:
    """The threshold from now on. Raises NotLower."""
    if wanted < max(known, LEAST):
        raise NotLower
    return wanted
