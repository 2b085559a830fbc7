"""What became of a message, in a sentence, and the button that sends it again."""

from datetime import date

from cards.names import name_of
from cards.rows import ChatButton, Row
from circle.answers import DeliveryShown
from circle.people import Team
from locales import Words
from locales.dates import date_phrase, when_phrase

NAMED = frozenset({"AgendaCame", "CanBegin", "TeamWord"})
"""Kinds of messages to the team that have a name of their own; private words have none."""

WHY = {
    "no private chat": "no_chat",
    "too late to help": "no_use",
    "not taken for a day": "day",
    "the bot was removed": "removed",
}

CLOSED = ("403", "404", "unknown conversation")
"""How a reason begins that says that we may not write there any more."""


def delivery_phrase(each: DeliveryShown, team: Team, words: Words, zone: str, today: date) -> str:
    """What it was, when it was promised, what became of it, and why."""
    name = name_of(each.to, None, team, words) if each.to else ""
    what = words("delivery.private", name=name) if name else words("delivery.line_of_all")
    if each.kind in NAMED:
        what = words(f"delivery.{each.kind}")
    if each.day:
        what = words("delivery.agenda_for", date=date_phrase(each.day, words.language, today))
    when = when_phrase(each.at, zone, words.language, today)
    state = words(f"delivery.{each.state}", when=when)
    said = words("delivery.line", what=what, state=state)
    passed_on = words("delivery.pass_on") if name and not each.kind and each.state == "dead" else ""
    return " ".join(part for part in (said, _why(each, name, words), passed_on) if part)


def _why(each: DeliveryShown, name: str, words: Words) -> str:
    """The reason in a sentence; what a platform calls it helps nobody."""
    if each.state != "dead":
        return ""
    if each.reason in WHY:
        return words(f"delivery.why.{WHY[each.reason]}", name=name)
    if not each.reason.startswith(CLOSED):
        return words("delivery.why.refused")
    return words("delivery.why.no_chat", name=name) if name else words("delivery.why.closed")


def send_again(each: DeliveryShown, team: Team, words: Words) -> tuple[Row, ...]:
    """A row with the button, where it can still be sent."""
    if not each.again:
        return ()
    values = {"team": team.id, "promise": each.promise}
    return ((ChatButton(words("button.send_again"), "send_again", values=values),),)
