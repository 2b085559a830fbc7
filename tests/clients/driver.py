"""Start the bot, the playground and a browser, joined by the bridge, and hand over the verbs."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientSession, web

from bench.processes import BOT, SERVED, folder, free_port, running, until_ready
from tests.clients.bridge import CONNECTOR, MESSAGES, Bridge
from tests.clients.others import Others
from tests.clients.playground import CACHE, fetch, playing
from tests.clients.record import Record
from tests.clients.window import Window
from tests.pages.browser import a_browser

HERE = "http://127.0.0.1:{}"
PICTURES = CACHE / "pictures"
SIZE = {"width": 1280, "height": 1600}


@dataclass(frozen=True)
class Teams:
    """Anna's page, the others, what was said, and the folder in which the bot keeps things."""

    window: Window
    others: Others
    record: Record
    kept: Path


@asynccontextmanager
async def in_teams(bot: Sequence[str] = (BOT,), pictures: Path = PICTURES) -> AsyncIterator[Teams]:
    """Everything running on free ports; all of it is stopped afterwards."""
    await asyncio.to_thread(fetch)
    ports = [free_port() for _ in range(3)]
    own, playground, between = (HERE.format(port) for port in ports)
    async with AsyncExitStack() as stack:
        kept, settings = (stack.enter_context(folder()) for _ in range(2))
        environment = {"ORDET_DATA": str(kept), "ORDET_PORT": str(ports[0])}
        child = stack.enter_context(running(bot, SERVED, environment))
        await asyncio.to_thread(until_ready, child, ports[0])
        wire = await stack.enter_async_context(ClientSession())
        bridge = Bridge(own, playground, wire)
        await serve(stack, bridge.app(), ports[2])
        connector = between + CONNECTOR
        play = playing(settings, ports[1], between + MESSAGES, connector)
        await asyncio.to_thread(until_ready, stack.enter_context(play), ports[1], "/")
        browser = await stack.enter_async_context(a_browser())
        page = await browser.new_page(viewport=SIZE, locale="da-DK")  # type: ignore[arg-type]
        page.set_default_timeout(10_000)
        window = Window(page, pictures)
        await window.arrive(playground)
        yield Teams(window, Others(bridge, connector), bridge.record, kept)


async def serve(stack: AsyncExitStack, app: web.Application, port: int) -> None:
    """Listen until the stack is unwound."""
    runner = web.AppRunner(app)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", port).start()
