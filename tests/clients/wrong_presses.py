"""Whoever presses what is not theirs is told so kindly, and alone."""

from tests.clients.cards import spoken
from tests.clients.driver import Teams
from tests.clients.people import ANNA, BO, CARLA, CHANNEL, DAG, EVA
from tests.clients.scene import MOVES, Scene, begin

QUESTION = "Hvem har vi ikke hørt?"


async def wrong(teams: Teams, faults: list[str]) -> None:
    """Bo facilitates and has the word; Anna, Carla and somebody from outside press too."""
    window, others = teams.window, teams.others
    scene = Scene("wrong", teams, CHANNEL, faults)
    await window.channel()
    card = await begin(scene, (ANNA, BO, CARLA, DAG), QUESTION, facilitator=BO)
    window.thread = "Cirklen begynder"
    for button in ("Jeg er færdig", "Send ordet videre"):
        scene.told(await others.press(CARLA, button, CHANNEL), f"Lige nu har {BO.name} ordet.")
    kindly = f"{BO.name} er facilitator nu."
    scene.told(await others.press(CARLA, MOVES, CHANNEL), kindly)
    scene.told(await others.press(EVA, "Jeg er færdig", CHANNEL), f"Lige nu har {BO.name} ordet.")
    scene.told(await others.press(EVA, MOVES, CHANNEL), kindly)
    aloud = " ".join(spoken(said.body) for said in teams.record.said)
    scene.check("Lige nu" not in aloud, "a wrong press is told to everybody")
    await window.press("Jeg er færdig")
    await window.sees(f"Lige nu har {BO.name} ordet.")
    await scene.picture("not-your-turn", "Lige nu har")
    await window.press(MOVES)
    await window.sees(kindly)
    await scene.picture("not-the-facilitator", kindly)
    await window.press("Jeg er ude lidt")
    await window.sees("din plads er her stadig")
    await scene.picture("out-for-a-moment")
    scene.mark()
    await others.press(EVA, "Jeg er med", CHANNEL)
    await scene.says(f"{EVA.name} er med nu")
    old = await others.press(BO, "Jeg er færdig", CHANNEL)
    scene.told(old, "Udfordringen i midten")
    await scene.shows(card, "Udfordringen i midten")
