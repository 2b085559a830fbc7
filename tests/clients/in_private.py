"""The private chat: which team, and the private words with their buttons."""

from tests.clients.driver import Teams
from tests.clients.people import ANNA, BO, CARLA, CHANNEL, DAG, GROUP, PERSONAL
from tests.clients.scene import Scene, begin

ONE, TWO = "Hvad ved vi om fravær?", "Hvad virker i morgensamling?"


async def private(teams: Teams, faults: list[str]) -> None:
    """Anna has no team, then one, and then two.

    She writes it a little differently each time: the same words twice in half a minute are taken
    for a message that Teams delivers again.
    """
    window = teams.window
    scene = Scene("private", teams, PERSONAL, faults)
    await scene.says("Jeg er Ordet, en maskine")
    scene.mark()
    await window.say("cirkel")
    await scene.says("Jeg kender ikke dit team endnu.")
    await scene.picture("no-team-yet")
    await window.channel()
    at_home = Scene("private", teams, CHANNEL, faults)
    card = await begin(at_home, (ANNA, BO, CARLA), ONE)
    await window.personal()
    await scene.says("Du har ordet i ca. 2 minutter.")
    await scene.picture("your-word")
    scene.mark()
    await window.press("Jeg er færdig")
    await at_home.shows(card, BO.name, "Udfordringen i midten")
    await scene.picture("your-word-is-done")
    await window.say("Cirkel")
    await scene.says("I har allerede en cirkel i gang. Kortet ligger der, hvor I skriver sammen.")
    await scene.picture("one-team")
    await window.group()
    at_group = Scene("private", teams, GROUP, faults)
    await begin(at_group, (ANNA, BO, DAG), TWO)
    await window.personal()
    scene.mark()
    await window.say("/cirkel")
    await scene.says("Hvilket team gælder det?")
    await scene.picture("which-team")
    await window.press(GROUP.listed)
    await window.sees("I har allerede en cirkel i gang.")
    await scene.picture("the-other-team")
    await window.press("Vis cirklen")
    await window.sees(TWO)
    await scene.picture("the-other-circle")
