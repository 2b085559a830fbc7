"""A circle in a group chat: lines stand below the card, and it is posted anew."""

from tests.clients.cards import spoken
from tests.clients.driver import Teams
from tests.clients.people import ANNA, BO, CARLA, DAG, GROUP
from tests.clients.scene import Scene, begin, speaker

QUESTION = "Hvad ser vi i vores egne timer?"


async def group(teams: Teams, faults: list[str]) -> None:
    """Four people, and more than ten lines below the card."""
    scene = Scene("group", teams, GROUP, faults)
    await teams.window.group()
    await scene.says("Jeg er Ordet, en maskine")
    await scene.picture("welcome")
    card = await begin(scene, (ANNA, BO, CARLA, DAG), QUESTION)
    await scene.picture("running")
    while "fortsætter nedenfor" not in spoken(card.body):
        who, edits = speaker(card), card.edits
        if who is not None:
            await scene.press(who, "Jeg er færdig")
        else:
            await scene.move("Gå videre")
        await scene.repainted(card, edits)
    await scene.shows(card, "Cirklen fortsætter nedenfor.", without=["Har ordet"])
    again = await scene.says("Nu, fase")
    scene.check(again.id != card.id, "the card is not posted anew")
    await scene.picture("posted-anew")
