"""What is said to who asks about rhythm or roles; the form stands behind a button."""

from circle.between import next_meeting, series_of
from circle.between_answers import RhythmShown, RolesShown
from circle.proposals import is_amber
from circle.rota import shown
from circle.team_words import last_held
from dialogs.between.roles_form import day_of_roles, rota_of
from dialogs.occasion import Occasion

SHOWN = 3
"""Meetings to come that are named."""


def rhythm_shown(occasion: Occasion) -> RhythmShown:
    """When the team meets, the next meetings that stand, and the last where it is long ago."""
    between = occasion.papers.between
    coming = sorted(
        each.begins for each in between.meetings.values() if each.stands and each.ends > occasion.at
    )
    last = last_held(between)
    amber = last is not None and is_amber([last], occasion.today, last)
    return RhythmShown(
        series=series_of(between), coming=tuple(coming[:SHOWN]), last=last if amber else None
    )


def roles_shown(occasion: Occasion) -> RolesShown:
    """Who has which role at the next circle."""
    ahead = next_meeting(occasion.papers.between, occasion.at)
    roles = shown(rota_of(occasion), day_of_roles(occasion))
    return RolesShown(roles=roles, begins=ahead.begins if ahead else None)
