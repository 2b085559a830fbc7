"""Team checks beside the conversation: the sealed boxes of the rounds that the papers know.

An answer takes this road and no other. It is no event: nothing of it comes into the papers, the
journal, the promises, what was seen, or a log.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta

import structlog

from cards.form import Form
from circle.answers import CannotSave, NotReadable, OnlyTheTeam
from circle.checkin.box import Heard
from circle.checkin.release import release
from circle.checkin.rounds import Checks, Round, outcome_of
from circle.checkin.told import (
    CheckClosed,
    CheckInPrivate,
    CheckInvited,
    CheckIsClosed,
    CheckNotForYou,
    CheckThanks,
)
from circle.events import Event
from circle.notices import Answer, Notice
from circle.papers import Papers
from circle.people import PersonId
from circle.rhythm import day_of
from dialogs.between.check_forms import PERSON, answers_in, check_form
from dialogs.occasion import Occasion, is_member
from dialogs.ports import Reply
from storage.boxes import Boxes
from storage.errors import BoxLost, Damaged, StoreError
from storage.errors import CannotSave as Unsaved
from storage.store import Store

log = structlog.get_logger()

CHECK = "check"
"""The form whose answers take this road."""

PATIENCE = timedelta(days=1)
"""How long a box that cannot be read is tried again, after which its round is lost."""

Happens = Callable[[str, Event, str | None], Awaitable[Reply]]
"""Lets an event happen to a team."""

OF_HEARD: Mapping[Heard, type[Answer]] = {
    Heard.TAKEN: CheckThanks,
    Heard.HAD: CheckThanks,
    Heard.NOT_ASKED: CheckNotForYou,
    Heard.NOT_READABLE: NotReadable,
    Heard.LATE: CheckIsClosed,
}


class SealedChecks:
    """The rounds of all teams, by the ids that the papers have."""

    def __init__(self, boxes: Boxes) -> None:
        self._boxes = boxes

    async def open_new(self, before: Papers, after: Papers, told: Sequence[Notice]) -> None:
        """Make the box of a round that has just opened, before anybody knows of it.

        A box that is there already is of an opening that was never kept. Raises StoreError.
        """
        known = {each.id for each in before.between.checks.open}
        for round in after.between.checks.open:
            if round.id not in known:
                asked = [n.to for n in told if isinstance(n, CheckInvited) and n.round == round.id]
                await self._boxes.destroy(round.id)
                await self._boxes.open(round.id, asked, round.questions)

    def form(self, occasion: Occasion, asked: Mapping[str, Sequence[str]]) -> Form | Answer:
        """The questions of an open round; or why there are none."""
        if _is_anybody(occasion):
            return CheckInPrivate()
        if not is_member(occasion):
            return OnlyTheTeam()
        round = _round_in(occasion.papers.between.checks, asked)
        if round is None:
            return CheckIsClosed()
        return check_form(occasion, round)

    async def answer(self, occasion: Occasion, values: Mapping[str, Sequence[str]]) -> Reply:
        """Put somebody's answers in the box; they hear the same whether it is their first time."""
        papers = occasion.papers
        if _is_anybody(occasion):
            return Reply(papers=papers, answers=(CheckInPrivate(),))
        round = _round_in(papers.between.checks, values)
        if round is None or (round.closes is not None and round.closes <= occasion.at):
            return Reply(papers=papers, answers=(CheckIsClosed(),))
        read = answers_in(occasion, round, values)
        if isinstance(read, Form):
            return Reply(papers=papers, form=read)
        who = occasion.who or next(iter(values.get(PERSON, ())), "")
        told = await self._put_in(round, who, read)
        if isinstance(told, CheckNotForYou) and not is_member(occasion):
            told = OnlyTheTeam()
        return Reply(papers=papers, answers=(told,))

    async def _put_in(self, round: Round, who: PersonId, answers: Mapping[str, int]) -> Answer:
        if not who:
            return OnlyTheTeam()
        try:
            return OF_HEARD[await self._boxes.answer(round.id, who, answers)]()
        except StoreError:
            return CannotSave()

    async def close_due(self, papers: Papers, at: datetime, happens: Happens) -> None:
        """What may be shown of the rounds that are over is kept and said; then their keys go.

        A disk that gives or takes nothing now is asked again; the team's clock goes on.
        """
        for round in papers.between.checks.due(at):
            closing = await self._closing(round, papers, at)
            if closing is None:
                continue
            reply = await happens(papers.team.id, closing, None)
            if reply.papers is not None and reply.papers.between.checks.find(round.id) is None:
                await self._destroyed(round.id)

    async def _destroyed(self, round: str) -> None:
        try:
            await self._boxes.destroy(round)
        except StoreError as error:  # the night tries again
            log.error("check_not_destroyed", round=round, error=type(error).__name__)

    async def _closing(self, round: Round, papers: Papers, at: datetime) -> CheckClosed | None:
        """What becomes of a round that is over; None where it cannot be read yet."""
        try:
            counts = await self._boxes.counts(round.id, last=True)
        except Unsaved as error:
            log.error("check_not_read", team=papers.team.id, error=type(error).__name__)
            if round.closes is not None and at - round.closes < PATIENCE:
                return None
            return CheckClosed(at=at, round=round.id, outcome=None)
        except (BoxLost, Damaged) as error:
            log.error("check_lost", team=papers.team.id, error=type(error).__name__)
            return CheckClosed(at=at, round=round.id, outcome=None)
        found = {each: release(counts[each], round.threshold) for each in round.questions}
        outcome = outcome_of(day_of(at, papers.team.zone), found)
        return CheckClosed(at=at, round=round.id, outcome=outcome)

    async def sweep(self, store: Store[Papers]) -> None:
        """Destroy every box and key that no open round has, as after a crash at the close.

        At the start, and each night: where the disk refused it, nobody else tries again.
        """
        for name in self._boxes.names():
            team = name.rpartition("_")[0]
            try:
                async with store.open(team) as desk:
                    if desk.papers is None or desk.papers.between.checks.find(name) is None:
                        await self._boxes.destroy(name)
            except StoreError as error:
                log.error("check_not_swept", team=team, error=type(error).__name__)


def _is_anybody(occasion: Occasion) -> bool:
    """Whether nobody knows who asks, though the team has a chat in which that is known.

    Whoever has a link to the team's page could answer for the others there.
    """
    return not occasion.who and occasion.papers.team.home is not None


def _round_in(checks: Checks, values: Mapping[str, Sequence[str]]) -> Round | None:
    """The round that is named, else the newest that is open."""
    named = next(iter(values.get("round", ())), "")
    return checks.find(named) if named else next(reversed(checks.open), None)
