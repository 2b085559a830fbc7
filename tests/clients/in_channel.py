"""A whole circle in a channel: from the welcome to what is kept."""

from tests.clients.driver import Teams
from tests.clients.in_channel_end import close, next_step
from tests.clients.people import ANNA, BO, CARLA, CHANNEL, DAG, EVA, FINN
from tests.clients.record import Said
from tests.clients.scene import MOVES, Scene

QUESTION = "Hvordan får vi flere stemmer i spil?"


async def channel(teams: Teams, faults: list[str]) -> None:
    """Six people, one of whom comes late."""
    scene = Scene("channel", teams, CHANNEL, faults)
    await meet(scene)
    card = await start(scene)
    await first_phases(scene, card)
    await questions(scene, card)
    await round_of_all(scene, card)
    await next_step(scene, card)
    await close(scene, card)


async def meet(scene: Scene) -> None:
    """The bot says who it is, and asks who the team is."""
    window = scene.teams.window
    await window.channel()
    await scene.says("Jeg er Ordet, en maskine", "@Ordet cirkel")
    await scene.picture("welcome")
    scene.mark()
    await window.say("cirkel")
    await scene.says("Hvem er teamet her?")
    await window.press("Vælg teamet")
    await window.sees("Hvad hedder teamet?")
    await scene.picture("who-is-the-team")
    await window.press("Gem teamet")
    await window.sees("Det meste er udfyldt på forhånd")


async def start(scene: Scene) -> Said:
    """The form says what it needs, and then the circle begins."""
    window, words = scene.teams.window, "Hvad vil I blive klogere på?"
    await scene.picture("start-form", words)
    await window.press("Start cirklen")
    await window.sees("Skriv noget her. Så kan du gå videre.")
    await scene.picture("start-form-without-a-question", words)
    await window.fill(words, " ")
    await window.fill("Hvem er facilitator?", ANNA.name)
    await window.fill("Hvem har spørgsmål og data med?", BO.name)
    await window.fill("Hvor lang tid har I?", "25 minutter")
    await window.untick("Hvem er med i dag?", FINN.name)
    await window.press("Start cirklen")
    await window.sees("Skriv først, hvad I vil blive klogere på.")
    await scene.picture("start-form-refused", words)
    await window.fill(words, QUESTION)
    scene.mark()
    await window.press("Start cirklen")
    card = await scene.says("Har ordet", ANNA.name, "Sæt scenen", "Bagefter")
    await scene.says("I er her: Sæt scenen", ANNA.name, to=ANNA)
    window.thread = "Cirklen begynder"
    await scene.picture("running")
    await scene.picture("running-card", "Har ordet")
    return card


async def first_phases(scene: Scene, card: Said) -> None:
    """The word goes to the one who has the question, and the facilitator goes on."""
    window = scene.teams.window
    scene.mark()
    await window.press("Jeg er færdig")
    await scene.shows(
        card, BO.name, "Udfordringen i midten", "Før", "Sæt scenen", "Nu, fase 2 af 6"
    )
    await scene.says("I er her: Udfordringen i midten", BO.name, to=BO)
    await scene.picture("anna-is-done")
    scene.mark()
    await scene.press(BO, "Jeg er færdig")
    await scene.shows(card, "Klar til næste fase", without=["Har ordet"])
    await scene.picture("ready-for-next", "Klar til næste fase")
    await window.press(MOVES)
    await window.sees("Afslut cirklen")
    await scene.picture("moves")
    await window.press("Gå videre")
    await scene.shows(card, BO.name, "Hvad ved vi?", "Nu, fase 3 af 6")
    await scene.says("I er her: Hvad ved vi?", to=BO)
    await scene.picture("phase-3")


async def questions(scene: Scene, card: Said) -> None:
    """Questions in free order; somebody comes late; a break."""
    window = scene.teams.window
    await scene.press(BO, "Send ordet videre")
    await scene.shows(card, "Ordet er frit", without=["Har ordet"])
    await scene.picture("free", "Ordet er frit")
    scene.mark()
    await scene.press(FINN, "Jeg er med")
    await scene.says(FINN.name, "er med nu")
    await scene.picture("finn-is-here")
    await scene.press(CARLA, "Jeg tager ordet")
    await scene.shows(card, "Har ordet", CARLA.name)
    await scene.says("Ordet går videre til", to=CARLA)
    await scene.move("Giv 1 minut mere")
    await window.press(MOVES)
    await window.press("Hold pause")
    await window.sees("Hvornår fortsætter I?")
    await scene.picture("break-form")
    await window.press("Hold pause")
    await scene.shows(card, "Pause", "I fortsætter")
    await scene.picture("break", "I fortsætter")
    scene.mark()
    await scene.move("Fortsæt")
    await scene.shows(card, "Har ordet", CARLA.name)
    await scene.says("I er i gang igen")
    await scene.picture("after-the-break")
    await scene.press(CARLA, "Jeg er færdig")
    await scene.shows(card, "Ordet er frit")
    await scene.move("Gå videre")


async def round_of_all(scene: Scene, card: Said) -> None:
    """Done and pass look alike; commands are answered meanwhile."""
    await scene.shows(card, "Har ordet", "Hvad betyder det?", "Nu, fase 4 af 6")
    await scene.go_round(card, "Nu, fase 4 af 6", passes=(DAG, EVA))
    await scene.shows(card, "Ordet har været hele vejen rundt")
    await scene.picture("round-is-over")
    await commands(scene, card)


async def commands(scene: Scene, card: Said) -> None:
    """What the channel answers while a circle runs."""
    window = scene.teams.window
    for word, words in (
        ("status", "Hvad betyder det?, 4 af 6"),
        ("næste", "Der er ingen næste skridt endnu"),
        ("guider", "Reflekterende team"),
        ("hjælp", "Skriv @Ordet cirkel"),
        ("hvad er klokken", "Det forstod jeg ikke"),
        ("cirkel", "I har allerede en cirkel i gang. Kortet ligger der, hvor I skriver sammen."),
    ):
        scene.mark()
        await window.say(word)
        await scene.says(words)
    await scene.picture("commands")
