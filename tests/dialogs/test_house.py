"""What was promised about deletion is done, and done on disk."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from circle.closing import RETENTION
from dialogs.ports import Unreachable
from tests.dialogs.rooms import ANNA, BO, NOON, START, TEAM, Chat, store_in, talk, team_in

SECRET_WORDS = "Vi venter ikke længe nok"


def on_disk(folder: Path) -> str:
    """Everything that stands in the folder."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return "\n".join(file.read_bytes().decode("utf-8", "replace") for file in files)


async def test_a_summary_deletes_itself_on_its_day(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    await team_in(store)
    conversation = talk(store, Chat())
    await conversation.submit(TEAM, "start", START, NOON)
    end = {"verb": "end", "circle": "c1", "turn": "2", "who": ANNA}
    await conversation.press(TEAM, end, NOON)
    line = {"circle": ["c1"], "text": [SECRET_WORDS], "writer": [BO]}
    await conversation.submit(TEAM, "line", line, NOON)
    await conversation.press(TEAM, {"verb": "approve", "circle": "c1", "who": BO}, NOON)

    await conversation.keep_house(NOON + RETENTION - timedelta(days=1))
    kept, kept_on_disk = await conversation.summaries(TEAM), on_disk(tmp_path)
    await conversation.keep_house(NOON + RETENTION)
    left, left_on_disk = await conversation.summaries(TEAM), on_disk(tmp_path)
    await store.close()

    assert [summary.kept.line for summary in kept] == [SECRET_WORDS]
    assert SECRET_WORDS in kept_on_disk
    assert left == ()
    assert SECRET_WORDS not in left_on_disk


async def test_what_is_said_and_who_passed_is_nowhere_on_disk_when_the_circle_is_over(
    tmp_path: Path,
) -> None:
    store = store_in(tmp_path)
    await team_in(store)
    conversation = talk(store, Chat())
    await conversation.submit(TEAM, "start", START, NOON)
    done = {"verb": "pass", "circle": "c1", "turn": "2", "who": ANNA}
    await conversation.press(TEAM, done, NOON)
    passed = on_disk(tmp_path)
    end = {"verb": "end", "circle": "c1", "turn": "3", "who": ANNA}
    await conversation.press(TEAM, end, NOON)
    await conversation.press(TEAM, {"verb": "approve", "circle": "c1", "who": BO}, NOON)
    await store.close()

    assert "Passed" not in passed
    assert '"spoken":[' not in on_disk(tmp_path)


async def test_every_fact_of_a_teams_papers_survives_a_restart(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    await team_in(store)
    conversation = talk(store, Chat(*[Unreachable("archived")] * 3))
    for number in ("c1", "c2"):
        await conversation.submit(TEAM, "start", {**START, "circle": [number]}, NOON)
        end = {"verb": "end", "circle": number, "turn": "2", "who": ANNA}
        await conversation.press(TEAM, end, NOON, key=f"end {number}")
    step = {"circle": ["c1"], "step": ["s"], "who": [BO], "by": ["2026-04-01"]}
    await conversation.submit(TEAM, "step", {**step, "what": ["Prøve"], "sign": ["Ro"]}, NOON)
    await conversation.press(TEAM, {"verb": "approve", "circle": "c1", "who": BO}, NOON)
    await conversation.tick(NOON)
    before = await conversation.papers(TEAM)

    await store.close()
    after = await store_in(tmp_path).read(TEAM)

    assert before is not None
    assert all(
        getattr(before, name)
        for name in ("drafts", "steps", "told", "seen", "held_at", "agreed_at", "closed_at")
    )
    assert after == replace(before, filed=())
