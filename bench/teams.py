"""Teams: a message and a card action, durable and with true tokens, beside Microsoft's own bots."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from bench.figures import Found, Target, median, table
from bench.keys import make_keys
from bench.processes import folder
from bench.teams_counts import counted, of_counts
from bench.teams_house import ordet_teams
from bench.teams_rungs import LEVELS, SLOW, TeamsRung, rung
from bench.teams_servers import Fakes, Server, fakes, floor, peer

ROUNDS = {True: 1, False: 3}
SECONDS = {True: 0.5, False: 1.0}
CROWDS = {True: 256, False: 512}
"""Teams that Ordet is asked by: a chat takes no more than eight messages in two seconds."""

PEERS = {"botbuilder": "botbuilder_echo", "agents": "agents_sdk_echo", "teams": "teams_py_echo"}
NAMES = {
    "bare_aiohttp": "bare aiohttp + uvloop: an activity, 200",
    "aiohttp_one_post": "the same + one POST to the connector",
    "ordet_teams": "Ordet: message, commit, the answer's card posted",
    "ordet_teams_invoke": "Ordet: card action, commit, card; card, line, private word",
    "ordet_teams_alone": "Ordet: the same, and nobody else is told of it",
    "botbuilder_echo": "botbuilder 4.17.1, echo",
    "agents_sdk_echo": "Agents SDK 1.9.0, echo",
    "teams_py_echo": "teams.py 2.1.1, echo",
}
INVOKE = ("_echo", "_invoke")
OF_US = (1, 16, 64)
NEW_AT_FIRST = {"ordet_teams", "ordet_teams_invoke", "ordet_teams_alone", "ordet_teams_tls"}
"""Who reads each team from disk when it first hears of it, which is no part of a turn."""

LONGER = {"botbuilder_echo": 3.0}


@dataclass(frozen=True)
class Servers:
    """Everybody who runs, by name."""

    bare: Server
    post: Server
    ordet: Server | None
    peers: dict[str, Server]

    @property
    def senders(self) -> dict[str, Server]:
        """Those who answer a message with a message of their own."""
        ours = {"ordet_teams": self.ordet} if self.ordet else {}
        return {"aiohttp_one_post": self.post, **ours, **self.peers}


def measure(quick: bool) -> Found:
    """All rungs, interleaved; then the counts, each server alone and watched."""
    with folder() as place:
        keys = make_keys(place)
        with fakes(keys) as around:
            with everybody(around, CROWDS[quick]) as servers:
                rungs = rungs_of(servers, around, quick)
                for key in NEW_AT_FIRST & set(rungs):
                    rungs[key].visit()
                for _ in range(ROUNDS[quick]):
                    for each in rungs.values():
                        for at_once in each.levels:
                            each.drive(at_once, SECONDS[quick])
            watched = [] if quick else list(PEERS)
            counts = counted(around, place, watched, CROWDS[quick], SECONDS[quick] * 4)
    return found(rungs, of_counts(counts))


@contextmanager
def everybody(around: Fakes, crowd: int) -> Iterator[Servers]:
    """The floors, the peers that could be had, and Ordet."""
    with ExitStack() as stack:
        bare = stack.enter_context(floor(["bench.rungs", "bare"], 10, around.keys))
        post = stack.enter_context(floor(["bench.teams_floor"], 11, around.keys))
        peers = {}
        for number, (name, key) in enumerate(PEERS.items(), start=12):
            if server := stack.enter_context(peer(name, number, around)):
                peers[key] = server
        yield Servers(bare, post, stack.enter_context(ordet_teams(around, crowd)), peers)


def rungs_of(servers: Servers, around: Fakes, quick: bool) -> dict[str, TeamsRung]:
    """Who is driven how. The peers are driven less; when it has to be quick, at one level only."""
    of_peers = (16,) if quick else (16, 64)
    rungs = {"bare_aiohttp": rung(servers.bare, around, "answer", OF_US)}
    for key, server in servers.senders.items():
        levels = of_peers if key in servers.peers else OF_US
        rungs[key] = rung(server, around, "post", levels, longer=LONGER.get(key, 1))
    if servers.ordet:
        rungs["ordet_teams_invoke"] = rung(servers.ordet, around, "moved", OF_US)
        rungs["ordet_teams_alone"] = rung(servers.ordet, around, "moved", OF_US, alone=True)
    for key, server in servers.peers.items():
        longer = LONGER.get(key, 1)
        rungs[key.replace(*INVOKE)] = rung(server, around, "card", of_peers, longer=longer)
    for key, server in servers.senders.items():
        if not (quick and key in servers.peers):
            rungs[f"{key}_delayed"] = delayed(key, server, around)
            longer = LONGER.get(key, 1)
            rungs[f"{key}_tls"] = rung(server, around, "post", (16,), tls=True, longer=longer)
    return rungs


def delayed(key: str, server: Server, around: Fakes) -> TeamsRung:
    """A rung with a slow connector. Some 7 turns a second are all that botbuilder can then do."""
    if key == "botbuilder_echo":
        return rung(server, around, "post", (1, 16), slow_ms=SLOW, longer=4)
    return rung(server, around, "post", (64, 256), slow_ms=SLOW)


def found(rungs: dict[str, TeamsRung], counts: Found) -> Found:
    """The tables, the file's keys, and how far we are from the floor and ahead of the peers."""
    cpu = {key: median(each.cpu) for key, each in rungs.items()}
    kinds = {
        "Teams: a message, answered by a message": (PLAIN, "aiohttp_one_post"),
        "Teams: a card action, answered by a card of 8 KB": (ACTIONS, "bare_aiohttp"),
        "Teams: a message; the connector takes 50 ms, a token 60 ms": (
            [f"{key}_delayed" for key in PLAIN],
            "aiohttp_one_post_delayed",
        ),
        "Teams: a message; the connector speaks TLS": (
            [f"{key}_tls" for key in PLAIN],
            "aiohttp_one_post_tls",
        ),
    }
    tables = [
        _shown(title, {key: rungs[key] for key in keys if key in rungs}, cpu[beside], beside)
        for title, (keys, beside) in kinds.items()
    ]
    floors = ("bare_aiohttp", "aiohttp_one_post")
    turns = {
        f"{key}_in_teams" if key in floors else key: each.figures() for key, each in rungs.items()
    }
    targets = targets_of(rungs, cpu) if "ordet_teams_invoke" in rungs else []
    keys = {"turns": turns, **counts.keys}
    return Found([*tables, *counts.tables], keys, targets + counts.targets)


PLAIN = ["bare_aiohttp", "aiohttp_one_post", "ordet_teams", *PEERS.values()]
ACTIONS = [
    "bare_aiohttp",
    "ordet_teams_invoke",
    "ordet_teams_alone",
    *(k.replace(*INVOKE) for k in PEERS.values()),
]


def _shown(title: str, rungs: dict[str, TeamsRung], floor_cpu: float, beside: str) -> str:
    short = "x bare" if beside == "bare_aiohttp" else "x one POST"
    heads = [title, "CPU s/1,000", "min-max", short]
    for at_once in LEVELS:
        heads += [f"turns/s at {at_once}", "p50 / p99 ms"]
    rows = [[name_of(key), *each.cells(floor_cpu)] for key, each in rungs.items()]
    late = sum(each.late for each in rungs.values())
    shown = table(title, ["one turn", *heads[1:], "wrong"], rows)
    return f"{shown}\n{late} turns had no answer 10 s after the end." if late else shown


def name_of(key: str) -> str:
    """What a rung is called in a table."""
    plain = key.removesuffix("_delayed").removesuffix("_tls")
    return NAMES.get(plain) or NAMES[plain.replace("_invoke", "_echo")].replace("echo", "the card")


def targets_of(rungs: dict[str, TeamsRung], cpu: dict[str, float]) -> list[Target]:
    """P1, P2, P3, P5 and P6."""
    action, slow = rungs["ordet_teams_invoke"], rungs["ordet_teams_delayed"]
    ours, alone, bare = (
        cpu[key] for key in ("ordet_teams_invoke", "ordet_teams_alone", "bare_aiohttp")
    )
    ahead = {"botbuilder_invoke": 40, "agents_sdk_invoke": 7, "teams_py_invoke": 7}
    times = {key: round(cpu[key] / alone, 1) for key in ahead if key in cpu}
    message = cpu["ordet_teams"] / cpu["aiohttp_one_post"]
    over = round(slow.p50(64) - SLOW[0], 1)
    wrong = sum(e.wrong + e.late for key, e in rungs.items() if key.startswith("ordet"))
    return [
        Target("P1", "CPU of a card action and all it causes, x bare", round(ours / bare, 1), 10),
        Target("P1", "CPU of a card action alone, x bare", round(alone / bare, 1), 10),
        *(
            Target("P2", f"CPU of {name_of(key)}, x ours alone", value, ahead[key], "at least")
            for key, value in times.items()
        ),
        Target("P3", "CPU of a message and its card, x one POST", round(message, 2), 2.5),
        Target("P5", "p99 ms of a card action, 16 at once", round(action.p99(16), 1), 5),
        Target("P5", "p99 ms of a card action, 64 at once", round(action.p99(64), 1), 20),
        Target("P6", "p50 ms over the connector's 50, 64 at once", over, 3),
        Target("P6", "turns/s at 256, connector at 50 ms", round(slow.rate(256)), 3000, "at least"),
        Target("P7", "wrong or missing answers in Teams", wrong, 0, counted=True),
    ]
