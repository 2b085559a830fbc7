"""The figures of the bench in Teams: rungs, counts, targets, and the watch on a loop."""

import asyncio
import re
import socket
import threading
import time
from pathlib import Path

import pytest

from bench import envs
from bench.figures import Found, together
from bench.gaps import Watch
from bench.load import Driven
from bench.peers.card import CARD, SIZE
from bench.teams import name_of, targets_of
from bench.teams_counts import Counted, of_counts
from bench.teams_rungs import TeamsRung

LISTS = sorted(envs.LISTS.glob("*.txt"))


def driven(cpu_s: float, p50_ms: float = 1, p99_ms: float = 2, wrong: int = 0) -> Driven:
    return Driven(
        turns=1000, seconds=0.25, cpu_s=cpu_s, p50_ms=p50_ms, p99_ms=p99_ms, wrong=wrong, tables=[]
    )


def rung_of(seen: dict[int, Driven]) -> TeamsRung:
    rung = TeamsRung(port=1, pid=1)
    for level, each in seen.items():
        rung.seen[level].append(each)
    return rung


def rungs_of(wrong: int = 0) -> dict[str, TeamsRung]:
    """As in a run in which every target is met exactly."""
    cpu = {
        "bare_aiohttp": 0.1, "aiohttp_one_post": 0.4, "ordet_teams": 1.0, "botbuilder_invoke": 40,
        "agents_sdk_invoke": 7, "teams_py_invoke": 7, "ordet_teams_alone": 1,
    }  # fmt: skip
    rungs = {key: rung_of({16: driven(each)}) for key, each in cpu.items()}
    rungs["ordet_teams_invoke"] = rung_of({16: driven(1, 1, 5, wrong), 64: driven(1, 1, 20)})
    rungs["ordet_teams_delayed"] = rung_of({64: driven(1, 53), 256: driven(1)})
    return rungs


def test_a_line_of_the_table_has_a_dash_where_nothing_was_driven() -> None:
    cells = rung_of({16: driven(0.5, wrong=3)}).cells(0.25)

    assert cells[:3] == ["0.500", "0.500-0.500", "2.0"]
    assert cells[3:7] == ["-", "-", "4,000", "1.00 / 2.0"]
    assert cells[-1] == "3"


def test_every_target_is_met_at_its_limit() -> None:
    rungs = rungs_of()
    cpu = {key: rung.cpu[0] for key, rung in rungs.items()}

    targets = targets_of(rungs, cpu)

    assert {target.name for target in targets} == {"P1", "P2", "P3", "P5", "P6", "P7"}
    assert [str(target) for target in targets if not target.ok] == []
    assert sum(target.name == "P2" for target in targets) == 3


def test_a_wrong_answer_of_ours_is_counted() -> None:
    rungs = rungs_of(wrong=1)

    found = targets_of(rungs, {key: rung.cpu[0] for key, rung in rungs.items()})

    assert [target.part for target in found if target.counted and not target.ok] == [
        "wrong or missing answers in Teams"
    ]


def test_a_peer_that_could_not_be_had_has_no_target() -> None:
    rungs = rungs_of()
    cpu = {key: rung.cpu[0] for key, rung in rungs.items() if "botbuilder" not in key}

    assert sum(target.name == "P2" for target in targets_of(rungs, cpu)) == 2


def test_counts_are_judged_for_ordet_and_shown_for_all() -> None:
    ours = Counted(turns=5000, entra=0, connections=64, blocking=0, longest_ms=100, p999_ms=20)
    theirs = Counted(turns=50, entra=20000, connections=10000, blocking=1, longest_ms=9, p999_ms=9)

    found = of_counts({"Ordet": ours, "botbuilder": theirs})

    assert all(target.ok for target in found.targets)
    assert [target.counted for target in found.targets] == [True, True, True, True, False]
    assert "botbuilder" in found.tables[0]
    assert of_counts({"botbuilder": theirs}).targets == []
    assert of_counts({}) == Found()


def test_a_rung_has_the_same_name_over_every_connector() -> None:
    assert name_of("botbuilder_echo_tls") == name_of("botbuilder_echo_delayed")
    assert name_of("agents_sdk_invoke") == "Agents SDK 1.9.0, the card"


def test_turns_of_several_groups_stand_together() -> None:
    whole = together([Found(keys={"turns": {"a": 1}}), Found(keys={"turns": {"b": 2}})])

    assert whole.keys == {"turns": {"a": 1, "b": 2}}


async def test_a_loop_that_was_held_is_seen(tmp_path: Path) -> None:
    watch = Watch(tmp_path / "seen")
    looking = asyncio.create_task(watch.look())
    await asyncio.sleep(0)

    time.sleep(0.05)
    await asyncio.sleep(0.02)
    held = watch.seen()
    watch.begin()
    looking.cancel()

    assert held["longest_ms"] >= 40
    assert watch.seen() == {"longest_ms": 0, "p999_ms": 0, "probes": 0, "blocking": 0}


def test_only_what_blocks_on_the_loop_is_counted(tmp_path: Path) -> None:
    watch = Watch(tmp_path / "seen")

    with socket.socket() as wire:
        watch.audit("socket.connect", (wire, ("127.0.0.1", 1)))
        wire.setblocking(False)
        watch.audit("socket.connect", (wire, ("127.0.0.1", 1)))
        watch.audit("open", ("file",))
        beside = threading.Thread(target=watch.audit, args=("http.client.send", ()))
        beside.start()
        beside.join()

    assert watch.blocking == 1


@pytest.mark.parametrize("pinned", LISTS, ids=lambda path: path.stem)
def test_every_package_of_a_peer_has_one_version(pinned: Path) -> None:
    lines = [line for line in pinned.read_text("utf-8").splitlines() if not line.startswith("#")]

    assert lines
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in lines)


def test_a_peer_without_an_environment_is_left_out_with_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(envs, "CACHE", tmp_path)
    monkeypatch.setattr(envs, "_run", lambda command: "no network")

    assert envs.python_of("botbuilder") is None
    assert capsys.readouterr().out.splitlines()[1:] == ["botbuilder is left out: no network"]


def test_an_environment_is_known_by_its_list(tmp_path: Path) -> None:
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_text("aiohttp==1\n", "utf-8")
    other.write_text("aiohttp==2\n", "utf-8")

    assert envs.of_list(one) == envs.of_list(one) != envs.of_list(other)


def test_the_card_of_the_peers_is_as_large_as_ours() -> None:
    assert 7_500 <= SIZE <= 8_500
    assert len(CARD["actions"]) == 5
