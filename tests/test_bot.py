"""Settings are read once, and what is wrong is said in one sentence that names the setting."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest

from bot import DEFAULTS, HERE, WrongSetting, read_settings

SECRET = "s" * 32


def test_without_settings_the_bot_stays_on_this_machine() -> None:
    settings = read_settings({"PATH": "/bin"})

    assert settings.local
    assert (settings.host, settings.port) == ("127.0.0.1", 3978)
    assert settings.zone == "Europe/Copenhagen"


@pytest.mark.parametrize(
    ("environment", "named"),
    [
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
