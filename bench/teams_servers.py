"""Who is driven in Teams, as processes: the fakes, the floors, the peers, and Ordet itself."""

import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bench.connector import Counts
from bench.envs import python_of
from bench.keys import APP_ID, APP_PASSWORD, TENANT, Keys
from bench.microsoft import KEYS, OPENID
from bench.processes import (
    DRIVEN,
    PATIENCE,
    SERVED,
    free_port,
    get,
    running,
    until_ready,
)
from bench.teams_asking import Talk, channel
from bench.wires import is_whole

CROWD = 256
"""Conversations that a peer is asked in; it does not look how often it writes to one."""

SOON = 5.0
UNWATCHED = Path()


@dataclass(frozen=True)
class Fakes:
    """Microsoft's side, running."""

    port: int
    tls_port: int
    keys: Keys

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def tls_base(self) -> str:
        return f"https://127.0.0.1:{self.tls_port}"

    @property
    def service_url(self) -> str:
        return f"{self.base}/"

    @property
    def tls_service_url(self) -> str:
        return f"{self.tls_base}/"

    @property
    def counts(self) -> Counts:
        """What has been asked of them so far."""
        return msgspec.json.decode(get_whole(self.port, "GET", "/counts"), type=Counts)

    def slow_down(self, delay_ms: float, token_ms: float) -> None:
        """Answer so much later from now on."""
        get_whole(self.port, "POST", f"/slower?delay_ms={delay_ms}&token_ms={token_ms}")


@dataclass(frozen=True)
class Server:
    """A bot that answers, and the conversations it is asked in.

    A press in one of those `alone` is answered, and nobody else is told of it.
    """

    port: int
    child: subprocess.Popen[bytes]
    talks: list[Talk]
    presses: list[Talk]
    tls: list[Talk]
    alone: list[Talk]

    @property
    def pid(self) -> int:
        return self.child.pid


def get_whole(port: int, verb: str, path: str) -> bytes:
    """The body of one answer on a connection of its own."""
    head = f"{verb} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
    return exchange(port, head.encode()).partition(b"\r\n\r\n")[2]


def exchange(port: int, asks: bytes) -> bytes:
    """One question, and its whole answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as wire:
        wire.sendall(asks)
        answer = b""
        while not is_whole(answer):
            some = wire.recv(65536)
            if not some:
                break
            answer += some
    return answer


def talks_of(server: int, many: int) -> list[Talk]:
    """Conversations that no other server has."""
    return [Talk(channel(n), n) for n in range(server * many, (server + 1) * many)]


@contextmanager
def fakes(keys: Keys) -> Iterator[Fakes]:
    port, tls_port = free_port(), free_port()
    arguments = ["-m", "bench.connector", str(port), str(tls_port), str(keys.folder)]
    with running(arguments, DRIVEN) as child:
        until_open(child, port)
        yield Fakes(port, tls_port, keys)


@contextmanager
def floor(module: Sequence[str], number: int, keys: Keys) -> Iterator[Server]:
    """A bare server in our own environment."""
    port, talks = free_port(), talks_of(number, CROWD)
    with running(["-m", *module, str(port)], SERVED, keys.trusted) as child:
        until_ready(child, port)
        yield Server(port, child, talks, talks, talks, talks)


@contextmanager
def peer(name: str, number: int, around: Fakes, seen: Path = UNWATCHED) -> Iterator[Server | None]:
    """A peer in its own environment, watched where there is a file to write to."""
    python, port, talks = python_of(name), free_port(), talks_of(number, CROWD)
    if python is None:
        yield None
        return
    settings = {
        **around.keys.trusted,
        "PORT": str(port),
        "APP_ID": APP_ID,
        "APP_PASSWORD": APP_PASSWORD,
        "APP_TENANTID": TENANT,
        "LOGIN_URL": around.base,
        "OPENID_URL": around.base + OPENID,
        "KEYS_URL": around.base + KEYS,
        "PYTHONWARNINGS": "ignore",
    }
    arguments = watched(f"bench/peers/{name}_echo.py", seen) or ["-m", f"bench.peers.{name}_echo"]
    with running(arguments, SERVED, settings, python) as child:
        if not until_heard(child, port):
            print(f"{name} is left out: it does not answer.", flush=True)
            yield None
            return
        yield Server(port, child, talks, talks, talks, talks)


def watched(script: str, seen: Path) -> list[str]:
    """The arguments that put a watch on the loop of a script, where it is to be watched."""
    return [] if seen == UNWATCHED else ["-m", "bench.gaps", str(seen), script]


def until_open(child: subprocess.Popen[bytes], port: int) -> None:
    """Wait until the fakes can be reached."""
    last = time.perf_counter() + PATIENCE
    while time.perf_counter() < last and child.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.02)
    raise SystemExit("The fakes of Teams did not start.")


def until_heard(child: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until a server answers at all; false if it ends or takes too long."""
    last = time.perf_counter() + PATIENCE
    while time.perf_counter() < last and child.poll() is None:
        if get(port, "/")[0]:
            return True
        time.sleep(0.02)
    return False


def until_posted(around: Fakes, talk: Talk) -> bool:
    """Wait until a first message has come to a talk; false if it takes too long."""
    last = time.perf_counter() + SOON
    while time.perf_counter() < last:
        if around.counts.posts.get(talk.conversation):
            return True
        time.sleep(0.02)
    return False
