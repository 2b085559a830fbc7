"""The sealed round on disk: what it keeps, what it never tells, and what is left of it."""

import asyncio
import json
import os
import random
import threading
import time
from collections.abc import Callable
from itertools import pairwise, permutations
from math import sqrt
from pathlib import Path

import pytest

from circle.checkin.box import NOBODY, STEPS, Box, Heard, answered, made
from storage.boxes import Boxes
from storage.disk import MARKS, Disk
from storage.errors import BoxLost, CannotSave, Damaged, NotAKey
from storage.keys import Keys
from storage.seal import PAGE, mark, seal, unseal, written
from tests.storage.child import CRASH, UNSYNCED, CrashAt, Say, in_child, needs_fork

ROUND = "team-blue_7"
QUESTIONS = ("knew", "invited", "welcome")
PEOPLE = tuple(f"slack:T1:U{number:08}" for number in range(8))
KEY = bytes(range(32))

Pair = tuple[Boxes, Keys]


def boxes_in(folder: Path, disk: Disk = UNSYNCED) -> Pair:
    keys = Keys(folder / "keys", disk)
    return Boxes(folder / "data" / "boxes", keys, disk), keys


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    (tmp_path / "data").mkdir()
    return boxes_in(tmp_path)


def answer(number: int) -> dict[str, int]:
    return {question: 1 + (number + place) % STEPS for place, question in enumerate(QUESTIONS)}


async def test_answers_are_counted_and_found_again(pair: Pair, tmp_path: Path) -> None:
    boxes, _ = pair
    await boxes.open(ROUND, PEOPLE, QUESTIONS)
    assert await boxes.answer(ROUND, PEOPLE[0], {"knew": 2, "invited": 5}) is Heard.TAKEN
    boxes, _ = boxes_in(tmp_path)
    assert await boxes.answer(ROUND, PEOPLE[1], {"knew": 2}) is Heard.TAKEN

    counts = await boxes.counts(ROUND)

    assert counts == {"knew": (0, 2, 0, 0, 0), "invited": (0, 0, 0, 0, 1), "welcome": NOBODY}
    assert boxes.names() == (ROUND,)


async def test_an_answer_counts_once_however_often_it_comes(pair: Pair) -> None:
    boxes, _ = pair
    await boxes.open(ROUND, PEOPLE, QUESTIONS)

    several = [boxes.answer(ROUND, person, answer(3)) for person in PEOPLE * 4]
    heard = await asyncio.gather(*several)
    await boxes.open(ROUND, PEOPLE[:2], ("other",))

    assert heard.count(Heard.TAKEN) == len(PEOPLE)
    assert heard.count(Heard.HAD) == 3 * len(PEOPLE)
    assert {sum(each) for each in (await boxes.counts(ROUND)).values()} == {len(PEOPLE)}


async def test_a_second_answer_costs_what_the_first_costs(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the time it takes, or a full disk, tells whether somebody has answered."""
    boxes, _ = pair
    await boxes.open(ROUND, PEOPLE, QUESTIONS)
    path, seen = tmp_path / "data" / "boxes" / f"{ROUND}.box", set()
    for _ in range(3):
        await boxes.answer(ROUND, PEOPLE[0], answer(1))
        seen.add(path.read_bytes())

    assert len(seen) == 3

    def is_full(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(Disk, "write", is_full)
    for person in PEOPLE[:2]:
        with pytest.raises(CannotSave):
            await boxes.answer(ROUND, person, answer(1))


async def test_a_stranger_is_not_counted(pair: Pair) -> None:
    boxes, _ = pair
    await boxes.open(ROUND, PEOPLE, QUESTIONS)

    assert await boxes.answer(ROUND, "slack:T1:U1", answer(1)) is Heard.NOT_ASKED


def test_any_order_of_answers_makes_the_same_bytes() -> None:
    box = made((mark(KEY, person) for person in PEOPLE), QUESTIONS)
    found = set()
    for order in permutations(range(5)):
        one = box
        for number in order:
            one, _ = answered(one, mark(KEY, PEOPLE[number]), answer(number))
        found.add(written(one))

    assert len(found) == 1


@pytest.mark.parametrize("people", [1, 5, 12, 60, 400])
def test_the_length_never_changes(people: int) -> None:
    marks = [mark(KEY, f"person {number}") for number in range(people)]
    box, lengths = made(marks, QUESTIONS), set()
    for number, each in enumerate(marks):
        lengths.add(len(seal(KEY, ROUND, box)))
        box, _ = answered(box, each, answer(number))
    lengths.add(len(seal(KEY, ROUND, box)))

    assert len(lengths) == 1
    assert len(written(box)) % PAGE == 0


async def test_the_file_tells_no_time_and_no_length(pair: Pair, tmp_path: Path) -> None:
    boxes, _ = pair
    await boxes.open(ROUND, PEOPLE, QUESTIONS)
    path, told = tmp_path / "data" / "boxes" / f"{ROUND}.box", set()
    for number, person in enumerate(PEOPLE):
        told.add((path.stat().st_mtime, path.stat().st_size, path.parent.stat().st_mtime))
        await boxes.answer(ROUND, person, answer(number))

    told.add((path.stat().st_mtime, path.stat().st_size, path.parent.stat().st_mtime))
    assert told == {(0, path.stat().st_size, 0)}
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    assert path.stat().st_mode & 0o077 == 0


Snapshot = Callable[[Box], bytes]
Guess = Callable[[list[bytes], random.Random], list[int]]


def naively(box: Box) -> bytes:
    """One plain record: it too holds nothing but sets and counts."""
    return json.dumps({key: list(counts) for key, counts in box.counts.items()}).encode()


def sealed(box: Box) -> bytes:
    return seal(KEY, ROUND, box)


def from_differences(copies: list[bytes], chance: random.Random) -> list[int]:
    """The attacker has a copy from before and after each answer, and knows who came when.

    What is readable is compared; else the length; else some bytes, which might hang together with
    what was chosen: each answer is guessed by what its difference looked like.
    """
    guesses = []
    for before, after in pairwise(copies):
        try:
            one, other = json.loads(before)["knew"], json.loads(after)["knew"]
            guesses.append(1 + next(at for at in range(STEPS) if one[at] != other[at]))
        except ValueError:
            odd = before[-1] ^ after[-1] ^ (len(after) - len(before))
            guesses.append(1 + odd % STEPS if odd % 256 < 255 else chance.randint(1, STEPS))
    return guesses


def share_of_hits(snapshot: Snapshot, rounds: int) -> float:
    chance, hits = random.Random(11), 0
    for _ in range(rounds):
        box = made((mark(KEY, person) for person in PEOPLE[:6]), ("knew",))
        copies, chosen = [snapshot(box)], []
        for person in PEOPLE[:6]:
            chosen.append(chance.randint(1, STEPS))
            box, _ = answered(box, mark(KEY, person), {"knew": chosen[-1]})
            copies.append(snapshot(box))
        guesses = from_differences(copies, chance)
        hits += sum(one == other for one, other in zip(guesses, chosen, strict=True))
    return hits / (6 * rounds)


def test_copies_of_everything_but_the_key_say_no_more_than_chance() -> None:
    rounds, chance = 2_000, 1 / STEPS
    sigma = sqrt(chance * (1 - chance) / (6 * rounds))

    assert share_of_hits(naively, 100) == 1.0, "the attacker is too weak to prove anything"
    assert abs(share_of_hits(sealed, rounds) - chance) <= 3 * sigma


async def test_nobody_and_no_answer_is_readable_in_the_folder(pair: Pair, tmp_path: Path) -> None:
    boxes, _ = pair
    await boxes.open(ROUND, PEOPLE, QUESTIONS)
    await boxes.answer(ROUND, PEOPLE[0], answer(0))

    everything = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]

    assert len(everything) == 2
    for content in everything:
        assert not any(person.encode() in content for person in PEOPLE)
        assert not any(question.encode() in content for question in QUESTIONS)


async def test_when_it_is_destroyed_every_copy_is_noise(pair: Pair, tmp_path: Path) -> None:
    boxes, keys = pair
    await boxes.open(ROUND, PEOPLE, QUESTIONS)
    await boxes.answer(ROUND, PEOPLE[0], answer(0))
    key, path = keys.read(ROUND), tmp_path / "data" / "boxes" / f"{ROUND}.box"
    assert key is not None
    backup = path.read_bytes()

    await boxes.destroy(ROUND)
    await boxes.destroy(ROUND)

    assert (keys.names(), boxes.names(), keys.read(ROUND)) == ((), (), None)
    assert key not in backup
    assert not [each for each in tmp_path.rglob("*") if each.is_file()]
    path.write_bytes(backup)
    with pytest.raises(BoxLost):
        await boxes.answer(ROUND, PEOPLE[1], answer(1))
    with pytest.raises(BoxLost):
        await boxes.open(ROUND, PEOPLE, QUESTIONS)


async def test_a_box_that_was_changed_or_exchanged_is_not_believed(
    pair: Pair, tmp_path: Path
) -> None:
    boxes, _ = pair
    for name in (ROUND, "other"):
        await boxes.open(name, PEOPLE, QUESTIONS)
    folder = tmp_path / "data" / "boxes"
    (folder / f"{ROUND}.box").write_bytes((folder / "other.box").read_bytes())

    with pytest.raises(Damaged):
        await boxes.counts(ROUND)
    with pytest.raises(Damaged):
        unseal(KEY, ROUND, seal(KEY, "other", made((), QUESTIONS)))


@pytest.mark.parametrize("name", ["", "../x", "a/b", "A", "a.b", "x" * 97, "æ"])
async def test_no_name_leads_out_of_the_folder(pair: Pair, name: str) -> None:
    with pytest.raises(NotAKey):
        await pair[0].open(name, PEOPLE, QUESTIONS)


async def test_whether_the_same_people_are_asked_is_all_that_is_kept(pair: Pair) -> None:
    boxes, keys = pair
    same, first = await boxes.same_people("team-blue", "", PEOPLE)
    assert not same
    key = keys.read("asked-team-blue")
    same, second = await boxes.same_people("team-blue", first, reversed(PEOPLE))
    assert same
    assert second != first
    same, _ = await boxes.same_people("team-blue", second, PEOPLE[1:])
    assert not same
    assert keys.read("asked-team-blue") != key


POINTS = [mark for mark in MARKS if "append" not in mark and "shorten" not in mark]


@needs_fork
@pytest.mark.parametrize("number", range(1, 4))
@pytest.mark.parametrize("point", POINTS)
async def test_after_a_crash_an_answer_is_in_whole_or_not_at_all(
    tmp_path: Path, point: str, number: int
) -> None:
    (tmp_path / "data").mkdir()

    async def give_answers(say: Say) -> None:
        boxes, _ = boxes_in(tmp_path, Disk(os.fsync, CrashAt(point, number)))
        await boxes.open(ROUND, PEOPLE, QUESTIONS)
        say("open")
        for person in PEOPLE:
            await boxes.answer(ROUND, person, answer(0))
            say("taken")
        await boxes.destroy(ROUND)

    ending = in_child(give_answers)
    if ending.code != CRASH:
        return
    boxes, _ = boxes_in(tmp_path)
    if "open" not in ending.said:
        await boxes.open(ROUND, PEOPLE, QUESTIONS)
    taken = ending.said.count("taken")
    if taken == len(PEOPLE):
        await boxes.destroy(ROUND)
        return
    counts = await boxes.counts(ROUND)

    (told,) = {sum(each) for each in counts.values()}
    assert taken <= told <= taken + 1
    again = [await boxes.answer(ROUND, person, answer(0)) for person in PEOPLE]
    assert again == [Heard.HAD] * told + [Heard.TAKEN] * (len(PEOPLE) - told)


async def test_an_answer_whose_asker_goes_away_is_written_before_the_next(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    boxes, _ = pair
    await boxes.open(ROUND, PEOPLE, QUESTIONS)
    write, began = boxes._write, threading.Event()

    def slowly(name: str, key: bytes, box: Box) -> None:
        began.set()
        time.sleep(0.1)
        write(name, key, box)

    monkeypatch.setattr(boxes, "_write", slowly)
    first = asyncio.create_task(boxes.answer(ROUND, PEOPLE[0], {"knew": 1}))
    await asyncio.to_thread(began.wait)
    first.cancel()

    await boxes.answer(ROUND, PEOPLE[1], {"knew": 2})

    assert (await boxes.counts(ROUND))["knew"] == (1, 1, 0, 0, 0)
