"""Start what is measured as processes of their own, on a core of their own."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

HOME = Path(__file__).resolve().parent.parent
BOT = "bot.py"
SERVED, DRIVEN = 0, 1
"""The core of what is measured, and the core of what drives it."""

PATIENCE = 60.0


def pin(core: int) -> None:
    """Keep this process on one core, where the system knows how and there are two of them."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        if len(cores) > 1:
            os.sched_setaffinity(0, {cores[core]})


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """Measure in this process, on one core, and be free again afterwards."""
    before = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
    pin(core)
    try:
        yield
    finally:
        if before:
            os.sched_setaffinity(0, before)


@contextmanager
def running(
    arguments: Sequence[str],
    core: int,
    settings: Mapping[str, str] | None = None,
    python: str = sys.executable,
) -> Iterator[subprocess.Popen[bytes]]:
    """A Python process with these arguments; it is ended politely, and then less so."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("ORDET_")}
    with tempfile.TemporaryFile() as complaints:
        child = subprocess.Popen(
            [python, *arguments],
            cwd=HOME,
            env={**known, **(settings or {})},
            stdout=subprocess.DEVNULL,
            stderr=complaints,
            preexec_fn=lambda: pin(core),
        )
        try:
            yield child
        finally:
            child.terminate()
            try:
                child.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
            complaints.seek(0)
            pass_on(" ".join(arguments), complaints.read().decode(errors="replace"))


def pass_on(who: str, complaints: str) -> None:
    """Say that a process complained, and how it began and ended."""
    lines = complaints.splitlines()
    if lines:
        some = lines if len(lines) < 5 else [lines[0], "...", lines[-1]]
        told = "\n  ".join([f"{who} complained in {len(lines)} lines:", *some])
        print(told, file=sys.stderr, flush=True)


def ask(module: str, question: object, core: int) -> bytes:
    """Run one of our modules with a question on its standard input, and give its answer."""
    answer = subprocess.run(
        [sys.executable, "-m", module],
        cwd=HOME,
        input=msgspec.json.encode(question),
        stdout=subprocess.PIPE,
        check=True,
        preexec_fn=lambda: pin(core),
    )
    return answer.stdout


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def get(port: int, path: str) -> tuple[int, str]:
    """The status and the body of one page; status 0 where nobody answers."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as wire:
            head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
            wire.sendall(head.encode())
            answer = b""
            while some := wire.recv(65536):
                answer += some
    except OSError:
        return 0, ""
    first, _, body = answer.partition(b"\r\n\r\n")
    return int(first.split()[1]) if first else 0, body.decode(errors="replace")


def until_ready(child: subprocess.Popen[bytes], port: int, path: str = "/healthz") -> float:
    """Wait for the first 200, and give the moment at which it came."""
    last = time.perf_counter() + PATIENCE
    while time.perf_counter() < last:
        if get(port, path)[0] == 200:
            return time.perf_counter()
        if child.poll() is not None:
            break
        time.sleep(0.002)
    raise SystemExit(f"{child.args!r} did not answer on port {port}.")


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="ordet-bench-") as name:
        yield Path(name)
