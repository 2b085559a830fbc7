"""The card that a peer answers with: as large as ours, made once, so that it costs them nothing.

Run in the peers' environments, which have nothing of ours: only the standard library is used.
"""

import json
from typing import Any

NAMES = ("Anna", "Bo", "Carla", "Ditte", "Emil")
QUESTION = "Hvordan får vi flere af børnene med i fællesskabet om formiddagen?"
LISTEN = "Alle andre lytter efter: det, der er helt konkret, og det, jeg undrer mig over."
PLACES = 20


def card() -> dict[str, Any]:
    """A running circle: the word, the question, a strip of places, five buttons."""
    body = [
        _text("Anna har ordet", style="heading", size="Large", weight="Bolder"),
        _text(QUESTION),
        _text(LISTEN),
        *(_seat(number) for number in range(PLACES)),
    ]
    verbs = ("done", "passed", "joined", "facilitator", "screen")
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "body": body,
        "actions": [_button(verb) for verb in verbs],
    }


def _text(text: str, **style: str) -> dict[str, Any]:
    return {"type": "TextBlock", "text": text, "wrap": True, **style}


def _seat(number: int) -> dict[str, Any]:
    name = NAMES[number % len(NAMES)]
    waiting = _text(f"{name} venter endnu, og lytter efter det konkrete.", spacing="None")
    return {
        "type": "ColumnSet",
        "spacing": "Small",
        "columns": [
            {"type": "Column", "width": "auto", "items": [_text(f"{number + 1}", weight="Bolder")]},
            {"type": "Column", "width": "stretch", "items": [_text(name), waiting]},
        ],
    }


def _button(verb: str) -> dict[str, Any]:
    facts = {"team": "team-000001", "circle": "c000001", "turn": "4"}
    return {"type": "Action.Execute", "title": verb.title(), "verb": verb, "data": facts}


CARD = card()
SIZE = len(json.dumps(CARD, ensure_ascii=False, separators=(",", ":")).encode())
