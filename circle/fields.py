"""One field of a guide file at a time: what it must be, and the sentence when it is not."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from circle.guide import LANGUAGES

Where = tuple[str | int, ...]
Word = TypeVar("Word", bound=StrEnum)

LONGEST_SENTENCE = 14
"""Words of the longest sentence that people read at a glance."""

LONGEST_TEXT = 100
"""Characters of the longest text on a card."""

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
END_OF_SENTENCE = re.compile(r"(?<=[.!?…])\s+")


class GuideFault(Exception):
    """The guide cannot be used; the sentence says what is wrong, `where` leads to it.

    `where` are the keys from the top of the file; phases are counted from 0 there, and from 1 in
    the sentence.
    """

    def __init__(self, where: Where, sentence: str) -> None:
        super().__init__(sentence)
        self.where = where
        self.sentence = sentence


@dataclass(frozen=True)
class Entry:
    """One table of the file: what stands in it, the way to it, and what people call it."""

    raw: Mapping[str, object]
    where: Where
    called: str

    def fault(self, key: str | int | None, sentence: str) -> GuideFault:
        """The fault at this key; the sentence begins with what people call the table."""
        where = self.where if key is None else (*self.where, key)
        return GuideFault(where, f"{self.called}: {sentence}")

    def knows_only(self, known: Collection[str]) -> None:
        """A key that nobody reads is a slip of the pen."""
        for key in self.raw:
            if key not in known:
                raise self.fault(key, f"“{key}” is not a key that is known here.")

    def table(self, key: str) -> "Entry":
        """A table within this one."""
        raw = self.raw.get(key)
        if not isinstance(raw, Mapping):
            raise self.fault(key, f"“{key}” is missing, or is not a table.")
        return Entry(raw, (*self.where, key), f"{self.called}, {key}")

    def whole(self, key: str, least: int, most: int, default: int | None = None) -> int:
        """A whole number between two others."""
        value = self.raw.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self.fault(key, f"“{key}” must be a whole number from {least} to {most}.")
        return value

    def yes(self, key: str) -> bool:
        """True or false; false where nothing stands."""
        value = self.raw.get(key, False)
        if not isinstance(value, bool):
            raise self.fault(key, f"“{key}” must be true or false.")
        return value

    def text(self, key: str, empty: bool = False) -> str:
        """One line of text."""
        value = self.raw.get(key)
        if not isinstance(value, str) or not (empty or value.strip()):
            raise self.fault(key, f"“{key}” is missing, or is not a text.")
        if not value.isprintable() or value != value.strip():
            raise self.fault(key, f"“{key}” must be one line, without blanks at its ends.")
        return value

    def name(self, key: str) -> str:
        """An id: small letters, figures and hyphens."""
        value = self.text(key)
        if not NAME.fullmatch(value):
            raise self.fault(
                key, f"“{value}” must be small letters, figures and hyphens, as in a-b1."
            )
        return value

    def list(self, key: str) -> tuple[object, ...]:
        """A list, empty where nothing stands."""
        value = self.raw.get(key, [])
        if not isinstance(value, list):
            raise self.fault(key, f"“{key}” must be a list.")
        return tuple(value)

    def word(self, key: str, words: type[Word], default: Word | None = None) -> Word:
        """One of these words."""
        if key not in self.raw and default is not None:
            return default
        return self._one_of(key, self.raw.get(key), words)

    def words(self, key: str, words: type[Word]) -> tuple[Word, ...]:
        """Some of these words, each once."""
        found = tuple(self._one_of(key, value, words) for value in self.list(key))
        if len(set(found)) < len(found):
            raise self.fault(key, f"“{key}” names something twice.")
        return found

    def _one_of(self, key: str, value: object, words: type[Word]) -> Word:
        known = [str(word) for word in words]
        if value not in known:
            said = f"“{value}”" if key in self.raw else "nothing"
            raise self.fault(key, f"“{key}” says {said}, and must be {_either(known)}.")
        return words(value)

    def texts(self, key: str, longest: int = LONGEST_TEXT) -> dict[str, str]:
        """One text in each language."""
        table = self._languages(key)
        return {
            tongue: _readable(table, tongue, table.text(tongue), longest) for tongue in LANGUAGES
        }

    def lines(self, key: str, most: int) -> dict[str, tuple[str, ...]]:
        """A few lines in each language, as many in one as in the other."""
        table = self._languages(key)
        found = {tongue: _lines(table, tongue, most) for tongue in LANGUAGES}
        if len({len(lines) for lines in found.values()}) > 1:
            raise self.fault(key, f"“{key}” must have as many lines in each language.")
        return found

    def _languages(self, key: str) -> "Entry":
        table = self.table(key)
        table.knows_only(LANGUAGES)
        for tongue in LANGUAGES:
            if tongue not in table.raw:
                raise table.fault(
                    tongue, f"“{tongue}” is missing; each text stands in da, nb and en."
                )
        return table


def _lines(table: Entry, tongue: str, most: int) -> tuple[str, ...]:
    found = table.list(tongue)
    if not 1 <= len(found) <= most:
        raise table.fault(tongue, f"“{tongue}” must have from 1 to {most} lines.")
    lines = []
    for value in found:
        line = Entry({tongue: value}, table.where, table.called)
        lines.append(_readable(line, tongue, line.text(tongue), LONGEST_TEXT))
    return tuple(lines)


def _readable(table: Entry, tongue: str, text: str, longest: int) -> str:
    if len(text) > longest:
        raise table.fault(tongue, f"“{text[:20]}…” has {len(text)} characters, above {longest}.")
    for sentence in END_OF_SENTENCE.split(text):
        words = len(sentence.split())
        if words > LONGEST_SENTENCE:
            start = " ".join(sentence.split()[:3])
            raise table.fault(
                tongue, f"“{start} …” has {words} words in a sentence, above {LONGEST_SENTENCE}."
            )
    return text


def _either(words: Collection[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last
