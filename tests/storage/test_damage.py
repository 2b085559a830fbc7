"""A damaged file is never overwritten, and closes nobody but its own team."""

from collections.abc import Callable
from pathlib import Path

import pytest

from storage.embedded import EmbeddedStore
from storage.errors import TeamClosed
from tests.storage.notebook import Notation, file, keep, lines


def harmed(content: bytes) -> bytes:
    return content.replace(b"one", b"0ne")


def emptied(content: bytes) -> bytes:
    return b""


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def other(content: bytes) -> bytes:
    return b'{"_default": {"1": {"parts": {}}}}'


DAMAGES = pytest.mark.parametrize("damage", [harmed, emptied, cut, other])


@DAMAGES
async def test_a_damaged_file_closes_its_team_and_is_never_overwritten(
    damage: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    store = EmbeddedStore(tmp_path, Notation())
    await keep(store, "blue", first="one")
    await keep(store, "red", first="two")
    await store.close()
    path = tmp_path / "teams" / "blue.json"
    path.write_bytes(damage(path.read_bytes()))
    before = path.read_bytes()

    store = EmbeddedStore(tmp_path, Notation())
    troubles = store.troubles()
    with pytest.raises(TeamClosed):
        await keep(store, "blue", second="2")
    with pytest.raises(TeamClosed):
        await store.summaries("blue")
    await keep(store, "red", second="2")
    teams = await store.teams()
    await store.close()

    assert [(trouble.team, trouble.file) for trouble in troubles] == [("blue", "blue.json")]
    assert teams == ("red",)
    assert path.read_bytes() == before


@DAMAGES
async def test_a_file_damaged_while_we_run_loses_nothing_more(
    damage: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    store = EmbeddedStore(tmp_path, Notation())
    await keep(store, "blue", first="one")
    await store.compact()
    await keep(store, "blue", second="only in the journal")
    await keep(store, "red", first="two")
    path = tmp_path / "teams" / "blue.json"
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    before = path.read_bytes()

    await store.close()
    (evidence,) = tmp_path.glob("journal.damaged-*")
    after = path.read_bytes()
    path.write_bytes(whole)
    store = EmbeddedStore(tmp_path, Notation())

    assert after == before
    assert b"only in the journal" in evidence.read_bytes()
    with pytest.raises(TeamClosed):
        await store.read("blue")
    assert await store.read("red") == lines(first="two")
    assert {trouble.team for trouble in store.troubles()} == {"blue", None}
    await store.close()


@DAMAGES
async def test_a_damaged_file_of_summaries_is_never_overwritten(
    damage: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    store = EmbeddedStore(tmp_path, Notation())
    await file(store, "blue", a="one")
    await store.close()
    path = tmp_path / "summaries" / "blue.json"
    path.write_bytes(damage(path.read_bytes()))
    papers = tmp_path / "teams" / "blue.json"
    before = (path.read_bytes(), papers.read_bytes())

    store = EmbeddedStore(tmp_path, Notation())
    await file(store, "blue", b="the next")
    await store.close()
    (evidence,) = tmp_path.glob("journal.damaged-*")
    store = EmbeddedStore(tmp_path, Notation())

    assert (path.read_bytes(), papers.read_bytes()) == before
    assert b"the next" in evidence.read_bytes()
    with pytest.raises(TeamClosed):
        await store.summaries("blue")
    await store.close()
