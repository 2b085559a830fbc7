"""Fetch the local Slack from npm, once; start it, and the bot beside it."""

import asyncio
import os
import platform
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

import msgspec

from tests.clients.playground import CACHE, HOME, NotFetched, tool
from tests.clients.slack.window import Window
from tests.pages.browser import a_browser

NAME, VERSION = "local-slack-linux-x64", "0.1.8"
PROGRAM = CACHE / "slack" / "node_modules" / NAME / "bin" / "local-slack"
PICTURES = CACHE / "pictures"
PEOPLE = {"U01": "Anna", "U02": "Bo", "U03": "Clara"}
CHANNEL = "team-blaa"
PATIENCE = 20.0
SECRET = "a secret of the clients, longer than it need be"


class NotThisMachine(Exception):
    """The local Slack is made for Linux on x86-64 only."""


@dataclass(frozen=True)
class Town:
    """A local Slack, the bot, and a browser."""

    window: Window
    log: Path


def fetch() -> None:
    """Have the local Slack in the cache, in the version that we know."""
    if platform.system() != "Linux" or platform.machine() != "x86_64":
        raise NotThisMachine(NotThisMachine.__doc__)
    package = PROGRAM.parents[1] / "package.json"
    if package.exists() and msgspec.json.decode(package.read_bytes())["version"] == VERSION:
        return
    place = CACHE / "slack"
    place.mkdir(parents=True, exist_ok=True)
    arguments = ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run([tool("npm"), *arguments, "--prefix", place, f"{NAME}@{VERSION}"])
    if done.returncode or not PROGRAM.exists():
        raise NotFetched(NotFetched.__doc__)


@asynccontextmanager
async def in_slack(by_socket: bool) -> AsyncIterator[Town]:
    """The bot in a local Slack, through Socket Mode or over HTTP."""
    fetch()
    slack_port, bot_port = free_port(), free_port()
    with TemporaryDirectory() as place:
        folder = Path(place)
        write_config(folder, by_socket, bot_port)
        arguments = ["--config", "config.json", "--port", str(slack_port)]
        served = [str(PROGRAM), *arguments, "--base-host", "127.0.0.1"]
        with (
            child(served, {}, folder, folder / "slack.log"),
            child(
                [sys.executable, str(HOME / "bot.py")],
                settings(by_socket, slack_port, bot_port, folder),
                HOME,
                folder / "bot.log",
            ),
        ):
            address = f"http://127.0.0.1:{slack_port}"
            await until_answers(f"{address}/_control/state")
            await until_answers(f"http://127.0.0.1:{bot_port}/healthz")
            async with a_browser() as browser:
                page = await browser.new_page(viewport={"width": 1280, "height": 1000})
                window = Window(page, PICTURES)
                await window.arrive(address)
                yield Town(window, folder / "bot.log")


def write_config(folder: Path, by_socket: bool, bot_port: int) -> None:
    """One app, three people, one channel."""
    app = {
        "appId": "A01",
        "botUserId": "U0BOT",
        "botName": "ordet",
        "botToken": "xoxb-local",
        "appToken": "xapp-local",
        "signingSecret": "local",
        "mode": "socket" if by_socket else "events",
        "requestUrl": f"http://127.0.0.1:{bot_port}/api/slack",
    }
    users = [{"id": id, "name": name, "real_name": name} for id, name in PEOPLE.items()]
    channel = {"id": "C01", "name": CHANNEL, "members": [*PEOPLE, "U0BOT"]}
    config = {
        "workspace": {"name": "Skolen", "domain": "skolen", "teamId": "T01TEST"},
        "apps": [app],
        "users": users,
        "channels": [channel],
    }
    (folder / "config.json").write_bytes(msgspec.json.encode(config))


def settings(by_socket: bool, slack_port: int, bot_port: int, folder: Path) -> dict[str, str]:
    """What an operator sets, with the local Slack in Slack's place."""
    found = {
        "SLACK_BOT_TOKEN": "xoxb-local",
        "SLACK_API_URL": f"http://127.0.0.1:{slack_port}/api/",
        "ORDET_DATA": str(folder / "data"),
        "ORDET_PORT": str(bot_port),
    }
    if by_socket:
        return found | {"SLACK_APP_TOKEN": "xapp-local"}
    public = {"ORDET_PUBLIC_URL": "https://ordet.example", "ORDET_SECRET": SECRET}
    return found | public | {"SLACK_SIGNING_SECRET": "local"}


@contextmanager
def child(
    arguments: list[str], more: dict[str, str], folder: Path, log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that ends with the scene."""
    with log.open("wb") as told:
        process = subprocess.Popen(
            arguments, cwd=folder, env={**os.environ, **more}, stdout=told, stderr=told
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


async def until_answers(address: str) -> None:
    """Wait until something answers there."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                await asyncio.to_thread(lambda: urlopen(address, timeout=1).close())
                return
            except OSError:
                await asyncio.sleep(0.1)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
