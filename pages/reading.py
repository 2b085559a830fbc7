"""Read what a browser sends: forms only, small ones, and nothing that is not text."""

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl

from aiohttp import web

LARGEST = 64 * 1024
MOST_FIELDS = 200
FORM = "application/x-www-form-urlencoded"

Values = Mapping[str, Sequence[str]]


class Unreadable(Exception):
    """What was sent cannot be read; `status` says how, `sentence` is the key of what is said."""

    def __init__(self, status: int = 400, sentence: str = "page.unreadable") -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


async def read_form(request: web.Request) -> Values:
    """The fields of a form, each with all its values. Raises Unreadable."""
    if request.content_type != FORM:
        raise Unreadable(415)
    if (request.content_length or 0) > LARGEST:
        raise Unreadable(413, "page.too_large")
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > LARGEST:
            raise Unreadable(413, "page.too_large")
    return fields_of(bytes(body))


def fields_of(body: bytes) -> Values:
    """The fields in a form's body; what a button brings stands over the form's own fields."""
    try:
        text = body.decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
        brought = [pair for name, value in pairs if name == "press" for pair in _inner(value)]
    except ValueError:
        raise Unreadable from None
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(_plain(value))
    found.pop("press", None)
    found.update({name: [_plain(value)] for name, value in brought})
    return found


def single(values: Values) -> dict[str, str]:
    """The first value of each field."""
    return {name: found[0] for name, found in values.items() if found}


def _inner(value: str) -> list[tuple[str, str]]:
    return parse_qsl(value, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)


def _plain(value: str) -> str:
    """Text without control characters other than new lines and tabs."""
    if any(letter < " " and letter not in "\r\n\t" for letter in value):
        raise Unreadable
    return value.replace("\r\n", "\n")
