"""Who sees to what was sent: the team's resource person, or where there is none its members."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from circle.again import OnlyResourcePerson, SentAgain
from circle.answers import Status
from circle.between import Reminder
from circle.notices import Answer
from circle.occurrences import State
from dialogs.deliveries import deliveries_of, undelivered
from dialogs.occasion import Occasion, is_member

LATELY = timedelta(days=30)
"""How long a circle without an agenda is spoken of."""


def sees_to_deliveries(occasion: Occasion) -> bool:
    """Whether who asks may see every delivery, and send again; the table has no outbox."""
    if not occasion.who:
        return False
    if occasion.resource:
        return occasion.who in occasion.resource
    return is_member(occasion)


def status_of(occasion: Occasion) -> Status:
    """Where the circle is, and what became of what was sent.

    A resource person sees all of it; where there is none, the members see what did not come, so
    that as a rule their answer can be read by all. Whose private message failed is for the team,
    or its helper, to know: a stranger in the channel hears only of what was for all.
    """
    papers = occasion.papers
    status = Status(circle=papers.circle, saved=papers.held_at)
    if not sees_to_deliveries(occasion):
        ours = is_member(occasion)
        missed = tuple(each for each in undelivered(papers) if ours or each.to is None)
        return replace(status, undelivered=missed)
    shown, late = deliveries_of(papers, occasion.at), tuple(late_agendas(occasion))
    if not occasion.resource:
        shown = tuple(each for each in shown if each.state in ("doubt", "dead"))
    return replace(status, deliveries=shown, late=late)


def late_agendas(occasion: Occasion) -> Iterator[date]:
    """Days of circles whose agenda could not be sent in time."""
    between, at = occasion.papers.between, occasion.at
    if Reminder.AGENDA in between.rhythm.off:
        return
    for meeting in sorted(between.meetings.values(), key=lambda each: each.day):
        over = meeting.state in (State.HELD, State.EXPIRED) and meeting.begins <= at
        if over and at - meeting.begins < LATELY and not (meeting.reminded or meeting.chosen):
            yield meeting.day


def read_send_again(occasion: Occasion, values: Mapping[str, str]) -> SentAgain | Answer:
    """The event of the button, for who sees to it."""
    if not sees_to_deliveries(occasion):
        return OnlyResourcePerson()
    return SentAgain(at=occasion.at, who=occasion.who, promise=values.get("promise", ""))
