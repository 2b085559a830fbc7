"""Text for where a chat reads Markdown, so that it is drawn as it was written and as nothing else.

A plain sentence is not touched. What has a meaning gets a backslash; line breaks and control
characters become a space, so that only the beginning of a text is the beginning of a line.
"""

import re
from collections.abc import Callable, Mapping

from cards.limits import cut

MEANS = re.compile(r"[\\`*_\[\]<~|]|&(?=#?\w+;)|(?<=\{)\{")
"""Emphasis, code, links, HTML and mentions, entities, and the functions {{DATE(…)}} of a card."""

OPENS = re.compile(r"(?=[-+#>=])|(\d{1,9})(?=[.)](?:\s|$))")
"""What makes a list, a heading or a quotation where a line begins with it."""

WILD = re.compile(r"[\x00-\x20\x7f-\x9f\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]+")
"""What is drawn as one space, if at all."""

ODD = re.compile(r"[^\w ,.:;?!/()'\"”“«»’…–·%-]|  ")
"""What a plain sentence does not have; only a text with some of it is read closely."""

COMMAND = re.compile(r"`([^`]+)`")


def escaped(text: str) -> str:
    """The text with a backslash before all that means something."""
    return _opened(_even(text).strip(" "))


def marked(sentence: str) -> str:
    """A sentence of ours with `commands` in it, which a chat shows in bold."""
    pieces = COMMAND.split(sentence)
    pieces[::2] = map(_even, pieces[::2])
    pieces[1::2] = [f"**{_even(command)}**" for command in pieces[1::2]]
    return _opened("".join(pieces).strip(" "))


def _even(text: str) -> str:
    """Nothing in the text means anything any more, but for how it begins."""
    if "_" not in text and not ODD.search(text):
        return text
    return MEANS.sub(r"\\\g<0>", WILD.sub(" ", text))


def _opened(text: str) -> str:
    """The text as a line that begins nothing but itself."""
    if text[:1].isalpha() or text.startswith("*"):
        return text
    found = OPENS.match(text)
    return f"{text[: found.end()]}\\{text[found.end() :]}" if found else text


def marks_for(most: int) -> Mapping[str, Callable[[str], str]]:
    """What templates may do with a text; one of more than `most` letters is cut."""
    return {
        "plain": lambda text: escaped(text if len(text) <= most else cut(text, most)),
        "marked": marked,
    }
