"""Parts of a picture that stay the same for many turns: drawn once, and kept for a while."""

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

MOST_KEPT = 4096
"""Parts; enough for some hundred circles at once, and a few megabytes at most."""


class Parts:
    """`part("table/parts/strip.html", words=words, ...)` in a template.

    A part sees its own facts and nothing else, so the same facts give the same part.
    """

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._kept = lru_cache(MOST_KEPT)(self._drawn)

    def __call__(self, name: str, /, **facts: Hashable) -> Markup:
        """The part as HTML, ready to stand in a page."""
        return self._kept(name, *facts.items())

    def _drawn(self, name: str, *facts: Any) -> Markup:
        return Markup(self._environment.get_template(name).render(dict(facts)))
