"""The card of a circle that is over and filed: what was kept of it, and until when."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cards.scene import step_shown
from circle.closing import Summary
from circle.papers import Papers
from circle.scaling import in_language
from circle.state import Approval
from locales import words_in
from locales.dates import date_phrase


def filed_holes(papers: Papers, summary: Summary, at: datetime) -> Mapping[str, Any]:
    """What was kept: as the team approved it, else the date, the guide and perhaps the steps."""
    team = replace(papers.team, language=summary.language)
    words, zone = words_in(summary.language), ZoneInfo(team.zone)
    today = at.astimezone(zone).date()

    def day(moment: datetime) -> str:
        return date_phrase(moment.astimezone(zone).date(), summary.language, today)

    kept, whole = summary.kept, summary.approved is Approval.TEAM
    written = {"decision": kept.decision, "line": kept.line, "note": kept.note}
    titles = {"decision": "summary.decision", "line": "summary.line", "note": "form.note.title"}
    return {
        "words": words,
        "language": summary.language,
        "guide": in_language(summary.name, summary.language),
        "held": day(summary.held_at),
        "until": day(summary.until),
        "question": summary.question,
        "steps": tuple(
            step_shown(step, replace(papers, team=team), None, at) for step in kept.steps
        ),
        "lines": [(words(titles[what]), text) for what, text in written.items() if text],
        "whole": whole,
        "expired": summary.approved is Approval.EXPIRED,
    }
