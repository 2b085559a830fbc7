"""Measure: `python -m bench [GROUP ...] [--quick]`. No group is all of them.

Groups: turn, teams, slack, store, start, tick, cards, reminders.
"""

import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import psutil

from bench import cards, reminders, slack, start, store, teams, tick, turn
from bench.figures import Found, judged, together

GROUPS = {
    "turn": turn.measure,
    "teams": teams.measure,
    "slack": slack.measure,
    "store": store.measure,
    "start": start.measure,
    "tick": tick.measure,
    "cards": cards.measure,
    "reminders": reminders.measure,
}
RESULT = Path(__file__).parent / "result.json"


def machine() -> str:
    """What we measured on, in one line."""
    cores = psutil.cpu_count() or 0
    memory = psutil.virtual_memory().total / 1024**3
    system = f"{platform.system()} {platform.release().split('-')[0]}"
    return (
        f"{cores} cores, {_model()}, {memory:.0f} GB, {system}, Python {platform.python_version()}"
    )


def _model() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def main(arguments: list[str]) -> int:
    """Run the groups, print what they found, write it down; 1 when a count was missed."""
    quick = "--quick" in arguments
    names = [name for name in arguments if name != "--quick"] or list(GROUPS)
    unknown = [name for name in names if name not in GROUPS]
    if unknown:
        print(f"There is no {unknown[0]!r}. Groups: {', '.join(GROUPS)}.", file=sys.stderr)
        return 2
    print(f"Ordet on {machine()}\n", flush=True)
    found = together(_measured(name, quick) for name in names)
    write(found)
    return 1 if any(t.counted and not t.ok for t in found.targets) else 0


def _measured(name: str, quick: bool) -> Found:
    began = time.perf_counter()
    found = GROUPS[name](quick)
    print("\n\n".join(found.tables), end="\n\n")
    for target in found.targets:
        print(target)
    print(f"({name}: {time.perf_counter() - began:.0f} s)\n", flush=True)
    return found


def write(found: Found) -> None:
    """What this run measured, and nothing from an earlier one."""
    result = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        **found.keys,
        "targets": judged(found.targets),
    }
    RESULT.write_bytes(msgspec.json.format(msgspec.json.encode(result), indent=2) + b"\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
