"""What stands before every page: the door, headers for the browser, and a sentence for errors."""

import traceback

import structlog
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Handler, Middleware

from dialogs.conversation import NoSuchTeam
from locales import words_in
from pages.doors import Refused
from pages.house import House, NotHere, as_json, as_page, language_of, wants_json
from pages.reading import Unreadable
from storage.errors import NotATeam, TeamClosed

log = structlog.get_logger()

SELF = "'self'"
POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind}-src {SELF}" for kind in ("style", "script", "img", "connect")),
        f"form-action {SELF}",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # no-referrer would make our own forms come from "null"
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SENTENCES = {
    404: "page.not_found",
    405: "page.not_found",
    413: "page.too_large",
    415: "page.unreadable",
    503: "told.cannot_save",
}


async def add_headers(request: web.BaseRequest, response: web.StreamResponse) -> None:
    """Every answer tells the browser to trust nothing from elsewhere, and to keep nothing."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")


def guard(
    house: House, elsewhere: frozenset[str] = frozenset(), open_to_all: frozenset[str] = frozenset()
) -> Middleware:
    """The door, and a sentence for whatever goes wrong; never a trace, never what was typed.

    What is posted to an address `elsewhere` passes by: a chat has a door of its own. What is
    `open_to_all` is visited without a link, and guards itself.
    """

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path in elsewhere and request.method == "POST":
            return await handler(request)
        try:
            if request.path not in open_to_all:
                house.door.check(request)
            refuse_packed(request)
            return await handler(request)
        except Refused as refused:
            return say(house, request, 403, refused.sentence)
        except Unreadable as error:
            return say(house, request, error.status, error.sentence)
        except (NotHere, NoSuchTeam, NotATeam):
            return say(house, request, 404, "page.not_found")
        except TeamClosed:
            return say(house, request, 503, "page.closed_team")
        except web.HTTPException as error:
            if error.status < 400:
                raise
            return say(house, request, error.status, sentence_for(error.status))
        except (web.RequestPayloadError, HttpProcessingError):
            return say(house, request, 400, "page.unreadable")
        except (ConnectionError, TimeoutError):
            raise
        except Exception as error:
            log.error("page_failed", error=type(error).__name__, place=place_in(error))
            return say(house, request, 500, "page.wrong")

    return guarded


def sentence_for(status: int) -> str:
    """What is said of a status; what is below 500 was sent to us wrong."""
    return SENTENCES.get(status, "page.unreadable" if status < 500 else "page.wrong")


def refuse_packed(request: web.BaseRequest) -> None:
    """No browser packs what it sends, so nothing is unpacked here. Raises Unreadable."""
    if "Content-Encoding" in request.headers:
        raise Unreadable(415)


def place_in(error: Exception) -> str:
    """Where in our code it went wrong, without a word of what was being read."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename.rsplit('/', 2)[-1]}:{frames[-1].lineno}" if frames else ""


def say(house: House, request: web.BaseRequest, status: int, sentence: str) -> web.Response:
    """One sentence, as a page or for our script."""
    language = language_of(request, house.language)
    words = words_in(language)
    if wants_json(request):
        return as_json(status, error=words(sentence))
    title = words("page.brand")
    page = house.painter.page("message", language, title, sentence=words(sentence), back="/")
    return as_page(page, status)
