"""Cards drawn by Microsoft's own renderer, in Chromium, with Markdown read as Teams reads it."""

import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Page

from tests.pages.browser import a_browser

TOOLS = Path(__file__).parents[2] / ".tools" / "cards" / "node_modules"
SCRIPTS = (
    "adaptivecards/dist/adaptivecards.min.js",
    "markdown-it/dist/browser/markdown-it.umd.min.js",
)
WIDE, NARROW = 680, 320


@dataclass(frozen=True)
class Drawn:
    """What came of a card: its visible text, what the renderer warned of, and foreign elements."""

    text: str
    warned: list[str]
    tags: set[str]
    wider: int


def style(colour: str, soft: str, ground: str) -> Mapping[str, Any]:
    shade = {"default": colour, "subtle": soft}
    names = ("default", "accent", "dark", "light", "good", "warning", "attention")
    return {"backgroundColor": ground, "foregroundColors": dict.fromkeys(names, shade)}


def host(ink: str, soft: str, paper: str, sheet: str) -> Mapping[str, Any]:
    """A host much like Teams: its sizes and spaces, in a light or a dark theme."""
    return {
        "fontFamily": "Segoe UI, Noto Sans, sans-serif",
        "spacing": {"small": 8, "default": 12, "medium": 16, "large": 20, "padding": 16},
        "separator": {"lineThickness": 1, "lineColor": soft},
        "fontSizes": {"small": 12, "default": 14, "medium": 14, "large": 18, "extraLarge": 24},
        "fontWeights": {"lighter": 300, "default": 400, "bolder": 600},
        "actions": {"maxActions": 6, "spacing": "default", "buttonSpacing": 8},
        "containerStyles": {
            "default": style(ink, soft, paper),
            "emphasis": style(ink, soft, sheet),
        },
        "textBlock": {"headingLevel": 2},
        "textStyles": {"heading": {"weight": "bolder"}},
        "inputs": {
            "label": {
                "inputSpacing": "small",
                "requiredInputs": {"weight": "bolder", "suffix": ""},
                "optionalInputs": {"weight": "bolder"},
            }
        },
    }


HOSTS = {
    "light": host("#242424", "#616161", "#ffffff", "#f3f2f1"),
    "dark": host("#ffffff", "#d6d6d6", "#292929", "#141414"),
}

LOOKS = """
body { margin: 12px; } .ac-pushButton { font: 600 14px Segoe UI, Noto Sans, sans-serif; padding:
6px 12px; border-radius: 4px; border: 1px solid #888; background: none; color: inherit; }
.ac-pushButton.style-positive { background: #4f52b2; color: #fff; }
.ac-input, .ac-multichoiceInput { font: 14px Segoe UI, Noto Sans, sans-serif; }
.ac-textInput, .ac-dateInput, .ac-timeInput, select.ac-input { padding: 6px; width: 100%;
box-sizing: border-box; border: 1px solid #888; border-radius: 4px; }
.unseen { position: absolute; clip-path: inset(50%); }
p { margin: 0; } #card { border: 1px solid #999; border-radius: 6px; }
"""

PAGE = """<!doctype html><html lang="da"><title>Ordet</title><style>{style}</style>
<main><h1 class="unseen">Ordet</h1><div id="card"></div></main></html>"""

DRAW = """([card, host]) => {
  const {AdaptiveCard, HostConfig, SerializationContext, Version} = AdaptiveCards;
  const markdown = window.markdownit();
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = markdown.render(text); result.didProcess = true;
  };
  const drawn = new AdaptiveCard(), context = new SerializationContext(new Version(1, 5));
  drawn.version = new Version(1, 5);
  drawn.hostConfig = new HostConfig(host);
  drawn.parse(card, context);
  const place = document.getElementById('card');
  place.replaceChildren(drawn.render());
  const warned = [];
  for (let n = 0; n < context.eventCount; n++) warned.push(context.getEventAt(n).message);
  for (const e of drawn.validateProperties().validationEvents) warned.push(e.message);
  const own = ['DIV', 'P', 'BUTTON', 'INPUT', 'TEXTAREA', 'SELECT', 'OPTION', 'LABEL', 'SPAN',
    'TABLE', 'TBODY', 'TR', 'TD', 'BR'];
  const tags = [...new Set([...place.querySelectorAll('*')].map(e => e.tagName))];
  return {text: place.innerText, warned, tags: tags.filter(t => !own.includes(t)),
    wider: document.documentElement.scrollWidth - innerWidth};
}"""


OF_ITS_OWN = re.compile(r'Invalid value "(da|nb|en)" for property "lang".')
"""The renderer says so of every second card: its pattern remembers where it looked last."""


@asynccontextmanager
async def a_drawer(width: int = WIDE, theme: str = "light") -> AsyncIterator["Drawer"]:
    """A page on which cards are drawn, one after the other."""
    lacking = [script for script in SCRIPTS if not (TOOLS / script).exists()]
    assert not lacking, "no card renderer; run sh tests/cards/get_renderer.sh"
    async with a_browser() as browser:
        page = await browser.new_page(viewport={"width": width + 26, "height": 900})
        ground, ink = ("#fff", "#242424") if theme == "light" else ("#292929", "#fff")
        dark = f"body {{ background: {ground}; color: {ink}; color-scheme: {theme}; }}"
        await page.set_content(PAGE.format(style=LOOKS + dark))
        for script in SCRIPTS:
            await page.add_script_tag(path=TOOLS / script)
        yield Drawer(page, HOSTS[theme])


@dataclass
class Drawer:
    """Draws a card."""

    page: Page
    host: Mapping[str, Any]

    async def draw(self, body: str) -> Drawn:
        """The card as people see it."""
        found = await self.page.evaluate(DRAW, [json.loads(body), self.host])
        warned = [each for each in found["warned"] if not OF_ITS_OWN.fullmatch(each)]
        return Drawn(**{**found, "tags": set(found["tags"]), "warned": warned})
