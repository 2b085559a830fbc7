"""A full disk, and a folder that is taken or cannot be written."""

import asyncio
import os
import resource
import signal
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from storage.disk import Disk
from storage.embedded import EmbeddedStore
from storage.errors import CannotSave, FolderTaken, FolderUnfit
from tests.storage.child import CRASH, UNSYNCED, Say, in_child, needs_fork
from tests.storage.notebook import Notation, Notebook, at, keep, lines, ring


class Fsync:
    """An fsync that counts, waits at a gate, or says that the disk is full."""

    def __init__(self) -> None:
        self.full = False
        self.calls = 0
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self, file: int) -> None:
        self.calls += 1
        self.gate.wait()
        if self.full:
            raise OSError(28, "No space left on device")
        os.fsync(file)


async def test_on_a_full_disk_nothing_changes_and_the_next_keep_tries_again(
    tmp_path: Path,
) -> None:
    fsync = Fsync()
    store = EmbeddedStore(tmp_path, Notation(), disk=Disk(fsync))
    await ring(store, "blue", at(8))

    async with store.open("blue") as desk:
        fsync.full = True
        with pytest.raises(CannotSave, match="No space left"):
            await desk.keep(Notebook({"lost": "x"}, at(9)))
        with pytest.raises(CannotSave):
            await desk.keep(Notebook({"lost": "y"}, at(9)))
        kept_on_paper = desk.papers
        fsync.full = False
        await desk.keep(Notebook({"saved": "z"}, at(8)))
    due = await store.due(at(8))
    await store.close()
    store = EmbeddedStore(tmp_path, Notation())

    assert kept_on_paper == Notebook(bell=at(8))
    assert due == ("blue",)
    assert await store.read("blue") == Notebook({"saved": "z"}, at(8))
    await store.close()


async def test_everyone_in_a_batch_hears_that_it_was_not_saved(tmp_path: Path) -> None:
    fsync = Fsync()
    store = EmbeddedStore(tmp_path, Notation(), disk=Disk(fsync))
    fsync.full = True

    answers = await asyncio.gather(
        *(keep(store, f"team-{number}", first="1") for number in range(20)),
        return_exceptions=True,
    )
    fsync.full = False
    teams = await store.teams()

    assert [type(answer) for answer in answers] == [CannotSave] * 20
    assert teams == ()
    await keep(store, "team-3", first="1")
    await store.close()


async def test_a_stop_on_a_full_disk_keeps_everything_in_the_journal(tmp_path: Path) -> None:
    fsync = Fsync()
    store = EmbeddedStore(tmp_path, Notation(), disk=Disk(fsync))
    await keep(store, "blue", first="1")
    fsync.full = True

    with pytest.raises(CannotSave):
        await store.close()
    store = EmbeddedStore(tmp_path, Notation())

    assert await store.read("blue") == lines(first="1")
    await store.close()


async def test_a_journal_that_cannot_be_emptied_is_a_trouble_until_it_can(tmp_path: Path) -> None:
    fsync = Fsync()
    store = EmbeddedStore(tmp_path, Notation(), disk=Disk(fsync))
    await keep(store, "blue", first="1")

    fsync.full = True
    with pytest.raises(CannotSave):
        await store.compact()
    during = store.troubles()
    fsync.full = False
    await store.compact()

    assert [(trouble.team, trouble.file) for trouble in during] == [(None, "journal")]
    assert store.troubles() == ()
    await store.close()


@needs_fork
def test_a_file_limit_is_met_as_a_full_disk(tmp_path: Path) -> None:
    async def live(say: Say) -> None:
        store = EmbeddedStore(tmp_path, Notation())
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, resource.RLIM_INFINITY))
        number = 0
        with suppress(CannotSave):
            while True:
                await keep(store, "blue", number=str(number + 1), text="x" * 100)
                number += 1
        assert (await store.read("blue")).lines["number"] == str(number)
        with pytest.raises(CannotSave):
            await keep(store, "blue", number="never")
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
        await keep(store, "blue", after="there is room again")
        say(str(number))
        os._exit(CRASH)

    async def look() -> Notebook | None:
        store = EmbeddedStore(tmp_path, Notation())
        found = await store.read("blue")
        await store.close()
        return found

    ending = in_child(live)
    papers = asyncio.run(look())

    assert ending.code == CRASH, ending.said
    assert papers is not None
    assert papers.lines["number"] == ending.said[0]
    assert papers.lines["after"] == "there is room again"


async def test_one_commit_is_one_fsync(tmp_path: Path) -> None:
    fsync = Fsync()
    store = EmbeddedStore(tmp_path, Notation(), disk=Disk(fsync))
    await keep(store, "blue", first="1")
    fsync.calls = 0

    for number in range(10):
        await keep(store, "blue", first=str(number + 2))

    assert fsync.calls == 10
    await store.close()


async def test_those_who_come_while_the_disk_is_busy_share_the_next_fsync(tmp_path: Path) -> None:
    fsync = Fsync()
    store = EmbeddedStore(tmp_path, Notation(), disk=Disk(fsync))
    await keep(store, "blue", first="1")
    fsync.calls = 0

    fsync.gate.clear()
    keeping = []
    for number in range(64):
        keeping.append(asyncio.create_task(keep(store, f"team-{number}", first="1")))
        for _ in range(3):
            await asyncio.sleep(0)
    fsync.gate.set()
    await asyncio.gather(*keeping)

    assert fsync.calls == 2
    await store.close()


async def test_a_second_store_is_refused_and_told_which_folder(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path, Notation())

    with pytest.raises(FolderTaken, match=str(tmp_path)):
        EmbeddedStore(tmp_path, Notation())

    await store.close()
    await EmbeddedStore(tmp_path, Notation()).close()


@needs_fork
async def test_a_second_process_is_refused(tmp_path: Path) -> None:
    async def live(say: Say) -> None:
        with pytest.raises(FolderTaken) as refusal:
            EmbeddedStore(tmp_path, Notation())
        say(str(refusal.value))

    store = EmbeddedStore(tmp_path, Notation())
    ending = in_child(live)

    assert ending.code == 0, ending.said
    assert "Another Ordet already uses this folder" in ending.said[0]
    await store.close()


@needs_fork
def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "data"

    async def live(say: Say) -> None:
        os.chdir(tmp_path)
        if os.geteuid() == 0:
            os.setuid(65534)  # root may write everywhere
        with pytest.raises(FolderUnfit) as refusal:
            EmbeddedStore(Path("data"), Notation())
        say(str(refusal.value))

    folder.mkdir()
    folder.chmod(0o555)
    tmp_path.chmod(0o755)
    ending = in_child(live)

    assert ending.code == 0, ending.said
    assert "cannot read and write this folder" in ending.said[0]


async def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")

    with pytest.raises(FolderUnfit, match="data"):
        EmbeddedStore(tmp_path / "data", Notation())


async def test_the_store_compacts_by_itself_before_the_journal_is_full(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path, Notation(), disk=UNSYNCED, full=20_000)
    kept, size = lines(text="x" * 500), 0

    while not (tmp_path / "teams" / "blue.json").exists():
        kept = await keep(store, "blue", text=kept.lines["text"] + "x")
        with suppress(FileNotFoundError):  # a journal that is compacted goes meanwhile
            size = sum(path.stat().st_size for path in tmp_path.glob("journal-*"))
        assert size < 1_000_000
    while (tmp_path / "journal-00000001").exists():
        await asyncio.sleep(0)

    assert await store.read("blue") == kept
    await store.close()


async def test_what_was_removed_is_nowhere_after_a_compaction(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path, Notation())
    await keep(store, "blue", secret="whisper", first="1")
    await store.compact()
    await keep(store, "blue", secret=None)

    await store.compact()

    everything = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert b"whisper" not in b"".join(everything)
    await store.close()


async def test_a_file_that_was_never_finished_is_swept_away(tmp_path: Path) -> None:
    (tmp_path / "teams").mkdir()
    (tmp_path / "teams" / "blue.json.new").write_text("half a")

    await EmbeddedStore(tmp_path, Notation()).close()

    assert not list(tmp_path.rglob("*.new"))
