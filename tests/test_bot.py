"""Settings are read once, and what is wrong is said in one sentence that names the setting."""

import gc
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.request import urlopen

import pytest

from bot import HERE, keep_house, leave_old_garbage
from pages.doors import PublicDoor
from pages.settings import DEFAULTS, WrongSetting, read_settings

SECRET = "s" * 32


def test_without_settings_the_bot_stays_on_this_machine() -> None:
    settings = read_settings({"PATH": "/bin"})

    assert settings.local
    assert (settings.host, settings.port) == ("127.0.0.1", 3978)
    assert settings.zone == "Europe/Copenhagen"


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"ORDET_KEYS": "data/keys"}, "ORDET_KEYS"),
        ({"ORDET_KEYS": "/srv/../srv/data", "ORDET_DATA": "/srv/data"}, "ORDET_KEYS"),
        ({"ORDET_DATA": "."}, "ORDET_KEYS"),
        ({"ORDET_PORT": "x"}, "ORDET_PORT"),
        ({"ORDET_PORT": "0"}, "ORDET_PORT"),
        ({"ORDET_PORT": "70000"}, "ORDET_PORT"),
        ({"ORDET_ZONE": "Mars/Olympus"}, "ORDET_ZONE"),
        ({"ORDET_ZONE": "../etc/passwd"}, "ORDET_ZONE"),
        ({"ORDET_LANGUAGE": "sv"}, "ORDET_LANGUAGE"),
        ({"ORDET_LOG": "loud"}, "ORDET_LOG"),
        ({"ORDET_HOST": "0.0.0.0"}, "ORDET_HOST"),
        ({"ORDET_PUBLIC_URL": "http://ordet.example"}, "ORDET_PUBLIC_URL"),
        ({"ORDET_PUBLIC_URL": "ordet.example", "ORDET_SECRET": SECRET}, "ORDET_PUBLIC_URL"),
        ({"ORDET_PUBLIC_URL": "https://ordet.example"}, "ORDET_SECRET"),
        ({"ORDET_PUBLIC_URL": "https://ordet.example", "ORDET_SECRET": "short"}, "ORDET_SECRET"),
        ({"ORDET_PROT": "1"}, "ORDET_PROT"),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence(environment: dict[str, str], named: str) -> None:
    with pytest.raises(WrongSetting) as wrong:
        read_settings(environment)

    assert str(wrong.value).startswith(named)
    assert SECRET not in str(wrong.value)
    assert "\n" not in str(wrong.value)


def test_a_public_bot_needs_an_address_and_a_secret() -> None:
    environment = {
        "ORDET_PUBLIC_URL": "https://ordet.example/",
        "ORDET_SECRET": SECRET,
        "ORDET_HOST": "0.0.0.0",
    }

    settings = read_settings(environment)

    assert not settings.local
    assert settings.public_url == "https://ordet.example"


@pytest.mark.parametrize(
    "address",
    [
        "https://[",
        "https://[x]",
        "https://",
        "https://:443",
        "https://a.dk:xx",
        "https://a.dk:0",
        "https://a.dk:70000",
        "https://a.dk/ordet",
        "https://a.dk//",
        "https://a.dk?",
        "https://a.dk#",
        "https://anna@a.dk",
        "https://anna:hemmelig@a.dk",
        "https://a..dk",
        "https://a b.dk",
        "https://a.dk\t/",
        "https://a.dk\\ordet",
        "http://a.dk",
    ],
)
def test_an_address_that_no_browser_would_name_is_refused(address: str) -> None:
    with pytest.raises(WrongSetting) as wrong:
        read_settings({"ORDET_PUBLIC_URL": address, "ORDET_SECRET": SECRET})

    assert str(wrong.value).startswith("ORDET_PUBLIC_URL must be")
    assert "hemmelig" not in str(wrong.value)


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://Ordet.Example:443/", "https://ordet.example"),
        ("HTTPS://ordet.example", "https://ordet.example"),
        ("https://ordet.example:8443", "https://ordet.example:8443"),
        ("https://ærø.example", "https://xn--r-3fa9c.example"),
        ("https://[2001:DB8::1]:443", "https://[2001:db8::1]"),
    ],
)
def test_the_address_is_kept_as_a_browser_names_it(written: str, origin: str) -> None:
    settings = read_settings({"ORDET_PUBLIC_URL": written, "ORDET_SECRET": SECRET})

    assert settings.public_url == origin
    assert PublicDoor(settings.public_url, SECRET).origin == origin


def test_an_address_of_numbers_and_colons_is_printed_in_brackets() -> None:
    assert read_settings({"ORDET_HOST": "::1"}).own_url == "http://[::1]:3978"
    assert read_settings({}).own_url == "http://127.0.0.1:3978"


def test_every_setting_is_documented() -> None:
    readme = (HERE / "README.md").read_text(encoding="utf-8")

    assert [name for name in DEFAULTS if name not in readme] == []


def started(folder: Path, port: int, **more: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "ORDET_DATA": str(folder), "ORDET_PORT": str(port), **more}
    return subprocess.Popen(
        [sys.executable, str(HERE / "bot.py")],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_bot_starts_says_where_it_is_and_stops_politely(
    tmp_path: Path, unused_tcp_port: int
) -> None:
    bot = started(tmp_path, unused_tcp_port)
    assert bot.stdout is not None

    said = bot.stdout.readline()
    with urlopen(f"http://127.0.0.1:{unused_tcp_port}/healthz") as health:
        status = health.status
    bot.send_signal(signal.SIGTERM)
    code = bot.wait(20)

    assert f"http://127.0.0.1:{unused_tcp_port}/" in said
    assert status == 200
    assert code == 0


def test_a_second_bot_on_the_same_folder_is_refused_in_plain_words(
    tmp_path: Path, unused_tcp_port_factory: Callable[[], int]
) -> None:
    first = started(tmp_path, unused_tcp_port_factory())
    assert first.stdout is not None
    first.stdout.readline()

    second = started(tmp_path, unused_tcp_port_factory())
    _, complaint = second.communicate(timeout=20)
    first.send_signal(signal.SIGTERM)
    first.wait(20)

    assert second.returncode == 1
    assert "Another Ordet" in complaint
    assert "Traceback" not in complaint


def test_a_port_that_is_in_use_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        bot = started(tmp_path, other.getsockname()[1])
        _, complaint = bot.communicate(timeout=20)

    assert bot.returncode == 1
    assert complaint.startswith("ORDET_PORT")
    assert complaint.count("\n") == 1


# The first is kept for examples (RFC 5737), and no name begins with a dot.
@pytest.mark.parametrize("host", ["192.0.2.1", ".ordet"])
def test_a_host_that_this_machine_has_not_is_named(
    host: str, tmp_path: Path, unused_tcp_port: int
) -> None:
    public = {"ORDET_PUBLIC_URL": "https://ordet.example", "ORDET_SECRET": SECRET}

    bot = started(tmp_path, unused_tcp_port, ORDET_HOST=host, **public)
    _, complaint = bot.communicate(timeout=20)

    assert bot.returncode == 1
    assert complaint.startswith("ORDET_HOST")
    assert complaint.count("\n") == 1


TOLD = b"hemmelighed"
GARBAGE = (
    b"\x16\x03\x01" + TOLD + b"\r\n\r\n",
    b"GET / HTTP/9." + TOLD + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\n" + TOLD + b"\x01: x\r\n\r\n",
    b"GET /" + TOLD + b"a" * 9000 + b" HTTP/1.1\r\n\r\n",
    b"GET http://[" + TOLD + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + TOLD + b"\r\n",
    b"GET /" + TOLD + b" HTTP/1.0\r\nHost: localhost\r\n\r\n",
)


def answered(port: int, sent: bytes) -> bytes:
    """All that comes back before the bot hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(sent)
        return b"".join(iter(lambda: line.recv(65536), b""))


def test_what_is_no_request_is_neither_logged_nor_repeated(
    tmp_path: Path, unused_tcp_port: int
) -> None:
    bot = started(tmp_path, unused_tcp_port)
    assert bot.stdout is not None
    bot.stdout.readline()

    answers = [answered(unused_tcp_port, sent) for sent in GARBAGE]
    bot.send_signal(signal.SIGTERM)
    _, logged = bot.communicate(timeout=20)

    for answer in answers:
        assert answer.startswith(b"HTTP/1.")
        assert b"\r\nServer: Ordet\r\n" in answer
        assert b"aiohttp" not in answer
        assert TOLD not in answer
    lines = [json.loads(line) for line in logged.splitlines()]
    assert {line["logger"] for line in lines if line["event"] == "library"} == {"aiohttp.server"}
    assert "Traceback" not in logged
    assert TOLD.decode() not in logged


def test_a_wrong_guide_is_refused_at_start_with_file_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guides = tmp_path / "guides"
    guides.mkdir()
    good = (HERE / "guides" / "blank.toml").read_text(encoding="utf-8")
    (guides / "blank.toml").write_text(good.replace('pattern = "round"', 'pattern = "ring"', 1))
    script = (
        "import bot, pathlib, sys;"
        f"bot.HERE = pathlib.Path({json.dumps(str(tmp_path))});"
        "sys.exit(bot.main([]))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "ORDET_DATA": str(tmp_path / "data")},
        cwd=HERE,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert done.returncode == 1
    assert "blank.toml, line " in done.stderr
    assert "ring" in done.stderr
    assert "Traceback" not in done.stderr


async def test_only_the_night_looks_through_all_memory() -> None:
    async def nothing(*_: object) -> None:
        return

    full: list[int] = []

    def watch(phase: str, facts: dict[str, int]) -> None:
        if phase == "stop" and facts["generation"] == 2:
            full.append(1)

    usual = gc.get_threshold()
    gc.callbacks.append(watch)
    try:
        leave_old_garbage()
        kept = [[n] for n in range(200_000)]
        by_day = len(full)
        linking = SimpleNamespace(see_to=nothing)
        house: Any = SimpleNamespace(keep_house=nothing, linking=linking)
        await keep_house(house, house, datetime.now(UTC))
    finally:
        gc.callbacks.remove(watch)
        gc.set_threshold(*usual)
        gc.unfreeze()

    assert len(kept) == 200_000
    assert (by_day, len(full)) == (0, 1)
