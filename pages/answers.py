"""What a presser gets at once: an answer in the page, or the page again with the answer in it."""

from collections.abc import Mapping
from urllib.parse import quote

from aiohttp import web

from cards.render import View
from circle.answers import CannotSave, NotReadable
from circle.papers import Papers
from dialogs.ports import Reply
from locales import words_in
from pages.house import House, as_json, as_page, wants_json

PATHS = {View.DEVICE: "", View.SCREEN: "/screen", View.FACILITATOR: "/facilitator"}
KNOWN: Mapping[str, View] = {view.value: view for view in View}


def place_of(papers: Papers) -> str:
    """The address of a team's table."""
    return f"/table/{quote(papers.team.id, safe='')}"


def view_of(text: str) -> View:
    """The view that a form came from; the shared device where it does not say."""
    return KNOWN.get(text, View.DEVICE)


def answered(
    house: House, request: web.Request, papers: Papers, reply: Reply, view: View
) -> web.Response:
    """The answers alone; the circle itself comes to all browsers by itself."""
    body, text = house.answer(reply.answers, papers)
    status = _status(reply)
    if wants_json(request):
        return as_json(status, answer=body, said=text)
    back = f"{place_of(papers)}{PATHS[view]}"
    if status != 200:
        language = papers.team.language
        title = words_in(language)("page.brand")
        page = house.painter.page("message", language, title, sentence=text, back=back)
        return as_page(page, status)
    ticket = f"?told={house.told.keep(body)}" if body else ""
    raise web.HTTPSeeOther(f"{back}{ticket}")


def _status(reply: Reply) -> int:
    if any(isinstance(answer, NotReadable) for answer in reply.answers):
        return 400
    return 503 if any(isinstance(answer, CannotSave) for answer in reply.answers) else 200
