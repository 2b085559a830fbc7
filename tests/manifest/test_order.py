"""An operator's flags are read, and every wrong one is refused in one sentence that names it."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from manifest.__main__ import main
from manifest.order import WrongFlag, read_order
from tests.manifest.packages import GUID, URL, flags

HOME = Path(__file__).resolve().parents[2]


def test_two_flags_are_enough() -> None:
    order = read_order(flags())

    assert (order.app_id, order.domain, order.name) == (GUID, "ordet.example.dk", "Ordet")
    assert (order.website, order.privacy, order.terms) == (URL, f"{URL}/privacy", f"{URL}/terms")
    assert (order.version, order.out, order.schemas) == ("1.0.0", Path("dist"), None)


def test_every_page_can_lie_elsewhere() -> None:
    order = read_order(
        flags(website="https://x.dk/a", privacy="https://x.dk/b", terms="https://x.no")
    )

    assert (order.website, order.privacy, order.terms) == (
        "https://x.dk/a",
        "https://x.dk/b",
        "https://x.no",
    )


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://ORDET.example.dk/", "ordet.example.dk"),
        ("https://ordet.example.dk:443", "ordet.example.dk"),
        ("https://ordet.example.dk:8443", "ordet.example.dk:8443"),
        ("https://børn.example.dk", "xn--brn-0na.example.dk"),
    ],
)
def test_the_address_is_written_as_the_net_writes_it(url: str, domain: str) -> None:
    order = read_order(flags(url=url))

    assert (order.domain, order.website) == (domain, f"https://{domain}")


def test_an_id_in_capitals_is_the_same_app() -> None:
    assert read_order(flags(app_id=GUID.upper())).app_id == GUID


@pytest.mark.parametrize(
    ("flag", "value"),
    [
        ("--app-id", None),
        ("--app-id", ""),
        ("--app-id", "ordet"),
        ("--app-id", "{" + GUID + "}"),
        ("--app-id", "00000000-0000-0000-0000-000000000000"),
        ("--url", None),
        ("--url", "ordet.example.dk"),
        ("--url", "http://ordet.example.dk"),
        ("--url", "https://ordet.example.dk/bot"),
        ("--url", "https://ordet.example.dk?a=b"),
        ("--url", "https://a:b@ordet.example.dk"),
        ("--url", "https://localhost:3978"),
        ("--url", "https://127.0.0.1"),
        ("--url", "https://[::1]"),
        ("--url", "https://[::1"),
        ("--url", "https://*.example.dk"),
        ("--url", "https://a1.ngrok-free.app"),
        ("--url", "https://ordet.example.dk:99999"),
        ("--url", "https://" + "a" * 64 + ".dk"),
        ("--name", ""),
        ("--name", "Ordet i Teams"),
        ("--name", "{name}"),
        ("--name", "x" * 31),
        ("--name", "Ordet\ud800"),
        ("--developer", "x" * 33),
        ("--developer", "{version}"),
        ("--version", "1"),
        ("--version", "v1.0.0"),
        ("--website", "http://x.dk"),
        ("--privacy", "x.dk/privacy"),
        ("--terms", "https://x.dk/{a}"),
    ],
)
def test_a_wrong_flag_is_refused_in_one_sentence_that_names_it(
    flag: str, value: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    order = flags(**{flag.removeprefix("--").replace("-", "_"): value}, out=str(tmp_path / "dist"))

    left = main(order)

    said = capsys.readouterr()
    assert left == 2
    assert flag in said.err
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert not (tmp_path / "dist").exists()


@pytest.mark.parametrize("more", [["--colour", "red"], ["--ver", "1.0.0"], ["extra"], ["--name"]])
def test_a_flag_that_nobody_knows_is_named(more: list[str]) -> None:
    with pytest.raises(WrongFlag, match=more[0]):
        read_order([*flags(), *more])


def test_a_folder_that_cannot_be_written_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "dist").write_text("a file")

    left = main(flags(out=str(tmp_path / "dist")))

    assert left == 2
    assert "--out" in capsys.readouterr().err


def test_a_folder_without_schemas_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left = main(flags(out=str(tmp_path / "dist"), schemas=str(tmp_path)))

    assert left == 2
    assert "--schemas" in capsys.readouterr().err
    assert not (tmp_path / "dist").exists()


def test_the_command_writes_both_packages_and_says_where(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "manifest", *flags(out=str(tmp_path / "dist"))]

    told = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=True)

    packages = sorted((tmp_path / "dist").iterdir())
    assert [path.name for path in packages] == ["ordet-teams-1.28.zip", "ordet-teams-1.30.zip"]
    assert all(str(path) in told.stdout for path in packages)
    assert all(ZipFile(path).testzip() is None for path in packages)


def test_without_schemas_one_line_says_so_and_the_packages_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    left = main(flags())

    said = capsys.readouterr().out.splitlines()
    assert left == 0
    assert [line.startswith("Not compared") for line in said] == [True, False, False]
    assert len(list((tmp_path / "dist").iterdir())) == 2


def test_an_app_that_breaks_a_rule_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("manifest.__main__.faults", lambda package: ["It is too long."])

    left = main(flags(out=str(tmp_path / "dist")))

    assert left == 1
    assert capsys.readouterr().err == "It is too long.\n"
    assert not (tmp_path / "dist").exists()
