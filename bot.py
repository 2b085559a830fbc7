"""Ordet, put together: settings from the environment, the clock, the store, the pages, the tick.

python bot.py                    start the bot
python bot.py link "Team Blå"    print a link, and a QR code, to a team's table page
"""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import segno
import structlog
from aiohttp import web

from cards.render import Cards
from circle.papers import Papers
from dialogs.conversation import Conversation
from locales import LANGUAGES
from pages.app import Pages, make_app
from pages.doors import LocalDoor, PublicDoor
from pages.operator import order
from pages.screens import Screens
from scheduler.alarm import Alarm
from storage.embedded import EmbeddedStore
from storage.errors import StoreError
from storage.guides import WrongGuide, read_guides
from storage.papers import PaperCodec

uvloop = import_module("uvloop") if find_spec("uvloop") else None

HERE = Path(__file__).parent
SHORTEST_SECRET = 32
LOGS = ("debug", "info", "warning", "error")


class NotRunning(Exception):
    """A command needs the running bot."""


class WrongSetting(Exception):
    """A setting is missing or cannot be used; the sentence names it."""


@dataclass(frozen=True)
class Settings:
    """Everything that an operator can choose, from the environment."""

    data: Path
    host: str
    port: int
    zone: str
    language: str
    public_url: str
    secret: str
    log: str

    @property
    def local(self) -> bool:
        """Without a public address the bot answers this machine only."""
        return not self.public_url


DEFAULTS = {
    "ORDET_DATA": "data",
    "ORDET_HOST": "127.0.0.1",
    "ORDET_PORT": "3978",
    "ORDET_ZONE": "Europe/Copenhagen",
    "ORDET_LANGUAGE": "da",
    "ORDET_PUBLIC_URL": "",
    "ORDET_SECRET": "",
    "ORDET_LOG": "info",
}


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings, or WrongSetting with one sentence that names the setting."""
    strange = [n for n in environment if n.startswith("ORDET_") and n not in DEFAULTS]
    if strange:
        raise WrongSetting(f"{strange[0]} is no setting of Ordet. Known: {', '.join(DEFAULTS)}.")
    chosen = {name: environment.get(name, "").strip() or usual for name, usual in DEFAULTS.items()}
    settings = Settings(
        data=Path(chosen["ORDET_DATA"]),
        host=chosen["ORDET_HOST"],
        port=_port(chosen["ORDET_PORT"]),
        zone=_zone(chosen["ORDET_ZONE"]),
        language=_one_of("ORDET_LANGUAGE", chosen["ORDET_LANGUAGE"], LANGUAGES),
        public_url=_address(chosen["ORDET_PUBLIC_URL"]),
        secret=chosen["ORDET_SECRET"],
        log=_one_of("ORDET_LOG", chosen["ORDET_LOG"], LOGS),
    )
    if not settings.local and len(settings.secret) < SHORTEST_SECRET:
        raise WrongSetting(
            f"ORDET_SECRET must have at least {SHORTEST_SECRET} characters"
            " when ORDET_PUBLIC_URL is set."
        )
    if settings.local and settings.host not in {"127.0.0.1", "::1", "localhost"}:
        raise WrongSetting("ORDET_HOST can leave this machine only when ORDET_PUBLIC_URL is set.")
    return settings


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise WrongSetting(f"ORDET_PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, ValueError):
        raise WrongSetting(f"ORDET_ZONE must be a zone like Europe/Oslo, not {text!r}.") from None


def _one_of(name: str, text: str, known: tuple[str, ...]) -> str:
    if text not in known:
        raise WrongSetting(f"{name} must be one of {', '.join(known)}, not {text!r}.")
    return text


def _address(text: str) -> str:
    if not text:
        return ""
    parts = urlsplit(text)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise WrongSetting(f"ORDET_PUBLIC_URL must be an https address, not {text!r}.")
    return text.rstrip("/")


def now() -> datetime:
    """The clock: the only one."""
    return datetime.now(UTC)


def listen_to(settings: Settings) -> None:
    """Logs as one line each, without what people wrote."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(settings.log),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


async def run(settings: Settings) -> None:
    """Start everything, serve until asked to stop, and close in good order."""
    guides = read_guides(HERE / "guides")
    store: EmbeddedStore[Papers] = EmbeddedStore(settings.data, PaperCodec())
    cards, screens = Cards(), Screens(Cards())
    conversation = Conversation(store, {"table": screens}, guides)
    alarm = Alarm(conversation.tick, conversation.keep_house, now, settings.zone)
    door = LocalDoor() if settings.local else PublicDoor(settings.public_url, settings.secret)
    pages = Pages(conversation, cards, screens, door, now, settings.zone, settings.language)
    runner = web.AppRunner(make_app(pages), access_log=None)
    try:
        await runner.setup()
        await web.TCPSite(runner, settings.host, settings.port).start()
        alarm.start()
        greet(settings, store)
        await until_asked_to_stop()
    finally:
        await alarm.stop()
        await runner.cleanup()
        await store.close()


def greet(settings: Settings, store: EmbeddedStore[Papers]) -> None:
    """Say where the table page is, and what should be looked at."""
    for trouble in store.troubles():
        print(f"{trouble.file}: {trouble.sentence}", file=sys.stderr)
    address = settings.public_url or f"http://{settings.host}:{settings.port}"
    print(f"Ordet is ready. The table page: {address}/", flush=True)


async def until_asked_to_stop() -> None:
    """Wait for Ctrl-C or a polite kill."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, asked.set)
    await asked.wait()


def link(settings: Settings, team: str) -> None:
    """Ask the running bot for a link to a team's table page; print it with a QR code."""
    address = f"http://{settings.host}:{settings.port}/"
    if not settings.local:
        asked = f"{address}order/{order(settings.secret, team, now())}"
        try:
            with urlopen(asked, timeout=10) as answer:
                address = answer.read().decode()
        except URLError as error:
            raise NotRunning(f"The bot does not answer at {address}: {error}.") from None
    print(address)
    segno.make(address).terminal(compact=True)


def main(arguments: list[str]) -> int:
    """Run the bot, or one of its commands; say in one sentence what is wrong."""
    try:
        settings = read_settings(os.environ)
        listen_to(settings)
        match arguments:
            case []:
                start(settings)
            case ["link", team]:
                link(settings, team)
            case _:
                print(__doc__, file=sys.stderr)
                return 2
    except (WrongSetting, WrongGuide, NotRunning, StoreError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def start(settings: Settings) -> None:
    """The event loop, quicker where uvloop is to be had."""
    if uvloop is None:
        asyncio.run(run(settings))
    else:
        uvloop.run(run(settings))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
