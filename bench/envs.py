"""The peers' own environments, built once into .bench/ from their pinned lists."""

import hashlib
import subprocess
import sys
from pathlib import Path

from bench.processes import HOME

CACHE = HOME / ".bench"
LISTS = HOME / "bench" / "peers"
IMPATIENT = ("--quiet", "--disable-pip-version-check", "--retries", "1", "--timeout", "15")


def python_of(peer: str) -> str | None:
    """The Python of this peer's environment; nothing, and a line, where it cannot be built."""
    home, pinned = CACHE / peer, LISTS / f"{peer}.txt"
    python, mark = home / "bin" / "python", home / "installed"
    wanted = of_list(pinned)
    if mark.exists() and mark.read_text(encoding="utf-8") == wanted:
        return str(python)
    print(f"Building the environment of {peer} in {home}. This happens once.", flush=True)
    failed = _run([sys.executable, "-m", "venv", "--clear", str(home)]) or _run(
        [str(python), "-m", "pip", "install", *IMPATIENT, "-r", str(pinned)]
    )
    if failed:
        print(f"{peer} is left out: {failed}", flush=True)
        return None
    mark.write_text(wanted, encoding="utf-8")
    return str(python)


def of_list(pinned: Path) -> str:
    """What an environment is known by: its list, and the Python that runs it."""
    listed = pinned.read_bytes() + sys.version.encode()
    return hashlib.sha256(listed).hexdigest()


def _run(command: list[str]) -> str:
    """The last thing that a command complained of, if it failed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not done.returncode:
        return ""
    said = (done.stderr or done.stdout).strip().splitlines()
    return said[-1] if said else f"{command[0]} ended with {done.returncode}"
