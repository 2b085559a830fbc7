"""Hold the house's rules: who imports whom, who may ask the time, and how long a page is."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent

# A package imports only from the lines below its own.
LINES = (
    {"bot"},
    {"channels", "pages", "scheduler"},
    {"dialogs"},
    {"cards", "storage"},
    {"locales"},
    {"circle", "manifest"},
)
FLOOR = {package: line for line, packages in enumerate(LINES) for package in packages}
BESIDE = {"bench", "tests"}  # they may know everyone, and nobody knows them
ALONE = {"manifest"}  # it knows nobody, and nobody knows it

# The rules import values, and nothing that could ask, wait or write.
VALUES = set(
    "__future__ bisect collections dataclasses datetime enum fractions functools itertools math"
    " operator re typing unicodedata zoneinfo dateutil.rrule holidays circle".split()
)
# `python -m circle` prints the rules; it is a door and not a rule.
DOOR = "circle/__main__.py"
VALUES_OF_THE_DOOR = VALUES | {"ast", "inspect", "pathlib", "sys", "textwrap"}

# Some libraries have one home.
HOMES = {
    "apscheduler": {"scheduler"},
    "botbuilder": {"channels"},
    "botframework": {"channels"},
    "slack_bolt": {"channels"},
    "slack_sdk": {"channels"},
    "tinydb": {"storage"},
}

# Only bot.py asks the machine for its settings and for the time.
OF_BOT = set(
    "os.environ os.environb os.getenv os.getenvb"
    " datetime.datetime.now datetime.datetime.utcnow datetime.datetime.today datetime.date.today"
    " time.time time.time_ns time.localtime time.gmtime".split()
)
# How long something took may be asked where the world is slow.
OF_MEASURING = set(
    "time.monotonic time.monotonic_ns time.perf_counter time.perf_counter_ns".split()
)
MEASURES = {"bot", "channels", "storage"}

HEAVY = {"cryptography", "holidays"}  # 8 MB, 80 ms; loaded when they are first needed

LONGEST_FILE = 250
LONGEST_FUNCTION = 45
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME)\b")
WRITTEN = {".py", ".toml", ".js", ".css", ".html", ".json", ".j2", ".jinja", ".sh", ".md"}


def within(name: str, roots: set[str]) -> bool:
    return any(name == root or name.startswith(root + ".") for root in roots)


def imports(tree: ast.AST, path: str) -> Iterator[tuple[int, str]]:
    """Every imported name in full; `from dateutil import rrule` is `dateutil.rrule`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            folders = path.split("/")[: -node.level] if node.level else []
            start = ".".join([*folders, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{start}.{alias.name}") for alias in node.names)


def uses(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every dotted name in full, whatever it was called when it was imported."""
    called = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.split(".")[0]
                called[alias.asname or first] = alias.name if alias.asname else first
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for alias in node.names:
                called[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name):
            first, *rest = ast.unparse(node).split(".")
            if first in called:
                yield node.lineno, ".".join([called[first], *rest])


def wrong_imports(package: str, path: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    allowed = VALUES_OF_THE_DOOR if path == DOOR else VALUES
    for line, name in imports(tree, path):
        root = name.split(".")[0]
        if root in BESIDE and package not in BESIDE:
            yield line, f"{package} imports {root}, which only measures or tests"
        elif root in ALONE and package not in ALONE | BESIDE:
            yield line, f"{package} imports {root}, which stands alone"
        elif package == "circle" and not within(name, allowed):
            yield line, f"circle imports {name}, which is not on the list of what it may"
        elif root != package and root in FLOOR and FLOOR[root] <= FLOOR.get(package, -1):
            yield line, f"{package} imports {root}, which is not below it"
        elif package in FLOOR and root in HOMES and package not in HOMES[root]:
            yield line, f"{package} imports {root}, whose home is {'/, '.join(HOMES[root])}/"


def wrong_questions(package: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    if package == "bot" or package in BESIDE:
        return
    for line, name in uses(tree):
        if name in OF_BOT:
            yield line, f"{package} asks {name}, which only bot.py does"
        elif name in OF_MEASURING and package not in MEASURES:
            yield line, f"{package} asks {name}, which only channels/ and storage/ do"


def is_heavy(node: ast.Import | ast.ImportFrom) -> bool:
    """A library that a bot without its use should not wait for when it starts."""
    return all(name.split(".")[0] in HEAVY for _, name in imports(node, ""))


def wrong_functions(package: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom) and not is_heavy(node):
                yield node.lineno, f"{function.name} imports inside a function"
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        if package not in BESIDE and length > LONGEST_FUNCTION:
            yield function.lineno, f"{function.name} has {length} lines, above {LONGEST_FUNCTION}"


def wrong_text(package: str, source: str) -> Iterator[tuple[int, str]]:
    lines = source.splitlines()
    for line, text in enumerate(lines, 1):
        if UNFINISHED.search(text):
            yield line, "something is left to do; do it, or open an issue"
    if package not in BESIDE and len(lines) > LONGEST_FILE:
        yield len(lines), f"the file has {len(lines)} lines, above {LONGEST_FILE}"


def faults(path: str, source: str) -> list[str]:
    """What is wrong with the file, each with its place and one sentence."""
    package = path.split("/")[0].removesuffix(".py")
    found = set()
    if path.endswith(".py"):
        tree = ast.parse(source)
        found |= {*wrong_imports(package, path, tree), *wrong_questions(package, tree)}
        found |= {*wrong_functions(package, tree), *wrong_text(package, source)}
    else:
        found |= set(wrong_text("tests", source))  # only code has a longest length
    return [f"{path}:{line}: {sentence}" for line, sentence in sorted(found)]


def files_of_the_house() -> Iterator[Path]:
    yield from HOME.glob("*.py")
    for folder in (*sorted(set(FLOOR) - {"bot"}), *sorted(BESIDE), "guides"):
        yield from (path for path in (HOME / folder).rglob("*") if path.suffix in WRITTEN)


def test_every_file_keeps_the_rules_of_the_house() -> None:
    found = [
        fault
        for path in files_of_the_house()
        for fault in faults(path.relative_to(HOME).as_posix(), path.read_text("utf-8"))
    ]

    assert not found, "\n" + "\n".join(found)


def test_there_is_no_package_that_the_map_does_not_show() -> None:
    known = set(FLOOR) | BESIDE
    found = {path.relative_to(HOME).parts[0] for path in HOME.glob("[!.]*/*.py")}
    found |= {path.stem for path in HOME.glob("*.py")}

    assert found <= known, f"not on the map: {', '.join(sorted(found - known))}"


def function_of(lines: int) -> str:
    return "def long():\n" + "    pass\n" * (lines - 1)


@pytest.mark.parametrize(
    ("path", "source", "sentence"),
    [
        ("circle/turns.py", "import asyncio", "asyncio, which is not on the list"),
        ("circle/turns.py", "import dateutil.parser", "dateutil.parser, which is not on the list"),
        ("circle/turns.py", "from dateutil import tz", "dateutil.tz, which is not on the list"),
        ("circle/turns.py", "from locales import words", "locales.words, which is not on the list"),
        ("circle/turns.py", "import pathlib", "pathlib, which is not on the list"),
        ("cards/render.py", "from dialogs.ports import Channel", "dialogs, which is not below"),
        ("cards/render.py", "import storage.journal", "storage, which is not below"),
        ("pages/table.py", "from channels import teams", "channels, which is not below"),
        ("dialogs/forms.py", "from bot import main", "bot, which is not below"),
        ("dialogs/forms.py", "if True:\n    import pages", "pages, which is not below"),
        ("storage/store.py", "from tests.fakes import Clock", "tests, which only measures"),
        ("dialogs/forms.py", "from manifest import rules", "manifest, which stands alone"),
        ("manifest/rules.py", "from circle import people", "circle, which is not below it"),
        ("dialogs/forms.py", "from slack_sdk import WebClient", "whose home is channels/"),
        ("circle/turns.py", "from datetime import datetime as d\nd.now()", "datetime.datetime.now"),
        ("dialogs/hear.py", "import datetime\ndatetime.datetime.utcnow()", "which only bot.py"),
        ("pages/table.py", "from datetime import date\nask = date.today", "datetime.date.today"),
        ("storage/store.py", "import time as t\nt.time()", "asks time.time, which only bot.py"),
        ("storage/store.py", "import os\nos.environ['A']", "asks os.environ, which only bot.py"),
        ("channels/teams.py", "from os import getenv\ngetenv('A')", "asks os.getenv"),
        ("dialogs/hear.py", "from time import monotonic\nmonotonic()", "only channels/ and"),
        ("pages/table.py", "def show():\n    import json", "show imports inside a function"),
        ("tests/test_x.py", "async def show():\n    from json import loads", "inside a function"),
        ("storage/store.py", function_of(46), "long has 46 lines"),
        ("storage/store.py", "\n" * 251, "the file has 251 lines"),
        ("cards/table/turn.html", "<!-- TO" + "DO -->", "something is left to do"),
        ("bench/turn.py", "# FIX" + "ME later", "something is left to do"),
    ],
)
def test_a_broken_rule_is_named(path: str, source: str, sentence: str) -> None:
    found = faults(path, source)

    assert len(found) == 1
    assert sentence in found[0]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("circle/turns.py", "from dateutil.rrule import rrule\nfrom dateutil import rrule as r"),
        ("circle/turns.py", "from collections.abc import Set\nfrom circle.state import Circle"),
        ("circle/turns.py", "from . import state\nfrom .state import Circle"),
        ("circle/__main__.py", "import ast"),
        ("cards/render.py", "from circle.notices import Notice\nfrom locales import words"),
        ("dialogs/hear.py", "import cards, storage, circle"),
        ("channels/teams.py", "from botbuilder.core import TurnContext\nimport dialogs"),
        ("storage/store.py", "import time\ntime.monotonic()\nclock.now()"),
        ("bot.py", "import os, datetime, time\nos.environ, datetime.datetime.now, time.time()"),
        ("tests/test_x.py", "import bench, circle, time\ntime.time()"),
        ("bench/store.py", "from storage import journal\n" + function_of(60)),
        ("storage/store.py", function_of(45)),
        ("storage/store.py", "\n" * 250),
        ("pages/table.css", "\n" * 900),
        ("pages/table.py", "METODOER = 'todo'"),
    ],
)
def test_a_kept_rule_is_left_in_peace(path: str, source: str) -> None:
    assert faults(path, source) == []


def test_what_is_heavy_is_not_loaded_at_the_start() -> None:
    asks = "import sys, bot; print(*{name.split('.')[0] for name in sys.modules})"

    loaded = subprocess.run(
        [sys.executable, "-c", asks], cwd=HOME, capture_output=True, text=True, check=True
    )

    assert not HEAVY & set(loaded.stdout.split())
