"""What people write to the bot, and what they get for it. Nothing is a dead end."""

import re
import unicodedata
from enum import StrEnum

from circle.agenda_events import AgendaAsked, NoSecretsHere, SnagOffered
from circle.answers import (
    AlreadyRunning,
    Guides,
    Help,
    MyDataOffered,
    NextSteps,
    NotUnderstood,
    OnlyTheTeam,
    PrivacyShown,
    RunsElsewhere,
    StartOffered,
    TableLink,
)
from circle.checkin.told import CheckInPrivate, CheckOffered, ChecksOffered
from circle.notices import Answer
from dialogs.between.agenda_forms import agenda_form
from dialogs.between.answers import rhythm_shown, roles_shown
from dialogs.between.check_forms import check_form, checks_form
from dialogs.between.rhythm_form import rhythm_form
from dialogs.between.roles_form import roles_form
from dialogs.occasion import Occasion, is_member
from dialogs.ports import Reply
from dialogs.seen_to import status_of
from dialogs.start_form import likeliest, start_form


class Command(StrEnum):
    """The commands that we know so far; each has a word in three languages."""

    CIRCLE = "circle"
    HELP = "help"
    STATUS = "status"
    NEXT = "next"
    GUIDES = "guides"
    TABLE = "table"
    RHYTHM = "rhythm"
    ROLES = "roles"
    AGENDA = "agenda"
    SNAG = "snag"
    CHECK = "check"
    PRIVACY = "privacy"
    MYDATA = "mydata"


WORDS = {
    Command.CIRCLE: "circle cirkel sirkel laeringscirkel laeringssirkel learningcircle",
    Command.HELP: "help hjaelp hjelp",
    Command.STATUS: "status",
    Command.NEXT: "next naeste neste",
    Command.GUIDES: "guides guider",
    Command.TABLE: "table bord",
    Command.RHYTHM: "rhythm rytme moeterytme",
    Command.ROLES: "roles roller",
    Command.AGENDA: "agenda dagsorden saksliste sakliste",
    Command.SNAG: "snag snags boevl bovl blaer floke framgang success",
    Command.PRIVACY: "privacy privatliv personvern",
    Command.MYDATA: "mydata minedata",
    Command.CHECK: "check checkin tjek sjekk teamtjek teamsjekk",
}
_KNOWN = {word: command for command, words in WORDS.items() for word in words.split()}
OF_MEMBERS = frozenset(
    {
        Command.RHYTHM,
        Command.ROLES,
        Command.AGENDA,
        Command.SNAG,
        Command.CHECK,
        Command.MYDATA,
    }
)
"""What only the team asks about, or changes."""

LONGEST = 2000
"""Characters, mentions and all; who writes more does not write a command."""

_FOLDED = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def read_command(text: str) -> Command | None:
    """The command in what somebody wrote; None for everything that is not understood.

    With or without a slash or a mention, in any case, and with ae, oe, aa for æ, ø, å. A word
    after `circle` is the command itself: `circle next`. More words than that are talk.
    """
    if len(text) > LONGEST:
        return None
    plain = unicodedata.normalize("NFC", text).casefold().translate(_FOLDED)
    words = re.findall(r"[a-z]+", re.sub(r"@\w+|<at>.*?</at>", " ", plain))
    found = [_KNOWN.get(word) for word in words]
    if not found or len(found) > 2 or None in found:
        return None
    if len(found) == 2 and found[0] is not Command.CIRCLE:
        return None
    return found[-1]


def answer(command: Command | None, occasion: Occasion) -> Reply:
    """What somebody gets for a command: the start form, the running circle, or an answer."""
    papers = occasion.papers
    match command:
        case Command.CIRCLE if papers.circle is not None:
            running = AlreadyRunning(circle=papers.circle)
            return Reply(papers=papers, answers=(running,), circle=papers.circle)
        case Command.CIRCLE:
            return Reply(papers=papers, form=start_form(occasion))
        case _ if command in OF_MEMBERS and not is_member(occasion):
            return Reply(papers=papers, answers=(OnlyTheTeam(),))
        case Command.AGENDA:
            form = agenda_form(occasion, {})
            return Reply(papers=papers, answers=(AgendaAsked(),), form=form)
        case Command.SNAG:
            snag = SnagOffered() if occasion.who else NoSecretsHere()
            return Reply(papers=papers, answers=(snag,))
        case Command.RHYTHM:
            return Reply(
                papers=papers, answers=(rhythm_shown(occasion),), form=rhythm_form(occasion)
            )
        case Command.ROLES:
            return Reply(papers=papers, answers=(roles_shown(occasion),), form=roles_form(occasion))
        case Command.CHECK:
            return _check(occasion)
        case Command.PRIVACY | Command.MYDATA:
            own = command is Command.MYDATA and occasion.who
            return Reply(papers=papers, answers=(MyDataOffered() if own else PrivacyShown(),))
        case Command.STATUS:
            return Reply(papers=papers, answers=(status_of(occasion),))
        case Command.NEXT if only_helps(occasion):
            return Reply(papers=papers, answers=(OnlyTheTeam(),))
        case Command.NEXT:
            return Reply(papers=papers, answers=(NextSteps(steps=papers.agreed),))
        case Command.GUIDES:
            known = tuple(sorted(occasion.guides.values(), key=likeliest))
            return Reply(papers=papers, answers=(Guides(guides=known),))
        case Command.TABLE if not is_member(occasion):
            return Reply(papers=papers, answers=(OnlyTheTeam(),))
        case Command.TABLE if occasion.links is not None and occasion.who:
            link = TableLink(url=occasion.links.table(papers, occasion.at))
            return Reply(papers=papers, answers=(link,))
        case Command.HELP | Command.TABLE:
            return Reply(papers=papers, answers=(Help(),))
    return Reply(papers=papers, answers=(NotUnderstood(),))


def only_helps(occasion: Occasion) -> bool:
    """Whether it is a resource person from outside, who sees whether messages came, and no text."""
    return occasion.who in occasion.resource and not is_member(occasion)


def _check(occasion: Occasion) -> Reply:
    """The questions of the round that is open; where none is, what the team wants to be asked."""
    papers, checks = occasion.papers, occasion.papers.between.checks
    if checks.open and papers.team.home is not None and not occasion.who:
        return Reply(papers=papers, answers=(CheckInPrivate(),))
    if checks.open:
        round = checks.open[-1]
        form = check_form(occasion, round)
        return Reply(papers=papers, answers=(CheckOffered(round=round),), form=form)
    offered = ChecksOffered(threshold=checks.threshold)
    return Reply(papers=papers, answers=(offered,), form=checks_form(occasion))


def spoken_answer(command: str, occasion: Occasion) -> Answer:
    """What a chat says to a command: one answer, with the form behind a button."""
    known = Command(command) if command in set(Command) else None
    if known is Command.CIRCLE and occasion.papers.circle is not None:
        return RunsElsewhere()
    reply = answer(known, occasion)
    return reply.answers[0] if reply.answers else StartOffered()
