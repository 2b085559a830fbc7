"""What people write, in any spelling, is one of few commands or kindly not understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.commands import Command, read_command


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("circle", Command.CIRCLE),
        ("/circle", Command.CIRCLE),
        ("/CIRKEL", Command.CIRCLE),
        ("  sirkel  ", Command.CIRCLE),
        ("Læringscirkel", Command.CIRCLE),
        ("laeringssirkel", Command.CIRCLE),
        ("@Ordet circle", Command.CIRCLE),
        ("<at>Ordet</at> cirkel", Command.CIRCLE),
        ("cirkel næste", Command.NEXT),
        ("naeste", Command.NEXT),
        ("neste", Command.NEXT),
        ("circle guides", Command.GUIDES),
        ("Guider", Command.GUIDES),
        ("status?", Command.STATUS),
        ("hjælp", Command.HELP),
        ("hja\u0308lp", None),
        ("hjelp!", Command.HELP),
        ("next circle", None),
        ("hvad er klokken", None),
        ("cirkel cirkel cirkel", None),
        ("", None),
        ("🙂", None),
    ],
)
def test_a_command_is_known_in_every_spelling(text: str, command: Command | None) -> None:
    assert read_command(text) is command


@given(st.text(max_size=500))
def test_nothing_that_people_write_breaks_the_reading(text: str) -> None:
    assert read_command(text) is None or read_command(text) in Command
