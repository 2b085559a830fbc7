"""Put many commits on disk with one write and one fsync, while the loop goes on."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from os import close
from queue import SimpleQueue
from threading import Thread

from storage.disk import Disk
from storage.errors import CannotSave
from storage.folder import Folder

Answer = Callable[[Exception | None], None]


class Writer:
    """The only one who writes the journal.

    Commits gather while a write is under way and go with the next one. A thread of our own
    writes, because an executor costs more than the commit itself. `append` and the answers
    belong to the loop, what stands from `_work` on to the thread; a batch is handed over, and
    never shared.
    """

    def __init__(self, folder: Folder, disk: Disk, number: int, before: int) -> None:
        self.before = before
        """Bytes in the journals before the present one."""
        self._number = number
        self._folder = folder
        self._disk = disk
        self._records: list[bytes] = []
        self._answers: list[Answer] = []
        self._busy = False
        self._file: int | None = None
        self._length = 0
        self._whole = True  # the file ends where its last good record ends
        self._named = True  # the folder is known to hold the file
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = Thread(target=self._work, name="journal", daemon=True)
        self._thread.start()

    @property
    def size(self) -> int:
        return self.before + self._length

    def append(self, record: bytes, answer: Answer) -> None:
        """Write a record; the loop hears the answer when it is on disk, or cannot be."""
        self._records.append(record)
        self._answers.append(answer)
        if not self._busy:
            self._busy = True
            asyncio.get_running_loop().call_soon(self._flush)

    async def settle(self) -> None:
        """Wait until everything given so far has been answered."""
        settled = asyncio.Event()
        self.append(b"", lambda _: settled.set())
        await settled.wait()

    async def begin_anew(self) -> int:
        """Let the next record begin a new journal, and give the number of the last one."""
        loop = asyncio.get_running_loop()
        last: asyncio.Future[int] = loop.create_future()

        def begin() -> None:
            try:
                self._leave_file()
            except OSError as error:
                loop.call_soon_threadsafe(last.set_exception, CannotSave(f"{error}."))
            else:
                loop.call_soon_threadsafe(last.set_result, self._number)

        self._jobs.put(begin)
        return await asyncio.shield(last)

    def stop(self) -> None:
        """End the thread, when there is nothing more to write."""
        self._jobs.put(None)
        self._thread.join()

    def _flush(self) -> None:
        loop = asyncio.get_running_loop()
        self._jobs.put(partial(self._write, loop, b"".join(self._records), self._answers))
        self._records, self._answers = [], []

    def _tell(self, answers: list[Answer], error: Exception | None, told: int = 0) -> None:
        """Let those who waited go on, in their order, and one in each round of the loop.

        All of them at once would hold up whoever comes in the meantime.
        """
        if told < len(answers):
            answers[told](error)
            asyncio.get_running_loop().call_soon(self._tell, answers, error, told + 1)
        elif self._answers:
            self._flush()
        else:
            self._busy = False

    def _work(self) -> None:
        while job := self._jobs.get():
            job()
        with suppress(OSError):
            self._leave_file()

    def _write(
        self, loop: asyncio.AbstractEventLoop, content: bytes, answers: list[Answer]
    ) -> None:
        error = self._save(content) if content else None
        with suppress(RuntimeError):  # the loop has ended, and nobody waits any more
            loop.call_soon_threadsafe(self._tell, answers, error)

    def _save(self, content: bytes) -> Exception | None:
        """Add to the journal, or leave it as it was and say what was in the way."""
        try:
            file = self._begun_file()
            self._mend()
            self._whole = False
            self._disk.append(file, content)
            if not self._named:
                self._disk.keep_names(self._folder.root)
                self._named = True
        except Exception as error:  # whatever it was, those who wait must hear it
            with suppress(OSError):
                self._mend()
            return error
        self._whole = True
        self._length += len(content)
        return None

    def _begun_file(self) -> int:
        if self._file is None:
            self._file = self._disk.create(self._folder.journal(self._number + 1))
            self._number += 1
            self._named = False
        return self._file

    def _mend(self) -> None:
        """Take away what was promised to nobody, or else it would be read again one day."""
        if self._file is not None and not self._whole:
            self._disk.shorten(self._file, self._length)
            self._whole = True

    def _leave_file(self) -> None:
        self._mend()
        if self._file is not None:
            close(self._file)
        self._file = None
        self.before, self._length = self.before + self._length, 0
