"""What a scene does and looks at: who acts, what the bot then shows, and a picture of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from playwright.async_api import Error as PageError

from tests.clients.cards import Json, filled, spoken
from tests.clients.driver import Teams
from tests.clients.people import ANNA, BO, EVERYBODY, Person, Place
from tests.clients.record import Answer, NothingCame, Said

MOVES = "Facilitator …"
HAS_THE_WORD = "Har ordet"


@dataclass
class Scene:
    """One visit. What differs from what it should be is gathered, and the visit goes on."""

    name: str
    teams: Teams
    place: Place
    faults: list[str] = field(default_factory=list)
    taken: int = 0
    seen: int = 0

    def check(self, true: object, sentence: str) -> None:
        """Say what differs, if it does."""
        if not true:
            self.faults.append(f"{self.name}: {sentence}")

    async def says(self, *words: str, place: Place | None = None, to: Person | None = None) -> Said:
        """The bot has said all these words in one message, after what was said before."""
        where, record = (place or self.place).id, self.teams.record

        def found() -> Said | None:
            lately = record.said[self.seen :]
            return next((s for s in lately if s.conversation.startswith(where) and hears(s)), None)

        def hears(said: Said) -> bool:
            mentioned = to is None or any(m["id"] == to.id for m in mentions(said))
            return mentioned and all(each in spoken(said.body) for each in words)

        said = await self._until(found, f"nobody hears {' + '.join(words)}")
        await self._on_the_page(words, where)
        return said

    async def shows(self, card: Said, *words: str, without: Sequence[str] = ()) -> None:
        """The card that stands there has been changed in place, and now says all this."""

        def changed() -> Said | None:
            told = spoken(card.body)
            there = all(each in told for each in words)
            return card if there and not any(each in told for each in without) else None

        await self._until(changed, f"the card does not show {' + '.join(words)}", card)
        await self._on_the_page(words, card.conversation)

    async def go_round(self, card: Said, of: str, passes: Sequence[Person] = ()) -> None:
        """Everybody in turn, until nobody has the word."""
        while who := speaker(card):
            edits = card.edits
            await self.press(who, "Send ordet videre" if who in passes else "Jeg er færdig")
            await self.repainted(card, edits)
            await self.shows(card, of)

    async def repainted(self, card: Said, edits: int) -> None:
        """The card has been changed in place once more. Raises NothingCame."""
        await self.teams.record.until(lambda: card if card.edits > edits else None)

    async def _until(self, found: object, otherwise: str, card: Said | None = None) -> Said:
        try:
            return await self.teams.record.until(found)  # type: ignore[arg-type]
        except NothingCame:
            now = f" It shows: {spoken(card.body)}" if card else ""
            self.check(False, f"{otherwise}.{now}")
            return card or Said("", "", {})

    async def _on_the_page(self, words: Sequence[str], where: str) -> None:
        if not where.startswith(self.teams.window.place.id):
            return
        for each in words:
            try:
                await self.teams.window.sees(each)
            except PageError:
                self.check(False, f"the page does not show {each!r}")

    def mark(self) -> None:
        """What was said up to here is not looked at again."""
        self.seen = len(self.teams.record.said)

    def told(self, answer: Answer, *words: str) -> None:
        """What the one who pressed is told, on a card or in a dialog."""
        given = answer.task.get("value") or (answer.body.get("value") or {})
        text = given if isinstance(given, str) else spoken({"attachments": _as_attached(given)})
        for each in words:
            self.check(each in text, f"the presser is not told {each!r}, but {text[:200]!r}")

    async def press(self, who: Person, button: str, place: Place | None = None) -> Answer | None:
        """Anna presses on the page, the others by the back door."""
        if who is ANNA:
            await self.teams.window.press(button)
            return None
        return await self.teams.others.press(who, button, place or self.place)

    async def move(self, button: str) -> None:
        """Anna opens the facilitator's dialog and presses there."""
        await self.teams.window.press(MOVES)
        await self.teams.window.sees("Giv rollen videre")
        await self.teams.window.press(button)

    async def picture(self, name: str, card: str = "") -> None:
        """A picture of the page, or of the newest card with these words."""
        self.taken += 1
        await self.teams.window.picture(f"{self.name}-{self.taken:02}-{name}", card)


def mentions(said: Said) -> list[Json]:
    """Who is mentioned in a message."""
    return [each["mentioned"] for each in said.body.get("entities") or () if "mentioned" in each]


def speaker(card: Said) -> Person | None:
    """Who has the word on a card."""
    lines = spoken(card.body).splitlines()
    if HAS_THE_WORD not in lines:
        return None
    name = lines[lines.index(HAS_THE_WORD) + 1]
    return next(person for person in EVERYBODY if person.name == name)


def _as_attached(given: Json) -> list[Json]:
    card = given["card"]["content"] if "card" in given else given
    return [{"content": card}]


async def begin(
    scene: Scene, present: Sequence[Person], question: str, facilitator: Person = ANNA
) -> Said:
    """Bo chooses the team and starts a circle of 25 minutes, to which he brings the question."""
    others, names = scene.teams.others, ",".join(each.name for each in present)
    await scene.says("Jeg er Ordet")
    await others.say(BO, "cirkel", scene.place)
    await scene.says("Hvem er teamet")
    asked = await others.press(BO, "Vælg teamet", scene.place)
    started = await others.send(BO, asked, "Gem teamet", filled(form_of(asked), members=names))
    start = filled(
        form_of(started),
        question=question,
        minutes="25",
        present=names,
        facilitator=facilitator.name,
        owner=BO.name,
    )
    scene.mark()
    await others.send(BO, started, "Start cirklen", start)
    return await scene.says("Har ordet")


def form_of(answer: Answer) -> Json:
    """The card in a dialog."""
    card: Json = answer.task["value"]["card"]["content"]
    return card
