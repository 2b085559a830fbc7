"""Do things in a process that may end at any moment, and hear what it was told was kept."""

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

import pytest

from storage.disk import Disk

CRASH = 137

UNSYNCED = Disk(fsync=lambda _: None)
"""For tests in which the power stays on: what a process wrote outlives it."""

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="a child is forked")

Say = Callable[[str], None]
Work = Callable[[Say], Awaitable[None]]


@dataclass(frozen=True)
class Ending:
    """How a child ended, and what it said before."""

    code: int
    said: tuple[str, ...]


def in_child(work: Work, kill_after: float | None = None) -> Ending:
    """Run in a forked process, which may be killed; a half-said line was not said."""
    ear, mouth = os.pipe()
    child = os.fork()
    if not child:
        _live(work, mouth)
    os.close(mouth)
    if kill_after is not None:
        time.sleep(kill_after)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    with os.fdopen(ear, "rb") as heard:
        said = heard.read().decode()
    _, status = os.waitpid(child, 0)
    whole = said[: said.rfind("\n") + 1]
    return Ending(os.waitstatus_to_exitcode(status), tuple(whole.splitlines()))


def _live(work: Work, mouth: int) -> None:
    code = 1
    try:
        asyncio.run(work(lambda line: void(os.write(mouth, f"{line}\n".encode()))))
        code = 0
    except BaseException as error:
        os.write(mouth, f"! {error!r}\n".encode())
    finally:
        os._exit(code)


def void(_: object) -> None:
    """Forget what a call gave back."""


class CrashAt:
    """A mark that ends the process when it is passed for the nth time."""

    def __init__(self, name: str, time: int, last_act: Callable[[], None] = lambda: None) -> None:
        self._name, self._left, self._last_act = name, time, last_act

    def __call__(self, name: str) -> None:
        self._left -= name == self._name
        if not self._left:
            self._last_act()
            os._exit(CRASH)
