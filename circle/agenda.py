"""What a team wants to talk about next: questions, and what each one prepares."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Agenda:
    """The agenda of the next circle."""
