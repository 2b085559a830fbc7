"""A name is shown whole; its first part is large, and smaller where it is long."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cards.names import shown_name


@pytest.mark.parametrize(
    ("whole", "first", "rest", "size"),
    [
        ("Bo", "Bo", "", ""),
        ("Cecilie", "Cecilie", "", ""),
        ("Birgitte Ravnsbæk", "Birgitte", "Ravnsbæk", "long"),
        ("Anne-Katrine Bøgelund-Rasmussen", "Anne-Katrine", "Bøgelund-Rasmussen", ""),
        ("Hildegunnmarie Vik", "Hildegunnmarie", "Vik", "longer"),
        ("👩‍👩‍👧 Bo Brun", "👩‍👩‍👧 Bo", "Brun", ""),
        ("محمد عبد الله", "محمد", "عبد الله", ""),
        ("W" * 255, "W" * 255, "", "whole"),
        ("Bo " * 80, "Bo", " ".join(["Bo"] * 79), "whole"),
        ("👩‍👩‍👧", "👩‍👩‍👧", "", ""),
        ("(Bo)", "(Bo)", "", ""),
    ],
)
def test_a_name_is_large_first_and_whole(whole: str, first: str, rest: str, size: str) -> None:
    shown = shown_name(whole)

    assert (shown.first, shown.rest, shown.size) == (first, rest, size)


@given(some.text(min_size=1))
def test_nothing_of_a_name_is_lost(whole: str) -> None:
    shown = shown_name(whole)

    assert f"{shown.first} {shown.rest}".split() == whole.split() or shown.first == whole
