"""A text is cut between letters as people see them, and only where there is no more room."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cards.limits import JOINER, MORE, cut, size_in_teams


def test_what_has_room_is_left_alone() -> None:
    assert cut("Anna", 4) == "Anna"


def test_what_has_no_room_ends_with_dots() -> None:
    assert cut("Anne-Katrine", 8) == "Anne-Ka…"


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("a\N{COMBINING ACUTE ACCENT}b", 2, "…"),
        ("xa\N{COMBINING ACUTE ACCENT}\N{COMBINING TILDE}b", 4, "x…"),
        ("👩‍👩‍👧 Bo", 4, "…"),
        ("👋🏽 hej", 2, "…"),
        ("🇩🇰🇳🇴", 3, "🇩🇰…"),
        ("🇩🇰🇳🇴🇸🇪", 4, "🇩🇰…"),
        ("❤️ og ro", 2, "…"),
        ("to ord", 4, "to…"),
    ],
)
def test_a_letter_is_never_cut_in_two(text: str, most: int, kept: str) -> None:
    assert cut(text, most) == kept


@given(text=some.text(max_size=60), most=some.integers(1, 60))
def test_a_cut_text_has_room_and_is_the_beginning(text: str, most: int) -> None:
    kept = cut(text, most)

    assert len(kept) <= max(most, len(MORE))
    assert text.startswith(kept.removesuffix(MORE)) or kept == text


@given(
    text=some.text("aé\N{COMBINING ACUTE ACCENT}👩👧🏽" + JOINER, max_size=30),
    most=some.integers(1, 30),
)
def test_what_follows_a_cut_stands_on_its_own(text: str, most: int) -> None:
    kept = cut(text, most)
    if kept == text:
        return

    rest = text[len(kept.removesuffix(MORE)) :]

    assert not rest or kept == MORE or unicodedata.category(rest[0]) != "Mn"
    assert JOINER not in (kept.removesuffix(MORE)[-1:], rest[:1]) or kept == MORE


def test_teams_counts_two_bytes_for_most_letters_and_four_for_some() -> None:
    assert size_in_teams("æ") == 2
    assert size_in_teams("👩") == 4
