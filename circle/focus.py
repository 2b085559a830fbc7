"""The focus person: asked alone, one at a time, and free to say no.

A no is a turn that was had, as passing is in a round. The line looks as it would after a yes, no
list of those who were asked is kept, and the order of this line is shown to nobody.
"""

from dataclasses import replace
from datetime import date

from circle.people import PersonId, Role
from circle.role_lines import have_turn
from circle.rota import Rota, free_for, planned
from circle.rota_events import AgreedToFocus, DeclinedFocus, FocusWanted
from circle.rota_moves import Outcome
from circle.rota_notices import AnswerHeard, FocusAsked, FocusFound, NotThatDay


def asked(rota: Rota, day: date) -> PersonId | None:
    """Who is asked now: the next one in the line who is there that day and does not facilitate."""
    line = rota.line(Role.FOCUS)
    if line is None or rota.willing is not None or Role.FOCUS not in rota.wanted:
        return None
    free = free_for(rota, Role.FOCUS, day)
    return next((p for p in line.whose_turn(rota.here_on(day)) if p in free), None)


def ask(rota: Rota, event: FocusWanted) -> Outcome:
    """The next one in the line is asked, alone; each is asked once before a circle."""
    line, person = rota.line(Role.FOCUS), asked(rota, event.day)
    if line is None or person is None:
        return rota, ()
    free = free_for(rota, Role.FOCUS, event.day)
    last = next(other for other in reversed(line.order) if other in free)
    return replace(rota, ask_until=last), (FocusAsked(to=person, day=event.day),)


def agree(rota: Rota, event: AgreedToFocus) -> Outcome:
    """Somebody wants to be the focus person; the first who says so is."""
    if rota.willing == event.who:
        return rota, (AnswerHeard(),)
    if rota.willing is not None:
        return rota, (FocusFound(),)
    after = replace(rota, willing=event.who, ask_until=None)
    if (Role.FOCUS, event.who) not in planned(after, event.day):
        return rota, (NotThatDay(person=event.who),)
    return after, (AnswerHeard(),)


def decline(rota: Rota, event: DeclinedFocus) -> Outcome:
    """A no leaves what a turn leaves, and the next one is asked; pressing again changes nothing."""
    line, who = rota.line(Role.FOCUS), event.who
    if line is None or who not in (rota.willing, asked(rota, event.day)):
        return rota, (AnswerHeard(),)
    last = who == rota.ask_until or rota.ask_until not in free_for(rota, Role.FOCUS, event.day)
    rota = rota.with_line(have_turn(line, who, rota.here_on(event.day)))
    rota = replace(rota, willing=None, ask_until=None if last else rota.ask_until)
    person = None if last else asked(rota, event.day)
    if person is None:
        return rota, (AnswerHeard(),)
    return rota, (AnswerHeard(), FocusAsked(to=person, day=event.day))
