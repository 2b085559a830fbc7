"""The room in which the table's cards and all plain texts are made: what is HTML is escaped."""

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from cards.parts import Parts
from cards.phrases import small, stopped
from cards.presses import sent


def make_environment(*folders: Path) -> Environment:
    """Templates from these folders: what is HTML is escaped, what is missing is an error."""
    environment = Environment(
        loader=FileSystemLoader(folders),
        autoescape=lambda name: name is not None and name.endswith(".html"),
        undefined=StrictUndefined,
        auto_reload=False,
        cache_size=-1,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["marked"] = marked
    environment.filters["stopped"] = stopped
    environment.filters["small"] = small
    environment.globals["sent"] = sent
    environment.globals["part"] = Parts(environment)
    return environment


def marked(sentence: str) -> Markup:
    """A sentence of ours with `commands` in it, as HTML."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(sentence))))
