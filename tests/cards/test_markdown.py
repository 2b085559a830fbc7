"""What people typed is drawn as they typed it; a plain sentence is not touched."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cards.markdown import WILD, escaped, marked
from cards.render import FOLDER
from tests.cards.reading import drawn

TEMPLATES = FOLDER / "teams"

HOSTILE = (
    "*fed* _skrå_ **x** __y__",
    "[klik her](https://example.com)",
    "![billede](https://example.com/x.png)",
    "<at>Bo</at> <b>x</b> <!-- x --> <https://example.com>",
    "# overskrift",
    "## mindre",
    "> citat",
    "- punkt",
    "+ punkt",
    "* punkt",
    "1. punkt",
    "12) punkt",
    "---",
    "=== ",
    "***",
    "~~streg~~ ~x~",
    "| a | b |\n|---|---|\n| c | d |",
    "`kode` ```mere```",
    "    fire mellemrum",
    "to\nlinjer\n\nog et afsnit",
    "&copy; &#42; R&D &amp;",
    "{{DATE(2026-03-03T12:00:00Z)}} {{TIME(2026-03-03T12:00:00Z)}}",
    "[x]: https://example.com",
    "\\*bagvendt\\* \\",
    "a\tb\x00c\u2028d",
    "www.example.com bo@example.com",
    "(c) ... -- 'x' \"y\" :)",
    "-5 grader, 50 % og 3. marts",
)


@pytest.mark.parametrize(
    "sentence",
    [
        "Du har ordet i ca. 2 minutter. Tag den tid, du har brug for.",
        "Bagefter: Anne-Katrine Bøgelund-Rasmussen.",
        "Spørgsmålet: ”Hvordan får vi flere stemmer i spil?”.",
        "Én sætning – (højst) 50 % af tiden, kl.\N{NO-BREAK SPACE}14.30!",
        "1 · Anna og Bo",
        "محمد عبد الله",
    ],
)
def test_a_plain_sentence_is_not_touched(sentence: str) -> None:
    assert escaped(sentence) == sentence


@given(some.text() | some.sampled_from(HOSTILE))
def test_nothing_is_lost_and_no_line_is_broken(typed: str) -> None:
    kept = escaped(typed)

    assert "\n" not in kept
    assert drawn(kept).split() == WILD.sub(" ", typed).split()


def test_a_command_is_bold_and_the_rest_is_text() -> None:
    assert marked("Skriv `cirkel` for *x*.") == "Skriv **cirkel** for \\*x\\*."
    assert marked("`hjælp` er her.") == "**hjælp** er her."


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.json")), ids=lambda path: path.stem)
def test_a_template_leaves_no_text_as_it_was_typed(path: Path) -> None:
    source = path.read_text("utf-8")
    read_as_markdown = re.findall(r'"TextBlock", "text": \{\{(.*?)\}\}', source)
    for fact in re.findall(r'\{"title": (\{\{.*?\}\}), "value": (\{\{.*?\}\})\}', source):
        read_as_markdown += fact if "FactSet" in source else ()
    bare = re.findall(r'"(?:text|title|label|tooltip|placeholder|errorMessage)": [^{\s]', source)

    assert [hole for hole in read_as_markdown if not re.search(r"\| (plain|marked) ", hole)] == []
    assert bare == []
