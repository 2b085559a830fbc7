"""Guides are read as people's editors leave them; what cannot be used is named in one sentence."""

import codecs
from pathlib import Path

import pytest

from storage.guides import WrongGuide, read_guides

BLANK = Path(__file__).parents[2] / "guides" / "blank.toml"


def test_a_mark_at_the_beginning_of_the_file_changes_nothing(tmp_path: Path) -> None:
    plain, marked = tmp_path / "plain", tmp_path / "marked"
    plain.mkdir()
    marked.mkdir()
    (plain / BLANK.name).write_bytes(BLANK.read_bytes())
    (marked / BLANK.name).write_bytes(codecs.BOM_UTF8 + BLANK.read_bytes())

    assert read_guides(marked) == read_guides(plain)


def test_a_folder_with_the_name_of_a_guide_is_named(tmp_path: Path) -> None:
    (tmp_path / "round.toml").mkdir()

    with pytest.raises(WrongGuide, match=r"^round\.toml: This cannot be read as a file"):
        read_guides(tmp_path)


def test_a_folder_without_guides_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "guides"
    empty.mkdir()

    with pytest.raises(WrongGuide, match=r"^guides: There is no guide here\.[^\n]+$"):
        read_guides(empty)


def test_a_file_in_other_letters_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "round.toml").write_bytes('id = "round"\nname = "Tøs"'.encode("latin-1"))

    with pytest.raises(WrongGuide, match=r"^round\.toml, line 2: .* not written in UTF-8"):
        read_guides(tmp_path)
