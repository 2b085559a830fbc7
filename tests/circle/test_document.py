"""docs/circle.md says what the code does."""

from pathlib import Path

from circle.__main__ import document
from circle.guide import Pattern
from circle.rota_rules import RULES as ROTA
from circle.rules import RULES
from circle.state import Stage
from circle.step_rules import RULES as STEPS
from circle.transitions import TRANSITIONS

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "circle.md"


def test_the_document_is_what_the_rules_print() -> None:
    assert DOCUMENT.read_text("utf-8") == document(), "run make docs"


def test_the_document_names_every_stage_rule_and_pattern() -> None:
    text = document()

    assert all(f"**{stage.value}**" in text for stage in Stage)
    assert all(f"| {pattern.value} | " in text for pattern in Pattern)
    rows = len(RULES) + len(Pattern) + len(TRANSITIONS) + len(ROTA) + len(STEPS)
    assert sum(line.startswith("| ") for line in text.splitlines()) == rows + 5
