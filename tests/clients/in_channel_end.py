"""How a circle in a channel ends: a next step, the line, the draft, and what is kept."""

from tests.clients.people import ANNA, BO
from tests.clients.record import Said
from tests.clients.scene import MOVES, Scene

WHAT, SIGN, LINE = "Prøve samtalekort i to timer", "Fire elever begynder selv", "Stilhed er en tur"


async def next_step(scene: Scene, card: Said) -> None:
    """The form of a step says what it needs."""
    window = scene.teams.window
    await scene.move("Gå videre")
    await scene.shows(card, "Næste skridt og tegn", BO.name)
    await scene.picture("phase-of-steps", "Har ordet")
    await window.press("Tilføj næste skridt")
    await window.sees("Hvilket tegn kigger I efter?")
    await window.press("Gem skridtet")
    await window.sees("Vælg mindst én. Så kan du gå videre.")
    await scene.picture("step-form-empty", "Hvilket tegn")
    await window.fill("Hvem?", [ANNA.name, BO.name])
    await window.fill("Hvad?", WHAT)
    await window.fill("Hvilket tegn kigger I efter?", " ")
    await window.press("Gem skridtet")
    await window.sees("Skriv en kort sætning her.")
    await scene.picture("step-form-refused", "Hvilket tegn")
    await window.fill("Hvilket tegn kigger I efter?", SIGN)
    await window.press("Gem skridtet")
    await scene.shows(card, WHAT, SIGN, f"{ANNA.name} og {BO.name}")
    await scene.picture("a-step", "Har ordet")


async def close(scene: Scene, card: Said) -> None:
    """One sentence from each, the line, the draft, and the summary that is kept."""
    window = scene.teams.window
    await scene.press(BO, "Jeg er færdig")
    await scene.shows(card, "Klar til næste fase")
    await scene.move("Gå videre")
    await scene.shows(card, "Afslutning", "Nu, fase 6 af 6")
    await scene.go_round(card, "Nu, fase 6 af 6")
    await scene.picture("all-have-spoken", "hele vejen rundt")
    await window.press("Skriv linjen")
    await window.sees("Hvad blev I klogere på? Skriv én linje.")
    await window.fill("Hvad blev I klogere på? Skriv én linje.", LINE)
    await scene.picture("line-form", "Skriv én linje")
    await window.press("Send")
    scene.mark()
    await window.press(MOVES)
    await scene.picture("moves-at-the-end")
    await window.press("Gå videre")
    await scene.shows(card, WHAT, SIGN, LINE, "Er det rigtigt forstået?")
    await scene.says("Cirklen er slut. Her er et udkast til opsamling.")
    await scene.picture("draft")
    await scene.picture("draft-card", "Læser op")
    scene.mark()
    await window.press("Gem opsamlingen")
    await scene.shows(card, "Opsamlingen er godkendt af teamet.", WHAT, SIGN, LINE)
    await scene.says("Opsamlingen er gemt.")
    await scene.picture("kept")
    await scene.picture("kept-card", "godkendt af teamet")
    await window.say("næste")
    await scene.says(WHAT)
    await window.say("status")
    await scene.says("Der er ingen cirkel i gang.", "Sidste cirkel var")
    await scene.picture("afterwards")
