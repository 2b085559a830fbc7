"""Every form of the facilitator, opened and looked at."""

from tests.clients.cards import spoken
from tests.clients.driver import Teams
from tests.clients.people import ANNA, BO, CARLA, CHANNEL, DAG, EVA
from tests.clients.scene import MOVES, Scene, begin

QUESTION = "Hvad gør vi, når det bliver svært?"
FORMS = {
    "people": ("Se, hvem der er her", "Hvem er kommet til?"),
    "order": ("Skift rækkefølge", "Den øverste får ordet først."),
    "hand-over": ("Giv rollen videre", "Hvem får rollen?"),
    "break": ("Hold pause", "Hvornår fortsætter I?"),
    "end": ("Afslut cirklen", "Vil du afslutte nu?"),
}


async def forms(teams: Teams, faults: list[str]) -> None:
    """Anna facilitates a round of five and tries what she can."""
    window = teams.window
    scene = Scene("forms", teams, CHANNEL, faults)
    await window.channel()
    card = await begin(scene, (ANNA, BO, CARLA, DAG, EVA), QUESTION)
    window.thread = "Cirklen begynder"
    while "Nu, fase 4 af 6" not in spoken(card.body):
        edits = card.edits
        await scene.move("Gå videre")
        await scene.repainted(card, edits)
    await window.press(MOVES)
    await window.sees("Giv rollen videre")
    await scene.picture("moves")
    for name, (button, words) in FORMS.items():
        await opened(scene, button)
        await window.sees(words)
        await scene.picture(name, words)
    scene.mark()
    await window.press("Afslut cirklen")
    await scene.shows(card, "Er det rigtigt forstået?")
    await window.press("Læs opsamlingen")
    await scene.picture("read-the-summary")


async def opened(scene: Scene, form: str) -> None:
    """Open a form from the facilitator's dialog: by its own button, or from the list below."""
    window = scene.teams.window
    await window.press(MOVES)
    await window.sees("Giv rollen videre")
    if await window.card(form).get_by_role("button", name=form, exact=True).count():
        await window.press(form)
        return
    await window.fill("Flere …", form)
    await window.press("Vælg")
