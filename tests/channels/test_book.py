"""The address book: what is met is known, also after a restart; what is damaged is met again."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest

from channels.teams.activity import Account, Activity, read_activity
from channels.teams.book import Book, Contact, Talk, person_of
from channels.teams.connector import Service
from channels.teams.roster import FRESH, Roster
from dialogs.ports import NotShown
from storage.desk import EmbeddedDesk
from storage.errors import CannotSave
from tests.channels.knocking import OURS, activity

CHANNEL = "19:a@thread.tacv2"


def came(**changed: Any) -> Activity:
    return read_activity(msgspec.json.encode(activity(**changed)))


def private(**changed: Any) -> Activity:
    return came(conversation={"id": "a:anna", "conversationType": "personal"}, **changed)


async def test_a_conversation_keeps_the_team_that_it_was_given_over_a_restart(
    tmp_path: Path,
) -> None:
    book = Book(tmp_path)
    met = await book.meet(came())
    await book.close()
    book = Book(tmp_path)

    again = await book.meet(came(serviceUrl="https://smba.trafficmanager.net/amer/"))

    assert again.team == met.team
    assert again.service_url.endswith("/amer/")
    assert await book.talk(OURS, CHANNEL) == again
    assert await book.talk("another tenant", CHANNEL) is None
    await book.close()


async def test_threads_are_one_conversation(tmp_path: Path) -> None:
    book = Book(tmp_path)
    met = await book.meet(came())

    thread = {"id": f"{CHANNEL};messageid=17", "conversationType": "channel"}

    assert await book.meet(came(conversation=thread)) == met
    await book.close()


async def test_meeting_again_writes_nothing(tmp_path: Path) -> None:
    book = Book(tmp_path)
    await book.meet(came())
    await book.meet_person(came())
    (journal,) = tmp_path.rglob("journal*")
    size = journal.stat().st_size

    for _ in range(10):
        await book.meet(came())
        await book.meet_person(came())

    assert journal.stat().st_size == size
    await book.close()


async def test_a_private_chat_is_known_once_somebody_wrote_there(tmp_path: Path) -> None:
    book = Book(tmp_path)
    before = await book.meet_person(came())
    await book.meet_person(private())

    after = await book.contact(person_of(came()))

    assert before.chat == ""
    assert after is not None
    assert after.chat == "a:anna"
    await book.close()


async def test_what_is_heard_from_is_not_gone(tmp_path: Path) -> None:
    book = Book(tmp_path)
    met = await book.meet(came())
    await book.change(met, lambda talk: msgspec.structs.replace(talk, gone="403"))

    assert (await book.meet(came())).gone == ""
    await book.close()


async def test_two_who_come_at_once_meet_the_same_team(tmp_path: Path) -> None:
    book = Book(tmp_path)

    met = await asyncio.gather(*(book.meet(came(id=str(n))) for n in range(20)))
    known = await book.talk(OURS, CHANNEL)

    assert known is not None
    assert {talk.team for talk in met} == {known.team}
    await book.close()


async def test_a_team_that_is_noted_while_somebody_is_met_is_not_lost(tmp_path: Path) -> None:
    book = Book(tmp_path)
    contact = await book.meet_person(came())

    await asyncio.gather(
        book.change(contact, lambda c: msgspec.structs.replace(c, teams=("blue",))),
        book.meet_person(private()),
    )

    known = await book.contact(contact.person)
    assert known is not None
    assert (known.teams, known.chat) == (("blue",), "a:anna")
    await book.close()


async def test_a_full_disk_is_no_reason_not_to_listen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> None:
        raise CannotSave

    book = Book(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(EmbeddedDesk, "keep", full)
        met = await book.meet(came())
        person = await book.meet_person(private())
        await book.change(met, lambda talk: talk)

    assert (met.conversation, person.chat) == (CHANNEL, "a:anna")
    assert await book.talk(OURS, CHANNEL) is None
    await book.meet(came())
    assert await book.talk(OURS, CHANNEL) is not None
    await book.close()


async def test_an_entry_that_is_damaged_is_unknown_and_the_others_are_there(
    tmp_path: Path,
) -> None:
    book = Book(tmp_path)
    await book.meet_person(came())
    await book.meet(came())
    await book.close()
    for file in tmp_path.rglob("p-*"):
        file.write_bytes(b'{"broken')
    book = Book(tmp_path)

    met = await book.meet_person(private())

    assert met.chat == "a:anna"
    assert await book.contact(met.person) is None
    assert await book.talk(OURS, CHANNEL) is not None
    await book.close()


@dataclass
class People:
    """A connector that only knows who is there, and counts how often it is asked."""

    found: list[Account]
    asked: list[str] = field(default_factory=list)
    busy: bool = False

    async def people(self, at: Service, conversation: str) -> list[Account]:
        self.asked.append(conversation)
        if self.busy:
            raise NotShown
        return self.found


ANNA = Account("29:anna", " Anna  Holm ", "AAD-Anna")
TALK = Talk(OURS, CHANNEL, "channel", "https://x", "28:ordet", team="blue")


async def test_bots_and_who_has_no_name_are_left_out_and_the_others_come_by_name(
    tmp_path: Path,
) -> None:
    book = Book(tmp_path)
    others = [Account("29:bo", "bo", "aad-bo"), Account("28:ordet", "Ordet"), ANNA]
    nobody = [Account("28:weather", "Weather"), Account("29:x", None), Account("29:y", "")]
    roster = Roster(People([*others, *nobody, ANNA]), book)  # type: ignore[arg-type]

    found = await roster.of(TALK)

    assert [(m.person, m.name) for m in found] == [
        (f"teams:{OURS}:aad-anna", "Anna Holm"),
        (f"teams:{OURS}:aad-bo", "bo"),
    ]
    assert await book.contact(f"teams:{OURS}:aad-bo") is None
    assert await roster.meet(f"teams:{OURS}:aad-bo", TALK) == Contact(
        f"teams:{OURS}:aad-bo", OURS, "29:bo", "https://x", "28:ordet"
    )
    assert await book.contact(f"teams:{OURS}:aad-bo") is not None
    assert await book.contact(f"teams:{OURS}:aad-anna") is None
    await book.close()


async def test_a_roster_is_true_for_five_minutes_and_in_its_place_alone(tmp_path: Path) -> None:
    book, clock, people = Book(tmp_path), [0.0], People([ANNA])
    roster = Roster(people, book, lambda: clock[0])  # type: ignore[arg-type]

    for clock[0] in (0.0, FRESH - 1, FRESH, 2 * FRESH - 1):
        await roster.of(TALK)
    await roster.of(msgspec.structs.replace(TALK, conversation="19:b"))
    await roster.of(msgspec.structs.replace(TALK, tenant="another"))

    assert people.asked == [CHANNEL, CHANNEL, "19:b", CHANNEL]
    await book.close()


async def test_a_roster_that_could_not_be_had_is_asked_for_again(tmp_path: Path) -> None:
    book, people = Book(tmp_path), People([ANNA], busy=True)
    roster = Roster(people, book)  # type: ignore[arg-type]
    with pytest.raises(NotShown):
        await roster.of(TALK)

    people.busy = False

    assert len(await roster.of(TALK)) == 1
    await book.close()
