"""What stands in the template of a notice: its facts, and finished phrases for them."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from cards.between_holes import between_holes, soon_phrase
from cards.delivery import delivery_phrase, send_again
from cards.names import name_of
from cards.pace import minutes_phrase
from cards.rhythm import rhythm_sentence
from cards.scene import step_shown
from circle.answers import Undelivered
from circle.notices import Notice
from circle.papers import Papers
from circle.people import Team
from circle.scaling import in_language
from circle.state import Circle
from locales import Words, words_called
from locales.dates import date_phrase, listing, time_phrase, when_phrase


def holes_of(
    notice: Notice, papers: Papers, circle: Circle | None, at: datetime, call: str = "",
    chat: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """The holes, in the language of the circle, else of the team.

    `call` stands before commands where the bot must be called by its name. In a `chat` what is
    told stays there, whatever we delete.
    """
    team = papers.team
    language = circle.language if circle else team.language
    zone = circle.zone if circle else team.zone
    words = words_called(language, call)
    today = at.astimezone(ZoneInfo(zone)).date()
    return {
        "notice": notice,
        "chat": chat,
        "words": words,
        "sentences": words.numbered,
        "circle": circle,
        "language": language,
        "name": lambda person: name_of(person, circle, team, words),
        "time": lambda moment: time_phrase(moment, zone, language),
        "date": lambda day: date_phrase(_day(day, zone), language, today),
        "when": lambda moment: when_phrase(moment, zone, language, today),
        "soon": lambda moment: soon_phrase(moment, zone, words, today),
        "whens": lambda moments: listing(
            [when_phrase(moment, zone, language, today) for moment in moments], language
        ),
        "rhythm": partial(rhythm_sentence, words=words),
        "delivery": lambda each: delivery_phrase(each, team, words, zone, today),
        "again": lambda each: send_again(each, team, words),
        **between_holes(notice, papers, words, today),
        "minutes": partial(minutes_phrase, words=words),
        "spoken": lambda texts: in_language(texts, language),
        "step": lambda each: step_shown(each, papers, circle, at),
        "steps": lambda steps: tuple(step_shown(each, papers, circle, at) for each in steps),
        "ends": lambda each: time_phrase(each.expected_end(at), zone, language),
        "lengths": lambda lengths: _lengths(lengths, words),
        "missed": lambda missed: _missed(missed, team, words),
    }


def _lengths(lengths: Sequence[int], words: Words) -> str:
    """25, 45 or more minutes, as one phrase."""
    first = ", ".join(str(length) for length in lengths[:-1])
    last = words("unit.minutes", count=lengths[-1])
    return f"{first}, {last}" if first else last


def _missed(missed: Sequence[Undelivered], team: Team, words: Words) -> list[str]:
    """What did not come, or may not have come; the same sentence once."""
    sentences = []
    for each in missed:
        key = "err.delivery" if each.gone else "err.doubt"
        called = name_of(each.to, None, team, words) if each.to else ""
        sentences.append(words(key, name=called) if called else words(f"{key}_all"))
    return list(dict.fromkeys(sentences))


def _day(moment: date, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date() if isinstance(moment, datetime) else moment
