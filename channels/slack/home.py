"""The bot's home in Slack: a form that nobody sends, drawn as a page."""

from collections.abc import Sequence

import msgspec

from cards.render import Cards
from channels.slack.modals import HOME
from dialogs.home_form import home_form
from dialogs.occasion import Occasion
from locales import words_in


def home_view(cards: Cards, seen: Sequence[Occasion], language: str) -> str:
    """What this person sees of their teams and of those that they help, in this language."""
    form = home_form(seen, language)
    modal = msgspec.json.decode(cards.form(form, words_in(language), "slack").body)
    title = {"type": "header", "text": {**modal["title"], "text": form.title}}
    blocks = [title, *(block for block in modal["blocks"] if block["type"] != "header")]
    view = {"type": "home", "callback_id": HOME, "blocks": blocks}
    return msgspec.json.encode(view).decode()
