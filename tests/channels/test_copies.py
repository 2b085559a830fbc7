"""However often Teams delivers something, and under whichever id: it has one effect."""

import asyncio
import random
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.channels.copies import Delivery, Outcome, copied, delivered, recorded
from tests.conversations.telling import FILES

OFTEN = "04-a-late-joiner 18-hand-over-and-note-taker 24-three-next-steps".split()


def once(file: Path) -> tuple[list[Delivery], Outcome]:
    """What is delivered in a conversation, and what comes of it when it is delivered once."""
    with TemporaryDirectory() as folder:
        heard = asyncio.run(recorded(Path(folder) / "told", file))
        return heard, asyncio.run(delivered(Path(folder) / "once", file, heard))


known = cache(once)


def check(file: Path, seed: int) -> None:
    """Delivered with copies it comes to the same."""
    heard, expected = known(file)
    several = copied(heard, random.Random(seed))
    with TemporaryDirectory() as folder:
        outcome = asyncio.run(delivered(Path(folder), file, several))

    assert outcome.ledger == expected.ledger
    assert outcome.papers == expected.papers


@pytest.mark.parametrize("name", OFTEN)
def test_one_to_four_deliveries_have_one_effect(name: str) -> None:
    (file,) = (file for file in FILES if file.stem == name)

    check(file, seed=1)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(some.sampled_from(FILES), some.integers(0, 10**6))
def test_in_every_conversation_one_to_four_deliveries_have_one_effect(
    file: Path, seed: int
) -> None:
    check(file, seed)
