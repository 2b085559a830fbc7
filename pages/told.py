"""Answers that wait for the page that shows them, where no script fetches them at once."""

import secrets
from collections import OrderedDict

MOST = 200


class Told:
    """Keeps the newest answers, each for one who comes with its ticket."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, str] = OrderedDict()

    def keep(self, answer: str) -> str:
        """A ticket for this answer."""
        ticket = secrets.token_urlsafe(9)
        self._kept[ticket] = answer
        if len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return ticket

    def take(self, ticket: str) -> str:
        """The answer, once; nothing for a ticket that is used, old or made up."""
        return self._kept.pop(ticket, "")
