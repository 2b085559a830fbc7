"""The journal's frames, and what is made of them when they are not what they were."""

import os
import random
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from storage.embedded import EmbeddedStore
from storage.errors import TeamClosed
from storage.journal import MARKER, Damage, Record, framed, read
from tests.storage.child import UNSYNCED
from tests.storage.notebook import Notation, Notebook, keep, ring
from tests.storage.notebook import at as hour

ONE = framed("blue", 1, 1, {"line/a": b'"one"'})
TWO = framed("red", 1, 1, {"line/a": b'"two"', "line/b": None})
THREE = framed("blue", 2, 1, {"line/\n\xff": b'"three"'})


def found(journal: bytes) -> list[tuple[str, int] | Damage]:
    return [
        (each.team, each.revision) if isinstance(each, Record) else each for each in read(journal)
    ]


def test_records_are_read_in_their_order() -> None:
    assert found(ONE + TWO + THREE) == [("blue", 1), ("red", 1), ("blue", 2)]


def test_a_record_holds_each_part_as_it_was_and_null_for_a_removed_one() -> None:
    (record,) = read(TWO)

    assert isinstance(record, Record)
    assert {name: bytes(part) for name, part in record.changes.items()} == {
        "line/a": b'"two"',
        "line/b": b"null",
    }


@pytest.mark.parametrize("length", range(len(THREE)))
def test_a_torn_end_is_passed_over(length: int) -> None:
    assert found(ONE + TWO + THREE[:length]) == [("blue", 1), ("red", 1)]


def test_an_end_of_zeros_is_passed_over() -> None:
    assert found(ONE + TWO[:30] + bytes(len(TWO) - 30)) == [("blue", 1)]
    assert found(ONE + bytes(4096)) == [("blue", 1)]


def test_damage_in_the_middle_is_named_and_reading_goes_on() -> None:
    damaged = TWO.replace(b"two", b"tvo")

    assert found(ONE + damaged + THREE) == [
        ("blue", 1),
        Damage((("red", 1), ("red", 1))),
        ("blue", 2),
    ]


def test_a_last_record_that_arrived_whole_and_is_wrong_is_damage() -> None:
    assert found(ONE + TWO.replace(b"two", b"tvo")) == [
        ("blue", 1),
        Damage((("red", 1), ("red", 1))),
    ]


@pytest.mark.parametrize("journal", [ONE + TWO + THREE, ONE + TWO], ids=["middle", "last"])
@pytest.mark.parametrize("place", range(8))
def test_a_wrong_marker_or_length_alone_loses_nothing(journal: bytes, place: int) -> None:
    damaged = bytearray(journal)
    damaged[len(ONE) + place] ^= 0x10

    assert found(bytes(damaged)) == found(journal)


def test_no_part_can_hold_a_marker() -> None:
    with pytest.raises(UnicodeDecodeError):
        MARKER.decode()


async def written_by(folder: Path) -> dict[str, Notebook]:
    """A folder whose journal holds some commits of five teams, two of them after their files."""
    store = EmbeddedStore(folder, Notation(), disk=UNSYNCED)
    teams = [f"team-{number}" for number in range(5)]
    for team in teams[:2]:
        await keep(store, team, first="in the file")
    await store.compact()
    for number in range(6):
        for team in teams:
            await keep(store, team, **{f"line{number % 3}": f"æøå {number}"})
    await ring(store, "team-3", hour(8))
    await keep(store, "team-4", last="one")
    expected = {team: await store.read(team) or Notebook() for team in teams}
    shutil.copytree(folder, folder.with_name("crashed"))
    await store.close()
    return expected


async def wrong_teams(
    store: EmbeddedStore[Notebook], expected: Mapping[str, Notebook]
) -> tuple[list[str], list[str]]:
    """The teams that are closed, and those that are open and not what they were."""
    closed, wrong = [], []
    for team, papers in expected.items():
        try:
            if await store.read(team) != papers:
                wrong.append(team)
        except TeamClosed:
            closed.append(team)
    return closed, wrong


@pytest.mark.parametrize("seed", range(8))
async def test_a_flipped_bit_closes_its_team_or_does_no_harm(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    expected = await written_by(tmp_path / "whole")
    whole = (tmp_path / "crashed" / "journal-00000002").read_bytes()

    for time in range(12):
        folder = tmp_path / str(time)
        bit = chance.randrange(len(whole) * 8)
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        shutil.copytree(tmp_path / "crashed", folder)
        (folder / "journal-00000002").write_bytes(flipped)

        store = EmbeddedStore(folder, Notation(), disk=UNSYNCED)
        closed, wrong = await wrong_teams(store, expected)
        troubles = store.troubles()
        papers = {team: (folder / f"teams/{team}.json") for team in closed}
        before = {team: path.exists() and path.read_bytes() for team, path in papers.items()}
        await store.close()
        again = EmbeddedStore(folder, Notation(), disk=UNSYNCED)

        assert wrong == [], f"bit {bit}"
        assert len(closed) <= 1, f"bit {bit}"
        assert set(closed) <= {trouble.team for trouble in troubles}, f"bit {bit}"
        evidence = [path.read_bytes() for path in folder.glob("journal.damaged-*")]
        assert evidence == [flipped] * bool(closed), f"bit {bit}"
        assert await wrong_teams(again, expected) == (closed, []), f"bit {bit}"
        assert set(closed) <= {trouble.team for trouble in again.troubles()}, f"bit {bit}"
        for team, path in papers.items():
            assert (path.exists() and path.read_bytes()) == before[team], f"bit {bit}"
        await again.close()


@pytest.mark.parametrize("sixteenth", range(17))
async def test_a_journal_cut_anywhere_gives_back_all_that_is_whole(
    sixteenth: int, tmp_path: Path
) -> None:
    await written_by(tmp_path / "whole")
    journal = tmp_path / "crashed" / "journal-00000002"
    size = journal.stat().st_size
    os.truncate(journal, size * sixteenth // 16)
    whole = [record for record in read(journal.read_bytes()) if isinstance(record, Record)]
    expected = {record.team: dict(record.changes) for record in whole}

    store = EmbeddedStore(tmp_path / "crashed", Notation(), disk=UNSYNCED)

    assert store.troubles() == ()
    assert set(await store.teams()) == {*expected, "team-0", "team-1"}
    for team, last_change in expected.items():
        papers = await store.read(team)
        assert papers is not None
        for name, text in last_change.items():
            if name.startswith("line/"):
                assert papers.lines[name[5:]] == bytes(text).decode()[1:-1]
    await store.close()


async def test_a_lost_page_of_the_journal_closes_whom_it_concerns(tmp_path: Path) -> None:
    expected = await written_by(tmp_path / "whole")
    path = tmp_path / "crashed" / "journal-00000002"
    journal = bytearray(path.read_bytes())
    journal[700:1400] = bytes(700)
    path.write_bytes(journal)

    store = EmbeddedStore(tmp_path / "crashed", Notation(), disk=UNSYNCED)
    closed, wrong = await wrong_teams(store, expected)

    assert wrong == []
    assert closed
    assert any(trouble.team is None for trouble in store.troubles())
    await store.close()


async def test_a_closed_team_is_opened_again_by_removing_the_note(tmp_path: Path) -> None:
    await written_by(tmp_path / "whole")
    folder = tmp_path / "crashed"
    journal = (folder / "journal-00000002").read_bytes()
    (folder / "journal-00000002").write_bytes(journal.replace("æøå 5".encode(), b"gone!!!!", 1))
    store = EmbeddedStore(folder, Notation(), disk=UNSYNCED)
    with pytest.raises(TeamClosed):
        await keep(store, "team-0", second="never")
    await store.close()

    (folder / "closed" / "team-0.txt").unlink()
    store = EmbeddedStore(folder, Notation(), disk=UNSYNCED)

    assert await store.read("team-0") == Notebook({"first": "in the file"})
    await keep(store, "team-0", second="2")
    await store.close()
