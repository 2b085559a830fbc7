"""A round of a whole unit: which of its parts may be shown beside each other.

What is shown of a school and of four of its five teams tells what the fifth answered. So, from the
smallest part upwards, a part is shown only if enough people answered in it, and if those in it who
are in no part that is shown already are nobody, or enough people too.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from circle.checkin.box import Counts
from circle.checkin.release import Released, Why, Withheld, release
from circle.checkin.threshold import LEAST


@dataclass(frozen=True)
class Part:
    """A team, or parts that belong together; `own` are answers that are in no smaller part."""

    id: str
    own: Counts
    parts: tuple["Part", ...] = ()

    @property
    def counts(self) -> Counts:
        """The answers of all in it."""
        columns = zip(self.own, *(part.counts for part in self.parts), strict=True)
        return tuple(sum(column) for column in columns)


def released(whole: Part, threshold: int = LEAST) -> dict[str, Released]:
    """What may be shown of one question, by part. One release for all of them."""
    threshold = max(threshold, LEAST)
    shown = _may_be_shown(whole, threshold)
    return {
        part.id: release(part.counts, threshold) if part.id in shown else _withheld(part, threshold)
        for part in _all(whole)
    }


def _withheld(part: Part, threshold: int) -> Withheld:
    return Withheld(Why.FEW if sum(part.counts) < threshold else Why.OTHERS)


def _may_be_shown(part: Part, threshold: int) -> set[str]:
    shown = {id for each in part.parts for id in _may_be_shown(each, threshold)}
    answers = sum(part.counts)
    rest = answers - sum(sum(each.counts) for each in _largest(part, shown))
    enough = answers >= threshold and (rest == 0 or rest >= threshold)
    return shown | {part.id} if enough else shown


def _largest(part: Part, shown: set[str]) -> Iterator[Part]:
    """The largest parts inside this one that are shown."""
    for each in part.parts:
        if each.id in shown:
            yield each
        else:
            yield from _largest(each, shown)


def _all(part: Part) -> Iterator[Part]:
    yield part
    for each in part.parts:
        yield from _all(each)
