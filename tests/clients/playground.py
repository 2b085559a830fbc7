"""Fetch the playground from npm, once, and start it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from tests.clients.people import settings

HOME = Path(__file__).resolve().parents[2]
CACHE = HOME / ".clients"
NAME, VERSION = "@microsoft/m365agentsplayground", "0.2.28"
PROGRAM = CACHE / "node_modules" / NAME / "cli.js"
PATIENCE = 20.0


class NoNode(Exception):
    """The playground needs Node.js 20 or newer, with npm. Please install it and try again."""


class NotFetched(Exception):
    """npm could not fetch the playground. What it says stands above."""


def tool(name: str) -> str:
    """Where this machine has a tool of Node's."""
    if found := shutil.which(name):
        return found
    raise NoNode(NoNode.__doc__)


def fetch() -> None:
    """Have the playground in the cache, in the version that we know."""
    package = PROGRAM.with_name("package.json")
    if package.exists() and msgspec.json.decode(package.read_bytes())["version"] == VERSION:
        return
    CACHE.mkdir(exist_ok=True)
    arguments = ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run([tool("npm"), *arguments, "--prefix", CACHE, f"{NAME}@{VERSION}"])
    if done.returncode or not PROGRAM.exists():
        raise NotFetched(NotFetched.__doc__)


@contextmanager
def playing(folder: Path, port: int, bot: str, connector: str) -> Iterator[subprocess.Popen[bytes]]:
    """The playground on a port; it sends to the bot, which answers to the connector."""
    (folder / ".m365agentsplayground.yml").write_bytes(msgspec.json.encode(settings()))
    ways = ["-c", "msteams", "-p", str(port), "-e", bot, "--service-url", connector]
    child = subprocess.Popen(
        [tool("node"), PROGRAM, "start", "--disable-telemetry", *ways],
        cwd=folder,
        env={**os.environ, "TEAMSAPPTESTER_BROWSER": "none", "TZ": "Europe/Copenhagen"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
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
