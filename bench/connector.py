"""What stands round a bot in Teams, played: its connector, its token server, its public keys.

python -m bench.connector PORT TLS_PORT FOLDER [DELAY_MS TOKEN_DELAY_MS]

One process answers for all of them, in some microseconds each, and counts. `GET /counts` tells,
`POST /slower?delay_ms=50&token_ms=60` changes the delays, and `GET /posts/{conversation}?beyond=3`
answers when the fourth message of a conversation has been taken.
"""

import asyncio
import re
import ssl
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import cast
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec
import uvloop

from bench.keys import Keys
from bench.microsoft import KEYS, OPENID, answer, discovery, given_token, members, metadata
from bench.wires import LENGTH, is_whole

MESSAGE = re.compile(rb'"type": ?"message"')


class Counts(msgspec.Struct):
    """What has been asked so far. Connections are counted at their first question."""

    connector: int = 0
    connections: int = 0
    discoveries: int = 0
    tokens: int = 0
    key_sets: int = 0
    messages: int = 0
    message_bytes: int = 0
    unknown: int = 0
    posts: dict[str, int] = {}

    @property
    def of_entra(self) -> int:
        """Calls of either kind that a bot makes to be given a token."""
        return self.discoveries + self.tokens


@dataclass
class World:
    """Delays in seconds, the counts, and who waits for a message to be taken."""

    keys: Keys
    delay: float = 0.0
    token_delay: float = 0.0
    counts: Counts = field(default_factory=Counts)
    last_id: int = 1_732_266_000_000
    waiting: dict[str, list[tuple[int, Callable[[bytes], None]]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def taken(self, conversation: str, body: bytes) -> None:
        """A message has been answered: who waited for it is told."""
        self.counts.messages += 1
        self.counts.message_bytes += len(body)
        posts = self.counts.posts[conversation] = self.counts.posts.get(conversation, 0) + 1
        for beyond, told in self.waiting.pop(conversation, ()):
            if posts > beyond:
                told(answer(200, {"posts": posts}))
            else:
                self.waiting[conversation].append((beyond, told))

    def next_id(self) -> str:
        self.last_id += 1
        return str(self.last_id)


class Fake(asyncio.Protocol):
    """One connection."""

    def __init__(self, world: World, base: str) -> None:
        self._world, self._base, self._got, self._known = world, base, b"", False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._got = self._got + data if self._got else data
        while is_whole(self._got):
            asked, self._got = _first(self._got)
            head, _, body = asked.partition(b"\r\n\r\n")
            verb, target, _ = head.split(b"\r\n", 1)[0].split(b" ", 2)
            self._heard(verb.decode(), target.decode(), body)

    def _heard(self, verb: str, target: str, body: bytes) -> None:
        if target.startswith("/v3/conversations"):
            self._of_connector(verb, target, body)
        elif target.startswith("/posts/"):
            self._waits(target)
        else:
            self._of_others(verb, target)

    def _of_connector(self, verb: str, target: str, body: bytes) -> None:
        world = self._world
        world.counts.connector += 1
        world.counts.connections += not self._known
        self._known = True
        conversation, last = place(target)
        status, said = 201, {"id": world.next_id()}
        posted = verb == "POST" and MESSAGE.search(body) is not None
        if not conversation:
            created = f"a:{said['id']}"
            conversation = channel_of(body) or created
            said = {"id": created, "activityId": said["id"]}
        elif verb == "PUT":
            status, said = 200, {"id": last}
        elif verb == "GET":
            status, said = 200, members(conversation) if last.startswith("pagedmembers") else {}
        self._after(world.delay, answer(status, said), conversation if posted else "", body)

    def _say(self, said: bytes) -> None:
        """Answer, if anybody is still there."""
        if not self._transport.is_closing():
            self._transport.write(said)

    def _after(
        self, seconds: float, said: bytes, conversation: str = "", body: bytes = b""
    ) -> None:
        def now() -> None:
            self._say(said)
            if conversation:
                self._world.taken(conversation, body)

        if seconds:
            asyncio.get_running_loop().call_later(seconds, now)
        else:
            now()

    def _waits(self, target: str) -> None:
        split = urlsplit(target)
        conversation = unquote(split.path.removeprefix("/posts/"))
        beyond = int(parse_qs(split.query)["beyond"][0])
        posts = self._world.counts.posts.get(conversation, 0)
        if posts > beyond:
            self._say(answer(200, {"posts": posts}))
        else:
            self._world.waiting[conversation].append((beyond, self._say))

    def _of_others(self, verb: str, target: str) -> None:
        world, split = self._world, urlsplit(target)
        match verb, split.path:
            case "GET", "/counts":
                self._say(answer(200, world.counts))
            case "POST", "/slower":
                asked = parse_qs(split.query)
                world.delay = float(asked["delay_ms"][0]) / 1000
                world.token_delay = float(asked["token_ms"][0]) / 1000
                self._say(answer(200, {}))
            case "GET", path if path == OPENID:
                world.counts.key_sets += 1
                self._say(answer(200, metadata(self._base)))
            case "GET", path if path == KEYS:
                world.counts.key_sets += 1
                self._say(answer(200, msgspec.Raw(world.keys.key_set.read_bytes())))
            case "GET", path if path.endswith("/.well-known/openid-configuration"):
                world.counts.discoveries += 1
                self._after(world.token_delay, answer(200, discovery(self._base)))
            case "POST", path if path.endswith("/oauth2/v2.0/token"):
                world.counts.tokens += 1
                self._after(world.token_delay, answer(200, given_token(world.keys)))
            case _:
                world.counts.unknown += 1
                self._say(answer(404, {"error": {"code": "NotFound"}}))


def _first(got: bytes) -> tuple[bytes, bytes]:
    """The first whole question, and what came after it."""
    end = got.find(b"\r\n\r\n")
    length = LENGTH.search(got, 0, end + 2)
    whole = end + 4 + (int(length[1]) if length else 0)
    return got[:whole], got[whole:]


@lru_cache(4096)
def place(target: str) -> tuple[str, str]:
    """The conversation without its thread, or nothing where one is to be made; the last part."""
    parts = unquote(target.partition("?")[0]).removeprefix("/v3/conversations").split("/")
    return parts[1].partition(";")[0] if len(parts) > 1 else "", parts[-1]


def channel_of(body: bytes) -> str:
    """The channel in which a new thread is asked for, if it is one."""
    asked = msgspec.json.decode(body)
    return str(asked.get("channelData", {}).get("channel", {}).get("id", ""))


async def serve(world: World, port: int, tls_port: int) -> None:
    loop = asyncio.get_running_loop()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(world.keys.server)
    here = "127.0.0.1"
    plain = await loop.create_server(lambda: Fake(world, f"http://{here}:{port}"), here, port)
    await loop.create_server(
        lambda: Fake(world, f"https://{here}:{tls_port}"), here, tls_port, ssl=context
    )
    await plain.serve_forever()


def main(arguments: list[str]) -> None:
    port, tls_port, folder, *delays = arguments
    delay, token_delay = (float(ms) / 1000 for ms in delays or ("0", "0"))
    world = World(Keys(Path(folder)), delay, token_delay)
    uvloop.run(serve(world, int(port), int(tls_port)))


if __name__ == "__main__":
    main(sys.argv[1:])
