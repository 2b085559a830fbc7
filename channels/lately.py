"""What each person did a moment ago: the same again is the chat, sending it anew under a new id.

Only of buttons and forms that no turn stands on; a press on an old turn changes nothing anyway.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

import msgspec

from channels.moment import Moment
from circle.papers import Papers

AGAIN = timedelta(seconds=30)
MOST_KEPT = 512

WITHOUT_TURN = frozenset(
    "join out here leave hand_over take_over take_back drop_step approve keep_nothing".split()
)
"""Moves that are not bound to a turn, so that a late copy of one would do it once more."""


class Lately:
    """Deeds that were done within the last half minute, and what was answered to them."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._done: OrderedDict[str, tuple[datetime, bytes]] = OrderedDict()

    def answered(self, deed: str) -> bytes | None:
        """What was answered, if it was done a moment ago."""
        at, answer = self._done.get(deed, (None, b""))
        return answer if at is not None and self._now() - at < AGAIN else None

    def done(self, deed: str, answer: bytes = b"") -> None:
        """It has been done, and this is the answer."""
        self._done[deed] = self._now(), answer
        self._done.move_to_end(deed)
        if len(self._done) > MOST_KEPT:
            self._done.popitem(last=False)


def deed_of(who: str, values: Mapping[str, str | Sequence[str]]) -> str:
    """The same for the same person and the same values; what was typed cannot be read in it."""
    return sha256(msgspec.json.encode([who, sorted(values.items())])).hexdigest()


def was_said(said: Lately, moment: Moment, text: str, about: Sequence[Papers]) -> bool:
    """Whether somebody said the very same a moment ago, and nothing has changed since."""
    shown = [p.shown for p in about]
    state = [f"{c.id} {c.stage} {c.course.turn}" if c else "" for c in shown]
    deed = deed_of(moment.who, {"in": moment.thread, "text": text, "state": state})
    if said.answered(deed) is not None:
        return True
    said.done(deed)
    return False
