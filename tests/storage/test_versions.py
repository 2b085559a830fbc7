"""Newer documents are left alone, older ones are upgraded on reading."""

import os
from pathlib import Path

import pytest

from storage.embedded import EmbeddedStore
from storage.errors import TeamClosed
from storage.store import Trouble
from tests.storage.child import CRASH, Say, in_child, needs_fork
from tests.storage.notebook import Notation, Notebook, at, keep, lines, ring


async def test_a_team_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path, Notation(version=2))
    await ring(store, "blue", at(8))
    await store.close()
    before = (tmp_path / "teams" / "blue.json").read_bytes()

    store = EmbeddedStore(tmp_path, Notation(version=1))
    troubles = store.troubles()
    with pytest.raises(TeamClosed, match="newer Ordet"):
        await keep(store, "blue", first="1")
    await keep(store, "red", first="1")
    due = await store.due(at(23))
    await store.close()

    assert troubles == (
        Trouble(
            "blue",
            "blue.json",
            "Its papers were made by a newer Ordet and are left alone; start that one again.",
        ),
    )
    assert due == ()
    assert (tmp_path / "teams" / "blue.json").read_bytes() == before


@needs_fork
async def test_a_newer_version_in_the_journal_is_still_there_for_the_newer_one(
    tmp_path: Path,
) -> None:
    async def live(say: Say) -> None:
        await keep(EmbeddedStore(tmp_path, Notation(version=2)), "blue", first="1")
        os._exit(CRASH)

    in_child(live)
    older = EmbeddedStore(tmp_path, Notation(version=1))
    with pytest.raises(TeamClosed):
        await older.read("blue")
    await older.close()
    newer = EmbeddedStore(tmp_path, Notation(version=2))

    assert await newer.read("blue") == lines(first="1")
    await newer.close()


async def test_an_older_document_is_upgraded_and_kept_whole_with_the_next_commit(
    tmp_path: Path,
) -> None:
    store = EmbeddedStore(tmp_path, Notation(version=1))
    await keep(store, "blue", first="1", second="2", third="3")
    await store.close()

    store = EmbeddedStore(tmp_path, Notation(version=2))
    upgraded = await store.read("blue")
    await keep(store, "blue", second="two", third=None)
    await store.close()
    path = tmp_path / "teams" / "blue.json"
    store = EmbeddedStore(tmp_path, Notation(version=2))

    assert upgraded == lines(first="1", second="2", third="3")
    assert await store.read("blue") == lines(first="1", second="two")
    assert b'"line/' not in path.read_bytes()
    assert b'"longline/first":{"text":"1"}' in path.read_bytes()
    await store.close()


async def test_papers_that_this_codec_cannot_read_close_their_team_alone(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path, Notation())
    await keep(store, "blue", first="1")
    await keep(store, "red", first="1")
    await store.close()

    class Stubborn(Notation):
        def new(self, parts: dict[str, bytes]) -> Notebook:
            raise ValueError("no such line")

    store = EmbeddedStore(tmp_path, Stubborn())
    with pytest.raises(TeamClosed, match="no such line"):
        await store.read("blue")

    assert [(trouble.team, trouble.file) for trouble in store.troubles()] == [("blue", "blue.json")]
    assert await store.teams() == ("red",)
    await store.close()
