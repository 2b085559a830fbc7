"""Read a conversation file: who does what at which time, and what is shown.

Team Blå: Anna, Bo, Clara            the team, on the first line that is no remark
kl. 13.00                            the clock on the wall
Anna: starts laeringscirkel, 25 minutes, facilitator Anna, owner Bo | Hvad virker?
  > a line for everybody
  = the shared card, as its text fallback, and its [buttons]
  > (to Bo) a private word, where there is a private chat
  > (to Anna, table: facilitator) the same, and at a table a line in the facilitator's view
  > (only Bo) the answer to a press, for the one who pressed
Anna: chooses the rhythm: weekly tuesday 14.30
(3 minutes)                          time passes; the tick is heard each second that matters
(restart)                            the bot is stopped and started
(the team's place is shut)           it takes no message; also (Bo has no private chat)
(all is open)                        and now it does
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("*.txt"))


@dataclass
class Move:
    """One line of a conversation that makes something happen, and what it shows."""

    line: int
    text: str
    shown: list[str] = field(default_factory=list)


@dataclass
class Telling:
    """A whole conversation."""

    remarks: list[str]
    team: str
    language: str
    names: list[str]
    moves: list[Move]


def read(file: Path) -> Telling:
    """The conversation in a file."""
    remarks: list[str] = []
    moves: list[Move] = []
    team, language, names = "", "da", list[str]()
    for number, raw in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not raw.strip():
            continue
        if raw.startswith("#"):
            remarks.append(raw)
        elif raw.startswith("  "):
            moves[-1].shown.append(raw.strip())
        elif not names:
            head, _, people = raw.partition(":")
            team, _, tongue = head.partition(" / ")
            language = tongue.strip() or "da"
            names = [name.strip() for name in people.split(",")]
        else:
            moves.append(Move(number, raw.strip()))
    return Telling(remarks, team.strip(), language, names, moves)


def written(telling: Telling) -> str:
    """The conversation as a file has it."""
    tongue = "" if telling.language == "da" else f" / {telling.language}"
    lines = [*telling.remarks, "", f"{telling.team}{tongue}: {', '.join(telling.names)}"]
    for move in telling.moves:
        lines += [move.text, *(f"  {shown}" for shown in move.shown)]
    return "\n".join(lines) + "\n"


PATTERNS: dict[str, str] = {
    r"done": "done",
    r"passes": "pass",
    r"goes on": "go_on",
    r"goes back": "back",
    r"skips the turn": "skip",
    r"skips the phase": "skip_phase",
    r"gives a minute": "more_time",
    r"pauses (?P<minutes>\d+) minutes": "pause",
    r"resumes": "resume",
    r"ends": "end",
    r"begins": "begin",
    r"takes the word": "take",
    r"gives the word to (?P<to>.+)": "give",
    r"hands over to (?P<to>[^,]+)(, as (?P<role>\w+))?": "hand_over",
    r"takes over": "take_over",
    r"takes the role back": "take_back",
    r"joins": "join",
    r"steps out": "out",
    r"is back": "here",
    r"leaves": "leave",
    r"puts (?P<order>.+) in order": "order",
    r"takes the step (?P<step>\d) out": "drop_step",
    r"approves": "approve",
    r"keeps nothing": "keep_nothing",
    r"starts (?P<guide>[\w-]+), (?P<length>\d+) minutes, (?P<roles>[^|]+)\| ?(?P<question>.*)": (
        "start"
    ),
    r"writes step (?P<nth>\d): (?P<doers>[^|]+)\|(?P<what>[^|]*)\|(?P<by>[^|]*)\|(?P<sign>.*)": (
        "step"
    ),
    r"writes the (?P<kind>line|decision|note): ?(?P<text>.*)": "text",
    r"asks: (?P<words>.*)": "ask",
    r"presses (?P<verb>\w+)": "raw",
    r"chooses the rhythm: (?P<kind>\w+) (?P<weekday>\w+) (?P<clock>[\d.]+)": "rhythm",
    r"moves the circle to (?P<to>in \d+ days)": "meeting_move",
    r"keeps the circle": "meeting_keep",
    r"calls the circle off": "meeting_skip",
    r"plans the circle": "meeting_plan",
    r"begins the planned circle": "begin_planned",
    r"is away until (?P<until>in \d+ days)": "away",
    r"asks (?P<other>.+) to swap: (?P<role>\w+)": "swap",
    r"swaps with (?P<other>.+): (?P<role>\w+)": "swap_yes",
    r"keeps the turn from (?P<other>.+): (?P<role>\w+)": "swap_no",
    r"gives back: (?P<role>\w+)": "role_back",
    r"says of the step: (?P<outcome>done|let_go)": "step_said",
    r"pauses from (?P<pause_from>in \d+ days) to (?P<pause_to>in \d+ days)": "pauses",
    r"turns off: (?P<off>.+)": "less",
    r"puts on the agenda: (?P<text>.+)": "agenda",
    r"prepares: (?P<text>.+)": "prepare",
    r"keeps a snag: (?P<text>.+)": "snag",
    r"puts the snag on the table": "snag_open",
    r"sends it again": "send_again",
    r"chooses team checks from (?P<threshold>\d+)": "checks",
    r"answers the check: (?P<steps>[\d ]+)": "check",
}


@dataclass(frozen=True)
class Deed:
    """What somebody does: a verb, what goes with it, and how the card was pressed."""

    who: str
    verb: str
    parts: dict[str, str]
    old_card: bool = False
    twice: bool = False


def deeds(text: str) -> Iterator[Deed]:
    """The deeds of a line; `and at once` joins two that happen together."""
    for part in text.split(" and at once "):
        who, _, what = part.partition(": ")
        yield _deed(who.strip(), what.strip())


def _deed(who: str, what: str) -> Deed:
    old = what.endswith(" on the old card")
    what = what.removesuffix(" on the old card")
    twice = what.endswith(" twice")
    what = what.removesuffix(" twice")
    for pattern, verb in PATTERNS.items():
        if match := re.fullmatch(pattern, what):
            parts = {name: value.strip() for name, value in match.groupdict().items() if value}
            return Deed(who, verb, parts, old, twice)
    raise ValueError(f"nobody knows how to do this: {who}: {what}")
