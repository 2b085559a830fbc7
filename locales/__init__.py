"""The sentences: one file a language, looked up by key, with holes that are never inflected."""

import itertools
import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

LANGUAGES = ("da", "nb", "en")
FOLDER = Path(__file__).parent


class NoSuchSentence(KeyError):
    """The language file has no sentence with this key."""


class Words:
    """The sentences of one language: `words("run.word", speaker="Bo")`.

    A sentence with two forms is a table with `one` and `other`, chosen by the hole `count`.
    """

    def __init__(self, language: str, sentences: Mapping[str, str]) -> None:
        self.language = language
        self._sentences = sentences

    def __call__(self, key: str, /, **holes: Any) -> str:
        """The finished sentence. Raises NoSuchSentence for an unknown key."""
        if "count" in holes:
            form = f"{key}.one" if holes["count"] == 1 else f"{key}.other"
            key = form if form in self._sentences else key
        try:
            sentence = self._sentences[key]
        except KeyError:
            raise NoSuchSentence(f"{key} ({self.language})") from None
        return sentence.format_map(holes) if "{" in sentence else sentence

    def calling(self, call: str) -> "Words":
        """With this before each `command`, instead of the bot's usual name or of nothing."""
        said = {
            key: re.sub(r"`(?:@Ordet )?([^`@]+)`", lambda found: f"`{call}{found[1]}`", sentence)
            for key, sentence in self._sentences.items()
        }
        return Words(self.language, said)

    def numbered(self, name: str) -> list[str]:
        """The sentences `name.1`, `name.2` and so on."""
        keys = itertools.takewhile(self.__contains__, (f"{name}.{n}" for n in itertools.count(1)))
        return [self(key) for key in keys]

    def __contains__(self, key: str) -> bool:
        return key in self._sentences


@cache
def words_in(language: str) -> Words:
    """The sentences of this language; English for a language that we do not have."""
    known = language if language in LANGUAGES else "en"
    raw = tomllib.loads((FOLDER / f"{known}.toml").read_text(encoding="utf-8"))
    return Words(known, flat(raw))


@lru_cache(maxsize=64)
def words_called(language: str, call: str) -> Words:
    """The same sentences where the bot hears a command only after its name, as in a channel."""
    words = words_in(language)
    return words.calling(call) if call else words


def flat(raw: Mapping[str, Any], above: str = "") -> dict[str, str]:
    """Nested tables as `run.word`-like keys."""
    found: dict[str, str] = {}
    for key, value in raw.items():
        if isinstance(value, Mapping):
            found.update(flat(value, f"{above}{key}."))
        else:
            found[f"{above}{key}"] = value
    return found
