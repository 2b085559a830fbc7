"""Ordet, put together: settings from the environment, the clock, the store, the pages, the tick.

python bot.py                    start the bot
python bot.py link "Team Blå"    print a link, and a QR code, to a team's table page
                                 with --screen, to a page that only shows
python bot.py invite HANDLE      print a one-time code for a handle in organisation.toml
"""

import asyncio
import gc
import logging
import os
import signal
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import segno
import structlog
from aiohttp import web

from cards.render import Cards
from channels.chats import WRONG as WRONG_CHATS
from channels.chats import Around, Chats, ChatSettings, read_chat_settings
from circle.papers import Papers
from dialogs.checks import SealedChecks
from dialogs.conversation import Conversation
from dialogs.errands import Errands
from dialogs.invitations import invite
from dialogs.linking import Linking
from dialogs.night import kept_summaries
from dialogs.ports import Channel
from pages.app import Pages, is_awake, make_app
from pages.asking import NoLink, ask, checked_name
from pages.doors import Kind, LocalDoor, PublicDoor
from pages.links import PageLinks
from pages.listening import CannotListen, listen
from pages.operator import order
from pages.screens import Screens
from pages.senders import is_from_here
from pages.sentences import sentences
from pages.settings import Settings, WrongSetting, read_settings
from scheduler.alarm import Alarm
from storage.boxes import Boxes
from storage.calendars import WrongCalendar, read_calendars
from storage.embedded import EmbeddedStore
from storage.errors import StoreError
from storage.guides import WrongGuide, read_guides
from storage.handles import Handles
from storage.keys import Keys
from storage.organisation import WrongOrganisation, read_organisation
from storage.papers import PaperCodec

uvloop = import_module("uvloop") if find_spec("uvloop") else None

HERE = Path(__file__).parent
NEVER = 1_000_000_000
"""Collections of young objects until Python looks through its oldest ones by itself."""

log = structlog.get_logger()


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
    logging.basicConfig(handlers=[OfLibraries()], level=logging.WARNING, force=True)


class OfLibraries(logging.Handler):
    """What a library complains of: who, and what kind of error; its words may be a sender's."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line, without the message and without a traceback."""
        kind = record.exc_info[0] if record.exc_info else None
        log.log(record.levelno, "library", logger=record.name, error=kind and kind.__name__)


async def run(settings: Settings, chosen: ChatSettings) -> None:
    """Start everything, serve until asked to stop, and close in good order."""
    guides = read_guides(HERE / "guides")
    store: EmbeddedStore[Papers] = EmbeddedStore(settings.data, PaperCodec())
    screens, started = Screens(cards := Cards()), now()
    door = LocalDoor() if settings.local else PublicDoor(settings.public_url, settings.secret)
    links, errands = PageLinks(door, settings.own_url), Errands()
    summaries, page = partial(kept_summaries, store), sentences(cards, settings.language)
    chats = Chats(chosen, Around(settings.data, cards, links, summaries, now, page))
    channels: dict[str, Channel] = {"table": screens, **chats.channels}
    calendars = read_calendars(settings.calendars)
    linking = Linking(
        read_organisation(settings.organisation),
        Handles(settings.data / "organisation.links"),
        invitation_key(settings),
    )
    checks = SealedChecks(Boxes(settings.data / "boxes", Keys(settings.keys)))
    await checks.sweep(store)
    conversation = Conversation(
        store, channels, guides, errands, links, now, calendars, linking, checks
    )
    alarm = Alarm(conversation.tick, partial(keep_house, conversation, chats), now, settings.zone)
    pages = Pages(conversation, cards, screens, door, now, settings.zone, settings.language)
    pages = replace(pages, ready=lambda: is_awake(alarm.rang_at, started, now()))
    doors = chats.open(conversation, errands, settings.zone, settings.language, is_from_here)
    pages = replace(pages, knocks=doors.knocks, visits=doors.visits)
    runner = web.AppRunner(make_app(pages))
    try:
        leave_old_garbage()
        listener = await listen(runner, settings.host, settings.port)
        alarm.start()
        greet(settings, store)
        await until_asked_to_stop()
        listener.close()
    finally:
        await chats.hush()
        await alarm.stop()
        await runner.cleanup()
        await errands.stop()
        await chats.stop()
        await store.close()


def leave_old_garbage() -> None:
    """Let Python look through its oldest objects at night only: by day it would hold up everybody.

    With 512 teams at hand a full collection took 200 ms. What is young is collected as ever, and
    almost nothing that grows old here is in a cycle.
    """
    gc.freeze()
    youngest, young, _ = gc.get_threshold()
    gc.set_threshold(youngest, young, NEVER)


async def keep_house(conversation: Conversation, chats: Chats, at: datetime) -> None:
    """What the night does, in the papers, in the address book and in memory."""
    await conversation.keep_house(at)
    await chats.keep_house()
    gc.collect()
    await conversation.linking.see_to(at, conversation)


def greet(settings: Settings, store: EmbeddedStore[Papers]) -> None:
    """Say where the table page is, and what should be looked at."""
    for trouble in store.troubles():
        print(f"{trouble.file}: {trouble.sentence}", file=sys.stderr)
    address = settings.public_url or settings.own_url
    print(f"Ordet is ready. The table page: {address}/", flush=True)


async def until_asked_to_stop() -> None:
    """Wait for Ctrl-C or a polite kill."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, asked.set)
    await asked.wait()


def invitation_key(settings: Settings) -> bytes:
    """What signs invitations: the installation's secret, or on one's own machine a file."""
    if settings.secret:
        return settings.secret.encode()
    file = settings.data / "invitation.key"
    with suppress(FileExistsError):
        settings.data.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as new:
            new.write(os.urandom(32))
    return file.read_bytes()


def print_invitation(settings: Settings, handle: str) -> None:
    """Print a one-time code. Raises NoLink where nobody has this handle."""
    known = [each.id for each in read_organisation(settings.organisation).handles]
    if handle not in known:
        there = ", ".join(known) or "none"
        raise NoLink(f"There is no handle {handle!r} in {settings.organisation}. Known: {there}.")
    print(f"circle link {invite(invitation_key(settings), handle, now())}")


def link(settings: Settings, team: str, kind: Kind = Kind.TABLE) -> None:
    """Ask the running bot for a link to a team's page; print it with a QR code."""
    address, name = f"{settings.own_url}/", checked_name(team)
    if not settings.local:
        address = ask(address, order(settings.secret, name, now(), kind))
    try:
        print(address)
        segno.make(address).terminal(compact=True)
        sys.stdout.flush()
    except BrokenPipeError:  # nobody reads on; the rest goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


WRONG = (WrongSetting, *WRONG_CHATS, WrongGuide, WrongCalendar, WrongOrganisation)


def main(arguments: list[str]) -> int:
    """Run the bot, or one of its commands; say in one sentence what is wrong."""
    try:
        settings = read_settings(os.environ)
        chosen = read_chat_settings(os.environ, settings.public_url, settings.secret)
        listen_to(settings)
        match arguments:
            case []:
                start(settings, chosen)
            case ["link", team] if team != "--screen":
                link(settings, team)
            case ["link", team, "--screen"] | ["link", "--screen", team]:
                link(settings, team, Kind.SCREEN)
            case ["invite", handle]:
                print_invitation(settings, handle)
            case _:
                print(__doc__, file=sys.stderr)
                return 2
    except (*WRONG, CannotListen, NoLink, StoreError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def start(settings: Settings, chosen: ChatSettings) -> None:
    """The event loop, quicker where uvloop is to be had."""
    if uvloop is None:
        asyncio.run(run(settings, chosen))
    else:
        uvloop.run(run(settings, chosen))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
